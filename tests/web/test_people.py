"""From an invitation to a colleague who holds something, and back to nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from caseintake.identity import holding, people, recovering, removal, vouching
from caseintake.identity.model import Credential, Person, PersonState
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.vault.errors import ForgedRoster, NotVouched
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import HolderKeys, random_bytes
from tests.office import OfficeForTests
from tests.signing_in import Account, account, other_word, sign_in
from tests.surfaces import lent_app
from tests.web.office_client import hidden, press, words_in

pytestmark = pytest.mark.one_engine


@pytest.fixture
def browser(office: OfficeForTests) -> Iterator[FlaskClient]:
    """A browser of nobody yet; further ones with ``another(browser)``."""
    with lent_app(office.office) as app:
        yield app.test_client()


def another(browser: FlaskClient) -> FlaskClient:
    return browser.application.test_client()


@pytest.fixture
def leyla(office: OfficeForTests, browser: FlaskClient) -> FlaskClient:
    """The coordinator's browser."""
    return sign_in(another(browser), office, office.coordinator)


@pytest.fixture
def admin(office: OfficeForTests, browser: FlaskClient) -> FlaskClient:
    return sign_in(another(browser), office, office.hire(Role.ADMINISTRATOR))


def test_who_is_waited_for_has_a_name_before_anybody_vouches_and_an_advocate_a_number(
    office: OfficeForTests, admin: FlaskClient, leyla: FlaskClient
) -> None:
    invitation(admin, Role.LAWYER)
    with office.unit(office.coordinator, write=False) as uow:
        person = uow.session.scalars(select(Person).where(Person.state == PersonState.INVITED)).one().id
    page = press(leyla, f"/people/{person}", f"/people/{person}/describe", known_as="Səbinə Rzayeva")
    assert page.status_code == 303
    assert "Səbinə Rzayeva" in leyla.get("/people").text
    assert "advocate" not in leyla.get("/people").text
    assert "Səbinə" not in admin.get("/people").text  # who invites people holds no names
    press(leyla, f"/people/{person}", f"/people/{person}/describe", known_as="Səbinə Rzayeva", bar_number="Bakı 1027")
    assert "Lawyer, advocate (Bakı 1027)" in leyla.get("/people").text
    assert press(leyla, f"/people/{person}", f"/people/{person}/describe", known_as=" ").status_code == 400


def invitation(admin: FlaskClient, role: Role) -> str:
    """Behind a proxy that ends TLS, which itself speaks plain http to us."""
    office = admin.application.extensions["office"]
    office.settings = msgspec.structs.replace(office.settings, office_addresses=("https://localhost",))
    page = press(admin, "/people", "/people/invite", role=role.value)
    assert page.status_code == 200
    assert ">https://localhost/enrol<" in page.text, "eight words typed in at http would travel in clear"
    return " ".join(words_in(page.text))


def enrol(browser: FlaskClient, office: OfficeForTests, code: str) -> tuple[Account, list[str]]:
    """Walk an enrolment; answers what is now on paper, and the nine words of the last page."""
    page = browser.post("/enrol", data={"code": code}).text
    passphrase, step = words_in(page), hidden(page, "token")
    handle = re.search(r'<p class="receipt"[^>]*>([a-z-]+)</p>', page)[1]
    page = browser.post("/enrol/ask", data={"token": step}).text
    assert '<ol class="words"' not in page, "what is asked is not shown"
    places = [int(number) for number in re.findall(r"Word (\d)", page)]
    typed = {name: passphrase[place - 1] for name, place in zip(("first", "second", "third"), places, strict=True)}
    wrong = {**typed, "first": other_word(typed["first"])}
    assert browser.post("/enrol/authenticator", data={"token": step, **wrong}).status_code == 400
    page = browser.post("/enrol/authenticator", data={"token": step, **typed}).text
    assert "<svg" in page
    secret = re.search(r'<p class="receipt"[^>]*>([A-Z2-7 ]+)</p>', page)[1].replace(" ", "")
    who = Account(UUID(int=0), handle, tuple(passphrase), base64.b32decode(secret))
    assert browser.post("/enrol/finish", data={"token": step, "code": who.wrong_code(office)}).status_code == 400
    done = browser.post("/enrol/finish", data={"token": step, "code": who.code(office)})
    assert done.status_code == 200
    again = browser.post("/enrol/finish", data={"token": step, "code": who.code(office)})
    assert (again.status_code, again.text) == (200, done.text), "who pressed twice still gets the codes"
    with office.unit(office.coordinator, write=False) as uow:
        who.person_id = people.find_by_handle(handle, uow=uow).id
    printed = re.findall(r'<li class="code">(\w{5} \w{5})</li>', done.text)
    assert len(printed) == 10
    without_the_phone = browser.application.test_client().post("/sign-in", data=who.form(office, code=printed[0]))
    assert without_the_phone.status_code == 303, "codes are on paper from the first minute"
    office.clock.advance(timedelta(seconds=30))
    return who, words_in(done.text)


def vouch(coordinator: FlaskClient, who: Account, **changed: str) -> int:
    page = f"/people/{who.person_id}"
    form = {"name": "Murad A.", "how": "face_to_face", "same": "y", **changed}
    return press(coordinator, page, f"{page}/vouch", **form).status_code


def test_a_lawyer_comes_in_step_by_step(office, browser, leyla, admin):
    who, nine = enrol(browser, office, invitation(admin, Role.LAWYER))
    assert browser.post("/sign-in", data=who.form(office)).status_code == 303
    waiting = browser.get("/")
    assert words_in(waiting.text) == nine
    assert browser.get("/holders").status_code == 404

    page = leyla.get(f"/people/{who.person_id}").text
    assert words_in(page) == nine
    assert page.count("Name for colleagues") == 1, "whoever vouches types the name once"
    assert vouch(leyla, who, same="") == 400
    assert vouch(leyla, who) == 303
    assert leyla.get(f"/people/{who.person_id}").text.count("Name for colleagues") == 1
    assert "Murad A." in leyla.get("/people").text
    assert "Murad A." not in admin.get("/people").text, "an administrator holds no names"
    assert who.handle in admin.get("/people").text

    page = browser.get("/account")
    assert page.status_code == 200
    assert "Lawyer" in page.text, "the same session goes on, now with a role"
    directory = office_vault(office, VaultKind.DIRECTORY)
    with office.unit(office.coordinator, write=False) as uow:
        assert Holder.person(who.person_id) in uow.keystore.holders(directory)


def office_vault(office: OfficeForTests, kind: VaultKind) -> UUID:
    with office.unit(office.coordinator, write=False) as uow:
        return uow.roster.office_vaults[kind]


def test_an_invitation_works_once_and_for_two_weeks(office, browser, admin):
    code = invitation(admin, Role.LAWYER)
    enrol(browser, office, code)
    assert browser.post("/enrol", data={"code": code}).status_code == 400
    late = invitation(admin, Role.LAWYER)
    office.clock.advance(timedelta(days=15))
    answer = browser.post("/enrol", data={"code": late})
    assert answer.status_code == 400
    assert "older than two weeks" in answer.text


def test_two_enrolments_with_one_invitation_make_one_account(office, browser, admin):
    code = invitation(admin, Role.LAWYER)
    page = browser.post("/enrol", data={"code": code}).text
    first_token = hidden(page, "token")
    other, _ = enrol(another(browser), office, code)

    assert browser.post("/enrol/ask", data={"token": first_token}).status_code == 410
    with office.unit(office.coordinator, write=False) as uow:
        rows = list(uow.session.scalars(select(Credential).where(Credential.person_id == other.person_id)))
    assert len(rows) == 1


def test_an_enrolment_cannot_skip_the_words(office, browser, admin):
    page = browser.post("/enrol", data={"code": invitation(admin, Role.LAWYER)}).text
    assert browser.post("/enrol/finish", data={"token": hidden(page, "token"), "code": "123456"}).status_code == 410


def test_nobody_gives_a_key_to_somebody_nobody_vouched_for(office, browser, leyla, admin):
    who, _ = enrol(browser, office, invitation(admin, Role.INTAKE_OFFICER))

    assert who.handle not in leyla.get("/holders").text
    answer = press(leyla, "/holders", "/holders/intake/give", person=str(who.person_id))
    assert answer.status_code == 400
    with office.unit(office.coordinator) as uow:
        with pytest.raises(NotVouched):
            holding.give(VaultKind.INTAKE, who.person_id, uow=uow)
        with pytest.raises(NotVouched):
            uow.keystore.grant(uow.roster.office_vaults[VaultKind.INTAKE], Holder.person(who.person_id))


def test_an_administrator_cannot_vouch_by_page_service_or_roster(office, browser, admin, leyla):
    who, _ = enrol(browser, office, invitation(admin, Role.LAWYER))
    page = admin.get(f"/people/{who.person_id}").text
    assert "Compare nine words" not in page
    assert press(admin, "/people", f"/people/{who.person_id}/vouch", name="X", how="voice", same="y").status_code == 404
    administrator = next(id for id, role in office.roles.items() if role is Role.ADMINISTRATOR)
    with office.unit(administrator) as uow:
        person = people.find(who.person_id, uow=uow)
        with pytest.raises(Refused):
            vouching.vouch(person, vouching.Compared.VOICE, "X", "", uow=uow)
        with pytest.raises(ForgedRoster):
            vouching.append_to_roster(person.introduction(), (), uow=uow)


def test_a_coordinator_does_not_invite_and_a_lawyer_sees_no_people_page(office, browser, leyla):
    assert press(leyla, "/people", "/people/invite", role="lawyer").status_code == 404
    lawyer = sign_in(another(browser), office, office.hire(Role.LAWYER))
    assert lawyer.get("/people").status_code == 404


def test_two_coordinators_must_vouch_for_an_intake_officer(office, browser, leyla, admin):
    rena_id = office.hire(Role.COORDINATOR, VaultKind.DIRECTORY)
    rena = sign_in(another(browser), office, rena_id)
    who, _ = enrol(browser, office, invitation(admin, Role.INTAKE_OFFICER))

    assert vouch(leyla, who) == 303
    with office.unit(rena_id, write=False) as uow:
        assert uow.roster.find(who.person_id) is None
    assert vouch(leyla, who) == 400, "the same coordinator twice is one"
    assert "One coordinator must still vouch" in rena.get(f"/people/{who.person_id}").text
    assert vouch(rena, who, how="voice") == 303
    with office.unit(rena_id, write=False) as uow:
        assert set(uow.roster.person(who.person_id).vouchers) == {office.coordinator, rena_id}


def test_a_forged_vouch_in_the_database_counts_for_nothing(office, browser, leyla, admin):
    rena = office.hire(Role.COORDINATOR, VaultKind.DIRECTORY)
    who, _ = enrol(browser, office, invitation(admin, Role.COORDINATOR))
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(
            text("INSERT INTO vouch (id, person_id, voucher_id, signature, vouched_on) VALUES (:i, :p, :v, :s, :d)"),
            {"i": _raw(UUID(int=9), office), "p": _raw(who.person_id, office), "v": _raw(rena, office),
             "s": b"\x01" * 65, "d": "2026-03-02"},
        )  # fmt: skip
    assert vouch(leyla, who) == 303
    with office.unit(office.coordinator, write=False) as uow:
        assert uow.roster.find(who.person_id) is None


def _raw(id: UUID, office: OfficeForTests) -> object:
    return id.hex if office.office.engine.dialect.name == "sqlite" else id


def test_other_keys_in_the_database_show_other_words(office, browser, leyla, admin):
    """The administrator, or whoever writes the database, puts other keys in her place: the words differ."""
    who, nine = enrol(browser, office, invitation(admin, Role.LAWYER))
    stranger, _ = enrol(another(browser), office, invitation(admin, Role.LAWYER))
    with office.unit(office.coordinator) as uow:
        person, other = (uow.session.get(Person, id) for id in (who.person_id, stranger.person_id))
        person.hpke_public = other.hpke_public
        uow.commit()

    assert words_in(leyla.get(f"/people/{who.person_id}").text) != nine
    assert browser.post("/sign-in", data=who.form(office)).status_code == 303
    assert words_in(browser.get("/").text) == nine, "hers come from the keys in her hand"


def test_the_intake_is_given_announced_and_handed_back(office, browser, leyla):
    officer_id = office.hire(Role.INTAKE_OFFICER, VaultKind.DIRECTORY)
    old_id = office.hire(Role.INTAKE_OFFICER, VaultKind.DIRECTORY, VaultKind.INTAKE)
    for person_id in (officer_id, old_id):
        account(office, person_id)
    intake = office_vault(office, VaultKind.INTAKE)
    answer = press(leyla, "/holders", "/holders/intake/give", person=str(officer_id))
    assert answer.status_code == 303

    old = sign_in(another(browser), office, old_id)
    page = old.get("/holders").text
    assert "It was given by" in page
    seen = re.search(r'action="(/holders/seen/[^"]+)"', page)[1]
    assert press(old, "/holders", seen).status_code == 303
    assert "It was given by" not in old.get("/holders").text
    assert press(leyla, "/holders", "/holders/intake/back").status_code == 303
    with office.unit(office.coordinator, write=False) as uow:
        assert not uow.keystore.can_open(intake)
    with office.unit(officer_id, write=False) as uow:
        assert uow.keystore.can_open(intake)
    assert "Intake:" not in leyla.get("/holders").text


def test_the_last_holder_cannot_hand_back(office, leyla):
    assert press(leyla, "/holders", "/holders/docket/back").status_code == 400
    with office.unit(office.coordinator, write=False) as uow:
        assert uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DOCKET])


def test_a_role_that_may_not_hold_a_vault_is_not_given_it(office, leyla):
    lawyer = office.hire(Role.LAWYER)
    account(office, lawyer)
    with office.unit(office.coordinator) as uow, pytest.raises(Refused) as refused:
        holding.give(VaultKind.INTAKE, lawyer, uow=uow)
    assert refused.value.why is Why.WRONG_ROLE


def test_taking_the_keys_away_ends_sessions_and_what_is_written_afterwards(office, browser, leyla):
    officer_id = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE, VaultKind.DIRECTORY)
    officer = sign_in(browser, office, officer_id)
    intake = office_vault(office, VaultKind.INTAKE)
    with office.unit(officer_id, write=False) as uow:
        before = uow.keystore.chains.current(intake).number
    page = f"/people/{officer_id}"
    assert press(leyla, page, f"{page}/remove").status_code == 400, "without the tick nothing happens"
    assert officer.get("/account").status_code == 200
    assert press(leyla, page, f"{page}/remove", sure="y").status_code == 303

    assert officer.get("/account").status_code == 303
    with office.unit(office.coordinator, write=False) as uow:
        current = uow.keystore.chains.current(intake)
        assert current.number == before + 1
        assert Holder.person(officer_id) not in current.holders
        assert vouching.still_opened_by(officer_id, uow=uow) == 0
    with office.unit(officer_id, write=False) as uow:
        assert not uow.keystore.can_open(intake), "a keyring kept from before reaches nothing new"
    assert "The old key opens nothing" in leyla.get(page).text


def test_vaults_the_coordinator_does_not_hold_are_counted_as_still_open(office, leyla):
    one, other = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    for person_id in (one, other):
        account(office, person_id)
    with office.unit(one) as uow:
        uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(one), Holder.person(other)])
        uow.commit()
    page = f"/people/{one}"
    press(leyla, page, f"{page}/remove", sure="y")

    assert "still opens one vault" in leyla.get(page).text


def test_nobody_removes_herself_and_the_last_coordinator_stays(office, leyla):
    me = f"/people/{office.coordinator}"
    assert press(leyla, me, f"{me}/remove", sure="y").status_code == 400
    assert press(leyla, "/people", f"{me}/stop").status_code == 400
    with office.unit(office.coordinator, write=False) as uow:
        assert uow.roster.person(office.coordinator).active


def test_a_closed_sign_in_ends_sessions_at_once_and_a_coordinator_opens_it_again(office, browser, leyla, admin):
    lawyer_id = office.hire(Role.LAWYER)
    who = account(office, lawyer_id)
    lawyer = sign_in(browser, office, lawyer_id)
    page = f"/people/{lawyer_id}"
    assert press(admin, page, f"{page}/stop").status_code == 303
    assert lawyer.get("/account").status_code == 303
    assert lawyer.post("/sign-in", data=who.form(office)).status_code == 401
    assert press(admin, "/people", f"{page}/let-in").status_code == 404
    assert press(leyla, page, f"{page}/let-in").status_code == 303
    assert lawyer.post("/sign-in", data=who.form(office)).status_code == 303


def test_a_removed_person_is_not_let_in_by_a_changed_row(office, browser, leyla):
    lawyer_id = office.hire(Role.LAWYER)
    who = account(office, lawyer_id)
    page = f"/people/{lawyer_id}"
    press(leyla, page, f"{page}/remove", sure="y")
    assert press(leyla, "/people", f"{page}/let-in").status_code == 400
    with office.unit(office.coordinator) as uow:
        uow.session.get(Person, lawyer_id).state = PersonState.ACTIVE
        uow.commit()

    assert browser.post("/sign-in", data=who.form(office)).status_code == 401


def test_a_role_changed_in_the_database_opens_no_page(office, browser):
    lawyer_id = office.hire(Role.LAWYER)
    lawyer = sign_in(browser, office, lawyer_id)
    with office.unit(office.coordinator) as uow:
        uow.session.get(Person, lawyer_id).role = Role.COORDINATOR
        uow.commit()

    assert lawyer.get("/people").status_code == 404


def test_two_of_three_coordinators_agree_that_one_leaves(office, browser, leyla):
    rena_id, nino_id = (office.hire(Role.COORDINATOR, VaultKind.DOCKET, VaultKind.DIRECTORY) for _ in range(2))
    rena, nino = (sign_in(another(browser), office, id) for id in (rena_id, nino_id))
    page = f"/people/{nino_id}"
    assert press(leyla, page, f"{page}/remove", sure="y").status_code == 400, "one is not enough"
    assert press(leyla, page, f"{page}/removal/propose", reason=" ").status_code == 400
    assert press(leyla, page, f"{page}/removal/propose", reason="Signs what she is told to.").status_code == 303
    assert press(leyla, page, f"{page}/removal/confirm", sure="y").status_code == 400, "the same one twice is one"
    assert press(nino, page, f"{page}/removal/confirm", sure="y").status_code == 400, "nobody for herself"

    assert "Look at it" in rena.get("/people").text
    assert "Signs what she is told to." in rena.get(page).text
    assert press(rena, page, f"{page}/removal/confirm").status_code == 400, "without the tick nothing happens"
    assert nino.get("/account").status_code == 200
    assert press(rena, page, f"{page}/removal/confirm", sure="y").status_code == 303
    assert nino.get("/account").status_code == 303, "her sessions end"
    docket = office_vault(office, VaultKind.DOCKET)
    with office.unit(rena_id, write=False) as uow:
        assert uow.roster.find(nino_id) is None
        assert set(uow.roster.history(nino_id)[-1].vouchers) == {office.coordinator, rena_id}
        assert Holder.person(nino_id) not in uow.keystore.holders(docket)
        assert removal.open_proposals(uow=uow) == {}


def test_a_proposal_ends_when_it_is_taken_back_or_the_roster_has_moved(office, browser, leyla):
    rena_id, nino_id = (office.hire(Role.COORDINATOR, VaultKind.DOCKET, VaultKind.DIRECTORY) for _ in range(2))
    account(office, nino_id)
    rena, page = sign_in(another(browser), office, rena_id), f"/people/{nino_id}"
    press(leyla, page, f"{page}/removal/propose", reason="One")
    assert press(rena, page, f"{page}/removal/withdraw").status_code == 400, "only who proposed takes it back"
    assert press(leyla, page, f"{page}/removal/withdraw").status_code == 303
    assert press(rena, page, f"{page}/removal/confirm", sure="y").status_code == 400

    press(leyla, page, f"{page}/removal/propose", reason="Two")
    office.hire(Role.LAWYER)
    answer = press(rena, page, f"{page}/removal/confirm", sure="y")
    assert answer.status_code == 400
    assert "Propose it again" in answer.text
    assert press(rena, page, f"{page}/removal/propose", reason="Three").status_code == 303
    assert press(leyla, page, f"{page}/removal/confirm", sure="y").status_code == 303


def test_a_proposal_written_in_anothers_name_is_not_there(office, browser, leyla):
    """Whoever holds the docket can write any text into it; she cannot sign as a colleague."""
    rena_id, nino_id = (office.hire(Role.COORDINATOR, VaultKind.DOCKET, VaultKind.DIRECTORY) for _ in range(2))
    for id in (rena_id, nino_id):
        account(office, id)
    with office.unit(office.coordinator) as uow:
        row = removal.propose(people.find(nino_id, uow=uow), "One", uow=uow)
        row.proposed_by = rena_id
        uow.commit()
    with office.unit(office.coordinator) as uow, pytest.raises(Refused) as refused:
        removal.confirm(people.find(nino_id, uow=uow), uow=uow)
    assert refused.value.why is Why.OUT_OF_DATE


def test_two_coordinators_compare_the_words_of_a_new_recovery_key(office, browser, leyla):
    rena = sign_in(another(browser), office, office.hire(Role.COORDINATOR, VaultKind.DIRECTORY))
    assert "No new key is waiting" in leyla.get("/people/recovery").text
    drawn = HolderKeys(random_bytes(32))
    with office.office.unit(write=True) as uow:
        recovering.offer(drawn.hpke_public, drawn.sign_public, uow=uow)
        uow.commit()
    said = recovering.words_of(drawn.hpke_public, drawn.sign_public, fingerprint=office.office.fingerprint)
    assert "a new one waits" in leyla.get("/people").text
    page = leyla.get("/people/recovery").text
    assert tuple(words_in(page)) == said
    assert press(leyla, "/people/recovery", "/people/recovery").status_code == 400, "without comparing nothing happens"
    assert press(leyla, "/people/recovery", "/people/recovery", same="y").status_code == 303
    assert "has agreed" in leyla.get("/people/recovery").text
    assert press(leyla, "/people/recovery", "/people/recovery", same="y").status_code == 400
    assert press(rena, "/people/recovery", "/people/recovery", same="y").status_code == 303
    assert "old shares still open" in rena.get("/people/recovery").text
    with office.office.unit() as uow:
        assert uow.roster.recovery_public == drawn.hpke_public
