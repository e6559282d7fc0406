"""Dates in forms: three boxes for a day, and a fact known only to the month, the year, or between two days.

The boxes of a question ``q`` are named ``q-day``, ``q-month``, ``q-year``, and ``q-to_day`` … for the end of
a span. Whatever is typed comes back as typed, with the error at the box that is wrong.
"""
# ruff: noqa: ARG002 - the signatures are the library's

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from caseintake.i18n import _

BOXES = ("day", "month", "year")
ENDS = ("to_day", "to_month", "to_year")
FIRST_YEAR, LAST_YEAR = 1900, 2100
_WHOLE = re.compile(r"\s*(?:(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))\s*")


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a fact can have happened on, both ends included. An unknown fact has neither."""

    precision: Precision
    earliest: date | None = None
    latest: date | None = None


class Misread(ValueError):
    """A date that does not exist or cannot be read; ``box`` is the input to look at."""

    def __init__(self, box: str, message: str) -> None:
        super().__init__(message)
        self.box = box


def read(typed: Mapping[str, str], boxes: tuple[str, str, str] = BOXES) -> Span | None:
    """What three boxes say: a day, a month or a year; None if all are empty. Raises `Misread`."""
    day, month, year = (typed.get(box, "").strip() for box in boxes)
    if found := _WHOLE.fullmatch(day):
        # Somebody pasted a whole date into the first box.
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    if not (day or month or year):
        return None
    return _span(day, month, year, boxes)


def _span(day: str, month: str, year: str, boxes: tuple[str, str, str]) -> Span:
    day_box, month_box, year_box = boxes
    if not year:
        raise Misread(year_box, _("Write the year."))
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Misread(year_box, _("Write the year with four digits, like 2025."))
    number = int(year)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Misread(year_box, _("Look at the year again: it must lie between %(first)s and %(last)s.",
                                  first=FIRST_YEAR, last=LAST_YEAR))  # fmt: skip
    if not month:
        if day:
            raise Misread(month_box, _("Write the month."))
        return Span(Precision.YEAR, date(number, 1, 1), date(number, 12, 31))
    months = _digits(month, month_box)
    if not 1 <= months <= 12:
        raise Misread(month_box, _("A month is a number from 1 to 12."))
    last = monthrange(number, months)[1]
    if not day:
        return Span(Precision.MONTH, date(number, months, 1), date(number, months, last))
    days = _digits(day, day_box)
    if not 1 <= days <= last:
        raise Misread(day_box, _("This month has %(last)s days. Look at the day again.", last=last))
    exact = date(number, months, days)
    return Span(Precision.DAY, exact, exact)


def _digits(text: str, box: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise Misread(box, _("Write this with one or two digits."))
    return int(text)


class _BoxField(Field):
    """A field of several boxes that keeps what was typed and knows which box is wrong."""

    boxes: tuple[str, ...] = BOXES
    typed: Mapping[str, str] = {}
    #: The box at fault, empty while there is none.
    fault = ""

    @property
    def at(self) -> str:
        """The id of the input an error is about."""
        return f"{self.id}-{self.fault or self.boxes[0]}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.fault = ""
        self.data = self.default if data is unset_value else data
        self.object_data = self.data
        if formdata is None:
            self.typed = self.shown(self.data)
            return
        self.typed = {box: formdata.get(f"{self.name}-{box}", "")[:40] for box in self.boxes}
        self.raw_data = [text for text in self.typed.values() if text.strip()]
        try:
            self.data = self.understood()
        except Misread as problem:
            self.data, self.fault = None, problem.box
            self.process_errors.append(str(problem))

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def shown(self, data: Any) -> dict[str, str]:
        raise NotImplementedError

    def understood(self) -> Any:
        raise NotImplementedError


class DayField(_BoxField):
    """One exact day. ``data`` is a date or None."""

    def shown(self, data: date | None) -> dict[str, str]:
        return _boxes(data, Precision.DAY, BOXES) if data else {}

    def understood(self) -> date | None:
        span = read(self.typed)
        if span is None:
            return None
        if span.precision is not Precision.DAY:
            box = "day" if span.precision is Precision.MONTH else "month"
            raise Misread(box, _("Write the exact day."))
        return span.earliest


class SpanField(_BoxField):
    """A fact known to the day, month or year, between two days, or not. ``data`` is a `Span` or None."""

    boxes = (*BOXES, *ENDS, "unknown")

    def shown(self, data: Span | None) -> dict[str, str]:
        if data is None:
            return {}
        if data.precision is Precision.UNKNOWN:
            return {"unknown": "yes"}
        if data.precision is not Precision.BETWEEN:
            return _boxes(data.earliest, data.precision, BOXES)
        return _boxes(data.earliest, Precision.DAY, BOXES) | _boxes(data.latest, Precision.DAY, ENDS)

    def understood(self) -> Span | None:
        start, end = read(self.typed, BOXES), read(self.typed, ENDS)
        if self.typed["unknown"]:
            if start or end:
                raise Misread("unknown", _('You ticked "I do not know" but wrote a date. Keep one of them.'))
            return Span(Precision.UNKNOWN)
        if end is None:
            return start
        if start is None:
            raise Misread("year", _("Write from when, or clear the second date."))
        if start.earliest is None or end.latest is None or end.latest < start.earliest:
            raise Misread("to_year", _("The second date lies before the first one."))
        return Span(Precision.BETWEEN, start.earliest, end.latest)


def _boxes(day: date | None, precision: Precision, boxes: tuple[str, str, str]) -> dict[str, str]:
    if day is None:
        return {}
    shown = {boxes[2]: str(day.year)}
    if precision in (Precision.DAY, Precision.MONTH):
        shown[boxes[1]] = str(day.month)
    if precision is Precision.DAY:
        shown[boxes[0]] = str(day.day)
    return shown
