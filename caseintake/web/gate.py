"""The gate: what a request must be before anybody reads a byte of its body.

A form token stands inside the body, so checking it means reading first: a stranger could fill disk and memory
before being refused. Everything here is decided from the request line and the headers.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    LengthRequired,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from caseintake.web.body import FORM_BYTES, FORM_PARTS
from caseintake.web.guards import uploads_allowed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def install(app: Flask) -> None:
    """Put the gate in front of every view of ``app``. Install it right after the language."""
    app.before_request(pass_gate)


def pass_gate() -> Response | None:
    """Refuse, unread, what must not come in. Raises 400, 403, 411, 413 or 415."""
    if request.routing_exception is not None and request.url_rule is None and not _host_is_ours():
        # No page can be drawn for a host name that is not ours: there is no address to link to.
        return Response("Unknown host.\n", status=400, mimetype="text/plain")
    _refuse_unprintable()
    if request.method not in SAFE_METHODS:
        _refuse_foreign_page()
    _limit_body()
    return None


def _host_is_ours() -> bool:
    return request_ctx.url_adapter is not None


def _refuse_unprintable() -> None:
    # A database engine answers a NUL with an error of its own; nobody types one.
    if "\x00" in request.path or "%00" in request.query_string.decode("latin-1"):
        raise BadRequest


def _refuse_foreign_page() -> None:
    """A page of another site must not press our buttons.

    ``Sec-Fetch-Site`` cannot be set by a page. A browser leaves it away on plain http outside localhost (an
    onion or LAN address); there ``Origin`` must be our own. ``Origin: null`` is somebody hiding where they
    come from: our own pages never send it, as they set ``Referrer-Policy: same-origin``.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            raise Forbidden
        return
    origin = request.headers.get("Origin")
    if origin is None:
        return
    try:
        parts = urlsplit(origin)
    except ValueError:
        raise Forbidden from None
    if parts.netloc != request.host or (request.is_secure and parts.scheme != "https"):
        raise Forbidden


def _limit_body() -> None:
    """Bound the body on the request object itself, whatever the configuration says."""
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired
    uploads = uploads_allowed(current_app, request.endpoint)
    largest = current_app.config["UPLOAD_BYTES"] if uploads else FORM_BYTES
    request.max_content_length = largest
    request.max_form_memory_size = FORM_BYTES
    request.max_form_parts = FORM_PARTS
    length = _length()
    if not length:
        return
    if request.method in SAFE_METHODS:
        raise BadRequest
    if request.mimetype == MULTIPART and not uploads:
        raise UnsupportedMediaType
    if request.mimetype not in (FORM, MULTIPART):
        raise UnsupportedMediaType
    if length > (largest if request.mimetype == MULTIPART else FORM_BYTES):
        raise RequestEntityTooLarge


def _length() -> int:
    """Bytes of the body as announced. Raises 411 for a form without a length, 400 for one that is no number."""
    # Werkzeug takes a length it cannot read for zero; here it is a refusal.
    word = request.environ.get("CONTENT_LENGTH", "")
    if word == "":
        # Without length and without chunks there is no body (RFC 9112 § 6.3), so no kind of body either.
        if request.content_type:
            raise LengthRequired
        return 0
    if not (word.isascii() and word.isdigit() and len(word) <= 18):
        raise BadRequest
    return int(word)
