"""How many coordinators each act takes, in an office of one, of two and of three: the table of docs/operations.md."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from caseintake.backup import confirming
from caseintake.identity import forgotten, freezing
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.roster import Introduction
from caseintake.work import UnitOfWork
from tests.office import OfficeForTests

#: An act on somebody of this office; answers how many coordinators besides her must sign.
Count = Callable[[UnitOfWork, UUID], int]


def of_roster(action: str, role: Role | None = None, *, herself: bool = False) -> Count:
    def count(uow: UnitOfWork, whom: UUID) -> int:
        known, keys = uow.roster.find(whom), HolderKeys(random_bytes(32))
        becomes = role or (known.role if known is not None else Role.LAWYER)
        said = Introduction(action, whom, becomes, keys.hpke_public, keys.sign_public)
        return uow.roster.vouchers_needed(said, herself=herself)

    return count


def restored(uow: UnitOfWork, _whom: UUID) -> int:
    return confirming._needed(uow.roster, uow.roster.seq)


#: Act, whom it is about, and the number in an office of 1, 2, 3 and 4 coordinators. 0: nobody can.
TABLE: list[tuple[str, Count, str, tuple[int, int, int, int]]] = [
    ("a lawyer comes", of_roster("add", Role.LAWYER), "newcomer", (1, 1, 1, 1)),
    ("a coordinator comes", of_roster("add", Role.COORDINATOR), "newcomer", (1, 2, 2, 2)),
    ("an intake officer comes", of_roster("add", Role.INTAKE_OFFICER), "newcomer", (1, 2, 2, 2)),
    ("a lawyer leaves", of_roster("remove"), "lawyer", (1, 1, 1, 1)),
    ("a coordinator leaves", of_roster("remove"), "coordinator", (0, 1, 2, 2)),
    ("a lawyer asks for new keys", of_roster("replace", herself=True), "lawyer", (1, 1, 1, 1)),
    ("a coordinator asks for new keys", of_roster("replace", herself=True), "coordinator", (0, 1, 2, 2)),
    ("a lawyer forgot the passphrase", lambda u, who: forgotten.to_compare(who, uow=u), "lawyer", (1, 2, 2, 2)),
    ("a coordinator forgot it", lambda u, who: forgotten.to_compare(who, uow=u), "coordinator", (0, 1, 2, 2)),
    ("a lawyer was frozen", lambda u, who: freezing.signatures_needed(who, uow=u), "lawyer", (1, 2, 2, 2)),
    ("a coordinator was frozen", lambda u, who: freezing.signatures_needed(who, uow=u), "coordinator", (0, 1, 2, 2)),
    ("a new recovery key", lambda u, _who: u.roster.agree_on_recovery, "lawyer", (1, 2, 2, 2)),
    ("an office was restored", restored, "lawyer", (1, 2, 2, 2)),
]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_each_act_takes_in_offices_of_each_size(office: OfficeForTests) -> None:
    whom = {"lawyer": office.hire(Role.LAWYER), "newcomer": new_id(), "coordinator": office.coordinator}
    for size in range(1, 5):
        if size > 1:
            office.hire(Role.COORDINATOR)
        with office.unit(office.coordinator, write=False) as uow:
            there = [one.id for one in uow.roster.people() if one.may_vouch]
            assert len(there) == size
            for act, count, about, expected in TABLE:
                able = len([id for id in there if id != whom[about]])
                needed = expected[size - 1]
                assert needed <= able or act == "an office was restored", (act, size)
                if needed:
                    assert count(uow, whom[about]) == needed, (act, size)
                else:
                    assert able == 0, (act, size)
