"""The applicants of a matter as one grid: who is complete, what is missing, which day comes first.

A page shows some of them; narrowed, ordered and grouped are all. Columns are computed for everybody only where the
address orders, groups or narrows by them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flask import g, render_template, request, url_for
from markupsafe import escape

from caseintake.access.policy import Action, allows
from caseintake.matters.model import Applicant
from caseintake.web.forms import TOKEN_FIELD, token_fits
from caseintake.web.office import grid_asked
from caseintake.web.office.grid_acts import offered, ticked
from caseintake.web.office.grid_asked import Asked
from caseintake.web.office.grid_columns import Cell, Column, Sheet
from caseintake.web.office.grid_map import COLUMNS
from caseintake.web.office.matters_pages import called, frame, label, matter, may, pages
from caseintake.web.office.numbers import spans

NOTHING = Cell("")


@pages.get("/matters/<uuid:matter_id>/applicants", guard=may(Action.MATTER_READ), endpoint="applicants")
def index(matter_id: UUID) -> str:  # noqa: ARG001 - the guard has used it
    """Everybody of the matter, or those the address asks for, a page of them."""
    return _page(set())


@pages.post(
    "/matters/<uuid:matter_id>/applicants", guard=may(Action.MATTER_READ), endpoint="applicants_turned", reads=True
)
def turn(matter_id: UUID) -> str:  # noqa: ARG001
    """Another page of them. Who was ticked on this one stays ticked: it comes along in the form, as numbers."""
    return _page(set(ticked()) if token_fits(request.form.get(TOKEN_FIELD, "")) else set())


def _page(chosen: set[int]) -> str:
    sheet, what = Sheet(matter(), label(), g.uow), grid_asked.asked(COLUMNS)
    rows = grid_asked.select(sheet, COLUMNS, what)
    last = max(1, -(-len(rows) // grid_asked.ROWS))
    what = what if what.page is None else replace(what, page=min(what.page, last))
    columns = grid_asked.shown_columns(COLUMNS, what)
    parts = grid_asked.turned_to(grid_asked.grouped(sheet, COLUMNS, what, rows), what.page)
    filters = _filters(sheet, columns, what)
    here = [row for part in parts for row in part.rows]
    part = sheet.of(here)
    role = g.uow.actor.role
    return render_template(
        "office/matters/grid.html",
        **frame("applicants"),
        asked=what,
        last=last,
        columns=columns,
        parts=parts,
        cells=_lines(part, columns, here),
        names={row.id: called(row, part.files.get(row.id)) for row in here},
        everybody=len(sheet.everybody),
        shown=len(rows),
        numbers=spans([row.number for row in rows]),
        ticked=chosen,
        elsewhere=spans(sorted({row.number for row in sheet.everybody} & chosen - {row.number for row in here})),
        views=grid_asked.VIEWS,
        filters=filters,
        groups=[(column.key, column.title) for column in COLUMNS if column.choices is not None],
        sorts=[(column.key, column.title) for column in COLUMNS],
        address=_address,
        may_add=allows(role, Action.APPLICANT_ADD),
        acts=offered(),
        act=url_for("matters.applicants_together", matter_id=matter().id, **what.address()),
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


def _address(what: Asked, **changed: str | int) -> str:
    return url_for("matters.applicants", matter_id=matter().id, **what.address(**changed))
