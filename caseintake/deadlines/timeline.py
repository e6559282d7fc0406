"""The course of a case, drawn from the top down: what happened in which lane, and from when to when each limit runs.

Pure. Time runs downwards, so that a telephone shows it as well as a desk. Every entry has a line of its own; the room
between two of them grows with the days between them, up to a point: ten years of waiting are no ten metres of paper.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final


class Lane(StrEnum):
    """From left to right."""

    DOMESTIC = "domestic"
    LIMITS = "limits"
    STRASBOURG = "strasbourg"
    EXECUTION = "execution"


class Mark(StrEnum):
    """What an entry is; each has a shape of its own."""

    DECISION = "decision"
    FILING = "filing"
    ANSWER = "answer"
    EVENT = "event"
    HEARING = "hearing"
    LIMIT = "limit"
    TODAY = "today"


LANES: Final = tuple(Lane)
#: How wide each lane is, at a desk and on a telephone: limits that run at the same time stand beside one another.
WIDTHS: Final = ((100.0, 160.0, 110.0, 90.0), (20.0, 46.0, 20.0, 20.0))

WIDE: Final = 980
NARROW: Final = 336
#: Height of one line of words, room between entries, width of one sign of words at this size.
LINE: Final = 17
ROOM: Final = 9
SIGN: Final = 7.7
HEAD: Final = 26
#: Most room that days between two entries add, and how much a hundred days add.
MOST: Final = 60
PER_ROOT_DAY: Final = 2.2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the course. ``day`` None: nobody knows when; ``since``: from when a limit runs.

    ``said`` is the day in words, as exactly as it is known; ``tone`` that of a limit's state (see the macro ``limit``).
    """

    day: date | None
    lane: Lane
    mark: Mark
    said: str
    text: str
    link: str = ""
    tone: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in its place: its sign stands at ``x``/``y``, its words at ``left`` from ``top`` on, line by line."""

    entry: Entry
    x: float
    y: float
    left: float
    top: float
    height: float
    words: tuple[str, ...]
    #: So many lines of ``words`` are the day.
    said: int


@dataclass(frozen=True, slots=True)
class Span:
    """A limit from the day it runs to its last day, on a track of its own beside those that run at the same time."""

    entry: Entry
    x: float
    width: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Course:
    """A drawn course. ``lanes``: the middle of each lane, and where its line begins and ends (equal: nothing in it)."""

    width: float
    height: float
    rows: tuple[Row, ...]
    spans: tuple[Span, ...]
    lanes: tuple[tuple[Lane, float, float, float], ...]
    today: float | None


def draw(entries: Iterable[Entry], today: Entry, *, width: int = WIDE) -> Course:
    """Place everything; ``today`` is a line across all lanes. What has no day stands last."""
    dated = sorted((one for one in entries if one.day is not None), key=_order)
    undated = [one for one in entries if one.day is None]
    middles, begin, room = _middles(WIDTHS[width < WIDE])
    left = sum(WIDTHS[width < WIDE]) + 8
    signs = max(12, math.floor((width - left) / SIGN))
    shown = sorted([*dated, today], key=_order) + undated
    rows: list[Row] = []
    y = float(HEAD)
    for before, entry in pairwise([None, *shown]):
        assert entry is not None
        y += _between(before, entry)
        said = _wrapped(entry.said, signs)
        words = (*said, *_wrapped(entry.text, signs))
        height = len(words) * LINE
        rows.append(Row(entry, middles[entry.lane], y + LINE / 2, left, y, height, words, len(said)))
        y += height + ROOM
    now = next(row for row in rows if row.entry is today)
    spans = _spans(rows, begin, room)
    # The sign of a limit stands at the foot of its own bar.
    ends = {id(span.entry): span.x + span.width / 2 for span in spans}
    rows = [replace(row, x=ends.get(id(row.entry), row.x)) for row in rows if row is not now]
    return Course(width, y, tuple(rows), spans, _lanes(rows, middles), now.y)


def _middles(widths: Sequence[float]) -> tuple[dict[Lane, float], float, float]:
    """The middle of each lane; where the lane of the limits begins, and how wide it is."""
    edges = [0.0, *accumulate(widths)]
    at = LANES.index(Lane.LIMITS)
    return {lane: (edges[n] + edges[n + 1]) / 2 for n, lane in enumerate(LANES)}, edges[at], widths[at]


def _order(entry: Entry) -> tuple[date, bool]:
    # What happened today stands above the line of today.
    return entry.day or date.max, entry.mark is Mark.TODAY


def _between(before: Entry | None, entry: Entry) -> float:
    """The room the days between two entries add; a break before what has no day."""
    if before is None:
        return 0
    if entry.day is None:
        return float(LINE) if before.day is not None else 0
    return min(MOST, math.sqrt((entry.day - (before.day or entry.day)).days) * PER_ROOT_DAY)


def _wrapped(text: str, signs: int) -> tuple[str, ...]:
    """Lines of at most so many signs, parted between words; a longer word is parted too."""
    lines: list[str] = []
    for word in text.split():
        pieces = [word[at : at + signs] for at in range(0, len(word), signs)]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= signs:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return tuple(lines)


def _spans(rows: Sequence[Row], begin: float, room: float) -> tuple[Span, ...]:
    """The bars of the limits, each on the first track that is free."""
    marks = [(row.entry.day, row.y) for row in rows if row.entry.day is not None]
    bars = sorted(
        (_at(row.entry.since, marks), row.y, number)
        for number, row in enumerate(rows)
        if row.entry.day is not None and row.entry.since is not None and row.entry.since < row.entry.day
    )
    ends: list[float] = []
    tracks: list[tuple[int, float, float, int]] = []
    for top, bottom, number in bars:
        free = next((track for track, end in enumerate(ends) if end < top), len(ends))
        ends[free : free + 1] = [bottom]
        tracks.append((free, top, bottom, number))
    # A few bars stand together in the middle; many share the room there is.
    step = min(14.0, room / max(1, len(ends)))
    begin += (room - step * len(ends)) / 2
    width = min(7.0, step * 0.7)
    return tuple(
        Span(rows[number].entry, begin + (track + 0.5) * step - width / 2, width, top, bottom)
        for track, top, bottom, number in tracks
    )


def _at(day: date, marks: Sequence[tuple[date, float]]) -> float:
    """The height of a day between the entries around it; before the first it is that of the head."""
    above = [(known, y) for known, y in marks if known <= day]
    below = [(known, y) for known, y in marks if known > day]
    if not above:
        return float(HEAD)
    # The first of one day is where that day begins.
    known, y = next(one for one in above if one[0] == above[-1][0])
    if not below or known == day:
        return y
    later, its = below[0]
    return y + (its - y) * (day - known).days / (later - known).days


def _lanes(rows: Sequence[Row], middles: dict[Lane, float]) -> tuple[tuple[Lane, float, float, float], ...]:
    found = []
    for lane, x in middles.items():
        # Limits have bars of their own.
        heights = [row.y for row in rows if row.entry.lane is lane is not Lane.LIMITS and row.entry.day is not None]
        found.append((lane, x, min(heights, default=HEAD), max(heights, default=HEAD)))
    return tuple(found)
