"""Who has how much to do: open time-limits, hearings and tasks by the colleague responsible. Codenames are not needed.

What ends when stands in clear; who looks after it is on the label of a matter. So a coordinator sees everybody's load
without a key to any matter, a lawyer that of her own matters. Tasks are sealed and counted where they open.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.casework import tasks
from caseintake.deadlines import board
from caseintake.deadlines.board import Line, Wanted
from caseintake.deadlines.states import UNREAD, Group, Severity, group_of
from caseintake.diary import absences
from caseintake.diary import board as diary
from caseintake.diary import queries as dates
from caseintake.diary.readiness import Absence
from caseintake.matters.model import MatterLabel
from caseintake.work import UnitOfWork

#: The windows of the table: each column with the sections of the board it adds up.
WINDOWS: Final[Mapping[str, tuple[Group, ...]]] = {
    "any_day": (Group.ANY_DAY, Group.NEEDS_FACT),
    "over": (Group.OVERDUE,),
    "in_14": (Group.TODAY, Group.IN_7, Group.IN_14),
    "in_30": (Group.IN_30,),
    "in_90": (Group.IN_60, Group.IN_90),
    "later": (Group.LATER,),
}
_WINDOW_OF: Final = {group: name for name, groups in WINDOWS.items() for group in groups}
#: Hearings are counted so many days ahead, today included.
HEARING_DAYS: Final = 30


@dataclass(slots=True)
class Load:
    """What one colleague is responsible for; ``person`` None: nobody is. Numbers are of limits, not of lines."""

    person: UUID | None
    matters: int = 0
    as_deputy: int = 0
    #: By window and severity.
    limits: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    unread: int = 0
    no_proof: int = 0
    hearings: int = 0
    tasks: int = 0
    away: Absence | None = None

    def number(self, window: str, severity: Severity | None = None) -> int:
        """How many in this window, of one severity or of all."""
        return sum(n for (name, one), n in self.limits.items() if name == window and severity in (None, one))

    @property
    def total(self) -> int:
        """All open limits and typed dates."""
        return sum(self.limits.values())

    def severity(self, one: Severity) -> int:
        """All open ones of one severity."""
        return sum(n for (_name, severity), n in self.limits.items() if severity is one)


@dataclass(frozen=True, slots=True)
class Workload:
    """The table, who has most fatal ones first; ``closed``: limits of matters whose label does not open here."""

    loads: tuple[Load, ...]
    closed: int
    #: How many dates of a matter are not those the log knows, by codename or letters.
    changed: tuple[tuple[str, int], ...]


def workload(*, uow: UnitOfWork) -> Workload:
    """Everything the acting person's keys reach."""
    within = board.scope(uow=uow)
    labels = board.labels_of(None, uow=uow)
    lines = diary.every(within, Wanted(), uow=uow)
    changed = diary.check(lines, uow=uow)
    loads: dict[UUID | None, Load] = {}
    _looked_after(labels, loads)
    closed = _limits(lines, labels, loads, uow)
    _hearings(labels, loads, uow)
    for line in tasks.everywhere(uow=uow)[0]:
        if line.open:
            _of(loads, line.person).tasks += 1
    for person, absence in absences.away_on(uow.clock.today(), absences.current(uow=uow)).items():
        if person in loads:
            loads[person].away = absence
    called = {id: label.codename for id, label in labels.items()}
    return Workload(
        tuple(sorted(loads.values(), key=_heaviest)),
        closed,
        tuple(sorted((called.get(id, id.hex[:5]), number) for id, number in changed.items())),
    )


def _of(loads: dict[UUID | None, Load], person: UUID | None) -> Load:
    return loads.setdefault(person, Load(person))


def _looked_after(labels: Mapping[UUID, MatterLabel], loads: dict[UUID | None, Load]) -> None:
    for label in labels.values():
        _of(loads, label.responsible).matters += 1
        if label.deputy is not None:
            _of(loads, label.deputy).as_deputy += 1


def _limits(
    lines: Iterable[Line], labels: Mapping[UUID, MatterLabel], loads: dict[UUID | None, Load], uow: UnitOfWork
) -> int:
    """Count every line for whoever is responsible for its matter; answers how many are nobody's to know."""
    closed = 0
    for line in lines:
        label = labels.get(line.matter_id)
        if label is None:
            closed += line.number
            continue
        load = _of(loads, label.responsible)
        group = group_of(line.state, line.due, uow.clock.today())
        if group is Group.NO_PROOF:
            load.no_proof += line.number
        elif group is not None:
            load.limits[_WINDOW_OF[group], line.severity] += line.number
            load.unread += line.number if line.state in UNREAD else 0
    return closed


def _hearings(labels: Mapping[UUID, MatterLabel], loads: dict[UUID | None, Load], uow: UnitOfWork) -> None:
    today = uow.clock.today()
    for one in dates.hearings_between(today, today + timedelta(days=HEARING_DAYS - 1), uow):
        label = labels.get(one.matter_id)
        for person in one.people or ({label.responsible} if label is not None else ()):
            _of(loads, person).hearings += 1


def _heaviest(load: Load) -> tuple[bool, int, int, str]:
    # What nobody looks after is the first thing a coordinator must see.
    return load.person is not None, -load.severity(Severity.FATAL), -load.total, load.person.hex if load.person else ""
