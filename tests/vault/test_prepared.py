"""A vault made before the write lock is taken is the vault that would be made under it."""

from dataclasses import replace
from typing import Any

import pytest

from caseintake.intake import sending
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.ids import new_id
from caseintake.vault import grant
from caseintake.vault.errors import ForgedEpoch
from caseintake.vault.holders import RECOVERY, Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.keystore import Keystore
from caseintake.vault.prepared import PreparedVault, prepare, take_over
from caseintake.vault.primitives import random_bytes
from caseintake.work import Office
from tests.intake.people import draft, papers
from tests.office import OfficeForTests


def prepared(office: OfficeForTests, keyring: Keyring) -> tuple[PreparedVault, Holder]:
    assert keyring.holder is not None
    with office.office.unit() as uow:
        keystore = Keystore(uow.session, keyring, uow.roster, office.office.verified)
        intake = Holder.vault(uow.roster.office_vaults[VaultKind.INTAKE])
        made = prepare(VaultKind.CONVERSATION, [keyring.holder, intake], keystore=keystore)
        assert not uow.session.new  # nothing of it hangs on the unit that reads
        return made, intake


def test_it_is_held_by_those_it_was_made_for(office: OfficeForTests) -> None:
    keyring = Keyring.receipt(new_id(), random_bytes(32))
    made, intake = prepared(office, keyring)
    actor = Actor("receipt", made.epoch.maker.id)
    with office.office.unit(actor=actor, keyring=keyring, write=True) as uow:
        vault_id = take_over(made, keystore=uow.keystore)
        uow.commit()
    assert vault_id is not None
    with office.unit(office.coordinator, write=False) as uow:
        assert set(uow.keystore.holders(vault_id)) == {keyring.holder, intake, RECOVERY}
        assert uow.keystore.can_open(vault_id)


def test_what_was_sealed_to_yesterdays_key_is_not_written(office: OfficeForTests) -> None:
    officer = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    keyring = Keyring.receipt(new_id(), random_bytes(32))
    made, intake = prepared(office, keyring)
    with office.unit(office.coordinator) as uow:
        uow.keystore.remove(intake.id, Holder.person(officer))
        uow.commit()
    with office.office.unit(actor=Actor("receipt", made.epoch.maker.id), keyring=keyring, write=True) as uow:
        assert take_over(made, keystore=uow.keystore) is None
        assert not uow.session.new


def test_what_was_changed_in_between_is_refused(office: OfficeForTests) -> None:
    keyring = Keyring.receipt(new_id(), random_bytes(32))
    made, _intake = prepared(office, keyring)
    forged = replace(made, epoch=replace(made.epoch, signature=bytes(65)))
    with (
        office.office.unit(actor=Actor("receipt", made.epoch.maker.id), keyring=keyring, write=True) as uow,
        pytest.raises(ForgedEpoch),
    ):
        take_over(forged, keystore=uow.keystore)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_no_seal_is_made_while_others_wait(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> None:
    code = draft(office.office)
    writing: list[bool] = []
    sealed_while_writing: list[bool] = []
    unit, seal = Office.unit, grant.hpke_seal

    def noted(self: Office, **values: Any) -> Any:
        writing.append(values.get("write", False))
        return unit(self, **values)

    def sealed(*values: bytes) -> bytes:
        sealed_while_writing.append(writing[-1])
        return seal(*values)

    monkeypatch.setattr(Office, "unit", noted)
    monkeypatch.setattr(grant, "hpke_seal", sealed)
    assert sending.submit(code, papers=papers(), office=office.office)
    assert sealed_while_writing == [False] * 3  # to the receipt, the intake and the recovery key
