"""The recovery secret on paper."""

from __future__ import annotations

from itertools import combinations

import pytest

from caseintake.vault import recovery
from caseintake.vault.errors import WrongShares
from caseintake.vault.holders import VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import HolderKeys, random_bytes
from tests.office import OfficeForTests

SECRET = bytes(range(32))
PUBLIC = HolderKeys(SECRET).hpke_public


@pytest.fixture(scope="module")
def shares() -> tuple[str, ...]:
    return recovery.split(SECRET)


def test_any_three_of_five_give_the_secret_back(shares: tuple[str, ...]) -> None:
    assert len(shares) == 5
    assert {len(share.split()) for share in shares} == {33}
    for three in combinations(shares, 3):
        assert recovery.combine(three, PUBLIC) == SECRET
    assert recovery.combine(shares, PUBLIC) == SECRET, "more than needed do no harm"


def test_two_are_not_enough_nor_is_one_twice(shares: tuple[str, ...]) -> None:
    for few in (shares[:2], (shares[0], shares[0], shares[1]), (), shares[:1]):
        with pytest.raises(WrongShares):
            recovery.combine(few, PUBLIC)


def test_capitals_and_spaces_do_not_matter(shares: tuple[str, ...]) -> None:
    typed = [f"  {share.upper().replace(' ', '   ')} " for share in shares[2:]]
    assert recovery.combine(typed, PUBLIC) == SECRET


def test_a_mistyped_word_is_noticed(shares: tuple[str, ...]) -> None:
    words = shares[0].split()
    words[10] = "zero" if words[10] != "zero" else "acid"
    with pytest.raises(WrongShares, match="mistyped"):
        recovery.combine([" ".join(words), *shares[1:3]], PUBLIC)


def test_shares_of_two_splits_do_not_mix(shares: tuple[str, ...]) -> None:
    with pytest.raises(WrongShares):
        recovery.combine([*shares[:2], recovery.split(SECRET)[2]], PUBLIC)


def test_good_shares_of_another_secret_are_refused() -> None:
    other = recovery.split(random_bytes(32))
    with pytest.raises(WrongShares, match="not of this office"):
        recovery.combine(other[:3], PUBLIC)


@pytest.mark.parametrize(("shares", "threshold"), [(5, 1), (1, 1), (3, 4), (17, 3)])
def test_one_person_alone_is_never_enough(shares: int, threshold: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        recovery.split(SECRET, shares=shares, threshold=threshold)


def test_the_recovery_key_opens_every_vault_and_signs_nothing(office: OfficeForTests) -> None:
    from caseintake.vault.grant import context, open_grant
    from caseintake.vault.holders import RECOVERY
    from caseintake.vault.tables import Grant

    keys = HolderKeys(office.recovery_secret)
    with office.office.unit(keyring=Keyring.empty()) as uow:
        assert len(uow.roster.office_vaults) == 4
        for vault_id in uow.roster.office_vaults.values():
            epoch = uow.keystore.chains.current(vault_id)
            row = uow.session.query(Grant).filter_by(vault_id=vault_id, holder_kind=RECOVERY.kind).one()
            info = context(
                uow.roster.fingerprint, vault_id, 1, epoch.commitment, RECOVERY, uow.roster.recovery_key_hash
            )
            assert open_grant(row.scheme, row.sealed, info, epoch.commitment, keys, None).commitment == epoch.commitment
        assert uow.roster.office_vaults[VaultKind.INTAKE]
        assert all(person.sign_public != keys.sign_public for person in uow.roster.people())
