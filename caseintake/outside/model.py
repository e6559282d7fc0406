"""Cards of documents, what is shared with one outside person, what a laboratory was given, what happened when."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.matters.facts import DateFact
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Translation(StrEnum):
    """Where the translation of a document stands."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    DRAFT = "draft"
    CHECKED = "checked"
    CERTIFIED = "certified"


class DocumentCard(SealedRecord):
    """What a document is and proves, as section I of the form and the chronology need it; beside the document."""

    __tablename__ = "document_card"
    __kind__ = "document card"

    document_id: Sealed[UUID] = sealed()
    #: As it stands on the paper; the others for the Court.
    title: Sealed[str] = sealed(default="")
    title_en: Sealed[str] = sealed(default="")
    title_fr: Sealed[str] = sealed(default="")
    dated_on: Sealed[DateFact | None] = sealed(default=None)
    author: Sealed[str] = sealed(default="")
    proves_en: Sealed[str] = sealed(default="")
    proves_fr: Sealed[str] = sealed(default="")
    language: Sealed[str] = sealed(default="")
    translation: Sealed[Translation] = sealed(default=Translation.NOT_NEEDED)
    translator: Sealed[str] = sealed(default="")
    due_on: Sealed[date | None] = sealed(default=None)


class Lent(msgspec.Struct, frozen=True):
    """One document of a share: the record in the small vault, and which it is a copy of."""

    copy_id: UUID
    origin_id: UUID
    title: str


class ShareNote(SealedRecord):
    """What the team knows of a share; in the vault the documents come from. Signed by who shared."""

    __tablename__ = "share_note"
    __kind__ = "share note"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    shared_vault_id: Sealed[UUID] = sealed()
    person_id: Sealed[UUID] = sealed()
    items: Sealed[tuple[Lent, ...]] = sealed()
    purpose: Sealed[str] = sealed()
    #: The last day it opens.
    until: Sealed[date] = sealed()
    may_return: Sealed[bool] = sealed(default=False)
    shared_on: Sealed[date] = sealed()
    #: The day the key was turned without the outside person.
    ended_on: Sealed[date | None] = sealed(default=None)


class Offered(msgspec.Struct, frozen=True):
    """One document as the outside person sees it: never our name for it, nor the client's."""

    copy_id: UUID
    title: str


class Share(SealedRecord):
    """What the outside person knows: in the small vault. Neither matter nor client stands here."""

    __tablename__ = "share"
    __kind__ = "share"
    __signed__ = True

    person_id: Sealed[UUID] = sealed()
    items: Sealed[tuple[Offered, ...]] = sealed()
    purpose: Sealed[str] = sealed()
    until: Sealed[date] = sealed()
    may_return: Sealed[bool] = sealed(default=False)


class SharedOpening(SealedRecord):
    """That the outside person opened a document; whose it is stands in the signature."""

    __tablename__ = "shared_opening"
    __kind__ = "opening of a shared document"
    __signed__ = True

    document_id: Sealed[UUID] = sealed()
    opened_on: Sealed[date] = sealed()


class Named(StrEnum):
    """Whether a laboratory wishes to be named: the Government reads the file."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    NO = "no"


class LabRecord(SealedRecord):
    """A device in a laboratory, from hand to hand; with the matter or in the client's file."""

    __tablename__ = "lab_record"
    __kind__ = "laboratory record"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    device: Sealed[str] = sealed()
    handed_by: Sealed[str] = sealed(default="")
    handed_on: Sealed[DateFact | None] = sealed(default=None)
    #: Number or description of the seal on the bag.
    bag: Sealed[str] = sealed(default="")
    laboratory: Sealed[str] = sealed(default="")
    report: Sealed[str] = sealed(default="")
    report_id: Sealed[UUID | None] = sealed(default=None)
    retest: Sealed[str] = sealed(default="")
    named: Sealed[Named] = sealed(default=Named.NOT_ASKED)


class ChronologyLine(SealedRecord):
    """One fact of the case with the page that proves it."""

    __tablename__ = "chronology_line"
    __kind__ = "chronology line"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    happened_on: Sealed[DateFact | None] = sealed(default=None)
    fact: Sealed[str] = sealed()
    document_id: Sealed[UUID | None] = sealed(default=None)
    page: Sealed[str] = sealed(default="")
