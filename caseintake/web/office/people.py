"""The people of the office: inviting, comparing words, and taking keys away again."""

from typing import Any
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from caseintake.i18n import lazy
from caseintake.identity import checkpoint, forgotten, freezing, people, recovering, removal, vouching
from caseintake.identity.model import Compared, HistoryWarning, Person
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.names import COMPARED, REFUSALS, ROLE_HINTS, ROLES, STATES, title_of, together
from caseintake.web.signed_in import desk, me, pressed
from caseintake.web.units import own_address

pages = Pages("people", __name__)

SEES = Guard.role(Role.COORDINATOR, Role.ADMINISTRATOR)
VOUCHES = Guard.role(Role.COORDINATOR)


class InviteForm(OfficeForm):
    role = RadioField(
        lazy("What will this person do?"),
        [Needed(lazy("Choose a role."))],
        choices=[SelectChoice(role.value, name) for role, name in ROLES.items()],
    )

    def value(self) -> Role:
        return Role(self.role.data)


class VouchForm(OfficeForm):
    name = StringField(
        lazy("Name for colleagues"), [Needed(lazy("Type the name colleagues know.")), at_most(120)], filters=[trimmed]
    )
    how = RadioField(
        lazy("How did you compare the words?"),
        [Needed(lazy("Say how you compared them."))],
        choices=[SelectChoice(how.value, words) for how, words in COMPARED.items()],
    )
    remark = TextAreaField(lazy("Remark"), [at_most(2000)], filters=[trimmed])
    same = BooleanField(
        lazy("All nine words were the same."),
        [DataRequired(lazy("Without comparing all nine words nobody can be vouched for."))],
    )


class DescribeForm(OfficeForm):
    """What colleagues see of a person, from the day of the invitation on."""

    known_as = StringField(
        lazy("Name for colleagues"), [Needed(lazy("Type the name colleagues know.")), at_most(120)], filters=[trimmed]
    )
    bar_number = StringField(lazy("Bar and number"), [at_most(120)], filters=[trimmed])


class RemoveForm(OfficeForm):
    sure = BooleanField(
        lazy("Take this person's keys away for good."), [DataRequired(lazy("Tick this if you are sure."))]
    )


class ProposeForm(OfficeForm):
    reason = TextAreaField(
        lazy("Why should this coordinator leave?"),
        [Needed(lazy("Say why. The coordinator who confirms reads it.")), at_most(2000)],
        filters=[trimmed],
    )


@pages.get("/people", guard=SEES, nav=Nav(lazy("People"), 800))
def everybody() -> ResponseReturnValue:
    """Everybody with an account, by name where the reader holds the directory."""
    warnings = checkpoint.open_warnings(uow=g.uow) if _coordinates() else []
    form = InviteForm() if me().role is Role.ADMINISTRATOR else None
    return _list(form, warnings, 200)


def _list(form: InviteForm | None, warnings: list[HistoryWarning], code: int) -> Response:
    listed = people.listed(uow=g.uow)
    drawn = render_template(
        "office/people/people.html",
        listed=listed,
        frozen=freezing.frozen(uow=g.uow),
        **called_by_name(),
        form=form,
        warnings=warnings,
        title_of=title_of,
        hints={role.value: str(words) for role, words in ROLE_HINTS.items()},
        states=STATES,
        coordinates=_coordinates(),
        new_key=_coordinates() and recovering.offered(uow=g.uow) is not None,
        proposals=removal.open_proposals(uow=g.uow) if _coordinates() else {},
    )
    return make_response(drawn, code)


@pages.post("/people/invite", guard=Guard.role(Role.ADMINISTRATOR))
def invite() -> ResponseReturnValue:
    """A new account; its code is shown on this one page and nowhere again."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _list(form, [], 400)
    person, code = people.invite(form.value(), uow=g.uow)
    g.uow.commit()
    return invited(person.handle, code, ROLES[person.role])


def invited(handle: str, code: tuple[str, ...], role: str) -> str:
    """The one page an invitation is shown on."""
    where = f"{own_address()}{url_for('enrol.begin')}"
    return render_template("office/people/invited.html", handle=handle, code=code, role=role, where=where)


@pages.get("/people/<uuid:person_id>", guard=SEES)
def one(person_id: UUID) -> ResponseReturnValue:
    """One person: who vouched, and what can be done."""
    return _show(_find(person_id), VouchForm(formdata=None), RemoveForm(formdata=None), 200)


def _show(
    person: Person,
    vouch_form: VouchForm,
    remove_form: RemoveForm,
    code: int,
    propose_form: ProposeForm | None = None,
    describe_form: DescribeForm | None = None,
) -> Response:
    listed = {one.id: one for one in people.listed(uow=g.uow)}
    found = listed[person.id]
    pending = vouching.awaits(person, uow=g.uow)
    if pending and found.name and vouch_form.name.data is None:
        vouch_form.name.data = found.name
    if describe_form is None:
        describe_form = DescribeForm(formdata=None, data={"known_as": found.name, "bar_number": found.bar_number})
    drawn = render_template(
        "office/people/person.html",
        found=found,
        describe_form=describe_form,
        **called_by_name(),
        role=title_of(found),
        state=STATES[found.state],
        frozen=person.id in freezing.frozen(uow=g.uow),
        words=vouching.words_of(person, uow=g.uow) if pending and _coordinates() else (),
        given=[vouch.voucher_id for vouch in vouching.valid_vouches(person, uow=g.uow)] if pending else [],
        vouchers_missing=vouching.vouchers_missing(person, uow=g.uow) if pending else 0,
        still_open=vouching.still_opened_by(person.id, uow=g.uow) if found.removed else 0,
        vouch_form=vouch_form,
        remove_form=remove_form,
        propose_form=propose_form or ProposeForm(formdata=None),
        begun=forgotten.under_way(person, uow=g.uow) if _coordinates() else None,
        lost_keys=pending and vouching.lost_keys(person, uow=g.uow),
        renewed=len(g.uow.roster.history(person.id)) > 1 and not found.removed,
        needs_two=_coordinates() and removal.needs_two(person.id, uow=g.uow),
        proposal=removal.open_proposal(person.id, uow=g.uow) if _coordinates() else None,
        me=me().id,
        coordinates=_coordinates(),
        myself=person.id == me().id,
    )
    return make_response(drawn, code)


@pages.post("/people/<uuid:person_id>/describe", guard=VOUCHES)
def describe(person_id: UUID) -> ResponseReturnValue:
    """Name and Bar number; also of somebody invited, so that everybody knows who is waited for."""
    person, form = _find(person_id), DescribeForm()
    if form.validate_on_submit():
        name, number = form.known_as.data or "", form.bar_number.data or ""
        if _done(form, lambda: vouching.describe_person(person.id, name, number, uow=g.uow)):
            return redirect(url_for("people.one", person_id=person_id), 303)
    return _show(person, VouchForm(formdata=None), RemoveForm(formdata=None), 400, describe_form=form)


@pages.post("/people/<uuid:person_id>/vouch", guard=VOUCHES)
def vouch(person_id: UUID) -> ResponseReturnValue:
    """The coordinator has compared the words; her signature goes with it."""
    person, form = _find(person_id), VouchForm()
    if form.validate_on_submit():
        how, remark = Compared(form.how.data), form.remark.data or ""
        if _done(form, lambda: vouching.vouch(person, how, form.name.data or "", remark, uow=g.uow)):
            return redirect(url_for("people.one", person_id=person_id), 303)
    return _show(person, form, RemoveForm(formdata=None), 400)


@pages.post("/people/<uuid:person_id>/remove", guard=VOUCHES)
def remove(person_id: UUID) -> ResponseReturnValue:
    """Off the roster, vaults turned, sessions ended."""
    person, form = _find(person_id), RemoveForm()
    return _take_keys(person, form, lambda: vouching.remove(person, uow=g.uow))


@pages.post("/people/<uuid:person_id>/removal/propose", guard=VOUCHES)
def propose_removal(person_id: UUID) -> ResponseReturnValue:
    """The first of two coordinators: a reason and a signature, sealed for the coordinators."""
    person, form = _find(person_id), ProposeForm()
    if form.validate_on_submit() and _done(form, lambda: removal.propose(person, form.reason.data or "", uow=g.uow)):
        return redirect(url_for("people.one", person_id=person_id), 303)
    return _show(person, VouchForm(formdata=None), RemoveForm(formdata=None), 400, form)


@pages.post("/people/<uuid:person_id>/removal/confirm", guard=VOUCHES)
def confirm_removal(person_id: UUID) -> ResponseReturnValue:
    """The second of two: does all that a removal does."""
    person, form = _find(person_id), RemoveForm()
    return _take_keys(person, form, lambda: removal.confirm(person, uow=g.uow))


@pages.post("/people/<uuid:person_id>/removal/withdraw", guard=VOUCHES)
def withdraw_removal(person_id: UUID) -> ResponseReturnValue:
    """Who proposed takes it back."""
    pressed()
    person, form = _find(person_id), RemoveForm(formdata=None)
    if _done(form, lambda: removal.withdraw(person, uow=g.uow)):
        return redirect(url_for("people.one", person_id=person_id), 303)
    return _show(person, VouchForm(formdata=None), form, 400)


def _take_keys(person: Person, form: RemoveForm, act: Any) -> ResponseReturnValue:
    if form.validate_on_submit() and _done(form, act):
        desk().sessions.end_all(person.id)
        return redirect(url_for("people.one", person_id=person.id), 303)
    return _show(person, VouchForm(formdata=None), form, 400)


@pages.post("/people/<uuid:person_id>/stop", guard=SEES)
def stop(person_id: UUID) -> ResponseReturnValue:
    """Close the sign-in at once. The keys stay until a coordinator takes them away."""
    return _press(person_id, lambda person: people.stop(person, uow=g.uow))


@pages.post("/people/<uuid:person_id>/let-in", guard=VOUCHES)
def let_in(person_id: UUID) -> ResponseReturnValue:
    """Open a closed sign-in again."""
    return _press(person_id, lambda person: people.let_in(person, uow=g.uow))


@pages.post("/people/warnings/<uuid:warning_id>", guard=VOUCHES)
def look_at(warning_id: UUID) -> ResponseReturnValue:
    """A coordinator has looked at a missing head of the log."""
    pressed()
    warning = g.uow.session.get(HistoryWarning, warning_id)
    if warning is None:
        raise NotFound
    checkpoint.look_at(warning, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("people.everybody"), 303)


def called_by_name() -> dict[str, Any]:
    """Names for a template: by id, and several together."""
    names = people.called(uow=g.uow)
    return {"names": names, "together": together(names)}


def _press(person_id: UUID, act: Any) -> ResponseReturnValue:
    pressed()
    person, form = _find(person_id), RemoveForm(formdata=None)
    if not _done(form, lambda: act(person)):
        return _show(person, VouchForm(formdata=None), form, 400)
    desk().sessions.end_all(person_id)
    return redirect(url_for("people.one", person_id=person_id), 303)


def _done(form: OfficeForm, act: Any) -> bool:
    """Do and commit, or put the refusal on the form."""
    try:
        act()
    except Refused as refused:
        form.form_errors.append(str(REFUSALS[refused.why]))
        return False
    g.uow.commit()
    return True


def _find(person_id: UUID) -> Person:
    try:
        return people.find(person_id, uow=g.uow)
    except Refused:
        raise NotFound from None


def _coordinates() -> bool:
    return me().role is Role.COORDINATOR
