"""The Monday page in its order: what is fatal and when, what may end any day, what moved, what nobody looks after.

Everything is asked with the acting person's keys: a coordinator sees codenames and days of all matters and no name, a
lawyer sees her own matters alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from caseintake.casework import tasks
from caseintake.casework.tasks import Line as Task
from caseintake.deadlines import board
from caseintake.deadlines.board import Line, Scope, Section, Wanted
from caseintake.deadlines.model import What
from caseintake.deadlines.states import Group, Severity
from caseintake.diary import absences, stages
from caseintake.diary import board as diary
from caseintake.diary import queries as dates
from caseintake.diary.clashes import Clash
from caseintake.diary.queries import Planned
from caseintake.diary.readiness import Absence, Progress
from caseintake.health import duties, keys
from caseintake.health.findings import Finding, Light
from caseintake.identity import freezing
from caseintake.intake.model import URGENT, URGENT_ANY_DAY, Conversation, State
from caseintake.matters import queries
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter, MatterLabel
from caseintake.matters.queries import MatterLine
from caseintake.monday import clients
from caseintake.monday.clients import ClientLine
from caseintake.plans import service as plans
from caseintake.plans.backwards import PlanDay
from caseintake.reminders import service as reminders
from caseintake.reminders.agenda import Item
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

#: The sections of fatal last days, the nearest first.
FATAL: Final = (Group.OVERDUE, Group.TODAY, Group.IN_7, Group.IN_14, Group.IN_30, Group.IN_60, Group.IN_90)
#: Hearings and what clashes are shown so many days ahead, today included.
WEEK_DAYS: Final = 7
#: Tasks are shown so many days ahead.
TASK_DAYS: Final = 14
#: Lines of "moved since last Monday".
MOVED: Final = 20


@dataclass(frozen=True, slots=True)
class Unowned:
    """A matter whose responsible cannot be asked today.

    ``away``: why not; ``frozen``: the account is. Neither: nobody was named. ``covered``: its deputy is there.
    """

    label: MatterLabel
    ref: str
    away: Absence | None
    frozen: bool
    covered: bool


class Intake(NamedTuple):
    """How many people wait at intake, how many of them urgently, and since which day the first."""

    number: int
    urgent: int
    first: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page. ``person``: whose sheet it is; None is everybody's."""

    today: date
    within: Scope
    person: UUID | None
    fatal: tuple[Section, ...]
    any_day: Section | None
    #: What the plans of running last days ask for by now or within a fortnight, and is not done.
    pressing: tuple[tuple[PlanDay, plans.Planned], ...]
    moved: tuple[Line, ...]
    stages: Mapping[UUID, tuple[Progress, ...]]
    unowned: tuple[Unowned, ...]
    #: Matters in which somebody stands in for a colleague.
    standing: tuple[MatterLabel, ...]
    away: tuple[Absence, ...]
    hearings: tuple[Planned, ...]
    clashes: tuple[tuple[Clash, Planned, Planned], ...]
    #: What ends within a fortnight and nobody has answered "I have seen it".
    unseen: tuple[Item, ...]
    clients: tuple[ClientLine, ...]
    #: Tasks and letters that are overdue or due within a fortnight, with the numbers of the applicants by id.
    tasks: tuple[Task, ...]
    numbers: Mapping[UUID, int]
    #: None for whoever does not read intake.
    intake: Intake | None
    duties: tuple[Finding, ...]
    #: Codenames by matter, as far as keys reach.
    codenames: Mapping[UUID, str]
    #: How many dates of a matter are not those the log knows, by codename or letters.
    changed: tuple[tuple[str, int], ...]

    def numbers_of(self, line: Task) -> list[int]:
        """The numbers of the applicants a task is for; none: it is for the whole matter."""
        return [self.numbers[id] for id in line.applicants if id in self.numbers]

    def stage_of(self, line: Line) -> Progress | None:
        """How far the work for this line has come; None: nobody has said so, which means not begun."""
        return stages.reached(self.stages.get(line.matter_id, ()), line.rule, line.due, line.was)


def sheet(person: UUID | None = None, *, uow: UnitOfWork) -> Sheet:
    """The page, of everybody or of the matters one person looks after as responsible or deputy."""
    within = board.scope(uow=uow)
    labels = board.labels_of(None, uow=uow)
    matters = None if person is None else board.matters_of(labels, person=person)
    found = diary.sections(within, Wanted(severity=Severity.FATAL, matters=matters), uow=uow)
    moved = _moved(within, matters, uow)
    lines = [*moved, *(line for one in found for line in one.lines)]
    changed = diary.check(lines, uow=uow)
    called = {line.matter_id: line.label.codename if line.label else line.ref for line in lines}
    away = absences.current(uow=uow)
    theirs = {id: label for id, label in labels.items() if matters is None or id in matters}
    mine = queries.my_matters(uow=uow, state=MatterState.OPEN)
    to_do = _to_do(mine, matters, person, uow)
    today = uow.clock.today()
    last = today + timedelta(days=WEEK_DAYS - 1)
    return Sheet(
        today=today,
        within=within,
        person=person,
        fatal=tuple(one for one in found if one.group in FATAL),
        any_day=next((one for one in found if one.group is Group.ANY_DAY), None),
        pressing=tuple(plans.pressing(plans.within(within, matters, uow=uow), today)),
        moved=moved,
        stages=stages.of_matters(theirs.values(), uow=uow),
        unowned=_unowned(theirs, away, uow),
        standing=tuple(sorted((row for row in theirs.values() if row.standing), key=lambda row: row.codename)),
        away=tuple(row for row in away if person in (None, row.person_id)),
        hearings=tuple(one for one in dates.hearings_between(today, last, uow) if _whose(one, matters, person)),
        clashes=tuple(one for one in dates.clashes(today, last, uow) if person in (None, one[0].person)),
        unseen=tuple(
            item
            for item, seen in reminders.waiting(uow=uow)
            if not seen and (matters is None or item.matter_id in matters)
        ),
        tasks=tuple(to_do),
        numbers=tasks.numbers(to_do, uow=uow),
        clients=tuple(clients.lines(_labels(mine, matters), uow=uow)),
        intake=_intake(uow),
        duties=tuple(one for one in (*duties.examine(uow), keys.stand_in(uow)) if one.light is not Light.GREEN),
        codenames={id: label.codename for id, label in labels.items()},
        changed=tuple(sorted((called[id], number) for id, number in changed.items())),
    )


def _whose(one: Planned, matters: frozenset[UUID] | None, person: UUID | None) -> bool:
    """Whether a hearing belongs on this sheet: by the matter, or because this very colleague appears."""
    return matters is None or one.matter_id in matters or person in one.people


def _intake(uow: UnitOfWork) -> Intake | None:
    """People nobody has answered yet. Asked of plaintext columns, and only by whoever reads intake."""
    if not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.INTAKE]):
        return None
    urgent = func.count().filter(Conversation.urgency.in_((URGENT_ANY_DAY, URGENT)))
    statement = select(func.count(), urgent, func.min(Conversation.received_on))
    waiting = Conversation.state.in_([State.NEW, State.WROTE_AGAIN, State.WITHDRAWAL])
    return Intake(*uow.session.execute(statement.where(waiting)).one())


def _labels(mine: list[MatterLine], matters: frozenset[UUID] | None = None) -> dict[UUID, MatterLabel]:
    return {one.matter.id: one.label for one in mine if matters is None or one.matter.id in matters}


def _to_do(mine: list[MatterLine], matters: frozenset[UUID] | None, person: UUID | None, uow: UnitOfWork) -> list[Task]:
    """Open tasks up to a fortnight ahead; on the sheet of one colleague all of hers, also in matters of others.

    What client files ask for stands among the clients.
    """
    until = uow.clock.today() + timedelta(days=TASK_DAYS)
    return [
        line
        for line in tasks.of_matters([one.matter for one in mine], _labels(mine), clients=False, uow=uow)
        if line.open
        and (
            (line.due_on is not None and line.due_on <= until and (matters is None or line.matter_id in matters))
            or (person is not None and line.person == person)
        )
    ]


def _moved(within: Scope, matters: frozenset[UUID] | None, uow: UnitOfWork) -> tuple[Line, ...]:
    """What moved in the last week, whatever happens when it passes: the earliest last day first."""
    wanted = Wanted(matters=matters, moved=True)
    lines: list[Line] = []
    for group, number in diary.counts(within, wanted, uow=uow).items():
        if number and len(lines) < MOVED:
            lines += diary.page(group, within, wanted, size=MOVED - len(lines), uow=uow)[0]
    diary.dress(lines, within, uow=uow)
    return tuple(lines)


def why_moved(line: Line) -> tuple[str, ...]:
    """The days whose change moved this line, by name; empty for whoever holds no key to the matter."""
    names: set[str] = set()
    for row in line.opened:
        moves = [one for one in row.history if one.what in (What.MOVED, What.RECOUNTED, What.OVERRIDDEN)]
        names |= set(moves[-1].facts) if moves else set()
    return tuple(sorted(names))


def _unowned(labels: Mapping[UUID, MatterLabel], away: list[Absence], uow: UnitOfWork) -> tuple[Unowned, ...]:
    absent, frozen = absences.away_on(uow.clock.today(), away), freezing.frozen(uow=uow)
    gone = {*absent, *frozen}
    found = []
    for id, ref in uow.session.execute(select(Matter.id, Matter.ref).where(Matter.state == MatterState.OPEN)):
        label = labels.get(id)
        if label is None or (label.responsible is not None and label.responsible not in gone):
            continue
        covered = label.deputy is not None and label.deputy not in gone
        absence = absent.get(label.responsible) if label.responsible is not None else None
        found.append(Unowned(label, ref, absence, label.responsible in frozen, covered))
    return tuple(sorted(found, key=lambda one: (one.covered, one.label.codename.casefold())))
