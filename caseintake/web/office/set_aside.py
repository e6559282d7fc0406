"""Files that may show somebody under 18: who is named for them, and what the two decide, step by step."""

from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.documents import setting_aside, silent_officer
from caseintake.documents.model import Document, Step
from caseintake.i18n import _, lazy
from caseintake.intake import checklists
from caseintake.kernel.actor import Role
from caseintake.web.downloads import download_response
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.matters_pages import name_of, names
from caseintake.web.signed_in import pressed
from caseintake.web.units import office

pages = Pages("set_aside", __name__)

READERS: Final = Guard.role(Role.COORDINATOR, Role.INTAKE_OFFICER, Role.LAWYER)
ONE: Final = "/set-aside/<uuid:document_id>"
STEPS: Final = {
    Step.KEEP: lazy("Keep it closed for now"),
    Step.REPORT: lazy("Report it"),
    Step.HAND_OVER: lazy("Hand it over"),
    Step.DESTROY: lazy("Destroy it"),
    Step.GIVE_BACK: lazy("It shows nobody under 18: give it back"),
}
WHY: Final = {
    "not_coordinator": lazy("Only a coordinator names the legal officers."),
    "one_or_two": lazy("Name one person or two."),
    "not_offered": lazy("Choose somebody from the list."),
    "witness_needed": lazy("You are the only officer. Say by name whom you asked."),
    "origin_unknown": lazy("It was set aside before the program noted where it came from: it cannot be given back."),
    "own_decision": lazy("The other officer must agree, not you."),
    "not_named": lazy("You are not one of the officers named today."),
    "not_waited": lazy("The other officer has three days to answer. Nothing was changed."),
    "still_named": lazy("The other officer is still named. Ask a coordinator to name somebody else; then press again."),
    "own_naming": lazy("You named the new officer yourself. Another coordinator must name one; then press again."),
}


class NamingForm(OfficeForm):
    first = SelectField(lazy("First legal officer"), [Needed()])
    second = SelectField(lazy("Second legal officer"))

    def offer(self) -> None:
        could = [
            SelectChoice(str(one.id), name_of(one.id))
            for one in g.uow.roster.people()
            if one.active and one.role in setting_aside.MAY_BE_NAMED and one.id in names()
        ]
        by_name = sorted(could, key=lambda choice: choice.label.casefold())
        self.first.choices = self.second.choices = [SelectChoice("", _("nobody")), *by_name]


class DecisionForm(OfficeForm):
    step = RadioField(
        lazy("What is decided"),
        [Needed()],
        choices=[SelectChoice(step.value, words) for step, words in STEPS.items()],
    )
    why = TextAreaField(lazy("Why, by which law, whom you asked"), [Needed(), at_most(10_000)], filters=[trimmed])
    witness = StringField(lazy("Who was asked"), [at_most(200)], filters=[trimmed])


@pages.get("/set-aside", guard=READERS, nav=Nav(lazy("Files set aside"), 820))
def index() -> ResponseReturnValue:
    """Who is named; to an officer also the files, the checklist of the host country and what was decided."""
    return _page()


def _page(form: OfficeForm | None = None, document_id: UUID | None = None) -> ResponseReturnValue:
    naming = None
    if g.uow.actor.role is Role.COORDINATOR:
        naming = form if isinstance(form, NamingForm) else NamingForm(formdata=None)
        naming.offer()
    drawn = render_template(
        "office/files/set_aside.html",
        form=form,
        naming=naming,
        officers=setting_aside.officers(uow=g.uow),
        held=[_row(row, form if row.id == document_id else None) for row in setting_aside.held(uow=g.uow)],
        past=setting_aside.past(uow=g.uow),
        checklist=checklists.possible_minor(office().settings),
        names=STEPS,
        name_of=name_of,
        me=g.uow.actor.id,
    )
    return drawn, 422 if form is not None else 200


def _row(row: Document, form: OfficeForm | None) -> tuple[Any, ...]:
    own = form if isinstance(form, DecisionForm) else DecisionForm(formdata=None)
    own.step.id = f"step-{row.id.hex[:8]}"
    own.why.id, own.witness.id = f"why-{row.id.hex[:8]}", f"witness-{row.id.hex[:8]}"
    waited = silent_officer.waited(row, uow=g.uow)
    return row, setting_aside.steps(row.vault_id, uow=g.uow), own, setting_aside.may_leave(row, uow=g.uow), waited


def _file(document_id: UUID) -> Document:
    """A file the person holds by name. Raises 404 for everybody else."""
    for row in setting_aside.held(uow=g.uow):
        if row.id == document_id:
            return row
    raise NotFound


@pages.post("/set-aside/officers", guard=Guard.role(Role.COORDINATOR), endpoint="name")
def name() -> ResponseReturnValue:
    """A coordinator names one person or two."""
    form = NamingForm()
    form.offer()
    if not form.validate():
        return _page(form)
    chosen = [UUID(text) for text in (form.first.data, form.second.data) if text]
    try:
        setting_aside.name_officers(chosen, uow=g.uow)
    except setting_aside.Refused as error:
        form.refuse("first", str(WHY[error.why]))
        return _page(form)
    g.uow.commit()
    return redirect(url_for("set_aside.index"), 303)


@pages.post(f"{ONE}/decide", guard=READERS)
def decide(document_id: UUID) -> ResponseReturnValue:
    """One officer decides the next step."""
    row, form = _file(document_id), DecisionForm()
    if not form.validate():
        return _page(form, document_id)
    try:
        setting_aside.decide(row, Step(form.step.data), form.why.data or "", form.witness.data or "", uow=g.uow)
    except setting_aside.Refused as error:
        form.refuse("witness", str(WHY[error.why]))
        return _page(form, document_id)
    g.uow.commit()
    return redirect(url_for("set_aside.index"), 303)


@pages.post(f"{ONE}/agree/<uuid:step_id>", guard=READERS)
def agree(document_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """The other officer agrees; what is to be destroyed is destroyed now."""
    pressed()
    taken = setting_aside.steps(_file(document_id).vault_id, uow=g.uow)
    step = next((one for one in taken if one.id == step_id), None)
    if step is None or step.by in (None, g.uow.actor.id):
        raise NotFound
    setting_aside.agree(step, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("set_aside.index"), 303)


@pages.post(f"{ONE}/replace", guard=READERS)
def replace(document_id: UUID) -> ResponseReturnValue:
    """Whoever is named today comes in the place of the officer who does not answer."""
    pressed()
    row = _file(document_id)
    form = DecisionForm(formdata=None)
    try:
        silent_officer.replace(row, uow=g.uow)
    except setting_aside.Refused as error:
        form.form_errors.append(str(WHY[error.why]))
        return _page(form, document_id)
    g.uow.commit()
    return redirect(url_for("set_aside.index"), 303)


@pages.post(ONE, guard=READERS)
def hand_over(document_id: UUID) -> ResponseReturnValue:
    """A copy for the authority it is handed to, once two names have decided so."""
    pressed()
    row = _file(document_id)
    if not setting_aside.may_leave(row, uow=g.uow):
        raise NotFound
    response = download_response(row, f"SET-ASIDE-{row.id.hex[:6].upper()}", uow=g.uow)
    g.uow.note(row.vault_id, "document opened", row.id)
    g.uow.say("document opened")
    g.uow.commit()
    return response
