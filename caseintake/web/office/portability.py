"""People and incidents from a table: say what each column means, see what would change, accept it row by row or all.

Rows that cannot be read are named and stay in the form; the others can be taken without them. Nothing is lost.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField

from caseintake.access.policy import Action
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import lazy
from caseintake.old_cases import sheets
from caseintake.portability import cells as reading
from caseintake.portability import incidents, mappings, people
from caseintake.portability.columns import FIELDS, What, guessed
from caseintake.web.forms import at_most
from caseintake.web.office.matters_pages import MatterForm, called_all, frame, matter, may, pages, posted, save
from caseintake.web.office.one_file import received
from caseintake.web.office.other_firms import AsksFirms, asking

#: Characters of a table, and bytes of the file or form that brings it.
CHARACTERS: Final = 1_000_000
FILE_BYTES: Final = 2_000_000
#: Differences of so many rows are drawn; the others are counted and can be accepted together.
DRAWN: Final = 200
HERE: Final = "/matters/<uuid:matter_id>/import/<any(people, incidents):what>"
MAY: Final = may(Action.APPLICANT_ADD)
Compared = people.Compared | incidents.Compared


class ImportForm(MatterForm, AsksFirms):
    table = TextAreaField(lazy("Table"), [at_most(CHARACTERS)])
    #: The digest of what was shown: something else is never made.
    seen = HiddenField()


@pages.route(HERE, methods=["GET", "POST"], guard=MAY, endpoint="import_table")
def table(matter_id: UUID, what: str) -> ResponseReturnValue:
    """``go=look`` compares and keeps nothing; ``go=make`` makes what was accepted."""
    kind = What(what)
    form = _form(kind)
    if not posted():
        return _page(kind, form)
    if not form.validate():
        return _page(kind, form, status=422)
    try:
        cells = sheets.cells_of((form.table.data or "").replace("\r\n", "\n").strip("\n"))
    except sheets.BadSheet as bad:
        form.refuse("table", str(bad))
        return _page(kind, form, status=422)
    mapping, go = _mapping(kind, cells[0]), request.form.get("go", "")
    if go not in ("look", "make") or (fault := reading.mapping_fault(kind, mapping)):
        if go in ("look", "make"):
            form.form_errors.append(fault)
        return _page(kind, form, cells, mapping, status=422 if form.form_errors else 200)
    read = reading.read(kind, cells, mapping, g.uow.clock.today())
    compared = _compare(kind, read.rows)
    compared.faults = sorted([*read.faults, *compared.faults])
    if go == "make" and form.seen.data == compared.digest:
        return _make(kind, form, cells, mapping, compared)
    moved = go == "make"
    return _page(kind, form, cells, mapping, compared, moved=moved, status=422 if compared.faults else 200)


def _form(kind: What) -> ImportForm:
    """Incidents bring nobody new."""
    return asking(ImportForm, matter() if kind is What.PEOPLE else None, many=True)


def _compare(kind: What, rows: Sequence[reading.Told]) -> Compared:
    if kind is What.PEOPLE:
        return people.compare(matter(), rows, uow=g.uow)
    return incidents.compare(matter(), rows, uow=g.uow)


def _make(
    kind: What, form: ImportForm, cells: list[list[str]], mapping: tuple[str, ...], compared: Compared
) -> ResponseReturnValue:
    accepted = _accepted(compared)
    taken: list[int] = []
    if compared.new and not form.answered():
        return _page(kind, form, cells, mapping, compared, status=422)

    def act() -> None:
        if isinstance(compared, people.Compared):
            taken.append(people.take_over(matter(), compared, accepted, word=form.word(), uow=g.uow))
        else:
            before = len(compared.faults)
            taken.append(incidents.take_over(matter(), compared, accepted, uow=g.uow))
            if len(compared.faults) > before:
                raise _Refused
        mappings.remember(matter(), kind, cells[0], mapping, uow=g.uow)

    try:
        saved = save(form, act)
    except _Refused:
        g.uow.session.rollback()
        saved = False
    if not saved:
        return _page(kind, form, cells, mapping, compared, status=422)
    left = {row for row, _words in compared.faults}
    if not left:
        at = "applicants" if kind is What.PEOPLE else "incidents"
        return redirect(url_for(f"matters.{at}", matter_id=matter().id), 303)
    rest = [cells[0], *(row for number, row in enumerate(cells[1:], 2) if number in left)]
    form.table.data = sheets.to_text(rest)
    return _page(kind, form, rest, mapping, done=taken[0])


class _Refused(Exception):
    """The house refused a row while it was made; the rows and why are in what was compared."""


def _accepted(compared: Compared) -> frozenset[int]:
    """The rows to make: every new one, and of the changed ones those ticked, or all."""
    rows = {line.told.row if isinstance(line, people.Line) else line.row for line in compared.new}
    changed = {line.told.row for line in compared.changed}
    ticked = {int(text) for text in request.form.getlist("accept") if text.isascii() and text.isdigit()}
    return frozenset(rows | (changed if "all" in request.form.getlist("accept") else changed & ticked))


def _called(compared: Compared | None) -> dict[int, str]:
    """What the page calls a row that changes something: a person by name, an incident by its key."""
    if isinstance(compared, incidents.Compared):
        return {line.told.row: line.records[0][1].external_key for line in compared.changed[:DRAWN]}
    lines = compared.changed[:DRAWN] if compared is not None else []
    names = called_all([line.applicant for line in lines if line.applicant is not None])
    return {line.told.row: names[line.applicant.id] for line in lines if line.applicant is not None}


@pages.post(f"{HERE}/file", guard=MAY, uploads=True, endpoint="import_file")
def read_file(matter_id: UUID, what: str) -> ResponseReturnValue:
    """Take the table from a file into the form. It passes the disk sealed, and is gone after this answer."""
    kind = What(what)
    try:
        fields, content = received({"revision", "seen"}, FILE_BYTES)
    except UploadRefused as refused:
        return _page(kind, ImportForm(None), refused=str(refused), status=refused.status)
    request.use_fields(fields)  # type: ignore[attr-defined]
    form = _form(kind)
    try:
        form.table.data = sheets.text_of_file(content)
        cells = sheets.cells_of(form.table.data)
    except sheets.BadSheet as bad:
        return _page(kind, form, refused=str(bad), status=422)
    if not form.validate():
        return _page(kind, form, status=422)
    return _page(kind, form, cells, _mapping(kind, cells[0]))


def _mapping(kind: What, heads: Sequence[str]) -> tuple[str, ...]:
    """What was chosen for each column; before that what these headings meant last time, or seem to mean."""
    if any(f"column-{number}" in request.form for number in range(len(heads))):
        chosen = (request.form.get(f"column-{number}", "") for number in range(len(heads)))
        return tuple(field if field in FIELDS[kind] else "" for field in chosen)
    return mappings.mapping_for(matter(), kind, heads, uow=g.uow) or guessed(kind, heads)


def _page(
    kind: What,
    form: ImportForm,
    cells: Sequence[Sequence[str]] = (),
    mapping: Sequence[str] = (),
    compared: Compared | None = None,
    *,
    refused: str = "",
    moved: bool = False,
    done: int | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    form.seen.data = compared.digest if compared is not None else ""
    changed = compared.changed if compared is not None else ()
    drawn = render_template(
        "office/portability/import.html",
        **frame("in_and_out"),
        kind=kind,
        form=form,
        refused=refused,
        moved=moved,
        done=done,
        heads=cells[0] if cells else (),
        sample=cells[1:4],
        number=max(len(cells) - 1, 0),
        mapping=mapping,
        fields=FIELDS[kind],
        compared=compared,
        changed=changed,
        drawn=DRAWN,
        called=_called(compared),
        named=people.named if kind is What.PEOPLE else incidents.named,
    )
    return drawn, status
