"""How far the work for one last day has come: one small form, reached from the Monday page."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import Optional

from caseintake.access.policy import Action
from caseintake.deadlines import wording as limits
from caseintake.deadlines.statute import the_law
from caseintake.diary import stages
from caseintake.diary.readiness import Stage
from caseintake.i18n import lazy
from caseintake.matters.facts import Fault
from caseintake.matters.queries import label_of
from caseintake.monday import wording
from caseintake.web.forms import Needed, Within, at_most, trimmed
from caseintake.web.office.matters_pages import MatterForm, frame, matter, may, pages, posted, save, status

MOST = 100_000
COUNT = Within(0, MOST, lazy("Write a whole number."))


class Reached(NamedTuple):
    """The stage, and how many of how many."""

    stage: Stage
    done: int | None
    whole: int | None
    note: str


class StageForm(MatterForm):
    stage = RadioField(lazy("The work has come to"), [Needed(lazy("Choose one."))])
    done = IntegerField(lazy("In hand"), [Optional(), COUNT])
    whole = IntegerField(lazy("Of altogether"), [Optional(), COUNT])
    note = StringField(lazy("Note"), [at_most(200)], filters=[trimmed])

    def offer(self) -> None:
        self.stage.choices = [(one.value, str(words)) for one, words in wording.STAGES.items()]

    def value(self) -> Reached:
        return Reached(Stage(self.stage.data), self.done.data, self.whole.data, self.note.data or "")

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


@pages.route(
    "/matters/<uuid:matter_id>/stage/<rule>", methods=["GET", "POST"], guard=may(Action.FACT_RECORD), endpoint="stage"
)
def stage(matter_id: UUID, rule: str) -> ResponseReturnValue:
    """How far the work for a rule and the last day ``?due=`` has come. Raises 404 if there is no such rule or day."""
    if rule not in the_law().rules and rule not in limits.TYPED:
        raise NotFound
    due = _day()
    here = matter()
    known = stages.of_matters([label_of(here, uow=g.uow)], uow=g.uow).get(here.id, ())
    now = stages.reached(known, rule, due)
    form = StageForm()
    form.offer()
    if not posted():
        form.stage.data = (now.stage if now else Stage.NOT_BEGUN).value
        if now:
            form.done.data, form.whole.data, form.note.data = now.done, now.whole, now.note
    elif form.validate() and save(form, lambda: stages.record(here, rule, due, **form.value()._asdict(), uow=g.uow)):
        return redirect(url_for("monday.show"), 303)
    drawn = render_template(
        "office/monday/stage.html", **frame("deadlines"), form=form, rule=limits.title(rule), due=due
    )
    return drawn, status()


def _day() -> date | None:
    text = request.args.get("due", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
