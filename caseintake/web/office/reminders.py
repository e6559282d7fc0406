"""What ends soon and waits for "I have seen it"; and where one's own reminders go by mail."""

from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, Conflict, NotFound
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired

from caseintake.access.policy import Action, roles
from caseintake.access.visibility import NotVisible
from caseintake.deadlines import board
from caseintake.i18n import _, current_language, lazy
from caseintake.identity import people
from caseintake.reminders import service, wording
from caseintake.reminders.agenda import Item
from caseintake.reminders.service import NotAnAddress
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.signed_in import me, pressed

pages = Pages("reminders", __name__)
OWNER = Guard.role(*roles(Action.MATTER_READ))


class AddressForm(OfficeForm):
    address = StringField(
        lazy("Mail address for reminders"), [Needed(lazy("Type an address.")), at_most(254)], filters=[trimmed]
    )
    understood = BooleanField(
        lazy("I know that this address will be found on a seized disk."),
        [DataRequired(lazy("Tick this if you have read the warning. Without an address you see all here."))],
    )


@pages.get("/reminders", guard=OWNER, nav=Nav(lazy("Reminders"), 45))
def show() -> Response:
    """The fortnight, and the address."""
    return _draw(AddressForm(formdata=None))


@pages.post("/reminders/seen", guard=OWNER)
def seen() -> ResponseReturnValue:
    """This person has seen one date; nobody else is told of it any more."""
    pressed()
    try:
        matter_id = UUID(request.form.get("matter", ""))
    except ValueError:
        raise BadRequest from None
    try:
        service.acknowledge(matter_id, request.form.get("rule", ""), request.form.get("due", ""), uow=g.uow)
    except NotVisible:
        raise NotFound from None
    except LookupError:
        raise Conflict from None
    g.uow.commit()
    return redirect(url_for("reminders.show"), 303)


@pages.post("/reminders/address", guard=OWNER)
def enter() -> ResponseReturnValue:
    """Send reminders there from now on."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _draw(form, 400)
    try:
        service.set_address(form.address.data or "", current_language(), uow=g.uow)
    except NotAnAddress:
        form.refuse("address", _("This is not one mail address. Write it like name@example.org."))
        return _draw(form, 400)
    g.uow.commit()
    return redirect(url_for("reminders.show"), 303)


@pages.post("/reminders/end", guard=OWNER)
def end() -> ResponseReturnValue:
    """No mail any more."""
    pressed()
    service.end_address(uow=g.uow)
    g.uow.commit()
    return redirect(url_for("reminders.show"), 303)


def _draw(form: AddressForm, code: int = 200) -> Response:
    waiting = service.waiting(uow=g.uow)
    labels = board.labels_of({item.matter_id for item, _seen in waiting}, uow=g.uow)
    drawn = render_template(
        "office/reminders/show.html",
        form=form,
        waiting=waiting,
        codenames={matter_id: label.codename for matter_id, label in labels.items()},
        names=people.called(uow=g.uow),
        address=service.own_address(uow=g.uow),
        me=me().id,
        what=wording.what,
        left=lambda item: wording.left(item, g.uow.clock.today()),
        tone=_tone,
    )
    return make_response(drawn, code)


def _tone(item: Item) -> str:
    days = (item.due - g.uow.clock.today()).days if item.due is not None else 0
    return "past" if days < 0 else "soon" if days else "today"
