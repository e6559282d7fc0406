"""The calendar feed, and the page where a person makes or ends the address of hers."""

from flask import Response, g, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.access.policy import Action, roles
from caseintake.deadlines import feed
from caseintake.diary.board import in_feed
from caseintake.web.guards import Guard, Pages
from caseintake.web.signed_in import pressed
from caseintake.web.units import office, own_address

pages = Pages("feed", __name__)
OWNER = Guard.role(*roles(Action.MATTER_READ))
#: Longer than any token of ours.
MOST = 64


@pages.get("/feed/<token>.ics", guard=Guard.anyone())
def read(token: str) -> Response:
    """The feed itself, by nobody and with no key. What is dead and what never was look the same."""
    with office().unit() as uow:
        written = feed.calendar(token, more=in_feed, uow=uow) if len(token) <= MOST else None
    if written is None:
        raise NotFound
    response = make_response(written)
    response.content_type = "text/calendar; charset=utf-8"
    return response


@pages.get("/calendar", guard=OWNER)
def show() -> str:
    """Whether there is an address, and what to know before making one."""
    return _drawn()


@pages.post("/calendar/new", guard=OWNER)
def make() -> ResponseReturnValue:
    """A new address, shown this once; an older one is dead."""
    pressed()
    token = feed.make(uow=g.uow)
    g.uow.commit()
    return _drawn(f"{own_address()}{url_for('feed.read', token=token)}")


@pages.post("/calendar/end", guard=OWNER)
def end() -> ResponseReturnValue:
    """The address is dead."""
    pressed()
    feed.end(uow=g.uow)
    g.uow.commit()
    return _drawn()


def _drawn(address: str = "") -> str:
    return render_template("office/board/calendar.html", own=feed.own(uow=g.uow), address=address)
