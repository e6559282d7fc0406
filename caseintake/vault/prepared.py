"""A vault whose keys are made, sealed and signed before anybody takes the write lock of the database.

Post-quantum keys and their seals are the dearest work of a first contact. On SQLite everybody who writes would wait
for it; so it is done in a unit that reads, and a unit that writes takes the finished rows over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from caseintake.vault.epoch import Epoch
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keystore import Keystore


@dataclass(frozen=True)
class PreparedVault:
    """Rows of a new vault that stand in no database yet. ``secret`` is its epoch's; it goes into one keyring only."""

    epoch: Epoch
    secret: bytes = field(repr=False)
    rows: tuple[Any, ...] = field(repr=False)


def prepare(kind: VaultKind, holders: Iterable[Holder], *, keystore: Keystore) -> PreparedVault:
    """Make a vault in a unit that reads and writes nothing. Raises as `Keystore.create_vault` does."""
    vault_id = keystore.create_vault(kind, holders)
    epoch = keystore.chains.current(vault_id)
    rows = tuple(keystore.session.new)
    for row in rows:
        keystore.session.expunge(row)
    return PreparedVault(epoch, keystore.keys(vault_id, epoch.number).secret, rows)


def take_over(prepared: PreparedVault, *, keystore: Keystore) -> UUID | None:
    """Add a prepared vault to the unit that writes; its id, or None when it was sealed to keys of yesterday.

    Between the two units the roster may have grown or the intake vault may have turned. Nothing is ever written that
    `Keystore.create_vault` would not write now.
    """
    epoch = prepared.epoch
    keystore.keep_still(epoch.holders)
    fresh = all(keystore.key_hash(holder) == key_hash for holder, key_hash in epoch.holders.items())
    if epoch.roster_seq != keystore.roster.seq or not fresh:
        return None
    keystore.chains.add(epoch)
    keystore.session.add_all(prepared.rows)
    keystore.keyring.learn(epoch.vault_id, epoch.number, prepared.secret)
    return epoch.vault_id
