"""A month and a year as a picture: what falls when, by what happens if it passes. Beside it the same as a table."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request

from caseintake.deadlines import board, pictures, wording
from caseintake.deadlines.board import Line, Wanted
from caseintake.deadlines.pictures import Fall
from caseintake.deadlines.states import RUNNING, Severity
from caseintake.diary import board as diary
from caseintake.i18n import _, format_day, month_names, ngettext, weekday_names
from caseintake.web.asked import whole_number
from caseintake.web.office import board_filters as filters
from caseintake.web.office.board_filters import READ, pages

#: Years a picture is drawn of.
FIRST, LAST = 1990, 2090


@pages.get("/board/month", guard=READ)
def month() -> str:
    """One month, a week a line; each day leads to its lines."""
    first = _month()
    last = _later(first, 1) - timedelta(days=1)
    falls, more = _gathered("board.month", first, last)
    return render_template(
        "office/board/month.html",
        wide=pictures.month(first, falls),
        narrow=pictures.month(first, falls, width=pictures.NARROW),
        weekdays=weekday_names(),
        days=pictures.by_day(falls),
        first=first,
        earlier=_later(first, -1),
        later=_later(first, 1),
        **more,
    )


@pages.get("/board/year", guard=READ)
def year() -> str:
    """One year, a month a line; each day leads to its lines."""
    of = whole_number("year", default=g.uow.clock.today().year, least=FIRST, most=LAST)
    falls, more = _gathered("board.year", date(of, 1, 1), date(of, 12, 31))
    each = {n: pictures.totals([fall for fall in falls if fall[0].month == n]) for n in range(1, 13)}
    return render_template(
        "office/board/year.html",
        wide=pictures.year(of, falls),
        narrow=pictures.year(of, falls, upright=True),
        names=month_names(),
        initials=month_names(narrow=True),
        months=[(date(of, n, 1), counts) for n, counts in each.items() if counts],
        year=of,
        first_year=FIRST,
        last_year=LAST,
        **more,
    )


def _month() -> date:
    today = g.uow.clock.today()
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        asked = today
    return asked.replace(day=1, year=max(FIRST, min(LAST, asked.year)))


def _later(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def _gathered(endpoint: str, first: date, last: date) -> tuple[list[Fall], dict[str, Any]]:
    """What falls between two days, and what every picture's page says besides."""
    within = board.scope(uow=g.uow)
    asked = filters.asked() | {"from": "", "to": ""}
    labels = filters.labels_for(asked, g.uow)
    wanted = filters.wanted(asked, labels)
    lines = diary.every(within, filters.between(wanted, first, last), uow=g.uow)
    changed = _changed(lines)
    falls = [(line.due, line.severity, line.number) for line in lines if line.due and line.state in RUNNING]
    totals = pictures.totals(falls)
    return falls, {
        "asked": asked,
        "choices": filters.choices(asked, labels),
        "address": filters.address,
        "lines_of": lambda one, to=None: filters.address(
            "board.show", asked, **{"from": one.isoformat(), "to": (to or one).isoformat(), "sort": "day"}
        ),
        "everything": within.everything,
        "changed": changed,
        "undated": _undated(wanted, within),
        "summary": _summary(falls),
        "totals": totals,
        "columns": [_("Together"), *(str(wording.SEVERITIES_SHORT[one]) for one in totals)],
        "said": _said,
        "today": g.uow.clock.today(),
        "endpoint": endpoint,
        "w": wording,
    }


def _changed(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Of whose matters how many are not what the log knows: letters or codename, and the number."""
    found = diary.check(lines, uow=g.uow)
    if not found:
        return []
    board.name([line for line in lines if line.matter_id in found], board.scope(uow=g.uow), uow=g.uow)
    called = {line.matter_id: line.label.codename if line.label else line.ref for line in lines}
    return sorted((called[id], number) for id, number in found.items())


def _undated(wanted: Wanted, within: board.Scope) -> int:
    return filters.undated(diary.counts(within, wanted, uow=g.uow))


def _summary(falls: Sequence[Fall]) -> str:
    """The picture in one or two sentences."""
    days = pictures.by_day(falls)
    if not days:
        return _("Nothing ends here.")
    fullest = max(days, key=lambda day: sum(number for _severity, number in days[day]))
    most = sum(number for _severity, number in days[fullest])
    return " ".join(
        (
            ngettext("%(n)s date on %(days)s.", "%(n)s dates on %(days)s.", sum(one[2] for one in falls),
                     days=ngettext("%(n)s day", "%(n)s days", len(days))),
            _said(pictures.totals(falls)) + ".",
            _("The fullest day is %(day)s with %(number)s.", day=format_day(fullest), number=most),
        )
    )  # fmt: skip


def _said(counts: Mapping[Severity, int] | Sequence[tuple[Severity, int]]) -> str:
    pairs = counts.items() if isinstance(counts, Mapping) else counts
    return ", ".join(f"{wording.SEVERITIES_SHORT[severity]}: {number}" for severity, number in pairs)
