"""People of a test office as they are really there: vouched for, named, able to sign in."""

from __future__ import annotations

from caseintake.identity.model import DisplayName
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from tests.office import OfficeForTests
from tests.signing_in import Account, account


def employ(office: OfficeForTests, role: Role, name: str, *vaults: VaultKind) -> Account:
    """Somebody new with an account, a name colleagues call them by, and these office vaults."""
    return take_in(office, account(office, office.hire(role, *vaults)), name)


def take_in(office: OfficeForTests, who: Account, name: str) -> Account:
    """Give somebody who has an account already the name colleagues call them by."""
    with office.unit(office.coordinator) as uow:
        directory = uow.roster.office_vaults[VaultKind.DIRECTORY]
        uow.add(DisplayName(vault_id=directory, person_id=who.person_id, name=name))
        uow.commit()
    return who
