"""Days in words: a number like 03/04 is read in two ways, "3 April 2026" in one."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names

from caseintake.i18n.languages import current_language, known

#: The Court writes English as Europe does: 3 April 2026, not April 3, 2026.
_WRITTEN_AS = {"en": "en_GB"}


def _locale(language: str | None) -> Locale:
    spoken = known(language or current_language())
    return _read(_WRITTEN_AS.get(spoken, spoken))


@cache
def _read(name: str) -> Locale:
    """Read once: given a name, Babel reads it anew for every day it writes, and a page writes thousands."""
    return Locale.parse(name)


def format_day(day: date, language: str | None = None) -> str:
    """The day with the name of its month, in `language` or the one now spoken.

    French counts the first of a month, and only that one: 1er février.

    Raises `UnknownLanguage`.
    """
    locale = _locale(language)
    pattern = "d'er' MMMM y" if locale.language == "fr" and day.day == 1 else "long"
    return format_date(day, format=pattern, locale=locale)


def format_month(day: date, language: str | None = None) -> str:
    """The month and year of `day`, for facts that are known no more exactly."""
    locale = _locale(language)
    pattern = "LLLL y" if _context(locale) == "stand-alone" else "MMMM y"
    return format_date(day, format=pattern, locale=locale)


def _context(locale: Locale) -> Literal["format", "stand-alone"]:
    """Only Russian has names of its own for what stands alone. Of the others Babel must not be asked for them: French
    borrows them from the tables, and after Azerbaijani was read it borrows Azerbaijani ones.
    """
    return "stand-alone" if locale.language == "ru" else "format"


def weekday_names(language: str | None = None) -> list[str]:
    """The seven short names of weekdays from Monday on."""
    locale = _locale(language)
    names = get_day_names("abbreviated", _context(locale), locale=locale)
    return [str(names[n]) for n in range(7)]


def month_names(*, narrow: bool = False, language: str | None = None) -> list[str]:
    """The twelve short names of months; ``narrow``: one letter each, where there is no room."""
    locale = _locale(language)
    names = get_month_names("narrow" if narrow else "abbreviated", _context(locale), locale=locale)
    return [str(names[n]) for n in range(1, 13)]
