"""Who did what in a vault: its log, opened as far as the keys at hand reach.

The order of the entries, their days and their signers stand in clear; the word for the deed and the exact time are
sealed under the vault's record key. Whether the log is whole is another question: `verify` answers it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.audit.chain import Entry, Item
from caseintake.audit.trail import LogEntry, LogUnit, detail_context
from caseintake.vault import canonical, record
from caseintake.vault.errors import DamagedPadding, Locked, SkippedEpoch
from caseintake.vault.keystore import Keystore
from caseintake.vault.primitives import DoesNotOpen, SymmetricKey, sha256


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of a vault's log.

    ``said`` and ``at`` are None where nothing was said or no key opens it. ``damaged``: what is sealed here is not
    what the entry promises, or names another author than the signature; ``day`` is None if not even that can be read.
    """

    seq: int
    day: date | None
    by_kind: str
    by: UUID
    items: tuple[Item, ...]
    said: str | None = None
    at: datetime | None = None
    damaged: bool = False


def deeds(
    vault_id: UUID, *, session: Session, keystore: Keystore, before: int | None = None, limit: int = 100
) -> list[Deed]:
    """The newest entries of a vault's log first, at most ``limit``, only those below number ``before``."""
    statement = (
        select(LogEntry.seq, LogEntry.body, LogEntry.detail, LogUnit.signer_kind, LogUnit.signer)
        .join(LogUnit, LogUnit.id == LogEntry.unit)
        .where(LogEntry.chain == vault_id)
        .order_by(LogEntry.seq.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(LogEntry.seq < before)
    keys = _record_keys(vault_id, keystore)
    return [
        _read(vault_id, seq, body, detail, (signer_kind, signer), keys)
        for seq, body, detail, signer_kind, signer in session.execute(statement)
    ]


def _record_keys(vault_id: UUID, keystore: Keystore) -> list[SymmetricKey]:
    """The keys this vault has had, the newest first, as far as they open."""
    found = []
    for number in range(keystore.chains.current(vault_id).number, 0, -1):
        try:
            found.append(keystore.keys(vault_id, number).record_key)
        except (Locked, SkippedEpoch):
            continue
    return found


def _read(
    vault_id: UUID,
    seq: int,
    body: bytes,
    detail: bytes | None,
    signer: tuple[str, UUID],
    keys: list[SymmetricKey],
) -> Deed:
    try:
        entry = Entry.parse(body)
    except ValueError:
        return Deed(seq, None, signer[0], signer[1], (), damaged=True)
    deed = Deed(seq, entry.day, signer[0], signer[1], entry.items)
    if detail is None:
        return _damaged(deed) if entry.detail else deed
    if sha256(detail) != entry.detail:
        return _damaged(deed)
    try:
        told = _opened(detail, detail_context(vault_id, seq), keys)
        if told is None:
            return deed
        said, kind, by, at = told
        moment = datetime.fromisoformat(at)
    except (ValueError, DamagedPadding):  # sealed by somebody who holds the vault, and by no program of ours
        return _damaged(deed)
    if (kind, by) != signer:
        return _damaged(deed)
    return Deed(seq, entry.day, kind, by, entry.items, said or None, moment)


def _opened(detail: bytes, context: bytes, keys: list[SymmetricKey]) -> tuple[str, str, UUID, str] | None:
    for key in keys:
        try:
            opened = record.unpad(key.open(detail, context))
        except DoesNotOpen:
            continue
        said, kind, by, at = canonical.require(canonical.decode(opened, "said"), str, str, UUID, str)
        return said, kind, by, at
    return None


def _damaged(deed: Deed) -> Deed:
    return Deed(deed.seq, deed.day, deed.by_kind, deed.by, deed.items, damaged=True)
