"""How each lawyer stands in each arena, from which day on and how we know."""

from typing import Final
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField

from caseintake.i18n import _, lazy
from caseintake.kernel.actor import Role
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import Refusal
from caseintake.representation import standing, wording
from caseintake.representation.kinds import Arena, LawyerState
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.authorities import offered
from caseintake.web.office.matters_pages import name_of, names

pages = Pages("standing", __name__)
SEES: Final = Guard.role(Role.COORDINATOR, Role.LAWYER)


class StandingForm(OfficeForm):
    """A lawyer stands otherwise from a day on."""

    person = SelectField(lazy("Lawyer"), [Needed(lazy("Choose a colleague."))])
    arena = SelectMultipleField(
        lazy("Before whom"), [Needed(lazy("Tick one at least."))], choices=offered(wording.ARENAS)
    )
    state = SelectField(lazy("Standing"), choices=offered(wording.STATES))
    since = DayField(lazy("Since"), [Needed(lazy("Write the day."))])
    until = DayField(lazy("Until, if it is known"))
    source = StringField(lazy("How we know"), [Needed(), at_most(300)], filters=[trimmed])

    def offer(self) -> None:
        known = [(str(one.id), name_of(one.id)) for one in g.uow.roster.people() if one.id in names()]
        self.person.choices = [("", _("Choose")), *sorted(known, key=lambda pair: pair[1].casefold())]

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


@pages.get("/standing", guard=SEES, nav=Nav(lazy("Standing"), 790))
def show() -> ResponseReturnValue:
    """Everybody of whom anything is recorded, and the history with its sources."""
    form = StandingForm(formdata=None)
    form.offer()
    return _page(form, 200)


@pages.post("/standing", guard=SEES)
def record() -> ResponseReturnValue:
    """Record how a lawyer stands, signed: whoever is taken at night is taken everywhere in one act."""
    form = StandingForm()
    form.offer()
    if form.validate():
        try:
            for arena in form.arena.data or ():
                standing.record(
                    UUID(form.person.data),
                    Arena(arena),
                    LawyerState(form.state.data),
                    since=form.since.data,
                    until=form.until.data,
                    source=form.source.data or "",
                    uow=g.uow,
                )
            g.uow.commit()
            return redirect(url_for("standing.show"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    return _page(form, 422)


def _page(form: StandingForm, code: int) -> Response:
    rows = standing.history(uow=g.uow)
    drawn = render_template(
        "office/representation/standing.html",
        form=form,
        rows=[(row, g.uow.proof(row).author.id) for row in rows],
        now=standing.in_force(uow=g.uow),
        people=sorted({row.person_id for row in rows}, key=name_of),
        arenas=tuple(Arena),
        active=LawyerState.ACTIVE,
        readable=standing.can_read(uow=g.uow),
        words=wording,
        name_of=name_of,
    )
    return make_response(drawn, code)
