"""One exact day in three boxes: ``q-day``, ``q-month``, ``q-year``.

Whatever is typed comes back as typed, with the error at the box that is wrong. A date that is known less exactly is
a fact, see `caseintake.web.facts`.
"""
# ruff: noqa: ARG002 - the signatures are the library's

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from caseintake.i18n import _
from caseintake.kernel.clock import FIRST_YEAR, LAST_YEAR

BOXES = ("day", "month", "year")
#: Longer than anything a box can mean.
MOST_TYPED = 1000
_WHOLE = re.compile(r"\s*(?:(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))\s*", re.ASCII)


class Misread(ValueError):
    """A date that does not exist or cannot be read; ``box`` is the input to look at."""

    def __init__(self, box: str, message: str) -> None:
        super().__init__(message)
        self.box = box


def unpacked(typed: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """The boxes with a whole date that somebody pasted into the first one put where it belongs."""
    boxes = dict(typed)
    day, month, year = (f"{prefix}{box}" for box in BOXES)
    found = _WHOLE.fullmatch(boxes.get(day, ""))
    if found and not boxes.get(month, "").strip() and not boxes.get(year, "").strip():
        parts = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        boxes |= dict(zip((day, month, year), parts, strict=True))
    return boxes


def read(typed: Mapping[str, str]) -> date | None:
    """The day three boxes say; None if all are empty. Raises `Misread`."""
    boxes = unpacked(typed)
    day, month, year = (boxes.get(box, "").strip() for box in BOXES)
    if not (day or month or year):
        return None
    for box, text in zip(BOXES, (day, month, year), strict=True):
        if not text:
            raise Misread(box, _("Write the exact day, with month and year."))
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Misread("year", _("Write the year with four digits, like 2025."))
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Misread(
            "year",
            _("Look at the year again: it must lie between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR),
        )
    months = _digits(month, "month")
    if not 1 <= months <= 12:
        raise Misread("month", _("A month is a number from 1 to 12."))
    last = monthrange(int(year), months)[1]
    days = _digits(day, "day")
    if not 1 <= days <= last:
        raise Misread("day", _("This month has %(last)s days. Look at the day again.", last=last))
    return date(int(year), months, days)


def _digits(text: str, box: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise Misread(box, _("Write this with one or two digits."))
    return int(text)


class BoxField(Field):
    """A field of several boxes that keeps what was typed and knows which boxes are wrong."""

    boxes: tuple[str, ...] = BOXES

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        #: What stands in each box, as typed.
        self.typed: dict[str, str] = {}
        #: The boxes at fault, in the order of ``errors``.
        self.at_fault: list[str] = []

    @property
    def fault(self) -> str:
        """The first box at fault; empty while there is none."""
        return self.at_fault[0] if self.at_fault else ""

    def id_at_fault(self, number: int) -> str:
        """The id of the input that error ``number`` is about."""
        box = self.at_fault[number] if number < len(self.at_fault) else self.boxes[0]
        return f"{self.id}-{box}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors, self.at_fault = [], []
        self.data = self.default if data is unset_value else data
        self.object_data = self.data
        if formdata is None:
            self.typed = self.shown(self.data)
            return
        self.typed = {box: formdata.get(f"{self.name}-{box}", "")[:MOST_TYPED] for box in self.boxes}
        self.raw_data = [text for text in self.typed.values() if text.strip()]
        try:
            self.data = self.understood()
        except Misread as problem:
            self.wrong(problem.box, str(problem))

    def wrong(self, box: str, message: str) -> None:
        """Put a message at a box; the value is then None."""
        self.data = None
        self.at_fault.append(box)
        self.process_errors = [*self.process_errors, message]

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def shown(self, data: Any) -> dict[str, str]:
        """What stands in the boxes for a value."""
        raise NotImplementedError

    def understood(self) -> Any:
        """The value of what was typed. Raises `Misread`."""
        raise NotImplementedError


class DayField(BoxField):
    """One exact day. ``data`` is a date or None."""

    def shown(self, data: date | None) -> dict[str, str]:
        if data is None:
            return {}
        return {"day": str(data.day), "month": str(data.month), "year": str(data.year)}

    def understood(self) -> date | None:
        return read(self.typed)
