"""A forgotten passphrase: beginning anew for the same person, and giving again what the old keys held."""

from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import TextAreaField

from caseintake.access.policy import Action, roles
from caseintake.i18n import _, lazy, ngettext
from caseintake.identity import forgotten, people
from caseintake.identity.model import Person
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.matters import giving_again
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.matters_pages import name_of
from caseintake.web.office.names import REFUSALS, ROLES, VAULTS
from caseintake.web.office.people import invited
from caseintake.web.signed_in import desk, me, pressed

pages = Pages("forgotten", __name__)
VOUCHES = Guard.role(Role.COORDINATOR)
GIVES = Guard.role(*roles(Action.TEAM_CHANGE))


class ForgottenForm(OfficeForm):
    reason = TextAreaField(
        lazy("How do you know?"),
        [Needed(lazy("Say how you know. The coordinators who compare words read it.")), at_most(2000)],
        filters=[trimmed],
    )


@pages.get("/people/<uuid:person_id>/forgotten", guard=VOUCHES)
def ask(person_id: UUID) -> ResponseReturnValue:
    """What happens, before it is begun; or how far it is."""
    return _page(_find(person_id), ForgottenForm(formdata=None), 200)


@pages.post("/people/<uuid:person_id>/forgotten", guard=VOUCHES)
def begin(person_id: UUID) -> ResponseReturnValue:
    """Close the account and show the code for new keys, on this one page."""
    person, form = _find(person_id), ForgottenForm()
    if forgotten.under_way(person, uow=g.uow) is not None:
        form.reason.validators = []
    if not form.validate_on_submit():
        return _page(person, form, 400)
    try:
        code = forgotten.begin(person, form.reason.data or "", uow=g.uow)
    except Refused as refused:
        form.form_errors.append(str(REFUSALS[refused.why]))
        return _page(person, form, 400)
    handle, role = person.handle, ROLES[g.uow.roster.person(person.id).role]
    g.uow.commit()
    desk().sessions.end_all(person_id)
    return invited(handle, code, role)


@pages.post("/people/<uuid:person_id>/forgotten/back", guard=VOUCHES)
def back(person_id: UUID) -> ResponseReturnValue:
    """The old account stands there again, frozen."""
    pressed()
    person = _find(person_id)
    try:
        forgotten.go_back(person, uow=g.uow)
    except Refused as refused:
        form = ForgottenForm(formdata=None)
        form.form_errors.append(str(REFUSALS[refused.why]))
        return _page(person, form, 400)
    g.uow.commit()
    desk().sessions.end_all(person_id)
    return redirect(url_for("people.one", person_id=person_id), 303)


def _page(person: Person, form: ForgottenForm, code: int) -> Response:
    drawn = render_template(
        "office/people/forgotten.html",
        found=person,
        form=form,
        begun=forgotten.under_way(person, uow=g.uow),
        compare=forgotten.to_compare(person.id, uow=g.uow),
        name_of=name_of,
    )
    return make_response(drawn, code)


def _find(person_id: UUID) -> Person:
    """Somebody on the roster, never oneself: whoever has forgotten the passphrase is not signed in."""
    try:
        person = people.find(person_id, uow=g.uow)
    except Refused:
        raise NotFound from None
    if person_id == me().id or g.uow.roster.find(person_id) is None:
        raise NotFound
    return person


# --- giving it again ---------------------------------------------------------------------------------------------


@pages.get("/people/<uuid:person_id>/give-again", guard=GIVES)
def held_before(person_id: UUID) -> ResponseReturnValue:
    """What this person's earlier keys held, as far as the reader's reach."""
    return _list(person_id, "")


@pages.post("/people/<uuid:person_id>/give-again", guard=GIVES)
def give(person_id: UUID) -> ResponseReturnValue:
    """Give one of them, or all that the acting colleague can give."""
    pressed()
    _colleague(person_id)
    chosen = request.form.getlist("chosen")
    given = giving_again.give(person_id, None if request.form.get("all") else chosen, uow=g.uow)
    g.uow.commit()
    if request.form.get("all") or given:
        return redirect(url_for("forgotten.held_before", person_id=person_id, given=given), 303)
    return _list(person_id, _("This was given already, or you do not hold it any more."))


def _list(person_id: UUID, wrong: str) -> Response:
    _colleague(person_id)
    given = request.args.get("given", 0, int)
    done = ngettext("One thing was given.", "%(n)s things were given.", given) if 0 < given < 10_000 else ""
    drawn = render_template(
        "office/people/give_again.html",
        person_id=person_id,
        before=giving_again.before(person_id, uow=g.uow),
        vaults=VAULTS,
        name_of=name_of,
        wrong=wrong,
        done=done,
        coordinates=me().role is Role.COORDINATOR,
    )
    return make_response(drawn, 409 if wrong else 200)


def _colleague(person_id: UUID) -> None:
    if g.uow.roster.find(person_id) is None or person_id == me().id:
        raise NotFound
