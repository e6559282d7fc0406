"""`verify` names the exact record that was changed, moved, swapped, rolled back, deleted or forged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, update

from caseintake.audit import trail
from caseintake.audit.chain import Entry, link
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.audit.verify import Report, verify
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.ids import new_id
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.logged import INTAKE_CHAIN, OFFICE_CHAIN
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.tables import EpochRow, Grant, Receipt, RosterRow, Vault
from tests.office import OfficeForTests
from tests.vault.note import Note, write

notes: Table = Note.__table__  # type: ignore[assignment]
entries: Table = LogEntry.__table__  # type: ignore[assignment]
units: Table = LogUnit.__table__  # type: ignore[assignment]


@dataclass
class Scene:
    """An office with two notes of one lawyer, the first of them edited once."""

    office: OfficeForTests
    lawyer: UUID
    matter: UUID
    one: UUID
    two: UUID
    first_version: dict[str, Any]

    def sql(self, act: Callable[[Connection], Any]) -> None:
        with self.office.office.engine.execution_options(writing=True).begin() as connection:
            act(connection)

    def check(self, *, fingerprint: bool = True, remember: bool = False) -> Report:
        house = self.office.office
        with house.unit() as uow:
            return verify(
                uow.session,
                fingerprint=house.fingerprint if fingerprint else None,
                host_key=house.log_keys.sign_public,
                remembered_heads=house.remembered.heads if remember else {},
                remembered_roster=house.remembered.roster_seq if remember else 0,
            )


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    one, two = write(office, lawyer, matter, text="one"), write(office, lawyer, matter, text="two")
    with office.office.engine.connect() as connection:
        first = dict(connection.execute(select(notes).where(notes.c.id == one)).one()._mapping)
    with office.unit(lawyer) as uow:
        uow.session.get_one(Note, one).text = "one, corrected"
        uow.commit()
    return Scene(office, lawyer, matter, one, two, first)


def test_an_untouched_office_is_clean_and_proven(scene: Scene) -> None:
    report = scene.check(remember=True)
    assert report.findings == []
    assert report.exit_code == 0
    assert report.entries > 3
    assert report.rows > 10


def test_without_the_fingerprint_it_is_consistent_not_proven(scene: Scene) -> None:
    assert scene.check(fingerprint=False).exit_code == 3


def changed(scene: Scene, c: Connection) -> None:
    c.execute(update(notes).where(notes.c.id == scene.one).values(state="met"))


def rolled_back(scene: Scene, c: Connection) -> None:
    c.execute(update(notes).where(notes.c.id == scene.one).values(**scene.first_version))


def deleted(scene: Scene, c: Connection) -> None:
    c.execute(delete(notes).where(notes.c.id == scene.one))


def moved(scene: Scene, c: Connection) -> None:
    other = c.execute(select(Vault.__table__.c.id).where(Vault.__table__.c.kind == "intake")).scalar_one()
    c.execute(update(notes).where(notes.c.id == scene.one).values(vault_id=other))


def swapped(scene: Scene, c: Connection) -> None:
    rows = {row.id: row for row in c.execute(select(notes))}
    for here, there in ((scene.one, scene.two), (scene.two, scene.one)):
        c.execute(update(notes).where(notes.c.id == here).values(sealed=rows[there].sealed))


@pytest.mark.parametrize(
    ("attack", "word"),
    [(changed, "changed"), (rolled_back, "rolled back"), (deleted, "deleted"), (moved, "moved"), (swapped, "swapped")],
)
def test_a_record_that_was(scene: Scene, attack: Callable[[Scene, Connection], None], word: str) -> None:
    scene.sql(lambda c: attack(scene, c))
    report = scene.check()
    assert report.exit_code == 1
    found = {(finding.table, finding.record) for finding in report.findings}
    expected = {("note_for_tests", str(scene.one))}
    assert found == (expected | {("note_for_tests", str(scene.two))} if attack is swapped else expected)
    assert all(finding.what.startswith(word) for finding in report.findings)


def test_a_forged_record_is_named(scene: Scene) -> None:
    forged = {**scene.first_version, "id": new_id()}
    scene.sql(lambda c: c.execute(insert(notes).values(**forged)))
    (finding,) = scene.check().findings
    assert (finding.table, finding.record) == ("note_for_tests", str(forged["id"]))
    assert finding.what.startswith("forged")


@pytest.mark.parametrize("model", [EpochRow, Grant, RosterRow])
def test_a_deleted_key_row_is_named(scene: Scene, model: Any) -> None:
    table = model.__table__
    with scene.office.office.engine.connect() as connection:
        column = table.c.seq if "seq" in table.c else table.c.id
        victim = connection.execute(select(table.c.id).order_by(column.desc()).limit(1)).scalar_one()
    scene.sql(lambda c: c.execute(delete(table).where(table.c.id == victim)))
    report = scene.check()
    assert (table.name, str(victim)) in {(finding.table, finding.record) for finding in report.findings}


def test_a_chain_recomputed_after_the_fact_lacks_its_signature(scene: Scene) -> None:
    """Restore yesterday's row and recompute the chain so that it says so."""

    def recompute(c: Connection) -> None:
        rows = c.execute(select(entries).where(entries.c.chain == scene.matter).order_by(entries.c.seq)).all()
        last, before = rows[-1], rows[-2]
        c.execute(update(notes).where(notes.c.id == scene.one).values(**scene.first_version))
        c.execute(delete(entries).where(entries.c.chain == scene.matter, entries.c.seq == last.seq))
        old = Entry.parse(before.body)
        kept = Entry(old.chain, old.seq, old.previous, last.unit, old.day, old.items, old.detail)
        c.execute(
            update(entries)
            .where(entries.c.chain == scene.matter, entries.c.seq == before.seq)
            .values(body=kept.body(), unit=last.unit)
        )

    scene.sql(recompute)
    tables = {finding.table for finding in scene.check().findings}
    assert "log_unit" in tables


def test_a_cut_tail_is_noticed_by_what_the_host_remembers(scene: Scene) -> None:
    with scene.office.office.unit() as uow:
        heads = trail.heads(uow.session, [scene.matter, OFFICE_CHAIN])
    scene.office.office.remembered.note_heads(heads)

    def cut(c: Connection) -> None:
        last = c.execute(
            select(entries).where(entries.c.chain == scene.matter).order_by(entries.c.seq.desc()).limit(1)
        ).one()
        c.execute(update(notes).where(notes.c.id == scene.one).values(**scene.first_version))
        c.execute(delete(entries).where(entries.c.unit == last.unit))
        c.execute(delete(units).where(units.c.id == last.unit))

    scene.sql(cut)
    assert scene.check().exit_code == 0, "the tail can be cut: only what is remembered elsewhere shows it"
    (finding,) = scene.check(remember=True).findings
    assert finding.record.startswith(str(scene.matter))
    assert "this host remembers" in finding.what


def submit(office: OfficeForTests) -> UUID:
    receipt_id, secret = new_id(), random_bytes(32)
    keyring = Keyring.receipt(receipt_id, secret)
    with office.office.unit(actor=Actor("receipt", receipt_id), keyring=keyring, write=True) as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.receipt(receipt_id), Holder.vault(intake)])
        public = HolderKeys(secret).hpke_public
        uow.add(Receipt(id=receipt_id, vault_id=vault_id, salt=bytes(32), hpke_public=public))
        uow.link_intake(vault_id)
        uow.commit()
    return vault_id


def test_a_whole_conversation_that_vanished_is_missed(scene: Scene) -> None:
    lost, kept = submit(scene.office), submit(scene.office)
    assert scene.check().findings == []

    def vanish(c: Connection) -> None:
        unit = c.execute(select(entries.c.unit).where(entries.c.chain == lost)).scalar_one()
        for model in (Receipt, Grant, EpochRow):
            c.execute(delete(model.__table__).where(model.__table__.c.vault_id == lost))  # type: ignore[arg-type]
        c.execute(delete(entries).where(entries.c.chain == lost))
        c.execute(delete(Vault.__table__).where(Vault.__table__.c.id == lost))  # type: ignore[arg-type]
        intake = c.execute(select(entries).where(entries.c.chain == INTAKE_CHAIN).order_by(entries.c.seq)).all()
        assert link(intake[0].body) == Entry.parse(intake[1].body).previous
        assert intake[0].unit == unit

    scene.sql(vanish)
    report = scene.check()
    assert ("vault", str(lost)) in {(finding.table, finding.record) for finding in report.findings}
    assert str(kept) not in {finding.record for finding in report.findings}


def test_a_person_without_the_vault_cannot_write_its_log(scene: Scene) -> None:
    """A colleague with database access signs an entry of a matter she does not hold."""
    stranger = scene.office.hire(Role.LAWYER)
    keys = HolderKeys(scene.office.secrets[stranger])
    house = scene.office.office

    def forge(c: Connection) -> None:
        from caseintake.audit.chain import unit_message

        last = c.execute(
            select(entries).where(entries.c.chain == scene.matter).order_by(entries.c.seq.desc()).limit(1)
        ).one()
        unit = new_id()
        entry = Entry(scene.matter, last.seq + 1, link(last.body), unit, house.clock.today(), ())
        body = entry.body()
        signature = keys.sign(unit_message(unit, "person", stranger, [(scene.matter, link(body))]))
        c.execute(insert(entries).values(chain=scene.matter, seq=entry.seq, unit=unit, body=body))
        c.execute(insert(units).values(id=unit, signer_kind="person", signer=stranger, signature=signature))

    scene.sql(forge)
    (finding,) = scene.check().findings
    assert "without holding the vault" in finding.what


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_every_host_of_the_settings_is_believed_and_no_other(office: OfficeForTests) -> None:
    """Two hosts, or one that was installed anew: what the first wrote stays proven."""
    house = office.office
    ours, second, third = house.log_keys, HolderKeys(bytes(31) + b"2"), HolderKeys(bytes(31) + b"3")
    for keys in (ours, second, third):
        house.log_keys = keys
        with house.unit(write=True) as uow:
            uow.note(OFFICE_CHAIN, "purge", UUID(int=0))
            uow.commit()

    def found(*hosts: HolderKeys) -> list[str]:
        with house.unit() as uow:
            report = verify(
                uow.session,
                fingerprint=house.fingerprint,
                host_keys=tuple(keys.sign_public for keys in hosts),
                remembered_heads={},
                remembered_roster=0,
            )
        return [finding.what for finding in report.findings]

    assert found(ours, second, third) == []
    assert found(ours, second) == ["forged: the signature is of no host named in the settings"]
