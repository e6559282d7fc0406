"""What would lose an application although every time-limit is kept. Pure.

Each applicant of a joint form is tested alone (*Alimuçaj v. Albania*, 20134/05), the same matter before a body of the
United Nations closes the way (Article 35 § 2 (b)), and a complaint without a line on remedies is sent back (Rule 47).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from caseintake.deadlines.situations import Case, Claim, Course
from caseintake.law.rules import Law
from caseintake.matters.kinds import Forum, Status
from caseintake.remedies.grid import Cell, Grid
from caseintake.remedies.kinds import RemedyState


class Code(StrEnum):
    """What a warning is about; `wording.WARNINGS` has the sentences."""

    CLOCKS_DIFFER = "clocks_differ"
    UN_BLOCKS = "un_blocks"
    UN_PERHAPS = "un_perhaps"
    WOULD_BLOCK = "would_block"
    NO_ROW = "no_row"
    TWICE = "twice"
    INEFFECTIVE_START = "ineffective_start"
    NO_CLOCK = "no_clock"


class Ending(NamedTuple):
    """One running limit to Strasbourg: whose, about what, from which decision, until when (None: any day)."""

    applicant_id: UUID
    complaint_id: UUID | None
    course_id: UUID | None
    decision_id: UUID | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning. ``course_id``: the form it is about; ``days``: each last day with whose it is."""

    code: Code
    applicants: tuple[UUID, ...]
    complaint_id: UUID | None = None
    course_id: UUID | None = None
    other_id: UUID | None = None
    days: tuple[tuple[date | None, tuple[UUID, ...]], ...] = ()


def of_case(case: Case, endings: Iterable[Ending], grid: Grid, forums: Mapping[str, Forum], law: Law) -> list[Warned]:
    """Everything to be warned of. ``forums``: before whom each remedy of the lists is used."""
    running = list(endings)
    forms = [each for each in case.courses if each.forum is Forum.ECHR and each.status is not Status.JOINED]
    known = {(spot.applicant_id, spot.complaint_id) for spot in grid}
    found = [
        *(one for form in forms for one in _clocks(form, running)),
        *_blocked(case, forms, running, law),
        *(one for form in forms for one in _without_row(form, case, known)),
        *_twice(case, forms),
        *_ineffective(case, running, grid, forums),
        *_without_clock(case),
    ]
    return [one for one in found if one.applicants]


def covers(course: Course, claim: Claim) -> bool:
    """Whether a proceeding is about this complaint; one that names none is about every one against its State."""
    return course.state == claim.state and (not course.complaints or claim.id in course.complaints)


def _shared(course: Course, claim: Claim) -> tuple[UUID, ...]:
    makers = set(claim.applicants)
    return tuple(id for id in course.applicants if id in makers) if covers(course, claim) else ()


# --- different clocks in one form -------------------------------------------------------------------------------------


def _clocks(form: Course, endings: Iterable[Ending]) -> Iterator[Warned]:
    """The first last day of each applicant of a form that has not gone out, if they are not all the same."""
    first: dict[UUID, date | None] = {}
    here = set(form.applicants)
    for one in endings:
        if one.applicant_id in here and (
            one.complaint_id is None or not form.complaints or one.complaint_id in form.complaints
        ):
            before = first.get(one.applicant_id, date.max)
            first[one.applicant_id] = None if None in (before, one.due) else min(before, one.due)  # type: ignore[type-var]
    by_day: dict[date | None, list[UUID]] = {}
    for id in form.applicants:
        if id in first:
            by_day.setdefault(first[id], []).append(id)
    if len(by_day) > 1:
        days = sorted(by_day.items(), key=lambda pair: pair[0] or date.min)
        yield Warned(
            Code.CLOCKS_DIFFER,
            tuple(id for _day, whose in days for id in whose),
            course_id=form.id,
            days=tuple((day, tuple(whose)) for day, whose in days),
        )


# --- the United Nations and Strasbourg --------------------------------------------------------------------------------


def _blocked(case: Case, forms: Collection[Course], endings: Iterable[Ending], law: Law) -> Iterator[Warned]:
    """The same applicant and complaint on both roads, begun or only prepared."""
    aims = {(one.applicant_id, one.complaint_id) for one in endings}
    for claim in case.claims:
        shared = [(each, _shared(each, claim)) for each in forms]
        to_court = {id for _form, whose in shared for id in whose}
        to_court |= {id for id in claim.applicants if (id, claim.id) in aims or (id, None) in aims}
        form = next((each for each, whose in shared if whose), None)
        before_court = {id for each, whose in shared if each.status is not Status.PREPARED for id in whose}
        for other in case.courses:
            if other.forum not in (Forum.HRC, Forum.UN):
                continue
            whose = _shared(other, claim)
            if other.status is Status.PREPARED:
                code, hit = Code.WOULD_BLOCK, tuple(id for id in whose if id in before_court or id in to_court)
            else:
                code = Code.UN_BLOCKS if other.forum is Forum.HRC else Code.UN_PERHAPS
                hit = tuple(id for id in whose if id in to_court)
            yield Warned(code, hit, claim.id, form.id if form is not None else None, other.id)
        told = _told(case, claim, law)
        hit = tuple(id for id in claim.applicants if id in to_court and id in told)
        yield Warned(Code.UN_BLOCKS, hit, claim.id, form.id if form is not None else None)


def _told(case: Case, claim: Claim, law: Law) -> set[UUID]:
    """Of whom an event was recorded that a rule says closes the way, and that was not found to be another matter."""
    rules = [rule.file for rule in law.rules.values() if rule.file.blocks and rule.file.status != "retired"]
    closes, opens = {rule.trigger.event for rule in rules}, {rule.met_by.event for rule in rules}
    found: set[UUID] = set()
    cleared: set[UUID] = set()
    for event in case.happenings:
        course = case.course(event.proceeding_id)
        whose = event.applicants or (course.concerned(event.day) if course is not None else claim.applicants)
        if not event.complaints or claim.id in event.complaints:
            found |= set(whose) if event.kind in closes else set()
            cleared |= set(whose) if event.kind in opens else set()
    return found - cleared


# --- rows and doubles -------------------------------------------------------------------------------------------------


def _without_row(form: Course, case: Case, known: Collection[tuple[UUID, UUID]]) -> Iterator[Warned]:
    for claim in [one for one in case.claims if one.needs_remedies]:
        missing = tuple(id for id in _shared(form, claim) if (id, claim.id) not in known)
        yield Warned(Code.NO_ROW, missing, claim.id, form.id)


def _twice(case: Case, forms: list[Course]) -> Iterator[Warned]:
    for claim in case.claims:
        shared = [(form, _shared(form, claim)) for form in forms]
        for (one, mine), (other, theirs) in combinations(shared, 2):
            both = set(theirs)
            yield Warned(Code.TWICE, tuple(id for id in mine if id in both), claim.id, one.id, other.id)


def _without_clock(case: Case) -> Iterator[Warned]:
    """Whoever came later and was put under no complaint, or into no proceeding: nothing is counted for them."""
    makers = [(claim, frozenset(claim.applicants)) for claim in case.claims]
    counted: set[UUID] = set()
    for course in case.courses:
        for claim, whose in makers:
            counted |= whose.intersection(course.applicants) if covers(course, claim) else set()
        counted |= set() if makers else set(course.applicants)
    if case.courses:
        yield Warned(Code.NO_CLOCK, tuple(id for id in case.applicants if id not in counted))


# --- a start of a remedy that was not effective -----------------------------------------------------------------------


def ineffective(
    one: Ending, course: Course | None, cells: Iterable[tuple[str, Cell]], forums: Mapping[str, Forum]
) -> Cell | None:
    """What was said if the decision behind a start belongs to a remedy marked not effective, by remedy and cell."""
    for remedy, cell in cells:
        if cell.state is not RemedyState.INEFFECTIVE or course is None:
            continue
        if cell.decision_id is not None:
            if cell.decision_id == one.decision_id:
                return cell
        elif forums.get(remedy) is course.forum:
            return cell
    return None


def cells_by_person(grid: Grid) -> dict[tuple[UUID, UUID], list[tuple[str, Cell]]]:
    """The remedies of each applicant and complaint."""
    found: dict[tuple[UUID, UUID], list[tuple[str, Cell]]] = {}
    for spot, cell in grid.items():
        found.setdefault((spot.applicant_id, spot.complaint_id), []).append((spot.remedy, cell))
    return found


def _ineffective(case: Case, endings: Iterable[Ending], grid: Grid, forums: Mapping[str, Forum]) -> Iterator[Warned]:
    courses = {course.id: course for course in case.courses}
    said = cells_by_person(grid)
    found: dict[tuple[UUID, UUID | None], list[UUID]] = {}
    for one in endings:
        if one.complaint_id is not None and one.course_id is not None:
            cells = said.get((one.applicant_id, one.complaint_id), ())
            if ineffective(one, courses.get(one.course_id), cells, forums) is not None:
                found.setdefault((one.complaint_id, one.course_id), []).append(one.applicant_id)
    for (complaint_id, course_id), whose in found.items():
        yield Warned(Code.INEFFECTIVE_START, tuple(dict.fromkeys(whose)), complaint_id, None, course_id)
