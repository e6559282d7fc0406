"""What the applicants grid is narrowed to, ordered and grouped by: read from the address, which never holds a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request

from caseintake.i18n import _, lazy
from caseintake.matters.model import Applicant
from caseintake.web.asked import one_of, whole_number
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View

#: The words of an address that are no column.
VIEW, SORT, GROUP, PAGE = "view", "sort", "group", "page"
#: Stands for a page: everybody on one, to print, or so that the browser finds a name that no address may hold.
ALL: Final = "all"
#: Rows of a page. A browser that is slow by design, as the safest ones are, is at a loss with a thousand.
ROWS: Final = 200
VIEWS: Final = {
    "work": (View.WORK, lazy("Work to do")),
    "case": (View.CASE, lazy("Case")),
    "people": (View.PEOPLE, lazy("People")),
    "all": (View.WORK | View.CASE | View.PEOPLE, lazy("Everything")),
}
BACKWARDS: Final = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to look at the grid. ``only``: column key → the choice its rows must have; ``page`` None: all on one."""

    view: str
    sort: str
    backwards: bool
    group: str
    only: dict[str, str]
    page: int | None = 1

    def address(self, **changed: str | int) -> dict[str, Any]:
        """The words of an address that shows this, or with something ``changed`` the first page of that."""
        page = ALL if self.page is None else "1" if changed else str(self.page)
        said = {VIEW: self.view, SORT: (BACKWARDS if self.backwards else "") + self.sort, GROUP: self.group}
        kept = {**said, **self.only, PAGE: page, **changed}
        usual = ((VIEW, "work"), (PAGE, "1"))
        return {name: value for name, value in kept.items() if value and (name, str(value)) not in usual}


@dataclass(frozen=True, slots=True)
class Part:
    """One group of rows under its heading, as far as the page shows it; the heading of the only one is empty."""

    title: str
    rows: list[Applicant]
    #: Of this group on all pages.
    number: int


def asked(columns: Sequence[Column]) -> Asked:
    """What stands in the address, as far as it means anything."""
    keys = [column.key for column in columns]
    sort = request.args.get(SORT, "")
    grouped = [column.key for column in columns if column.choices is not None]
    return Asked(
        view=one_of(VIEW, tuple(VIEWS), default="work"),
        sort=sort.removeprefix(BACKWARDS) if sort.removeprefix(BACKWARDS) in keys else "",
        backwards=sort.startswith(BACKWARDS),
        group=one_of(GROUP, tuple(grouped), default=""),
        only={key: request.args[key] for key in grouped if 0 < len(request.args.get(key, "")) <= 40},
        page=None if request.args.get(PAGE) == ALL else whole_number(PAGE, default=1, least=1),
    )


def shown_columns(columns: Iterable[Column], what: Asked) -> list[Column]:
    """The columns of the chosen set."""
    view, _words = VIEWS[what.view]
    return [column for column in columns if column.view & view]


def select(sheet: Sheet, columns: Sequence[Column], what: Asked) -> list[Applicant]:
    """The rows asked for, in the order asked for; what a column cannot order stands at the end."""
    by_key = {column.key: column for column in columns}
    rows = sheet.applicants
    for key, choice in what.only.items():
        cells = sheet.cells(by_key[key])
        rows = [row for row in rows if choice in _of(cells.get(row.id))]
    if what.sort:
        cells = sheet.cells(by_key[what.sort])
        known = {row.id: cell.sort for row in rows if (cell := cells.get(row.id)) and cell.sort is not None}
        ordered = sorted(
            (row for row in rows if row.id in known), key=lambda row: known[row.id], reverse=what.backwards
        )
        rows = [*ordered, *(row for row in rows if row.id not in known)]
    return rows


def grouped(sheet: Sheet, columns: Sequence[Column], what: Asked, rows: Sequence[Applicant]) -> list[Part]:
    """The rows under the choices of the column they are grouped by, in the order of the choices."""
    column = next((one for one in columns if one.key == what.group), None)
    if column is None or column.choices is None:
        return [Part("", list(rows), len(rows))] if rows else []
    cells = sheet.cells(column)
    of: dict[str, list[Applicant]] = {}
    for row in rows:
        of.setdefault(next(iter(_of(cells.get(row.id))), ""), []).append(row)
    named = [(words, of.pop(code)) for code, words in column.choices(sheet) if code in of]
    rest = [row for some in of.values() for row in some]
    every = [*named, (_("nothing recorded"), rest)] if rest else named
    return [Part(words, some, len(some)) for words, some in every]


def turned_to(parts: Sequence[Part], page: int | None) -> list[Part]:
    """What one page shows of these groups; None: all of them."""
    if page is None:
        return list(parts)
    found, first = [], (page - 1) * ROWS
    for part in parts:
        some = part.rows[max(first, 0) : max(first + ROWS, 0)]
        first -= len(part.rows)
        if some:
            found.append(replace(part, rows=some))
    return found


def _of(cell: Cell | None) -> tuple[str, ...]:
    return cell.choices if cell is not None else ()
