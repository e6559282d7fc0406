"""Tasks: what one colleague is to do by a day. New ones, those of client files, and letters somebody must act on.

Three sources and one list: what a client's file asks for (a changed answer, pressure) stays where it is, a letter is
done when it is answered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.casework import place
from caseintake.casework.model import Letter, WorkTask
from caseintake.matters import queries, team
from caseintake.matters import tasks as of_clients
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import MatterState, TaskKind
from caseintake.matters.model import Applicant, Matter, MatterLabel, Task
from caseintake.matters.refusal import refuse_if
from caseintake.people.model import Merge
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork


class Source(StrEnum):
    """Where a line comes from."""

    WORK = "work"
    CLIENT = "client"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list of tasks. ``kind``: of a task of a client file; ``person``: who does it, None nobody."""

    row: WorkTask | Task | Letter
    source: Source
    matter_id: UUID
    what: str
    kind: TaskKind | None = None
    person: UUID | None
    #: Nobody was named, so it is for whoever is responsible for the matter.
    by_default: bool
    due_on: date | None
    made_on: date | None
    done_on: date | None
    done_by: UUID | None
    applicants: tuple[UUID, ...]

    @property
    def key(self) -> str:
        """What a tick box of a list sends."""
        return f"{self.source}:{self.row.id}"

    @property
    def open(self) -> bool:
        return self.done_on is None

    def overdue(self, today: date) -> bool:
        """Whether its day has passed. Nothing is lost by law, but somebody waits."""
        return self.open and self.due_on is not None and self.due_on < today


def add(
    matter: Matter,
    *,
    what: str,
    more: str = "",
    assignee: UUID | None = None,
    due_on: date | None = None,
    applicants: Iterable[UUID] = (),
    uow: UnitOfWork,
) -> WorkTask:
    """A new task. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    vault_id = place.vault_for(matter, whose, uow=uow)
    refuse_if(*_needed(what), *cannot_do(assignee, vault_id, uow))
    made = WorkTask(
        vault_id=vault_id,
        matter_id=matter.id,
        what=what.strip(),
        more=more.strip(),
        assignee=assignee,
        due_on=due_on,
        running=True,
        applicants=whose,
        made_by=uow.actor.id,
        made_on=uow.clock.today(),
    )
    uow.add(made)
    uow.say("task made")
    uow.flush()
    return made


def change(
    task: WorkTask, *, what: str, more: str, assignee: UUID | None, due_on: date | None, uow: UnitOfWork
) -> None:
    """Say it otherwise, give it to somebody else, move its day. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_needed(what), *cannot_do(assignee, task.vault_id, uow))
    task.what, task.more, task.assignee, task.due_on = what.strip(), more.strip(), assignee, due_on
    uow.say("task changed")
    uow.flush()


def reopen(task: WorkTask, *, uow: UnitOfWork) -> None:
    """It was not done after all."""
    policy.require(uow.actor, Action.FACT_RECORD)
    task.done_on = task.done_by = None
    task.settle()
    uow.say("task taken up again")
    uow.flush()


def finish(lines: Iterable[Line], *, uow: UnitOfWork) -> int:
    """Done, by whoever presses, each once; a letter needs nothing more. Answers how many."""
    policy.require(uow.actor, Action.FACT_RECORD)
    found = [line for line in lines if line.row.done_on is None]
    for line in found:
        line.row.done_by, line.row.done_on = uow.actor.id, uow.clock.today()
        if not isinstance(line.row, Task):
            line.row.settle()
    if found:
        uow.say("task done")
        uow.flush()
    return len(found)


def assign(lines: Sequence[Line], person: UUID, *, uow: UnitOfWork) -> int:
    """Give open tasks to one colleague. Raises `Refusal` if she does not open one of them."""
    policy.require(uow.actor, Action.FACT_RECORD)
    found = [line for line in lines if line.open]
    for vault_id in {line.row.vault_id for line in found}:
        refuse_if(*cannot_do(person, vault_id, uow))
    for line in found:
        match line.row:
            case WorkTask():
                line.row.assignee = person
            case Task():
                line.row.responsible = person
            case Letter():
                line.row.owner = person
                line.row.settle()
    if found:
        uow.say("task given to a colleague")
        uow.flush()
    return len(found)


def _needed(what: str) -> list[Fault]:
    return [] if what.strip() else [Fault("what", "needed")]


def cannot_do(person: UUID | None, vault_id: UUID, uow: UnitOfWork) -> list[Fault]:
    """Whoever cannot open the record cannot do what it says."""
    holds = person is None or person in team.people(vault_id, uow=uow) or _through_matter(person, vault_id, uow)
    return [] if holds else [Fault("assignee", "cannot_open")]


def _through_matter(person: UUID, vault_id: UUID, uow: UnitOfWork) -> bool:
    """Whether the person holds a client file through the vault of a matter."""
    above = [holder.id for holder in uow.keystore.holders(vault_id) if holder.kind == "vault"]
    return any(person in team.people(one, uow=uow) for one in above if uow.keystore.can_open(one))


# --- reading ----------------------------------------------------------------------------------------------------------


def of_matters(
    matters: Sequence[Matter], labels: Mapping[UUID, MatterLabel], *, clients: bool = True, uow: UnitOfWork
) -> list[Line]:
    """Every task of these matters that opens here: open ones first, the earliest day on top.

    ``clients``: also what client files ask for.
    """
    chief = {id: label.responsible for id, label in labels.items()}
    lines = [_of_work(row, chief.get(row.matter_id)) for row in place.found(WorkTask, matters, uow=uow).rows]
    lines += [
        _of_letter(row, chief.get(row.matter_id))
        for row in place.found(Letter, matters, uow=uow).rows
        if row.waits or (row.done_on is not None and not row.taken_back)
    ]
    if clients:
        lines += _asked_by_files(matters, chief, uow)
    return sorted(lines, key=_order)


def _asked_by_files(matters: Sequence[Matter], chief: Mapping[UUID, UUID | None], uow: UnitOfWork) -> Iterator[Line]:
    """Of a thousand files only those are opened that have a task at all."""
    some = set(uow.session.scalars(select(Task.client_file_id).distinct()))
    people = scalars_in(select(Applicant), Applicant.matter_id, [row.id for row in matters if some], uow.session)
    some |= set(uow.session.scalars(select(Merge.client_file_id).distinct())) if some else set()  # a task behind a file
    files = queries.client_files([row for row in people if row.client_file_id in some], uow=uow)
    by_file = {file.id: row for row in people if (file := files.get(row.id)) is not None}
    behind = queries.merged_into(files.values(), uow=uow)
    by_file = {each.id: by_file[id] for id, one in behind.items() for each in one.opened} | by_file
    open_ones = [*files.values(), *(each for one in behind.values() for each in one.opened)]
    for task in of_clients.tasks_of(open_ones, uow=uow):
        whose = by_file[task.client_file_id]
        yield _of_client(task, whose, chief.get(whose.matter_id))


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[Line]:
    """Every task of one matter that opens here."""
    return of_matters([matter], queries.labels_of([matter], uow=uow), uow=uow)


def everywhere(*, uow: UnitOfWork) -> tuple[list[Line], dict[UUID, MatterLabel]]:
    """The tasks of all open matters whose key the acting person holds, with the labels of these matters."""
    known = queries.my_matters(uow=uow, state=MatterState.OPEN)
    labels = {one.matter.id: one.label for one in known}
    return of_matters([one.matter for one in known], labels, uow=uow), labels


def numbers(lines: Iterable[Line], *, uow: UnitOfWork) -> dict[UUID, int]:
    """The numbers of the applicants of these lines, by id."""
    named = {id for line in lines for id in line.applicants}
    return {row.id: row.number for row in scalars_in(select(Applicant), Applicant.id, named, uow.session)}


def _order(line: Line) -> tuple[bool, date, date, str]:
    return not line.open, line.due_on or date.max, line.made_on or date.max, str(line.row.id)


def _of_work(row: WorkTask, chief: UUID | None) -> Line:
    return Line(
        row=row, source=Source.WORK, matter_id=row.matter_id, what=row.what, person=row.assignee or chief,
        by_default=row.assignee is None, due_on=row.due_on, made_on=row.made_on, done_on=row.done_on,
        done_by=row.done_by, applicants=row.applicants,
    )  # fmt: skip


def _of_client(row: Task, whose: Applicant, chief: UUID | None) -> Line:
    return Line(
        row=row, source=Source.CLIENT, matter_id=whose.matter_id, what=row.text, kind=row.what,
        person=row.responsible or chief, by_default=row.responsible is None, due_on=row.due_on, made_on=row.made_on,
        done_on=row.done_on, done_by=row.done_by, applicants=(whose.id,),
    )  # fmt: skip


def _of_letter(row: Letter, chief: UUID | None) -> Line:
    return Line(
        row=row, source=Source.LETTER, matter_id=row.matter_id, what=row.about, person=row.owner or chief,
        by_default=row.owner is None, due_on=row.due_on, made_on=row.moved_on, done_on=row.done_on,
        done_by=row.done_by, applicants=row.applicants,
    )  # fmt: skip
