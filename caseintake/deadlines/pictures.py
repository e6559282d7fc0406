"""What falls when, drawn: where each day and each bar of a month or a year stands. Pure.

Units are those of the picture's own box; a browser makes it as wide as there is room. Each picture is made twice, for a
desk and for a telephone, so that its figures can be read on both; a style sheet shows one of them.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from caseintake.deadlines.states import Severity

#: Days on which something falls, with the severity and how many.
Fall = tuple[date, Severity, int]
#: From the worst down: the order in which bars stand and in which the worst of a day is found.
WORST_FIRST: Final = (
    Severity.FATAL, Severity.ALARM, Severity.SANCTION, Severity.WATCH, Severity.SOFT, Severity.INTERNAL,
)  # fmt: skip
_RANKS: Final[Mapping[str, int]] = {severity: rank for rank, severity in enumerate(WORST_FIRST)}

#: Widths of the box: at a desk, on a telephone of 360 pixels less its margins.
WIDE: Final = 980
NARROW: Final = 336
HEAD: Final = 22
#: In a month: the line of the day's number, a bar and the room around it, the least a bar is wide.
NUMBER: Final = 20
BAR: Final = 17
GAP: Final = 3
PAD: Final = 4
LEAST_BAR: Final = 26
#: In a year: the column (or line) of names and one day.
NAMES: Final = 50
SLIM: Final = 24


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """So many of one severity on one day."""

    severity: Severity
    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. ``bars`` of a year's day has at most one: the worst severity with the number of all."""

    day: date
    box: Box
    bars: tuple[Bar, ...] = ()
    counts: tuple[tuple[Severity, int], ...] = ()

    @property
    def number(self) -> int:
        """How many fall on this day, whatever their severity."""
        return sum(number for _severity, number in self.counts)


@dataclass(frozen=True, slots=True)
class Head:
    """The place of a name: ``index`` of a weekday (Monday 0), of a month (January 1) or a day of the month."""

    index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn month or year."""

    width: float
    height: float
    cells: tuple[Cell, ...]
    names: tuple[Head, ...]
    days: tuple[Head, ...] = ()


def by_day(falls: Iterable[Fall]) -> dict[date, tuple[tuple[Severity, int], ...]]:
    """Severities and numbers of each day, the worst first. A word nobody knows counts as the worst."""
    found: dict[date, dict[Severity, int]] = defaultdict(lambda: defaultdict(int))
    for day, severity, number in falls:
        found[day][severity if _RANKS.get(severity) is not None else Severity.FATAL] += number
    return {
        day: tuple((severity, found[day][severity]) for severity in WORST_FIRST if severity in found[day])
        for day in sorted(found)
    }


def month(first: date, falls: Iterable[Fall], *, width: int = WIDE) -> Picture:
    """The month that begins on ``first``: weeks from Monday, in each day a bar for each severity.

    A bar is as long as its number is beside the greatest of the month; a week is as high as its fullest day.
    """
    counts = by_day(falls)
    days = [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, first.month)[1])]
    most = max((number for day in days for _severity, number in counts.get(day, ())), default=1)
    column, y = width / 7, float(HEAD)
    cells: list[Cell] = []
    for week in _weeks(days):
        height = NUMBER + max(1, *(len(counts.get(day, ())) for day in week)) * (BAR + GAP) + PAD
        for day in week:
            box = Box(day.weekday() * column, y, column, height)
            cells.append(Cell(day, box, _bars(counts.get(day, ()), box, most), counts.get(day, ())))
        y += height
    heads = tuple(Head(n, n * column + PAD, HEAD - 7) for n in range(7))
    return Picture(width, y, tuple(cells), heads)


def _weeks(days: list[date]) -> list[list[date]]:
    weeks: list[list[date]] = []
    for day in days:
        if not weeks or day.weekday() == 0:
            weeks.append([])
        weeks[-1].append(day)
    return weeks


def _bars(counts: tuple[tuple[Severity, int], ...], box: Box, most: int) -> tuple[Bar, ...]:
    room = box.width - 2 * PAD - LEAST_BAR
    return tuple(
        Bar(
            severity,
            number,
            Box(box.x + PAD, box.y + NUMBER + at * (BAR + GAP), LEAST_BAR + room * (number / most), BAR),
        )
        for at, (severity, number) in enumerate(counts)
    )


def year(of: int, falls: Iterable[Fall], *, upright: bool = False) -> Picture:
    """A year on one sheet: a line for each month and a column for each day; ``upright`` the other way round."""
    counts = by_day(falls)
    across, down = (12, 31) if upright else (31, 12)
    names = 22 if upright else NAMES
    width = NARROW if upright else WIDE
    step, line = (width - names) / across, float(SLIM if upright else SLIM + 6)
    cells = []
    for n in range(366 if calendar.isleap(of) else 365):
        day = date(of, 1, 1) + timedelta(days=n)
        column, row = (day.month - 1, day.day - 1) if upright else (day.day - 1, day.month - 1)
        box = Box(names + column * step, HEAD + row * line, step, line)
        found = counts.get(day, ())
        cells.append(Cell(day, box, _whole(found, box), found))
    if upright:
        months = tuple(Head(n + 1, names + (n + 0.5) * step, HEAD - 7) for n in range(12))
        days = tuple(Head(n + 1, names - 4, HEAD + (n + 0.5) * line + 4) for n in range(31))
    else:
        months = tuple(Head(n + 1, 0, HEAD + (n + 0.5) * line + 4) for n in range(12))
        days = tuple(Head(n + 1, names + (n + 0.5) * step, HEAD - 7) for n in range(31))
    return Picture(width, HEAD + down * line, tuple(cells), months, days)


def _whole(counts: tuple[tuple[Severity, int], ...], box: Box) -> tuple[Bar, ...]:
    if not counts:
        return ()
    number = sum(number for _severity, number in counts)
    return (Bar(counts[0][0], number, Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)),)


def totals(falls: Iterable[Fall]) -> Mapping[Severity, int]:
    """How many of each severity, the worst first; of those there are."""
    found: dict[Severity, int] = dict.fromkeys(WORST_FIRST, 0)
    for counts in by_day(falls).values():
        for severity, number in counts:
            found[severity] += number
    return {severity: number for severity, number in found.items() if number}
