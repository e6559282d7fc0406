"""Days as people write them in spreadsheets. Pure; what can mean two days is refused, never guessed."""

import re
from datetime import date
from typing import Final

from caseintake.i18n import _, format_day
from caseintake.law.dates import Interval, parse_interval
from caseintake.law.refusal import Refused
from caseintake.matters.facts import DateFact, Precision

_DOTTED: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00)?", re.ASCII)


def day_of(text: str, today: date, *, ahead: bool = False) -> DateFact | str | None:
    """A day, a month, a year or a span as a fact; a sentence saying what is wrong; None for an empty cell.

    Read are ``2025-03-12``, ``12.03.2025``, ``2025-03``, ``03.2025``, ``2025`` and two of them with ``..`` between. A
    date with slashes only where it cannot mean two days. ``ahead``: it may lie in the future.
    """
    text = text.strip()
    if not text:
        return None
    found = _ISO.fullmatch(text)
    left, dots, right = (found[1] if found else text).partition("..")
    if _YEAR.fullmatch(left.strip()):
        right = right if dots else left
        left, dots = f"{left.strip()}-01", ".."
    if _YEAR.fullmatch(right.strip()):
        right = f"{right.strip()}-12"
    written = []
    for part in (left, right) if dots else (left,):
        one = _one(part.strip())
        if one is None:
            return _("“%(text)s” is no date. Write it like 2025-03-31 or 31.03.2025.", text=text[:40])
        if one == "twice":
            return _("“%(text)s” can mean two days. Write it like 2025-03-31.", text=text[:40])
        written.append(one)
    try:
        bounds = parse_interval("..".join(written))
    except Refused:
        return _("There is no such day: “%(text)s”.", text=text[:40])
    if not ahead and bounds.earliest is not None and bounds.earliest > today:
        return _("%(day)s has not come yet.", day=format_day(bounds.earliest))
    return _fact(bounds, "..".join(written), today, ahead=ahead)


def _one(part: str) -> str | None:
    """One date as ISO 8601; ``twice`` if it can mean two; None if it is none."""
    if not part:
        return ""
    if found := _DOTTED.fullmatch(part):
        first, mark, second, year = found[1], found[2], found[3], found[4]
        if mark == "/" and int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
            return "twice"
        if mark == "/" and int(second) > 12:
            first, second = second, first
        return f"{year}-{second.zfill(2)}-{first.zfill(2)}"
    if found := _MONTH.fullmatch(part):
        return f"{found[2]}-{found[1].zfill(2)}"
    return part if re.fullmatch(r"\d{4}-\d{1,2}(-\d{1,2})?", part, re.ASCII) else None


def _fact(bounds: Interval, written: str, today: date, *, ahead: bool) -> DateFact:
    latest = bounds.latest
    if not ahead and latest is not None:
        latest = min(latest, today)
    exact = bounds.earliest is not None and bounds.earliest == latest
    month = bool(re.fullmatch(r"\d{4}-\d{2}", written))
    precision = Precision.DAY if exact else Precision.MONTH if month else Precision.BETWEEN
    if bounds.earliest is None:
        precision = Precision.NOT_LATER
    return DateFact(earliest=bounds.earliest, latest=latest, precision=precision, written=written)
