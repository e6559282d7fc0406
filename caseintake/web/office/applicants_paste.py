"""Many applicants at once, from a table that is pasted or sent as a file: first shown, then made, all or none."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from caseintake.access.policy import Action
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import OWN_NAMES, _, lazy
from caseintake.matters import queries, service
from caseintake.matters.table import Row, Table, read_table
from caseintake.people import duplicates, known
from caseintake.representation import newcomers
from caseintake.web.forms import Needed, at_most
from caseintake.web.office.matters_pages import MatterForm, frame, matter, may, pages, posted, save
from caseintake.web.office.one_file import received
from caseintake.web.office.other_firms import AsksFirms, asking

#: Characters of a table, and bytes of the form that brings it as a file.
CHARACTERS: Final = 200_000
FILE_BYTES: Final = 1_000_000
HERE: Final = "/matters/<uuid:matter_id>/applicants/paste"


class TableForm(MatterForm, AsksFirms):
    #: ``revision`` is the number of applicants when the table was shown: pressing twice adds nobody twice.
    table = TextAreaField(lazy("Table"), [Needed(), at_most(CHARACTERS)])


@pages.route(HERE, methods=["GET", "POST"], guard=may(Action.APPLICANT_ADD), endpoint="paste_applicants")
def paste(matter_id: UUID) -> ResponseReturnValue:
    """What would be made of the table; with ``go=add`` it is made."""
    form = asking(TableForm, matter(), many=True)
    if not posted() or not form.validate():
        return _page(form, None, 422 if posted() else 200)
    table = _read(form)
    if table.faults or request.form.get("go") != "add" or form.revision.data != _version():
        return _page(form, table, 422 if table.faults else 200)

    def act() -> None:
        opening = newcomers.opening(matter(), form.word(), uow=g.uow)
        made = [service.add_applicant(matter(), **row._asdict(), **opening, uow=g.uow) for _number, row in table.rows]
        newcomers.begin(matter(), made, form.word(), uow=g.uow)

    if form.answered() and save(form, act):
        return redirect(url_for("matters.applicants", matter_id=matter_id), 303)
    return _page(form, table, 422)


@pages.post(f"{HERE}/file", guard=may(Action.APPLICANT_ADD), uploads=True, endpoint="read_table")
def read_file(matter_id: UUID) -> ResponseReturnValue:
    """Take the table from a file into the form. It passes the disk sealed, and is gone after this answer."""
    try:
        fields, content = received({"revision"}, FILE_BYTES)
    except UploadRefused as refused:
        return _refused(str(refused), refused.status)
    request.use_fields(fields)  # type: ignore[attr-defined]
    form = asking(TableForm, matter(), many=True)
    form.table.data = _decoded(content)
    if not form.table.data:
        return _refused(_("Choose a file: a table saved as CSV (UTF-8) or as text with tabs."), 422)
    if not form.validate():
        return _page(form, None, 422)
    table = _read(form)
    return _page(form, table, 422 if table.faults else 200)


def _decoded(content: bytes) -> str:
    """UTF-8, or the UTF-16 in which spreadsheets save text with tabs. Guessing others would garble names."""
    for encoding in ("utf-8-sig", *(("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ())):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if "\0" in text else text
    return ""


def _read(form: TableForm) -> Table:
    table = read_table((form.table.data or "").replace("\r\n", "\n").strip("\n"))
    for message in table.faults:
        form.refuse("table", message)
    return table


def _refused(words: str, status: int) -> ResponseReturnValue:
    return _page(TableForm(None), None, status, words)


def _page(form: TableForm, table: Table | None, status: int, refused: str = "") -> ResponseReturnValue:
    form.revision.data = _version()
    drawn = render_template(
        "office/matters/applicants_paste.html",
        **frame("applicants"),
        form=form,
        refused=refused,
        rows=table.rows if table is not None and not table.faults else (),
        familiar=_familiar(table.rows if table is not None else ()),
        own_names=OWN_NAMES,
    )
    return drawn, status


def _version() -> str:
    return str(len(queries.applicants(matter(), uow=g.uow)))


def _familiar(rows: Sequence[tuple[int, Row]]) -> frozenset[str]:
    """Names that stand twice in the table, or in the matter already, in any spelling; two people may share one."""
    files = queries.client_files(queries.applicants(matter(), uow=g.uow), uow=g.uow).values()
    here = duplicates.forms(name for file in files for name in known.names_of(file))
    spelt = {number: duplicates.forms([row.name]) for number, row in rows}
    count = Counter(form for forms in spelt.values() for form in forms)
    return frozenset(row.name for number, row in rows if any(form in here or count[form] > 1 for form in spelt[number]))
