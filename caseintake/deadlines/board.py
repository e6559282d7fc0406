"""The Monday page: what ends when, over all matters somebody may know of.

Questions are asked of plaintext columns alone, so a coordinator sees the board without a key to any matter; a matter's
own people see their rows opened and checked. What is not theirs is in no list and no count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import SPANS, UNREAD, Group, Severity, State, span
from caseintake.kernel.actor import Role
from caseintake.matters.model import Matter, MatterLabel
from caseintake.vault.errors import Locked, Tampered
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

PAGE: Final = 25
#: "Moved since last Monday" reaches this far back.
MOVED_DAYS: Final = 7
_AT_ONCE: Final = 500
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


@dataclass(slots=True)
class Line:
    """One row of the board. ``label`` and ``opened`` are None where this person holds no key."""

    row: Row[Any]
    ref: str
    label: MatterLabel | None
    opened: Deadline | None = None
    damaged: bool = False


@dataclass(slots=True)
class Section:
    """One section: how many, and the lines of one page of it."""

    group: Group
    count: int
    lines: list[Line] = field(default_factory=list)


def scope(*, uow: UnitOfWork) -> Scope:
    """What the acting person's keys reach."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    mine = uow.keystore.mine()
    return Scope(uow.actor.role is Role.COORDINATOR and docket in mine, mine)


def counts(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> dict[Group, int]:
    """How many limits stand in each section; those of other people's matters are not counted."""
    section = _section_of(uow.clock.today()).label("section")
    statement = _narrowed(select(section, func.count()), within, wanted, uow).where(_listed()).group_by(section)
    found = {Group(name): number for name, number in uow.session.execute(statement)}
    return {group: found.get(group, 0) for group in Group}


def counts_of(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> tuple[int, int]:
    """How many need a second reading, and how many moved in the last week."""
    since = uow.clock.today() - timedelta(days=MOVED_DAYS)
    statement = select(
        func.sum(case((Deadline.state.in_(UNREAD), 1), else_=0)),
        func.sum(case((Deadline.moved_on >= since, 1), else_=0)),
    ).where(Deadline.running)
    unread, moved = uow.session.execute(_narrowed(statement, within, wanted, uow)).one()
    return unread or 0, moved or 0


def page(
    group: Group, within: Scope, wanted: Wanted, *, number: int = 1, size: int = PAGE, uow: UnitOfWork
) -> list[Row[Any]]:
    """Rows of one page of a section, the first to end first."""
    statement = _narrowed(select(*_COLUMNS), within, wanted, uow)
    statement = statement.where(_in_group(group, uow.clock.today()))
    statement = statement.order_by(Deadline.due, Deadline.id).limit(size).offset((number - 1) * size)
    return list(uow.session.execute(statement))


_COLUMNS: Final = (
    Deadline.id, Deadline.vault_id, Deadline.matter_id, Deadline.rule, Deadline.severity, Deadline.state,
    Deadline.due, Deadline.moved_on, Deadline.was, Deadline.rule_digest, Deadline.calendar_digest,
)  # fmt: skip


def sections(within: Scope, wanted: Wanted, *, size: int = PAGE, uow: UnitOfWork) -> list[Section]:
    """Every section that is not empty with its first page, dressed."""
    numbers = counts(within, wanted, uow=uow)
    made = [Section(group, number) for group, number in numbers.items() if number]
    pages = [page(one.group, within, wanted, size=size, uow=uow) for one in made]
    lines = iter(dressed([row for rows in pages for row in rows], within, uow=uow))
    for one, rows in zip(made, pages, strict=True):
        one.lines = [next(lines) for _ in rows]
    return made


def dressed(rows: Sequence[Row[Any]], within: Scope, *, uow: UnitOfWork) -> list[Line]:
    """Rows with their matter's five letters and, as far as keys reach, its label and the opened limit."""
    ids = {row.matter_id for row in rows}
    refs: dict[UUID, str] = {row.id: row.ref for row in _in_parts(select(Matter.id, Matter.ref), Matter.id, ids, uow)}
    labels = labels_of(ids, uow=uow)
    opened = _opened([row.id for row in rows if row.vault_id in within.vaults], uow)
    return [_line(row, refs, labels, opened) for row in rows]


def _line(
    row: Row[Any], refs: dict[UUID, str], labels: dict[UUID, MatterLabel], opened: dict[UUID, Deadline]
) -> Line:
    line = Line(row, refs.get(row.matter_id, "?????"), labels.get(row.matter_id))
    found = opened.get(row.id)
    if found is not None:
        try:
            found.payload()
            line.opened = found
        except Tampered:
            line.damaged = True
    return line


def labels_of(matter_ids: set[UUID] | None, *, uow: UnitOfWork) -> dict[UUID, MatterLabel]:
    """The labels of these matters (None: of all) that this person's keys open, by matter."""
    statement = select(MatterLabel)
    rows: list[MatterLabel]
    if matter_ids is None:
        rows = list(uow.session.scalars(statement))
    else:
        rows = [row for (row,) in _in_parts(statement, MatterLabel.matter_id, matter_ids, uow)]
    uow.keystore.open({row.vault_id for row in rows})
    found = {}
    for row in rows:
        try:
            row.payload()
        except Locked:
            continue
        found[row.matter_id] = row
    return found


def matters_of(
    labels: dict[UUID, MatterLabel], *, person: UUID | None = None, unowned: bool = False
) -> frozenset[UUID]:
    """The matters somebody looks after, as responsible or deputy; or those nobody does."""
    if unowned:
        return frozenset(id for id, label in labels.items() if label.responsible is None)
    return frozenset(id for id, label in labels.items() if person in (label.responsible, label.deputy))


def _in_parts(statement: Query, column: Any, ids: set[UUID], uow: UnitOfWork) -> list[Row[Any]]:
    wanted = sorted(ids)
    found: list[Row[Any]] = []
    for at in range(0, len(wanted), _AT_ONCE):
        found += uow.session.execute(statement.where(column.in_(wanted[at : at + _AT_ONCE]))).all()
    return found


def _opened(ids: list[UUID], uow: UnitOfWork) -> dict[UUID, Deadline]:
    found = {row.id: row for (row,) in _in_parts(select(Deadline), Deadline.id, set(ids), uow)}
    uow.keystore.open({row.vault_id for row in found.values()})
    return found


def _narrowed(statement: Query, within: Scope, wanted: Wanted, uow: UnitOfWork) -> Query:
    if not within.everything:
        statement = statement.where(_one_of(Deadline.vault_id, within.vaults))
    if wanted.matters is not None:
        statement = statement.where(_one_of(Deadline.matter_id, wanted.matters))
    if wanted.rule is not None:
        statement = statement.where(Deadline.rule == wanted.rule)
    if wanted.severity is not None:
        statement = statement.where(Deadline.severity == wanted.severity)
    if wanted.state is not None:
        statement = statement.where(Deadline.state == wanted.state)
    if wanted.unread:
        statement = statement.where(Deadline.state.in_(UNREAD))
    if wanted.moved:
        since = uow.clock.today() - timedelta(days=MOVED_DAYS)
        statement = statement.where(Deadline.running, Deadline.moved_on >= since)
    return statement


def _one_of(column: Any, ids: frozenset[UUID]) -> ColumnElement[bool]:
    """Any number of ids: an engine takes only so many in one list."""
    known = sorted(ids)
    parts = [column.in_(known[at : at + _AT_ONCE]) for at in range(0, len(known), _AT_ONCE)]
    return or_(*parts) if parts else column.in_([])


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
