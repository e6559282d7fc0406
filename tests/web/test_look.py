"""The look: every component fits a narrow phone, in light and dark, and passes the rules of accessibility."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from werkzeug.serving import make_server

from tests.browser.axe import assert_axe_clean
from tests.web.showcase import showcase

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from caseintake.app import SurfaceName

PAGES: list[tuple[SurfaceName, str]] = [
    ("office", "/everything?role=lawyer"),
    ("office", "/nowhere?role=lawyer"),
    ("public", "/az/"),
    ("public", "/de/"),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[SurfaceName, str]]:
    servers = {}
    for name in ("public", "office"):
        surface: SurfaceName = "public" if name == "public" else "office"
        directory: Path = tmp_path_factory.mktemp(name)
        servers[surface] = make_server("127.0.0.1", 0, showcase(directory, surface), threaded=True)
        threading.Thread(target=servers[surface].serve_forever, daemon=True).start()
    yield {surface: f"http://127.0.0.1:{server.port}" for surface, server in servers.items()}
    for server in servers.values():
        server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (360, "light"), (1280, "light")])
def test_no_page_scrolls_sideways_and_none_breaks_a_rule(
    browser: Browser, served: dict[SurfaceName, str], width: int, scheme: Literal["light", "dark"]
) -> None:
    """Widths and colours do not depend on one another."""
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    for surface, path in PAGES:
        page.goto(served[surface] + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert_axe_clean(page)
    page.goto(served["public"] + "/az/")
    page.locator("button.main").click()
    page.locator("section.summary").wait_for()
    assert_axe_clean(page)
    assert refused == []
    context.close()


@pytest.mark.browser
def test_a_keyboard_reaches_the_content_first(browser: Browser, served: dict[SurfaceName, str]) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(served["public"] + "/en/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.close()
