"""A lawyer's browser without JavaScript: opens pages, sends their forms with everything that stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.office import OfficeForTests
from tests.signing_in import sign_in
from tests.surfaces import lent_app


class Fields(HTMLParser):
    """The fields of every form of a page, as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, MultiDict[str, str]]] = []
        self._select: str | None = None
        self._first: str | None = None
        self._chosen = False
        self._area: str | None = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        given = {name for name, _ in attributes}
        if tag == "form":
            self.forms.append((found.get("action", ""), MultiDict()))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if tag == "input" and "name" in found and found.get("type") != "file":
            if found.get("type") not in ("checkbox", "radio") or "checked" in given:
                fields.add(found["name"], found.get("value", ""))
        elif tag == "select":
            self._select, self._first, self._chosen = found["name"], None, False
        elif tag == "option" and self._select is not None:
            if self._first is None:
                self._first = found.get("value", "")
            if "selected" in given:
                self._chosen = True
                fields.add(self._select, found.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = found["name"], ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            if not self._chosen and self._first is not None:
                self.forms[-1][1].add(self._select, self._first)
            self._select = None
        if tag == "textarea" and self._area is not None:
            self.forms[-1][1].add(self._area, self._text.removeprefix("\n"))
            self._area = None


class Desk:
    """One person at one browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, code: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == code, f"{address}: {answer.status_code}\n{answer.text[-3000:]}"
        return answer.text

    def fields(self, address: str, action: str | None = None) -> MultiDict[str, str]:
        """What the form of a page would send; ``action`` is the end of its address where there are several."""
        forms = Fields(self.get(address)).forms
        wanted = (
            [fields for at, fields in forms if at.endswith(action)]
            if action
            else [fields for at, fields in forms if at in ("", address)]
        )
        assert wanted, f"{address} has no such form: {[at for at, _ in forms]}"
        return wanted[0]

    def post(self, address: str, code: int = 303, **changed: Any) -> TestResponse:
        """Open the page, change some answers, send it."""
        return self.send(address, self.fields(address), code, **changed)

    def send(self, address: str, fields: MultiDict[str, str], code: int = 303, **changed: Any) -> TestResponse:
        for name, value in changed.items():
            fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [str(value)])
        answer = self.client.post(address, data=fields)
        assert answer.status_code == code, f"{address}: {answer.status_code}\n{errors(answer.text)}"
        return answer

    def press(self, page: str, action: str, code: int = 303) -> TestResponse:
        """Press a button of a page: a form of its own that sends to ``action``."""
        return self.send(action, self.fields(page, action), code)


def errors(html: str) -> str:
    """The part of a page that says what is wrong."""
    at = html.find('class="summary"')
    return html[at : at + 1500] if at >= 0 else html[-2500:]


@contextmanager
def at_desk(office: OfficeForTests, person: UUID) -> Iterator[Desk]:
    with lent_app(office.office) as app:
        yield Desk(sign_in(app.test_client(), office, person))
