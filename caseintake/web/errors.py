"""What a person is told when something cannot be done: calm, in their language, with the way out.

No page says anything about the inside. What was typed comes back with the page wherever it has been read, so
that nobody writes a statement twice.
"""

import logging
from collections.abc import Sequence
from traceback import walk_tb
from types import TracebackType

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, PasswordField

from caseintake.access.policy import NotAllowed
from caseintake.access.visibility import NotVisible
from caseintake.intake.drafts import Crowded
from caseintake.vault.errors import Locked, NewerSchema, NotVouched, SealedQuery, VaultError
from caseintake.web.changed import missing
from caseintake.web.error_words import NEWER, UNPROVEN, UNVOUCHED, WORDS, Words
from caseintake.web.once import SentAlready, led_on, on_from_here
from caseintake.work import NoOffice

log = logging.getLogger("caseintake.web")

#: A text at least this long is given back on an error page; no passphrase or code is as long.
LONG_TEXT = 100


class Changed(Conflict):
    """Somebody else saved first. ``theirs`` are (label, text) of what stands there now.

    The view raises it with what it has read after the refusal; what this person wrote is added from the form.
    """

    def __init__(self, theirs: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.theirs = tuple(theirs)


def install(app: Flask) -> None:
    """Answer every error of ``app`` in words."""
    app.after_request(led_on)
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(VaultError, answer_vault)
    app.register_error_handler(NotVisible, lambda _error: nowhere())
    app.register_error_handler(NotAllowed, lambda _error: page(404))
    app.register_error_handler(SentAlready, lambda _error: on_from_here())
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(Crowded, lambda _error: page(429))
    app.register_error_handler(DataError, lambda _error: page(400))
    app.register_error_handler(OperationalError, busy)


def answer(error: HTTPException) -> AnyResponse:
    """One of HTTP's own refusals."""
    code = error.code or 500
    if code == 401 and request.method == "GET" and (sign_in := _sign_in()):
        return redirect(sign_in, 303)
    if code == 404:
        return nowhere()
    if isinstance(error, InternalServerError):
        return page(409, UNPROVEN) if missing() else page(500)
    known = code if code in WORDS else 400 if code < 500 else 503
    response = page(known, theirs=getattr(error, "theirs", ()))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def answer_vault(error: VaultError) -> AnyResponse:
    """A key that is missing is a page that does not exist; a proof that fails is said aloud."""
    if isinstance(error, Locked):
        return nowhere()
    if isinstance(error, SealedQuery | NoOffice):
        note(error)
        return page(503 if isinstance(error, NoOffice) else 500)
    log.warning("%s while answering %s", type(error).__name__, request.endpoint)
    words = {NotVouched: UNVOUCHED, NewerSchema: NEWER}.get(type(error), UNPROVEN)
    return page(409, words)


def nowhere() -> AnyResponse:
    """What is not there, or not for this person; what was found changed on the way is said aloud instead."""
    return page(409, UNPROVEN) if missing() else page(404)


def collided(error: IntegrityError) -> AnyResponse:
    """Somebody else wrote the same thing, or took away what this stands on, at the same moment."""
    note(error)
    return page(409)


def busy(error: OperationalError) -> AnyResponse:
    """The database did not answer in time, or at all."""
    note(error)
    return page(503)


def page(code: int, words: Words | None = None, theirs: Sequence[tuple[str, str]] = ()) -> Response:
    """The error page of ``code``. After a failure it is drawn without what could fail again."""
    # The page of a refusal must not differ from the page of what does not exist.
    g.nowhere = True
    plain = code >= 500 or code in (400, 403, 411, 413, 415)
    surface = current_app.extensions["surface"]
    base = "base_plain.html" if plain and surface == "office" else f"base_{surface}.html"
    drawn = render_template(
        "errors/error.html", base=base, code=code, words=words or WORDS[code], theirs=theirs,
        mine=written(code), again=request.path if code == 401 and request.method == "POST" else None,
    )  # fmt: skip
    return make_response(drawn, code)


def written(code: int) -> list[tuple[str, str]]:
    """What this person had typed, as (label, text): from the form; before there is a form, the long texts.

    Never reads a body that has not been let in, and never repeats a secret field.
    """
    form = g.get("form")
    if form is not None and code in (409, 429, 500, 503):
        return [
            (str(field.label.text), field.data)
            for field in form
            if isinstance(field.data, str) and field.data.strip()
            and not isinstance(field, HiddenField | PasswordField)
        ]  # fmt: skip
    read = "form" in request.__dict__ or code == 401
    if request.method != "POST" or not read or request.mimetype != "application/x-www-form-urlencoded":
        return []
    return [("", text) for text in request.form.values() if len(text) >= LONG_TEXT]


def _sign_in() -> str | None:
    endpoint = current_app.config["SIGN_IN_ENDPOINT"]
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, next=request.full_path.rstrip("?"))


def note(error: BaseException) -> None:
    """Log kind and place only: messages and local variables may hold names, texts or keys."""
    log.error("%s at %s (%s)", type(error).__name__, request.endpoint, frames(error.__traceback__))


def frames(trace: TracebackType | None) -> str:
    """Where an exception came from, as ``file:line`` of our own code; never a value or a message."""
    ours = [
        f"{frame.f_globals.get('__name__', '?')}:{line}"
        for frame, line in walk_tb(trace)
        if str(frame.f_globals.get("__name__", "")).startswith("caseintake.")
    ]
    return " > ".join(ours)
