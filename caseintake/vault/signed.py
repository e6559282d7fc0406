"""Signatures of authors on records that prove something (docs/vault-format.md § 5.3).

The signature lies inside the sealed payload: outside it, anybody could test guesses of a short text. It covers the
plaintext, so sealing again under a new epoch does not break it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.kernel.actor import Actor
from caseintake.vault import canonical
from caseintake.vault.chains import Chains
from caseintake.vault.epoch import receipt_keys
from caseintake.vault.errors import ForgedRecord, Locked
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import sha256, verify_signature
from caseintake.vault.roster import Roster
from caseintake.vault.sealed import SealedRecord, Signature
from caseintake.vault.tables import Vault


@dataclass(frozen=True, slots=True)
class Proof:
    """A checked author of a record. ``sequence`` counts this author's records of this kind in this vault from 1."""

    author: Holder
    sequence: int
    previous: bytes
    digest: bytes


def message(row: SealedRecord, author: Holder, sequence: int, previous: bytes) -> bytes:
    return canonical.encode(
        "signed record",
        row.__kind__,
        row.id,
        row.vault_id,
        author.kind.value,
        author.id,
        sequence,
        previous,
        sha256(row.plaintext()),
    )


def sign_draft(row: SealedRecord, actor: Actor, keyring: Keyring, session: Session) -> Signature:
    """The acting author's signature over the draft. Raises `Locked` when the actor's key is not in the keyring."""
    if keyring.keys is None or keyring.holder is None or keyring.holder.id != actor.id:
        raise Locked("a record that proves something needs its author's key")
    author = keyring.holder
    earlier = _of_author(row, author, session)
    sequence = max((s.sequence for s in earlier), default=0) + 1
    previous = sha256(max(earlier, key=lambda s: s.sequence).signature) if earlier else b""
    signature = keyring.keys.sign(message(row, author, sequence, previous))
    return Signature(author.kind, author.id, sequence, previous, signature)


def _of_author(row: SealedRecord, author: Holder, session: Session) -> list[Signature]:
    model: Any = type(row)
    newborn = any(isinstance(other, Vault) and other.id == row.vault_id for other in session.new)
    stored: Iterable[SealedRecord] = ()
    if not newborn:
        stored = session.scalars(select(model).where(model.vault_id == row.vault_id, model.id != row.id))
    pending = (other for other in session.new if type(other) is model and other.vault_id == row.vault_id)
    found = []
    for other in {*stored, *pending}:
        if other is row or other.drafted:
            continue
        signature = other.signature()
        if signature is not None and Holder(signature.author_kind, signature.author_id) == author:
            found.append(signature)
    return found


def check_signature(row: SealedRecord, roster: Roster, chains: Chains) -> Proof:
    """The author of ``row``, checked against the roster; of a client, against the conversation's first epoch row."""
    signature = row.signature()
    where = f"{row.__kind__} {row.id}"
    if signature is None:
        raise ForgedRecord(f"{where}: carries no signature")
    author = Holder(signature.author_kind, signature.author_id)
    body = message(row, author, signature.sequence, signature.previous)
    keys = _keys_of(author, row.vault_id, roster, chains)
    if not any(verify_signature(key, signature.signature, body) for key in keys):
        raise ForgedRecord(f"{where}: the signature is not its author's")
    return Proof(author, signature.sequence, signature.previous, sha256(signature.signature))


def _keys_of(author: Holder, vault_id: UUID, roster: Roster, chains: Chains) -> list[bytes]:
    if author.kind is HolderKind.PERSON:
        return [entry.sign_public for entry in roster.history(author.id) if entry.active]
    if author.kind is HolderKind.RECEIPT:
        known = receipt_keys(chains.of(vault_id))
        return [known[author]] if author in known else []
    return []
