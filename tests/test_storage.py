"""Asking the database for any number of things."""

from sqlalchemy import select

from caseintake.kernel.ids import new_id
from caseintake.storage import AT_ONCE, in_parts, rows_in, scalars_in
from caseintake.vault.tables import Vault
from tests.office import OfficeForTests


def test_any_number_of_ids_is_asked_for_and_each_row_comes_once(office: OfficeForTests) -> None:
    with office.office.unit() as uow:
        vaults = set(uow.session.scalars(select(Vault.id)))
        asked = [*(new_id() for _ in range(2 * AT_ONCE)), *vaults, *vaults]
        assert sorted(scalars_in(select(Vault.id), Vault.id, asked, uow.session)) == sorted(vaults)
        assert {row.id for row in rows_in(select(Vault.id, Vault.kind), Vault.id, asked, uow.session)} == vaults
    assert [len(some) for some in in_parts(asked)] == [AT_ONCE, AT_ONCE, len(vaults)]
