"""Days, months and bounds: the arithmetic every rule shares."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

import msgspec

from caseintake.law.refusal import Refused

#: Outside these a year is a slip of the keyboard ("202"), not a fact of a case.
FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)

ONE_DAY: Final = timedelta(days=1)

_MONTH_LENGTH: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIME: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ](\d{1,2}):(\d{2})", re.ASCII)
_WRITTEN: Final = re.compile(r"(\d{1,6})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)


class Bounds(Protocol):
    """Anything with two bounds, both included; ``None`` is a side nobody knows."""

    @property
    def earliest(self) -> date | None: ...

    @property
    def latest(self) -> date | None: ...


class Interval(msgspec.Struct, frozen=True):
    """A day as far as it is known: not before ``earliest``, not after ``latest``, both included."""

    earliest: date | None = None
    latest: date | None = None

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


class Moment(Interval, frozen=True):
    """A day with its time: not before ``since``, not after ``until``, wall time where it happened, without a zone.

    A side without a time is the first or the last minute of its day.
    """

    since: datetime | None = None
    until: datetime | None = None


def on(day: date) -> Interval:
    """A day that is known exactly."""
    return Interval(day, day)


def at(moment: datetime) -> Moment:
    """A time that is known to the minute."""
    return Moment(moment.date(), moment.date(), moment, moment)


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _MONTH_LENGTH[month]


def add_months(day: date, months: int) -> date:
    """The same day-number ``months`` later, or the last day of a month that is shorter.

    *Kocherov and Sergeyeva v. Russia*, 16899/13, §§ 60-63 (17 July 2012 → 17 January 2013); the shorter month as in
    *Alimuçaj v. Albania*, 20134/05, § 142 (31 May → 30 November).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    number = day.day
    if number > 28:
        number = min(number, month_length(year, month))
    return date(year, month, number)


def parse_interval(written: str, fact: str = "") -> Interval:
    """Read ``YYYY-MM-DD``, ``YYYY-MM``, ``A..B``, ``A..`` (not earlier than) or ``..B`` (not later than).

    Raises `Refused`: ``bad_date``, ``no_such_day``, ``year_out_of_range``, ``bounds_reversed``; each with the fact and
    what was written.
    """
    text = written.strip()
    if ".." not in text:
        return _one(text, fact)
    left, _, right = text.partition("..")
    if not left.strip() and not right.strip():
        raise Refused("bad_date", fact=fact, written=written)
    earliest = _one(left, fact).earliest if left.strip() else None
    latest = _one(right, fact).latest if right.strip() else None
    if earliest is not None and latest is not None and latest < earliest:
        raise Refused("bounds_reversed", fact=fact, from_day=earliest, to_day=latest)
    return Interval(earliest, latest)


def parse_moment(written: str, fact: str = "") -> Interval:
    """Like `parse_interval`, but each day may carry a time: ``2026-03-01T14:20``, ``A..B`` with one on either side.

    Raises `Refused` like it, and ``no_such_time``.
    """
    left, dots, right = (part.strip() for part in written.strip().partition(".."))
    begin, since = _timed(left, fact)
    end, until = _timed(right, fact) if dots else (begin, since)
    whole = parse_interval(f"{begin}..{end}" if dots else begin, fact)
    if since is None and until is None:
        return whole
    if since is not None and until is not None and until < since:
        raise Refused("bounds_reversed", fact=fact, from_day=since.date(), to_day=until.date())
    return Moment(whole.earliest, whole.latest, since, until)


def _timed(written: str, fact: str) -> tuple[str, datetime | None]:
    found = _TIME.fullmatch(written)
    if found is None:
        return written, None
    day = _one(found[1], fact).earliest
    if day is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise Refused("no_such_time", fact=fact, written=written)
    return found[1], datetime.combine(day, time(int(found[2]), int(found[3])))


def _one(written: str, fact: str) -> Interval:
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise Refused("bad_date", fact=fact, written=written.strip())
    year, month = int(found[1]), int(found[2])
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise Refused("year_out_of_range", fact=fact, year=year)
    if not 1 <= month <= 12:
        raise Refused("no_such_day", fact=fact, written=written.strip())
    last = month_length(year, month)
    if found[3] is None:
        return Interval(date(year, month, 1), date(year, month, last))
    if not 1 <= int(found[3]) <= last:
        raise Refused("no_such_day", fact=fact, written=written.strip())
    return on(date(year, month, int(found[3])))
