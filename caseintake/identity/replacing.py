"""Somebody else knows a passphrase: new keys for a person who stays, and what her colleagues see of it.

A new passphrase alone leaves the same keys: an old copy of the database still opens. So the person draws new ones and
signs them with the old ones; coordinators compare words with her as when she came; then the roster says so, and every
vault the old key held gets a new key without her. Nothing is carried over: whoever holds a vault gives it to her again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseintake.identity.credentials import Bundle, NewKeys, Wrapped, open_bundle
from caseintake.identity.model import Credential, Person, PersonState, ReplacementSeen, Vouch
from caseintake.identity.refusals import Refused, Why
from caseintake.identity.signing_in import own_credential, store
from caseintake.vault.epoch import Epoch
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.primitives import HolderKeys, verify_signature
from caseintake.vault.roster import Introduction, RosterPerson
from caseintake.vault.tables import EpochRow, Grant, Vault
from caseintake.work import UnitOfWork


@dataclass(frozen=True)
class Reach:
    """What a person's key opens: vaults by kind, and those nobody else on the roster holds."""

    by_kind: dict[VaultKind, int]
    alone: tuple[UUID, ...]


def reach(*, uow: UnitOfWork) -> Reach:
    """What the acting person's key opens, now or in an old copy: directly, or through a vault that it opens."""
    me = Holder.person(uow.actor.id)
    mine = select(Grant.vault_id).where(Grant.holder_kind == me.kind, Grant.holder_id == me.id)
    frontier = set(uow.session.scalars(mine.distinct()))
    found = set(frontier)
    while frontier:
        nested = select(Grant.vault_id).where(Grant.holder_kind == HolderKind.VAULT, Grant.holder_id.in_(frontier))
        frontier = set(uow.session.scalars(nested.distinct())) - found
        found |= frontier
    kinds = uow.session.scalars(select(Vault.kind).where(Vault.id.in_(found)))
    uow.keystore.chains.load(uow.keystore.mine())
    alone = [id for id in uow.keystore.mine() if not _others(id, me, uow)]
    return Reach(dict(Counter(kinds)), tuple(sorted(alone)))


def _others(vault_id: UUID, me: Holder, uow: UnitOfWork) -> bool:
    """Whether somebody else's key still opens a vault when this person's does not any more."""
    for holder, key_hash in uow.keystore.chains.current(vault_id).holders.items():
        if holder.kind is HolderKind.VAULT and key_hash:
            return True
        if holder.kind is HolderKind.PERSON and holder != me:
            known = uow.roster.find(holder.id)
            if known is not None and known.key_hash == key_hash:
                return True
    return False


def sign_new(keys: HolderKeys, *, uow: UnitOfWork) -> bytes:
    """The acting person's own keys say which ones come after them. Raises `Refused`.

    Refused while she is the last who holds one of the office's own vaults, or the only coordinator: nobody could
    compare words with her, or people could not write to the office any more.
    """
    me = uow.roster.find(uow.actor.id)
    if me is None or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if not any(person.may_vouch and person.id != me.id for person in uow.roster.people()):
        raise Refused(Why.LAST_COORDINATOR)
    if set(reach(uow=uow).alone) & set(uow.roster.office_vaults.values()):
        raise Refused(Why.LAST_HOLDER)
    return uow.keyring.keys.sign(_said(me, keys).message(uow.roster.fingerprint))


def _said(known: RosterPerson, keys: HolderKeys) -> Introduction:
    return Introduction("replace", known.id, known.role, keys.hpke_public, keys.sign_public)


def memory(secret: bytes, *, uow: UnitOfWork) -> Bundle:
    """What the acting person remembers of the office; she goes on remembering it under her new keys."""
    credential = own_credential(uow.actor.id, uow=uow)
    return open_bundle(secret, credential.bundle, uow.actor.id, credential.revision)


def begin(
    person_id: UUID, keys: NewKeys, wrapped: Wrapped, remembered: Bundle, signature: bytes, *, uow: UnitOfWork
) -> Person:
    """The new keys wait for a coordinator; the old passphrase opens nothing here from now on. Raises `Refused`.

    The old credential is deleted, not changed; the database overwrites what it deletes. ``signature`` is `sign_new`'s.
    """
    person, known = uow.session.get(Person, person_id), uow.roster.find(person_id)
    if person is None or known is None or person.state is not PersonState.ACTIVE:
        raise Refused(Why.NOT_ON_ROSTER)
    pairs = keys.pairs
    if not verify_signature(known.sign_public, signature, _said(known, pairs).message(uow.roster.fingerprint)):
        raise Refused(Why.NOT_YOURS)
    old = own_credential(person_id, uow=uow)
    version = old.version + 1
    uow.delete(old)
    uow.flush()  # one credential a person: the old one must be gone before the new one comes
    credential = Credential(person_id=person_id, bundle=b"", version=version, revision=0)
    credential.wrap_anew(wrapped)
    store(credential, keys.secret, remembered)
    person.hpke_public, person.sign_public = pairs.hpke_public, pairs.sign_public
    person.state = PersonState.ENROLLED
    uow.add(credential)
    _keep_signature(person_id, signature, uow)
    uow.say("asked for new keys")
    return person


def _keep_signature(person_id: UUID, signature: bytes, uow: UnitOfWork) -> None:
    mine = select(Vouch).where(Vouch.person_id == person_id, Vouch.voucher_id == person_id)
    row = uow.session.scalar(mine)
    if row is None:
        uow.add(Vouch(person_id=person_id, voucher_id=person_id, signature=signature, vouched_on=uow.clock.today()))
    else:
        row.signature, row.vouched_on = signature, uow.clock.today()


# --- what the others see -----------------------------------------------------------------------------------------


def replaced(vault_id: UUID, *, uow: UnitOfWork) -> list[RosterPerson]:
    """Who held this vault, has had new keys since, and was not given it again; as far as not dismissed.

    From the signed rows alone: whoever was taken out before her keys were replaced is not named.
    """
    rows = uow.keystore.chains.of(vault_id)
    held = {holder.id for row in rows for holder in row.holders if holder.kind is HolderKind.PERSON}
    seen = {
        (row.person_id, row.seq)
        for row in uow.session.scalars(select(ReplacementSeen).where(ReplacementSeen.vault_id == vault_id))
        if row.seen_by == uow.actor.id
    }
    found = []
    for person_id in sorted(held):
        known = _renewed(person_id, uow)
        if known is not None and (person_id, known.seq) not in seen and _lost(rows, known):
            found.append(known)
    return found


def lost(person_id: UUID, *, uow: UnitOfWork) -> dict[UUID, VaultKind]:
    """Every vault this person's earlier keys held and nobody has given her again. Empty for whoever has her first keys.

    By the rows as they stand in the table, unchecked: for counting and for looking further, and for nothing else.
    """
    known = _renewed(person_id, uow)
    if known is None:
        return {}
    chains: dict[UUID, list[Epoch]] = {}
    for row in uow.session.scalars(select(EpochRow).order_by(EpochRow.vault_id, EpochRow.seq)):
        chains.setdefault(row.vault_id, []).append(row.epoch())
    holder = Holder.person(person_id)
    held = {id: rows for id, rows in chains.items() if any(holder in row.holders for row in rows)}
    return {id: rows[0].kind for id, rows in held.items() if _lost(rows, known)}


def _renewed(person_id: UUID, uow: UnitOfWork) -> RosterPerson | None:
    """Somebody on the roster whose keys are not her first ones."""
    return uow.roster.find(person_id) if len(uow.roster.history(person_id)) > 1 else None


def _lost(rows: Sequence[Epoch], known: RosterPerson) -> bool:
    """Whether one of these rows names her, the last to do so under an earlier key, and she was not taken out before."""
    holder = Holder.person(known.id)
    last = max(at for at, row in enumerate(rows) if holder in row.holders)
    dropped = rows[last + 1] if last + 1 < len(rows) else None
    return rows[last].holders[holder] != known.key_hash and (dropped is None or dropped.roster_seq >= known.seq)


def dismiss(vault_id: UUID, person_id: UUID, *, uow: UnitOfWork) -> None:
    """The acting person has seen it; nothing happens if there is nothing to see."""
    for known in replaced(vault_id, uow=uow):
        if known.id == person_id:
            uow.add(ReplacementSeen(vault_id=vault_id, person_id=person_id, seq=known.seq, seen_by=uow.actor.id))
