"""Leaving in a hurry: one press, a page that says nothing, then another site.

Works without script: the answer to the form carries a ``Refresh`` header, which browsers follow by replacing
this entry of the history. ``form-action`` of our policy forbids a plain redirect to another site.
"""

from flask import Response, current_app, make_response, render_template

from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import forget
from caseintake.web.languages import IN_LANGUAGE

#: Where a hurried visitor lands; a site that needs no explanation.
ELSEWHERE = "https://www.wikipedia.org/"

pages = Pages("leaving", __name__, url_prefix=IN_LANGUAGE)


def neutral() -> Response:
    """A page that shows nothing of this site and goes on by itself; cached pages are dropped.

    Also what a page answers when somebody comes back to a visit that was left.
    """
    elsewhere = current_app.config["ELSEWHERE"]
    answer = make_response(render_template("neutral.html", elsewhere=elsewhere))
    answer.headers["Refresh"] = f"0; url={elsewhere}"
    return forget(answer)


@pages.get("/leave", guard=Guard.anyone())
def left() -> Response:
    """Somebody came back to the address of leaving."""
    return neutral()


@pages.post("/leave", guard=Guard.anyone())
def leave() -> Response:
    """The button at the top of every public page."""
    return neutral()
