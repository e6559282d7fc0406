"""A browser without JavaScript, for tests: fields of the page it sees, and the token of its session."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def token(html: str) -> str:
    """The token of the first form in a page."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', html)
    assert found is not None, "no form of somebody signed in"
    return found[1]


def press(client: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    """Send a form of ``page`` (an address) to ``action``."""
    return client.post(action, data={"csrf_token": token(client.get(page).text), **fields})


def words_in(html: str) -> list[str]:
    """The numbered words a page shows."""
    block = re.search(r'<ol class="words".*?</ol>', html, re.DOTALL)
    assert block is not None, "no words here"
    return re.findall(r"<li>([a-z]+)</li>", block[0])


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None
    return found[1]
