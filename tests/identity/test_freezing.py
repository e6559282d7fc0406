"""Freezing an account, the second passphrase, and a lost second factor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm.exc import StaleDataError

from caseintake.deadlines import feed
from caseintake.identity import factors, freezing, signing_in, words
from caseintake.identity.agreeing import DAYS, agreed
from caseintake.identity.credentials import draw_codes, open_bundle, raise_alarm
from caseintake.identity.desk import Desk, Entrant
from caseintake.identity.model import Agreement, Credential
from caseintake.identity.refusals import Refused, SignInFailed
from caseintake.kernel.actor import Role
from caseintake.matters import queries, service
from caseintake.vault.errors import Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import equal
from tests.office import OfficeForTests
from tests.signing_in import Account, account


@pytest.fixture
def desk(office: OfficeForTests) -> Iterator[Desk]:
    made = Desk.open(office.office)
    yield made
    made.close()


@pytest.fixture
def second(office: OfficeForTests) -> UUID:
    return office.hire(Role.COORDINATOR, VaultKind.DOCKET)


@pytest.fixture
def lawyer(office: OfficeForTests, second: UUID) -> Account:
    return account(office, office.hire(Role.LAWYER))


def come_in(desk: Desk, office: OfficeForTests, who: Account, code: str | None = None) -> Entrant:
    entrant = desk.check(who.handle, who.words, who.code(office) if code is None else code, None)
    with office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
        signing_in.enter(entrant, uow=uow)
        uow.commit()
    office.clock.advance(timedelta(minutes=2))
    return entrant


def credential(office: OfficeForTests, who: UUID) -> Credential:
    with office.office.unit() as uow:
        return uow.session.scalars(select(Credential).where(Credential.person_id == who)).one()


def freeze(office: OfficeForTests, by: UUID, whom: UUID) -> None:
    with office.unit(by) as uow:
        freezing.freeze(whom, uow=uow)
        uow.commit()


def thaw(office: OfficeForTests, by: UUID, whom: UUID) -> bool:
    with office.unit(by) as uow:
        open_again = freezing.thaw(whom, uow=uow)
        uow.commit()
        return open_again


def damage(office: OfficeForTests, whom: UUID, **values: object) -> None:
    with office.office.engine.execution_options(writing=True).begin() as connection:
        table = Credential.__table__
        connection.execute(update(table).where(table.c.person_id == whom).values(**values))


def test_a_frozen_account_opens_to_nobody(desk: Desk, office: OfficeForTests, lawyer: Account) -> None:
    entrant = come_in(desk, office, lawyer)
    token = desk.begin(entrant, credential(office, lawyer.person_id).version)
    with office.unit(lawyer.person_id) as uow:
        address = feed.make(uow=uow)
        uow.commit()
    assert desk.present(token) is not None
    before = credential(office, lawyer.person_id)
    freeze(office, office.coordinator, lawyer.person_id)
    assert desk.present(token) is None
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer)
    after = credential(office, lawyer.person_id)
    assert not equal(after.wrapped, before.wrapped)
    assert len(after.wrapped) == len(before.wrapped)
    assert after.frozen is not None
    assert before.wrapped not in after.frozen
    with office.office.unit() as uow:
        assert feed.calendar(address, uow=uow) is None


def test_two_coordinators_open_it_again_and_one_does_not(
    desk: Desk, office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    freeze(office, second, lawyer.person_id)
    assert not thaw(office, second, lawyer.person_id)
    assert not thaw(office, second, lawyer.person_id)  # twice the same is one
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer)
    assert thaw(office, office.coordinator, lawyer.person_id)
    assert come_in(desk, office, lawyer).person_id == lawyer.person_id
    with office.office.unit() as uow:
        assert uow.session.scalars(select(Agreement)).all() == []


def test_an_agreement_is_for_one_freeze_and_three_days(office: OfficeForTests, second: UUID, lawyer: Account) -> None:
    freeze(office, second, lawyer.person_id)
    assert not thaw(office, second, lawyer.person_id)
    row = credential(office, lawyer.person_id)
    with office.unit(second, write=False) as uow:
        assert agreed(lawyer.person_id, freezing.Subject.THAW, row, uow=uow) == {second}
        assert agreed(lawyer.person_id, freezing.Subject.NEW_FACTOR, row, uow=uow) == set()
    office.clock.advance(timedelta(days=DAYS + 1))
    assert not thaw(office, office.coordinator, lawyer.person_id)
    assert thaw(office, second, lawyer.person_id)


def test_what_was_frozen_cannot_be_changed_or_swapped(office: OfficeForTests, second: UUID, lawyer: Account) -> None:
    other = account(office, office.hire(Role.LAWYER))
    for who in (lawyer, other):
        freeze(office, second, who.person_id)
    theirs = credential(office, other.person_id).frozen
    assert not thaw(office, second, lawyer.person_id)
    damage(office, lawyer.person_id, frozen=theirs)
    with pytest.raises(Tampered):
        thaw(office, second, lawyer.person_id) or thaw(office, office.coordinator, lawyer.person_id)


def test_an_agreement_written_by_sql_counts_for_nothing(office: OfficeForTests, second: UUID, lawyer: Account) -> None:
    freeze(office, second, lawyer.person_id)
    assert not thaw(office, second, lawyer.person_id)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        table = Agreement.__table__
        connection.execute(update(table).values(coordinator_id=office.coordinator))
    assert not thaw(office, second, lawyer.person_id)


def test_who_may_freeze_whom(office: OfficeForTests, second: UUID, lawyer: Account) -> None:
    stranger, observer = office.hire(Role.LAWYER), office.hire(Role.OBSERVER)
    beside = office.hire(Role.LAWYER)
    account(office, beside)
    account(office, second)
    with office.unit(lawyer.person_id) as uow:
        matter = service.create_matter(codename="Quince 14", uow=uow)
        for one in (beside, observer):
            uow.keystore.grant(queries.matter(matter.id, uow=uow).vault_id, Holder.person(one))
        uow.commit()
    may = {
        (lawyer.person_id, beside): True,
        (lawyer.person_id, stranger): False,
        (stranger, lawyer.person_id): False,
        (observer, lawyer.person_id): False,
        (lawyer.person_id, second): False,
        (second, lawyer.person_id): True,
        (second, office.coordinator): True,
        (second, second): False,
    }
    for (who, whom), allowed in may.items():
        with office.unit(who, write=False) as uow:
            assert freezing.may_freeze(whom, uow=uow) is allowed, (who, whom)
    freeze(office, office.coordinator, second)
    with pytest.raises(Refused):
        freeze(office, second, office.coordinator)  # nobody could open it again


def test_the_second_passphrase_looks_like_a_wrong_one_and_freezes(
    desk: Desk, office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    other = words.draw_passphrase()
    row = credential(office, lawyer.person_id)
    made = raise_alarm(other, row.under_passphrase(), fingerprint=office.office.fingerprint, person_id=lawyer.person_id)
    assert row.alarm is not None
    assert len(made) == len(row.alarm)  # whether there is a second passphrase cannot be seen
    with office.unit(lawyer.person_id) as uow:
        signing_in.set_alarm(lawyer.person_id, office.secrets[lawyer.person_id], made, uow=uow)
        uow.commit()
    assert come_in(desk, office, lawyer).person_id == lawyer.person_id
    with pytest.raises(SignInFailed):
        desk.check(lawyer.handle, other, lawyer.code(office), None)
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer)
    assert not thaw(office, second, lawyer.person_id)
    assert thaw(office, office.coordinator, lawyer.person_id)
    office.clock.advance(timedelta(minutes=20))
    assert come_in(desk, office, lawyer).person_id == lawyer.person_id  # nothing was destroyed
    with pytest.raises(SignInFailed):
        desk.check(lawyer.handle, other, lawyer.code(office), None)
    assert credential(office, lawyer.person_id).frozen is None  # it works once


def test_a_printed_code_works_once(desk: Desk, office: OfficeForTests, lawyer: Account) -> None:
    codes = draw_codes()
    with office.unit(lawyer.person_id) as uow:
        signing_in.keep_codes(office.secrets[lawyer.person_id], codes, uow=uow)
        uow.commit()
    spoken = codes[0].lower().replace("0", "o").replace("1", "l")
    assert come_in(desk, office, lawyer, f"{spoken[:5]} {spoken[5:]}").spent is not None
    for again in (codes[0], "ZZZZZ ZZZZZ"):
        with pytest.raises(SignInFailed):
            come_in(desk, office, lawyer, again)
    come_in(desk, office, lawyer, codes[1])
    row = credential(office, lawyer.person_id)
    bundle = open_bundle(office.secrets[lawyer.person_id], row.bundle, row.person_id, row.revision)
    assert len(bundle.codes) == len(codes) - 2


def test_a_lost_phone_is_made_good_by_two_coordinators_and_the_passphrase(
    desk: Desk, office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    for who, enough in ((second, False), (office.coordinator, True)):
        with pytest.raises(SignInFailed):
            come_in(desk, office, lawyer, lawyer.wrong_code(office))
        with office.unit(who) as uow:
            assert factors.declare_lost(lawyer.person_id, uow=uow) is enough
            uow.commit()
    wrong = Account(lawyer.person_id, lawyer.handle, words.draw_passphrase(), lawyer.totp_secret)
    with pytest.raises(SignInFailed):
        come_in(desk, office, wrong, lawyer.wrong_code(office))
    assert come_in(desk, office, lawyer, lawyer.wrong_code(office)).renews
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer, lawyer.wrong_code(office))
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer)  # the old phone is worth nothing now
    row = credential(office, lawyer.person_id)
    bundle = open_bundle(office.secrets[lawyer.person_id], row.bundle, row.person_id, row.revision)
    renewed = Account(lawyer.person_id, lawyer.handle, lawyer.words, bundle.totp_secret)
    assert not come_in(desk, office, renewed).renews


def test_an_agreement_that_was_used_and_put_back_lets_nobody_in_without_a_code(
    desk: Desk, office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    before = desk.begin(come_in(desk, office, lawyer), credential(office, lawyer.person_id).version)
    for who in (second, office.coordinator):
        with office.unit(who) as uow:
            factors.declare_lost(lawyer.person_id, uow=uow)
            uow.commit()
    with office.office.engine.connect() as connection:
        kept = [dict(row._mapping) for row in connection.execute(select(Agreement.__table__))]
    assert len(kept) == 2
    assert come_in(desk, office, lawyer, lawyer.wrong_code(office)).renews
    assert desk.present(before) is None, "whoever has the phone has its sessions"
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(insert(Agreement.__table__), kept)
    with pytest.raises(SignInFailed):
        come_in(desk, office, lawyer, lawyer.wrong_code(office))


def test_two_browsers_at_the_same_moment_make_one_new_factor(
    desk: Desk, office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    for who in (second, office.coordinator):
        with office.unit(who) as uow:
            factors.declare_lost(lawyer.person_id, uow=uow)
            uow.commit()
    entrants = [desk.check(lawyer.handle, lawyer.words, lawyer.wrong_code(office), None) for _ in range(2)]
    assert [one.renews for one in entrants] == [True, True]
    both = threading.Barrier(2, timeout=120)

    def enter(entrant: Entrant) -> bytes | None:
        both.wait()
        try:
            with office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
                entered = signing_in.enter(entrant, uow=uow)
                uow.commit()
                return entered.new_factor
        except (SignInFailed, StaleDataError):
            return None

    with ThreadPoolExecutor(2) as pool:
        made = [factor for factor in pool.map(enter, entrants) if factor is not None]
    assert len(made) == 1
    row = credential(office, lawyer.person_id)
    bundle = open_bundle(office.secrets[lawyer.person_id], row.bundle, row.person_id, row.revision)
    assert bundle.totp_secret.hex() == made[0].hex(), "the one that was shown is the one that works"


def test_a_freeze_stops_also_who_is_just_coming_in(desk: Desk, office: OfficeForTests, lawyer: Account) -> None:
    """The passphrase was tried before, the session would begin after: it would live on in a frozen account."""
    entrant = desk.check(lawyer.handle, lawyer.words, lawyer.code(office), None)
    freeze(office, office.coordinator, lawyer.person_id)
    with (
        office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow,
        pytest.raises(SignInFailed),
    ):
        signing_in.enter(entrant, uow=uow)


def test_one_coordinator_who_has_frozen_the_others_opens_nothing_alone(
    office: OfficeForTests, second: UUID, lawyer: Account
) -> None:
    third = account(office, office.hire(Role.COORDINATOR, VaultKind.DOCKET)).person_id
    account(office, second)
    freeze(office, office.coordinator, lawyer.person_id)
    freeze(office, office.coordinator, second)
    with pytest.raises(Refused):
        freeze(office, office.coordinator, third)  # nobody but her would be left to open it again
    damage(office, third, frozen=b"frozen by SQL")
    assert not thaw(office, office.coordinator, lawyer.person_id)
    assert not thaw(office, office.coordinator, second)


def test_nobody_agrees_for_herself(office: OfficeForTests, lawyer: Account, second: UUID) -> None:
    account(office, second)
    for who, whom in ((second, second), (lawyer.person_id, second)):
        with office.unit(who) as uow, pytest.raises(Refused):
            factors.declare_lost(whom, uow=uow)
