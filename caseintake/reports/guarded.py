"""Numbers out of which no small one can be computed. Pure.

A report is several tables over the same people: by month, by stage, by article. Under five is never a number. But one
hidden cell is the total less the shown ones, and the total of one table is the total of every other. So, as soon as
one cell of a report is under five, no total is shown, and in every table one more cell, chosen by its place and never
by its size, says only "five or more". Then any hidden cell could be anything from nought to four:

- raise it, and every other table takes up the change in its "five or more";
- lower it, and the same table does.

A table in which nothing reaches five says nothing and is left out.

Two reports made one after the other say little more than each alone: a number stands as it stood until it has changed
by five. A cell that was hidden comes out at nine or more, and one that was shown is hidden from nine down: whichever
number under five it has, it had or has changed by at least five.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

#: What is smaller is never shown, and neither is a smaller change.
SMALL: Final = 5
#: A shown cell that becomes small has certainly changed by `SMALL`, and the other way round, from this number on.
CLEAR: Final = SMALL - 1 + SMALL
#: Instead of a number.
UNDER: Final = -1
OR_MORE: Final = -2


class Cell(msgspec.Struct, frozen=True):
    """One row of a table. ``shown`` is a number of at least five, `UNDER` or `OR_MORE`."""

    name: str
    shown: int


class Table(msgspec.Struct, frozen=True):
    """One question asked about the same people; ``cells`` empty: too few to say anything."""

    name: str
    cells: tuple[Cell, ...]


class Report(msgspec.Struct, frozen=True):
    """What is given out. ``total`` is a number of at least five, or `UNDER` where one cell of the report is small."""

    tables: tuple[Table, ...]
    total: int

    def cell(self, table: str, name: str) -> int:
        """What a cell says; one that does not stand there is under five."""
        found = (cell for one in self.tables if one.name == table for cell in one.cells if cell.name == name)
        return next((cell.shown for cell in found), UNDER)


def guarded(counts: Mapping[str, Mapping[str, int]], total: int, before: Report | None = None) -> Report:
    """The report of these counts, table by table and row by row in their order. ``before`` is the last one made.

    A total is shown only in a first report, and if nothing in it is small: beside numbers that stand as they stood,
    a new one would tell how much they have changed together.
    """
    steady = {
        table: {name: _steady(number, table, name, before) for name, number in rows.items()}
        for table, rows in counts.items()
    }
    if before is None and total >= SMALL and UNDER not in {one for rows in steady.values() for one in rows.values()}:
        return Report(tuple(Table(table, _cells(rows)) for table, rows in steady.items()), total)
    return Report(tuple(Table(table, _with_one_open(rows)) for table, rows in steady.items()), UNDER)


def _steady(number: int, table: str, name: str, before: Report | None) -> int:
    """The number, or what stood there last time if it has changed by less than five."""
    if before is None:
        return number if number >= SMALL else UNDER
    was = before.cell(table, name)
    if was == UNDER:
        return number if number >= CLEAR else UNDER
    if was == OR_MORE:  # nobody has seen a number here
        return number if number >= SMALL else UNDER
    if number < SMALL:
        return UNDER if was >= CLEAR else was
    return number if abs(number - was) >= SMALL else was


def _cells(rows: Mapping[str, int]) -> tuple[Cell, ...]:
    return tuple(Cell(name, shown) for name, shown in rows.items())


def _with_one_open(rows: Mapping[str, int]) -> tuple[Cell, ...]:
    """The last row that shows a number says "five or more" instead; without any the table is left out."""
    numbers = [name for name, shown in rows.items() if shown != UNDER]
    if not numbers:
        return ()
    return _cells({name: OR_MORE if name == numbers[-1] else shown for name, shown in rows.items()})


def possible(report: Report, partitions: Iterable[str]) -> Mapping[tuple[str, str], tuple[int, int | None]]:
    """What a reader who knows all of this can compute of each hidden cell: the least and the most it can be.

    ``partitions`` are the tables in which everybody stands once, so that their rows add up to the total.
    """
    names = set(partitions)
    tables = [table for table in report.tables if table.cells and table.name in names]
    low = max([sum(_least(cell) for cell in table.cells) for table in tables], default=0)
    most = [_sum([_most(cell) for cell in table.cells]) for table in tables]
    high: int | None = min([one for one in most if one is not None], default=None)
    if report.total != UNDER:
        low = high = report.total
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    for table in tables:
        for at, cell in enumerate(table.cells):
            if cell.shown >= 0:
                continue
            others = [*table.cells[:at], *table.cells[at + 1 :]]
            rest_most, rest_least = _sum([_most(one) for one in others]), sum(_least(one) for one in others)
            least = max(_least(cell), low - rest_most) if rest_most is not None else _least(cell)
            tops = [one for one in (_most(cell), None if high is None else high - rest_least) if one is not None]
            found[table.name, cell.name] = (least, min(tops, default=None))
    return found


def _least(cell: Cell) -> int:
    return {UNDER: 0, OR_MORE: SMALL}.get(cell.shown, cell.shown)


def _most(cell: Cell) -> int | None:
    return {UNDER: SMALL - 1, OR_MORE: None}.get(cell.shown, cell.shown)


def _sum(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else sum(number for number in numbers if number is not None)
