"""Records of what is said of a case outside the courts, and of pledges of secrecy.

What is said of one client alone lies in that client's file, everything else in the matter's vault.
"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.advocacy.checks import Body, Check, Named
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """What is said, to whom, of whom, by whom."""

    body: Body
    #: Which procedure, rapporteur, committee or newspaper, by its name.
    to: str = ""
    what: str = ""
    #: Which version went, or is to go; the paper itself, if it lies in the matter.
    version: str = ""
    document_id: UUID | None = None
    named: Named = Named.NO_NAME
    applicants: tuple[UUID, ...] = ()
    #: Who stands in it as speaker, and who sends it.
    speaker: str = ""
    sent_by: str = ""
    #: Names of others in it: witnesses, sources, relatives.
    others: str = ""


class Before(msgspec.Struct, frozen=True):
    """What an entry said before ``by`` changed it on ``on``."""

    saying: Saying
    by: UUID
    on: date


class Answered(msgspec.Struct, frozen=True):
    """The answer to one check, by whom."""

    check: Check
    text: str
    by: UUID


class Advocacy(SealedRecord):
    """One statement to a body outside the courts. Signed by who wrote it last; after it went it is only taken back."""

    __tablename__ = "advocacy"
    __kind__ = "advocacy"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    saying: Sealed[Saying] = sealed()
    answers: Sealed[tuple[Answered, ...]] = sealed(default=())
    gone_on: Sealed[date | None] = sealed(default=None)
    #: It had gone out before anybody asked here: nothing was checked.
    unchecked: Sealed[bool] = sealed(default=False)
    #: For whom no consent stood when it was recorded as gone.
    without: Sealed[tuple[UUID, ...]] = sealed(default=())
    taken_back: Sealed[str] = sealed(default="")
    history: Sealed[tuple[Before, ...]] = sealed(default=())


class Pledge(SealedRecord):
    """That somebody signed a pledge to keep an investigation secret: it may bind what is said in public."""

    __tablename__ = "secrecy_pledge"
    __kind__ = "secrecy pledge"
    __signed__ = True

    matter_id: Sealed[UUID] = sealed()
    #: A client, witness or lawyer, in words.
    who: Sealed[str] = sealed()
    signed_on: Sealed[date | None] = sealed(default=None)
    #: Of the code it was taken under, and what it covers.
    article: Sealed[str] = sealed(default="")
    note: Sealed[str] = sealed(default="")
    #: Why it binds no more.
    ended: Sealed[str] = sealed(default="")
    ended_on: Sealed[date | None] = sealed(default=None)
