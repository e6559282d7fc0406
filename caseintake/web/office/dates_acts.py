"""What is done with a date: what it brought, cancelled, taken up again, read by a second person; notes of a hearing."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.diary import queries as diary
from caseintake.diary import service
from caseintake.diary.model import HearingNote
from caseintake.diary.queries import Dated
from caseintake.i18n import _, format_day
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.primitives import sha256
from caseintake.web.office.date_forms import NoteForm
from caseintake.web.office.dates import ONE, READ, RECORD, act_form, dated, drawn, words
from caseintake.web.office.matters_pages import frame, matter, may, pages, save
from caseintake.web.signed_in import pressed


def _do(entry_id: UUID, name: str, act: Callable[[Dated, Any], object]) -> ResponseReturnValue:
    """Read the form ``name``, do it, make it true; or draw the page again with what cannot be."""
    one, form = dated(entry_id), act_form(name, filled=True)
    if form.validate():
        made: list[Any] = []
        if save(form, lambda: made.append(act(one, form))):
            at = made[0].entry.id if isinstance(made[0], Dated) else entry_id
            return redirect(url_for("matters.date", matter_id=matter().id, entry_id=at), 303)
    return drawn(one, name, form), 422


@pages.post(f"{ONE}/done", guard=RECORD, endpoint="date_done")
def done(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """It took place; with a next day typed, the page of the next one follows."""
    return _do(entry_id, "done", lambda one, form: service.hold(one, matter(), **form.value(), uow=g.uow))


@pages.post(f"{ONE}/cancel", guard=RECORD, endpoint="date_cancel")
def cancel(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """It does not take place."""
    return _do(entry_id, "cancel", lambda one, form: service.cancel(one.entry, **form.value(), uow=g.uow))


@pages.post(f"{ONE}/reopen", guard=RECORD, endpoint="date_reopen")
def reopen(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """It was not over after all."""
    return _do(entry_id, "reopen", lambda one, form: service.reopen(one.entry, **form.value(), uow=g.uow))


@pages.post(f"{ONE}/slip", guard=may(Action.MATTER_CHANGE), endpoint="date_slip")
def ask(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Ask somebody for a second reading."""
    return _do(entry_id, "slip", lambda one, form: service.ask(one.entry, matter(), **form.value(), uow=g.uow))


@pages.post("/matters/<uuid:matter_id>/dates/take-in", guard=RECORD, endpoint="take_in_dates")
def take_in(matter_id: UUID) -> ResponseReturnValue:
    """Take in what second readers have answered."""
    pressed()
    service.take_in(matter(), uow=g.uow)
    g.uow.commit()
    return redirect(url_for("matters.dates", matter_id=matter_id), 303)


# --- notes of a hearing -----------------------------------------------------------------------------------------------


@pages.get(f"{ONE}/notes", guard=READ, endpoint="date_notes")
def notes(matter_id: UUID, entry_id: UUID) -> str:
    """What each observer noted, side by side; printed as it stands."""
    return _notes(dated(entry_id), _form(dated(entry_id)))


@pages.post(f"{ONE}/notes", guard=RECORD, endpoint="write_date_note")
def write(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """A note of one's own, signed."""
    one = dated(entry_id)
    form = _form(one, filled=True)
    if form.validate() and save(form, lambda: service.write_note(one.entry, **form.value()._asdict(), uow=g.uow)):
        return redirect(url_for("matters.date_notes", matter_id=matter_id, entry_id=entry_id), 303)
    return _notes(one, form), 422


def _form(one: Dated, *, filled: bool = False) -> NoteForm:
    form = NoteForm() if filled else NoteForm(formdata=None)
    mine = [row for row in diary.notes_of(one.entry, uow=g.uow) if _author(row) == g.uow.actor.id]
    form.corrects.choices = [("", _("no")), *((str(row.id), _when(row)) for row in mine)]
    return form


def _notes(one: Dated, form: NoteForm) -> str:
    rows = diary.notes_of(one.entry, uow=g.uow)
    return render_template(
        "office/dates/notes.html",
        **frame("dates"),
        **words(),
        entry=one.entry,
        when=one.label,
        # Only of the text itself, so that whoever is handed the note on paper can compare it.
        notes=[(row, _author(row), _when(row), sha256(row.plaintext()).hex()) for row in rows],
        corrected={row.corrects for row in rows},
        form=form,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _when(row: HearingNote) -> str:
    at = row.written_at.astimezone(ZoneInfo(g.uow.office.settings.zone))
    return f"{format_day(at.date())}, {at:%H:%M}"


def _author(row: HearingNote) -> UUID | None:
    """Who signed it; None if the signature does not fit, which the page says aloud."""
    try:
        author: UUID = g.uow.proof(row).author.id
    except ForgedRecord:
        return None
    return author
