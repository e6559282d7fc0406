"""What clients of one's own matters wait for, or we for them: questions without an answer, tasks, visits in prison.

Codenames and numbers only: the page is printed and lies on a table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.custody import service as custody
from caseintake.deadlines.board import MOVED_DAYS
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.intake.model import Conversation
from caseintake.matters import queries
from caseintake.matters.kinds import MatterState, TaskKind
from caseintake.matters.model import Applicant, ClientFile, MatterLabel
from caseintake.matters.tasks import tasks_of
from caseintake.representation import of_age
from caseintake.storage import scalars_in
from caseintake.vault.errors import VaultError
from caseintake.work import UnitOfWork

#: A review of a detention is shown so many days ahead.
REVIEW_DAYS: Final = 30
#: A birthday that ends a guardian's word, so many: a page on paper, its way and its ink take six weeks and more.
OF_AGE_DAYS: Final = 90


class Waits(StrEnum):
    """Why a client stands on the page."""

    ASKED = "asked"
    TASK = "task"
    CUSTODY = "custody"
    REVIEW = "review"
    HUNGER = "hunger"
    SAFETY = "safety"
    OF_AGE = "of_age"


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client and what is open. ``day``: by when it is due, of the next visit, or of the change; None: no day."""

    matter_id: UUID
    codename: str
    applicant_id: UUID
    number: int
    waits: Waits
    day: date | None
    task: TaskKind | None = None


def lines(within: frozenset[UUID] | None, *, uow: UnitOfWork) -> list[ClientLine]:
    """Every client of the open matters whose key the acting person holds (None) or of these of them; by day."""
    matters = [
        one for one in queries.my_matters(uow=uow, state=MatterState.OPEN) if within is None or one.matter.id in within
    ]
    labels = {one.matter.id: one.label for one in matters}
    applicants = scalars_in(select(Applicant), Applicant.matter_id, labels, uow.session)
    files = queries.client_files(applicants, uow=uow)
    by_file = {file.id: row for row in applicants if (file := files.get(row.id)) is not None}
    found = [
        *_asked(by_file, files.values(), labels, uow),
        *_tasks(by_file, files.values(), labels, uow),
        *_custody(by_file, files.values(), labels, uow),
        *_detention(by_file, files.values(), labels, uow),
        *(
            _line(by_file[file.id], labels, Waits.SAFETY, file.safety_changed_on)
            for file in files.values()
            if file.safety_changed_on is not None
            and uow.clock.today() - file.safety_changed_on <= timedelta(days=MOVED_DAYS)
        ),
        *(
            _line(one.applicant, labels, Waits.OF_AGE, one.day)
            for one in of_age.birthdays(
                applicants, files, until=uow.clock.today() + timedelta(days=OF_AGE_DAYS), uow=uow
            )
        ),
    ]
    return sorted(found, key=lambda one: (one.day or date.max, one.codename.casefold(), one.number, one.waits))


def _asked(
    by_file: Mapping[UUID, Applicant],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    """Questions to clients that nobody has answered."""
    whose = {file.conversation_id: by_file[file.id] for file in files if file.conversation_id is not None}
    rows = scalars_in(select(Conversation), Conversation.id, whose, uow.session)
    uow.keystore.open({row.vault_id for row in rows})
    for row in rows:
        try:
            day = row.needed_by if row.needed else None
        except VaultError:
            continue  # the client's own page says that something was changed
        if day is not None:
            yield _line(whose[row.id], labels, Waits.ASKED, day)


def _tasks(
    by_file: Mapping[UUID, Applicant],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    for task in tasks_of(files, uow=uow):
        if task.done_on is None:
            yield _line(by_file[task.client_file_id], labels, Waits.TASK, task.due_on, task.what)


def _custody(
    by_file: Mapping[UUID, Applicant],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    """Clients in custody, each with the next visit in the diary."""
    held = [by_file[file.id] for file in files if file.custody]
    if not held:
        return
    statement = select(DiaryEntry).where(
        DiaryEntry.running,
        DiaryEntry.kind == Kind.VISIT,
        DiaryEntry.due >= uow.clock.today(),
        DiaryEntry.matter_id.in_(sorted({row.matter_id for row in held})),
    )
    visits = sorted(uow.session.scalars(statement), key=lambda row: row.due)
    for applicant in held:
        own = [
            row.due
            for row in visits
            if row.matter_id == applicant.matter_id and (not row.applicants or applicant.id in row.applicants)
        ]
        yield _line(applicant, labels, Waits.CUSTODY, own[0] if own else None)


def _detention(
    by_file: Mapping[UUID, Applicant],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    """What the custody records say must not be forgotten: a review of the detention soon, a hunger strike."""
    for row in custody.records_of(files, uow=uow).values():
        whose = by_file[row.client_file_id]
        if row.review_on is not None and row.review_on <= uow.clock.today() + timedelta(days=REVIEW_DAYS):
            yield _line(whose, labels, Waits.REVIEW, row.review_on)
        if row.hunger_since is not None:
            yield _line(whose, labels, Waits.HUNGER, row.hunger_since)


def _line(
    applicant: Applicant,
    labels: Mapping[UUID, MatterLabel],
    waits: Waits,
    day: date | None,
    task: TaskKind | None = None,
) -> ClientLine:
    codename = labels[applicant.matter_id].codename
    return ClientLine(applicant.matter_id, codename, applicant.id, applicant.number, waits, day, task)
