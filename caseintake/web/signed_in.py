"""Who is signed in: the seam between the front desk and Flask-Login.

Flask-Login's ``request_loader`` only: ``login_user`` would put an id into a readable cookie. What it carries is
the actor of this request; the keys lie beside it in ``g`` and end with the request.
"""

from dataclasses import dataclass
from typing import cast

from flask import Request, current_app, g
from flask.wrappers import Response
from flask_login import UserMixin, current_user
from werkzeug.exceptions import BadRequest

from caseintake.identity.desk import Desk, Present
from caseintake.kernel.actor import Actor
from caseintake.vault.errors import VaultError
from caseintake.web import errors
from caseintake.web.forms import OfficeForm
from caseintake.web.units import office

SESSION_COOKIE = "__Host-session"
DEVICE_COOKIE = "__Host-device"
DEVICE_SECONDS = 180 * 24 * 60 * 60


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin, Actor):
    """The person of this request. Without a role nobody has vouched for her yet: she holds and signs nothing."""

    handle: str = ""
    language: str | None = None

    @property
    def waiting(self) -> bool:
        return self.role is None


def desk() -> Desk:
    """The front desk of this process, opened when it is first needed."""
    extensions = current_app.extensions
    if "desk" not in extensions:
        extensions["desk"] = Desk.open(office())
    return cast(Desk, extensions["desk"])


def person(request: Request) -> SignedIn | None:
    """The person whose live session the cookie opens; leaves ``g.keyring``, ``g.csrf_key`` and ``g.present``."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token or len(token) > 200:
        return None
    try:
        found = desk().present(token)
    except VaultError as error:
        # The roster cannot be believed: nobody is anybody. Signing in again says why, in words.
        errors.note(error)
        return None
    if found is None:
        return None
    g.present, g.keyring, g.csrf_key = found, found.keyring, found.csrf_key
    return SignedIn("person", found.person_id, found.role, found.handle, found.language)


def me() -> SignedIn:
    """The signed-in person of this request, behind a guard that has let her in."""
    return cast(SignedIn, current_user._get_current_object())  # noqa: SLF001 - the person, not the proxy


def present() -> Present:
    """Session, keys and handle of whoever is signed in."""
    return cast(Present, g.present)


def pressed() -> None:
    """Check the token of a form that is only a button. Raises 400."""
    if not OfficeForm().validate_on_submit():
        raise BadRequest


def give_cookie(response: Response, token: str, device: str | None = None) -> None:
    """Hand the browser its half of the session and, the first time, the token that makes it a known browser."""
    response.set_cookie(SESSION_COOKIE, token, secure=True, httponly=True, samesite="Strict", path="/")
    if device is not None:
        response.set_cookie(
            DEVICE_COOKIE,
            device,
            max_age=DEVICE_SECONDS,
            secure=True,
            httponly=True,
            samesite="Strict",
            path="/",
        )


def take_cookie(response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
