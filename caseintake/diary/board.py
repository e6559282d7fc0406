"""The board with typed dates beside time-limits, in the same sections. Asked of plaintext columns, like the rest of it.

There are few typed dates beside the limits of joint cases (one hearing of 200 applicants is one), so each page takes
as many of both as fit and keeps the first.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from caseintake.deadlines import board, checked
from caseintake.deadlines.board import FIRST_PAGE, MOVED_DAYS, PAGE, Line, Scope, Section, Wanted
from caseintake.deadlines.feed import Entry, lines_of
from caseintake.deadlines.states import SPANS, UNREAD, Group, group_of, span
from caseintake.diary import queries
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.vault.errors import Tampered
from caseintake.work import UnitOfWork


def counts(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> dict[Group, int]:
    """How many limits and typed dates stand in each section."""
    found = board.counts(within, wanted, uow=uow)
    statement = _narrowed(select(DiaryEntry.due, DiaryEntry.state, func.count()), within, wanted, uow)
    for due, state, number in uow.session.execute(statement.group_by(DiaryEntry.due, DiaryEntry.state)):
        group = group_of(state, due, uow.clock.today())
        if group is not None:
            found[group] += number
    return found


def counts_of(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> tuple[int, int]:
    """How many need a second reading, and how many moved in the last week."""
    unread, moved = board.counts_of(within, wanted, uow=uow)
    one = _narrowed(select(func.count()), within, wanted, uow)
    since = uow.clock.today() - timedelta(days=MOVED_DAYS)
    unread += uow.session.scalar(one.where(DiaryEntry.state.in_(UNREAD))) or 0
    moved += uow.session.scalar(one.where(DiaryEntry.moved_on >= since)) or 0
    return unread, moved


def page(
    group: Group, within: Scope, wanted: Wanted, *, number: int = 1, size: int = PAGE, uow: UnitOfWork
) -> tuple[list[Line], bool]:
    """One page of a section, the first to end first, and whether there are more."""
    upto = number * size
    limits, more = board.page(group, within, wanted, size=upto, uow=uow)
    lines = sorted([*limits, *_typed(group, within, wanted, upto + 1, uow)], key=_order)
    return lines[upto - size : upto], more or len(lines) > upto


def every(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> list[Line]:
    """All lines whatever their section, the first to end first; not dressed."""
    typed = uow.session.scalars(_narrowed(select(DiaryEntry), within, wanted, uow))
    return sorted([*board.every(within, wanted, uow=uow), *map(_line, typed)], key=_order)


def sections(within: Scope, wanted: Wanted, *, uow: UnitOfWork) -> list[Section]:
    """Every section that is not empty with its first page, dressed."""
    made = [Section(group, number) for group, number in counts(within, wanted, uow=uow).items() if number]
    for one in made:
        one.lines, one.more = page(one.group, within, wanted, size=FIRST_PAGE[one.group], uow=uow)
    dress([line for one in made for line in one.lines], within, uow=uow)
    for one in made:
        one.lines.sort(key=lambda line: (line.due or date.min, -1 if line.minute is None else line.minute))
    return made


def dress(lines: Sequence[Line], within: Scope, *, uow: UnitOfWork) -> None:
    """`board.dress`, and for typed dates their own people, hour, and whether they open."""
    board.dress(lines, within, uow=uow)
    typed = {line.first: line for line in lines if line.typed}
    for id, label in queries.labels_of(typed, uow=uow).items():
        typed[id].looked_after = (label.responsible, label.deputy)
        typed[id].minute = label.minute
    for row in uow.session.scalars(select(DiaryEntry).where(DiaryEntry.id.in_(id for id in typed if typed[id].mine))):
        try:
            row.payload()
        except Tampered:
            typed[row.id].damaged = True


def check(lines: Sequence[Line], *, uow: UnitOfWork) -> dict[UUID, int]:
    """`board.check` for limits and typed dates of these matters: marks lines, answers how many differ by matter."""
    found = board.check(lines, uow=uow)
    by = {line.first: line for line in lines if line.typed}
    for matter_id, ids in checked.altered(
        matters={line.matter_id for line in lines}, model=DiaryEntry, uow=uow
    ).items():
        found[matter_id] = found.get(matter_id, 0) + len(ids)
        for id in ids & by.keys():
            by[id].damaged = True
    return found


def in_feed(vaults: frozenset[UUID] | None, uow: UnitOfWork) -> list[Entry]:
    """What the calendar feed adds to time-limits: kind, day and letters of each date that is still to come."""
    found = lines_of(DiaryEntry, DiaryEntry.kind, vaults, uow)
    return [(f"typed.{kind}", due, ref, id) for kind, due, ref, id in found]


def _typed(group: Group, within: Scope, wanted: Wanted, most: int, uow: UnitOfWork) -> list[Line]:
    if group not in SPANS:
        return []
    first, last = span(group, uow.clock.today())
    statement = _narrowed(select(DiaryEntry), within, wanted, uow).order_by(DiaryEntry.due, DiaryEntry.id).limit(most)
    if first is not None:
        statement = statement.where(DiaryEntry.due >= first)
    if last is not None:
        statement = statement.where(DiaryEntry.due <= last)
    return [_line(row) for row in uow.session.scalars(statement)]


def _line(row: DiaryEntry) -> Line:
    return Line(row.due, row.matter_id, row.rule, row.state, row.severity, 1, row.moved_on, row.was, row.id)


def _narrowed(statement: Any, within: Scope, wanted: Wanted, uow: UnitOfWork) -> Any:
    statement = statement.where(DiaryEntry.running)
    if not within.everything:
        statement = statement.where(board.one_of(DiaryEntry.vault_id, within.vaults))
    if wanted.matters is not None:
        statement = statement.where(board.one_of(DiaryEntry.matter_id, wanted.matters))
    if wanted.rule is not None:
        statement = statement.where(DiaryEntry.kind.in_([kind for kind in Kind if kind.rule == wanted.rule]))
    if wanted.severity is not None:
        statement = statement.where(DiaryEntry.severity == wanted.severity)
    if wanted.state is not None:
        statement = statement.where(DiaryEntry.state == wanted.state)
    if wanted.unread:
        statement = statement.where(DiaryEntry.state.in_(UNREAD))
    if wanted.moved:
        statement = statement.where(DiaryEntry.moved_on >= uow.clock.today() - timedelta(days=MOVED_DAYS))
    if wanted.first is not None:
        statement = statement.where(DiaryEntry.due >= wanted.first)
    if wanted.last is not None:
        statement = statement.where(DiaryEntry.due <= wanted.last)
    return statement


def _order(line: Line) -> tuple[Any, ...]:
    due = line.due
    return (due is not None, due.toordinal() if due else 0, line.matter_id, line.rule, line.first)
