"""A person asking: from the first screen to a sent statement, and back with the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from caseintake.intake import queries, service
from tests.browser.axe import assert_axe_clean, assert_fits
from tests.chromium import PATIENCE
from tests.journeys.client_pages import SMALL, ClientPages, Look, pass_by
from tests.journeys.conftest import Staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOLD = "They took the phone on the stairs and knew the lock. Telefonumun kilidini bilirdilər."
ANSWER = "We have read it. Please keep the envelope of the letter."
ADDED = "The envelope is with my aunt. Конверт у тёти."

Visitor = Callable[..., ClientPages]


@pytest.fixture
def visitor(browser: Browser, staff: Staff) -> Iterator[Visitor]:
    """Opens a browser without a past on a small screen: language, JavaScript, and how its pages are looked at."""
    opened: list[BrowserContext] = []

    def make(language: str, *, script: bool, look: Look = pass_by) -> ClientPages:
        context = browser.new_context(java_script_enabled=script, locale=language, viewport=SMALL)
        context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="An encyclopedia."))
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return ClientPages(context.new_page(), staff.live.public.url, language, look)

    yield make
    for context in opened:
        context.close()


def in_its_language(language: str) -> Look:
    """Every page says that it is in this language and has room for its longer words. Its build is that of English."""

    def look(page: Page) -> None:
        assert page.locator("html").get_attribute("lang") == language
        assert_fits(page)

    return look


def given_a_code(pages: ClientPages) -> None:
    pages.open_first_page()
    pages.answer_the_four_questions()
    pages.take_the_code()


def when_the_six_questions_are_answered(pages: ClientPages, told: str) -> None:
    pages.agree()
    pages.say(what_happened=told)
    pages.say(
        decision_what="Nizami District Court",
        served__precision="day", served__day="2", served__month="11", served__year="2025",
    )  # fmt: skip
    pages.say(contact_way="code")
    pages.say(others_appear="no")
    pages.say(pictures_private="no", pictures_minor="no")
    pages.say(safe_question="The colour of the first bicycle", safe_answer="green")


def then_the_officer_reads(staff: Staff, told: str) -> UUID:
    """The one conversation in which this was said, as the officer finds it."""
    with staff.office.unit(staff.officer.person_id, write=False) as uow:
        for row in queries.inbox(uow=uow).rows:
            seen = queries.whole(row, uow=uow)
            if told in [said.message.text for said in seen.messages]:
                return row.id
    raise AssertionError("nobody can read what was sent")


def answer(staff: Staff, conversation_id: UUID, text: str) -> None:
    with staff.office.unit(staff.officer.person_id) as uow:
        service.answer(service.find(conversation_id, uow=uow), text, once="1", uow=uow)
        uow.commit()


@pytest.mark.parametrize(
    ("language", "script", "look"),
    [
        ("en", False, assert_axe_clean),
        ("en", True, pass_by),
        ("az", False, in_its_language("az")),
        ("ru", False, in_its_language("ru")),
        ("fr", False, in_its_language("fr")),
    ],
    ids=["en", "en with JavaScript", "az", "ru", "fr"],
)
def test_a_statement_is_sent_answered_added_to_and_stopped(
    visitor: Visitor, staff: Staff, language: str, script: bool, look: Look, tmp_path: Path
) -> None:
    told = f"{TOLD} ({language}, {script})"
    letter = tmp_path / "məktub.pdf"
    letter.write_bytes(b"%PDF-1.7\n" + b"letter " * 3000)
    pages = visitor(language, script=script, look=look)

    given_a_code(pages)
    when_the_six_questions_are_answered(pages, told)
    pages.add_files(letter)
    assert "məktub.pdf" in pages.text
    pages.go()
    assert told not in pages.text, "the last look does not show the words again"
    pages.send()
    conversation = then_the_officer_reads(staff, told)

    answer(staff, conversation, ANSWER)
    pages.come_back()
    assert told not in pages.text
    assert ANSWER in pages.read_the_answer()
    pages.home()
    pages.add(f"{ADDED} {told}")
    assert ADDED not in pages.text
    assert then_the_officer_reads(staff, f"{ADDED} {told}") == conversation

    pages.stop()
    pages.come_back()
    assert pages.page.locator("#typed-error").is_visible(), "a stopped code opens nothing"


@pytest.mark.parametrize("script", [False, True])
def test_after_leaving_back_shows_a_page_that_says_nothing(visitor: Visitor, script: bool) -> None:
    pages = visitor("en", script=script)
    given_a_code(pages)
    pages.agree()
    pages.page.fill("#what_happened", TOLD)
    pages.go("back")
    pages.go()
    assert TOLD in pages.page.input_value("#what_happened")

    pages.leave()
    for _step in range(4):
        answer = pages.page.go_back(wait_until="commit")
        assert answer is not None
        assert "wikipedia" in answer.headers["refresh"], "the page of leaving, not the page that was left"
        pages.page.wait_for_url(re.compile("wikipedia"))
        assert pages.text == "An encyclopedia."


def test_what_was_left_in_a_hurry_waits_under_the_code(visitor: Visitor) -> None:
    pages = visitor("en", script=False)
    given_a_code(pages)
    pages.agree()
    pages.say(what_happened=TOLD)
    pages.leave()

    pages.come_back()
    pages.press('button[value="to:what_happened"]')
    assert pages.page.input_value("#what_happened") == TOLD


def test_a_wrong_code_is_answered_in_words_and_keeps_nothing(visitor: Visitor) -> None:
    pages = visitor("ru", script=False, look=assert_axe_clean)
    pages.groups = ["AAAA"] * 6
    pages.come_back()
    assert pages.page.locator("#typed-error").is_visible()
    assert pages.page.input_value("#typed") == ""
