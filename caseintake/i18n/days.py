"""Days in words: a number like 03/04 is read in two ways, "3 April 2026" in one."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from caseintake.i18n.languages import current_language, known

#: The Court writes English as Europe does: 3 April 2026, not April 3, 2026.
_WRITTEN_AS = {"en": "en_GB"}


def _locale(language: str | None) -> str:
    spoken = known(language or current_language())
    return _WRITTEN_AS.get(spoken, spoken)


def format_day(day: date, language: str | None = None) -> str:
    """The day with the name of its month, in `language` or the one now spoken.

    French counts the first of a month, and only that one: 1er février.

    Raises `UnknownLanguage`.
    """
    locale = _locale(language)
    pattern = "d'er' MMMM y" if locale == "fr" and day.day == 1 else "long"
    return format_date(day, format=pattern, locale=locale)


def format_month(day: date, language: str | None = None) -> str:
    """The month and year of `day`, for facts that are known no more exactly."""
    return format_date(day, format="LLLL y", locale=_locale(language))
