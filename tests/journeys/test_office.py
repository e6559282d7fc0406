"""The office at work: from the inbox to a time-limit that says why, and the coordinator's Monday."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from caseintake.deadlines import service as deadlines
from caseintake.deadlines import slips
from caseintake.deadlines.events import listen
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork
from tests.browser.axe import assert_axe_clean
from tests.chromium import PATIENCE
from tests.intake.people import content, send
from tests.journeys.conftest import Staff
from tests.journeys.office_pages import OfficePages
from tests.signing_in import Account
from tests.staffing import employ

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ID = "[0-9a-f-]{36}"
TOLD = "They came at six and took every telephone in the flat."

Desk = Callable[..., OfficePages]


@pytest.fixture
def desk(browser: Browser, staff: Staff) -> Iterator[Desk]:
    """Opens a browser for a colleague; every page is looked at for barriers.

    Without JavaScript: no page of the office has any, and none may run (tests/web/test_hardening.py).
    """
    opened: list[BrowserContext] = []

    def make(language: str = "en") -> OfficePages:
        context = browser.new_context(
            java_script_enabled=False, locale=language, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return OfficePages(context.new_page(), staff.live.desk.url, assert_axe_clean)

    yield make
    for context in opened:
        context.close()


def in_boxes(name: str, day: date) -> dict[str, str]:
    """A day known exactly, in the boxes of a date question."""
    parts = {"precision": "day", "day": day.day, "month": day.month, "year": day.year}
    return {f"{name}__{part}": str(value) for part, value in parts.items()}


def today() -> date:
    """The day where the office is, which goes by the clock of the wall here."""
    return datetime.now(ZoneInfo("Asia/Baku")).date()


def test_from_the_inbox_to_a_time_limit_that_says_why(desk: Desk, staff: Staff) -> None:
    told, codename = TOLD, "Quince 14"
    send(staff.office.office, content({"what_happened": told, "safety_urgent": "detained"}))

    officer = desk()
    officer.sign_in(staff.live, staff.officer)
    officer.open("/inbox")
    officer.follow('th a[href^="/inbox/"]')
    assert told in officer.text
    officer.send('main form[action$="/take"] button')
    conversation = officer.page.url.removeprefix(officer.url)
    officer.open(f"{conversation}/answer")
    officer.send(text="We have read it.")
    assert "We have read it." in officer.text
    officer.open(f"{conversation}/accept")
    officer.send(
        name="Sevda Qarayeva", codename=codename, responsible=str(staff.lawyer.person_id), text="A lawyer is ready."
    )
    assert officer.refused(conversation), "intake reads no more of what the team has taken over"

    lawyer = desk()
    lawyer.sign_in(staff.live, staff.lawyer)
    lawyer.open("/matters")
    lawyer.follow(f'a:has-text("{codename}")')
    matter = lawyer.page.url.removeprefix(lawyer.url)
    assert officer.refused(matter), "who does not hold the key finds nothing"
    record_a_proceeding_with_a_decision(lawyer, matter)
    then_the_limits_say_why(lawyer, matter)
    lawyer.sign_out()


def record_a_proceeding_with_a_decision(lawyer: OfficePages, matter: str) -> None:
    lawyer.open(f"{matter}/applicants")
    lawyer.follow(f'a[href^="{matter}/applicants/"]:has-text("Sevda")')
    assert "Sevda Qarayeva" in lawyer.text
    lawyer.open(f"{matter}/complaints/new")
    lawyer.send(article="8", what="Every telephone was taken")
    lawyer.open(f"{matter}/proceedings/new")
    lawyer.send(forum="civil", court="Sabail District Court", case_number="2(009)-118")
    lawyer.follow('a[href$="/decisions/new"]')
    lawyer.send(
        **in_boxes("decided_on", today() - timedelta(days=9)), **in_boxes("served_on", today() - timedelta(days=4))
    )


def then_the_limits_say_why(lawyer: OfficePages, matter: str) -> None:
    lawyer.open(f"{matter}/time-limits")
    lawyer.follow(f'a[href^="{matter}/time-limits/"]')
    assert "Why this date" in lawyer.text
    assert lawyer.page.locator("main ol li").count() > 0
    assert "Sabail District Court" in lawyer.text


# --- the coordinator ---------------------------------------------------------------------------------------------


def given_a_matter_with_limits(staff: Staff, codename: str) -> Account:
    """A lawyer with a matter: a final judgment served ten days ago, and a slip for the coordinator."""
    listen(staff.office.office)
    lawyer = employ(staff.office, Role.LAWYER, "Marc Orban", VaultKind.DIRECTORY)
    with staff.office.unit(lawyer.person_id) as uow:
        matter = matters.create_matter(codename=codename, responsible=lawyer.person_id, uow=uow)
        people = [matters.add_applicant(matter, name=name, uow=uow).id for name in ("Rauf Həsənli", "Тимур Алиев")]
        complaint = matters.record_complaint(matter, state="AZ", article="8", applicants=people, uow=uow, what="")
        proceeding = matters.record_proceeding(
            matter, state="AZ", forum=Forum.CIVIL, applicants=people, complaints=[complaint.id], uow=uow
        )
        _final_judgment(proceeding, uow)
        limit = next(row for row in deadlines.deadlines_of(matter, uow=uow) if row.due is not None and row.running)
        slips.make(limit, matter, reader=staff.coordinator.person_id, proof="Envelope", page="Served", uow=uow)
        uow.commit()
    return lawyer


def _final_judgment(proceeding: Any, uow: UnitOfWork) -> None:
    days = {"decided_on": exactly(today() - timedelta(days=20)), "served_on": exactly(today() - timedelta(days=10))}
    matters.record_decision(
        proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, is_final=Finality.YES, facts=days, uow=uow
    )


def test_the_coordinators_monday(desk: Desk, staff: Staff) -> None:
    codename = "Sage 20"
    lawyer = given_a_matter_with_limits(staff, codename)

    coordinator = desk()
    coordinator.sign_in(staff.live, staff.coordinator)
    coordinator.open("/board")
    assert codename in coordinator.text
    assert "Həsənli" not in coordinator.text, "a coordinator learns no client's name"
    two_sheets_at_most(coordinator)

    when_the_slip_is_agreed_to(coordinator, codename)
    by_hand = then_the_lawyer_takes_it_in_and_sets_a_date_by_hand(desk(), staff, lawyer, codename)
    before = today()
    coordinator.open("/board")
    left = {f"{(by_hand - day).days} days left" for day in (before, today())}  # midnight may pass meanwhile
    assert any(words in coordinator.text for words in left)
    the_calendar_tells_no_name(coordinator, codename)
    coordinator.sign_out()


def two_sheets_at_most(coordinator: OfficePages) -> None:
    coordinator.page.emulate_media(media="print")
    printed = coordinator.page.pdf(prefer_css_page_size=True, format="A4")
    coordinator.page.emulate_media(media="screen")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2, "the Monday page is too long"


def when_the_slip_is_agreed_to(coordinator: OfficePages, codename: str) -> None:
    coordinator.open("/slips")
    row = coordinator.page.locator("main tr", has_text=codename)
    path = row.locator("a").first.get_attribute("href")
    assert path is not None
    coordinator.open(path)
    assert "Envelope" in coordinator.text
    assert "Həsənli" not in coordinator.text
    coordinator.send(verdict="agree")
    coordinator.open("/slips")
    assert "agreed" in coordinator.text


def then_the_lawyer_takes_it_in_and_sets_a_date_by_hand(
    lawyer: OfficePages, staff: Staff, who: Account, codename: str
) -> date:
    lawyer.sign_in(staff.live, who)
    lawyer.open("/matters")
    lawyer.follow(f'a:has-text("{codename}")')
    matter = lawyer.page.url.removeprefix(lawyer.url)
    lawyer.open(f"{matter}/time-limits")
    lawyer.send('main form[action$="/count"] button')
    lawyer.follow(f'a[href^="{matter}/time-limits/"]')
    computed = lawyer.text
    lawyer.unfold("override")
    by_hand = today() + timedelta(days=6)
    boxes = {"day": by_hand.day, "month": by_hand.month, "year": by_hand.year}
    typed = {f"override__due__{part}": str(value) for part, value in boxes.items()}
    lawyer.send("#override button.main", **typed, override__reason="The post is slow in that week")
    assert "The post is slow in that week" in lawyer.text
    assert "Computed" in lawyer.text, "the computed date stays visible"
    assert computed != lawyer.text
    return by_hand


def the_calendar_tells_no_name(coordinator: OfficePages, codename: str) -> None:
    coordinator.open("/calendar")
    coordinator.send('form[action="/calendar/new"] button')
    address = coordinator.page.locator(".verbatim").inner_text().strip()
    answer = coordinator.page.context.request.get(address)
    feed = answer.text()
    assert answer.ok
    assert feed.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in feed
    for name in (codename, "Həsənli", "Алиев", "Sabail", "Leyla"):
        assert name not in feed
