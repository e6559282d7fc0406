"""A taken colleague, a lost phone and a second passphrase, through the pages."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from caseintake.identity import words
from caseintake.identity.credentials import step_of
from caseintake.kernel.actor import Role
from caseintake.matters import queries, service
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import totp
from tests.deadlines.scene import DUE, Scene, set_limits
from tests.office import OfficeForTests
from tests.signing_in import Account, account, sign_in
from tests.surfaces import lent_app
from tests.web.matters_desk import Desk, at_desk
from tests.web.office_client import hidden, token, words_in

pytestmark = pytest.mark.one_engine


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    """The lawyer's matter with fatal last days in twenty days; a colleague beside her, and two coordinators."""
    made = set_limits(office)
    with office.unit(made.cast.lawyer) as uow:
        matter = queries.matter(made.cast.matter, uow=uow)
        service.add_member(matter, made.cast.second, uow=uow)
        service.change_matter(
            matter, codename="Quince 14", about="", responsible=made.cast.lawyer, deputy=made.cast.second, uow=uow
        )
        uow.commit()
    office.clock.advance(DUE - timedelta(days=20) - office.clock.today())
    return made


@pytest.fixture
def browser(office: OfficeForTests) -> Iterator[FlaskClient]:
    with lent_app(office.office) as app:
        yield app.test_client()


def test_three_taps_freeze_a_colleague_and_the_list_says_what_runs(scene: Scene) -> None:
    lawyer, second = scene.cast.lawyer, scene.cast.second
    with ExitStack() as stack:
        hers, deputy, first, other = (
            stack.enter_context(at_desk(scene.office, who))
            for who in (lawyer, second, scene.office.coordinator, scene.reader)
        )
        assert f"/freeze/{lawyer}" in deputy.get("/freeze")
        assert f"/freeze/{lawyer}" in deputy.get(f"/taken/{lawyer}"), "whoever came by another way is led there"
        assert str(scene.reader) not in deputy.get("/freeze")  # nobody who is forced to can close the office
        deputy.get(f"/freeze/{scene.reader}", 404)
        hers.get("/account")
        deputy.press(f"/freeze/{lawyer}", f"/freeze/{lawyer}")
        hers.get("/account", 303)
        page = deputy.get(f"/taken/{lawyer}")
        for said in ("Within 30 days: 3", "Quince 14", "The account is frozen."):
            assert said in page, said
        deputy.press(f"/taken/{lawyer}", f"/matters/{scene.cast.matter}/stand-in")
        assert "stands in for" in other.get("/monday")
        assert "you are responsible" in deputy.get(f"/taken/{second}")
        deputy.press(f"/matters/{scene.cast.matter}", f"/matters/{scene.cast.matter}/hand-back")
        assert "stands in for" not in other.get("/monday")

        assert "Another coordinator must agree" in thaw(first, lawyer)
        sign_in(hers.client, scene.office, lawyer)
        assert "is open again" in thaw(other, lawyer)
        hers.get("/account", 303)  # what was open before stays closed
        sign_in(hers.client, scene.office, lawyer)
        hers.get("/account")


def thaw(desk: Desk, whom: object) -> str:
    return desk.press(f"/taken/{whom}", f"/freeze/{whom}/open", 200).text


def test_a_coordinator_without_a_grant_learns_no_name_from_a_freeze(scene: Scene) -> None:
    with at_desk(scene.office, scene.reader) as coordinator:
        coordinator.press(f"/freeze/{scene.cast.lawyer}", f"/freeze/{scene.cast.lawyer}")
        page = coordinator.get(f"/taken/{scene.cast.lawyer}")
        assert "Quince 14" in page
        for secret in ("Qarayeva", "Sabail", "stand-in", f"/matters/{scene.cast.matter}"):
            assert secret not in page, secret


def test_a_night_card_is_shown_and_kept_nowhere(scene: Scene) -> None:
    with at_desk(scene.office, scene.cast.lawyer) as lawyer:
        answer = lawyer.post("/night-card", 200, family="Sister, +994 00 000 00 00", say="Nothing about clients")
        assert "Sister, +994 00 000 00 00" in answer.text
        assert answer.text.count("<dt>") == 2  # what was typed, and nothing of the form
        assert "Sister" not in lawyer.get("/night-card")
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.fixture
def leyla(office: OfficeForTests) -> Account:
    office.hire(Role.COORDINATOR, VaultKind.DOCKET)
    return account(office, office.hire(Role.LAWYER))


def test_the_second_passphrase_through_the_pages(office: OfficeForTests, leyla: Account, browser: FlaskClient) -> None:
    assert browser.post("/sign-in", data=leyla.form(office)).status_code == 303
    page = browser.get("/account/second-passphrase").text
    shown = browser.post("/account/second-passphrase", data={"csrf_token": token(page)}).text
    second, drawn = words_in(shown), hidden(shown, "token")
    asked = browser.post("/account/second-passphrase/ask", data={"csrf_token": token(shown), "token": drawn}).text
    places = [int(n) for n in re.findall(r"Word (\d)<", asked)]
    typed = dict(zip(("first", "second", "third"), (second[n - 1] for n in places), strict=True))
    form = {"csrf_token": token(asked), "token": drawn, "current": leyla.passphrase, **typed}
    wrong = browser.post("/account/second-passphrase/set", data={**form, "current": " ".join(second)})
    assert wrong.status_code == 400
    assert "It is kept" in browser.post("/account/second-passphrase/set", data=form).text
    assert "second passphrase that freezes" in browser.get("/account").text  # whether there is one is not shown

    office.clock.advance(timedelta(minutes=2))
    strange = browser.application.test_client()
    refused = strange.post("/sign-in", data=leyla.form(office, passphrase=" ".join(words.draw_passphrase())))
    alarm = strange.post("/sign-in", data=leyla.form(office, passphrase=" ".join(second)))
    assert (alarm.status_code, plain(alarm.text)) == (refused.status_code, plain(refused.text))
    assert browser.get("/account").status_code == 303
    office.clock.advance(timedelta(minutes=20))
    assert browser.post("/sign-in", data=leyla.form(office)).status_code == 401


def plain(html: str) -> str:
    return re.sub(r'value="[^"]*"', "", html)


def test_printed_codes_through_the_pages(office: OfficeForTests, leyla: Account, browser: FlaskClient) -> None:
    assert browser.post("/sign-in", data=leyla.form(office)).status_code == 303
    page = browser.get("/account").text
    assert "no printed one-time codes" in page
    shown = browser.post("/account/codes", data={"csrf_token": token(page)}).text
    codes = re.findall(r'<li class="code">([0-9A-Z ]+)</li>', shown)
    assert len(codes) == 10
    assert "10 printed one-time codes left" in browser.get("/account").text
    assert browser.post("/sign-in", data=leyla.form(office, code=codes[3])).status_code == 303
    assert "9 printed one-time codes left" in browser.get("/account").text
    assert browser.post("/sign-in", data=leyla.form(office, code=codes[3])).status_code == 401


def test_a_lost_phone_through_the_pages(office: OfficeForTests, leyla: Account, browser: FlaskClient) -> None:
    second = next(who for who, role in office.roles.items() if role is Role.COORDINATOR and who != office.coordinator)
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DIRECTORY], Holder.person(second))
        uow.commit()
    assert browser.post("/sign-in", data=leyla.form(office, code=leyla.wrong_code(office))).status_code == 401
    for who, said in ((office.coordinator, "Another coordinator"), (second, "Enough coordinators")):
        with at_desk(office, who) as desk:
            page = f"/people/{leyla.person_id}"
            assert said in desk.press(page, f"/freeze/{leyla.person_id}/lost-phone", 200).text
    shown = browser.post("/sign-in", data=leyla.form(office, code=leyla.wrong_code(office)))
    assert shown.status_code == 200
    found = re.search(r'class="receipt" translate="no">([A-Z2-7 ]+)<', shown.text)
    assert found is not None
    letters = found[1].replace(" ", "")
    factor = base64.b32decode(letters + "=" * (-len(letters) % 8))
    office.clock.advance(timedelta(minutes=2))
    code = totp(factor, step_of(office.clock.now()))
    assert browser.post("/sign-in", data=leyla.form(office, code=code)).status_code == 303
