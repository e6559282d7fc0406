"""Signature runs: batches by place and collector, what is printed for them, and the scans that come back."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import segno
from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.documents.refusals import TicketRefused, UploadRefused
from caseintake.i18n import _, lazy
from caseintake.representation import heaps, numbers, runs, wording
from caseintake.representation.heaps import Sorted
from caseintake.representation.kinds import PageKind, Step, waits
from caseintake.representation.model import InkPage, SignatureBatch
from caseintake.representation.runs import Sheet
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.authorities import (
    RECORD,
    PagesForm,
    RepresentationForm,
    all_lines,
    drawing,
    last_days,
    offered,
    shown,
)
from caseintake.web.office.matters_pages import MatterForm, called, frame, matter, may, pages, save
from caseintake.web.office.taking_in import take_in, ticket_for

HERE: Final = "/matters/<uuid:matter_id>/signatures"
ONE: Final = f"{HERE}/<uuid:batch_id>"
#: So many files in one heap.
MOST_FILES: Final = 100


class BatchForm(PagesForm):
    """Who signs which pages, where, and who goes there."""

    kinds = SelectMultipleField(lazy("Pages"), choices=offered(wording.PAGES), default=[PageKind.AUTHORITY.value])
    place = StringField(lazy("Place"), [Needed(), at_most(200)], filters=[trimmed])
    collector = StringField(lazy("Collector"), [Needed(), at_most(200)], filters=[trimmed])


class SheetsForm(RepresentationForm):
    """The same happened to all sheets of a batch, or to some by their numbers."""

    step = SelectField(lazy("What happened"), choices=offered(wording.STEPS))
    on = DayField(lazy("Day"))
    words = StringField(lazy("Collector, where it lies, or what went wrong"), [at_most(300)], filters=[trimmed])
    only = TextAreaField(lazy("Only these sheets, by number"), [at_most(20_000)], filters=[trimmed])

    def chosen(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """The sheets meant; refuses a number that is none of these."""
        if not self.only.data:
            return list(sheets)
        by_number = {one.page.number: one for one in sheets}
        typed = numbers.found_in(self.only.data)
        if not typed or any(number not in by_number for number in typed):
            self.refuse("only", _("A number here is none of this batch, or was mistyped."))
            return []
        return [by_number[number] for number in typed]


def qr(number: str) -> Markup:
    """The number as a QR code and nothing else in it."""
    picture = segno.make(number, error="m", micro=False)
    return Markup(picture.svg_inline(scale=3, border=4, light="#fff", dark="#000", svgclass="qr", lineclass=None))  # noqa: S704


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="signatures")
def index(matter_id: UUID) -> ResponseReturnValue:
    """Every batch and how much of it has come back."""
    return _index(_batch_form(blank=True), 200)


def _batch_form(*, blank: bool = False) -> BatchForm:
    form = BatchForm(formdata=None) if blank else BatchForm()
    form.offer()
    return form


def _index(form: BatchForm, code: int) -> ResponseReturnValue:
    everything = runs.sheets(matter(), uow=g.uow)
    wanted = request.values.get("waits", "")
    drawn = render_template(
        "office/representation/signatures.html",
        **frame("signatures"),
        batches=[(row, _tally(runs.of_batch(row, everything))) for row in runs.batches(matter(), uow=g.uow)],
        form=form,
        wanted=wanted,
        count=len([line for line in shown(all_lines(), wanted) if line.file]),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **drawing(),
    )
    return drawn, code


def _tally(sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """How many sheets, and how many of them are where."""
    found = {"all": len(sheets)}
    for one in sheets:
        state = waits(one.page)
        found[state.value] = found.get(state.value, 0) + 1
    return found


@pages.post(HERE, guard=RECORD, endpoint="make_batch")
def make(matter_id: UUID) -> ResponseReturnValue:
    """A batch for one place and collector."""
    form = _batch_form()
    made: list[SignatureBatch] = []
    if form.validate():
        some = [(line.applicant, line.file) for line in form.chosen(all_lines()) if line.file is not None]
        kinds = [PageKind(kind) for kind in form.kinds.data or ()]
        wanted = form.wanted()
        if not form.errors and save(
            form,
            lambda: made.append(
                runs.make(
                    matter(), some, kinds, wanted,
                    place=form.place.data or "", collector=form.collector.data or "", uow=g.uow,
                )
            ),
        ):  # fmt: skip
            return redirect(url_for("matters.signature_batch", matter_id=matter_id, batch_id=made[0].id), 303)
    return _index(form, 422)


@pages.get(ONE, guard=may(Action.MATTER_READ), endpoint="signature_batch")
def show(matter_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """The sheets of one batch, whose they are and how far they have come."""
    return _show(runs.batch(matter(), batch_id, uow=g.uow), SheetsForm(formdata=None), 200)


def _show(row: SignatureBatch, form: SheetsForm, code: int) -> ResponseReturnValue:
    sheets = runs.of_batch(row, runs.sheets(matter(), uow=g.uow))
    drawn = render_template(
        "office/representation/batch.html",
        **frame("signatures"),
        row=row,
        author=g.uow.proof(row).author.id,
        sheets=sheets,
        days=last_days(matter(), uow=g.uow),
        form=form,
        called=called,
        today=g.uow.clock.today(),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **drawing(),
    )
    return drawn, code


@pages.post(ONE, guard=RECORD, endpoint="record_batch")
def record(matter_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    """Printed, handed over, come back, lost or seized."""
    row = runs.batch(matter(), batch_id, uow=g.uow)
    form = SheetsForm()
    if form.validate():
        chosen = form.chosen(runs.of_batch(row, runs.sheets(matter(), uow=g.uow)))
        step = Step(form.step.data)
        words = form.words.data or (row.collector if step is Step.WITH_COLLECTOR else "")
        if not form.errors and save(form, lambda: runs.note(chosen, step, on=form.on.data, words=words, uow=g.uow)):
            return redirect(url_for("matters.signature_batch", matter_id=matter_id, batch_id=batch_id), 303)
    return _show(row, form, 422)


@pages.get(f"{ONE}/<any(sheets, envelopes, collector):what>", guard=may(Action.MATTER_READ), endpoint="print_batch")
def to_print(matter_id: UUID, batch_id: UUID, what: str) -> ResponseReturnValue:
    """To be printed: the numbers onto the Court's pages, a slip for each envelope, the collector's sheet. No name."""
    row = runs.batch(matter(), batch_id, uow=g.uow)
    sheets = runs.of_batch(row, runs.sheets(matter(), uow=g.uow))
    envelopes: dict[UUID, list[Sheet]] = {}
    for one in sheets:
        envelopes.setdefault(one.applicant.id, []).append(one)
    return render_template(
        "office/representation/batch_print.html",
        what=what,
        sheets=sheets,
        envelopes=list(envelopes.values()),
        spaced=numbers.spaced,
        words=wording,
        qr=qr,
    ), 200


# --- scans ------------------------------------------------------------------------------------------------------------


@pages.post(f"{HERE}/scans", guard=may(Action.DOCUMENT_ADD), endpoint="heap_begin_upload")
def begin(matter_id: UUID) -> ResponseReturnValue:
    """Hand out a ticket: without one no file is read."""
    if not MatterForm().validate():
        return redirect(url_for("matters.signatures", matter_id=matter_id), 303)
    return redirect(url_for("matters.heap_upload", matter_id=matter_id, ticket=_ticket()), 303)


def _ticket() -> str:
    return ticket_for(matter().id)


@pages.get(f"{HERE}/scans/<ticket>", guard=may(Action.DOCUMENT_ADD), endpoint="heap_upload")
def ask(matter_id: UUID, ticket: str) -> ResponseReturnValue:
    """The form for a heap of scans."""
    return _scans(ticket)


def _scans(ticket: str, refused: str = "", found: Sequence[Sorted] = (), code: int = 200) -> ResponseReturnValue:
    drawn = render_template(
        "office/representation/scans.html",
        **frame("signatures"),
        form=MatterForm(None),  # the body may still be unread
        ticket=ticket,
        refused=refused,
        found=found,
        **drawing(),
    )
    return drawn, code


@pages.post(f"{HERE}/scans/<ticket>", guard=may(Action.DOCUMENT_ADD), uploads=True, endpoint="heap_send_files")
def send(matter_id: UUID, ticket: str) -> ResponseReturnValue:
    """Take the heap in and sort it by the numbers on the sheets. What finds no sheet is listed and not kept."""
    try:
        received = take_in(ticket, matter().id, {"revision", "numbers"}, most_files=MOST_FILES)
    except TicketRefused as refused:
        return _scans("", str(refused), code=refused.status)
    except UploadRefused as refused:
        return _scans(_ticket(), str(refused), code=refused.status)
    with received:
        request.use_fields(received.fields)  # type: ignore[attr-defined]
        if not MatterForm().validate():
            return _scans(_ticket(), _("This page is older than your sign-in. Nothing was saved."), code=422)
        if not received.files:
            return _scans(_ticket(), _("Choose at least one file."), code=422)
        typed = received.fields.get("numbers", "").splitlines()
        # The files are read before anything is written: nobody waits for the database meanwhile.
        heap = heaps.scans(received, typed)
        known: dict[str, InkPage] = {one.page.number: one.page for one in runs.sheets(matter(), uow=g.uow)}
        found = heaps.sort(heap.scans, known, today=g.uow.clock.today(), uow=g.uow) + heap.left
        g.uow.commit()
    lost = [str(one.why) for one in received.not_kept]
    words = "; ".join([*lost, *(_("This file cannot be read: %(name)s", name=name) for name in heap.unreadable)])
    return _scans(_ticket(), words, found)
