"""WCAG 2.2 AA as far as a machine can see it: axe-core run inside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Everything up to level AA of WCAG 2.2, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

#: What is sound is not described: half of the time would go into that.
OPTIONS = {"reporter": "no-passes", "preload": False, "runOnly": {"type": "tag", "values": RULES}}

# With JavaScript off a page's timers never fire, and axe would wait for ever; promises are still kept.
# The page's own scripts do not run either way.
TIMERS = "window.setTimeout = (call, _, ...given) => { Promise.resolve().then(() => call(...given)); return 0 }"


def assert_axe_clean(page: Page) -> None:
    """Fails with every fault on `page`: its rule, the elements, and what would mend each."""
    if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        page.evaluate(TIMERS)
    results = Axe().run(page, options=OPTIONS)
    found = results.response["violations"]
    assert not found, f"{page.url} ({page.title()})\n{results.generate_report()}"


def assert_fits(page: Page) -> None:
    """Nothing of it is reached only by pushing the whole page aside."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url}: {wide} pixels beside the screen"
