"""The instrument itself: it finds what is wrong, on a page with JavaScript off as well as on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import assert_axe_clean

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en"><head><title>Inbox</title></head><body>
<main><h1>Inbox</h1><label>Name <input name="name"></label></main></body></html>"""


def test_a_sound_page_is_clean(page: Page) -> None:
    page.set_content(SOUND)

    assert_axe_clean(page)


def test_a_field_without_a_label_is_found(page: Page) -> None:
    page.set_content(SOUND.replace("<label>Name ", "").replace("</label>", ""))

    with pytest.raises(AssertionError, match="label"):
        assert_axe_clean(page)


def test_a_page_without_javascript_runs_none(page: Page, js_enabled: bool) -> None:
    page.set_content(SOUND.replace("<main>", "<script>document.title = 'changed'</script><main>"))

    assert (page.title() == "changed") is js_enabled


def test_looking_at_a_page_does_not_start_its_scripts(page: Page, js_enabled: bool) -> None:
    page.set_content(SOUND.replace("<main>", "<script>document.title = 'changed'</script><main>"))

    assert_axe_clean(page)
    page.set_content(SOUND.replace("<main>", "<script>document.title = 'again'</script><main>"))

    assert (page.title() == "again") is js_enabled
