"""Dates as people remember them, and the bounds that follow.

A date nobody knows is not guessed: the answer keeps what was said and how exactly, and the bounds
say how early and how late it can have been. The law counts from the earliest.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec

from caseintake.i18n import lazy

#: "About" a day reaches this many days to both sides.
ABOUT_DAYS: Final = 15
#: "About" a month reaches this many months to both sides.
ABOUT_MONTHS: Final = 1
#: "About" a year reaches this many months to both sides.
ABOUT_YEAR_MONTHS: Final = 3
#: Nothing a living person tells us at first contact lies before this year.
FIRST_YEAR: Final = 1950


class Precision(StrEnum):
    """How exactly a date is remembered."""

    DAY = "day"
    MONTH = "month"
    BETWEEN = "between"
    NOT_LATER = "not_later"
    ABOUT = "about"
    UNKNOWN = "unknown"


class Problem(msgspec.Struct, frozen=True):
    """What is wrong, and in which field of the form. `message` says it in the language now spoken."""

    field: str
    code: str
    limit: int = 0

    @property
    def message(self) -> str:
        """The sentence to show at the field."""
        return str(PROBLEMS[self.code]) % {"limit": self.limit}


PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unknown_field": lazy("This form does not have this question."),
        "unknown_choice": lazy("Please choose one of the answers shown."),
        "one_answer": lazy("Please give one answer here."),
        "too_long": lazy("This text is too long. At most %(limit)s characters fit here."),
        "choose_precision": lazy("You wrote a date. Please also choose how exactly you know it."),
        "unknown_with_date": lazy('You chose "I do not know" but wrote a date. Please keep one of them.'),
        "not_a_number": lazy("Please write this with digits only."),
        "year_digits": lazy("Please write the year with four digits, like 2025."),
        "need_year": lazy("Please write the year."),
        "need_month": lazy("Please choose the month."),
        "need_day": lazy("Please write the day, or choose that you know only the month."),
        "no_such_month": lazy("A month is a number from 1 to 12."),
        "no_such_day": lazy("There is no such day in this month. Please look at the day again."),
        "too_early": lazy("This year is too long ago. Please look at the year again."),
        "future": lazy("This day has not come yet. Please look at the date again."),
        "need_end": lazy("Please write until when."),
        "end_before_start": lazy("The second date is before the first one."),
        "end_not_asked": lazy('A second date belongs to the answer "between two dates".'),
        "served_before_decided": lazy("This is before the day the decision was made. Please look at both dates."),
        "known_before_act": lazy("This is before the day it happened. Please look at both dates."),
    }
)


class Bounds(msgspec.Struct, frozen=True):
    """The earliest and the latest day a date can be. An unknown side is None."""

    earliest: date | None = None
    latest: date | None = None


class DateAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date as it was told. `to_…` is the end of a span and belongs to `BETWEEN` only."""

    precision: Precision
    day: int | None = None
    month: int | None = None
    year: int | None = None
    to_day: int | None = None
    to_month: int | None = None
    to_year: int | None = None
    #: What the memory hangs on: an id of the questionnaire's anchors, and the person's own words.
    anchor: str = ""
    anchor_note: str = ""


NUMBERS: Final = ("day", "month", "year", "to_day", "to_month", "to_year")
#: The form fields of one date question `q`: `q-precision`, `q-day`, …
PARTS: Final = ("precision", *NUMBERS, "anchor", "anchor_note")

#: The later fact may not lie before the earlier one: (earlier, later, code of the problem).
ORDER: Final = (
    ("decided_on", "served_on", "served_before_decided"),
    ("decided_on", "served_on_lawyer", "served_before_decided"),
    ("act_on", "known_on", "known_before_act"),
)


def read_date(question: str, raw: Mapping[str, str]) -> DateAnswer | tuple[Problem, ...] | None:
    """The answer typed into the fields `question-day` and so on.

    None if nothing was typed; problems if a part cannot be read or nothing says how exact it is.
    """
    parts = {part: raw.get(f"{question}-{part}", "").strip() for part in PARTS}
    typed = [name for name in NUMBERS if parts[name]]
    if not parts["precision"]:
        if not typed and not parts["anchor"] and not parts["anchor_note"]:
            return None
        return (Problem(f"{question}-precision", "choose_precision"),)
    if parts["precision"] not in Precision.__members__.values():
        return (Problem(f"{question}-precision", "unknown_choice"),)
    faults = tuple(
        Problem(f"{question}-{name}", "not_a_number")
        for name in typed
        if not (parts[name].isascii() and parts[name].isdigit() and len(parts[name]) <= 9)
    )
    if faults:
        return faults
    day, month, year, to_day, to_month, to_year = (int(parts[name]) if parts[name] else None for name in NUMBERS)
    return DateAnswer(
        precision=Precision(parts["precision"]),
        day=day,
        month=month,
        year=year,
        to_day=to_day,
        to_month=to_month,
        to_year=to_year,
        anchor=parts["anchor"],
        anchor_note=parts["anchor_note"],
    )


def bounds(question: str, answer: DateAnswer, today: date) -> Bounds | tuple[Problem, ...]:
    """How early and how late the date can have been, never after `today`; or the problems by field."""
    first = (answer.day, answer.month, answer.year)
    last = (answer.to_day, answer.to_month, answer.to_year)
    if answer.precision is Precision.UNKNOWN:
        if any(part is not None for part in first + last):
            return (Problem(f"{question}-precision", "unknown_with_date"),)
        return Bounds()
    if answer.precision is not Precision.BETWEEN and any(part is not None for part in last):
        return (Problem(f"{question}-to_year", "end_not_asked"),)
    start = _span(f"{question}-", first, answer.precision, today)
    if isinstance(start, Problem):
        return (start,)
    if answer.precision is not Precision.BETWEEN:
        return _bounds_of(answer, start, today)
    if all(part is None for part in last):
        return (Problem(f"{question}-to_year", "need_end"),)
    end = _span(f"{question}-to_", last, answer.precision, today)
    if isinstance(end, Problem):
        return (end,)
    if end[1] < start[0]:
        return (Problem(f"{question}-to_year", "end_before_start"),)
    return Bounds(start[0], min(end[1], today))


def _span(
    prefix: str, parts: tuple[int | None, int | None, int | None], precision: Precision, today: date
) -> tuple[date, date] | Problem:
    """First and last day of what was written: a day, a month or a year."""
    day, month, year = parts
    if year is None:
        return Problem(f"{prefix}year", "need_year")
    if not 1000 <= year <= 9999:
        return Problem(f"{prefix}year", "year_digits")
    if year < FIRST_YEAR:
        return Problem(f"{prefix}year", "too_early")
    if month is None and (day is not None or precision in (Precision.DAY, Precision.MONTH)):
        return Problem(f"{prefix}month", "need_month")
    if month is not None and not 1 <= month <= 12:
        return Problem(f"{prefix}month", "no_such_month")
    if precision is Precision.DAY and day is None:
        return Problem(f"{prefix}day", "need_day")
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Problem(f"{prefix}day", "no_such_day")
    if precision is Precision.MONTH:
        day = None  # who says she knows only the month is believed, even with a day left in the form
    low_month, high_month = month or 1, month or 12
    start = date(year, low_month, day or 1)
    if start > today:
        return Problem(f"{prefix}year", "future")
    return start, date(year, high_month, day or calendar.monthrange(year, high_month)[1])


def _bounds_of(answer: DateAnswer, span: tuple[date, date], today: date) -> Bounds:
    start, end = span
    if answer.precision is Precision.NOT_LATER:
        return Bounds(None, min(end, today))
    if answer.precision is Precision.ABOUT:
        start, end = _widened(answer, start, end)
    return Bounds(start, min(end, today))


def _widened(answer: DateAnswer, start: date, end: date) -> tuple[date, date]:
    if answer.day is not None:
        return start - timedelta(days=ABOUT_DAYS), end + timedelta(days=ABOUT_DAYS)
    months = ABOUT_MONTHS if answer.month is not None else ABOUT_YEAR_MONTHS
    return _month_away(start, -months), _month_away(end + timedelta(days=1), months) - timedelta(days=1)


def _month_away(first_of_month: date, months: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 + months, 12)
    return date(year, month + 1, 1)


def validate_dates(
    answers: Mapping[str, DateAnswer], facts: Mapping[str, str], today: date
) -> tuple[dict[str, Bounds], tuple[Problem, ...]]:
    """Bounds of every answer by question, and all problems.

    `facts` names the fact each question asks for (`served_on`, …), so that facts that cannot
    follow each other are found. Only what is certain is a problem: spans that merely overlap are not.
    """
    found: dict[str, Bounds] = {}
    problems: list[Problem] = []
    for question, answer in answers.items():
        result = bounds(question, answer, today)
        if isinstance(result, Bounds):
            found[question] = result
        else:
            problems.extend(result)
    asked = {facts[question]: question for question in found if question in facts}
    for earlier, later, code in ORDER:
        if earlier not in asked or later not in asked:
            continue
        least, most = found[asked[earlier]].earliest, found[asked[later]].latest
        if least is not None and most is not None and most < least:
            problems.append(Problem(f"{asked[later]}-year", code))
    return found, tuple(problems)
