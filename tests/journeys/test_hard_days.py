"""The hard days of an office: a last day and nobody to ask, a colleague taken at night, a mother at the door."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from caseintake.intake.receipts import new_code
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance
from tests.browser.axe import assert_axe_clean
from tests.intake.people import content, send
from tests.journeys.client_pages import SMALL, ClientPages
from tests.journeys.house import House
from tests.journeys.office_pages import OfficePages
from tests.signing_in import Account

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOLD = "They came to my mother on Tuesday and said what would happen."
HEARD = "Onu səhər apardılar, altı gündür xəbər yoxdur."


def sheets(page: Page) -> int:
    """How many sheets of A4 the printer gives out."""
    page.emulate_media(media="print")
    printed = page.pdf(prefer_css_page_size=True, format="A4")
    page.emulate_media(media="screen")
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def a_matter(house: House, who: Account, codename: str, *, deputy: Account | None = None) -> UUID:
    """A matter with one client and a civil proceeding; without ``deputy`` nobody else holds its key."""
    with house.office.unit(who.person_id) as uow:
        matter = matters.create_matter(codename=codename, responsible=who.person_id, uow=uow)
        client = matters.add_applicant(matter, name="Sevda Qarayeva", contact="Through her sister", uow=uow)
        complaint = matters.record_complaint(matter, state="AZ", article="8", applicants=[client.id], uow=uow)
        matters.record_proceeding(
            matter, state="AZ", forum=Forum.CIVIL, court="Sabail District Court", applicants=[client.id],
            complaints=[complaint.id], uow=uow,
        )  # fmt: skip
        if deputy is not None:
            matters.add_member(matter, deputy.person_id, uow=uow)
            uow.flush()
            matters.change_matter(
                matter, codename=codename, about="", responsible=who.person_id, deputy=deputy.person_id, uow=uow
            )
        uow.commit()
        return matter.id


def in_boxes(name: str, day: date) -> dict[str, str]:
    parts = {"precision": "day", "day": day.day, "month": day.month, "year": day.year}
    return {f"{name}__{part}": str(value) for part, value in parts.items()}


# --- the last evening ----------------------------------------------------------------------------------------------


def test_the_last_evening_before_a_limit_alone(house: House, closing: ExitStack) -> None:
    """Nobody else answers the telephone: what she records counts at once, amber, and nothing refuses her."""
    here = f"/matters/{a_matter(house, house.leyla, 'Fern 31')}"
    today = house.office.clock.today()
    served = date(2025, 11, 2)  # four months before today
    leyla = house.sign_in(closing, house.leyla)
    leyla.open(f"{here}/proceedings")
    leyla.open(f"{leyla.path(f'{here}/proceedings/[0-9a-f-]+')}/decisions/new")
    leyla.send(kind="judgment", instance="cassation", is_final="yes", **in_boxes("served_on", served))

    leyla.open(f"{here}/time-limits")
    assert "ends today" in leyla.text
    leyla.follow(f'a[href^="{here}/time-limits/"]')
    assert f"{today.day} March 2026" in leyla.text
    assert "provisional" in leyla.text
    leyla.unfold("lodged")
    assert leyla.page.locator("#lodged option[value='']").inner_text() == "none yet"
    leyla.send("#lodged button.main", lodged__how="post", **in_boxes("lodged__lodged_on", today))

    assert "lodged, proof missing" in leyla.text
    assert leyla.page.locator(".heading .tag.soon").count() == 1, "amber: not red, and not settled"
    assert_axe_clean(leyla.page)
    assert 1 <= sheets(leyla.page) <= 2
    leyla.open("/monday")
    assert "ends today" not in leyla.text
    leyla.open(here)
    leyla.sign_out()


# --- two in the morning --------------------------------------------------------------------------------------------


def test_at_two_in_the_morning_a_deputy_freezes_a_taken_colleague_from_a_phone(
    house: House, closing: ExitStack
) -> None:
    matter = a_matter(house, house.gunel, "Quince 14", deputy=house.marc)
    with_a_final_judgment(house, matter)
    gunel = house.sign_in(closing, house.gunel)
    gunel.open(f"/matters/{matter}")

    marc = house.sign_in(closing, house.marc, screen=SMALL)
    marc.open("/monday")
    taken = marc.page.locator('a:has-text("A colleague was taken")').bounding_box()
    assert taken is not None
    assert taken["y"] < SMALL["height"], "without scrolling"
    marc.follow('a:has-text("A colleague was taken")')
    marc.follow('a:has-text("Günel Əsədova")')
    marc.send('button:has-text("Freeze it now")')
    when_the_list_of_thirty_days_stands_there(marc)
    marc.send(f'form[action="/matters/{matter}/stand-in"] button')
    marc.open("/monday")
    assert "Marc Orban stands in for Günel Əsədova until 5 March 2026." in marc.text

    gunel.page.goto(f"{gunel.url}/matters/{matter}")
    assert gunel.page.url.startswith(f"{gunel.url}/sign-in"), "her open session is dead"
    assert not opens(house, gunel, house.gunel), "the right passphrase opens nothing"
    for coordinator, then in ((house.fatima, "Another coordinator must agree"), (house.ayan, "is open again")):
        pages = house.sign_in(closing, coordinator)
        pages.open("/freeze")
        pages.follow('a:has-text("Günel Əsədova")')
        pages.send('form[action$="/open"] button')
        assert then in pages.text
        assert_axe_clean(pages.page)
    house.office.clock.advance(timedelta(minutes=20))  # the wrong try of before is paid for
    assert opens(house, gunel, house.gunel)


def with_a_final_judgment(house: House, matter_id: UUID) -> None:
    """Served on 20 November 2025, so that the four months end in eighteen days."""
    with house.office.unit(house.gunel.person_id) as uow:
        (proceeding,) = queries.proceedings(queries.matter(matter_id, uow=uow), uow=uow)
        matters.record_decision(
            proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, is_final=Finality.YES,
            facts={"served_on": exactly(date(2025, 11, 20))}, uow=uow,
        )  # fmt: skip
        uow.commit()


def when_the_list_of_thirty_days_stands_there(marc: OfficePages) -> None:
    for words in ("The account is frozen.", "Within 30 days:", "20 March 2026", "18 days left", "Quince 14"):
        assert words in marc.text, words
    assert_axe_clean(marc.page)
    wide = marc.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= SMALL["width"]


def opens(house: House, pages: OfficePages, who: Account) -> bool:
    house.office.clock.advance(timedelta(minutes=1))
    pages.page.goto(f"{pages.url}/sign-in")
    for name, value in (("handle", who.handle), ("passphrase", who.passphrase), ("code", who.code(house.office))):
        pages.type(name, value)
    with pages.page.expect_navigation(wait_until="load"):
        pages.page.locator("main form button.main").click()
    return "sign-in" not in pages.page.url


def test_what_is_shown_once_for_the_day_the_phone_is_gone(house: House, closing: ExitStack) -> None:
    """Printed codes, a second passphrase and the night card: pages that stand behind a button."""
    ayan = house.sign_in(closing, house.ayan)
    ayan.open("/account")
    ayan.send('form[action="/account/codes"] button')
    assert ayan.page.locator("li.code").count() == 10
    assert_axe_clean(ayan.page)
    ayan.open("/account/second-passphrase")
    ayan.send('form[action="/account/second-passphrase"] button')
    words = ayan.page.locator("ol.words li").all_inner_texts()
    assert_axe_clean(ayan.page)
    ayan.send('form[action="/account/second-passphrase/ask"] button')
    assert_axe_clean(ayan.page)
    asked = [int(number) for number in re.findall(r"Word (\d)", ayan.text)]
    typed = dict(zip(("first", "second", "third"), (words[number - 1].strip() for number in asked), strict=True))
    ayan.send('form[action$="/set"] button.main', **typed, current=house.ayan.passphrase)
    assert "It is kept" in ayan.text
    assert_axe_clean(ayan.page)
    ayan.open("/night-card")
    ayan.send(family="Sister, +994 00 000 00 00", say="Nothing about clients")
    assert "Sister" in ayan.text
    assert_axe_clean(ayan.page)
    assert sheets(ayan.page) == 1


# --- forced --------------------------------------------------------------------------------------------------------


def test_whoever_is_made_to_delete_leaves_evidence_and_shows_nothing(house: House, closing: ExitStack) -> None:
    question = {"what_happened": TOLD, "safe_question": "The colour of the first bicycle", "safe_answer": "green"}
    code = send(house.office.office, content(question))
    client = house.client(closing, assert_axe_clean)
    client.groups = list(code.groups)
    client.come_back()
    client.press(client.form("/visit/ending"))
    client.press('main form[action$="/confirm"]:has(input[value="delete"]) button')
    client.press('main form[action$="/do"] button')
    assert shown_for(client, code.text) == shown_for(client, new_code().text), "what an unknown code shows"

    narmin = house.sign_in(closing, house.narmin)
    narmin.open("/inbox?show=all")
    narmin.follow(f'a[href^="/inbox/"]:has-text("{reference_of(house, TOLD)}")')
    assert "Ask the person in the agreed safe way, with the safe question" in narmin.text
    assert TOLD in narmin.text, "nothing is destroyed by a button that somebody was made to press"
    narmin.follow('a[href$="/withdrawal"]')
    by_phone = {"day": "1", "month": "3", "year": "2026"}
    narmin.send(
        whose="pressure", how="By telephone; she said the word. They waited outside the school.", source="Her aunt",
        **{f"happened_on__{part}": value for part, value in by_phone.items()},
    )  # fmt: skip
    narmin.follow('a[href*="/pressure/"]')
    letters = narmin.page.locator("section.letter").all_inner_texts()
    assert len(letters) == 2
    for words in ("Article 34", "1 March 2026", "Her aunt", "They waited outside the school"):
        assert words in letters[0], words
    assert "1er mars 2026" in letters[1] or "1 mars 2026" in letters[1]
    assert_axe_clean(narmin.page)
    assert sheets(narmin.page) >= 1


def shown_for(client: ClientPages, typed: str) -> str:
    client.page.goto(f"{client.url}/en/return")
    client.page.fill("#typed", typed)
    with client.page.expect_navigation(wait_until="load"):
        client.page.locator(client.form("/return")).click()
    return client.page.content()


def reference_of(house: House, told: str) -> str:
    from caseintake.intake import queries as intake

    with house.office.unit(house.narmin.person_id, write=False) as uow:
        for row in intake.inbox(uow=uow, all_states=True).rows:
            if told in [said.message.text for said in intake.whole(row, uow=uow).messages]:
                return str(row.reference)
    raise AssertionError("it is not in the inbox")


# --- a brother at the door -----------------------------------------------------------------------------------------


def test_an_officer_writes_down_what_a_brother_tells_and_copies_a_sheet_of_paper(
    house: House, closing: ExitStack
) -> None:
    narmin = house.sign_in(closing, house.narmin)
    told = {"speaker": "relative", "contact": "Elşad, at the bakery", "language": "az", "read_back": "yes"}
    narmin.open("/inbox/write-down")
    narmin.send(**told, what_happened=HEARD)
    assert HEARD in narmin.text
    assert "second-hand, not confirmed" in narmin.text
    assert "Elşad, at the bakery" in narmin.text
    one = narmin.page.url.removeprefix(narmin.url)
    narmin.open(f"{one}/answer")
    assert "second-hand" in narmin.text, "every page says so"
    narmin.open(one)
    narmin.follow('a[href$="/confirm"]')
    narmin.send(how="voice", on__day="2", on__month="3", on__year="2026")
    assert "confirmed by the person" in narmin.text
    assert "second-hand" not in narmin.text

    for language in ("az", "ru", "en", "fr"):
        narmin.open(f"/paper-form?in={language}")
        assert sheets(narmin.page) == 2, language
    number = narmin.page.locator(".paper-head strong").first.inner_text()
    narmin.open("/inbox/write-down")
    narmin.send(speaker="client", setting="paper", paper=number, read_back="no", what_happened="Six days. Шесть дней.")
    assert number in narmin.text
    assert "not read back" in narmin.text
