"""The records of the diary. In clear is what boards and feeds need without a key: day, kind, severity, state.

What it is, for whom and where is sealed in the matter's vault. The hour and who goes there is sealed beside the
matter's label, so that a coordinator sees a clash of two hearings and no name of a client.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.deadlines.model import SecondReading
from caseintake.deadlines.states import Severity, State
from caseintake.diary.kinds import Kind, Place, SetBy
from caseintake.storage import Word, to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Appearance(msgspec.Struct, frozen=True):
    """Somebody who appears, of which firm, and for which applicants by number (none: for all)."""

    who: str
    firm: str = ""
    numbers: str = ""


class What(StrEnum):
    """What happened to a date."""

    TYPED = "typed"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


class Happened(msgspec.Struct, frozen=True):
    """One line of the history, kept for ever: old and new day, each with the minute of the day if one was known."""

    on: date
    what: What
    by: UUID
    old: date | None = None
    old_minute: int | None = None
    new: date | None = None
    new_minute: int | None = None
    why: str = ""


class DiaryEntry(SealedRecord):
    """A date typed by hand; one hearing of 200 applicants is one entry."""

    __tablename__ = "diary_entry"
    __kind__ = "diary entry"
    __table_args__ = (Index("ix_diary_entry_running", "running", "due"), Index("ix_diary_entry_due", "due", "kind"))

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    state: Mapped[State] = mapped_column(Word(State))
    #: Follows from ``state``, as with time-limits.
    running: Mapped[bool]
    due: Mapped[date]
    #: The day ``due`` last changed, and from what.
    moved_on: Mapped[date | None]
    was: Mapped[date | None]

    what: Sealed[str] = sealed(default="")
    #: None named: all applicants of the matter.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    set_by: Sealed[SetBy] = sealed(default=SetBy.OURSELVES)
    proof_id: Sealed[UUID | None] = sealed(default=None)
    #: Court or other place in words, room, who decides.
    place: Sealed[str] = sealed(default="")
    room: Sealed[str] = sealed(default="")
    panel: Sealed[str] = sealed(default="")
    bring: Sealed[str] = sealed(default="")
    appearances: Sealed[tuple[Appearance, ...]] = sealed(default=())
    result: Sealed[str] = sealed(default="")
    #: The hearing this one continues.
    follows: Sealed[UUID | None] = sealed(default=None)
    confirmed: Sealed[SecondReading | None] = sealed(default=None)
    slips: Sealed[tuple[UUID, ...]] = sealed(default=())
    #: DONE or CANCELLED once it is over.
    ended: Sealed[State | None] = sealed(default=None)
    history: Sealed[tuple[Happened, ...]] = sealed(default=())

    @property
    def rule(self) -> str:
        """Its name on boards, slips and feeds."""
        return self.kind.rule


class DiaryLabel(SealedRecord):
    """When and by whom, in the vault of the matter's label: for its people and for coordinators."""

    __tablename__ = "diary_label"
    __kind__ = "diary label"

    entry_id: Mapped[UUID] = mapped_column(to("diary_entry.id"), unique=True)
    #: Minutes after midnight in ``zone``; None: no hour is known.
    minute: Sealed[int | None] = sealed(default=None)
    #: How long it lasts, in minutes; None: nobody can say.
    lasts: Sealed[int | None] = sealed(default=None)
    zone: Sealed[str] = sealed()
    place_type: Sealed[Place] = sealed(default=Place.NONE)
    responsible: Sealed[UUID | None] = sealed(default=None)
    deputy: Sealed[UUID | None] = sealed(default=None)
    #: Colleagues who appear; none named: the one responsible.
    appearing: Sealed[tuple[UUID, ...]] = sealed(default=())


class HearingNote(SealedRecord):
    """What one observer noted at a hearing, signed; never changed, never deleted. A correction is a new note.

    Where a court keeps no verbatim record such notes are evidence: each has its author, its time and its digest.
    """

    __tablename__ = "hearing_note"
    __kind__ = "hearing note"
    __signed__ = True

    entry_id: Mapped[UUID] = mapped_column(to("diary_entry.id"), index=True)
    written_at: Sealed[datetime] = sealed()
    present: Sealed[str] = sealed(default="")
    asked: Sealed[str] = sealed(default="")
    refused: Sealed[str] = sealed(default="")
    #: Objections to the court's record, and the day they were handed in.
    objections: Sealed[str] = sealed(default="")
    objected_on: Sealed[date | None] = sealed(default=None)
    more: Sealed[str] = sealed(default="")
    corrects: Sealed[UUID | None] = sealed(default=None)
