"""A forgotten passphrase: the same person with new keys, two coordinators, and nothing carried over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from caseintake import founding
from caseintake.audit.chain import Item
from caseintake.identity import forgotten, freezing, people, signing_in, vouching
from caseintake.identity.model import Compared, Credential, ForgottenPassphrase, Invitation, Person, PersonState
from caseintake.identity.refusals import Refused, SignInFailed, Why
from caseintake.kernel.actor import Role
from caseintake.matters import service
from caseintake.vault.errors import ForgedRoster
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.vault.primitives import HolderKeys, random_bytes, sha256
from caseintake.vault.roster import Introduction
from tests.identity.test_new_keys import secret_of
from tests.office import OfficeForTests
from tests.signing_in import Account, account, sign_in
from tests.surfaces import lent_app
from tests.vault.test_attacks import check, log
from tests.web.office_client import press, words_in
from tests.web.test_people import enrol


@pytest.fixture
def browser(office: OfficeForTests) -> Iterator[FlaskClient]:
    with lent_app(office.office) as app:
        yield app.test_client()


@pytest.fixture
def second(office: OfficeForTests) -> UUID:
    return office.hire(Role.COORDINATOR, VaultKind.DOCKET, VaultKind.DIRECTORY)


@pytest.fixture
def murad(office: OfficeForTests, second: UUID) -> Account:
    return account(office, office.hire(Role.LAWYER, VaultKind.DIRECTORY))


def another(browser: FlaskClient) -> FlaskClient:
    return browser.application.test_client()


def begin(office: OfficeForTests, by: UUID, whom: UUID) -> tuple[str, ...]:
    with office.unit(by) as uow:
        code = forgotten.begin(people.find(whom, uow=uow), "She came to the office", uow=uow)
        uow.commit()
        return code


def vouch(office: OfficeForTests, by: UUID, whom: UUID) -> bool:
    with office.unit(by) as uow:
        person = people.find(whom, uow=uow)
        enough = vouching.vouch(person, Compared.VOICE, "Murad A.", "", uow=uow)
        uow.commit()
        return enough


def row_of(office: OfficeForTests, whom: UUID) -> Credential:
    with office.office.unit() as uow:
        return uow.session.scalars(select(Credential).where(Credential.person_id == whom)).one()


def shared_matters(office: OfficeForTests, murad: Account, colleague: UUID) -> list[UUID]:
    """Two matters of both, and one of Murad's alone; ids."""
    with office.unit(murad.person_id) as uow:
        made = [service.create_matter(codename=name, uow=uow) for name in ("Quince 14", "Salt 3", "Ember 9")]
        for matter in made[:2]:
            service.add_member(matter, colleague, uow=uow)
        uow.commit()
        return [matter.id for matter in made]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_somebody_who_forgot_the_passphrase_comes_in_again_and_colleagues_give_back_what_she_held(
    office: OfficeForTests, browser: FlaskClient, second: UUID, murad: Account
) -> None:
    colleague = account(office, office.hire(Role.LAWYER, VaultKind.DIRECTORY)).person_id
    matters = shared_matters(office, murad, colleague)
    open_session = sign_in(another(browser), office, murad.person_id)
    leyla, page = sign_in(another(browser), office, office.coordinator), f"/people/{murad.person_id}"
    assert "Two coordinators compare" in leyla.get(f"{page}/forgotten").text
    assert press(leyla, f"{page}/forgotten", f"{page}/forgotten", reason=" ").status_code == 400
    begun = press(leyla, f"{page}/forgotten", f"{page}/forgotten", reason="He came to the office")
    assert begun.status_code == 200
    assert murad.handle in begun.text, "the same person under the same name"
    assert open_session.get("/account").status_code == 303, "every session ends"
    assert browser.post("/sign-in", data=murad.form(office)).status_code == 401

    fresh, nine = enrol(browser, office, " ".join(words_in(begun.text)))
    assert fresh.person_id == murad.person_id
    assert browser.post("/sign-in", data=fresh.form(office)).status_code == 303
    assert browser.get("/matters").status_code == 404, "until they have compared, nothing opens"

    for coordinator, opened in ((office.coordinator, 404), (second, 200)):
        who = sign_in(another(browser), office, coordinator)
        text = who.get(page).text
        assert words_in(text) == nine
        assert "He came to the office" in text
        done = press(who, page, f"{page}/vouch", name="Murad A.", how="voice", same="y")
        assert done.status_code == 303
        assert browser.get("/matters").status_code == opened

    assert "Quince 14" not in browser.get("/matters").text, "nothing is carried over"
    helper, again = sign_in(another(browser), office, colleague), f"{page}/give-again"
    team = f"/matters/{matters[0]}/team"
    assert again in helper.get(team).text, "who shares a matter sees it there"
    text = helper.get(again).text
    assert "Quince 14" in text
    assert "Ember 9" not in text
    assert press(helper, again, again, chosen=str(matters[2])).status_code == 409, "not hers to give"
    assert press(helper, again, again, chosen=str(matters[1])).status_code == 303
    assert press(helper, again, again, all="y").status_code == 303
    seen = browser.get("/matters").text
    assert "Quince 14" in seen
    assert "Salt 3" in seen
    assert "Ember 9" not in seen
    board = leyla.get(again).text
    assert "Ember 9" in board, "a coordinator sees by the docket what is still missing"
    assert "Quince 14" not in board
    office.clock.advance(timedelta(minutes=1))
    office.secrets[murad.person_id] = secret_of(browser, office, fresh)
    assert check(office).findings == []
    with office.unit(second, write=False) as uow:
        assert uow.session.scalars(select(ForgottenPassphrase)).all() == [], "the old account is gone for good"
        assert set(uow.roster.person(murad.person_id).vouchers) == {office.coordinator, second}


def take_up(office: OfficeForTests, code: tuple[str, ...]) -> HolderKeys:
    """Whoever has the code sets the account up again; answers the new keys."""
    from caseintake.identity import words
    from caseintake.identity.credentials import NewKeys, wrap
    from tests.signing_in import QUICK

    keys = NewKeys.draw()
    with office.office.unit(write=True) as uow:
        person = people.invited(code, uow=uow)
        fingerprint = office.office.fingerprint
        wrapped = wrap(words.draw_passphrase(), keys.secret, fingerprint=fingerprint, person_id=person.id, cost=QUICK)
        people.enrol(person.id, keys, wrapped, 0, uow=uow)
        uow.commit()
    return keys.pairs


def test_one_coordinator_with_the_code_is_not_the_colleague_and_destroys_nothing(
    office: OfficeForTests, second: UUID, murad: Account
) -> None:
    before = row_of(office, murad.person_id)
    thief = take_up(office, begin(office, second, murad.person_id))
    assert vouch(office, second, murad.person_id) is False
    with office.unit(second) as uow, pytest.raises(Refused) as refused:
        vouching.vouch(people.find(murad.person_id, uow=uow), Compared.VOICE, "Murad A.", "", uow=uow)
    assert refused.value.why is Why.ALREADY_VOUCHED
    said = Introduction("replace", murad.person_id, Role.LAWYER, thief.hpke_public, thief.sign_public)
    with office.unit(second) as uow, pytest.raises(ForgedRoster, match="too few"):
        founding.append_to_roster(said, [], uow=uow)
    mine = thief.sign(said.message(office.office.fingerprint))
    with office.unit(second) as uow, pytest.raises(ForgedRoster, match="does not fit"):
        founding.append_to_roster(said, [(murad.person_id, mine)], uow=uow)

    with office.unit(office.coordinator) as uow:
        forgotten.go_back(people.find(murad.person_id, uow=uow), uow=uow)
        uow.commit()
    back = row_of(office, murad.person_id)
    assert back.frozen is not None, "going back is no way round the two who open a frozen account"
    assert back.version > before.version
    for who, opened in ((second, False), (office.coordinator, True)):
        with office.unit(who) as uow:
            assert freezing.thaw(murad.person_id, uow=uow) is opened
            uow.commit()
    entrant = come_in(office, murad)
    assert entrant == Role.LAWYER
    assert check(office).findings == []


def come_in(office: OfficeForTests, who: Account) -> Role | None:
    from caseintake.identity.desk import Desk

    desk = Desk.open(office.office)
    try:
        entrant = desk.check(who.handle, who.words, who.code(office), None)
        with office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
            signing_in.enter(entrant, uow=uow)
            uow.commit()
        return entrant.role
    finally:
        desk.close()


def test_new_keys_written_by_sql_are_not_vouched_for(office: OfficeForTests, second: UUID, murad: Account) -> None:
    thief = HolderKeys(random_bytes(32))
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(
            update(Person.__table__)
            .where(Person.__table__.c.id == murad.person_id)
            .values(state=PersonState.ENROLLED, hpke_public=thief.hpke_public, sign_public=thief.sign_public)
        )
    for who in (second, office.coordinator):
        with office.unit(who) as uow, pytest.raises(Refused) as refused:
            vouching.vouch(people.find(murad.person_id, uow=uow), Compared.VOICE, "Murad A.", "", uow=uow)
        assert refused.value.why is Why.NOBODY_BEGAN
    assert check(office).exit_code == 1


def test_an_invitation_written_by_sql_does_not_write_over_a_living_account(
    office: OfficeForTests, murad: Account
) -> None:
    code = tuple(["academic"] * 8)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        table = Person.__table__
        connection.execute(update(table).where(table.c.id == murad.person_id).values(state=PersonState.INVITED))
        with office.office.unit() as uow:
            _code, row = people.draw_invitation(murad.person_id, uow=uow)
        known = sha256(b"caseintake/v1/invitation\0" + " ".join(code).encode("ascii"))
        connection.execute(
            insert(Invitation.__table__).values(id=row.id, person_id=row.person_id, code_hash=known, until=row.until)
        )
    with pytest.raises(Refused):
        take_up(office, code)
    assert row_of(office, murad.person_id).frozen is None


def test_a_note_moved_by_sql_to_somebody_else_counts_for_nobody(
    office: OfficeForTests, second: UUID, murad: Account
) -> None:
    """The signed row says whose passphrase it was; another's new keys are not asked for by it."""
    other = account(office, office.hire(Role.LAWYER))
    begin(office, second, murad.person_id)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        table = Person.__table__
        connection.execute(update(table).where(table.c.id == other.person_id).values(state=PersonState.INVITED))
    with office.unit(second, write=False) as uow:
        assert forgotten.under_way(people.find(other.person_id, uow=uow), uow=uow) is None
        assert forgotten.under_way(people.find(murad.person_id, uow=uow), uow=uow) is not None


def test_the_old_keys_sign_nothing_afterwards(office: OfficeForTests, second: UUID, murad: Account) -> None:
    with office.unit(murad.person_id) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(murad.person_id), Holder.person(second)])
        uow.commit()
    old = HolderKeys(office.secrets[murad.person_id])
    new = take_up(office, begin(office, second, murad.person_id))
    for who in (office.coordinator, second):  # the last one holds the matter and turns it
        vouch(office, who, murad.person_id)
    with office.unit(second, write=False) as uow:
        assert equal_keys(uow.roster.person(murad.person_id).sign_public, new)
        assert Holder.person(murad.person_id) not in uow.keystore.holders(vault_id)
        entry = uow.roster.history(murad.person_id)[0]
        assert entry.made is not None
        assert uow.keystore.chains.of(vault_id)[0].hash in entry.made, "what it signed before stays true"
    assert check(office).findings == []
    log(office, old, "person", murad.person_id, {OFFICE_CHAIN: [Item("event", "sign-in", murad.person_id, b"")]})
    assert check(office).exit_code == 1


def equal_keys(public: bytes, keys: HolderKeys) -> bool:
    return sha256(public) == sha256(keys.sign_public)


def test_other_words_end_the_ones_before_and_what_was_made_with_them(
    office: OfficeForTests, second: UUID, murad: Account
) -> None:
    first = begin(office, second, murad.person_id)
    wrong = take_up(office, first)
    later = begin(office, second, murad.person_id)
    with pytest.raises(Refused):
        take_up(office, first)
    right = take_up(office, later)
    with office.unit(second, write=False) as uow:
        keys = people.find(murad.person_id, uow=uow).sign_public
        assert keys is not None
        assert equal_keys(keys, right)
        assert not equal_keys(keys, wrong)
    with pytest.raises(SignInFailed):
        come_in(office, murad)
    assert check(office).findings == []


def test_with_one_other_coordinator_one_is_enough_and_alone_nobody_can(office: OfficeForTests) -> None:
    lawyer, coordinator = account(office, office.hire(Role.LAWYER)), office.hire(Role.COORDINATOR)
    with office.unit(office.coordinator, write=False) as uow:
        assert forgotten.to_compare(lawyer.person_id, uow=uow) == 2
        assert forgotten.to_compare(coordinator, uow=uow) == 1
    take_up(office, begin(office, office.coordinator, lawyer.person_id))
    with office.unit(office.coordinator) as uow:
        vouching.remove(people.find(account(office, coordinator).person_id, uow=uow), uow=uow)
        uow.commit()
    assert vouch(office, office.coordinator, lawyer.person_id) is True
    account(office, office.coordinator)
    with office.unit(office.coordinator) as uow, pytest.raises(Refused) as refused:
        forgotten.begin(people.find(office.coordinator, uow=uow), "Mine", uow=uow)
    assert refused.value.why is Why.OWN_SELF
