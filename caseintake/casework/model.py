"""The records of the daily work.

What is about one client alone lies in that client's file, everything else in the matter's vault. The matter's id
stands in clear so that a page of a matter asks once for all of them, whichever vault they lie in.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.casework.kinds import About, Direction, Party, Reached, Road, Safe, Way
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class WorkTask(SealedRecord):
    """Something one colleague is to do by a day. No time-limit: nothing is lost by law when the day passes."""

    __tablename__ = "work_task"
    __kind__ = "work task"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    what: Sealed[str] = sealed()
    more: Sealed[str] = sealed(default="")
    #: In clear, with the day, so that a timer without any key reminds whoever does it; None: the one responsible.
    assignee: Mapped[UUID | None]
    due_on: Mapped[date | None]
    running: Mapped[bool]
    #: For whom; empty: for the whole matter.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    made_by: Sealed[UUID] = sealed()
    made_on: Sealed[date] = sealed()
    done_by: Sealed[UUID | None] = sealed(default=None)
    done_on: Sealed[date | None] = sealed(default=None)

    def settle(self) -> None:
        """Bring the column in line with what the task now says."""
        self.running = self.done_on is None


class CaseNote(SealedRecord):
    """What somebody wrote down, signed; never changed, never deleted. A correction is a new note."""

    __tablename__ = "case_note"
    __kind__ = "case note"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    about: Sealed[About] = sealed()
    #: The applicant, proceeding, document or task it is about; None: the whole matter.
    subject_id: Sealed[UUID | None] = sealed(default=None)
    text: Sealed[str] = sealed()
    written_at: Sealed[datetime] = sealed()
    corrects: Sealed[UUID | None] = sealed(default=None)


class ContactEntry(SealedRecord):
    """One contact with one client, or the attempt, in that client's file. Signed; what is wrong is taken back."""

    __tablename__ = "contact_entry"
    __kind__ = "contact entry"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    applicant_id: Sealed[UUID] = sealed()
    on: Sealed[date] = sealed()
    way: Sealed[Way] = sealed()
    direction: Sealed[Direction] = sealed()
    reached: Sealed[Reached] = sealed()
    #: With whom, in words, where it was not the client.
    with_whom: Sealed[str] = sealed(default="")
    safe: Sealed[Safe] = sealed()
    summary: Sealed[str] = sealed(default="")
    proof_id: Sealed[UUID | None] = sealed(default=None)
    #: The record of what happened from which the time to be in touch again runs; None where nobody was reached.
    event_id: Sealed[UUID | None] = sealed(default=None)
    taken_back: Sealed[str] = sealed(default="")


class Letter(SealedRecord):
    """One letter of the register, in or out, signed by who recorded it last."""

    __tablename__ = "letter"
    __kind__ = "letter"
    __signed__ = True
    __table_args__ = (UniqueConstraint("matter_id", "number"),)

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    #: Its number in the register; in clear so that two people recording at once do not give the same.
    number: Mapped[int]
    direction: Sealed[Direction] = sealed()
    party: Sealed[Party] = sealed()
    #: From whom or to whom, in words.
    whom: Sealed[str] = sealed(default="")
    about: Sealed[str] = sealed()
    their_number: Sealed[str] = sealed(default="")
    dated_on: Sealed[date | None] = sealed(default=None)
    road: Sealed[Road] = sealed()
    #: The day it reached us, or left.
    moved_on: Sealed[date | None] = sealed(default=None)
    #: Of a letter in an electronic account: since when it could be read there. That day counts, not the download.
    available_on: Sealed[date | None] = sealed(default=None)
    downloaded_on: Sealed[date | None] = sealed(default=None)
    downloaded_by: Sealed[UUID | None] = sealed(default=None)
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    proceeding_id: Sealed[UUID | None] = sealed(default=None)
    document_id: Sealed[UUID | None] = sealed(default=None)
    envelope_front_id: Sealed[UUID | None] = sealed(default=None)
    envelope_back_id: Sealed[UUID | None] = sealed(default=None)
    #: Who must act on it, by when; in clear as with tasks.
    owner: Mapped[UUID | None]
    due_on: Mapped[date | None]
    running: Mapped[bool]
    #: The letter of the register that answers this one.
    answered_by: Sealed[UUID | None] = sealed(default=None)
    done_on: Sealed[date | None] = sealed(default=None)
    done_by: Sealed[UUID | None] = sealed(default=None)
    #: What was recorded as happened because of it; time may run from that.
    event_id: Sealed[UUID | None] = sealed(default=None)
    taken_back: Sealed[str] = sealed(default="")

    @property
    def counts_from(self) -> date | None:
        """The day it counts as delivered: of a letter in an electronic account the day it was put there."""
        return self.available_on or self.moved_on

    @property
    def waits(self) -> bool:
        """Whether somebody must still act on it."""
        wanted = self.owner is not None or self.due_on is not None
        return wanted and self.answered_by is None and self.done_on is None and not self.taken_back

    def settle(self) -> None:
        """Bring the column in line with what the letter now says."""
        self.running = self.waits
