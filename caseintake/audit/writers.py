"""Did whoever signed an entry have any business in that chain, at that place in it?

A removed person keeps her old keys, somebody with new keys the ones she had, and a former holder the old record key.
They are good for what stands in the log before that, and for nothing after it; the log itself says where that was,
because the rows of roster and epochs are logged in it. So a writer is a key, not a name.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.audit.replay import Finding, Replay, Written
from caseintake.storage import Base
from caseintake.vault.chains import Chains
from caseintake.vault.epoch import Epoch, holds
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.logged import INTAKE_CHAIN, OFFICE_CHAIN
from caseintake.vault.roster import Roster
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.tables import EpochRow, RosterRow


def check_writers(session: Session, state: Replay, roster: Roster, chains: Chains) -> Iterator[Finding]:
    """Every entry must be by somebody who held the vault then, or was on the roster then."""
    sealed = frozenset(m.class_.__kind__ for m in Base.registry.mappers if issubclass(m.class_, SealedRecord))
    places = {row.id: row.seq for row in session.execute(select(EpochRow.id, EpochRow.seq))}
    members = {row.id: row.seq for row in session.execute(select(RosterRow.id, RosterRow.seq))}
    for chain, entries in state.written.items():
        if chain == OFFICE_CHAIN:
            yield from _office(entries, state, roster, members)
        elif chain != INTAKE_CHAIN:
            try:
                rows = chains.of(chain)
            except VaultError:
                continue  # already named
            yield from _vault(chain, entries, state, rows, roster, chains, places, sealed)


def _office(entries: list[Written], state: Replay, roster: Roster, members: dict[UUID, int]) -> Iterator[Finding]:
    so_far = 0
    for seq, entry in enumerate(entries, 1):
        now = max([so_far, *(members.get(id, 0) for id in entry.keys)])
        kind, signer = state.signers.get(entry.unit, ("", UUID(int=0)))
        if kind == "receipt":
            yield Finding("log_entry", f"{OFFICE_CHAIN}/{seq}", "forged: a receipt writes in its conversation only")
        elif kind == "person":
            key = state.signed_with.get(entry.unit)
            known = [roster.entry_at(signer, at) for at in (so_far, now)]
            if not any(one is not None and one.active and one.sign_public == key for one in known):
                words = f"forged: person {signer} was not on the roster under this key"
                yield Finding("log_entry", f"{OFFICE_CHAIN}/{seq}", words)
        so_far = now


def _vault(
    chain: UUID,
    entries: list[Written],
    state: Replay,
    rows: list[Epoch],
    roster: Roster,
    chains: Chains,
    places: dict[UUID, int],
    sealed: frozenset[str],
) -> Iterator[Finding]:
    so_far = 0
    for seq, entry in enumerate(entries, 1):
        now = max([so_far, *(places.get(id, 0) for id in entry.keys)])
        kind, signer = state.signers.get(entry.unit, ("", UUID(int=0)))
        if kind == "host" and entry.kinds & sealed:
            yield Finding("log_entry", f"{chain}/{seq}", "forged: a host opens nothing, so it seals nothing")
        elif kind in ("person", "receipt"):
            holder = Holder(HolderKind(kind), signer)
            current = rows[max(so_far - 1, 0) : max(now, 1)]
            made_it = rows[0].maker == holder and not so_far
            hashes = _key_hashes(holder, state.signed_with.get(entry.unit), roster, rows)
            if not made_it and not any(holds(holder, row, chains.of, key) for row in current for key in hashes):
                words = f"forged: {kind} {signer} wrote without holding the vault"
                yield Finding("log_entry", f"{chain}/{seq}", words)
        so_far = now


def _key_hashes(holder: Holder, key: bytes | None, roster: Roster, rows: list[Epoch]) -> set[bytes]:
    """Under which keys the signer of an entry can have held its vault: a person's as she signed it, a receipt's own."""
    if holder.kind is HolderKind.PERSON:
        return {one.key_hash for one in roster.history(holder.id) if one.active and one.sign_public == key}
    return {row.holders[holder] for row in rows if holder in row.holders}
