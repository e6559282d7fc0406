"""Every page of the office that can be opened by its address: no barrier, and nothing beside a phone's screen.

The addresses come from the access table, so a new page is looked at as soon as it has its line there. The languages
take turns: a page is built alike in each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from caseintake.i18n import LANGUAGES
from tests.access_scene import prepare
from tests.access_table import OFFICE, PEOPLE, Row, rows
from tests.browser.axe import assert_axe_clean, assert_fits
from tests.chromium import PATIENCE
from tests.journeys.client_pages import SMALL
from tests.journeys.house import served_here
from tests.signing_in import SESSION_COOKIE, sign_in
from tests.test_access import Asking

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

#: Not pages: a calendar, a style sheet, a word to robots. What changes nothing but language is at home elsewhere.
NO_PAGE = {"feed.read", "styles.sheet", "robots.refuse"}
#: Who looks, if the table lets her in: whoever sees most comes first.
EYES = ("la", "co", "of", "ad", "ou", "no")
PAGES = [row for row in rows(OFFICE) if row.method == "GET" and "in" in row.answers.values()]
PAGES = [row for row in PAGES if row.case in ("", "client") and row.endpoint not in NO_PAGE]

Look = Callable[[str, str], "Page"]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    made = prepare(tmp_path_factory.mktemp("pages"))
    asking = Asking(made, "office")
    yield asking
    asking.close()
    made.office.office.close()


@pytest.fixture(scope="module")
def look(asking: Asking, browser: Browser) -> Iterator[Look]:
    """Opens a page as a person of the table, in a language, on a telephone without JavaScript."""
    with served_here(asking.app) as url, ExitStack() as closing:
        pages: dict[tuple[str, str], Page] = {}

        def at(who: str, language: str) -> Page:
            if (who, language) not in pages:
                context = browser.new_context(java_script_enabled=False, locale=language, viewport=SMALL, base_url=url)
                context.set_default_timeout(PATIENCE)
                closing.callback(context.close)
                if who in asking.scene.who:
                    context.add_cookies([_session(asking, asking.scene.who[who], url)])  # type: ignore[list-item]
                pages[who, language] = context.new_page()
            return pages[who, language]

        yield at


def _session(asking: Asking, person: UUID, url: str) -> dict[str, object]:
    cookie = sign_in(asking.app.test_client(), asking.scene.office, person).get_cookie(SESSION_COOKIE)
    assert cookie is not None
    return {"name": cookie.key, "value": cookie.value, "url": url.replace("http:", "https:"), "secure": True}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_barrier_on(asking: Asking, look: Look, row: Row) -> None:
    who = next(PEOPLE[eyes] for eyes in EYES if row.answers[eyes] == "in")
    language = LANGUAGES[PAGES.index(row) % len(LANGUAGES)]
    page = look(who, language)
    answer = page.goto(asking.address(row))
    assert answer is not None
    assert answer.status == 200, f"{page.url}: {answer.status}"
    assert page.locator("html").get_attribute("lang") == language
    assert_axe_clean(page)
    assert_fits(page)


@pytest.mark.parametrize("column", ["ob", "ad", "co"])
def test_no_link_leads_nowhere(asking: Asking, column: str) -> None:
    """A page shows nobody a link to what her role does not open."""
    client, answers = asking.client(PEOPLE[column]), dict[str, int]()
    for row in (row for row in PAGES if row.answers[column] == "in"):
        shown = client.get(asking.address(row))
        for link in set(re.findall(r'<a [^>]*href="(/[^"#?]*)', shown.text)) - answers.keys():
            answers[link] = client.get(link).status_code
            assert answers[link] < 400, f"{row} leads to {link}: {answers[link]}"
    assert len(answers) > 10
