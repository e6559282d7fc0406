"""Epoch rows: who holds a vault since when, under which key, signed by somebody who held it (docs/vault-format.md § 3).

Pure. A row that only adds holders keeps the key (``number`` stays); a row that leaves somebody out has a new key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from caseintake.vault import canonical
from caseintake.vault.errors import ForgedEpoch, SkippedEpoch
from caseintake.vault.holders import RECOVERY, Holder, HolderKind, VaultKind
from caseintake.vault.primitives import (
    HASH_BYTES,
    HPKE_PUBLIC_BYTES,
    SIGN_PUBLIC_BYTES,
    sha256,
    verify_signature,
)
from caseintake.vault.roster import Roster


@dataclass(frozen=True)
class Epoch:
    """One row of a vault's epoch chain.

    ``seq`` counts rows from 1, ``number`` counts keys from 1. ``holders`` maps each holder to the SHA-256 of the
    public key the secret was sealed to; empty bytes mean: belongs here, but was left out until its own key is fresh.
    ``commitment`` is HKDF of the epoch secret, so that a grant with another secret is noticed. ``receipt_sign_public``
    stands in row 1 of a conversation, and in the row that puts a new receipt in the place of an old one: the client's
    own key, which nobody vouches for.
    """

    vault_id: UUID
    kind: VaultKind
    seq: int
    number: int
    previous: bytes
    public: bytes
    commitment: bytes
    holders: dict[Holder, bytes]
    roster_seq: int
    maker: Holder
    receipt_sign_public: bytes | None = None
    signature: bytes = b""

    @cached_property
    def body(self) -> bytes:
        ordered = sorted(self.holders.items(), key=lambda pair: (pair[0].kind.value, pair[0].id.bytes))
        return canonical.encode(
            "epoch",
            self.vault_id,
            self.kind.value,
            self.seq,
            self.number,
            self.previous,
            self.public,
            self.commitment,
            [[holder.kind.value, holder.id, key_hash] for holder, key_hash in ordered],
            self.roster_seq,
            self.maker.kind.value,
            self.maker.id,
            self.receipt_sign_public,
        )

    @cached_property
    def hash(self) -> bytes:
        return sha256(self.body + self.signature)

    @cached_property
    def key_hash(self) -> bytes:
        return sha256(self.public)

    @classmethod
    def parse(cls, body: bytes, signature: bytes) -> "Epoch":
        """Read a stored row. Raises `ForgedEpoch` if it is not in the canonical form."""
        try:
            row = cls._read(canonical.require(canonical.decode(body, "epoch"), *_KINDS), signature)
        except ValueError:
            raise ForgedEpoch("an epoch row is unreadable") from None
        if row.body != body:
            raise ForgedEpoch("an epoch row lists its holders in another order, or twice")
        return row

    @classmethod
    def parse_again(cls, body: bytes, signature: bytes) -> "Epoch":
        """A stored row whose very bytes were parsed and checked before: a third of the work, for thousands a page."""
        try:
            row = cls._read(canonical.decode_again(body), signature)
        except ValueError:  # known are body and signature together: somebody moved where one ends
            raise ForgedEpoch("an epoch row is unreadable") from None
        row.__dict__["body"] = body
        return row

    @classmethod
    def _read(cls, values: list[Any], signature: bytes) -> "Epoch":
        vault, kind, seq, number, previous, public, commitment, holders, roster_seq, maker, maker_id, receipt = values
        listed = {}
        for holder in holders:
            holder_kind, id, key_hash = canonical.require(holder, str, UUID, bytes)
            listed[Holder(HolderKind(holder_kind), id)] = key_hash
        if {len(previous), *map(len, listed.values())} - {0, HASH_BYTES} or len(public) != HPKE_PUBLIC_BYTES:
            raise ValueError("a key or a hash has another size")
        if len(commitment) != HASH_BYTES or (receipt is not None and len(receipt) != SIGN_PUBLIC_BYTES):
            raise ValueError("a key or a hash has another size")
        if min(seq, number) < 1 or roster_seq < 0:
            raise ValueError("a number is out of range")
        by, of = Holder(HolderKind(maker), maker_id), VaultKind(kind)
        return cls(vault, of, seq, number, previous, public, commitment, listed, roster_seq, by, receipt, signature)


#: What the items of a row are, in order.
_KINDS = (UUID, str, int, int, bytes, bytes, bytes, list, int, str, UUID, (bytes, type(None)))

EpochLookup = Callable[[UUID], list[Epoch]]


def check_chain(
    rows: list[Epoch], roster: Roster, chain_of: EpochLookup, known: Callable[[bytes], bool] = lambda _: False
) -> Epoch:
    """Check a vault's rows from 1 to the end and return the last: the current epoch.

    ``chain_of`` gives the checked rows of another vault, for makers who held this one through that one. ``known``
    spares the signature of a row that was checked before, never the question whether the rows follow each other.
    Raises `SkippedEpoch` for a gap and `ForgedEpoch` for anything not signed by a holder.
    """
    if not rows:
        raise SkippedEpoch("a vault has no epoch")
    previous: Epoch | None = None
    for at, row in enumerate(rows):
        _check_link(row, previous)
        if not known(row.hash):
            _check_maker(row, rows[:at], roster, chain_of)
        previous = row
    return rows[-1]


def check_next(row: Epoch, before: list[Epoch], roster: Roster, chain_of: EpochLookup) -> None:
    """Check a row that is about to follow ``before``: one's own mistakes must not close a vault for the others."""
    _check_link(row, before[-1] if before else None)
    _check_maker(row, before, roster, chain_of)


def receipt_keys(rows: list[Epoch]) -> dict[Holder, bytes]:
    """The signing key of every receipt a conversation ever had, from the rows that brought them in."""
    return {
        holder: row.receipt_sign_public
        for row in rows
        if row.receipt_sign_public is not None
        for holder in row.holders
        if holder.kind is HolderKind.RECEIPT
    }


def _check_link(row: Epoch, previous: Epoch | None) -> None:
    if previous is None:
        if row.seq != 1 or row.number != 1 or row.previous != b"":
            raise SkippedEpoch(f"{_where(row)}: the first rows are missing")
        return
    if row.seq != previous.seq + 1 or row.previous != previous.hash:
        raise SkippedEpoch(f"{_where(row)}: does not follow from the one before")
    if row.vault_id != previous.vault_id or row.kind is not previous.kind:
        raise ForgedEpoch(f"{_where(row)}: belongs to another vault")
    if row.number == previous.number:
        same = row.public == previous.public and row.commitment == previous.commitment
        kept = all(row.holders.get(holder) == key_hash for holder, key_hash in previous.holders.items())
        if not (same and kept):
            raise ForgedEpoch(f"{_where(row)}: changes keys or holders without a new key")
    elif row.number != previous.number + 1:
        raise SkippedEpoch(f"{_where(row)}: a key is missing")


def _where(row: Epoch) -> str:
    return f"vault {row.vault_id} epoch row {row.seq}"


def _check_maker(row: Epoch, before: list[Epoch], roster: Roster, chain_of: EpochLookup) -> None:
    where, previous = _where(row), before[-1] if before else None
    _check_receipts(row, previous, where)
    if row.holders.get(RECOVERY) != roster.recovery_at(row.roster_seq).hash:
        raise ForgedEpoch(f"{where}: the recovery key does not hold it")
    if row.maker.kind is HolderKind.RECEIPT:
        sign_public = _receipt_key(row, before, where)
    elif row.maker.kind is HolderKind.PERSON:
        sign_public = _person_key(row, previous, roster, chain_of, where)
    elif row.maker == RECOVERY:
        sign_public = _recovery_key(row, previous, roster, where)
    else:
        raise ForgedEpoch(f"{where}: made by something that cannot sign")
    if not verify_signature(sign_public, row.signature, row.body):
        raise ForgedEpoch(f"{where}: the signature does not fit")


def _check_receipts(row: Epoch, previous: Epoch | None, where: str) -> None:
    """A conversation has at most one receipt, and a new one comes in with its signing key and with a new epoch key."""
    mine = {holder for holder in row.holders if holder.kind is HolderKind.RECEIPT}
    fresh = mine - set(previous.holders) if previous is not None else mine
    if len(mine) > 1 or (mine and row.kind is not VaultKind.CONVERSATION):
        raise ForgedEpoch(f"{where}: a receipt makes conversations only")
    if bool(fresh) != (row.receipt_sign_public is not None):
        raise ForgedEpoch(f"{where}: a receipt comes in with its key, and a key with its receipt")
    if fresh and previous is not None and row.number == previous.number:
        raise ForgedEpoch(f"{where}: a new receipt needs a new key")


def _receipt_key(row: Epoch, before: list[Epoch], where: str) -> bytes:
    if not before:
        if row.maker not in row.holders or row.receipt_sign_public is None:
            raise ForgedEpoch(f"{where}: a receipt must hold its own conversation")
        return row.receipt_sign_public
    previous = before[-1]
    others = {holder for holder in row.holders if holder.kind is not HolderKind.RECEIPT}
    if not others <= set(previous.holders) or row.maker not in previous.holders:
        raise ForgedEpoch(f"{where}: a receipt may refresh holders, never add one")
    known = receipt_keys(before)
    if row.maker not in known:
        raise ForgedEpoch(f"{where}: not a receipt this conversation ever had")
    return known[row.maker]


def _person_key(row: Epoch, previous: Epoch | None, roster: Roster, chain_of: EpochLookup, where: str) -> bytes:
    person = roster.entry_at(row.maker.id, row.roster_seq)
    if person is None or not person.active:
        raise ForgedEpoch(f"{where}: its maker was not on the roster")
    pinned = row.vault_id in roster.office_vaults.values()
    if previous is None and pinned and (row.maker.id, row.roster_seq) != (roster.founder, 0):
        raise ForgedEpoch(f"{where}: the office's own vaults were made by its founder")
    if person.made is not None and row.hash not in person.made:
        raise ForgedEpoch(f"{where}: signed with a key that had been replaced or removed")
    if previous is not None and not holds(row.maker, previous, chain_of, person.key_hash):
        raise ForgedEpoch(f"{where}: its maker did not hold the vault")
    return person.sign_public


def _recovery_key(row: Epoch, previous: Epoch | None, roster: Roster, where: str) -> bytes:
    """The recovery key lets somebody in again whom the roster knows, and does nothing else."""
    key = roster.recovery_at(row.roster_seq)
    if previous is None or previous.holders.get(RECOVERY) != key.hash:
        raise ForgedEpoch(f"{where}: the recovery key makes no vault, and holds this one under another key")
    for holder, key_hash in row.holders.items():
        if previous.holders.get(holder) == key_hash:
            continue
        person = roster.entry_at(holder.id, row.roster_seq) if holder.kind is HolderKind.PERSON else None
        if person is None or not person.active or person.key_hash != key_hash:
            raise ForgedEpoch(f"{where}: the recovery key lets in whom somebody has vouched for")
    if key.sign_public is None:
        raise ForgedEpoch(f"{where}: this recovery key cannot sign")
    return key.sign_public


def holds(holder: Holder, epoch: Epoch, chain_of: EpochLookup, key_hash: bytes, depth: int = 4) -> bool:
    """True if ``holder``, under the key with this hash, reaches this epoch directly or through vaults that hold it.

    Under the key, not under the name: whoever was given new keys was not given the vaults with them.
    """
    if epoch.holders.get(holder) == key_hash:
        return True
    if depth == 0:
        return False
    for parent, parent_hash in epoch.holders.items():
        if parent.kind is HolderKind.VAULT and parent_hash:
            rows = [row for row in chain_of(parent.id) if row.key_hash == parent_hash]
            if any(holds(holder, row, chain_of, key_hash, depth - 1) for row in rows):
                return True
    return False
