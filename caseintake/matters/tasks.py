"""What is to be done for single clients: written into the client file, done by name."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.matters.kinds import TaskKind
from caseintake.matters.model import ClientFile, Task
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork


def add_task(
    file: ClientFile,
    what: TaskKind,
    *,
    uow: UnitOfWork,
    text: str = "",
    subject_id: UUID | None = None,
    due_on: date | None = None,
    responsible: UUID | None = None,
) -> Task:
    """A task in this client's file."""
    task = Task(
        vault_id=file.vault_id,
        client_file_id=file.id,
        what=what,
        text=text,
        subject_id=subject_id,
        made_on=uow.clock.today(),
        due_on=due_on,
        responsible=responsible,
    )
    uow.add(task)
    return task


def finish(task: Task, *, uow: UnitOfWork) -> None:
    """Done, by whoever presses. Done once."""
    if task.done_on is None:
        task.done_by, task.done_on = uow.actor.id, uow.clock.today()
        uow.say("task done")


def tasks_of(files: Iterable[ClientFile], *, uow: UnitOfWork) -> list[Task]:
    """The tasks of these client files, open ones first, the earliest due on top."""
    found = scalars_in(select(Task), Task.client_file_id, (file.id for file in files), uow.session)
    return sorted(found, key=lambda row: (row.done_on is not None, row.due_on or date.max, row.made_on, row.id))
