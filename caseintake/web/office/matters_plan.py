"""The plan of a matter: by when which part of the work must be done so that no last day is missed."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import Optional

from caseintake.access.policy import Action, allows
from caseintake.deadlines import wording as limits
from caseintake.i18n import current_language, lazy
from caseintake.matters import queries
from caseintake.monday import wording
from caseintake.plans import service
from caseintake.plans.model import MatterLoad
from caseintake.web.forms import Within
from caseintake.web.office.matters_pages import MatterForm, frame, matter, may, pages, posted, save, status, version

COUNT = Within(0, 100_000, lazy("Write a whole number."))


class PlanForm(MatterForm):
    applicants = IntegerField(lazy("Applicants"), [Optional(), COUNT])
    in_prison = IntegerField(lazy("Of them in prison"), [Optional(), COUNT])
    abroad = IntegerField(lazy("Of them abroad"), [Optional(), COUNT])
    to_translate = IntegerField(lazy("Documents to translate"), [Optional(), COUNT])

    def fill(self, load: MatterLoad | None) -> None:
        if load is not None:
            self.revision.data = version(load)
            self.applicants.data = load.applicants
            self.in_prison.data, self.abroad.data = load.in_prison, load.abroad
            self.to_translate.data = load.to_translate

    def value(self) -> dict[str, Any]:
        return {
            "applicants": self.applicants.data,
            "in_prison": self.in_prison.data or 0,
            "abroad": self.abroad.data or 0,
            "to_translate": self.to_translate.data or 0,
        }


@pages.get("/matters/<uuid:matter_id>/plan", guard=may(Action.MATTER_READ), endpoint="plan")
def show(matter_id: UUID) -> str:
    """The numbers of the matter, and the days that follow from them for every fatal last day that runs."""
    form = PlanForm()
    form.fill(service.load_of(matter(), uow=g.uow))
    return _drawn(form)


@pages.post("/matters/<uuid:matter_id>/plan", guard=may(Action.FACT_RECORD), endpoint="plan_numbers")
def numbers(matter_id: UUID) -> ResponseReturnValue:
    """Record how much work the matter is."""
    here, form = matter(), PlanForm()
    known = service.load_of(here, uow=g.uow)
    rows = (known,) if known is not None else ()
    if form.validate() and save(form, lambda: service.record(here, **form.value(), uow=g.uow), *rows, theirs=_theirs):
        return redirect(url_for("matters.plan", matter_id=matter_id), 303)
    return _drawn(form), status()


def _theirs() -> list[tuple[str, str]]:
    load = service.load_of(matter(), uow=g.uow)
    form = PlanForm(formdata=None)
    form.fill(load)
    return [
        (str(box.label.text), "" if box.data is None else str(box.data)) for box in form if box.type == "IntegerField"
    ]


def _drawn(form: PlanForm) -> str:
    return render_template(
        "office/deadlines/plan.html",
        **frame("deadlines"),
        form=form,
        sent=posted(),
        number=len(queries.applicants(matter(), uow=g.uow)),
        plans=service.of_matter(matter(), uow=g.uow),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        spoken=current_language(),
        today=g.uow.clock.today(),
        l=limits,
        w=wording,
    )
