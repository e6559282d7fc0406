"""The records of time-limits. What makes a limit whose it is, and why it ends when it does, is sealed.

In clear, and bound, is what lists and feeds need without a key; docs/without-a-key.md says who reads which column.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.deadlines.counting import Counted, FactSeen
from caseintake.deadlines.situations import Key
from caseintake.deadlines.states import Severity, State
from caseintake.storage import Word, to
from caseintake.vault import canonical
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class SecondReading(msgspec.Struct, frozen=True):
    """A second person agreed to ``due``. A note of where the proof is: the signed answer itself."""

    due: date
    reader: UUID
    slip_id: UUID
    answer_id: UUID
    on: date


class Override(msgspec.Struct, frozen=True):
    """A date set by hand. The signed act ``act_id`` proves it."""

    due: date
    reason: str
    by: UUID
    on: date
    act_id: UUID


class What(StrEnum):
    """What happened to a limit."""

    COUNTED = "counted"
    COMPLETED = "completed"
    MOVED = "moved"
    RECOUNTED = "recounted"
    LODGED = "lodged"
    CONFIRMED = "confirmed"
    RETIRED = "retired"
    AROSE_AGAIN = "arose_again"
    OVERRIDDEN = "overridden"
    OVERRIDE_LIFTED = "override_lifted"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    RESUMED = "resumed"
    MISSED = "missed"


class Happened(msgspec.Struct, frozen=True):
    """One line of the history: kept for ever. ``facts``: names of the days whose change caused it."""

    on: date
    what: What
    by: UUID
    old: date | None = None
    new: date | None = None
    facts: tuple[str, ...] = ()
    why: str = ""


class Deadline(SealedRecord):
    """One time-limit of one applicant; in the vault of its matter."""

    __tablename__ = "deadline"
    __kind__ = "deadline"
    __table_args__ = (
        # The order of the board: what runs, by day; and its sections that have no day, or are done but for a paper.
        Index("ix_deadline_running", "running", "due", "matter_id", "rule", "state"),
        Index("ix_deadline_state", "state", "due", "matter_id", "rule"),
        Index("ix_deadline_matter", "matter_id", "running", "due"),
    )

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"))
    rule: Mapped[str] = mapped_column(String(60))
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    state: Mapped[State] = mapped_column(Word(State))
    #: Whether time runs; follows from ``state``, kept because the board's index needs one word for five states.
    running: Mapped[bool]
    #: The date to work with: the earliest anything supports. NULL: none can be given, it may end any day.
    due: Mapped[date | None]
    #: The day ``due`` last changed, and from what.
    moved_on: Mapped[date | None] = mapped_column(index=True)
    was: Mapped[date | None]
    #: Of an application the Registry has not answered: the last day to send another set. NULL for everything else.
    send_again_by: Mapped[date | None] = mapped_column(default=None)
    rule_digest: Mapped[str] = mapped_column(String(64))
    calendar_digest: Mapped[str] = mapped_column(String(64))

    #: None: one limit for all, or for the office.
    applicant_id: Sealed[UUID | None] = sealed()
    complaint_id: Sealed[UUID | None] = sealed(default=None)
    proceeding_id: Sealed[UUID | None] = sealed()
    decision_id: Sealed[UUID | None] = sealed(default=None)
    #: What happened and set it running, where that was no decision.
    event_id: Sealed[UUID | None] = sealed(default=None)
    counted: Sealed[Counted] = sealed()
    confirmed: Sealed[SecondReading | None] = sealed(default=None)
    override: Sealed[Override | None] = sealed(default=None)
    #: Worked with before the rule changed and gave a later date, until somebody accepts that one.
    held: Sealed[date | None] = sealed(default=None)
    #: The signed act by which it is not pursued, or was missed.
    dropped_by: Sealed[UUID | None] = sealed(default=None)
    missed_by: Sealed[UUID | None] = sealed(default=None)
    arises: Sealed[bool] = sealed(default=True)
    slips: Sealed[tuple[UUID, ...]] = sealed(default=())
    history: Sealed[tuple[Happened, ...]] = sealed(default=())

    @property
    def key(self) -> Key:
        return Key(self.rule, self.applicant_id, self.complaint_id, self.proceeding_id, self.decision_id, self.event_id)

    @property
    def ends_at(self) -> datetime | None:
        """Of a period in hours the minute it ends, by the clock of the place, while the computed day is worked with."""
        at = self.counted.due_at
        return at if self.running and at is not None and at.date() == self.due else None

    @property
    def aimed(self) -> date | None:
        """The date a second reader is asked about: the one set by hand, else the computed one."""
        return self.override.due if self.override is not None else self.counted.due


class Act(StrEnum):
    """What one person decided about a limit."""

    OVERRIDE = "override"
    LIFT_OVERRIDE = "lift_override"
    ACCEPT = "accept"
    DROP = "drop"
    RESUME = "resume"
    MISS = "miss"


class DeadlineAct(SealedRecord):
    """A decision of one person about a limit, signed; never changed, never deleted."""

    __tablename__ = "deadline_act"
    __kind__ = "deadline act"
    __signed__ = True

    deadline_id: Mapped[UUID] = mapped_column(to("deadline.id"), index=True)
    act: Sealed[Act] = sealed()
    due: Sealed[date | None] = sealed(default=None)
    reason: Sealed[str] = sealed(default="")
    #: By whose decision, in words: of a client, of the team, of the lead.
    decided_by: Sealed[str] = sealed(default="")
    done_on: Sealed[date] = sealed()


class Slip(SealedRecord):
    """What a chosen reader needs to check one date, and nothing else; in a vault of its own.

    Held by the reader and the matter's vault. No key to a matter or client file follows from it.
    """

    __tablename__ = "slip"
    __kind__ = "slip"
    __signed__ = True

    #: After this day it is not answered any more; in clear so that it can be put away without a key.
    until: Mapped[date]
    #: The limit, or the date somebody typed, that is asked about; and those asked about in the same breath.
    deadline_id: Sealed[UUID] = sealed()
    also: Sealed[tuple[UUID, ...]] = sealed(default=())
    reader: Sealed[UUID] = sealed()
    codename: Sealed[str] = sealed()
    rule: Sealed[str] = sealed()
    respondent: Sealed[str] = sealed()
    due: Sealed[date] = sealed()
    cautious: Sealed[date | None] = sealed(default=None)
    facts: Sealed[tuple[FactSeen, ...]] = sealed(default=())
    decision_kind: Sealed[str] = sealed(default="")
    choices: Sealed[tuple[tuple[str, str], ...]] = sealed(default=())
    #: Why ``due`` is not the computed date, if it is not.
    override_reason: Sealed[str] = sealed(default="")
    #: What proves the day, in words, and one page of it with the names covered.
    proof: Sealed[str] = sealed(default="")
    page: Sealed[str] = sealed(default="")
    made_on: Sealed[date] = sealed()

    @property
    def named(self) -> tuple[UUID, ...]:
        """Every limit this slip asks about."""
        return (self.deadline_id, *self.also)


class Verdict(StrEnum):
    """What a second reader says."""

    AGREE = "agree"
    ANOTHER = "another"
    MORE = "more"


class SlipAnswer(SealedRecord):
    """The reader's answer, signed; in the slip's vault."""

    __tablename__ = "slip_answer"
    __kind__ = "slip answer"
    __signed__ = True

    slip_id: Mapped[UUID] = mapped_column(to("slip.id"), index=True)
    #: The limit this answer is about; None: all the slip names.
    deadline_id: Sealed[UUID | None] = sealed(default=None)
    verdict: Sealed[Verdict] = sealed()
    #: The date agreed to, or the other date.
    due: Sealed[date | None] = sealed(default=None)
    note: Sealed[str] = sealed(default="")
    answered_on: Sealed[date] = sealed()


class RuleReading(SealedRecord):
    """Which of texts that contradict each other the office follows, signed by who decided it; never changed.

    In the office's directory vault. Rule and reading are in clear so that whoever may record a fact counts alike,
    also without the key of that vault; so they stand under a signature in clear, too. The reason is sealed.
    """

    __tablename__ = "rule_reading"
    __kind__ = "rule reading"
    __signed__ = True
    __table_args__ = (UniqueConstraint("rule", "number"),)

    rule: Mapped[str] = mapped_column(String(60))
    #: The last one of a rule counts; two people who decide at once do not both.
    number: Mapped[int]
    reading: Mapped[str] = mapped_column(String(60))
    chosen_on: Mapped[date]
    author: Mapped[UUID]
    signature_in_clear: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Sealed[str] = sealed()

    def message(self, fingerprint: bytes) -> bytes:
        values = (self.id, self.rule, self.number, self.reading, self.chosen_on, self.author)
        return canonical.encode("rule reading", fingerprint, *values)


class FeedToken(LoggedRecord):
    """A person's calendar address, as a hash: the address itself is shown once and kept nowhere."""

    __tablename__ = "feed_token"
    __kind__ = "feed token"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_on: Mapped[date]
