"""Chromium for the journeys through the pages, with and without JavaScript.

`page` runs a test twice. A journey that needs one of the two names it:
`@pytest.mark.parametrize("js_enabled", [False], indirect=True)`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.engines import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

#: As root Chromium has no sandbox; the rest keep it from looking for its maker's servers.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

#: Milliseconds that a page or an element may take to appear, also on a machine that does much else.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a process; each test gets its own context in it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing("no Chromium here: install Debian's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS), headless=True)
        yield chromium
        chromium.close()


@pytest.fixture(params=[False, True], ids=["without-js", "with-js"])
def js_enabled(request: pytest.FixtureRequest) -> bool:
    enabled: bool = request.param
    return enabled


@pytest.fixture
def context(browser: Browser, js_enabled: bool) -> Iterator[BrowserContext]:
    """A browser without a past, in English, on a screen of 1280 × 900."""
    made = browser.new_context(
        java_script_enabled=js_enabled,
        locale="en",
        timezone_id="UTC",
        viewport={"width": 1280, "height": 900},
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
