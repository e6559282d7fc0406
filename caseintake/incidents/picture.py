"""The pattern of incidents over time, drawn: who (or what) down, months across. Pure.

Two pictures. `lines`: a line for each person or kind, a mark where the day is known and a bar as long as the doubt
where it is not. `heat`: kinds down, months across, each cell with its number; for more people than a sheet has lines.
Units are those of the picture's own box; a browser makes it as wide as there is room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from caseintake.incidents.kinds import IncidentKind

WIDE: Final = 980
NARROW: Final = 336
HEAD: Final = 34
#: One track of marks, the room of a mark, the least a bar is long.
TRACK: Final = 24
MARK: Final = 18
#: The column of names: numbers of applicants are short, kinds are words.
NAMES: Final = {"short": 62, "long": 230, "letter": 26}
#: Room between two names of months before only some are written.
NAME_OF_MONTH: Final = 46
#: A line of the heat, and the least a cell is wide.
ROW: Final = 26


@dataclass(frozen=True, slots=True)
class Seen:
    """One incident as it is drawn: in which line, of what kind, between which days. None: nobody knows that side."""

    line: str
    kind: IncidentKind
    earliest: date | None
    latest: date | None
    link: str = ""
    said: str = ""

    @property
    def dated(self) -> bool:
        return self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in its place: its middle at ``x``/``y``, its bar from ``left`` to ``right`` (equal: the day is known)."""

    seen: Seen
    x: float
    y: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One person or kind: its name stands at ``y``; what has no day at all is a number behind it."""

    name: str
    top: float
    height: float
    undated: int


@dataclass(frozen=True, slots=True)
class Head:
    """A month (its first day) and where it begins; ``named`` if there is room to write it."""

    month: date
    x: float
    named: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """So many of one kind in one month. ``depth`` from 1 to 4 beside the fullest cell."""

    kind: IncidentKind
    month: date
    number: int
    depth: int
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn pattern. Of ``marks`` and ``cells`` one is empty."""

    width: float
    height: float
    names: float
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()


def lines(names: Sequence[str], seen: Iterable[Seen], *, width: int = WIDE, room: float = NAMES["short"]) -> Picture:
    """A line for each name, in this order; marks that would lie on each other stand below one another."""
    every = list(seen)
    dated = [one for one in every if one.dated]
    months = _months(dated)
    scale = _Scale(months, room, width)
    drawn: list[Line] = []
    marks: list[Mark] = []
    y = float(HEAD)
    for name in names:
        ends: list[float] = []
        mine = sorted((one for one in dated if one.line == name), key=lambda one: (_begin(one), one.kind))
        for one in mine:
            left, right = scale.of(one)
            track = next((at for at, end in enumerate(ends) if end + 2 <= left - MARK / 2), len(ends))
            ends[track : track + 1] = [right + MARK / 2]
            marks.append(Mark(one, (left + right) / 2, y + track * TRACK + TRACK / 2, left, right))
        height = max(1, len(ends)) * TRACK + 4
        undated = sum(1 for one in every if one.line == name and not one.dated)
        drawn.append(Line(name, y, height, undated))
        y += height
    return Picture(width, y + 4, room, scale.heads, tuple(drawn), tuple(marks))


def heat(
    names: Mapping[IncidentKind, str], seen: Iterable[Seen], *, width: int = WIDE, room: float = NAMES["long"]
) -> Picture:
    """Kinds down, months across. What spans several months counts in none of them, but behind the name."""
    every = list(seen)
    counts = by_month(every)
    months = _months([one for one in every if month_of(one) is not None])
    scale = _Scale(months, room, width)
    most = max(counts.values(), default=1)
    drawn, cells = [], []
    for at, (kind, name) in enumerate(names.items()):
        y = HEAD + at * ROW
        loose = sum(1 for one in every if one.kind is kind and month_of(one) is None)
        drawn.append(Line(name, y, ROW, loose))
        for n, month in enumerate(months):
            number = counts.get((kind, month), 0)
            if number:
                depth = max(1, -(-4 * number // most))
                cells.append(Cell(kind, month, number, depth, scale.heads[n].x, y, scale.step))
    return Picture(width, HEAD + len(names) * ROW + 4, room, scale.heads, tuple(drawn), cells=tuple(cells))


def by_month(seen: Iterable[Seen]) -> dict[tuple[IncidentKind, date], int]:
    """How many of each kind in each month, of those whose month is known."""
    return Counter((one.kind, month) for one in seen if (month := month_of(one)) is not None)


def month_of(one: Seen) -> date | None:
    """The first day of the month it happened in; None if it may have been in several."""
    if one.earliest is None or one.latest is None:
        return None
    first, last = one.earliest.replace(day=1), one.latest.replace(day=1)
    return first if first == last else None


class _Scale:
    """Where a day lies between the column of names and the right edge: every month is equally wide."""

    def __init__(self, months: Sequence[date], room: float, width: float) -> None:
        self.room, self.right = float(room), float(width) - MARK / 2
        self.months = list(months)
        self.step = (self.right - self.room) / max(1, len(self.months))
        every = max(1, -(-NAME_OF_MONTH // max(1, int(self.step))))
        whole = len(self.months) - NAME_OF_MONTH / self.step  # a name begun later would be cut at the edge
        self.heads = tuple(
            Head(month, self.room + at * self.step, at % every == 0 and (at == 0 or at <= whole))
            for at, month in enumerate(self.months)
        )

    def _at(self, day: date) -> float:
        first = self.months[0]
        n = (day.year - first.year) * 12 + day.month - first.month
        days = (_later(day.replace(day=1)) - day.replace(day=1)).days
        return self.room + (n + (day.day - 0.5) / days) * self.step

    def of(self, one: Seen) -> tuple[float, float]:
        """From where to where its bar reaches; an unknown side reaches the edge of the picture."""
        left = self._at(one.earliest) if one.earliest is not None else self.room
        right = self._at(one.latest) if one.latest is not None else self.right
        return left, right


def _begin(one: Seen) -> date:
    return one.earliest or one.latest or date.max


def _months(seen: Sequence[Seen]) -> list[date]:
    """Every month from the first to the last; a single side widens nothing beyond its own month."""
    days = [day for one in seen for day in (one.earliest, one.latest) if day is not None]
    if not days:
        return []
    month, found = min(days).replace(day=1), []
    while month <= max(days):
        found.append(month)
        month = _later(month)
    return found


def _later(month: date) -> date:
    """The first day of the month after this one."""
    return (month + timedelta(days=31)).replace(day=1)
