"""Many applicants at once, pasted from a table: name, language, safe contact, source, safety note."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Final, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from caseintake.access.policy import Action
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, lazy
from caseintake.matters import service
from caseintake.matters.model import Matter
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import MatterForm, frame, matter, may, pages, posted, save, status
from caseintake.work import UnitOfWork

#: Rows one form takes; more come in several.
ROWS: Final = 500
COLUMNS: Final = 5
NAME_CHARACTERS: Final = 200
CELL_CHARACTERS: Final = 2000


class Row(NamedTuple):
    """One person of the table."""

    name: str
    language: str = ""
    contact: str = ""
    came_through: str = ""
    safety: str = ""


class TableForm(MatterForm):
    table = TextAreaField(lazy("Table"), [Needed(), at_most(200_000)], filters=[trimmed])

    def value(self) -> tuple[Row, ...] | None:
        """Every row, or None with what is wrong with each bad one at the field."""
        rows, faults = read_table(self.table.data or "")
        for message in faults:
            self.refuse("table", message)
        return None if faults else rows


def read_table(text: str) -> tuple[tuple[Row, ...], list[str]]:
    """Rows of a pasted table, its cells parted by tabs, semicolons or commas, and what is wrong by row number."""
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;," if mark in first), "\t")
    rows, faults = [], []
    try:
        lines = list(csv.reader(StringIO(text), delimiter=mark, strict=True))
    except csv.Error:
        return (), [_("A quotation mark is open somewhere. Look at the cells with quotation marks.")]
    for number, cells in enumerate(lines, 1):
        values = [" ".join(cell.split()) for cell in cells]
        if not any(values):
            continue
        if fault := _fault(values):
            faults.append(_("Row %(number)s: %(fault)s", number=number, fault=fault))
        else:
            rows.append(Row(values[0], _language(values[1] if len(values) > 1 else ""), *values[2:]))
    if len(rows) > ROWS:
        faults.append(_("At most %(rows)s rows fit at once.", rows=ROWS))
    return tuple(rows), faults


def _fault(values: list[str]) -> str:
    if not values[0]:
        return _("the name is missing.")
    if len(values) > COLUMNS:
        return _("more than %(columns)s columns.", columns=COLUMNS)
    if len(values[0]) > NAME_CHARACTERS or any(len(value) > CELL_CHARACTERS for value in values):
        return _("a cell is too long.")
    return ""


def _language(text: str) -> str:
    """A code or the language's own name as its code; anything else as it was written."""
    own = {name.casefold(): code for code, name in OWN_NAMES.items()}
    low = text.casefold()
    return low if low in LANGUAGES else own.get(low, text)


def _adding(here: Matter, rows: tuple[Row, ...], uow: UnitOfWork) -> Callable[[], None]:
    def act() -> None:
        for row in rows:
            service.add_applicant(here, **row._asdict(), uow=uow)

    return act


@pages.route(
    "/matters/<uuid:matter_id>/applicants/paste",
    methods=["GET", "POST"],
    guard=may(Action.APPLICANT_ADD),
    endpoint="paste_applicants",
)
def paste(matter_id: UUID) -> ResponseReturnValue:
    """All rows or none: what is wrong is named by row, and the table stays in the form."""
    form = TableForm()
    if posted() and form.validate():
        rows = form.value()
        if rows is not None and save(form, _adding(matter(), rows, g.uow)):
            return redirect(url_for("matters.applicants", matter_id=matter_id), 303)
    return render_template("office/matters/applicants_paste.html", **frame("applicants"), form=form), status()
