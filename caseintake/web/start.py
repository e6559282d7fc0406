"""Addresses every surface has: the bare root of the public one, and a word to search engines."""

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from caseintake.web.guards import Guard, Pages
from caseintake.web.languages import preferred

root = Pages("root", __name__)
robots = Pages("robots", __name__)


@root.get("/", guard=Guard.anyone())
def choose() -> AnyResponse:
    """Send a visitor to the first page in the language the browser prefers."""
    answer = redirect(f"/{preferred()}/")
    answer.headers["Vary"] = "Accept-Language"
    return answer


@robots.get("/robots.txt", guard=Guard.anyone())
def refuse() -> Response:
    """No page is to be found by a search."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
