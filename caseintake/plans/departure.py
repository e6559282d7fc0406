"""A State that leaves the Convention: everything that must be lodged before it ceases to be a party, and the work left.

Article 58 of the Convention: acts from before that day remain the Court's concern, yet nobody should have to argue it;
who lodges before the day does not have to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from caseintake.deadlines import board
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.situations import APPLICATION, NO_REMEDY
from caseintake.deadlines.states import State
from caseintake.deadlines.statute import the_law
from caseintake.diary import stages
from caseintake.diary.readiness import Stage
from caseintake.law.dates import ONE_DAY
from caseintake.matters import dispatches, queries
from caseintake.matters.kinds import FilingKind, MatterState
from caseintake.matters.model import Complaint, Matter, MatterLabel
from caseintake.matters.queries import MatterLine
from caseintake.plans import backwards, service
from caseintake.plans.backwards import PlanDay
from caseintake.plans.shelf import the_plans
from caseintake.work import UnitOfWork

RULES: Final = (APPLICATION, NO_REMEDY)


@dataclass(frozen=True, slots=True)
class ToLodge:
    """One complaint that has not been lodged for these applicants. ``due``: the day to work with.

    ``own``: the earliest last day of its own that runs; ``any_day``: one may end any day. ``days``: its plan back from
    ``due``; ``stage``: how far the work for ``own`` has come.
    """

    matter: Matter
    label: MatterLabel
    complaint: Complaint
    applicants: tuple[UUID, ...]
    due: date
    own: date | None
    any_day: bool
    stage: Stage
    days: tuple[PlanDay, ...]

    @property
    def next(self) -> PlanDay | None:
        """The first day of the plan whose work is not behind us."""
        return min((one for one in self.days if not one.behind(self.stage)), key=lambda one: one.day, default=None)


@dataclass(frozen=True, slots=True)
class Run:
    """``closed``: open matters whose key the reader does not hold; their teams must look themselves."""

    to_lodge: tuple[ToLodge, ...]
    closed: int


def before(state: str, ceases_on: date, *, uow: UnitOfWork) -> Run:
    """Every complaint against ``state`` to lodge before ``ceases_on``, what must be begun first on top."""
    lines = queries.my_matters(uow=uow, state=MatterState.OPEN)
    found = [one for line in lines for one in _of(line, state, ceases_on - ONE_DAY, uow)]
    found.sort(key=lambda one: (not one.any_day, one.next.day if one.next else date.max, one.due, one.label.codename))
    return Run(tuple(found), _closed({line.matter.id for line in lines}, uow))


def _of(line: MatterLine, state: str, last: date, uow: UnitOfWork) -> Iterable[ToLodge]:
    lodged = _lodged(line.matter, uow)
    running = [row for row in deadlines.deadlines_of(line.matter, uow=uow) if row.running and row.rule in RULES]
    progress = stages.of_matters([line.label], uow=uow).get(line.matter.id, ())
    plan, load = the_plans()[APPLICATION], service.load_of(line.matter, uow=uow)
    for complaint in queries.complaints(line.matter, uow=uow):
        whose = tuple(id for id in complaint.applicants if not {(id, complaint.id), (id, None)} & lodged)
        if complaint.state != state or not whose:
            continue
        theirs = [row for row in running if row.applicant_id in whose and row.complaint_id in (complaint.id, None)]
        first = min((row for row in theirs if row.due), key=lambda row: row.due or last, default=None)
        due = min(last, first.due) if first is not None and first.due else last
        reached = stages.reached(progress, first.rule, first.due) if first is not None else None
        yield ToLodge(
            line.matter,
            line.label,
            complaint,
            whose,
            due,
            first.due if first is not None else None,
            any(row.state is State.MAY_END_ANY_DAY for row in theirs),
            reached.stage if reached is not None else Stage.NOT_BEGUN,
            backwards.days(plan, due, service.sizes(load, len(whose)), the_law().calendars.calendar(plan.calendar)),
        )


def _lodged(matter: Matter, uow: UnitOfWork) -> set[tuple[UUID, UUID | None]]:
    """Applicant and complaint of every application that was lodged; no complaint named means any of them.

    What went by a road that stops nothing, came back or was rejected by the Registry was not lodged.
    """
    proceedings = {row.id: row for row in queries.proceedings(matter, uow=uow)}
    found: set[tuple[UUID, UUID | None]] = set()
    filed = queries.filings(proceedings.values(), uow=uow)
    sent_out = [row for rows in filed.values() for row in rows if row.kind is FilingKind.APPLICATION]
    sent = dispatches.of_filings(sent_out, uow=uow)
    answers = dispatches.answers_to(sent_out, uow=uow)
    for id, filings in filed.items():
        course = proceedings[id]
        for filing in filings:
            roads = dispatches.roads(filing, sent.get(filing.id, ()), answers.get(filing.id, ()))
            if filing.kind is FilingKind.APPLICATION and any(road.stands for road in roads):
                whose = filing.applicants or course.there_on(filing.lodged_on)
                found |= {(person, complaint) for person in whose for complaint in course.complaints or (None,)}
    return found


def _closed(mine: Collection[UUID], uow: UnitOfWork) -> int:
    if not board.scope(uow=uow).everything:
        return 0
    number = uow.session.scalar(select(func.count()).select_from(Matter).where(Matter.state == MatterState.OPEN)) or 0
    return max(0, number - len(mine))
