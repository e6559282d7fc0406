"""Printed one-time codes, and a second passphrase that freezes the account instead of opening it."""

from flask import Response, g, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone, NotFound, ServiceUnavailable

from caseintake.i18n import _
from caseintake.identity import freezing, signing_in
from caseintake.identity.credentials import draw_codes, raise_alarm, spaced
from caseintake.identity.refusals import Refused
from caseintake.identity.throttle import Busy
from caseintake.web.guards import Guard, Pages
from caseintake.web.office import drawn as drawing
from caseintake.web.office.account import knows
from caseintake.web.office.drawn import Drawn
from caseintake.web.office.names import REFUSALS
from caseintake.web.office.sign_in_forms import ChangeForm, TokenForm
from caseintake.web.signed_in import desk, me, present, pressed
from caseintake.web.units import office

PURPOSE = "alarm"
pages = Pages("alarm", __name__)


@pages.post("/account/codes", guard=Guard.signed_in())
def codes() -> ResponseReturnValue:
    """Ten codes for the day the phone is gone, shown this once; any earlier ones are over."""
    pressed()
    _settled()
    made = draw_codes()
    signing_in.keep_codes(present().secret, made, uow=g.uow)
    g.uow.commit()
    return _draw("codes", codes=spaced(made))


@pages.get("/account/second-passphrase", guard=Guard.signed_in())
def explain() -> ResponseReturnValue:
    """What it does and what it does not do, before one is made."""
    _settled()
    possible = freezing.can_be_opened_again(me().id, uow=g.uow)
    return _draw("explain", form=TokenForm(formdata=None), possible=possible)


@pages.post("/account/second-passphrase", guard=Guard.signed_in())
def draw() -> ResponseReturnValue:
    """Draw one and show it."""
    pressed()
    _settled()
    token, drawn = drawing.draw(PURPOSE, me().id, me().handle)
    return _draw("words", form=TokenForm(formdata=None, token=token), drawn=drawn)


@pages.post("/account/second-passphrase/words", guard=Guard.signed_in())
def show_words() -> ResponseReturnValue:
    """The words once more."""
    pressed()
    token = TokenForm().token.data or ""
    return _draw("words", form=TokenForm(formdata=None, token=token), drawn=_drawn(token))


@pages.post("/account/second-passphrase/ask", guard=Guard.signed_in())
def ask() -> ResponseReturnValue:
    """Ask three words back, and the passphrase of now."""
    pressed()
    token = TokenForm().token.data or ""
    form = ChangeForm(formdata=None, token=token)
    form.asks(_drawn(token).positions)
    return _draw("ask", form=form)


@pages.post("/account/second-passphrase/set", guard=Guard.signed_in())
def keep() -> ResponseReturnValue:
    """From now on it freezes the account."""
    _settled()
    form = ChangeForm()
    drawn = _drawn(form.value())
    form.asks(drawn.positions)
    if not form.validate_on_submit() or not form.fits(drawn.words, drawn.positions) or not knows(form):
        return _draw("ask", 400, form=form)
    here = present()
    # Slow, so before the write begins.
    alarm = _alarm(drawn)
    try:
        signing_in.set_alarm(here.person_id, here.secret, alarm, uow=g.uow)
    except Refused as refused:
        form.form_errors.append(str(REFUSALS[refused.why]))
        return _draw("ask", 400, form=form)
    g.uow.commit()
    kept, _words = drawing.opened(PURPOSE, form.value())
    desk().sessions.end(kept)
    return _draw("set")


def _alarm(drawn: Drawn) -> bytes:
    here = present()
    with office().unit() as uow:
        wrapped = signing_in.own_credential(here.person_id, uow=uow).under_passphrase()
    try:
        with desk().turns.turn():
            return raise_alarm(drawn.words, wrapped, fingerprint=office().fingerprint, person_id=here.person_id)
    except Busy:
        raise ServiceUnavailable(_("Many people are signing in at this moment. Try again in half a minute.")) from None


def _drawn(token: str) -> Drawn:
    kept, drawn = drawing.opened(PURPOSE, token)
    if kept.person_id != me().id:
        raise Gone
    return drawn


def _settled() -> None:
    """Somebody nobody has vouched for signs nothing."""
    if me().waiting:
        raise NotFound


def _draw(page: str, code: int = 200, **values: object) -> Response:
    return make_response(render_template(f"office/alarm/{page}.html", **values), code)
