"""What every template may use besides its own values."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from caseintake import i18n
from caseintake.web.changed import missing
from caseintake.web.forms import form_token
from caseintake.web.guards import Guard, Guarded, Nav, signed_in_person


@dataclass(frozen=True, slots=True)
class Entry:
    """One drawn entry of the navigation; ``current`` is the value of ``aria-current`` or empty."""

    label: str
    address: str
    current: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language a page can be read in; ``address`` is empty where this page cannot be asked for again."""

    code: str
    name: str
    address: str
    current: bool


class Compiled(BytecodeCache):
    """Templates compiled once a process, in memory, however many surfaces draw them."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def install(app: Flask) -> None:
    """Give the templates of ``app`` their words. A name a template misspells raises instead of vanishing."""
    env = app.jinja_env
    env.bytecode_cache = _COMPILED
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["capitalised"] = i18n.capitalised
    env.filters["zip"] = lambda boxes, messages: list(zip(boxes, messages, strict=False))
    env.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        format_day=i18n.format_day,
        format_month=i18n.format_month,
        language=i18n.current_language,
        tongues=lambda: tongues(app),
        navigation=lambda: navigation(app),
        address_of=lambda endpoint, **values: address_of(app, endpoint, **values),
        person=signed_in_person,
        form_token=form_token,
        missing=missing,
    )


def entries(app: Flask) -> list[tuple[Nav, str, Guard]]:
    """Every navigation entry of the map with endpoint and guard, in order."""
    found = [
        (view.nav, endpoint, view.guard)
        for endpoint, view in app.view_functions.items()
        if isinstance(view, Guarded) and view.nav is not None
    ]
    return sorted(found, key=lambda entry: (entry[0].order, entry[1]))


def navigation(app: Flask) -> list[Entry]:
    """The entries this person's role may follow, with the one we are in marked."""
    person = signed_in_person()
    if person is None:
        return []
    open_to = [(nav, endpoint) for nav, endpoint, guard in entries(app) if guard.admits(person)]
    # A page without an entry of its own stands under the first entry of its blueprint.
    inside = [endpoint for _nav, endpoint in open_to if endpoint.rpartition(".")[0] == request.blueprint]
    if g.get("nowhere"):
        inside = []
    exact = request.endpoint in inside
    marked = request.endpoint if exact else next(iter(inside), None)
    current = "page" if exact else "true"
    return [
        Entry(str(nav.label), url_for(endpoint), current if endpoint == marked else "") for nav, endpoint in open_to
    ]


def tongues(app: Flask) -> list[Tongue]:
    """The four languages with the address of this page in each.

    The answer to a form has no address of its own to come back to; there the addresses are empty and the page
    offers languages inside its form, so that nothing typed is lost.
    """
    return [
        Tongue(code, i18n.OWN_NAMES[code], _in_language(app, code), code == i18n.current_language())
        for code in i18n.LANGUAGES
    ]


def _in_language(app: Flask, code: str) -> str:
    public = app.extensions["surface"] == "public"
    if request.method != "GET":
        return ""
    if request.endpoint is None or g.get("nowhere"):
        return f"/{code}/" if public else f"/?language={code}"
    if public:
        return url_for(request.endpoint, **(request.view_args or {}), language=code)
    # Built by hand: a query may hold names that mean something to url_for.
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "language"]
    return f"{quote(request.path)}?{urlencode([*query, ('language', code)])}"


def address_of(app: Flask, endpoint: str, **values: Any) -> str | None:
    """The address of an endpoint, or None where this surface has no such page."""
    return url_for(endpoint, **values) if endpoint in app.view_functions else None
