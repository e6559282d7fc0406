"""The words of a report, in the language now spoken."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from caseintake.i18n import _, format_month, lazy
from caseintake.matters import states
from caseintake.reports import service
from caseintake.reports.guarded import OR_MORE, UNDER, Report

TABLES: Final[Mapping[str, str]] = {
    service.MONTH: lazy("By the month in which the case was opened"),
    service.STAGE: lazy("By stage"),
    service.ARTICLE: lazy("By article of the Convention"),
    service.STATE: lazy("By respondent State"),
    service.OUTCOME: lazy("By what the Court has said"),
}

ROWS: Final[Mapping[str, str]] = {
    "unknown": lazy("not recorded"),
    "none": lazy("no proceedings yet"),
    "domestic": lazy("before domestic authorities"),
    "domestic_ended": lazy("domestic proceedings ended"),
    "strasbourg": lazy("before the Court in Strasbourg"),
    "un": lazy("before a body of the United Nations"),
    "judgment": lazy("judgment"),
    "decision": lazy("another decision"),
    "pending": lazy("pending"),
    "not_lodged": lazy("no application yet"),
}


def row(table: str, name: str) -> str:
    """What a row is called."""
    if table == service.MONTH and name[:4].isdigit():
        return format_month(date(int(name[:4]), int(name[5:7]), 1))
    if table == service.ARTICLE:
        return _("Article %(number)s", number=name)
    if table == service.STATE:
        return states.name_of(name)
    return str(ROWS[name])


def number(shown: int) -> str:
    """What a cell says."""
    return {UNDER: _("under 5"), OR_MORE: _("5 or more")}.get(shown) or str(shown)


def total(report: Report) -> str:
    """How many there are in all, if that can be said."""
    return _("not shown") if report.total == UNDER else str(report.total)
