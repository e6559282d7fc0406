"""Coming in: one code for one sign-in, and what is remembered in between."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from caseintake.audit.trail import LogEntry
from caseintake.identity import checkpoint, signing_in
from caseintake.identity.credentials import open_bundle
from caseintake.identity.desk import Desk, Entrant
from caseintake.identity.model import Credential, HistoryWarning
from caseintake.identity.refusals import SignInFailed
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.vault.errors import DroppedEpoch, ForgedRoster, RolledBack, Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.vault.tables import EpochRow, RosterRow
from tests.office import OfficeForTests
from tests.signing_in import Account, account

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(office: OfficeForTests) -> Iterator[Desk]:
    opened = Desk.open(office.office)
    yield opened
    opened.close()


def come_in(desk: Desk, office: OfficeForTests, who: Account) -> signing_in.Entered:
    office.clock.advance(timedelta(seconds=30))
    entrant = desk.check(who.handle, who.words, who.code(office), None)
    return write(office, entrant)


def write(office: OfficeForTests, entrant: Entrant) -> signing_in.Entered:
    with office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
        entered = signing_in.enter(entrant, uow=uow)
        uow.commit()
    return entered


def test_of_two_processes_with_one_code_one_comes_in(office: OfficeForTests, tmp_path: Path) -> None:
    who = account(office, office.coordinator)
    settings = office.office.settings
    told = {
        "directory": str(tmp_path),
        "url": settings.database_url,
        "fingerprint": settings.fingerprint,
        "now": office.clock.now().isoformat(),
        "handle": who.handle,
        "words": who.words,
        "code": who.code(office),
    }
    command = [sys.executable, "-m", "tests.identity.replay", json.dumps(told)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "checked\n", "the code was good for both of them"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = sorted(process.communicate(timeout=120)[0].strip() for process in both)

    assert answers == ["in", "refused"]


def test_a_code_checked_twice_before_either_wrote_is_taken_once(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    one = desk.check(who.handle, who.words, who.code(office), None)
    other = desk.check(who.handle, who.words, who.code(office), None)
    write(office, one)
    with pytest.raises(SignInFailed):
        write(office, other)


def test_an_older_bundle_put_back_with_its_step_is_noticed(desk: Desk, office: OfficeForTests) -> None:
    """Replaying a code by putting yesterday's sealed bundle back into today's row."""
    who = account(office, office.coordinator)
    with office.unit(office.coordinator, write=False) as uow:
        old = uow.session.scalar(select(Credential)).bundle
    come_in(desk, office, who)
    damage(office, update(Credential).values(bundle=old))
    with pytest.raises(Tampered):
        desk.check(who.handle, who.words, who.code(office), None)


def damage(office: OfficeForTests, statement: object) -> None:
    """What somebody with the database password does."""
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(statement)


def test_the_heads_are_remembered_in_the_bundle_and_on_the_host(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    come_in(desk, office, who)

    with office.unit(office.coordinator, write=False) as uow:
        row = signing_in.own_credential(office.coordinator, uow=uow)
        bundle = open_bundle(office.secrets[office.coordinator], row.bundle, office.coordinator, row.revision)
        mine = uow.keystore.mine()
        assert {head.id for head in bundle.heads} == {OFFICE_CHAIN, *mine}
        assert {epoch.id for epoch in bundle.epochs} == mine
        assert bundle.roster_hash == uow.roster.head
    on_host = office.office.remembered.heads
    assert {head.id: (head.seq, head.hash) for head in bundle.heads} == on_host


def test_signing_out_remembers_what_was_done_in_between(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    come_in(desk, office, who)
    before = office.office.remembered.heads[OFFICE_CHAIN]
    office.hire(Role.LAWYER)
    with office.unit(office.coordinator) as uow:
        signing_in.leave(office.secrets[office.coordinator], uow=uow)
        uow.commit()

    assert office.office.remembered.heads[OFFICE_CHAIN][0] > before[0] + 1


def cut_tail(office: OfficeForTests) -> None:
    """The last remembered entry of the office chain is replaced by one without content."""
    seq, _ = office.office.remembered.heads[OFFICE_CHAIN]
    damage(office, delete(LogEntry).where(LogEntry.chain == OFFICE_CHAIN, LogEntry.seq >= seq))


def test_a_cut_tail_is_told_to_her_and_to_every_coordinator_until_one_has_looked(
    desk: Desk, office: OfficeForTests
) -> None:
    rena_id = office.hire(Role.COORDINATOR, VaultKind.DIRECTORY)
    leyla, rena = account(office, office.coordinator), account(office, rena_id)
    come_in(desk, office, rena)
    come_in(desk, office, leyla)
    cut_tail(office)

    gone = come_in(desk, office, leyla).gone
    assert {head.id for head in gone} == {OFFICE_CHAIN}
    assert {head.id for head in come_in(desk, office, leyla).gone} == {OFFICE_CHAIN}, "it does not fade"
    with office.unit(rena_id) as uow:
        warnings = checkpoint.open_warnings(uow=uow)
        assert {warning.noticed_by for warning in warnings} == {office.coordinator}
        for warning in warnings:
            checkpoint.look_at(warning, uow=uow)
        uow.commit()
    assert come_in(desk, office, leyla).gone == ()
    with office.unit(rena_id, write=False) as uow:
        assert checkpoint.open_warnings(uow=uow) == []


def test_a_rewritten_chain_of_the_same_length_is_noticed(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    come_in(desk, office, who)
    seq, _ = office.office.remembered.heads[OFFICE_CHAIN]
    other = update(LogEntry).where(LogEntry.chain == OFFICE_CHAIN, LogEntry.seq == seq).values(body=b"rewritten")
    damage(office, other)

    assert [(head.id, head.seq) for head in come_in(desk, office, who).gone] == [(OFFICE_CHAIN, seq)]


def test_looked_at_written_by_sql_silences_nothing(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    come_in(desk, office, who)
    cut_tail(office)
    come_in(desk, office, who)
    damage(office, update(HistoryWarning).values(looked_by=office.coordinator, signature=b"\x01" * 65))

    assert come_in(desk, office, who).gone != ()
    with office.unit(office.coordinator, write=False) as uow:
        assert len(checkpoint.open_warnings(uow=uow)) == 1


def test_only_a_coordinator_closes_a_warning(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    lawyer = office.hire(Role.LAWYER)
    come_in(desk, office, who)
    cut_tail(office)
    come_in(desk, office, who)
    with office.unit(lawyer) as uow, pytest.raises(PermissionError):
        checkpoint.look_at(uow.session.scalar(select(HistoryWarning)), uow=uow)


def test_with_a_shorter_roster_nobody_comes_in(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    office.hire(Role.LAWYER)
    come_in(desk, office, who)
    damage(office, delete(RosterRow).where(RosterRow.seq == 1))
    with pytest.raises(RolledBack):
        come_in(desk, office, who)


def test_what_the_host_forgot_the_person_remembers(desk: Desk, office: OfficeForTests) -> None:
    """Another host, or one whose memory was wiped together with the roster's last entry."""
    who = account(office, office.coordinator)
    office.hire(Role.LAWYER)
    come_in(desk, office, who)
    damage(office, delete(RosterRow).where(RosterRow.seq == 1))
    office.office.settings.heads_file.unlink()
    with pytest.raises(RolledBack):
        come_in(desk, office, who)


def test_a_vault_that_lost_its_last_epoch_lets_nobody_in_who_remembers_it(desk: Desk, office: OfficeForTests) -> None:
    who, lawyer = account(office, office.coordinator), office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    with office.unit(office.coordinator) as uow:
        directory = uow.roster.office_vaults[VaultKind.DIRECTORY]
        uow.keystore.remove(directory, Holder.person(lawyer))
        uow.commit()
    come_in(desk, office, who)
    with office.unit(office.coordinator, write=False) as uow:
        last = uow.keystore.chains.current(directory).seq
    damage(office, delete(EpochRow).where(EpochRow.vault_id == directory, EpochRow.seq == last))
    with pytest.raises(DroppedEpoch):
        come_in(desk, office, who)


def test_another_offices_database_is_not_hers(desk: Desk, office: OfficeForTests) -> None:
    who = account(office, office.coordinator)
    come_in(desk, office, who)
    entrant = desk.check(who.handle, who.words, who.code(office, 1), None)
    with office.office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
        row = signing_in.own_credential(office.coordinator, uow=uow)
        bundle = open_bundle(entrant.secret, row.bundle, office.coordinator, row.revision)
        strange = type(bundle)(bundle.totp_secret, bundle.last_step, b"\x09" * 32)
        with pytest.raises(ForgedRoster):
            checkpoint.check(strange, uow=uow)


def test_only_vaults_held_directly_are_carried_in_the_bundle(desk: Desk, office: OfficeForTests) -> None:
    lawyer = office.hire(Role.LAWYER)
    who = account(office, lawyer)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)], id=new_id())
        uow.keystore.create_vault(VaultKind.CLIENT_FILE, [Holder.vault(matter)])
        uow.commit()
    come_in(desk, office, who)
    assert set(office.office.remembered.heads) == {OFFICE_CHAIN, matter}
