"""The life of one joint case, from a table of names to the money, by three lawyers of two firms."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import pytest

from tests.browser.axe import assert_axe_clean
from tests.journeys.house import House
from tests.journeys.office_pages import OfficePages
from tests.signing_in import Account

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CODENAME = "Juniper 88"
FIRM = "Orban & Partners"
TABLE = "Sevda Qarayeva\taz\tThrough her sister\nТимур Алиев\tru\tA letter box\nHouseynov Rauf\tfr\tHis lawyer in Lyon"


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def fact(name: str, day: date) -> dict[str, str]:
    return {f"{name}__precision": "day", **boxes(name, day)}


@dataclass
class Case:
    """The matter and the three browsers."""

    house: House
    leyla: OfficePages
    gunel: OfficePages
    marc: OfficePages
    here: str

    @property
    def today(self) -> date:
        return self.house.office.clock.today()


def test_a_joint_case_from_a_table_of_names_to_the_money(house: House, closing: ExitStack) -> None:
    leyla = house.sign_in(closing, house.leyla)
    leyla.open("/matters/new")
    leyla.send(codename=CODENAME, deputy=str(house.gunel.person_id))
    gunel, marc = (house.sign_in(closing, who) for who in (house.gunel, house.marc))
    case = Case(house, leyla, gunel, marc, leyla.page.url.removeprefix(leyla.url))

    people_come_in_by_a_table(case)
    another_firm_joins_once_each_client_has_agreed(case, house.marc)
    what_is_complained_of_and_tried_at_home(case)
    what_was_done_to_them(case)
    signatures_in_ink(case)
    one_application_for_two_and_its_number(case)
    an_offer_only_named_people_read(case)
    the_judgment_is_paid(case)
    one_leaves_and_nobody_else_is_touched(case)
    for page in (leyla, gunel, marc):
        page.sign_out()


def people_come_in_by_a_table(case: Case) -> None:
    leyla = case.leyla
    leyla.open(f"{case.here}/applicants/paste")
    leyla.send('button[value="look"]', table=TABLE)
    leyla.send('button[value="add"]')
    leyla.open(f"{case.here}/applicants")
    for name in ("Sevda Qarayeva", "Тимур Алиев", "Houseynov Rauf"):
        assert name in leyla.text
    assert_axe_clean(leyla.page)


def another_firm_joins_once_each_client_has_agreed(case: Case, who: Account) -> None:
    leyla = case.leyla
    links = {link.get_attribute("href") for link in leyla.page.locator("main th a[href]").all()}
    clients = sorted(link for link in links if link and link.startswith(f"{case.here}/applicants/"))
    assert len(clients) == 3
    assert case.marc.refused(case.here)
    for client in clients:
        leyla.open(f"{client}/consents/take")
        leyla.send(use="share_firm", answer="yes", scope=FIRM, how="in_person")
    leyla.open(f"{case.here}/firms")
    leyla.send(name=FIRM, declared="Our register names none of them.", **boxes("declared_on", case.today))
    leyla.open(f"{case.here}/team")
    leyla.send('form[action$="/team/add"] button', person=str(who.person_id), firm=FIRM)
    case.marc.open(case.here)
    assert CODENAME in case.marc.page.locator("h1").inner_text()


def what_is_complained_of_and_tried_at_home(case: Case) -> None:
    leyla, marc = case.leyla, case.marc
    leyla.open(f"{case.here}/complaints/new")
    leyla.send(article="8", what="A programme on the telephone")
    leyla.open(f"{case.here}/proceedings/new")
    leyla.send(forum="civil", court="Sabail District Court", case_number="2(009)-118")
    leyla.follow('a[href$="/decisions/new"]')
    served = fact("decided_on", date(2025, 11, 12)) | fact("served_on", date(2025, 11, 20))
    leyla.send(kind="judgment", instance="cassation", is_final="yes", **served)
    marc.open(f"{case.here}/time-limits")
    assert "20 March 2026" in marc.text, "the other firm reads the same last day"
    marc.open(f"{case.here}/remedies")
    marc.type("chosen", "yes")
    marc.send('form[action$="/remedies/accept"] button')
    case.gunel.open(f"{case.here}/remedies/section-g")
    assert "Sabail District Court" in case.gunel.text
    assert_axe_clean(case.gunel.page)


def what_was_done_to_them(case: Case) -> None:
    marc = case.marc
    marc.open(f"{case.here}/incidents/new")
    marc.page.get_by_label("1. Sevda Qarayeva").check()
    marc.send(
        kind="spyware", keep="team", note="A message with a link, then the battery", **fact("on", date(2024, 3, 5))
    )
    marc.open(f"{case.here}/incidents")
    assert "5 March 2024" in marc.text
    marc.open(f"{case.here}/tasks/new")
    marc.send(what="Ask the laboratory for its report", assignee=str(case.house.gunel.person_id))
    case.gunel.open("/tasks")
    assert "Ask the laboratory for its report" in case.gunel.text


def signatures_in_ink(case: Case) -> None:
    """The page is printed and comes back; nothing on the web says "signed" before somebody records ink."""
    gunel = case.gunel
    gunel.open(f"{case.here}/authorities")
    gunel.page.locator('form[action$="/prepare"] [name="everybody"]').check()
    gunel.send('form[action$="/prepare"] button', representative=str(case.house.leyla.person_id))
    for step in ("printed", "signed_by_applicant"):
        form = 'form[action$="/steps"]'
        gunel.open(f"{case.here}/authorities")
        gunel.page.locator(f'{form} [name="everybody"]').check()
        gunel.page.locator(f'{form} [name="step"]').select_option(step)
        for part in ("day", "month", "year"):
            gunel.page.locator(f'{form} [name="on-{part}"]').fill(str(getattr(case.today, part)))
        gunel.send(f"{form} button")
    gunel.open(f"{case.here}/authorities")
    assert gunel.page.locator("main tr", has_text="the representative must sign").count() == 3
    assert_axe_clean(gunel.page)


def one_application_for_two_and_its_number(case: Case) -> None:
    leyla = case.leyla
    leyla.open(f"{case.here}/proceedings/new")
    leyla.page.get_by_label("Houseynov Rauf").uncheck()
    leyla.send(forum="echr", court="")
    proceeding = leyla.page.url.removeprefix(leyla.url)
    leyla.open(f"{proceeding}/filings/new")
    leyla.send(kind="application", how="registered_post", **fact("lodged_on", case.today))
    leyla.follow(f'a[href^="{case.here}/filings/"][href$="/dispatches"]')
    leyla.follow('a[href$="/answers/new"]')
    leyla.send(kind="acknowledged", number="55512/26", **fact("answered_on", case.today))
    case.gunel.open(f"{case.here}/applicants?view=case")
    assert case.gunel.text.count("55512/26") == 2
    case.gunel.open(f"{case.here}/letters")
    assert "55512/26" in case.gunel.text


def an_offer_only_named_people_read(case: Case) -> None:
    leyla, marc = case.leyla, case.marc
    leyla.open(f"{case.here}/settlement")
    leyla.send('form[action$="/settlement/open"] button')
    leyla.open(f"{case.here}/settlement/new")
    leyla.send(numbers="1-2", terms="An apology, and the file destroyed", **boxes("offered_on", case.today))
    assert "An apology" in leyla.text
    marc.open(f"{case.here}/settlement")
    assert "An apology" not in marc.text


def the_judgment_is_paid(case: Case) -> None:
    gunel = case.gunel
    gunel.open(f"{case.here}/execution/new")
    gunel.send(
        title="Qarayeva and Another v. Azerbaijan", **boxes("judged_on", case.today), **boxes("final_on", case.today)
    )
    award = 'form[action$="/add/award"]'
    gunel.page.locator(f"details:has({award})").evaluate_all("all => all.forEach(one => { one.open = true })")
    gunel.page.locator(f'{award} [name="award-amount"]').fill("7500")
    gunel.send(f"{award} button")
    assert gunel.page.locator("main td.number", has_text="7").count() >= 1
    assert_axe_clean(gunel.page)


def one_leaves_and_nobody_else_is_touched(case: Case) -> None:
    leyla = case.leyla
    leyla.open(f"{case.here}/applicants")
    leyla.follow('th a:has-text("Houseynov Rauf")')
    leaving = leyla.page.url.removeprefix(leyla.url)
    leyla.open(f"{leaving}/life")
    leyla.send(life="left", why="He does not say", **boxes("on", case.today))
    assert "Take back the last step" in leyla.text
    case.marc.open(f"{case.here}/applicants?view=case")
    assert case.marc.text.count("55512/26") == 2, "the application of the others goes on"
