"""Taking up an invitation: a passphrase made for the person, an authenticator, and words to compare.

Nothing is stored before the last step; each step answers with a page, and the code is never in an address.
"""

from time import sleep

import msgspec
import segno
from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import Gone, ServiceUnavailable

from caseintake.i18n import _
from caseintake.identity import factors, people, replacing, words
from caseintake.identity.credentials import (
    NewKeys,
    WrongCode,
    accepted_step,
    authenticator_address,
    draw_codes,
    spaced,
    typed_secret,
    wrap,
)
from caseintake.identity.desk import cost
from caseintake.identity.refusals import Refused
from caseintake.identity.sessions import Kept
from caseintake.identity.throttle import Busy
from caseintake.web.guards import Guard, Pages
from caseintake.web.office import drawn as drawing
from caseintake.web.office.drawn import Done, Drawn
from caseintake.web.office.names import REFUSALS
from caseintake.web.office.sign_in_forms import AskedForm, CodeForm, InvitationForm, StepForm
from caseintake.web.signed_in import desk
from caseintake.web.units import office

PURPOSE = "enrolment"
pages = Pages("enrol", __name__)


@pages.get("/enrol", guard=Guard.anyone())
def begin() -> ResponseReturnValue:
    """Where an invitation is typed in."""
    return _draw("invitation", InvitationForm())


@pages.post("/enrol", guard=Guard.anyone())
def take_up() -> ResponseReturnValue:
    """The code fits: draw a passphrase and show it."""
    form = InvitationForm()
    if not form.validate_on_submit():
        return _draw("invitation", form, 400)
    try:
        with office().unit() as uow:
            person = people.invited(form.value(), uow=uow)
    except Refused as refused:
        form.refuse("code", str(REFUSALS[refused.why]))
        return _draw("invitation", form, 400)
    token, drawn = drawing.draw(PURPOSE, person.id, person.handle, NewKeys.draw())
    return _draw("words", StepForm(formdata=None, token=token), drawn=drawn)


@pages.post("/enrol/words", guard=Guard.anyone())
def show_words() -> ResponseReturnValue:
    """The words once more, for whoever has not finished writing."""
    _kept, drawn, form = _step(StepForm())
    return _draw("words", form, drawn=drawn)


@pages.post("/enrol/ask", guard=Guard.anyone())
def ask() -> ResponseReturnValue:
    """Ask three words back."""
    _kept, drawn, form = _step(StepForm())
    asked = AskedForm(formdata=None, token=form.value())
    asked.asks(drawn.positions)
    return _draw("ask", asked)


@pages.post("/enrol/authenticator", guard=Guard.anyone())
def authenticator() -> ResponseReturnValue:
    """The three words are right: show the second factor."""
    form = AskedForm()
    kept, drawn, _form = _step(form)
    form.asks(drawn.positions)
    if not form.validate_on_submit() or not form.fits(drawn.words, drawn.positions):
        return _draw("ask", form, 400)
    drawing.confirm(kept, drawn)
    return _second_factor(CodeForm(formdata=None, token=form.value()), drawn, 200)


@pages.post("/enrol/finish", guard=Guard.anyone())
def finish() -> ResponseReturnValue:
    """The first code is right: store the account and say what happens next."""
    form = CodeForm()
    kept, drawn, _form = _step(form)
    if drawn.done is not None:
        return _waiting(drawn.handle, drawn.done)
    keys = _keys(drawn)
    if not drawn.confirmed:
        raise Gone
    if not form.validate_on_submit():
        return _second_factor(form, drawn, 400)
    try:
        step = accepted_step(keys.totp_secret, 0, form.code.data or "", office().clock.now())
    except WrongCode:
        form.refuse("code", _("This is not the code of now. Check the time on your phone, then type the next one."))
        return _second_factor(form, drawn, 400)
    pairs, codes = keys.pairs, draw_codes()
    compared = words.compared(office().fingerprint, kept.person_id, pairs.hpke_public, pairs.sign_public)
    done = Done(tuple(compared), codes)
    try:
        _store(kept, drawn, keys, step, codes)
    except Refused:
        return _waiting(drawn.handle, _done_meanwhile(form.value()))
    drawing.finish(kept, drawn, done)
    return _waiting(drawn.handle, done)


def _done_meanwhile(token: str) -> Done:
    """What the first of two presses has made. It is saved a moment before it can be found. Raises 410 without one."""
    for _try in range(20):
        _kept, drawn = drawing.opened(PURPOSE, token)
        if drawn.done is not None:
            return drawn.done
        sleep(0.05)
    raise Gone


def _waiting(handle: str, done: Done) -> Response:
    return _draw("waiting", None, words=done.words, handle=handle, codes=spaced(done.codes))


def _store(kept: Kept, drawn: Drawn, keys: NewKeys, step: int, codes: tuple[str, ...]) -> None:
    """Raises `Refused` when it was stored, or taken back, meanwhile."""
    try:
        with desk().turns.turn():
            wrapped = wrap(
                drawn.words,
                keys.secret,
                fingerprint=office().fingerprint,
                person_id=kept.person_id,
                cost=cost(office().settings),
            )
    except Busy:
        raise ServiceUnavailable from None
    with office().unit(write=True) as uow:
        if drawn.outgoing is None:
            people.enrol(kept.person_id, keys, wrapped, step, codes=codes, uow=uow)
        else:
            memory = msgspec.structs.replace(drawn.outgoing.memory, totp_secret=keys.totp_secret, last_step=step)
            memory = factors.with_codes(memory, codes)
            replacing.begin(kept.person_id, keys, wrapped, memory, drawn.outgoing.signature, uow=uow)
        uow.commit()


def _keys(drawn: Drawn) -> NewKeys:
    if drawn.keys is None:
        raise Gone
    return drawn.keys


def _step(form: StepForm) -> tuple[Kept, Drawn, StepForm]:
    kept, drawn = drawing.opened(PURPOSE, form.value())
    return kept, drawn, form


def _second_factor(form: CodeForm, drawn: Drawn, code: int) -> Response:
    factor = _keys(drawn).totp_secret
    drawing_of = picture_of(factor, drawn.handle)
    return _draw("authenticator", form, code, picture=drawing_of, secret=typed_secret(factor), drawn=drawn)


def picture_of(factor: bytes, handle: str) -> Markup:
    """A second factor for the camera of an authenticator."""
    picture = segno.make(authenticator_address(factor, handle), error="m")
    # Markup is safe here: the picture is made of our own numbers.
    return Markup(picture.svg_inline(scale=5, light="#fff", dark="#000", svgclass="qr", lineclass=None))  # noqa: S704


def _draw(page: str, form: object, code: int = 200, **values: object) -> Response:
    return make_response(render_template(f"office/enrol/{page}.html", form=form, **values), code)
