"""Which clocks a matter sets running. Pure.

The unit is applicant × complaint × respondent State × proceeding (*Mukhtarli v. Azerbaijan and Georgia*, 39503/17;
*Alimuçaj v. Albania*, 20134/05, §§ 140-142). When in doubt a clock runs: one too many is set aside by a person with a
reason, one too few is seen by nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import DOMESTIC, DecisionKind, FilingKind, Finality, Forum, Instance, Status

APPLICATION: Final = "echr.application"
NO_REMEDY: Final = "echr.application.no_remedy"
GRAND_CHAMBER: Final = "echr.grand_chamber"
AZ_APPEAL: Final = "az.civil.appeal"
AZ_CASSATION: Final = "az.civil.cassation"
RULES: Final = (APPLICATION, NO_REMEDY, GRAND_CHAMBER, AZ_APPEAL, AZ_CASSATION)

#: What ends each clock.
MET_BY: Final[Mapping[str, FilingKind]] = {
    APPLICATION: FilingKind.APPLICATION,
    NO_REMEDY: FilingKind.APPLICATION,
    GRAND_CHAMBER: FilingKind.GRAND_CHAMBER_REQUEST,
    AZ_APPEAL: FilingKind.APPEAL,
    AZ_CASSATION: FilingKind.CASSATION,
}

#: Ordinary instances from below; an extraordinary remedy does not restart the time (*Lopes de Sousa Fernandes* [GC],
#: 56080/13, § 132).
LADDER: Final = (Instance.AUTHORITY, Instance.FIRST, Instance.APPEAL, Instance.CASSATION)

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


@dataclass(frozen=True, slots=True)
class Claim:
    """A complaint of these applicants against one State."""

    id: UUID
    state: str
    applicants: tuple[UUID, ...]


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


class Key(NamedTuple):
    """What makes a clock the same clock when it is counted again."""

    rule: str
    applicant_id: UUID
    complaint_id: UUID | None
    proceeding_id: UUID
    decision_id: UUID | None


@dataclass(frozen=True, slots=True)
class Clock:
    """One time-limit before it is counted."""

    key: Key
    state: str
    facts: Facts
    decision_kind: DecisionKind | None = None
    #: The set that ended it, as far as that can be said before the last day is known; ``sent`` are all that may have.
    lodged: Sent | None = None
    sent: tuple[Sent, ...] = ()
    #: An application went out, but not by post, which does not stop the time; or it was rejected as incomplete.
    not_by_post: bool = False
    rejected: bool = False
    finality_unclear: bool = False


def clocks(courses: Iterable[Course], claims: Iterable[Claim]) -> list[Clock]:
    """Every clock of a matter. Nothing is left out because something is missing."""
    everything, known = list(courses), {claim.id: claim for claim in claims}
    found = []
    for course in everything:
        for rule, ruling in _starting(course):
            for applicant_id, complaint_id in _units(course, known):
                found.append(_clock(rule, course, ruling, applicant_id, complaint_id, everything))
    return found


def _starting(course: Course) -> Iterator[tuple[str, Ruling | None]]:
    """Each rule this proceeding sets running, with the decision or act it starts from."""
    if course.forum is Forum.NO_REMEDY:
        # Without a day of the act the time runs all the same, and nobody can say until when.
        yield from ((NO_REMEDY, ruling) for ruling in course.rulings or (None,))
    elif course.forum is Forum.ECHR:
        for ruling in course.rulings:
            if ruling.instance is Instance.ECHR_CHAMBER and ruling.kind is DecisionKind.JUDGMENT:
                yield GRAND_CHAMBER, ruling
    elif course.forum in DOMESTIC:
        yield from _domestic(course)


def _domestic(course: Course) -> Iterator[tuple[str, Ruling | None]]:
    ordinary = [each for each in course.rulings if each.kind is not DecisionKind.ACT and each.instance in LADDER]
    if not ordinary and course.status is Status.ENDED:
        yield APPLICATION, None
    top = max((LADDER.index(each.instance) for each in ordinary), default=-1)
    for ruling in ordinary:
        highest = LADDER.index(ruling.instance) == top
        if ruling.is_final is Finality.YES or (ruling.is_final is Finality.UNCLEAR and highest):
            yield APPLICATION, ruling
        # Once a higher court has decided, somebody has gone there.
        if course.forum is Forum.CIVIL and course.state == "AZ" and highest and ruling.is_final is not Finality.YES:
            if ruling.instance is Instance.FIRST:
                yield AZ_APPEAL, ruling
            elif ruling.instance is Instance.APPEAL:
                yield AZ_CASSATION, ruling


def _units(course: Course, claims: Mapping[UUID, Claim]) -> Iterator[tuple[UUID, UUID | None]]:
    """Applicant by complaint; an applicant without a complaint of their own keeps one clock all the same."""
    for applicant_id in course.applicants:
        own = [id for id in course.complaints if id in claims and applicant_id in claims[id].applicants]
        yield from ((applicant_id, complaint_id) for complaint_id in own or (None,))


def _clock(
    rule: str,
    course: Course,
    ruling: Ruling | None,
    applicant_id: UUID,
    complaint_id: UUID | None,
    courses: Sequence[Course],
) -> Clock:
    key = Key(rule, applicant_id, complaint_id, course.id, ruling.id if ruling else None)
    facts = ruling.facts_for(applicant_id) if ruling else {}
    sent = [each for each in _sent_for(key, course, courses) if not _too_early(each, facts)]
    stops = [each for each in sent if each.stops]
    return Clock(
        key=key,
        state=course.state,
        facts=facts,
        decision_kind=ruling.kind if ruling and ruling.kind is not DecisionKind.ACT else None,
        lodged=first_in_time(stops, None),
        sent=tuple(stops),
        # Practice Direction on institution of proceedings §§ 1, 3: fax or e-mail does not stop the time.
        not_by_post=bool(sent) and not stops and not any(each.rejected for each in sent),
        rejected=not stops and any(each.rejected for each in sent),
        finality_unclear=rule == APPLICATION and (ruling is None or ruling.is_final is not Finality.YES),
    )


def _sent_for(key: Key, course: Course, courses: Sequence[Course]) -> list[Sent]:
    """What was lodged for this clock: in its own proceeding, and an application also in one before the Court."""
    kind = MET_BY[key.rule]
    return [
        each
        for other in courses
        if other.id == course.id or (kind is FilingKind.APPLICATION and _before_the_court(other, course, key))
        for each in other.sent
        if each.kind is kind and key.applicant_id in (each.applicants or other.applicants)
    ]


def _before_the_court(other: Course, course: Course, key: Key) -> bool:
    """Whether ``other`` is the application this clock waits for: same State, and this complaint if it names any."""
    about = key.complaint_id is None or not other.complaints or key.complaint_id in other.complaints
    return other.forum is Forum.ECHR and other.state == course.state and about


def _too_early(sent: Sent, facts: Facts) -> bool:
    """Lodged before anything of this clock happened: it was about something else, and must not hide a running time."""
    if sent.lodged_on is None or sent.lodged_on.latest is None:
        return False
    starts = [fact.earliest for fact in facts.values() if fact is not None and fact.earliest is not None]
    return bool(starts) and sent.lodged_on.latest < min(starts)


def first_in_time(sent: Iterable[Sent], due: date | None) -> Sent | None:
    """The set that counts: the first provable one up to ``due``, else the first at all in time, else what is proven."""
    return min(sent, key=lambda each: _order(each, due), default=None)


def _order(sent: Sent, due: date | None) -> tuple[int, str, str]:
    day = sent.lodged_on.latest or sent.lodged_on.earliest if sent.lodged_on else None
    in_time = due is None or (day is not None and day <= due)
    rank = (0 if sent.proven else 1) if in_time else (2 if sent.proven else 3)
    return rank, day.isoformat() if day else "9999", (sent.dispatch_id or sent.id).hex
