"""An ordinary week: a hearing two sit in, a reminder answered, a form closed for a night, a journey with a return."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta

import pytest

from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Instance
from tests.browser.axe import assert_axe_clean
from tests.journeys.client_pages import SMALL, pass_by
from tests.journeys.house import House
from tests.journeys.test_hard_days import a_matter

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ASKED = "We asked for the order of the interception. The judge did not answer."
REFUSED = "The expert was not heard: «нет оснований»."


def test_two_of_us_write_down_one_hearing_and_each_stands_under_the_own_name(house: House, closing: ExitStack) -> None:
    """No word-for-word record is kept by the court: what two people wrote by themselves is what there is."""
    matter = a_matter(house, house.leyla, "Heron 52", deputy=house.marc)
    leyla, marc = house.sign_in(closing, house.leyla), house.sign_in(closing, house.marc, screen=SMALL)
    day = house.office.clock.today() + timedelta(days=2)
    boxes = {"day": day.day, "month": day.month, "year": day.year}
    leyla.open(f"/matters/{matter}/dates")
    leyla.send(kind="hearing", time="9:30", **{f"due__{part}": str(value) for part, value in boxes.items()})
    hearing = f"{leyla.page.url.removeprefix(leyla.url)}/notes"
    marc.open(hearing)
    marc.send('form[action$="/notes"] button.main', refused=REFUSED)
    leyla.open(hearing)
    leyla.send('form[action$="/notes"] button.main', asked=ASKED)
    for name, text in (("Leyla Quliyeva", ASKED), ("Marc Orban", REFUSED)):
        assert name in leyla.text
        assert text in leyla.text
    assert_axe_clean(leyla.page)
    for pages in (leyla, marc):
        pages.sign_out()


def test_a_reminder_is_answered_and_the_page_stops_asking(house: House, closing: ExitStack) -> None:
    matter = a_matter(house, house.gunel, "Larch 77", deputy=house.marc)
    with house.office.unit(house.gunel.person_id) as uow:
        (proceeding,) = queries.proceedings(queries.matter(matter, uow=uow), uow=uow)
        served = {"served_on": exactly(date(2025, 11, 10))}  # the four months end within the fortnight
        matters.record_decision(
            proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, is_final=Finality.YES, facts=served,
            uow=uow,
        )  # fmt: skip
        uow.commit()
    gunel = house.sign_in(closing, house.gunel)
    gunel.open("/reminders")
    asked = gunel.page.get_by_role("button", name="I have seen it")
    before = asked.count()
    assert before, "nothing asks for an answer"
    gunel.send('main form[action="/reminders/seen"] button')
    assert asked.count() < before or gunel.page.locator("main button.main").count() == 0
    assert_axe_clean(gunel.page)
    gunel.sign_out()


def test_the_form_is_closed_for_a_night_and_a_visitor_reads_why(house: House, closing: ExitStack) -> None:
    visitor = house.client(closing, pass_by)
    fatima = house.sign_in(closing, house.fatima)
    fatima.open("/health")
    fatima.page.locator('details:has(form[action="/health/close"]) > summary').click()
    fatima.send('form[action="/health/close"] button', reason="The line to the machine is being changed tonight")
    visitor.page.goto(f"{house.public}/?lang=en")
    closed = visitor.page.locator("main").inner_text()
    fatima.open("/health")
    fatima.page.locator('details:has(form[action="/health/reopen"]) > summary').click()
    fatima.send('form[action="/health/reopen"] button', reason="The line is good")
    visitor.page.goto(f"{house.public}/?lang=en")
    assert visitor.page.locator("main").inner_text() != closed
    assert_axe_clean(fatima.page)
    fatima.sign_out()


def test_whoever_does_not_come_back_is_missed_by_the_colleagues_she_named(house: House, closing: ExitStack) -> None:
    marc = house.sign_in(closing, house.marc, screen=SMALL)
    marc.open("/check-in")
    marc.send(hours="1", grace="1", first=str(house.ayan.person_id))
    assert "You are to be back by" in marc.text
    house.office.clock.advance(timedelta(hours=2))
    ayan = house.sign_in(closing, house.ayan)
    ayan.open("/check-in")
    assert "Not back as agreed" in ayan.text
    assert "Marc Orban" in ayan.text
    ayan.send('form[action="/check-in/settled"] button')
    assert "Not back as agreed" not in ayan.text
    ayan.sign_out()
