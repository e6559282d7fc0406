"""The sheet after a missed time-limit, and the list of what was nearly missed."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows, roles
from caseintake.deadlines import missed, service, wording
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.i18n import current_language, format_month, lazy
from caseintake.matters import queries
from caseintake.web.forms import at_most, trimmed
from caseintake.web.guards import Guard
from caseintake.web.office.deadlines import ONE, READ, RECORD, limit
from caseintake.web.office.decisions import papers
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    id_or_none,
    matter,
    name_of,
    pages,
    save,
    status,
    version,
)


class StepForm(MatterForm):
    decides = StringField(lazy("Who decides what is done now"), [at_most(200)], filters=[trimmed])
    step = SelectField(lazy("Step"))
    note = TextAreaField(lazy("What was done, or why not"), [at_most(missed.LONGEST)])
    document = SelectField(lazy("Proof"))

    def offer(self, row: Deadline) -> None:
        spoken = current_language()
        self.step.choices = [("", "–"), *((one.id, one.title.get(spoken)) for one in missed.steps_for(row.rule))]
        self.document.choices = [("", "–"), *((str(id), title) for id, title in papers())]

    def value(self) -> dict[str, Any]:
        return {
            "decides": self.decides.data or "",
            "step": self.step.data or "",
            "note": self.note.data or "",
            "document_id": id_or_none(self.document.data),
        }


@pages.get(f"{ONE}/after", guard=READ, endpoint="after_missed")
def show(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """The sheet of next steps. Raises 404 for a limit that was not missed."""
    row = _missed(deadline_id)
    sheet, form = missed.sheet_of(row, uow=g.uow), StepForm()
    form.offer(row)
    if sheet is not None:
        form.decides.data, form.revision.data = sheet.decides, version(sheet)
    return _drawn(row, form)


@pages.post(f"{ONE}/after", guard=RECORD, endpoint="after_missed_step")
def step(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """A step was taken."""
    row = _missed(deadline_id)
    sheet, form = missed.sheet_of(row, uow=g.uow), StepForm()
    form.offer(row)
    rows = (sheet,) if sheet is not None else ()
    if form.validate() and save(form, lambda: missed.record(row, **form.value(), uow=g.uow), *rows):
        return redirect(url_for("matters.after_missed", matter_id=matter_id, deadline_id=deadline_id), 303)
    return _drawn(row, form), status()


def _missed(deadline_id: UUID) -> Deadline:
    row = limit(deadline_id)
    if row.state is not State.MISSED:
        raise NotFound
    return row


def _drawn(row: Deadline, form: StepForm) -> str:
    every = service.deadlines_of(matter(), uow=g.uow)
    sheet = missed.sheet_of(row, uow=g.uow)
    return render_template(
        "office/deadlines/after.html",
        **frame("deadlines"),
        row=row,
        form=form,
        steps=missed.steps_for(row.rule),
        taken=sheet.taken if sheet is not None else (),
        decides=sheet.decides if sheet is not None else "",
        running=missed.still_in_time(row, every),
        bodies=missed.other_bodies(row),
        people=called_all(queries.applicants(matter(), uow=g.uow)),
        titles=dict(papers()),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        spoken=current_language(),
        today=g.uow.clock.today(),
        w=wording,
    )


@pages.get("/near-misses", guard=Guard.role(*roles(Action.MATTER_READ)), endpoint="near_misses")
def near() -> str:
    """What was lodged within a week of its last day, month by month; nobody is named."""
    found = missed.near_misses(uow=g.uow)
    months = groupby(found, key=lambda one: (one.lodged.year, one.lodged.month))
    return render_template(
        "office/deadlines/near.html",
        months=[(format_month(date(year, month, 1)), list(rows)) for (year, month), rows in months],
        name_of=name_of,
        w=wording,
    )
