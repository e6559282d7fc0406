"""The records of representation, each signed by who wrote it.

What is one client's lies in that client's file; what is of the joint case lies in the matter's vault; how a lawyer
stands lies in the directory of colleagues.
"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.representation.kinds import (
    AgreedHow,
    Arena,
    Done,
    Errand,
    LawyerState,
    Mark,
    PageKind,
    PowerKind,
)
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Engagement(SealedRecord):
    """That the office acts for the client: between the two of them, and before nobody else."""

    __tablename__ = "engagement"
    __kind__ = "engagement"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    how: Sealed[AgreedHow] = sealed()
    agreed_on: Sealed[date] = sealed()
    scope: Sealed[str] = sealed(default="")
    ended_on: Sealed[date | None] = sealed(default=None)
    ended_why: Sealed[str] = sealed(default="")


class DomesticPower(SealedRecord):
    """By what one lawyer speaks for the client before one forum at home."""

    __tablename__ = "domestic_power"
    __kind__ = "domestic power"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    kind: Sealed[PowerKind] = sealed()
    #: A colleague by id, or somebody else in words.
    lawyer: Sealed[UUID | None] = sealed(default=None)
    lawyer_name: Sealed[str] = sealed(default="")
    #: The court, investigator or prison it was made out for.
    forum: Sealed[str] = sealed()
    number: Sealed[str] = sealed(default="")
    #: For which instance it is valid, in words: an order for the first does not reach the second.
    instance: Sealed[str] = sealed(default="")
    valid_from: Sealed[date | None] = sealed(default=None)
    valid_until: Sealed[date | None] = sealed(default=None)
    original_where: Sealed[str] = sealed(default="")
    ended_on: Sealed[date | None] = sealed(default=None)
    ended_why: Sealed[str] = sealed(default="")


class InkPage(SealedRecord):
    """One page of the Court's own form, on paper, that needs ink from one applicant."""

    __tablename__ = "ink_page"
    __kind__ = "ink page"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    applicant_id: Sealed[UUID] = sealed()
    what: Sealed[PageKind] = sealed()
    form_version: Sealed[str] = sealed()
    representative: Sealed[UUID | None] = sealed(default=None)
    representative_name: Sealed[str] = sealed(default="")
    #: Printed on the sheet with a QR of it: drawn by chance, and says nothing about anybody.
    number: Sealed[str] = sealed()
    #: By what applicant and collector know each other at the meeting.
    word: Sealed[str] = sealed(default="")
    batch_id: Sealed[UUID | None] = sealed(default=None)
    steps: Sealed[tuple[Done, ...]] = sealed(default=())
    #: Who signed in the applicant's place, and why.
    signer: Sealed[str] = sealed(default="")
    signer_why: Sealed[str] = sealed(default="")
    mark: Sealed[Mark | None] = sealed(default=None)
    scan_id: Sealed[UUID | None] = sealed(default=None)


class Representative(msgspec.Struct, frozen=True):
    """Somebody who represents the applicants of a matter before the Court."""

    person_id: UUID | None
    name: str = ""
    #: ISO 3166 code of the country the person works in; empty: not known.
    country: str = ""


class Representation(SealedRecord):
    """Who acts before the Court in one matter, and who looks into the account there."""

    __tablename__ = "representation"
    __kind__ = "representation"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    #: The first is whom the Court writes to.
    representatives: Sealed[tuple[Representative, ...]] = sealed(default=())
    #: Which account, in words that open nothing: never a password.
    account: Sealed[str] = sealed(default="")
    checks_account: Sealed[UUID | None] = sealed(default=None)
    checks_account_too: Sealed[UUID | None] = sealed(default=None)
    every_days: Sealed[int] = sealed(default=7)
    #: The day the facts in the form last changed: older signatures stand under other facts.
    facts_changed_on: Sealed[date | None] = sealed(default=None)


class LawyerStatus(SealedRecord):
    """From which day on a lawyer stands how in one arena, and how we know. Never changed: the next one follows."""

    __tablename__ = "lawyer_status"
    __kind__ = "lawyer status"
    __signed__ = True

    person_id: Sealed[UUID] = sealed()
    arena: Sealed[Arena] = sealed()
    state: Sealed[LawyerState] = sealed()
    since: Sealed[date] = sealed()
    until: Sealed[date | None] = sealed(default=None)
    source: Sealed[str] = sealed()
    recorded_on: Sealed[date] = sealed()


class Handover(SealedRecord):
    """That a lawyer's work in one matter is prepared for somebody else. It moves no standing before any court."""

    __tablename__ = "handover"
    __kind__ = "handover"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    leaves: Sealed[UUID] = sealed()
    successor: Sealed[UUID] = sealed()
    why: Sealed[str] = sealed()
    prepared_on: Sealed[date] = sealed()


class HandoverTick(SealedRecord):
    """Somebody did one errand of a handover for one client; or that this is taken back. Never changed: one follows."""

    __tablename__ = "handover_tick"
    __kind__ = "handover tick"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    handover_id: Sealed[UUID] = sealed()
    errand: Sealed[Errand] = sealed()
    done_on: Sealed[date] = sealed()
    #: The tick this one takes back, and why.
    takes_back: Sealed[UUID | None] = sealed(default=None)
    why: Sealed[str] = sealed(default="")


class SignatureBatch(SealedRecord):
    """Sheets that go to one place with one collector. Which sheets: each names its batch."""

    __tablename__ = "signature_batch"
    __kind__ = "signature batch"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    place: Sealed[str] = sealed()
    collector: Sealed[str] = sealed()
    made_on: Sealed[date] = sealed()


class FirmInCase(SealedRecord):
    """A firm that acts in a matter beside others. Its people: `matters.model.OtherFirm` names each one's firm."""

    __tablename__ = "firm_in_case"
    __kind__ = "firm in case"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    name: Sealed[str] = sealed()
    leads: Sealed[bool] = sealed(default=False)
    #: It writes to the Court and receives its letters.
    corresponds: Sealed[bool] = sealed(default=False)
    #: Who bears which costs, in words.
    costs: Sealed[str] = sealed(default="")
    #: The day it declared that no conflict keeps it from acting, and in which words. None: not yet.
    declared_on: Sealed[date | None] = sealed(default=None)
    declared: Sealed[str] = sealed(default="")
    left_on: Sealed[date | None] = sealed(default=None)
    left_why: Sealed[str] = sealed(default="")
