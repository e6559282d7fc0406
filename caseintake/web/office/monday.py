"""The Monday page, and who is away."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from caseintake.access.policy import Action, allows, roles
from caseintake.deadlines import board
from caseintake.deadlines import wording as limits
from caseintake.diary import absences
from caseintake.diary.readiness import Away
from caseintake.diary.wording import KINDS, hour
from caseintake.i18n import current_language, lazy
from caseintake.kernel.actor import Role
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import Refusal
from caseintake.monday import sheet, wording
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.freezing import FREEZES
from caseintake.web.office.matters_pages import name_of
from caseintake.web.office.numbers import spans

pages = Pages("monday", __name__)
READERS = roles(Action.MATTER_READ)
#: Who is counted on, and can therefore be away.
OWNERS = roles(Action.MATTER_CHANGE)
AWAY = Guard.role(*OWNERS)


@pages.get("/monday", guard=Guard.role(*READERS), nav=Nav(lazy("Monday"), 15))
def show() -> str:
    """The whole page; with ``?person=`` the sheet of one colleague, a lawyer's own at first."""
    person = _person()
    made = sheet.sheet(person, uow=g.uow)
    return render_template(
        "office/monday/monday.html",
        sheet=made,
        whose=person,
        people=_people(),
        everything=made.within.everything,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        may_freeze=FREEZES.admits(g.uow.actor),
        may_be_away=AWAY.admits(g.uow.actor),
        why_moved=sheet.why_moved,
        name_of=name_of,
        recent=board.MOVED_DAYS,
        kinds=KINDS,
        spoken=current_language(),
        hour=hour,
        spans=spans,
        l=limits,
        w=wording,
    )


def _person() -> UUID | None:
    try:
        return UUID(request.args.get("person", ""))
    except ValueError:
        return None


def _people() -> list[tuple[str, str]]:
    known = [one.id for one in g.uow.roster.people() if one.active and one.role in OWNERS]
    return sorted(((str(id), name_of(id)) for id in known), key=lambda pair: pair[1].casefold())


class Gone(NamedTuple):
    """Who is away, why, and from when to when."""

    person_id: UUID
    why: Away
    first: date
    last: date | None


class AbsenceForm(OfficeForm):
    person = SelectField(lazy("Who"))
    why = SelectField(lazy("Why"))
    first = DayField(lazy("First day"), [Needed(lazy("Write the day."))])
    last = DayField(lazy("Last day"))

    def offer(self) -> None:
        everybody = g.uow.actor.role is Role.COORDINATOR
        self.person.choices = [pair for pair in _people() if everybody or pair[0] == str(g.uow.actor.id)]
        self.why.choices = [(one.value, str(words)) for one, words in wording.AWAY.items()]

    def value(self) -> Gone:
        return Gone(UUID(self.person.data), Away(self.why.data), self.first.data, self.last.data)

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


@pages.route("/away", methods=["GET", "POST"], guard=AWAY)
def away() -> ResponseReturnValue:
    """Who is away now or soon, and one more."""
    form = AbsenceForm()
    form.offer()
    if form.is_submitted() and form.validate():
        try:
            absences.record(*form.value(), uow=g.uow)
            g.uow.commit()
            return redirect(url_for("monday.away"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    drawn = render_template(
        "office/monday/away.html",
        form=form,
        away=absences.current(uow=g.uow),
        may_end=lambda row: g.uow.actor.role is Role.COORDINATOR or row.person_id == g.uow.actor.id,
        name_of=name_of,
        w=wording,
    )
    return drawn, 422 if form.is_submitted() else 200


@pages.post("/away/<uuid:absence_id>/back", guard=AWAY)
def back(absence_id: UUID) -> ResponseReturnValue:
    """The colleague is back."""
    absences.end(absence_id, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("monday.away"), 303)
