"""What clients of one's own matters wait for, or we for them: questions without an answer, tasks, visits in prison.

Codenames and numbers only: the page is printed and lies on a table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.casework import contacts
from caseintake.custody import service as custody
from caseintake.deadlines.board import MOVED_DAYS
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.intake.model import Conversation
from caseintake.matters import queries
from caseintake.matters.kinds import TaskKind
from caseintake.matters.model import Applicant, ClientFile, InMatter, MatterLabel, OtherPlace, ProceduralEvent
from caseintake.matters.person import PlaceRole
from caseintake.matters.tasks import tasks_of
from caseintake.people import lifecycle
from caseintake.representation import of_age
from caseintake.storage import scalars_in
from caseintake.vault.errors import VaultError
from caseintake.work import UnitOfWork

#: A review of a detention is shown so many days ahead.
REVIEW_DAYS: Final = 30
#: A birthday that ends a guardian's word, so many: a page on paper, its way and its ink take six weeks and more.
OF_AGE_DAYS: Final = 90

#: A first contact that nobody has recorded, so many days before it is late.
CONTACT_DAYS: Final = 14


class Waits(StrEnum):
    """Why a client stands on the page."""

    ASKED = "asked"
    TASK = "task"
    CUSTODY = "custody"
    REVIEW = "review"
    HUNGER = "hunger"
    SAFETY = "safety"
    OF_AGE = "of_age"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client and what is open. ``day``: by when it is due, of the next visit, or of the change; None: no day.

    ``number`` 0: no applicant but somebody else of the matter, a relative or a witness in custody, in this ``role``.
    """

    matter_id: UUID
    codename: str
    applicant_id: UUID
    number: int
    waits: Waits
    day: date | None
    task: TaskKind | None = None
    role: PlaceRole | None = None
    #: So many more applicants of this matter wait for the same, none earlier.
    more: int = 0


def lines(labels: Mapping[UUID, MatterLabel], *, uow: UnitOfWork) -> list[ClientLine]:
    """Every client of these matters, whose keys the acting person holds; by day."""
    applicants = scalars_in(select(Applicant), Applicant.matter_id, labels, uow.session)
    files = queries.client_files(applicants, uow=uow)
    by_file = {file.id: row for row in applicants if (file := files.get(row.id)) is not None}
    behind = queries.merged_into(files.values(), uow=uow)
    open_ones = [*files.values(), *(each for one in behind.values() for each in one.opened)]
    every = {each.id: by_file[id] for id, one in behind.items() for each in one.opened} | by_file
    others = scalars_in(select(OtherPlace), OtherPlace.matter_id, labels, uow.session)
    theirs = queries.client_files(others, uow=uow)
    # Whoever is an applicant as well stands there once.
    held: dict[UUID, InMatter] = {theirs[row.id].id: row for row in others if row.id in theirs} | by_file
    whose = {file.id: file for file in (*theirs.values(), *files.values())}.values()
    found = [
        *_asked(every, open_ones, labels, uow),
        *_tasks(every, open_ones, labels, uow),
        *_custody(held, whose, labels, uow),
        *_detention(held, whose, labels, uow),
        *_silent(by_file, files.values(), labels, uow),
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
    by_file: Mapping[UUID, InMatter],
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
            if row.matter_id == applicant.matter_id
            and (applicant.id in row.applicants or (not row.applicants and isinstance(applicant, Applicant)))
        ]
        yield _line(applicant, labels, Waits.CUSTODY, own[0] if own else None)


def _detention(
    by_file: Mapping[UUID, InMatter],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    """What the custody records say must not be forgotten: a review of the detention soon, a hunger strike."""
    for file_id, row in custody.records_of(files, uow=uow).items():
        whose = by_file[file_id]
        if row.review_on is not None and row.review_on <= uow.clock.today() + timedelta(days=REVIEW_DAYS):
            yield _line(whose, labels, Waits.REVIEW, row.review_on)
        if row.hunger_since is not None:
            yield _line(whose, labels, Waits.HUNGER, row.hunger_since)


def _silent(
    by_file: Mapping[UUID, Applicant],
    files: Iterable[ClientFile],
    labels: Mapping[UUID, MatterLabel],
    uow: UnitOfWork,
) -> Iterable[ClientLine]:
    """Clients with whom no contact is recorded since the file was opened, one line a matter: no clock runs for them."""
    until = uow.clock.today() + timedelta(days=CONTACT_DAYS)
    near: dict[UUID, dict[UUID, tuple[date, Applicant]]] = {}
    for file in files:
        row, day = by_file[file.id], contacts.first_by(file)
        if day is not None and day <= until and lifecycle.state_of(row.moves) in lifecycle.IN_THE_CASE:
            near.setdefault(row.matter_id, {})[row.id] = day, row
    for event in scalars_in(select(ProceduralEvent), ProceduralEvent.matter_id, near, uow.session):
        if event.kind == contacts.EVENT and not event.taken_back:
            for id in event.applicants or list(near[event.matter_id]):
                near[event.matter_id].pop(id, None)
    for waiting in near.values():
        if waiting:
            day, first = min(waiting.values(), key=lambda one: (one[0], one[1].number))
            yield replace(_line(first, labels, Waits.CONTACT, day), more=len(waiting) - 1)


def _line(
    whom: InMatter,
    labels: Mapping[UUID, MatterLabel],
    waits: Waits,
    day: date | None,
    task: TaskKind | None = None,
) -> ClientLine:
    codename = labels[whom.matter_id].codename
    number, role = (whom.number, None) if isinstance(whom, Applicant) else (0, whom.role)
    return ClientLine(whom.matter_id, codename, whom.id, number, waits, day, task, role)
