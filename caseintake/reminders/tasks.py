"""Tasks and letters that wait for somebody, read without any key: of each its day and whom it falls to, nothing else.

They are kept apart from what ends by law: nothing is lost when such a day passes, so nobody but whoever does it hears.
Tasks that a client's own file asks for have no day in clear and are not read here; the Monday page has them.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from caseintake.casework.model import Letter, WorkTask
from caseintake.deadlines.states import Severity
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter
from caseintake.reminders import gathering
from caseintake.reminders.agenda import TASK, Item
from caseintake.reminders.model import MatterDuty
from caseintake.work import UnitOfWork

#: The model and its column that says who does it.
SOURCES: Final[tuple[tuple[Any, Any], ...]] = ((WorkTask, WorkTask.assignee), (Letter, Letter.owner))


def items(*, uow: UnitOfWork) -> list[Item]:
    """What waits in matters that are open, and an alarm for each vault in which another hand has changed a task.

    The ``matter_id`` of such an item is the id of the task: each is said for itself.
    """
    columns = (Matter.id, Matter.vault_id, Matter.ref)
    open_ = {row.id: row for row in uow.session.execute(select(*columns).where(Matter.state != MatterState.CLOSED))}
    by_vault = {row.vault_id: row for row in open_.values()}
    duties = {row.matter_id: row for row in uow.session.scalars(select(MatterDuty))}
    holders = gathering.Holders(uow)
    found: list[Item] = []
    for model, who in SOURCES:
        damaged = _damaged(model, uow)
        for id in sorted(damaged):
            hurt = by_vault.get(id)
            known = (hurt.id, hurt.ref) if hurt else (id, gathering.UNKNOWN)
            found.append(gathering.alarm(known[0], id, known[1], holders))
        wanted = select(model.id, model.vault_id, model.matter_id, model.due_on, who.label("person"))
        for row in uow.session.execute(wanted.where(model.running, model.due_on.is_not(None))):
            if row.matter_id in open_ and row.vault_id not in damaged:
                matter = open_[row.matter_id]
                found.append(_item(row, matter.ref, duties.get(row.matter_id), holders.of(matter.vault_id)))
    return found


def _item(row: Any, ref: str, duty: MatterDuty | None, holders: tuple[UUID, ...]) -> Item:
    """Whoever is named does it; the one responsible for the matter where nobody is, or where she is no longer here."""
    chief, deputy = (duty.responsible, duty.deputy) if duty else (None, None)
    first, second = (chief, deputy) if row.person is None else (row.person, chief)
    return Item(row.id, ref, TASK, Severity.INTERNAL, row.due_on, responsible=first, deputy=second, holders=holders)


def _damaged(model: Any, uow: UnitOfWork) -> set[UUID]:
    """The vaults with such a row that is not what people wrote."""
    return set(gathering.altered(model, set(uow.session.scalars(select(model.vault_id).distinct())), uow))
