"""Old cases from a spreadsheet: say what each column means, see what would be made, then make it, all or nothing."""

from collections.abc import Sequence
from typing import Any, Final

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from caseintake.access.policy import Action, roles
from caseintake.deadlines import wording as limits
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import _, lazy
from caseintake.law.explain import flag_words
from caseintake.matters import queries
from caseintake.matters.codenames import suggest
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import say
from caseintake.old_cases import making, rows, sheets
from caseintake.old_cases.columns import FIELDS, guessed
from caseintake.old_cases.making import Made
from caseintake.web.forms import OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard
from caseintake.web.office.matters_pages import pages
from caseintake.web.office.one_file import received

#: Characters of a table, and bytes of the file or form that brings it.
CHARACTERS: Final = 1_000_000
FILE_BYTES: Final = 2_000_000
SHOWN: Final = 8
MAY: Final = Guard.role(*roles(Action.MATTER_CREATE))


class TableForm(OfficeForm):
    table = TextAreaField(lazy("Table"), [at_most(CHARACTERS)])
    codename = StringField(lazy("Matter for rows that name none"), [at_most(100)], filters=[trimmed])


@pages.route("/matters/old-cases", methods=["GET", "POST"], guard=MAY, endpoint="old_cases")
def old_cases() -> ResponseReturnValue:
    """``go=look`` tries everything and keeps nothing; ``go=make`` makes it, if nothing is wrong."""
    form = TableForm()
    if not form.is_submitted():
        form.codename.data = suggest({line.label.codename for line in queries.my_matters(uow=g.uow)})
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    try:
        cells = sheets.cells_of((form.table.data or "").replace("\r\n", "\n").strip("\n"))
    except sheets.BadSheet as bad:
        form.refuse("table", str(bad))
        return _page(form, status=422)
    mapping = _mapping(cells[0])
    go = request.form.get("go", "")
    if go not in ("look", "make") or (fault := rows.mapping_fault(mapping)):
        if go in ("look", "make"):
            form.form_errors.append(fault)
        return _page(form, cells, mapping, status=422 if form.form_errors else 200)
    read = rows.read_rows(cells, mapping, g.uow.clock.today())
    if not form.codename.data and any(not row.matter for row in read.good):
        form.refuse("codename", _("Write a codename: a row names no matter."))
        return _page(form, cells, mapping, status=422)
    made = _tried(form, read, cells[0], mapping)
    faults = sorted([*read.faults, *made.faults])
    if go == "make" and not faults and not form.form_errors:
        g.uow.commit()
        return redirect(url_for("matters.index"), 303)
    g.uow.session.rollback()
    return _page(form, cells, mapping, faults, made, status=422 if faults or form.form_errors else 200)


def _tried(form: TableForm, read: rows.Rows, heads: Sequence[str], mapping: Sequence[str]) -> Made:
    """Everything made in this unit of work, which the caller commits or rolls back."""
    try:
        return making.make(read.good, heads, mapping, usual=form.codename.data or "", uow=g.uow)
    except Refusal as refusal:
        form.form_errors += [say(fault) for fault in refusal.faults]
        return Made()


@pages.post("/matters/old-cases/file", guard=MAY, uploads=True, endpoint="old_cases_file")
def read_file() -> ResponseReturnValue:
    """Take the table from a file into the form. It passes the disk sealed, and is gone after this answer."""
    try:
        fields, content = received({"codename"}, FILE_BYTES)
    except UploadRefused as refused:
        return _page(TableForm(None), refused=str(refused), status=refused.status)
    request.use_fields(fields)  # type: ignore[attr-defined]
    form = TableForm()
    try:
        form.table.data = sheets.text_of_file(content)
        cells = sheets.cells_of(form.table.data)
    except sheets.BadSheet as bad:
        return _page(form, refused=str(bad), status=422)
    if not form.validate():
        return _page(form, status=422)
    return _page(form, cells, _mapping(cells[0]))


def _mapping(heads: Sequence[str]) -> tuple[str, ...]:
    """What was chosen for each column; before that what these headings meant last time, or seem to mean."""
    if any(f"column-{number}" in request.form for number in range(len(heads))):
        chosen = (request.form.get(f"column-{number}", "") for number in range(len(heads)))
        return tuple(field if field in FIELDS else "" for field in chosen)
    return making.mapping_for(heads, uow=g.uow) or guessed(heads)


def _page(
    form: TableForm,
    cells: Sequence[Sequence[str]] = (),
    mapping: Sequence[str] = (),
    faults: Sequence[tuple[int, str]] = (),
    made: Made | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    drawn = render_template(
        "office/matters/old_cases.html",
        form=form,
        refused=refused,
        heads=cells[0] if cells else (),
        sample=cells[1 : SHOWN + 1],
        number=max(len(cells) - 1, 0),
        mapping=mapping,
        fields=FIELDS,
        faults=faults,
        made=made if made is not None and not faults and not form.form_errors else None,
        **_words(),
    )
    return drawn, status


def _words() -> dict[str, Any]:
    return {
        "w": limits,
        "today": g.uow.clock.today(),
        "flag_words": lambda code: flag_words(code, _),
    }
