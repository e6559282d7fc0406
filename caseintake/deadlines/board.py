"""The Monday page: what ends when, over all matters somebody may know of.

Questions are asked of plaintext columns alone, so a coordinator sees the board without a key to any matter; a matter's
own people see their rows opened and checked. What is not theirs is in no list and no count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select

from caseintake.access.visibility import opened, within_reach
from caseintake.deadlines import chase, checked
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import SPANS, UNREAD, Group, Severity, State, span
from caseintake.deadlines.wording import TYPED
from caseintake.kernel.actor import Role
from caseintake.matters.model import Matter, MatterLabel
from caseintake.storage import in_parts, rows_in, scalars_in
from caseintake.vault.errors import Tampered
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

#: Lines of each section on the first page: together they fit on two printed sheets, the urgent ones having most room.
FIRST_PAGE: Final[Mapping[Group, int]] = {
    Group.ANY_DAY: 15,
    Group.OVERDUE: 15,
    Group.TODAY: 10,
    Group.IN_7: 10,
    Group.IN_14: 10,
    Group.IN_30: 10,
    Group.IN_60: 8,
    Group.IN_90: 8,
    Group.LATER: 4,
    Group.NEEDS_FACT: 5,
    Group.NO_PROOF: 5,
}
#: Lines of one section shown alone.
PAGE: Final = 100
#: So many limits of one's own matters are opened and checked for one page of the board; each page of a matter does all.
OPENED: Final = 500
#: "Moved since last Monday" reaches this far back.
MOVED_DAYS: Final = 7
#: A list to choose a matter from has so many at most; in a larger office the list itself leads to each.
CHOSEN_FROM: Final = 200
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose limits somebody may know of: all of the office (a coordinator who holds the docket) or these vaults'."""

    everything: bool
    vaults: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board was narrowed to. ``matters`` None is every matter."""

    rule: str | None = None
    severity: Severity | None = None
    state: State | None = None
    matters: frozenset[UUID] | None = None
    unread: bool = False
    moved: bool = False
    #: Only what has a last day, from this day and up to this day; None is open.
    first: date | None = None
    last: date | None = None

    @property
    def windowed(self) -> bool:
        """Whether what has no day is left out."""
        return self.first is not None or self.last is not None


@dataclass(slots=True)
class Line:
    """One line of the board: limits of one matter that end on one day by one rule, as many as there are.

    ``label`` is None where this person holds no key to it. ``opened`` are the limits themselves, for the matter's own
    people; ``damaged``: one of them is not as its author wrote it, and no date of this line is to be relied on.
    """

    due: date | None
    matter_id: UUID
    rule: str
    state: State
    severity: Severity
    number: int
    moved_on: date | None
    was: date | None
    first: UUID
    ref: str = "?????"
    mine: bool = False
    label: MatterLabel | None = None
    opened: list[Deadline] = field(default_factory=list)
    damaged: bool = False
    #: Of a typed date: who looks after it, where known, and the minute of the day.
    looked_after: tuple[UUID | None, UUID | None] | None = None
    minute: int | None = None
    #: Of an application the Registry has not answered: until when another set can go out.
    again: date | None = None

    @property
    def typed(self) -> bool:
        """Whether this is a date no rule computes (`caseintake.diary`); ``first`` is then its id."""
        return self.rule in TYPED

    @property
    def people(self) -> tuple[UUID | None, UUID | None] | None:
        """Responsible and deputy; None where no key to that is held."""
        if self.looked_after is not None or self.label is None:
            return self.looked_after
        return self.label.responsible, self.label.deputy

    @property
    def cautious(self) -> date | None:
        """The earliest cautious date of the limits that open here, if it is another day."""
        days = [row.counted.cautious for row in self.opened if row.counted.cautious is not None]
        return min(days) if days and min(days) != self.due else None

    @property
    def ends_at(self) -> datetime | None:
        """The first minute at which a period in hours ends, of the limits that open here."""
        return min((row.ends_at for row in self.opened if row.ends_at is not None), default=None)


@dataclass(slots=True)
class Section:
    """One section: how many limits, and one page of its lines; ``more``: there is a next page."""

    group: Group
    count: int
    lines: list[Line] = field(default_factory=list)
    more: bool = False


def scope(*, uow: UnitOfWork) -> Scope:
    """What the acting person's keys reach."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    mine = uow.keystore.mine()
    return Scope(uow.actor.role is Role.COORDINATOR and docket in mine, mine)


def counts(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> dict[Group, int]:
    """How many limits stand in each section; those of other people's matters are not counted."""
    section = _section_of(uow.clock.today()).label("section")
    # Two questions, each answered by one index alone: what runs, and what is done but for a paper.
    running = _narrowed(select(section, func.count()), within, wanted, uow).where(Deadline.running).group_by(section)
    unproven = _narrowed(select(func.count()), within, wanted, uow).where(_in_group(Group.NO_PROOF, uow.clock.today()))
    found = {Group(name): number for name, number in uow.session.execute(running)}
    found[Group.NO_PROOF] = uow.session.scalar(unproven) or 0
    return {group: found.get(group, 0) for group in Group}


def counts_of(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> tuple[int, int]:
    """How many need a second reading, and how many moved in the last week."""
    since = uow.clock.today() - timedelta(days=MOVED_DAYS)
    one = _narrowed(select(func.count()), within, wanted, uow).where(Deadline.running)
    unread = uow.session.scalar(one.where(Deadline.state.in_(UNREAD)))
    return unread or 0, uow.session.scalar(one.where(Deadline.moved_on >= since)) or 0


def page(
    group: Group, within: Scope, wanted: Wanted, *, number: int = 1, size: int = PAGE, uow: UnitOfWork
) -> tuple[list[Line], bool]:
    """The lines of one page of a section, the first to end first, and whether there are more.

    Grouped in the order of the index, so that the first page of a long section costs no more than of a short one.
    """
    statement = _grouped(_in_group(group, uow.clock.today()), within, wanted, uow)
    lines = _lines(statement.limit(size + 1).offset((number - 1) * size), uow)
    return lines[:size], len(lines) > size


def every(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> list[Line]:
    """All lines the board has, whatever their section, the first to end first; not dressed."""
    return _lines(_grouped(_listed(), within, wanted, uow), uow)


def _grouped(condition: ColumnElement[bool], within: Scope, wanted: Wanted, uow: UnitOfWork) -> Query:
    by = (Deadline.due, Deadline.matter_id, Deadline.rule, Deadline.state)
    statement = select(
        *by,
        func.max(chase.gravity_of(uow.clock.today())),
        func.count(),
        func.max(Deadline.moved_on),
        func.max(Deadline.was),
        # Any of them would do; MIN of a UUID is not known to every engine.
        func.min(cast(Deadline.id, String)),
        func.min(Deadline.send_again_by),
    )
    return _narrowed(statement, within, wanted, uow).where(condition).group_by(*by).order_by(*by)


def _lines(statement: Query, uow: UnitOfWork) -> list[Line]:
    return [
        Line(due, matter_id, rule, state, severity, number, moved_on, was, UUID(first), again=again)
        for due, matter_id, rule, state, severity, number, moved_on, was, first, again in uow.session.execute(statement)
    ]


def sections(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> list[Section]:
    """Every section that is not empty with its first page, dressed."""
    numbers = counts(within, wanted, uow=uow)
    made = [Section(group, number) for group, number in numbers.items() if number]
    for one in made:
        one.lines, one.more = page(one.group, within, wanted, size=FIRST_PAGE[one.group], uow=uow)
    dress([line for one in made for line in one.lines], within, uow=uow)
    return made


def dress(lines: Sequence[Line], within: Scope, *, uow: UnitOfWork) -> None:
    """Give lines their matter's five letters and, as far as keys reach, its label and the opened limits."""
    name(lines, within, uow=uow)
    _open([line for line in lines if line.mine], uow)


def name(lines: Sequence[Line], within: Scope, *, uow: UnitOfWork) -> None:
    """As `dress`, without opening the limits themselves."""
    ids = {line.matter_id for line in lines}
    matters = {
        row.id: row for row in rows_in(select(Matter.id, Matter.ref, Matter.vault_id), Matter.id, ids, uow.session)
    }
    labels = labels_of(ids, uow=uow)
    for line in lines:
        line.ref, line.label = matters[line.matter_id].ref, labels.get(line.matter_id)
        line.mine = matters[line.matter_id].vault_id in within.vaults


def check(lines: Sequence[Line], *, uow: UnitOfWork) -> dict[UUID, int]:
    """Compare what stands behind these lines with the log, mark what differs, and answer how many by matter.

    Only what is shown: one that was moved out of sight or taken away is found by whoever compares all of them, as the
    reminder does.
    """
    shown = [line for line in lines if not line.typed]
    among = and_(_listed(), _on_days({line.due for line in shown}))
    found = checked.altered(matters={line.matter_id for line in shown}, among=among, uow=uow)
    by = {(line.matter_id, line.rule, line.due, line.state): line for line in lines}
    ids = {id for some in found.values() for id in some}
    key = select(Deadline.matter_id, Deadline.rule, Deadline.due, Deadline.state)
    for at in rows_in(key, Deadline.id, ids, uow.session):
        line = by.get((at.matter_id, at.rule, at.due, at.state))
        if line is not None:
            line.damaged = True
    return {matter_id: len(some) for matter_id, some in found.items()}


def _open(lines: list[Line], uow: UnitOfWork) -> None:
    """Open and check what stands behind these lines, the first ones first, up to a number that a page can bear."""
    by = {(line.matter_id, line.rule, line.due, line.state): line for line in lines[: _enough(lines)]}
    wanted = {line.matter_id for line in by.values()}
    listed = select(Deadline).where(_listed())
    listed = listed.where(_on_days({line.due for line in by.values()}))
    for row in scalars_in(listed, Deadline.matter_id, wanted, uow.session):
        line = by.get((row.matter_id, row.rule, row.due, row.state))
        if line is None:
            continue
        try:
            row.payload()
            line.opened.append(row)
        except Tampered:
            line.damaged = True


def _enough(lines: list[Line]) -> int:
    total = 0
    for number, line in enumerate(lines):
        total += line.number
        if total > OPENED:
            return number
    return len(lines)


def labels_of(matter_ids: set[UUID] | None, *, uow: UnitOfWork) -> dict[UUID, MatterLabel]:
    """The labels of these matters (None: of all) that this person's keys open, by matter."""
    if matter_ids is None:
        rows = within_reach(MatterLabel, uow=uow)
    else:
        rows = scalars_in(select(MatterLabel), MatterLabel.matter_id, matter_ids, uow.session)
    return {row.matter_id: row for row in opened(rows, uow=uow)}


def labels_to_choose(*, uow: UnitOfWork) -> dict[UUID, MatterLabel]:
    """The labels to choose a matter from; none where there are so many that opening them would take too long."""
    number = uow.session.scalar(select(func.count()).select_from(MatterLabel)) or 0
    return labels_of(None, uow=uow) if number <= CHOSEN_FROM else {}


def matters_of(
    labels: dict[UUID, MatterLabel], *, person: UUID | None = None, alone: bool = False, unowned: bool = False
) -> frozenset[UUID]:
    """The matters somebody looks after, as responsible (``alone``) or deputy; or those nobody does."""
    if unowned:
        return frozenset(id for id, label in labels.items() if label.responsible is None)
    if alone:
        return frozenset(id for id, label in labels.items() if label.responsible == person)
    return frozenset(id for id, label in labels.items() if person in (label.responsible, label.deputy))


def _narrowed(statement: Query, within: Scope, wanted: Wanted, uow: UnitOfWork) -> Query:
    if not within.everything:
        statement = statement.where(one_of(Deadline.vault_id, within.vaults))
    if wanted.matters is not None:
        statement = statement.where(one_of(Deadline.matter_id, wanted.matters))
    if wanted.rule is not None:
        statement = statement.where(Deadline.rule == wanted.rule)
    if wanted.severity is not None:
        statement = statement.where(chase.gravity_of(uow.clock.today()) == wanted.severity)
    if wanted.state is not None:
        statement = statement.where(Deadline.state == wanted.state)
    if wanted.unread:
        statement = statement.where(Deadline.state.in_(UNREAD))
    if wanted.moved:
        since = uow.clock.today() - timedelta(days=MOVED_DAYS)
        statement = statement.where(Deadline.running, Deadline.moved_on >= since)
    if wanted.first is not None:
        statement = statement.where(Deadline.due >= wanted.first)
    if wanted.last is not None:
        statement = statement.where(Deadline.due <= wanted.last)
    return statement


def one_of(column: Any, ids: frozenset[UUID]) -> ColumnElement[bool]:
    """Any number of ids: an engine takes only so many in one list."""
    parts = [column.in_(some) for some in in_parts(ids)]
    return or_(*parts) if parts else column.in_([])


def _on_days(days: set[date | None]) -> ColumnElement[bool]:
    dated = Deadline.due.in_(sorted(day for day in days if day))
    return or_(dated, Deadline.due.is_(None)) if None in days else dated


def _listed() -> ColumnElement[bool]:
    return or_(Deadline.running, Deadline.state == State.LODGED_NO_PROOF)


def _section_of(today: date) -> Any:
    whens: list[tuple[ColumnElement[bool], str]] = [
        (Deadline.state == State.LODGED_NO_PROOF, Group.NO_PROOF.value),
        (Deadline.state == State.MAY_END_ANY_DAY, Group.ANY_DAY.value),
        (Deadline.due.is_(None), Group.NEEDS_FACT.value),
    ]
    for group in SPANS:
        last = span(group, today)[1]
        if last is not None:
            whens.append((Deadline.due <= last, group.value))
    return case(*whens, else_=Group.LATER.value)


def _in_group(group: Group, today: date) -> ColumnElement[bool]:
    if group is Group.NO_PROOF:
        return Deadline.state == State.LODGED_NO_PROOF
    if group is Group.ANY_DAY:
        return Deadline.state == State.MAY_END_ANY_DAY
    if group is Group.NEEDS_FACT:
        return Deadline.state == State.NEEDS_FACT
    first, last = span(group, today)
    bounds: list[ColumnElement[bool]] = [Deadline.running.is_(True), Deadline.due.is_not(None)]
    if first is not None:
        bounds.append(Deadline.due >= first)
    if last is not None:
        bounds.append(Deadline.due <= last)
    return and_(*bounds)
