"""Signatures of authors on records that prove something (docs/vault-format.md § 5.3).

The signature lies inside the sealed payload: outside it, anybody could test guesses of a short text. It covers the
plaintext, so sealing again under a new epoch does not break it.
"""

from collections import defaultdict
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


def sign_draft(
    row: SealedRecord,
    actor: Actor,
    keyring: Keyring,
    session: Session,
    here: Iterable[SealedRecord],
    written: Iterable[Iterable[UUID]],
    last: Signature | None = None,
) -> Signature:
    """The acting author's signature over the draft. Raises `Locked` when the actor's key is not in the keyring.

    ``here`` are the rows of this kind in this vault that the unit has in hand: what it wrote is in no log yet.
    ``written`` are the rows of this kind the author wrote in this vault, as the log has them: one group an entry, the
    newest first. Every write takes the next number, so the newest group that is still there holds the highest.
    ``last`` is the author's newest one, where that is known: then nothing is looked for.
    """
    if keyring.keys is None or keyring.holder is None or keyring.holder.id != actor.id:
        raise Locked("a record that proves something needs its author's key")
    author = keyring.holder
    last = last or _last_of(row, author, session, here, written)
    sequence, previous = (last.sequence + 1, sha256(last.signature)) if last is not None else (1, b"")
    signature = keyring.keys.sign(message(row, author, sequence, previous))
    return Signature(author.kind, author.id, sequence, previous, signature)


def in_hand(session: Session) -> dict[tuple[UUID, str], list[SealedRecord]]:
    """The signed records that were opened or written in this session, by vault and kind."""
    found: dict[tuple[UUID, str], list[SealedRecord]] = defaultdict(list)
    for one in (*session.new, *session.identity_map.values()):
        if isinstance(one, SealedRecord) and one.__signed__ and "_opened" in one.__dict__:
            found[one.vault_id, one.__kind__].append(one)
    return found


def _last_of(
    row: SealedRecord,
    author: Holder,
    session: Session,
    here: Iterable[SealedRecord],
    written: Iterable[Iterable[UUID]],
) -> Signature | None:
    model: Any = type(row)
    found = _signatures(here, row, author)
    for ids in written:
        stored = _signatures(session.scalars(select(model).where(model.id.in_(tuple(ids)))), row, author)
        if stored:
            found += stored
            break
    return max(found, key=lambda signature: signature.sequence, default=None)


def _signatures(rows: Iterable[SealedRecord], but: SealedRecord, author: Holder) -> list[Signature]:
    signed = (one.signature() for one in rows if one is not but and not one.drafted and one.vault_id == but.vault_id)
    return [one for one in signed if one is not None and Holder(one.author_kind, one.author_id) == author]


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
