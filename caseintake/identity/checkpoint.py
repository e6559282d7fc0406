"""What a person remembers of the office between two sign-ins, compared with what is there now.

A chain proves nothing against somebody who can rewrite all of it. So everybody carries away the heads they saw, sealed
with their own secret, and each host keeps a copy outside the database (docs/vault-format.md § 6).
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, select, tuple_

from caseintake.audit.chain import link
from caseintake.audit.trail import LogEntry
from caseintake.damaged import Damage
from caseintake.identity.credentials import Bundle, RememberedHead
from caseintake.identity.model import HistoryWarning
from caseintake.storage import in_parts
from caseintake.vault import canonical
from caseintake.vault.errors import DroppedEpoch, ForgedRoster, RolledBack
from caseintake.vault.holders import VaultKind
from caseintake.vault.logged import INTAKE_CHAIN, OFFICE_CHAIN
from caseintake.vault.primitives import sha256, verify_signature
from caseintake.work import UnitOfWork


def check(bundle: Bundle, *, uow: UnitOfWork) -> list[RememberedHead]:
    """Compare the person's and this host's memory with the database; answer the heads that are gone.

    Raises `ForgedRoster`, `RolledBack` or `DroppedEpoch`: with a roster or an epoch that went back, nothing may be
    written, so nobody comes in before the machines have been looked at.
    """
    roster = uow.roster
    if bundle.fingerprint != roster.fingerprint:
        raise ForgedRoster("this is another office than the one this person belongs to")
    if bundle.roster_hash and (
        bundle.roster_seq > roster.seq or roster.hashes[bundle.roster_seq] != bundle.roster_hash
    ):
        raise RolledBack(f"the roster is not the one remembered at entry {bundle.roster_seq}")
    uow.keystore.chains.load(epoch.id for epoch in bundle.epochs)
    for epoch in bundle.epochs:
        rows = uow.keystore.chains.of(epoch.id)
        if len(rows) < epoch.seq or rows[epoch.seq - 1].hash != epoch.hash:
            raise DroppedEpoch(f"vault {epoch.id} has lost epoch row {epoch.seq}")
    host = (RememberedHead(id, seq, link_) for id, (seq, link_) in uow.office.remembered.heads.items())
    remembered = sorted({*bundle.heads, *host}, key=lambda head: (head.id, head.seq, head.hash))
    gone = set(remembered) - set(_still_there(remembered, uow))
    return [head for head in remembered if head in gone and not _looked_at(head, uow)]


def renewed(bundle: Bundle, gone: Sequence[RememberedHead], *, uow: UnitOfWork) -> Bundle:
    """The bundle with today's heads. Of a chain with a missing head the old memory stays, and so does the alarm."""
    mine = uow.keystore.mine()
    chains = {OFFICE_CHAIN, *mine}
    if uow.roster.office_vaults[VaultKind.INTAKE] in mine:
        chains.add(INTAKE_CHAIN)
    broken = {head.id for head in gone}
    kept = [head for head in bundle.heads if head.id in broken]
    epochs = [uow.keystore.chains.current(vault_id) for vault_id in sorted(mine)]
    return msgspec.structs.replace(
        bundle,
        roster_seq=uow.roster.seq,
        roster_hash=uow.roster.head,
        heads=(*kept, *_heads(sorted(chains - broken), uow)),
        epochs=tuple(RememberedHead(epoch.vault_id, epoch.seq, epoch.hash) for epoch in epochs),
    )


def remember(bundle: Bundle, gone: Sequence[RememberedHead], *, uow: UnitOfWork) -> None:
    """Sign the heads into the office chain and, once that is true, keep them on this host too."""
    uow.note(OFFICE_CHAIN, "checkpoint", uow.actor.id, digest(bundle.heads))
    broken = {head.id for head in gone}
    heads = {head.id: (head.seq, head.hash) for head in bundle.heads if head.id not in broken}
    uow.after_commit(lambda: uow.office.remembered.note_heads(heads))


def digest(heads: Iterable[RememberedHead]) -> bytes:
    return sha256(canonical.encode("heads", [[head.id, head.seq, head.hash] for head in heads]))


def warn(gone: Iterable[RememberedHead], *, uow: UnitOfWork) -> None:
    """Leave a warning for every coordinator, once for each missing head."""
    for head in gone:
        if _warning(head, uow) is None:
            uow.add(
                HistoryWarning(
                    noticed_by=uow.actor.id,
                    damaged=head.id,
                    seq=head.seq,
                    remembered=head.hash,
                    noticed_on=uow.clock.today(),
                )
            )


def warn_of(damages: Iterable[Damage], *, uow: UnitOfWork) -> None:
    """Leave a warning for every coordinator that a record was changed, once for each state it was found in."""
    warn([_as_head(one) for one in damages], uow=uow)


def is_told(damage: Damage, *, uow: UnitOfWork) -> bool:
    """True if there is a warning of this record in this state already."""
    return _warning(_as_head(damage), uow) is not None


def _as_head(damage: Damage) -> RememberedHead:
    """No entry of a chain has number 0: so a warning of a record is told from one of the log."""
    return RememberedHead(damage.id, 0, sha256(canonical.encode("damage", damage.kind, damage.state)))


def open_warnings(*, uow: UnitOfWork) -> list[HistoryWarning]:
    """Warnings no coordinator has looked at, oldest first."""
    rows = uow.session.scalars(select(HistoryWarning).order_by(HistoryWarning.noticed_on))
    return [row for row in rows if not _signed_off(row, uow)]


def look_at(warning: HistoryWarning, *, uow: UnitOfWork) -> None:
    """The acting coordinator has looked and takes the chain as it is. Her signature says so."""
    if uow.keyring.keys is None or not uow.roster.person(uow.actor.id).may_vouch:
        raise PermissionError("only a coordinator may close a warning")
    warning.looked_by = uow.actor.id
    warning.signature = uow.keyring.keys.sign(_closing(warning, uow))
    uow.say("looked at a missing head of the log" if warning.seq else "looked at a changed record")


def _heads(chains: Sequence[UUID], uow: UnitOfWork) -> list[RememberedHead]:
    found = []
    for some in in_parts(chains):
        newest = (
            select(LogEntry.chain, func.max(LogEntry.seq).label("seq"))
            .where(LogEntry.chain.in_(some))
            .group_by(LogEntry.chain)
            .subquery()
        )
        last = and_(LogEntry.chain == newest.c.chain, LogEntry.seq == newest.c.seq)
        statement = select(LogEntry.chain, LogEntry.seq, LogEntry.body).join(newest, last)
        found += [RememberedHead(chain, seq, link(body)) for chain, seq, body in uow.session.execute(statement)]
    return sorted(found, key=lambda head: head.id)


def _still_there(remembered: Sequence[RememberedHead], uow: UnitOfWork) -> list[RememberedHead]:
    found = []
    for places in in_parts((head.id, head.seq) for head in remembered):
        statement = select(LogEntry.chain, LogEntry.seq, LogEntry.body).where(
            tuple_(LogEntry.chain, LogEntry.seq).in_(places)
        )
        found += [RememberedHead(chain, seq, link(body)) for chain, seq, body in uow.session.execute(statement)]
    return found


def _warning(head: RememberedHead, uow: UnitOfWork) -> HistoryWarning | None:
    return uow.session.scalar(
        select(HistoryWarning).where(
            HistoryWarning.damaged == head.id,
            HistoryWarning.seq == head.seq,
            HistoryWarning.remembered == head.hash,
        )
    )


def _looked_at(head: RememberedHead, uow: UnitOfWork) -> bool:
    warning = _warning(head, uow)
    return warning is not None and _signed_off(warning, uow)


def _signed_off(warning: HistoryWarning, uow: UnitOfWork) -> bool:
    if warning.looked_by is None or warning.signature is None:
        return False
    entries = [entry for entry in uow.roster.history(warning.looked_by) if entry.may_vouch]
    body = _closing(warning, uow)
    return any(verify_signature(entry.sign_public, warning.signature, body) for entry in entries)


def _closing(warning: HistoryWarning, uow: UnitOfWork) -> bytes:
    return canonical.encode("looked at", uow.roster.fingerprint, warning.damaged, warning.seq, warning.remembered)
