"""What a matter looks like to the rules, and what a clock is before it is counted: plain values. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from caseintake.matters import turns
from caseintake.matters.facts import AHEAD, DateFact
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Status
from caseintake.matters.turns import Stay

APPLICATION: Final = "echr.application"
NO_REMEDY: Final = "echr.application.no_remedy"
GRAND_CHAMBER: Final = "echr.grand_chamber"
AZ_APPEAL: Final = "az.civil.appeal"
AZ_CASSATION: Final = "az.civil.cassation"

#: Kept for each applicant and complaint since the first version, whatever their files say: a limit keeps its identity.
KEPT: Final = frozenset({GRAND_CHAMBER, AZ_APPEAL, AZ_CASSATION})

Facts = Mapping[str, DateFact | None]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision or act; ``personal`` are days of single applicants that go before the common ones."""

    id: UUID
    kind: DecisionKind
    instance: Instance
    is_final: Finality
    facts: Facts
    personal: Mapping[UUID, Facts] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> DateFact | None:
        """The first day of it that is known."""
        return first_day(self.facts)

    def facts_for(self, applicant_id: UUID) -> dict[str, DateFact | None]:
        own = {name: fact for name, fact in self.personal.get(applicant_id, {}).items() if fact is not None}
        return {**self.facts, **own}


@dataclass(frozen=True, slots=True)
class Sent:
    """One set of something lodged. No ``applicants`` means all of the proceeding.

    ``id`` is the filing's; ``dispatch_id`` None its own road. ``stops``: whether this road may stop the time: of an
    application, what is sent by fax, came back or was rejected does not.
    """

    id: UUID
    kind: FilingKind
    lodged_on: DateFact | None
    applicants: tuple[UUID, ...] = ()
    proven: bool = False
    stops: bool = True
    dispatch_id: UUID | None = None
    #: The Registry rejected the form, and this set with it.
    rejected: bool = False
    #: No text says that this road stops the time: it counts where nothing surer does.
    unsure: bool = False
    #: It was nothing we sent: ``id`` is that of an event.
    event: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A complaint of these applicants against one State."""

    id: UUID
    state: str
    applicants: tuple[UUID, ...]
    #: Whether remedies at home have to be used for it first.
    needs_remedies: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    """A proceeding with all that was decided and lodged in it."""

    id: UUID
    state: str
    forum: Forum
    status: Status
    applicants: tuple[UUID, ...]
    complaints: tuple[UUID, ...]
    rulings: Sequence[Ruling] = ()
    sent: Sequence[Sent] = ()
    #: Of those who came or went by joining or severing; everybody else was always here.
    stays: tuple[Stay, ...] = ()

    def concerned(self, day: DateFact | None) -> tuple[UUID, ...]:
        """Whose time something of this day may have set running: whoever may have been here then."""
        return turns.concerned(self.applicants, self.stays, day)

    def surely_in(self, day: DateFact | None) -> tuple[UUID, ...]:
        """For whom something lodged here for all was lodged: whoever surely was here on that day."""
        return turns.surely_in(self.applicants, self.stays, day)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened and is neither a decision nor a filing. Without ``applicants`` it is of all."""

    id: UUID
    kind: str
    facts: Facts
    choices: Mapping[str, str] = field(default_factory=dict)
    proceeding_id: UUID | None = None
    applicants: tuple[UUID, ...] = ()
    complaints: tuple[UUID, ...] = ()
    proven: bool = False

    @property
    def day(self) -> DateFact | None:
        """The first day of it that does not lie ahead."""
        return first_day(self.facts)


def first_day(facts: Facts) -> DateFact | None:
    """The first of these days that does not lie ahead."""
    known = [fact for name, fact in facts.items() if fact is not None and fact.dated and name not in AHEAD]
    return min(known, key=lambda fact: fact.earliest or fact.latest or date.max, default=None)


@dataclass(frozen=True, slots=True)
class Case:
    """A matter as far as the law asks. ``readings``: which of conflicting texts the office follows, by rule."""

    courses: Sequence[Course] = ()
    claims: Sequence[Claim] = ()
    happenings: Sequence[Happening] = ()
    #: Everybody, by number: for what stands in no proceeding.
    applicants: tuple[UUID, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)

    def course(self, id: UUID | None) -> Course | None:
        """The proceeding with this id."""
        return next((course for course in self.courses if course.id == id), None)

    def notice_given(self, applicant_id: UUID | None) -> bool:
        """Whether the Government has been given notice of the application of this person, or of anybody."""
        for each in self.happenings:
            course = self.course(each.proceeding_id)
            whose = each.applicants or (course.concerned(each.day) if course is not None else ())
            if each.kind == "notice_given" and (applicant_id is None or not whose or applicant_id in whose):
                return True
        return False


class Key(NamedTuple):
    """What makes a clock the same clock when it is counted again.

    ``event_id``: what happened and set it running. No applicant: it is one for all; no proceeding: of the matter.
    """

    rule: str
    applicant_id: UUID | None
    complaint_id: UUID | None
    proceeding_id: UUID | None
    decision_id: UUID | None
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One time-limit before it is counted."""

    key: Key
    state: str
    facts: Facts
    decision_kind: DecisionKind | None = None
    #: What else the rule asks, by name.
    choices: Mapping[str, str] = field(default_factory=dict)
    #: The set that ended it, as far as that can be said before the last day is known; ``sent`` are all that may have.
    lodged: Sent | None = None
    sent: tuple[Sent, ...] = ()
    #: An application went out, but not by post, which does not stop the time; or it was rejected as incomplete.
    not_by_post: bool = False
    rejected: bool = False
    finality_unclear: bool = False


def first_in_time(sent: Iterable[Sent], due: date | None) -> Sent | None:
    """The set that counts: the first provable one up to ``due``, else the first at all in time, else what is proven.

    A road that surely stops the time goes before one of which no text says so.
    """
    return min(sent, key=lambda each: _order(each, due), default=None)


def _order(sent: Sent, due: date | None) -> tuple[int, bool, str, str]:
    day = sent.lodged_on.latest or sent.lodged_on.earliest if sent.lodged_on else None
    in_time = due is None or (day is not None and day <= due)
    rank = (0 if sent.proven else 1) if in_time else (2 if sent.proven else 3)
    return rank, sent.unsure, day.isoformat() if day else "9999", (sent.dispatch_id or sent.id).hex
