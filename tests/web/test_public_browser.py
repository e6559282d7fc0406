"""Leaving in a hurry, in a real browser: neither Back nor Reload shows what was written."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from caseintake.intake.receipts import read_code
from caseintake.web.public.writing import asked_group
from caseintake.web.surface import Surface
from tests.web.asking import told_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_engine

SECRET = "They took my telephone on Sunday."


@pytest.fixture
def address(counter: Surface, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, counter, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setitem(counter.config, "ELSEWHERE", f"{here}/robots.txt")  # no test leaves this machine
    yield here
    server.shutdown()


def press_on(page: Page) -> None:
    page.click("main form button.main")


def test_after_leaving_neither_back_nor_reload_shows_anything(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    press_on(page)
    press_on(page)
    code = read_code("".join(page.locator(".return-code li span").all_inner_texts()))
    press_on(page)
    page.fill("#group", code.groups[asked_group(code)])
    press_on(page)
    page.check("#consent-intake")
    press_on(page)
    page.fill("textarea", SECRET)
    press_on(page)
    page.click("form.leave button")
    page.wait_for_url("**/robots.txt")
    for step in (page.go_back, page.reload):
        with suppress(Exception):  # the browser's own page about a form that would be sent again
            step()
        page.wait_for_timeout(1500)
        shown = page.content()
        assert SECRET not in shown
        assert code.text not in shown  # the hidden fields
        assert told_of(code.groups, page.inner_text("body")) == []
    assert page.url.endswith("/robots.txt")
