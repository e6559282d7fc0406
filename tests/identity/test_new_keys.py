"""Somebody else knows a passphrase: new keys for a person who stays, and nothing of the old ones left behind."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from caseintake.app import create_app
from caseintake.audit.chain import Item
from caseintake.identity import replacing
from caseintake.identity.model import Credential
from caseintake.kernel.actor import Role
from caseintake.vault.errors import ForgedEpoch, NotVouched
from caseintake.vault.holders import RECOVERY, Holder, VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.vault.primitives import HolderKeys, sha256
from caseintake.vault.tables import EpochRow, Grant
from tests.office import OfficeForTests
from tests.signing_in import Account, account, sign_in
from tests.vault.note import Note, write
from tests.vault.test_attacks import check, digest_now, forged_first_row, log, sql
from tests.web.office_client import hidden, press, words_in

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def browser(office: OfficeForTests) -> Iterator[FlaskClient]:
    app = create_app(office.office, "office")
    yield app.test_client()
    if "desk" in app.extensions:
        app.extensions["desk"].close()


def another(browser: FlaskClient) -> FlaskClient:
    return browser.application.test_client()


@pytest.fixture
def murad(office: OfficeForTests) -> Account:
    return account(office, office.hire(Role.LAWYER, VaultKind.DIRECTORY))


@pytest.fixture
def matter(office: OfficeForTests, murad: Account) -> tuple[UUID, UUID]:
    """A matter of Murad's and a colleague's; answers vault and colleague."""
    colleague = office.hire(Role.LAWYER)
    with office.unit(colleague) as uow:
        held_by = [Holder.person(colleague), Holder.person(murad.person_id)]
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, held_by)
        uow.commit()
    return vault_id, colleague


def draw_new(browser: FlaskClient, office: OfficeForTests, who: Account) -> tuple[Account, list[str]]:
    """From the account page to the nine words; answers what is on paper now."""
    page = press(browser, "/account/known", "/account/known", current=who.passphrase)
    assert page.status_code == 200, page.text
    passphrase, step = words_in(page.text), hidden(page.text, "token")
    page = browser.post("/enrol/ask", data={"token": step})
    places = [int(number) for number in re.findall(r"Word (\d)", page.text)]
    typed = {name: passphrase[place - 1] for name, place in zip(("first", "second", "third"), places, strict=True)}
    page = browser.post("/enrol/authenticator", data={"token": step, **typed})
    secret = re.search(r'<p class="receipt"[^>]*>([A-Z2-7 ]+)</p>', page.text)[1].replace(" ", "")
    fresh = Account(who.person_id, who.handle, tuple(passphrase), base64.b32decode(secret))
    done = browser.post("/enrol/finish", data={"token": step, "code": fresh.code(office)})
    assert done.status_code == 200
    office.clock.advance(timedelta(seconds=30))
    return fresh, words_in(done.text)


def replace(browser: FlaskClient, office: OfficeForTests, who: Account) -> Account:
    """The whole way, with the coordinator's part."""
    fresh, nine = draw_new(sign_in(another(browser), office, who.person_id), office, who)
    leyla, page = sign_in(another(browser), office, office.coordinator), f"/people/{who.person_id}"
    assert words_in(leyla.get(page).text) == nine
    done = press(leyla, page, f"{page}/vouch", name="Murad A.", how="voice", same="y")
    assert done.status_code == 303, done.text
    return fresh


def secret_of(browser: FlaskClient, office: OfficeForTests, who: Account) -> bytes:
    from tests.signing_in import desk_of

    entrant = desk_of(browser).check(who.handle, who.words, who.code(office), None)
    assert entrant.role is Role.LAWYER
    return entrant.secret


def test_new_keys_take_the_place_of_known_ones(office, browser, murad, matter):
    vault_id, colleague = matter
    here, elsewhere = (sign_in(another(browser), office, murad.person_id) for _ in range(2))
    assert press(here, "/account/known", "/account/known", current=" ".join(["academic"] * 8)).status_code == 400
    with office.office.unit() as uow:
        old_row = uow.session.scalars(select(Credential.id).where(Credential.person_id == murad.person_id)).one()
        old_key = uow.roster.person(murad.person_id).sign_public
    fresh, nine = draw_new(here, office, murad)

    assert elsewhere.get("/account").status_code == 303, "every session ends"
    assert browser.post("/sign-in", data=murad.form(office)).status_code == 401, "the old passphrase is no use"
    assert browser.post("/sign-in", data=fresh.form(office)).status_code == 303
    assert words_in(browser.get("/").text) == nine
    assert browser.get("/matters").status_code == 404, "until a coordinator has compared, nothing opens"
    with office.office.unit() as uow:
        assert uow.roster.person(murad.person_id).sign_public == old_key
        assert uow.session.get(Credential, old_row) is None
    office.clock.advance(timedelta(seconds=30))

    leyla, page = sign_in(another(browser), office, office.coordinator), f"/people/{murad.person_id}"
    assert press(leyla, page, f"{page}/vouch", name="Murad A.", how="voice", same="y").status_code == 303
    assert browser.get("/matters").status_code == 200
    with office.unit(office.coordinator, write=False) as uow:
        known = uow.roster.person(murad.person_id)
        assert known.sign_public != old_key
        assert set(known.vouchers) == {office.coordinator, murad.person_id}, "the old key has signed too"
        names = uow.keystore.chains.current(uow.roster.office_vaults[VaultKind.DIRECTORY])
        assert names.holders[Holder.person(murad.person_id)] == known.key_hash
        assert names.number == 2
    with office.unit(colleague) as uow:
        assert [one.id for one in replacing.replaced(vault_id, uow=uow)] == [murad.person_id]
        assert Holder.person(murad.person_id) in uow.keystore.holders(vault_id)
    write(office, colleague, vault_id)
    with office.unit(colleague) as uow:
        assert uow.keystore.chains.current(vault_id).number == 2
        assert Holder.person(murad.person_id) not in uow.keystore.holders(vault_id)
        assert [one.id for one in replacing.replaced(vault_id, uow=uow)] == [murad.person_id]
        replacing.dismiss(vault_id, murad.person_id, uow=uow)
        uow.commit()
    with office.unit(colleague) as uow:
        assert replacing.replaced(vault_id, uow=uow) == []
        uow.keystore.grant(vault_id, Holder.person(murad.person_id))
        uow.commit()
    office.secrets[murad.person_id] = secret_of(browser, office, fresh)
    with office.unit(murad.person_id, write=False) as uow:
        assert uow.keystore.can_open(vault_id)
    assert check(office).findings == []


def test_the_page_says_what_the_old_key_could_read_and_what_nobody_else_holds(office, browser, murad, matter):
    lawyer = sign_in(browser, office, murad.person_id)
    text = lawyer.get("/account/known").text
    assert "Matters" in text
    assert "held by you alone" not in text
    with office.unit(murad.person_id) as uow:
        uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(murad.person_id)])
        uow.commit()
    assert "One thing is held by you alone" in lawyer.get("/account/known").text
    assert press(lawyer, "/account/known", "/account/known", current=murad.passphrase).status_code == 400
    answer = press(lawyer, "/account/known", "/account/known", current=murad.passphrase, sure="y")
    assert answer.status_code == 200


def test_the_only_coordinator_has_nobody_to_compare_words_with(office, browser):
    who = account(office, office.coordinator)
    leyla = sign_in(browser, office, office.coordinator)
    answer = press(leyla, "/account/known", "/account/known", current=who.passphrase, sure="y")
    assert answer.status_code == 400
    assert "last coordinator" in answer.text


def test_a_coordinator_needs_two_others_who_compare(office, browser):
    rena, nino = (office.hire(Role.COORDINATOR, VaultKind.DIRECTORY, VaultKind.INTAKE) for _ in range(2))
    for kind in (VaultKind.DOCKET, VaultKind.CONFLICTS):
        with office.unit(office.coordinator) as uow:
            uow.keystore.grant(uow.roster.office_vaults[kind], Holder.person(rena))
            uow.commit()
    who = account(office, office.coordinator)
    draw_new(sign_in(another(browser), office, office.coordinator), office, who)
    page = f"/people/{office.coordinator}"
    for number, one in enumerate((rena, nino), 1):
        with office.office.unit() as uow:
            assert len(uow.roster.history(office.coordinator)) == 1
        answer = press(sign_in(another(browser), office, one), page, f"{page}/vouch", name="L", how="voice", same="y")
        assert answer.status_code == 303, number
    with office.office.unit() as uow:
        assert len(uow.roster.history(office.coordinator)) == 2


def test_holders_see_on_their_pages_who_has_new_keys(office, browser, murad):
    holders = sign_in(another(browser), office, office.coordinator)
    replace(browser, office, murad)
    directory_only = holders.get("/holders").text
    assert "has new keys" not in directory_only, "the directory was given again at once"
    officer = account(office, office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE, VaultKind.DIRECTORY))
    replace(browser, office, officer)
    page = holders.get("/holders").text
    assert "has new keys and does not read this any more" in page
    seen = re.search(r'action="(/holders/intake/replaced/[^"]+)"', page)[1]
    assert press(holders, "/holders", seen).status_code == 303
    assert "has new keys" not in holders.get("/holders").text


# --- the old key afterwards --------------------------------------------------------------------------------------


def test_the_old_key_signs_nothing_more_in_the_offices_own_chain(office, browser, murad):
    old = HolderKeys(office.secrets[murad.person_id])
    log(office, old, "person", murad.person_id, {OFFICE_CHAIN: [Item("event", "sign-in", murad.person_id, b"")]})
    assert check(office).findings == [], "while it is her key, it may"
    replace(browser, office, murad)
    assert check(office).findings == [], "and what it signed stays good"
    log(office, old, "person", murad.person_id, {OFFICE_CHAIN: [Item("event", "sign-in", murad.person_id, b"")]})
    assert [finding.table for finding in check(office).findings] == ["log_entry"]


def test_the_old_key_signs_nothing_more_in_a_vault_that_was_turned_and_given_again(office, browser, murad, matter):
    """She holds the vault again, under her new key: the name alone is not enough."""
    vault_id, colleague = matter
    note_id = write(office, murad.person_id, vault_id)
    old = HolderKeys(office.secrets[murad.person_id])
    replace(browser, office, murad)
    with office.unit(colleague) as uow:
        uow.keystore.grant(vault_id, Holder.person(murad.person_id))
        uow.commit()
    assert check(office).findings == []
    again = Item("put", "note for tests", note_id, digest_now(office, Note, note_id))
    log(office, old, "person", murad.person_id, {vault_id: [again]})
    assert [finding.table for finding in check(office).findings] == ["log_entry"]


def test_a_request_under_the_old_keys_ends_in_a_refusal(office, browser, murad, matter):
    replace(browser, office, murad)
    with office.unit(murad.person_id) as uow:
        uow.note(OFFICE_CHAIN, "sign-in", murad.person_id)
        with pytest.raises(NotVouched, match="other keys"):
            uow.commit()
    with office.unit(murad.person_id, write=False) as uow:
        assert not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DIRECTORY])


def test_new_keys_bring_no_vault_with_them(office, browser, murad, matter):
    """A row by the new key that lets itself in: she held the vault, but not under this key."""
    vault_id, _ = matter
    fresh = replace(browser, office, murad)
    keys = HolderKeys(secret_of(browser, office, fresh))
    with office.office.unit() as uow:
        current, head = uow.keystore.chains.current(vault_id), uow.roster
        holders = {Holder.person(murad.person_id): sha256(keys.hpke_public), RECOVERY: head.recovery_key_hash}
        seq = head.seq
    row = forged_first_row(
        vault_id, VaultKind.MATTER, murad.person_id, keys,
        seq=current.seq + 1, number=current.number + 1, previous=current.hash, holders=holders, roster_seq=seq,
    )  # fmt: skip
    values = {"id": UUID(int=7), "vault_id": vault_id, "seq": row.seq, "body": row.body, "signature": row.signature}
    sql(office, lambda c: c.execute(insert(EpochRow.__table__).values(**values)))
    with office.office.unit() as uow, pytest.raises(ForgedEpoch, match="did not hold"):
        uow.keystore.chains.current(vault_id)


def test_no_grant_to_the_old_key_stays_where_the_vault_was_turned(office, browser, murad):
    replace(browser, office, murad)
    with office.office.unit() as uow:
        names = uow.roster.office_vaults[VaultKind.DIRECTORY]
        mine = Grant.holder_id == murad.person_id
        rows = uow.session.scalars(select(Grant.number).where(Grant.vault_id == names, mine)).all()
    assert sorted(rows) == [1, 2], "all numbers, sealed to the new key"
