"""The Monday page in its order: what is fatal and when, what may end any day, what moved, what nobody looks after.

Everything is asked with the acting person's keys: a coordinator sees codenames and days of all matters and no name, a
lawyer sees her own matters alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.deadlines import board
from caseintake.deadlines.board import Line, Scope, Section, Wanted
from caseintake.deadlines.model import What
from caseintake.deadlines.states import Group, Severity
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter, MatterLabel
from caseintake.monday import absences, stages
from caseintake.monday.model import Absence, Progress
from caseintake.work import UnitOfWork

#: The sections of fatal last days, the nearest first.
FATAL: Final = (Group.OVERDUE, Group.TODAY, Group.IN_7, Group.IN_14, Group.IN_30, Group.IN_60, Group.IN_90)
#: Lines of "moved since last Monday".
MOVED: Final = 20


@dataclass(frozen=True, slots=True)
class Unowned:
    """A matter whose responsible cannot be asked today.

    ``away``: why not; None: nobody was named. ``covered``: its deputy is there.
    """

    label: MatterLabel
    ref: str
    away: Absence | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page. ``person``: whose sheet it is; None is everybody's."""

    today: date
    within: Scope
    person: UUID | None
    fatal: tuple[Section, ...]
    any_day: Section | None
    moved: tuple[Line, ...]
    stages: Mapping[UUID, tuple[Progress, ...]]
    unowned: tuple[Unowned, ...]
    away: tuple[Absence, ...]

    def stage_of(self, line: Line) -> Progress | None:
        """How far the work for this line has come; None: nobody has said so, which means not begun."""
        return stages.reached(self.stages.get(line.matter_id, ()), line.rule, line.due, line.was)


def sheet(person: UUID | None = None, *, uow: UnitOfWork) -> Sheet:
    """The page, of everybody or of the matters one person looks after as responsible or deputy."""
    within = board.scope(uow=uow)
    labels = board.labels_of(None, uow=uow)
    matters = None if person is None else board.matters_of(labels, person=person)
    found = board.sections(within, Wanted(severity=Severity.FATAL, matters=matters), uow=uow)
    away = absences.current(uow=uow)
    theirs = {id: label for id, label in labels.items() if matters is None or id in matters}
    return Sheet(
        today=uow.clock.today(),
        within=within,
        person=person,
        fatal=tuple(one for one in found if one.group in FATAL),
        any_day=next((one for one in found if one.group is Group.ANY_DAY), None),
        moved=_moved(within, matters, uow),
        stages=stages.of_matters(theirs.values(), uow=uow),
        unowned=_unowned(theirs, away, uow),
        away=tuple(away if person is None else [row for row in away if row.person_id == person]),
    )


def _moved(within: Scope, matters: frozenset[UUID] | None, uow: UnitOfWork) -> tuple[Line, ...]:
    """What moved in the last week, whatever happens when it passes: the earliest last day first."""
    wanted = Wanted(matters=matters, moved=True)
    lines: list[Line] = []
    for group, number in board.counts(within, wanted, uow=uow).items():
        if number and len(lines) < MOVED:
            lines += board.page(group, within, wanted, size=MOVED - len(lines), uow=uow)[0]
    board.dress(lines, within, uow=uow)
    return tuple(lines)


def why_moved(line: Line) -> tuple[str, ...]:
    """The days whose change moved this line, by name; empty for whoever holds no key to the matter."""
    names: set[str] = set()
    for row in line.opened:
        moves = [one for one in row.history if one.what in (What.MOVED, What.RECOUNTED, What.OVERRIDDEN)]
        names |= set(moves[-1].facts) if moves else set()
    return tuple(sorted(names))


def _unowned(labels: Mapping[UUID, MatterLabel], away: list[Absence], uow: UnitOfWork) -> tuple[Unowned, ...]:
    gone = absences.away_on(uow.clock.today(), away)
    found = []
    for id, ref in uow.session.execute(select(Matter.id, Matter.ref).where(Matter.state == MatterState.OPEN)):
        label = labels.get(id)
        if label is None or (label.responsible is not None and label.responsible not in gone):
            continue
        covered = label.deputy is not None and label.deputy not in gone
        found.append(Unowned(label, ref, gone.get(label.responsible) if label.responsible else None, covered))
    return tuple(sorted(found, key=lambda one: (one.covered, one.label.codename.casefold())))
