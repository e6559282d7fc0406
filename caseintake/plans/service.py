"""The plans of matters: their numbers, and the days that follow for every fatal last day that runs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import board
from caseintake.deadlines.board import Scope
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.statute import the_law
from caseintake.diary import stages
from caseintake.diary.readiness import Progress, Stage
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, Matter, MatterLabel
from caseintake.matters.queries import label_of
from caseintake.matters.refusal import refuse_if
from caseintake.plans import backwards
from caseintake.plans.backwards import PlanDay
from caseintake.plans.model import MatterLoad
from caseintake.plans.plan_file import DISPATCH, PlanFile
from caseintake.plans.shelf import the_plans
from caseintake.storage import rows_in, scalars_in
from caseintake.work import UnitOfWork

#: The plans of last days within so many days are asked for on the Monday page: the longest plan is shorter.
AHEAD: Final = timedelta(days=240)
#: The Monday page shows what ought to be done within so many days, and so many lines of it: it is two printed sheets.
SOON: Final = timedelta(days=14)
LINES: Final = 20


class End(NamedTuple):
    """A last day of a matter that runs, and whether the acting person holds the matter's key."""

    matter_id: UUID
    rule: str
    due: date
    mine: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan for one last day of a matter. ``stage``: how far its work has come; ``mine``: its key is here."""

    matter_id: UUID
    rule: str
    due: date
    plan: PlanFile
    stage: Stage
    mine: bool
    days: tuple[PlanDay, ...]

    @property
    def dispatch(self) -> date:
        """The day to hand the parcel to the post."""
        return next(one.day for one in self.days if one.step.id == DISPATCH)

    @property
    def next(self) -> PlanDay | None:
        """The first day whose work is not behind us; None: all of it is."""
        open_ = [one for one in self.days if not one.behind(self.stage)]
        return min(open_, key=lambda one: one.day, default=None)


def load_of(matter: Matter, *, uow: UnitOfWork) -> MatterLoad | None:
    """The numbers recorded for a matter."""
    found: MatterLoad | None = uow.session.scalar(select(MatterLoad).where(MatterLoad.matter_id == matter.id))
    return found


def record(
    matter: Matter, *, applicants: int | None, in_prison: int, abroad: int, to_translate: int, uow: UnitOfWork
) -> MatterLoad:
    """Say how much work a matter is. Raises `Refusal` for more people in prison or abroad than there are."""
    policy.require(uow.actor, Action.FACT_RECORD)
    everybody = _applicants({matter.id}, uow).get(matter.id, 0) if applicants is None else applicants
    refuse_if(
        *(
            Fault(box, "more_than_whole")
            for box, number in (("in_prison", in_prison), ("abroad", abroad))
            if number > everybody
        )
    )
    row = load_of(matter, uow=uow)
    if row is None:
        row = MatterLoad(vault_id=label_of(matter, uow=uow).vault_id, matter_id=matter.id)
        uow.add(row)
    row.applicants, row.in_prison, row.abroad, row.to_translate = applicants, in_prison, abroad, to_translate
    row.changed_on = uow.clock.today()
    uow.say("numbers of the plan recorded")
    uow.flush()
    return row


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[Planned]:
    """The plans of everything fatal that runs in one matter, the first last day first."""
    ends = [End(matter.id, rule, due, mine=True) for rule, due in _ends(matter, uow)]
    return _planned(ends, [label_of(matter, uow=uow)], uow)


def for_limit(matter: Matter, row: Deadline, *, uow: UnitOfWork) -> Planned | None:
    """The plan of one running limit; None where its rule has none, or no date is known."""
    if not row.running or row.due is None or row.rule not in the_plans():
        return None
    return _planned([End(matter.id, row.rule, row.due, mine=True)], [label_of(matter, uow=uow)], uow)[0]


def within(scope: Scope, matters: frozenset[UUID] | None, *, uow: UnitOfWork) -> list[Planned]:
    """The plans of all matters somebody may know of, for last days that are near enough to work for."""
    statement = select(Deadline.matter_id, Deadline.rule, Deadline.due, Deadline.vault_id).distinct()
    statement = statement.where(Deadline.running, Deadline.rule.in_(sorted(the_plans())))
    statement = statement.where(Deadline.due <= uow.clock.today() + AHEAD)
    if scope.everything:
        rows = list(uow.session.execute(statement))
    else:
        rows = rows_in(statement, Deadline.vault_id, scope.vaults, uow.session)
    labels = board.labels_of({id for id, _, _, _ in rows if matters is None or id in matters}, uow=uow)
    ends = [End(id, rule, due, vault in scope.vaults) for id, rule, due, vault in rows if due and id in labels]
    return _planned(ends, labels.values(), uow)


def pressing(plans: Iterable[Planned], today: date) -> list[tuple[PlanDay, Planned]]:
    """What ought to be done by now or within a fortnight and is not: of each plan the first day of these."""
    open_ = [(one.next, one) for one in plans]
    found = [(day, one) for day, one in open_ if day is not None and day.day <= today + SOON]
    return sorted(found, key=lambda pair: (pair[0].day, pair[1].due, pair[1].matter_id.hex))[:LINES]


def _ends(matter: Matter, uow: UnitOfWork) -> list[tuple[str, date]]:
    statement = select(Deadline.rule, Deadline.due).distinct()
    statement = statement.where(Deadline.matter_id == matter.id, Deadline.vault_id == matter.vault_id)
    statement = statement.where(Deadline.running, Deadline.due.is_not(None), Deadline.rule.in_(sorted(the_plans())))
    return [(rule, due) for rule, due in uow.session.execute(statement) if due]


def _planned(ends: Collection[End], labels: Iterable[MatterLabel], uow: UnitOfWork) -> list[Planned]:
    known = list(labels)
    progress = stages.of_matters(known, uow=uow)
    loads = _loads(known, uow)
    numbers = _applicants({end.matter_id for end in ends}, uow)
    # Hundreds of matters of one size end by one rule on one day: their plans are the same.
    made: dict[tuple[str, date, tuple[int, ...]], tuple[PlanDay, ...]] = {}
    found = []
    for end in sorted(ends, key=lambda end: (end.due, end.rule, end.matter_id.hex)):
        plan = the_plans()[end.rule]
        numbers_of = sizes(loads.get(end.matter_id), numbers.get(end.matter_id, 0))
        key = end.rule, end.due, tuple(numbers_of.values())
        if key not in made:
            made[key] = backwards.days(plan, end.due, numbers_of, the_law().calendars.calendar(plan.calendar))
        stage = _stage(progress.get(end.matter_id, ()), end.rule, end.due)
        found.append(Planned(end.matter_id, end.rule, end.due, plan, stage, end.mine, made[key]))
    return found


def _stage(progress: Iterable[Progress], rule: str, due: date) -> Stage:
    reached = stages.reached(progress, rule, due)
    return reached.stage if reached is not None else Stage.NOT_BEGUN


def sizes(load: MatterLoad | None, number: int) -> Mapping[str, int]:
    """The numbers a plan is counted with; ``number`` of applicants where nobody has said otherwise."""
    if load is None:
        return {"applicants": number}
    return {
        "applicants": number if load.applicants is None else load.applicants,
        "in_prison": load.in_prison,
        "abroad": load.abroad,
        "to_translate": load.to_translate,
    }


def _loads(labels: Iterable[MatterLabel], uow: UnitOfWork) -> dict[UUID, MatterLoad]:
    rows = scalars_in(select(MatterLoad), MatterLoad.vault_id, (label.vault_id for label in labels), uow.session)
    return {row.matter_id: row for row in rows}


def _applicants(matter_ids: Iterable[UUID], uow: UnitOfWork) -> dict[UUID, int]:
    """How many applicants a matter has: rows are counted, nothing is opened."""
    counted = select(Applicant.matter_id, func.count()).group_by(Applicant.matter_id)
    return {id: number for id, number in rows_in(counted, Applicant.matter_id, matter_ids, uow.session)}  # noqa: C416 - rows
