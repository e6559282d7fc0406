"""The applicants of a matter as one grid: who is complete, what is missing, which day comes first.

All of them stand on one page, so that the browser finds a name that no address may hold.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import g, render_template, url_for
from markupsafe import escape

from caseintake.access.policy import Action, allows
from caseintake.matters.model import Applicant
from caseintake.web.office import grid_asked
from caseintake.web.office.grid_acts import offered
from caseintake.web.office.grid_asked import Asked
from caseintake.web.office.grid_columns import Cell, Column, Sheet
from caseintake.web.office.grid_map import COLUMNS
from caseintake.web.office.matters_pages import called, frame, label, matter, may, pages
from caseintake.web.office.numbers import spans

NOTHING = Cell("")


@pages.get("/matters/<uuid:matter_id>/applicants", guard=may(Action.MATTER_READ), endpoint="applicants")
def index(matter_id: UUID) -> str:
    """Everybody of the matter, or those the address asks for."""
    sheet, what = Sheet(matter(), label(), g.uow), grid_asked.asked(COLUMNS)
    rows = grid_asked.select(sheet, COLUMNS, what)
    columns = grid_asked.shown_columns(COLUMNS, what)
    role = g.uow.actor.role
    return render_template(
        "office/matters/grid.html",
        **frame("applicants"),
        asked=what,
        columns=columns,
        parts=grid_asked.grouped(sheet, COLUMNS, what, rows),
        cells=_lines(sheet, columns, rows),
        names={row.id: called(row, sheet.files.get(row.id)) for row in rows},
        everybody=len(sheet.applicants),
        shown=len(rows),
        numbers=spans([row.number for row in rows]),
        views=grid_asked.VIEWS,
        filters=_filters(sheet, columns, what),
        groups=[(column.key, column.title) for column in COLUMNS if column.choices is not None],
        sorts=[(column.key, column.title) for column in COLUMNS],
        address=_address,
        may_add=allows(role, Action.APPLICANT_ADD),
        acts=offered(),
        act=url_for("matters.applicants_together", matter_id=matter_id, **what.address()),
    )


def _lines(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Applicant]
) -> Mapping[UUID, Sequence[tuple[str, Cell]]]:
    """The cells of each row in the order of the columns, each with the title, translated once and not in each row."""
    read = [(escape(str(column.title)), sheet.cells(column)) for column in columns]
    return {row.id: [(title, cells.get(row.id, NOTHING)) for title, cells in read] for row in rows}


def _filters(
    sheet: Sheet, columns: Sequence[Column], what: Asked
) -> list[tuple[str, str, Sequence[tuple[str, str]], str]]:
    """Key, title, choices and what is chosen: of the columns shown, and of those the rows are narrowed by already."""
    keys = {column.key for column in columns} | set(what.only)
    return [
        (column.key, column.title, column.choices(sheet), what.only.get(column.key, ""))
        for column in COLUMNS
        if column.choices is not None and column.key in keys
    ]


def _address(what: Asked, **changed: str) -> str:
    return url_for("matters.applicants", matter_id=matter().id, **what.address(**changed))
