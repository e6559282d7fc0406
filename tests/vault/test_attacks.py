"""Attacks of one who writes the database, alone or with one key in hand (docs/threat-model.md).

A test that is marked as an expected failure is a hole that is known and still open; it must fail until it is closed,
and its mark goes with the repair.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from caseintake import founding
from caseintake.audit.chain import Entry, Item, link, unit_message
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.audit.verify import Report, verify
from caseintake.identity import checkpoint
from caseintake.identity.credentials import Bundle
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.ids import new_id
from caseintake.vault import roster as rosters
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import DroppedEpoch, ForgedEpoch, ForgedRoster, RolledBack, SkippedEpoch, VaultError
from caseintake.vault.holders import RECOVERY, Holder, VaultKind
from caseintake.vault.keyring import EpochKeys, Keyring
from caseintake.vault.logged import INTAKE_CHAIN, OFFICE_CHAIN
from caseintake.vault.primitives import HolderKeys, random_bytes, sha256
from caseintake.vault.roster import Introduction, RosterEntry
from caseintake.vault.sealed import Sealed
from caseintake.vault.tables import EpochRow, Grant, RosterRow, Vault
from tests.office import OfficeForTests
from tests.vault.note import Note, write

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

#: A hole that is known and still open.
still_open = pytest.mark.xfail(strict=True, reason="known and still open: docs/threat-model.md § 9")

entries: Any = LogEntry.__table__
units: Any = LogUnit.__table__
epochs: Any = EpochRow.__table__
granted: Any = Grant.__table__
roster_rows: Any = RosterRow.__table__
notes: Any = Note.__table__


def sql(office: OfficeForTests, act: Callable[[Connection], Any]) -> None:
    with office.office.engine.execution_options(writing=True).begin() as connection:
        act(connection)


def forget(office: OfficeForTests) -> None:
    """What a process started today knows: nothing."""
    office.office.verified.__init__()  # type: ignore[misc]


def check(office: OfficeForTests) -> Report:
    house = office.office
    with house.unit() as uow:
        return verify(
            uow.session,
            fingerprint=house.fingerprint,
            host_key=house.log_keys.sign_public,
            remembered_heads={},
            remembered_roster=0,
        )


def named(report: Report) -> set[tuple[str, str]]:
    return {(finding.table, finding.record) for finding in report.findings}


@pytest.fixture
def lawyer(office: OfficeForTests) -> UUID:
    return office.hire(Role.LAWYER)


@pytest.fixture
def matter(office: OfficeForTests, lawyer: UUID) -> UUID:
    with office.unit(lawyer) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    return vault_id


def head(connection: Connection, chain: UUID) -> tuple[int, bytes]:
    statement = select(entries).where(entries.c.chain == chain).order_by(entries.c.seq.desc()).limit(1)
    last = connection.execute(statement).first()
    return (0, b"") if last is None else (last.seq, link(last.body))


def log(office: OfficeForTests, keys: HolderKeys, kind: str, signer: UUID, chains: dict[UUID, list[Item]]) -> None:
    """A unit of the log as ours would write it, by whoever holds ``keys``."""

    def act(connection: Connection) -> None:
        unit, links = new_id(), []
        for chain, items in chains.items():
            seq, previous = head(connection, chain)
            body = Entry(chain, seq + 1, previous, unit, office.clock.today(), tuple(items)).body()
            links.append((chain, link(body)))
            connection.execute(insert(entries).values(chain=chain, seq=seq + 1, unit=unit, body=body))
        signature = keys.sign(unit_message(unit, kind, signer, links))
        connection.execute(insert(units).values(id=unit, signer_kind=kind, signer=signer, signature=signature))

    sql(office, act)


def digest_now(office: OfficeForTests, model: Any, id: UUID) -> bytes:
    from caseintake.work import digest_of

    with office.office.unit() as uow:
        return digest_of(uow.session.get_one(model, id))


def fired(office: OfficeForTests, person: UUID, *agree: UUID) -> None:
    """Take somebody off the roster, as the page does."""
    from caseintake.identity.vouching import signed_by

    with office.unit(office.coordinator) as uow:
        known = uow.roster.person(person)
        made = tuple(signed_by(person, uow=uow))
        gone = Introduction("remove", person, known.role, known.hpke_public, known.sign_public, made)
        message = uow.roster.agreement(gone)
        agreed = [(other, HolderKeys(office.secrets[other]).sign(message)) for other in agree]
        founding.append_to_roster(gone, agreed, uow=uow)
        uow.keystore.refresh_held_by(Holder.person(person))
        uow.commit()


def a_client(office: OfficeForTests, id: UUID | None = None) -> tuple[UUID, UUID, HolderKeys]:
    """Anybody at all: makes a conversation, as the public form does. Answers vault, receipt and its keys."""
    receipt_id, secret = new_id(), random_bytes(32)
    keyring = Keyring.receipt(receipt_id, secret)
    with office.office.unit(actor=Actor("receipt", receipt_id), keyring=keyring, write=True) as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        holders = [Holder.receipt(receipt_id), Holder.vault(intake)]
        vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, holders, id=id)
        uow.link_intake(vault_id)
        uow.commit()
    return vault_id, receipt_id, HolderKeys(secret)


def old_row(office: OfficeForTests, lawyer: UUID, matter: UUID) -> tuple[UUID, dict[str, Any]]:
    """A note that was edited, and its row as it was before."""
    note_id = write(office, lawyer, matter, text="open")
    with office.office.engine.connect() as connection:
        before = dict(connection.execute(select(notes).where(notes.c.id == note_id)).one()._mapping)
    with office.unit(lawyer) as uow:
        uow.session.get_one(Note, note_id).text = "met"
        uow.commit()
    return note_id, before


# --- the log -----------------------------------------------------------------------------------------------------


def test_a_stranger_cannot_cover_an_old_row_with_an_entry_in_a_chain_of_his_own(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """Anybody can have a conversation, sign in its chain, and say there what a row elsewhere should be."""
    note_id, before = old_row(office, lawyer, matter)
    vault_id, receipt_id, keys = a_client(office, UUID("ffffffff-ffff-4fff-bfff-ffffffffffff"))
    assert check(office).findings == []
    sql(office, lambda c: c.execute(update(notes).where(notes.c.id == note_id).values(**before)))
    covered = Item("put", "note for tests", note_id, digest_now(office, Note, note_id))
    log(office, keys, "receipt", receipt_id, {vault_id: [covered]})
    assert ("note_for_tests", str(note_id)) in named(check(office))


def test_a_stranger_cannot_declare_a_row_deleted(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    vault_id, receipt_id, keys = a_client(office, UUID("ffffffff-ffff-4fff-bfff-ffffffffffff"))
    sql(office, lambda c: c.execute(delete(notes).where(notes.c.id == note_id)))
    log(office, keys, "receipt", receipt_id, {vault_id: [Item("drop", "note for tests", note_id, b"")]})
    assert ("note_for_tests", str(note_id)) in named(check(office))


def test_a_client_does_not_write_the_offices_own_chain(office: OfficeForTests) -> None:
    vault_id, receipt_id, keys = a_client(office)
    log(office, keys, "receipt", receipt_id, {vault_id: [], OFFICE_CHAIN: [Item("event", "x", receipt_id, b"")]})
    assert check(office).exit_code == 1


def test_somebody_removed_writes_no_more_into_a_vault_that_was_turned(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """She knows the old record key and her old signing key; the log must say that she had no business there."""
    other = office.hire(Role.LAWYER)
    note_id, before = old_row(office, lawyer, matter)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer) as uow:
        uow.keystore.remove(matter, Holder.person(other))
        uow.commit()
    fired(office, other)
    assert check(office).findings == []
    sql(office, lambda c: c.execute(update(notes).where(notes.c.id == note_id).values(**before)))
    back = Item("put", "note for tests", note_id, digest_now(office, Note, note_id))
    log(office, HolderKeys(office.secrets[other]), "person", other, {matter: [back]})
    assert check(office).exit_code == 1


def test_what_is_written_after_a_long_wait_knows_who_was_put_out_meanwhile(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """A file that takes an hour to arrive: its unit has let the database go, and one of the two has left since."""
    gone = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        for person in (gone, office.coordinator):
            uow.keystore.grant(matter, Holder.person(person))
        uow.commit()
    first, second = write(office, lawyer, matter), write(office, lawyer, matter)
    with office.unit(lawyer) as stays, office.unit(gone) as leaves:
        for uow, id in ((stays, first), (leaves, second)):
            assert uow.session.get_one(Note, id).text
            uow.keystore.ready_to_write([matter])
            uow.commit()
        fired(office, gone)
        stays.session.get_one(Note, first).text = "Nigar"
        stays.commit()
        leaves.session.get_one(Note, second).text = "Nigar"
        with pytest.raises(VaultError):
            leaves.commit()
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, first)
        assert (note.text, note.epoch) == ("Nigar", uow.keystore.chains.current(matter).number)


def test_somebody_removed_writes_no_more_into_the_offices_own_chain(office: OfficeForTests, lawyer: UUID) -> None:
    fired(office, lawyer)
    keys = HolderKeys(office.secrets[lawyer])
    log(office, keys, "person", lawyer, {OFFICE_CHAIN: [Item("event", "sign-in", lawyer, b"")]})
    assert check(office).exit_code == 1


def test_the_host_cannot_cover_a_sealed_row(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    """Whoever has a host's log key and the database still opens nothing, so he has nothing to seal."""
    note_id, before = old_row(office, lawyer, matter)
    sql(office, lambda c: c.execute(update(notes).where(notes.c.id == note_id).values(**before)))
    back = Item("put", "note for tests", note_id, digest_now(office, Note, note_id))
    log(office, office.office.log_keys, "host", UUID(int=0), {matter: [back]})
    assert check(office).exit_code == 1


@pytest.mark.parametrize(
    "kind",
    [
        "nobody",
        "",
        "vault",
        "recovery",
    ],
)
def test_a_signer_of_no_known_kind_is_damage_and_not_a_crash(
    office: OfficeForTests, lawyer: UUID, matter: UUID, kind: str
) -> None:
    write(office, lawyer, matter)
    sql(office, lambda c: c.execute(update(units).where(units.c.signer == lawyer).values(signer_kind=kind)))
    assert check(office).exit_code == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vault SET kind = 'no such kind'",
        "UPDATE vault_grant SET holder_kind = 'no such kind'",
        "UPDATE note_for_tests SET due = 'no day'",
        "UPDATE note_for_tests SET other = 'no id'",
        "UPDATE epoch SET body = x'c1'",
        "UPDATE roster SET body = x'92a6726f7374657281a16101' WHERE seq > 0",
        "UPDATE log_entry SET body = x'c1'",
    ],
)
def test_a_value_that_cannot_be_read_is_damage_and_not_a_crash(
    office: OfficeForTests, lawyer: UUID, matter: UUID, statement: str
) -> None:
    write(office, lawyer, matter)
    sql(office, lambda c: c.execute(text(statement)))
    assert check(office).exit_code == 1


def test_a_host_key_nobody_knows_proves_nothing(office: OfficeForTests) -> None:
    house = office.office
    with house.unit(write=True) as uow:
        uow.note(OFFICE_CHAIN, "purge", UUID(int=0))
        uow.commit()
    with house.unit() as uow:
        report = verify(
            uow.session, fingerprint=house.fingerprint, host_key=None, remembered_heads={}, remembered_roster=0
        )
    assert report.exit_code == 3


def test_the_size_of_a_sealed_word_does_not_tell_the_deed(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    for said in ("vouched", "looked at a missing head of the log"):
        with office.unit(lawyer) as uow:
            fields = {"state": "x", "due": None, "rank": None, "hidden": None, "other": None}
            uow.add(Note(vault_id=matter, **fields, text="x"))
            uow.say(said)
            uow.commit()
    with office.office.unit() as uow:
        details = uow.session.scalars(select(LogEntry.detail).where(LogEntry.chain == matter))
        sizes = {len(detail) for detail in details if detail is not None}
    assert len(sizes) == 1


# --- epochs ------------------------------------------------------------------------------------------------------


def test_a_row_taken_from_the_middle_is_missed_by_a_process_that_had_checked_it(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    other = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        assert uow.keystore.can_open(matter)
    sql(office, lambda c: c.execute(delete(epochs).where(epochs.c.vault_id == matter, epochs.c.seq == 1)))
    with office.unit(lawyer) as uow, pytest.raises(SkippedEpoch):
        uow.keystore.ready_to_write([matter])


def test_a_known_row_whose_body_ends_elsewhere_closes_its_own_vault(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """The same bytes, a byte of the signature in the body: what is remembered of the row fits them all the same."""
    with office.unit(lawyer, write=False) as uow:
        assert uow.keystore.chains.current(matter).number == 1
    with office.office.engine.connect() as connection:
        row = connection.execute(select(epochs).where(epochs.c.vault_id == matter)).one()
    moved = {"body": row.body + row.signature[:1], "signature": row.signature[1:]}
    sql(office, lambda c: c.execute(update(epochs).where(epochs.c.vault_id == matter).values(**moved)))
    with office.unit(lawyer, write=False) as uow:
        uow.keystore.chains.load([matter, uow.roster.office_vaults[VaultKind.DIRECTORY]])
        assert uow.keystore.chains.current(uow.roster.office_vaults[VaultKind.DIRECTORY]).number == 1
        with pytest.raises(ForgedEpoch):
            uow.keystore.chains.current(matter)


def test_an_old_row_under_another_vaults_column_does_not_become_the_current_epoch(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """A second copy of row 1, found while another vault is read: the next note would go to a dismissed colleague."""
    other = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        later = uow.keystore.create_vault(
            VaultKind.SLIP, [Holder.person(lawyer)], id=UUID("ffffffff-ffff-4fff-bfff-fffffffffffe")
        )
        uow.commit()
    with office.unit(lawyer) as uow:
        uow.keystore.remove(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        assert uow.keystore.chains.current(matter).number == 2
    with office.office.engine.connect() as connection:
        row = connection.execute(select(epochs).where(epochs.c.vault_id == matter, epochs.c.seq == 1)).one()
    values = {"id": new_id(), "vault_id": later, "seq": 99, "body": row.body, "signature": row.signature}
    sql(office, lambda c: c.execute(insert(epochs).values(**values)))
    with office.unit(lawyer, write=False) as uow:
        try:
            uow.keystore.chains.load([matter, later])
            number = uow.keystore.chains.current(matter).number
        except VaultError:
            return
        assert number == 2


def test_a_dropped_newest_epoch_is_missed_by_a_process_that_had_seen_it(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    other = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer) as uow:
        uow.keystore.remove(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        assert uow.keystore.chains.current(matter).number == 2

    def drop(c: Connection) -> None:
        c.execute(delete(epochs).where(epochs.c.vault_id == matter, epochs.c.seq == 3))
        c.execute(delete(granted).where(granted.c.vault_id == matter, granted.c.number == 2))

    sql(office, drop)
    with office.unit(lawyer) as uow, pytest.raises(VaultError):
        uow.keystore.ready_to_write([matter])


def test_a_dropped_epoch_is_missed_by_whoever_remembers_it(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    """The newest row and its grants are gone: nothing in the chain shows it, the person's own bundle does."""
    other = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer) as uow:
        uow.keystore.remove(matter, Holder.person(other))
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        empty = Bundle(totp_secret=b"", last_step=0, fingerprint=uow.roster.fingerprint)
        bundle = checkpoint.renewed(empty, [], uow=uow)
        assert checkpoint.check(bundle, uow=uow) == []

    def drop(c: Connection) -> None:
        c.execute(delete(epochs).where(epochs.c.vault_id == matter, epochs.c.seq == 3))
        c.execute(delete(granted).where(granted.c.vault_id == matter, granted.c.number == 2))

    sql(office, drop)
    forget(office)
    with office.unit(lawyer, write=False) as uow, pytest.raises(DroppedEpoch):
        checkpoint.check(bundle, uow=uow)


def forged_first_row(vault_id: UUID, kind: VaultKind, maker: UUID, keys: HolderKeys, **changes: Any) -> Epoch:
    mine = EpochKeys(random_bytes(32))
    values: dict[str, Any] = {
        "vault_id": vault_id,
        "kind": kind,
        "seq": 1,
        "number": 1,
        "previous": b"",
        "public": mine.pair.hpke_public,
        "commitment": mine.commitment,
        "holders": {Holder.person(maker): sha256(keys.hpke_public)},
        "roster_seq": 1,
        "maker": Holder.person(maker),
    }
    row = Epoch(**{**values, **changes})
    return Epoch.parse(row.body, keys.sign(row.body))


def test_a_lawyer_with_sql_cannot_found_the_intake_vault_anew(office: OfficeForTests, lawyer: UUID) -> None:
    """Every statement from now on would be sealed to a key of his."""
    with office.unit(lawyer, write=False) as uow:
        intake, recovery = uow.roster.office_vaults[VaultKind.INTAKE], uow.roster.recovery_key_hash
    keys = HolderKeys(office.secrets[lawyer])
    holders = {Holder.person(lawyer): sha256(keys.hpke_public), RECOVERY: recovery}
    row = forged_first_row(intake, VaultKind.INTAKE, lawyer, keys, holders=holders)

    def replace(c: Connection) -> None:
        c.execute(delete(epochs).where(epochs.c.vault_id == intake))
        values = {"id": new_id(), "vault_id": intake, "seq": 1, "body": row.body, "signature": row.signature}
        c.execute(insert(epochs).values(**values))

    sql(office, replace)
    forget(office)
    with pytest.raises(ForgedEpoch):
        a_client(office)


def test_an_epoch_without_the_recovery_key_is_refused(office: OfficeForTests, lawyer: UUID) -> None:
    vault_id, keys = new_id(), HolderKeys(office.secrets[lawyer])
    row = forged_first_row(vault_id, VaultKind.MATTER, lawyer, keys)

    def add(c: Connection) -> None:
        c.execute(insert(Vault.__table__).values(id=vault_id, kind=VaultKind.MATTER))  # type: ignore[arg-type]
        values = {"id": new_id(), "vault_id": vault_id, "seq": 1, "body": row.body, "signature": row.signature}
        c.execute(insert(epochs).values(**values))

    sql(office, add)
    with office.unit(lawyer, write=False) as uow, pytest.raises(ForgedEpoch):
        uow.keystore.chains.current(vault_id)


def test_a_row_a_process_makes_itself_is_checked_like_any_other(office: OfficeForTests, lawyer: UUID) -> None:
    """Otherwise one careless call closes a conversation for everybody."""
    vault_id, receipt_id, keys = a_client(office)
    with (
        office.office.unit(
            actor=Actor("receipt", receipt_id), keyring=Keyring.receipt(receipt_id, keys._secret), write=True
        ) as uow,
        pytest.raises(ForgedEpoch),
    ):
        uow.keystore.grant(vault_id, Holder.person(lawyer))


# --- the roster --------------------------------------------------------------------------------------------------


def test_a_fork_of_the_roster_of_the_same_length_is_noticed(office: OfficeForTests) -> None:
    """A dismissed coordinator and SQL: her own entry 2 in the place of the one that removed her."""
    second = office.hire(Role.COORDINATOR)
    fired(office, second)
    with office.unit(office.coordinator, write=False) as uow:
        stored = [row.entry() for row in uow.session.scalars(select(RosterRow).order_by(RosterRow.seq))]
    shorter = rosters.read(stored[:2], office.office.fingerprint)
    fake, keys = HolderKeys(random_bytes(32)), HolderKeys(office.secrets[second])
    said = Introduction("add", new_id(), Role.LAWYER, fake.hpke_public, fake.sign_public)
    entry = shorter.append(said, [], second, keys)
    change = update(roster_rows).where(roster_rows.c.seq == 2)
    sql(
        office,
        lambda c: c.execute(change.values(body=entry.body, signer=entry.signer, signature=entry.signature)),
    )
    forget(office)
    with office.unit(office.coordinator, write=False) as uow, pytest.raises((RolledBack, ForgedRoster)):
        assert uow.roster


def test_one_coordinator_cannot_bring_back_a_removed_one_with_an_old_vouch(office: OfficeForTests) -> None:
    """The vouch of the other coordinator is still in the table, and says nothing of when it was given."""
    second = office.hire(Role.COORDINATOR)
    third = office.hire(Role.COORDINATOR)
    with office.unit(office.coordinator, write=False) as uow:
        rows = [row.entry() for row in uow.session.scalars(select(RosterRow).order_by(RosterRow.seq))]
        added = next(e for e in rows if e.seq == 2)
    fired(office, third, second)
    assert isinstance(added, RosterEntry)
    from caseintake.vault import canonical

    *_, vouches = canonical.decode(added.body, "roster")
    keys = HolderKeys(office.secrets[third])
    said = Introduction("add", third, Role.COORDINATOR, keys.hpke_public, keys.sign_public)
    with office.unit(office.coordinator) as uow, pytest.raises(ForgedRoster):
        founding.append_to_roster(said, [(id, signature) for id, signature in vouches], uow=uow)


def said_of(office: OfficeForTests, person: UUID, action: str, role: Role, keys: HolderKeys | None = None) -> Any:
    mine = keys or HolderKeys(office.secrets[person])
    return Introduction(action, person, role, mine.hpke_public, mine.sign_public)


def test_one_of_three_coordinators_cannot_remove_the_others_and_go_on_alone(office: OfficeForTests) -> None:
    """Neither by removing them, nor by giving them other keys or a lesser role."""
    second, third = office.hire(Role.COORDINATOR), office.hire(Role.COORDINATOR)
    fake = HolderKeys(random_bytes(32))
    for said in (
        said_of(office, second, "remove", Role.COORDINATOR),
        said_of(office, second, "remove", Role.LAWYER),
        said_of(office, second, "replace", Role.COORDINATOR, fake),
        said_of(office, second, "replace", Role.LAWYER, fake),
    ):
        with office.unit(office.coordinator) as uow, pytest.raises(ForgedRoster):
            founding.append_to_roster(said, [], uow=uow)
    fired(office, second, third)
    with office.unit(office.coordinator, write=False) as uow:
        assert [p.id for p in uow.roster.people() if p.active] == [office.coordinator, third]


def test_the_one_removed_does_not_count_nor_does_one_coordinator_twice(office: OfficeForTests) -> None:
    second = office.hire(Role.COORDINATOR)
    office.hire(Role.COORDINATOR)
    for other in (second, office.coordinator):
        with pytest.raises(ForgedRoster):
            fired(office, second, other)


def test_an_agreement_is_good_for_the_very_next_entry_and_for_nobody_else(office: OfficeForTests) -> None:
    second, third = office.hire(Role.COORDINATOR), office.hire(Role.COORDINATOR)
    said, other = (said_of(office, person, "remove", Role.COORDINATOR) for person in (second, third))
    with office.unit(office.coordinator, write=False) as uow:
        kept = HolderKeys(office.secrets[third]).sign(uow.roster.agreement(said))
    with office.unit(office.coordinator) as uow, pytest.raises(ForgedRoster):
        founding.append_to_roster(other, [(third, kept)], uow=uow)
    office.hire(Role.LAWYER)
    with office.unit(office.coordinator) as uow, pytest.raises(ForgedRoster):
        founding.append_to_roster(said, [(third, kept)], uow=uow)


def test_an_old_removal_by_one_is_believed_only_where_the_settings_name_it(office: OfficeForTests) -> None:
    """The first version let one of three remove another; whoever has such an entry says so outside the database."""
    second = office.hire(Role.COORDINATOR)
    office.hire(Role.COORDINATOR)
    with office.unit(office.coordinator, write=False) as uow:
        stored = [row.entry() for row in uow.session.scalars(select(RosterRow).order_by(RosterRow.seq))]
        head = uow.roster.head
    from caseintake.vault import canonical

    said, keys = said_of(office, second, "remove", Role.COORDINATOR), HolderKeys(office.secrets[office.coordinator])
    body = canonical.encode("roster", len(stored), head, *said.values(), [])
    old = RosterEntry(len(stored), body, office.coordinator, keys.sign(body))
    with pytest.raises(ForgedRoster, match=old.hash.hex()):
        rosters.read([*stored, old], office.office.fingerprint)
    known = rosters.read([*stored, old], office.office.fingerprint, frozenset({old.hash}))
    assert known.find(second) is None


# --- records -----------------------------------------------------------------------------------------------------


def test_an_attribute_added_in_a_later_version_keeps_old_signatures(
    office: OfficeForTests, lawyer: UUID, matter: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_id = write(office, lawyer, matter)
    monkeypatch.setattr(Note, "later", Sealed(default=""), raising=False)
    Note.later.__set_name__(Note, "later")  # type: ignore[attr-defined]
    monkeypatch.setitem(Note.__annotations__, "later", Sealed[str])
    try:
        Note._declare()
        with office.unit(lawyer, write=False) as uow:
            note = uow.session.get_one(Note, note_id)
            assert note.later == ""  # type: ignore[attr-defined]
            assert uow.proof(note).author == Holder.person(lawyer)
    finally:
        monkeypatch.undo()
        Note._declare()


# --- writing past the seal ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        lambda session: session.execute(update(notes).values(state="x")),
        lambda session: session.execute(delete(notes)),
        lambda session: session.bulk_insert_mappings(Note, [{"state": "x"}]),
        lambda session: session.bulk_update_mappings(Note, [{"id": new_id(), "state": "x"}]),
        lambda session: session.query(Note).update({"state": "x"}),
        lambda session: session.query(Note).delete(),
    ],
    ids=["core update", "core delete", "bulk insert", "bulk update", "query update", "query delete"],
)
def test_no_statement_passes_by_seal_and_log(
    office: OfficeForTests, lawyer: UUID, matter: UUID, attempt: Callable[[Any], Any]
) -> None:
    write(office, lawyer, matter)
    with office.unit(lawyer) as uow, pytest.raises(TypeError):
        attempt(uow.session)


def test_the_intake_chain_says_only_which_conversations_there_are(office: OfficeForTests) -> None:
    vault_id, *_ = a_client(office)
    with office.office.unit() as uow:
        bodies = uow.session.scalars(select(LogEntry.body).where(LogEntry.chain == INTAKE_CHAIN))
        items = [item for body in bodies for item in Entry.parse(body).items]
    assert [(item.op, item.id) for item in items] == [("link", vault_id)]


def test_older_epochs_of_the_intake_put_back_are_noticed_by_a_host_that_was_started_since(
    office: OfficeForTests,
) -> None:
    """Otherwise everybody who asks for help would write to the key of the officer who was dismissed."""
    intake = VaultKind.INTAKE
    officer = office.hire(Role.INTAKE_OFFICER, intake)
    with office.unit(office.coordinator) as uow:
        vault_id = uow.roster.office_vaults[intake]
        uow.keystore.remove(vault_id, Holder.person(officer))
        uow.commit()
    assert check(office).findings == []
    sql(office, lambda c: c.execute(delete(epochs).where(epochs.c.vault_id == vault_id, epochs.c.seq == 3)))
    house = office.office
    house.forget()
    with pytest.raises(DroppedEpoch):
        a_client(office)
    other = office.hire(Role.INTAKE_OFFICER)
    with office.unit(office.coordinator) as uow, pytest.raises(DroppedEpoch):
        uow.keystore.grant(vault_id, Holder.person(other))
    with house.unit() as uow:
        report = verify(
            uow.session,
            fingerprint=house.fingerprint,
            host_keys=(house.log_keys.sign_public,),
            remembered_heads={},
            remembered_roster=0,
            remembered_epochs=house.remembered.epochs,
        )
    assert ("epoch", str(vault_id)) in named(report)
