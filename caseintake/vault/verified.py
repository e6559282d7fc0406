"""Public keys that something signed vouches for: the only ones anything is ever sealed to.

Nothing else makes a `VerifiedKey`: `hpke_seal` takes no other, so a key that was merely read from a row fails the type
check, and making one elsewhere fails `tests/test_architecture.py`.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from caseintake.vault.chains import Chains
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import NotVouched
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import HolderKeys, VerifiedKey
from caseintake.vault.roster import Roster
from caseintake.vault.tables import Receipt


class PublicKeys:
    """The public keys of holders, as one unit of work may believe them.

    ``receipts`` are keys of receipts made in this unit; no roster knows them, the epoch row that names them is what
    binds them.
    """

    def __init__(self, session: Session, keyring: Keyring, roster: Roster, chains: Chains) -> None:
        self._session = session
        self._keyring = keyring
        self._roster = roster
        self._chains = chains
        self.receipts: dict[Holder, HolderKeys] = {}

    def of(self, holder: Holder) -> VerifiedKey:
        """Raises `NotVouched`, `ForgedEpoch` or `SkippedEpoch`."""
        if holder.kind is HolderKind.PERSON:
            return of_person(self._roster, holder.id)
        if holder.kind is HolderKind.RECOVERY:
            return of_recovery(self._roster)
        if holder.kind is HolderKind.VAULT:
            return of_vault(self._chains.current(holder.id))
        return self._receipt(holder)

    def _receipt(self, holder: Holder) -> VerifiedKey:
        if holder == self._keyring.holder and self._keyring.keys is not None:
            return own(self._keyring.keys)
        if holder in self.receipts:
            return own(self.receipts[holder])
        row = self._session.get(Receipt, holder.id)
        key = VerifiedKey(b"" if row is None else row.hpke_public)
        if row is None or self._chains.current(row.vault_id).holders.get(holder) != key.hash:
            raise NotVouched(f"no verified key for receipt {holder.id}")
        return key


def of_person(roster: Roster, person_id: UUID) -> VerifiedKey:
    """The key the roster gives a person. Raises `NotVouched`."""
    return VerifiedKey(roster.person(person_id).hpke_public)


def of_vault(current: Epoch) -> VerifiedKey:
    """The key of a vault, from its current row, which the caller has checked."""
    return VerifiedKey(current.public)


def of_recovery(roster: Roster) -> VerifiedKey:
    """The recovery key: pinned in entry 0, or the one two coordinators have put in its place."""
    return VerifiedKey(roster.recovery_public)


def own(keys: HolderKeys) -> VerifiedKey:
    """The public half of keys that are in hand."""
    return VerifiedKey(keys.hpke_public)


def pinned_on_host(public: bytes) -> VerifiedKey:
    """A key that stands in a file of this host, outside the database: whoever can change it has the host."""
    return VerifiedKey(public)
