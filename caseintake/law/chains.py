"""Dates that hang on a time-limit, such as the last day to hand an application to the post."""

from datetime import date

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.derived import moved_by
from caseintake.law.result import Result


class Link(msgspec.Struct, frozen=True):
    """One date of a chain, before and after days off moved it."""

    id: str
    severity: str
    day: date
    unrolled: date


def chain(result: Result, calendars: Calendars) -> tuple[Link, ...]:
    """The dates that hang on ``result``, counted from its last day before it was rolled.

    Raises `Refused` (``outside_calendar``); apart from `compute`, so that an old date is still a date.
    """
    links = []
    for then in result.rule.file.then:
        day = moved_by(result.unrolled, then.offset, then.calendar, calendars)
        rolled = day
        if then.roll == "previous_working":
            rolled = calendars.calendar(then.calendar).previous_working(day)
        elif then.roll == "next_working":
            rolled = calendars.calendar(then.calendar).next_working(day)
        links.append(Link(then.id, then.severity, rolled, day))
    return tuple(links)
