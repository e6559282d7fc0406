"""How a filing travelled, and what the Registry answered. Both hang on a filing and are signed by who recorded them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.matters.facts import DateFact
from caseintake.matters.history import Change
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Postmark(StrEnum):
    """Whether the official date on the envelope can be read; an office's own franking is none."""

    NOT_SEEN = "not_seen"
    LEGIBLE = "legible"
    ILLEGIBLE = "illegible"


class Dispatch(SealedRecord):
    """One more set of a filing on one road. The filing's own day and road are its first dispatch."""

    __tablename__ = "dispatch"
    __kind__ = "dispatch"
    __signed__ = True

    filing_id: Mapped[UUID] = mapped_column(to("filing.id"), index=True)
    #: An id of `config/channels`.
    channel: Sealed[str] = sealed()
    carrier: Sealed[str] = sealed(default="")
    #: ISO 3166 code of the State it was handed over in: its midnight and its holidays count.
    country: Sealed[str] = sealed(default="")
    handed_on: Sealed[DateFact | None] = sealed(default=None)
    #: Who handed it over, in words: often not one of us.
    handed_by: Sealed[str] = sealed(default="")
    tracking: Sealed[str] = sealed(default="")
    postmark: Sealed[Postmark] = sealed(default=Postmark.NOT_SEEN)
    #: Receipt, both sides of the envelope.
    proofs: Sealed[tuple[UUID, ...]] = sealed(default=())
    #: What travels in it: what a thief of the envelope learns.
    contents: Sealed[str] = sealed(default="")
    delivered_on: Sealed[DateFact | None] = sealed(default=None)
    #: It came back: it never arrived, and stops nothing.
    returned_on: Sealed[DateFact | None] = sealed(default=None)
    history: Sealed[tuple[Change, ...]] = sealed(default=())

    @property
    def facts(self) -> dict[str, DateFact | None]:
        return {name: getattr(self, name) for name in DAYS}


#: The days of a dispatch in the order they happen.
DAYS = ("handed_on", "delivered_on", "returned_on")


class AnswerKind(StrEnum):
    """What the Registry wrote. Rejected and sent back both mean: the original time-limit never stopped."""

    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    SENT_BACK = "sent_back"


class RegistryAnswer(SealedRecord):
    """A letter of the Registry about one application; never changed. A correction is taken back and written anew."""

    __tablename__ = "registry_answer"
    __kind__ = "registry answer"
    __signed__ = True

    filing_id: Mapped[UUID] = mapped_column(to("filing.id"), index=True)
    kind: Sealed[AnswerKind] = sealed()
    #: The date of the letter.
    answered_on: Sealed[DateFact | None] = sealed(default=None)
    #: The Court's number of the application, "12345/26".
    number: Sealed[str] = sealed(default="")
    why: Sealed[str] = sealed(default="")
    document_id: Sealed[UUID | None] = sealed(default=None)
    #: Recorded by mistake: it says nothing any more, and stays.
    taken_back: Sealed[str] = sealed(default="")
