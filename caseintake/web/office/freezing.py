"""The night a colleague is taken: freeze in three taps, see what runs, stand in; the card that says whom to call."""

from typing import Final
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, StringField, TextAreaField

from caseintake.access.policy import Action
from caseintake.deadlines import wording as limits
from caseintake.deadlines.board import Line
from caseintake.deadlines.states import Group
from caseintake.diary.wording import KINDS, hour
from caseintake.i18n import lazy
from caseintake.identity import factors, freezing
from caseintake.identity.model import Person
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.monday import sheet
from caseintake.monday.sheet import Sheet
from caseintake.representation import desk
from caseintake.web.forms import OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.matters_pages import label, matter, may, name_of
from caseintake.web.office.matters_pages import pages as matter_pages
from caseintake.web.office.names import REFUSALS
from caseintake.web.signed_in import pressed

pages = Pages("freeze", __name__)
FREEZES = Guard.role(Role.COORDINATOR, Role.LAWYER)
#: What a list for the first hour holds of the sections of the Monday page: thirty days.
THIRTY_DAYS: Final = (Group.ANY_DAY, Group.OVERDUE, Group.TODAY, Group.IN_7, Group.IN_14, Group.IN_30)


@pages.get("/freeze", guard=FREEZES)
def choose() -> str:
    """The colleagues whose account this person may freeze, and those who are frozen."""
    closed = freezing.frozen(uow=g.uow)
    known = [one.id for one in g.uow.roster.people() if one.active]
    able = [id for id in known if id not in closed and freezing.may_freeze(id, uow=g.uow)]
    return render_template(
        "office/freeze/choose.html",
        able=sorted(able, key=name_of),
        closed=sorted(closed & set(known), key=name_of),
        coordinates=g.uow.actor.role is Role.COORDINATOR,
        name_of=name_of,
    )


@pages.get("/freeze/<uuid:person_id>", guard=FREEZES)
def ask(person_id: UUID) -> str:
    """What a freeze does, before it is done."""
    if not freezing.may_freeze(person_id, uow=g.uow):
        raise NotFound
    return render_template("office/freeze/ask.html", person_id=person_id, name_of=name_of)


@pages.post("/freeze/<uuid:person_id>", guard=FREEZES)
def freeze(person_id: UUID) -> ResponseReturnValue:
    """Freeze, and show what now needs somebody else."""
    pressed()
    if not freezing.may_freeze(person_id, uow=g.uow):
        raise NotFound
    freezing.freeze(person_id, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("freeze.taken", person_id=person_id), 303)


@pages.get("/taken/<uuid:person_id>", guard=FREEZES)
def taken(person_id: UUID) -> str:
    """What of a colleague's work ends within thirty days, and who can stand in. As far as one's own keys reach."""
    _known(person_id)
    made = sheet.sheet(person_id, uow=g.uow)
    sections = [*([made.any_day] if made.any_day else []), *(one for one in made.fatal if one.group in THIRTY_DAYS)]
    return render_template(
        "office/freeze/taken.html",
        person_id=person_id,
        frozen=person_id in freezing.frozen(uow=g.uow),
        may_freeze=freezing.may_freeze(person_id, uow=g.uow),
        sections=sections,
        sheet=made,
        mine=_mine(person_id, made, [line for one in sections for line in one.lines]),
        beyond=desk.out_of_reach(person_id, uow=g.uow),
        people=lambda some: ", ".join(map(name_of, some)),
        coordinates=g.uow.actor.role is Role.COORDINATOR,
        kinds=KINDS,
        hour=hour,
        name_of=name_of,
        l=limits,
    )


def _mine(taken: UUID, made: Sheet, lines: list[Line]) -> list[tuple[UUID, str, bool]]:
    """Matters in these lines whose key the acting person holds: id, codename, whether she is responsible already.

    Where a third colleague is responsible nobody needs to stand in, and at night nobody is pushed aside by a wrong tap.
    """
    found = {
        line.matter_id: (line.matter_id, line.label.codename, line.label.responsible == g.uow.actor.id)
        for line in [*lines, *made.moved]
        if line.mine and line.label is not None and line.label.responsible in (taken, g.uow.actor.id)
    }
    return sorted(found.values(), key=lambda one: one[1].casefold())


@pages.post("/freeze/<uuid:person_id>/open", guard=Guard.role(Role.COORDINATOR))
def thaw(person_id: UUID) -> ResponseReturnValue:
    """Agree that the account opens again; the second who agrees opens it."""
    pressed()
    _known(person_id)
    try:
        opened = freezing.thaw(person_id, uow=g.uow)
    except Refused as refused:
        return _refused(person_id, refused)
    g.uow.commit()
    return _done(person_id, "opened" if opened else "agreed")


@pages.post("/freeze/<uuid:person_id>/lost-phone", guard=Guard.role(Role.COORDINATOR))
def lost_phone(person_id: UUID) -> ResponseReturnValue:
    """Agree that this person's second factor is lost."""
    pressed()
    _known(person_id)
    try:
        enough = factors.declare_lost(person_id, uow=g.uow)
    except Refused as refused:
        return _refused(person_id, refused)
    g.uow.commit()
    return _done(person_id, "factor" if enough else "agreed")


def _known(person_id: UUID) -> Person:
    found: Person | None = g.uow.session.get(Person, person_id)
    if found is None or g.uow.roster.find(person_id) is None:
        raise NotFound
    return found


def _refused(person_id: UUID, refused: Refused) -> Response:
    drawn = render_template(
        "office/freeze/done.html", person_id=person_id, what="", why=REFUSALS[refused.why], name_of=name_of
    )
    return make_response(drawn, 409)


def _done(person_id: UUID, what: str) -> Response:
    return make_response(
        render_template("office/freeze/done.html", person_id=person_id, what=what, why="", name_of=name_of)
    )


@matter_pages.post("/matters/<uuid:matter_id>/stand-in", guard=may(Action.MATTER_CHANGE), endpoint="stand_in")
def stand_in(matter_id: UUID) -> ResponseReturnValue:
    """Be responsible at once, for seventy-two hours."""
    pressed()
    if label().responsible != g.uow.actor.id:
        matters.take_over(matter(), uow=g.uow)
        g.uow.commit()
    return redirect(url_for("matters.overview", matter_id=matter_id), 303)


@matter_pages.post("/matters/<uuid:matter_id>/hand-back", guard=may(Action.MATTER_CHANGE), endpoint="hand_back")
def hand_back(matter_id: UUID) -> ResponseReturnValue:
    """Give it back to whoever was responsible before."""
    pressed()
    if label().standing is not None:
        matters.hand_back(matter(), uow=g.uow)
        g.uow.commit()
    return redirect(url_for("matters.overview", matter_id=matter_id), 303)


class NightCardForm(OfficeForm):
    """Typed, printed, and kept nowhere: numbers of a family do not belong into a database."""

    lawyer = StringField(lazy("Her or his own lawyer, with number"), [at_most(300)], filters=[trimmed])
    family = StringField(lazy("Family, with number"), [at_most(300)], filters=[trimmed])
    bar = StringField(lazy("The Bar, with number"), [at_most(300)], filters=[trimmed])
    embassies = TextAreaField(lazy("Embassies and organisations, with numbers"), [at_most(1000)], filters=[trimmed])
    health = StringField(lazy("Health: medicine, illness"), [at_most(300)], filters=[trimmed])
    say = TextAreaField(lazy("What may be said, and to whom"), [at_most(1000)], filters=[trimmed])
    never = TextAreaField(lazy("What must not be said or done"), [at_most(1000)], filters=[trimmed])

    def value(self) -> list[tuple[str, str]]:
        """(label, text) of what was filled in."""
        return [
            (str(field.label.text), field.data)
            for field in self
            if isinstance(field, StringField | TextAreaField) and not isinstance(field, HiddenField) and field.data
        ]


@pages.route("/night-card", methods=["GET", "POST"], guard=FREEZES)
def night_card() -> ResponseReturnValue:
    """A card for two deputies to keep on paper. Nothing of it is saved."""
    form = NightCardForm()
    if form.is_submitted() and form.validate():
        return render_template("office/freeze/night_card.html", lines=form.value(), name=name_of(g.uow.actor.id))
    drawn = render_template("office/freeze/night_card_form.html", form=form)
    return make_response(drawn, 422 if form.is_submitted() else 200)
