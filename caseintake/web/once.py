"""Pressing twice makes one thing: whoever sends the same form again is led to where the first one led."""

from contextlib import suppress
from hashlib import sha256

from flask import current_app, g, redirect, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from caseintake.identity import sent_forms
from caseintake.web.forms import TOKEN_FIELD
from caseintake.web.units import office

#: What the addresses of pages end with that hold nothing but a form.
FORMS = ("new", "edit")
#: Refused for what is typed, or because there is no such thing any more.
REFUSALS = (400, 404, 409, 422)


class SentAlready(Exception):
    """This very form was saved before. Nothing was done now."""


def heed() -> None:
    """Remember the form of this request together with what it changes. Raises `SentAlready`.

    Every drawing of a form has a token of its own: the same words in a form drawn anew are another form, and so is
    the same form, fetched back, with other words in it.
    """
    if TOKEN_FIELD not in request.form or g.get("form_heeded"):
        return
    g.form_heeded = True
    if not sent_forms.first_time(_digest(), uow=g.uow):
        raise SentAlready


def _digest() -> bytes:
    told = repr((request.path, sorted(request.form.items(multi=True))))
    return sha256(told.encode()).digest()


def led_on(response: Response) -> Response:
    """Instead of a refusal: what the first press has led to, if what is refused now was saved by it a moment ago.

    A time-limit that is over cannot be ended once more; who pressed twice must not be told that something is wrong.
    """
    if response.status_code not in REFUSALS or request.method != "POST" or "form" not in request.__dict__:
        return response
    if TOKEN_FIELD not in request.form:
        return response
    with suppress(DBAPIError), office().unit() as uow:  # what cannot be asked stays refused
        if sent_forms.saved(_digest(), uow=uow):
            return on_from_here()
    return response


def on_from_here() -> Response:
    """The page on which the thing stands: the nearest one at or above the address that is more than a form."""
    pages = current_app.create_url_adapter(request)
    path = request.path.rstrip("/")
    while path and pages is not None:
        if path.rpartition("/")[2] not in FORMS and _opens(path, pages):
            return redirect(path, 303)
        path = path.rpartition("/")[0]
    return redirect("/", 303)


def _opens(path: str, pages: MapAdapter) -> bool:
    try:
        pages.match(path, "GET")
    except HTTPException:
        return False
    return True
