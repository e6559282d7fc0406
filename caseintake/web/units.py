"""`g.uow`: the one unit of work of a request, opened when a view first asks for it.

Reading for GET, writing for POST (not where the route says ``reads=True``: it is sent words only to answer); closed
when the answer has been made, so a page may open sealed records while it is drawn. Only one is ever open: two writers
in one request would wait for each other.
"""

from contextlib import ExitStack
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask.ctx import _AppCtxGlobals
from werkzeug.exceptions import Unauthorized

from caseintake.kernel.actor import Actor
from caseintake.web import changed
from caseintake.web.gate import FORM
from caseintake.web.guards import signed_in_person
from caseintake.work import Office, UnitOfWork


class RequestGlobals(_AppCtxGlobals):
    """`flask.g` with the unit of work of this request.

    The sign-in (or the visit door) leaves ``keyring``, ``csrf_key`` and, for a client, ``visitor`` here.
    """

    @property
    def uow(self) -> UnitOfWork:
        """Raises 401 when nobody is signed in and no client is visiting: nothing could be opened."""
        held: ExitStack | None = self.get("units")
        if held is None:
            actor = acting()
            if actor is None:
                raise Unauthorized
            writes = request.method == "POST" and not self.get("only_reads")
            if writes and request.mimetype == FORM:
                request.form.get("")  # all of it has come before the database is held: a slow line stops nobody else
            held = ExitStack()
            self.unit = held.enter_context(office().unit(actor=actor, keyring=self.keyring, write=writes))
            self.units = held  # only now: a form that is refused while it is read leaves nothing half open
            if actor.kind == "person" and not self.unit.write:
                self.unit.draw_a_page()
        unit: UnitOfWork = self.unit
        return unit


def office() -> Office:
    """The office this process serves."""
    found: Office = current_app.extensions["office"]
    return found


def own_address() -> str:
    """The address of the office pages this request came by, as the settings have it, without a slash at its end.

    The proxy in front speaks plain http to us: an address read off the request would send words in clear.
    """
    asked = urlsplit(request.host_url)
    known = office().settings.office_addresses
    return next((one for one in known if urlsplit(one).hostname == asked.hostname), request.host_url).rstrip("/")


def acting() -> Actor | None:
    """Who acts in this request: the visiting client, else the signed-in person, else nobody."""
    visitor: Actor | None = g.get("visitor")
    return visitor if visitor is not None else signed_in_person()


def install(app: Flask) -> None:
    """Close the unit when the request is over; what was not committed is rolled back."""
    app.teardown_request(close)


def close(_error: BaseException | None = None) -> None:
    """Close the unit of this request, if one was opened."""
    held: ExitStack | None = g.pop("units", None)
    if held is not None:
        unit: UnitOfWork = g.pop("unit")
        found = changed.untold(unit)
        held.close()
        if found:
            changed.tell(office(), unit, found)
