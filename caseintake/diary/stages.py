"""How far the work for a last day has come: recorded by the team, read on the Monday page."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.diary.readiness import Progress, Stage, WorkStages
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter, MatterLabel
from caseintake.matters.queries import label_of
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

#: So many last days of one matter are remembered; those of the longest past go first.
KEPT = 200


def record(
    matter: Matter,
    rule: str,
    due: date | None,
    stage: Stage,
    *,
    done: int | None = None,
    whole: int | None = None,
    note: str = "",
    uow: UnitOfWork,
) -> WorkStages:
    """The work for this rule and last day has come so far. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(
        *([Fault("done", "more_than_whole")] if done is not None and whole is not None and done > whole else []),
        *([Fault("whole", "needed")] if done is not None and whole is None else []),
    )
    now = Progress(rule, due, stage, uow.actor.id, uow.clock.today(), done, whole, note)
    row = uow.session.scalar(select(WorkStages).where(WorkStages.matter_id == matter.id))
    if row is None:
        row = WorkStages(vault_id=label_of(matter, uow=uow).vault_id, matter_id=matter.id, progress=(now,))
        uow.add(row)
    else:
        others = [one for one in row.progress if (one.rule, one.due) != (rule, due)]
        others.sort(key=lambda one: one.due or date.max)
        row.progress = (*others[-(KEPT - 1) :], now)
    uow.say("stage of the work recorded")
    uow.flush()
    return row


def of_matters(labels: Iterable[MatterLabel], *, uow: UnitOfWork) -> dict[UUID, tuple[Progress, ...]]:
    """What is recorded of matters whose label opens, by matter."""
    rows = scalars_in(select(WorkStages), WorkStages.vault_id, (label.vault_id for label in labels), uow.session)
    return {row.matter_id: row.progress for row in rows}


def reached(progress: Iterable[Progress], rule: str, due: date | None, was: date | None = None) -> Progress | None:
    """The stage for a last day; of a day that has just moved, the one recorded for the day before it moved."""
    known = {one.due: one for one in progress if one.rule == rule}
    return known.get(due) or (known.get(was) if was is not None else None)
