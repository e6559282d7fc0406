"""Signing in and out of the office."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from caseintake import leavers
from caseintake.conflicts import cards
from caseintake.i18n import _
from caseintake.identity import checkpoint, signing_in
from caseintake.identity.credentials import typed_secret
from caseintake.identity.desk import Entrant
from caseintake.identity.model import HistoryWarning
from caseintake.identity.refusals import SignInFailed, Stopped, TooManyTries
from caseintake.identity.signing_in import Entered
from caseintake.identity.throttle import Busy
from caseintake.kernel.actor import OUTSIDE, Role
from caseintake.outside import sharing
from caseintake.vault.errors import VaultError
from caseintake.web import errors
from caseintake.web.asked import return_path
from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import forget
from caseintake.web.office.enrol import picture_of
from caseintake.web.office.sign_in_forms import SignInForm
from caseintake.web.signed_in import (
    DEVICE_COOKIE,
    desk,
    give_cookie,
    me,
    present,
    pressed,
    take_cookie,
)
from caseintake.web.units import office

pages = Pages("sign", __name__)


@pages.get("/sign-in", guard=Guard.anyone())
def sign_in() -> ResponseReturnValue:
    """The one form: handle, passphrase and code together, so that no answer tells which of them is wrong."""
    return _draw(SignInForm(), 200)


@pages.post("/sign-in", guard=Guard.anyone())
def come_in() -> ResponseReturnValue:
    """Check, write, hand out the cookie. Everything slow happens before the write begins."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _draw(form, 400)
    typed = form.value()
    try:
        entrant = desk().check(typed.handle, typed.words, typed.code, request.cookies.get(DEVICE_COOKIE))
        entered, warnings = _enter(entrant)
    except (SignInFailed, StaleDataError):
        return _refuse(
            form,
            401,
            _("This did not work. Check all three, and wait for the next code: each code works only once."),
        )
    except TooManyTries:
        return _refuse(form, 429, _("There were five wrong tries. Wait 15 minutes. Nothing is lost by waiting."))
    except Stopped:
        return _refuse(
            form,
            429,
            _(
                "Somebody typed your right passphrase and five wrong codes, so your sign-in is closed for 15 minutes. "
                "If it was not you, somebody knows your passphrase: tell a coordinator now, and change it."
            ),
        )
    except Busy:
        return _refuse(form, 503, _("Many people are signing in at this moment. Try again in half a minute."))
    token = desk().begin(entrant, entered.version, entered.language)
    response = _new_factor(typed.handle, entered) or _next_page(entrant, entered, warnings)
    give_cookie(response, token, entered.new_device)
    return response


def _enter(entrant: Entrant) -> tuple[Entered, list[HistoryWarning]]:
    with office().unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
        entered = signing_in.enter(entrant, uow=uow)
        warnings = checkpoint.open_warnings(uow=uow) if entrant.role is Role.COORDINATOR else []
        uow.commit()
    _turn_keys(entrant)
    return entered, warnings


#: What may wait for somebody, and who does it. Each by itself: a record spoiled for the one must not spare the others.
_WAITING: Final[tuple[tuple[Callable[..., Any], Callable[..., Any]], ...]] = (
    (sharing.overdue, sharing.end_overdue),
    (leavers.waiting, leavers.turn),
    (cards.waiting, cards.fold_anew),
)


def _turn_keys(entrant: Entrant) -> None:
    """What waited for somebody who can do it: shares that are over, keys of whoever left, names folded of old."""
    if entrant.role is None or entrant.role in OUTSIDE or entrant.alarmed:
        return
    for waiting, act in _WAITING:
        try:
            with office().unit(actor=entrant.actor, keyring=entrant.keyring) as uow:
                any_ = bool(waiting(uow=uow))
            if any_:
                with office().unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
                    act(uow=uow)
                    uow.commit()
        except (VaultError, StaleDataError) as error:
            errors.note(error)  # nobody stays outside because of a key that could not be turned


def _new_factor(handle: str, entered: Entered) -> Response | None:
    """The fresh second factor of somebody whose old one was lost, shown this once."""
    factor = entered.new_factor
    if factor is None:
        return None
    picture, secret = picture_of(factor, handle), typed_secret(factor)
    drawn = render_template("office/signin/new_factor.html", picture=picture, secret=secret, onward=return_path())
    return make_response(drawn)


def _next_page(entrant: Entrant, entered: Entered, warnings: list[HistoryWarning]) -> Response:
    """On to where the person wanted to go, unless there is something she must read first."""
    onward = return_path()
    if not (entrant.alarmed or entered.gone or warnings):
        return make_response(redirect(onward, 303))
    drawn = render_template(
        "office/signin/before_you_go_on.html",
        onward=onward,
        alarmed=entrant.alarmed,
        gone=entered.gone,
        warnings=warnings,
    )
    return make_response(drawn)


def _draw(form: SignInForm, code: int) -> Response:
    return make_response(render_template("office/signin/sign_in.html", form=form, onward=return_path()), code)


def _refuse(form: SignInForm, code: int, sentence: str) -> Response:
    form.form_errors.append(sentence)
    return _draw(form, code)


@pages.post("/sign-out", guard=Guard.signed_in())
def sign_out() -> ResponseReturnValue:
    """End this session and remember the heads of the log once more."""
    pressed()
    here = present()
    if not me().waiting:
        with office().unit(actor=me(), keyring=here.keyring, write=True) as uow:
            signing_in.leave(here.secret, uow=uow)
            uow.commit()
    desk().sessions.end(here.kept)
    response = make_response(redirect(url_for("sign.sign_in"), 303))
    take_cookie(response)
    return forget(response)
