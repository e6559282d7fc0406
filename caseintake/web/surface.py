"""The Flask application both surfaces are made of."""

from types import TracebackType

from flask import Flask

from caseintake.web import errors
from caseintake.web.body import NoSession, Request
from caseintake.web.units import RequestGlobals


class Surface(Flask):
    """Flask without cookie sessions, without spooled bodies, and with errors logged without their values."""

    request_class = Request
    session_interface = NoSession()
    app_ctx_globals_class = RequestGlobals

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        if exc_info[1] is not None:
            errors.note(exc_info[1])
