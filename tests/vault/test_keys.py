"""Who can open what, and the attacks of one who can write the database (docs/vault-format.md §§ 2-4)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from caseintake import founding
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.ids import new_id
from caseintake.vault import grant as grants
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import (
    ForgedEpoch,
    ForgedGrant,
    ForgedRoster,
    Locked,
    NotVouched,
    RolledBack,
    SkippedEpoch,
    VaultError,
)
from caseintake.vault.holders import RECOVERY, Holder, HolderKind, VaultKind
from caseintake.vault.keyring import EpochKeys, Keyring
from caseintake.vault.keystore import LastHolder
from caseintake.vault.primitives import HolderKeys, VerifiedKey, hpke_seal, random_bytes, sha256
from caseintake.vault.roster import Introduction
from caseintake.vault.tables import EpochRow, Grant, Receipt, RosterRow
from tests.office import OfficeForTests

epochs, granted, roster_rows = EpochRow.__table__, Grant.__table__, RosterRow.__table__


@pytest.fixture
def team(office: OfficeForTests) -> tuple[UUID, UUID, UUID]:
    """Two lawyers, and a matter vault held by the first."""
    one, two = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    with office.unit(one) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(one)])
        uow.commit()
    return one, two, matter


def opens(office: OfficeForTests, person: UUID, vault_id: UUID) -> bool:
    with office.unit(person, write=False) as uow:
        return uow.keystore.can_open(vault_id)


def damage(office: OfficeForTests, *statements: object) -> None:
    """Write by SQL, past every check of ours; and forget what this process had checked before."""
    with office.office.engine.execution_options(writing=True).begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
    office.office.verified.__init__()  # type: ignore[misc]


def test_a_grant_opens_and_a_removal_closes(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    one, two, matter = team
    assert not opens(office, two, matter)
    with office.unit(one) as uow:
        uow.keystore.grant(matter, Holder.person(two))
        uow.commit()
    assert opens(office, two, matter)
    with office.unit(one) as uow:
        uow.keystore.remove(matter, Holder.person(two))
        uow.commit()
    assert not opens(office, two, matter)
    with office.unit(two, write=False) as uow:
        assert matter not in uow.keystore.mine()


def test_adding_a_colleague_keeps_the_key_and_removing_one_turns_it(
    office: OfficeForTests, team: tuple[UUID, UUID, UUID]
) -> None:
    one, two, matter = team
    numbers = []
    for change in (
        lambda _: None,
        lambda k: k.grant(matter, Holder.person(two)),
        lambda k: k.remove(matter, Holder.person(two)),
    ):
        with office.unit(one) as uow:
            change(uow.keystore)
            uow.commit()
        with office.unit(one, write=False) as uow:
            numbers.append(uow.keystore.chains.current(matter).number)
    assert numbers == [1, 1, 2]


def test_removal_reaches_nested_vaults_at_once(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    one, two, matter = team
    with office.unit(one) as uow:
        uow.keystore.grant(matter, Holder.person(two))
        client_file = uow.keystore.create_vault(VaultKind.CLIENT_FILE, [Holder.vault(matter)])
        conversation = uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.vault(client_file)])
        uow.commit()
    assert opens(office, two, conversation)
    with office.unit(one) as uow:
        uow.keystore.remove(matter, Holder.person(two))
        uow.commit()
    with office.unit(one, write=False) as uow:
        assert [uow.keystore.chains.current(v).number for v in (matter, client_file, conversation)] == [2, 2, 2]
    assert not opens(office, two, conversation)


def test_what_the_remover_cannot_open_turns_at_its_holders_next_write(
    office: OfficeForTests, team: tuple[UUID, UUID, UUID]
) -> None:
    """A restricted file held through another vault that the remover does not hold."""
    one, two, matter = team
    three = office.hire(Role.LAWYER)
    with office.unit(one) as uow:
        uow.keystore.grant(matter, Holder.person(two))
        uow.keystore.grant(matter, Holder.person(three))
        uow.commit()
    with office.unit(three) as uow:
        private = uow.keystore.create_vault(VaultKind.CLIENT_FILE, [Holder.person(three), Holder.person(two)])
        uow.commit()
    introduction = leaving(office, two)
    with office.unit(office.coordinator) as uow:
        founding.append_to_roster(introduction, [], uow=uow)
        uow.commit()
    with office.unit(three) as uow:
        uow.keystore.ready_to_write([private])
        uow.commit()
        assert uow.keystore.chains.current(private).number == 2
        assert Holder.person(two) not in uow.keystore.holders(private)


def leaving(office: OfficeForTests, person: UUID) -> Introduction:
    with office.unit(office.coordinator, write=False) as uow:
        known = uow.roster.person(person)
        rows = [row.epoch() for row in uow.session.scalars(select(EpochRow))]
        made = tuple(sorted(row.hash for row in rows if row.maker == Holder.person(person)))
        return Introduction("remove", person, known.role, known.hpke_public, known.sign_public, made)


def test_the_recovery_key_holds_every_vault(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    with office.unit(team[0], write=False) as uow:
        for row in uow.session.scalars(select(EpochRow)):
            assert RECOVERY in row.epoch().holders
        grant = uow.session.scalars(
            select(Grant).where(Grant.vault_id == team[2], Grant.holder_kind == HolderKind.RECOVERY)
        ).one()
        epoch = uow.keystore.chains.current(team[2])
        info = grants.context(
            uow.roster.fingerprint, team[2], 1, epoch.commitment, RECOVERY, uow.roster.recovery_key_hash
        )
        keys = HolderKeys(office.recovery_secret)
        assert grants.open_grant(grant.scheme, grant.sealed, info, epoch.commitment, keys, None).secret


def test_nobody_gets_a_key_before_words_were_compared(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    with office.unit(team[0]) as uow, pytest.raises(NotVouched):
        uow.keystore.grant(team[2], Holder.person(new_id()))


def test_the_last_holder_stays(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    with office.unit(team[0]) as uow, pytest.raises(LastHolder):
        uow.keystore.remove(team[2], Holder.person(team[0]))


def test_without_the_vault_nobody_can_grant_it(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    _, two, matter = team
    with office.unit(two) as uow, pytest.raises(Locked):
        uow.keystore.grant(matter, Holder.person(two))


def forged_epoch(office: OfficeForTests, team: tuple[UUID, UUID, UUID], keys: HolderKeys, **changes: object) -> Epoch:
    """The next epoch row of the matter with an attacker's own secret, signed with ``keys``."""
    one, _, matter = team
    with office.unit(one, write=False) as uow:
        last = uow.keystore.chains.current(matter)
        roster_seq = uow.roster.seq
    mine = EpochKeys(random_bytes(32))
    values: dict[str, object] = {
        "vault_id": matter,
        "kind": last.kind,
        "seq": last.seq + 1,
        "number": last.number + 1,
        "previous": last.hash,
        "public": mine.pair.hpke_public,
        "commitment": mine.commitment,
        "holders": dict(last.holders),
        "roster_seq": roster_seq,
        "maker": Holder.person(one),
    }
    row = Epoch(**{**values, **changes})  # type: ignore[arg-type]
    return Epoch.parse(row.body, keys.sign(row.body))


def insert_epoch(row: Epoch) -> object:
    values = {"id": new_id(), "vault_id": row.vault_id, "seq": row.seq, "body": row.body, "signature": row.signature}
    return insert(epochs).values(**values)


Forge = Callable[[OfficeForTests, tuple[UUID, UUID, UUID]], Epoch]


def signed_by_a_stranger(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> Epoch:
    return forged_epoch(office, team, HolderKeys(random_bytes(32)))


def signed_by_a_colleague_without_the_vault(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> Epoch:
    return forged_epoch(office, team, HolderKeys(office.secrets[team[1]]), maker=Holder.person(team[1]))


def that_skips_a_number(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> Epoch:
    return forged_epoch(office, team, HolderKeys(office.secrets[team[0]]), number=5)


def that_does_not_follow(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> Epoch:
    return forged_epoch(office, team, HolderKeys(office.secrets[team[0]]), previous=bytes(32))


def that_adds_a_holder_under_another_key(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> Epoch:
    return forged_epoch(office, team, HolderKeys(office.secrets[team[0]]), number=1)


@pytest.mark.parametrize(
    ("forge", "error"),
    [
        (signed_by_a_stranger, ForgedEpoch),
        (signed_by_a_colleague_without_the_vault, ForgedEpoch),
        (that_skips_a_number, SkippedEpoch),
        (that_does_not_follow, SkippedEpoch),
        (that_adds_a_holder_under_another_key, ForgedEpoch),
    ],
)
def test_an_epoch_row(
    office: OfficeForTests, team: tuple[UUID, UUID, UUID], forge: Forge, error: type[VaultError]
) -> None:
    damage(office, insert_epoch(forge(office, team)))
    with office.unit(team[0]) as uow, pytest.raises(error):
        uow.keystore.ready_to_write([team[2]])


def test_a_removed_person_cannot_date_an_epoch_back(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    one, two, matter = team
    with office.unit(one) as uow:
        uow.keystore.grant(matter, Holder.person(two))
        uow.commit()
    introduction = leaving(office, one)
    with office.unit(office.coordinator) as uow:
        founding.append_to_roster(introduction, [], uow=uow)
        uow.commit()
    with office.unit(two, write=False) as uow:
        last, seq = uow.keystore.chains.current(matter), uow.roster.seq
    mine = EpochKeys(random_bytes(32))
    row = Epoch(
        matter, last.kind, last.seq + 1, last.number + 1, last.hash, mine.pair.hpke_public, mine.commitment,
        dict(last.holders), seq - 1, Holder.person(one),
    )  # fmt: skip
    damage(office, insert_epoch(Epoch.parse(row.body, HolderKeys(office.secrets[one]).sign(row.body))))
    with office.unit(two) as uow, pytest.raises(ForgedEpoch, match="replaced or removed"):
        uow.keystore.ready_to_write([matter])


def test_an_epoch_dropped_from_the_middle_is_noticed(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    one, two, matter = team
    with office.unit(one) as uow:
        uow.keystore.grant(matter, Holder.person(two))
        uow.commit()
    damage(office, delete(epochs).where(epochs.c.vault_id == matter, epochs.c.seq == 1))
    with office.unit(one) as uow, pytest.raises(SkippedEpoch):
        uow.keystore.ready_to_write([matter])


@pytest.mark.parametrize("column", ["body", "signer", "signature"])
def test_a_changed_roster_entry_closes_the_whole_roster(office: OfficeForTests, column: str) -> None:
    office.hire(Role.LAWYER)
    with office.office.engine.connect() as connection:
        row = connection.execute(select(roster_rows).where(roster_rows.c.seq == 1)).one()
    value = new_id() if column == "signer" else getattr(row, column)[:-1] + bytes([getattr(row, column)[-1] ^ 1])
    damage(office, update(roster_rows).where(roster_rows.c.seq == 1).values({column: value}))
    with office.unit(office.coordinator, write=False) as uow, pytest.raises(ForgedRoster):
        assert uow.roster


def test_a_person_key_replaced_by_sql_is_refused(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    """Otherwise the next grant would go to whoever wrote the row."""
    one, two, matter = team
    forged = HolderKeys(random_bytes(32))
    with office.unit(one, write=False) as uow:
        longer = uow.roster
        said = Introduction("replace", two, Role.LAWYER, forged.hpke_public, forged.sign_public)
        seq, head = longer.seq, longer.head
    from caseintake.vault import canonical

    body = canonical.encode("roster", seq + 1, head, *said.values(), [])
    damage(
        office,
        insert(roster_rows).values(
            id=new_id(), seq=seq + 1, body=body, signer=office.coordinator, signature=forged.sign(body)
        ),
    )
    with office.unit(one) as uow, pytest.raises(ForgedRoster):
        uow.keystore.grant(matter, Holder.person(two))


def test_another_recovery_key_is_another_office(office: OfficeForTests) -> None:
    from caseintake.vault import roster

    vaults = {kind: new_id() for kind in (VaultKind.INTAKE, VaultKind.DOCKET, VaultKind.DIRECTORY, VaultKind.CONFLICTS)}
    keys = HolderKeys(office.secrets[office.coordinator])
    entry = roster.found(office.coordinator, keys, HolderKeys(random_bytes(32)).hpke_public, vaults)
    damage(office, update(roster_rows).values(body=entry.body, signature=entry.signature))
    with office.unit(office.coordinator, write=False) as uow, pytest.raises(ForgedRoster, match="not this office"):
        assert uow.roster


def test_an_older_roster_is_noticed_by_what_the_host_remembers(office: OfficeForTests) -> None:
    office.hire(Role.LAWYER)
    damage(office, delete(roster_rows).where(roster_rows.c.seq == 1))
    with office.unit(office.coordinator, write=False) as uow, pytest.raises(RolledBack):
        assert uow.roster


def test_two_coordinators_are_needed_once_there_are_two(office: OfficeForTests) -> None:
    office.hire(Role.COORDINATOR)
    keys = HolderKeys(random_bytes(32))
    said = Introduction("add", new_id(), Role.INTAKE_OFFICER, keys.hpke_public, keys.sign_public)
    with office.unit(office.coordinator) as uow, pytest.raises(ForgedRoster, match="too few"):
        founding.append_to_roster(said, [], uow=uow)


@pytest.mark.parametrize("attack", ["another secret", "another holder", "flipped"])
def test_a_forged_grant(office: OfficeForTests, team: tuple[UUID, UUID, UUID], attack: str) -> None:
    one, two, matter = team
    with office.unit(one, write=False) as uow:
        person, epoch = uow.roster.person(one), uow.keystore.chains.current(matter)
        fingerprint = uow.roster.fingerprint
        stored = uow.session.scalars(select(Grant).where(Grant.vault_id == matter, Grant.holder_id == one)).one()
    info = grants.context(fingerprint, matter, 1, epoch.commitment, Holder.person(one), person.key_hash)
    where = update(granted).where(granted.c.id == stored.id)
    if attack == "another secret":
        damage(office, where.values(sealed=hpke_seal(VerifiedKey(person.hpke_public), random_bytes(32), info)))
        victim = one
    elif attack == "another holder":
        damage(office, where.values(holder_id=two))
        victim = two
    else:
        damage(office, where.values(sealed=stored.sealed[:-1] + bytes([stored.sealed[-1] ^ 1])))
        victim = one
    with office.unit(victim, write=False) as uow:
        assert not uow.keystore.can_open(matter)
        with pytest.raises(ForgedGrant):
            uow.keystore.keys(matter, 1)


@pytest.fixture
def receipt(office: OfficeForTests) -> tuple[UUID, bytes, UUID]:
    """A client with a conversation: receipt id, secret, vault."""
    receipt_id, secret = new_id(), random_bytes(32)
    actor, keyring = Actor("receipt", receipt_id), Keyring.receipt(receipt_id, secret)
    with office.office.unit(actor=actor, keyring=keyring, write=True) as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.receipt(receipt_id), Holder.vault(intake)])
        uow.add(Receipt(id=receipt_id, vault_id=vault_id, salt=bytes(32), hpke_public=HolderKeys(secret).hpke_public))
        uow.link_intake(vault_id)
        uow.commit()
    return receipt_id, secret, vault_id


def test_an_officer_opens_a_conversation_and_keeps_the_clients_key(
    office: OfficeForTests, receipt: tuple[UUID, bytes, UUID]
) -> None:
    receipt_id, secret, vault_id = receipt
    officer = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    lawyer = office.hire(Role.LAWYER)
    assert opens(office, officer, vault_id)
    assert not opens(office, lawyer, vault_id)
    with office.unit(officer) as uow:
        uow.keystore.grant(vault_id, Holder.person(lawyer))
        uow.keystore.remove(vault_id, Holder.vault(uow.roster.office_vaults[VaultKind.INTAKE]))
        uow.commit()
    assert opens(office, lawyer, vault_id)
    assert not opens(office, officer, vault_id)
    client = Keyring.receipt(receipt_id, secret)
    with office.office.unit(actor=Actor("receipt", receipt_id), keyring=client) as uow:
        assert uow.keystore.can_open(vault_id)
        assert uow.keystore.chains.current(vault_id).number == 2


def test_a_receipt_may_not_add_a_holder(office: OfficeForTests, receipt: tuple[UUID, bytes, UUID]) -> None:
    receipt_id, secret, vault_id = receipt
    lawyer = office.hire(Role.LAWYER)
    client = Keyring.receipt(receipt_id, secret)
    unit = office.office.unit(actor=Actor("receipt", receipt_id), keyring=client, write=True)
    with unit as uow, pytest.raises(ForgedEpoch, match="never add"):
        uow.keystore.grant(vault_id, Holder.person(lawyer))


def test_a_receipts_key_replaced_by_sql_gets_no_new_epoch(
    office: OfficeForTests, receipt: tuple[UUID, bytes, UUID]
) -> None:
    receipt_id, _, vault_id = receipt
    officer = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    lawyer = office.hire(Role.LAWYER)
    forged = HolderKeys(random_bytes(32)).hpke_public
    damage(office, update(Receipt.__table__).where(Receipt.__table__.c.id == receipt_id).values(hpke_public=forged))
    with office.unit(officer) as uow:
        uow.keystore.grant(vault_id, Holder.person(lawyer))
        with pytest.raises(NotVouched):
            uow.keystore.remove(vault_id, Holder.person(lawyer))


def test_key_hashes_are_of_the_public_keys(office: OfficeForTests, team: tuple[UUID, UUID, UUID]) -> None:
    with office.unit(team[0], write=False) as uow:
        epoch = uow.keystore.chains.current(team[2])
        person = uow.roster.person(team[0])
        assert epoch.holders[Holder.person(team[0])] == sha256(person.hpke_public)
