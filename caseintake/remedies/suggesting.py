"""What the recorded proceedings say of a remedy, for a lawyer to accept. Pure: nothing is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from caseintake.deadlines.situations import Case, Claim, Course, Ruling
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance, Status
from caseintake.remedies.grid import Grid, Spot
from caseintake.remedies.kinds import RemedyState


class Road(NamedTuple):
    """A remedy as far as a suggestion asks: before whom, and its last instance."""

    id: str
    forum: Forum
    last: Instance


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The same for these applicants; ``decision_id`` or ``course_id`` shows it."""

    complaint_id: UUID
    remedy: str
    state: RemedyState
    applicants: tuple[UUID, ...]
    course_id: UUID
    decision_id: UUID | None


#: What a lawyer said against the course of things stays until she says otherwise.
SETTLED = frozenset({RemedyState.NOT_NEEDED, RemedyState.INEFFECTIVE})


def suggestions(case: Case, roads: Mapping[str, Sequence[Road]], grid: Grid) -> list[Suggestion]:
    """Everything the proceedings say that the grid does not say yet, the same for many as one. ``roads`` by State."""
    found: dict[tuple[UUID, str, RemedyState, UUID, UUID | None], list[UUID]] = {}
    for claim in [one for one in case.claims if one.needs_remedies]:
        for road in roads.get(claim.state, ()):
            shown = _shown([course for course in case.courses if _of(course, claim, road)], road)
            for applicant_id in claim.applicants:
                if applicant_id not in shown:
                    continue
                state, course_id, decision_id = shown[applicant_id]
                now = grid.get(Spot(applicant_id, claim.id, road.id))
                if now is None or (
                    now.state is not state and now.state not in SETTLED and not _behind(state, now.state)
                ):
                    found.setdefault((claim.id, road.id, state, course_id, decision_id), []).append(applicant_id)
    return [
        Suggestion(claim, remedy, state, tuple(whose), course, decision)
        for (claim, remedy, state, course, decision), whose in found.items()
    ]


def _of(course: Course, claim: Claim, road: Road) -> bool:
    about = not course.complaints or claim.id in course.complaints
    # Before one forum several remedies may run: the one of the instances that decided is meant.
    reached = {ruling.instance for ruling in course.rulings if ruling.kind is not DecisionKind.ACT}
    beyond = Instance.CASSATION in reached and road.last is Instance.APPEAL
    return course.state == claim.state and course.forum is road.forum and about and not beyond


_Found = tuple[RemedyState, UUID, UUID | None]


def _shown(courses: Iterable[Course], road: Road) -> dict[UUID, _Found]:
    """What the courses of one remedy show of each applicant: a final decision goes before anything that runs."""
    ended: dict[UUID, _Found] = {}
    running: dict[UUID, _Found] = {}
    prepared: dict[UUID, _Found] = {}
    for course in courses:
        for ruling in course.rulings:
            for id in course.concerned(ruling.day) if _ends(ruling, road) else ():
                ended.setdefault(id, (RemedyState.EXHAUSTED, course.id, ruling.id))
        if course.status is Status.PENDING:
            running |= {id: (RemedyState.PENDING, course.id, None) for id in course.applicants if id not in running}
        elif course.status is Status.PREPARED:
            prepared |= {id: (RemedyState.OPEN, course.id, None) for id in course.applicants if id not in prepared}
    return prepared | running | ended


def _ends(ruling: Ruling, road: Road) -> bool:
    """A final decision of the last instance. One of a lower instance ends nothing: the way on was open."""
    decided = ruling.kind is not DecisionKind.ACT and ruling.instance is road.last
    return decided and ruling.is_final is Finality.YES


def _behind(suggested: RemedyState, now: RemedyState) -> bool:
    """Whether a lawyer knows more already: what is exhausted does not become pending by an old record."""
    order = (RemedyState.OPEN, RemedyState.PENDING, RemedyState.EXHAUSTED)
    return order.index(suggested) < order.index(now)
