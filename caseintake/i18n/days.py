"""Days in words: a number like 03/04 is read in two ways, "3 April 2026" in one."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from caseintake.i18n.languages import current_language, known


def format_day(day: date, language: str | None = None) -> str:
    """The day with the name of its month, in `language` or the one now spoken.

    Raises `UnknownLanguage`.
    """
    return format_date(day, format="long", locale=known(language or current_language()))


def format_month(day: date, language: str | None = None) -> str:
    """The month and year of `day`, for facts that are known no more exactly."""
    return format_date(day, format="LLLL y", locale=known(language or current_language()))
