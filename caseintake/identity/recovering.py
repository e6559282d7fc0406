"""The office's half of a recovery, and a new recovery key when a share or its holder is lost.

Nothing here opens anything: the shares are typed where `vault.rescue` runs, best on a machine off the network.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.identity.model import NewRecoveryKey
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel import words
from caseintake.vault import canonical, directory, roster
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import NotVouched
from caseintake.vault.holders import RECOVERY, Holder, HolderKind
from caseintake.vault.primitives import sha256, verify_signature
from caseintake.vault.rescue import Answer, Request
from caseintake.vault.rescued import write_back
from caseintake.vault.tables import EpochRow, Grant
from caseintake.work import UnitOfWork

COMPARED_WORDS = 9


# --- letting somebody in again -----------------------------------------------------------------------------------


def request(person_id: UUID, formerly: UUID, *, uow: UnitOfWork) -> Request:
    """What the shares need for a person: the vaults she, or her earlier account, held when her key was taken or lost.

    Raises `NotVouched` when she is not on the roster: nothing is sealed to somebody nobody has compared words with.
    """
    uow.roster.person(person_id)
    rows = [
        Epoch.parse(row.body, row.signature) for row in uow.session.scalars(select(EpochRow).order_by(EpochRow.seq))
    ]
    held = _held(rows, formerly, person_id, uow)
    needed, frontier = set(held), set(held)
    while frontier:  # a maker may have held a vault through another
        above = {h.id for row in rows if row.vault_id in frontier for h in row.holders if h.kind is HolderKind.VAULT}
        frontier = above - needed
        needed |= frontier
    given = select(Grant).where(Grant.holder_kind == RECOVERY.kind, Grant.vault_id.in_(held))
    return Request(
        fingerprint=uow.roster.fingerprint,
        person_id=person_id,
        vaults=tuple(sorted(held)),
        entries=tuple(directory.entries(uow.session)),
        rows=tuple((row.body, row.signature) for row in rows if row.vault_id in needed),
        grants=tuple((row.vault_id, row.number, row.sealed) for row in uow.session.scalars(given)),
        by_one=tuple(sorted(uow.office.removals_by_one)),
    )


def _held(rows: Iterable[Epoch], formerly: UUID, person_id: UUID, uow: UnitOfWork) -> set[UUID]:
    """Vaults whose last row lists the earlier key, or whose key was turned because that key had gone."""
    chains: dict[UUID, list[Epoch]] = {}
    for row in rows:
        chains.setdefault(row.vault_id, []).append(row)
    ended = uow.roster.history(formerly)[-1].seq
    old, new = Holder.person(formerly), uow.roster.person(person_id).key_hash
    still = uow.roster.find(formerly)
    found = set()
    for vault_id, chain in chains.items():
        last = max((at for at, row in enumerate(chain) if row.holders.get(old)), default=None)
        if last is None or chain[-1].holders.get(Holder.person(person_id)) == new:
            continue
        if still is not None and chain[-1].holders.get(old) == still.key_hash:
            continue  # whoever holds it today gives it herself
        if last == len(chain) - 1 or chain[last + 1].roster_seq >= ended:
            found.add(vault_id)
    return found


def take_in(answer: Answer, *, uow: UnitOfWork) -> int:
    """Write what came back; answers how many vaults open to the person again.

    Raises `ForgedEpoch` or `SkippedEpoch` when the office has moved on since, or the recovery key did not sign.
    """
    if answer.fingerprint != uow.roster.fingerprint:
        raise NotVouched("this is for another office")
    uow.roster.person(answer.person_id)
    opened = write_back(answer, uow.keystore)
    uow.say("let somebody in with the recovery shares")
    return opened


# --- a new recovery key ------------------------------------------------------------------------------------------


def offer(public: bytes, sign_public: bytes, *, uow: UnitOfWork) -> NewRecoveryKey:
    """A recovery key drawn at the machine: nothing is sealed to it before coordinators have compared its words."""
    for old in uow.session.scalars(select(NewRecoveryKey)):
        uow.delete(old)
    row = NewRecoveryKey(hpke_public=public, sign_public=sign_public, drawn_on=uow.clock.today())
    uow.add(row)
    uow.say("drew a new recovery key")
    return row


def offered(*, uow: UnitOfWork) -> NewRecoveryKey | None:
    """The key that waits for coordinators, or None."""
    row = uow.session.scalar(select(NewRecoveryKey))
    return row if row is not None and row.hpke_public != uow.roster.recovery_public else None


def words_of(public: bytes, sign_public: bytes, *, fingerprint: bytes) -> tuple[str, ...]:
    """The nine words the terminal showed with the shares, and the page shows now."""
    said = sha256(canonical.encode("compared recovery key", fingerprint, public, sign_public))
    return words.of_bytes(said, COMPARED_WORDS)


def agreed_by(row: NewRecoveryKey, *, uow: UnitOfWork) -> UUID | None:
    """The coordinator whose signature for the very next roster entry stands here, if it is good."""
    signer = uow.roster.find(row.agreed_by) if row.agreed_by is not None else None
    message = uow.roster.recovery_agreement(row.hpke_public, row.sign_public)
    good = signer is not None and signer.may_vouch and verify_signature(signer.sign_public, row.agreed or b"", message)
    return row.agreed_by if good else None


def agree(*, uow: UnitOfWork) -> bool:
    """The acting coordinator has compared the words. True if that was enough and the key is in force."""
    me, row = uow.roster.find(uow.actor.id), offered(uow=uow)
    if me is None or not me.may_vouch or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if row is None:
        raise Refused(Why.OUT_OF_DATE)
    first = agreed_by(row, uow=uow)
    if first == me.id:
        raise Refused(Why.NEEDS_SECOND)
    if first is None and uow.roster.agree_on_recovery > 1:
        row.agreed_by = me.id
        row.agreed = uow.keyring.keys.sign(uow.roster.recovery_agreement(row.hpke_public, row.sign_public))
        uow.say("agreed to a new recovery key")
        return False
    longer = roster.read(directory.entries(uow.session), uow.office.fingerprint, uow.office.removals_by_one)
    signatures = [(first, row.agreed)] if first is not None and row.agreed is not None else []
    entry = longer.append_recovery(row.hpke_public, row.sign_public, signatures, me.id, uow.keyring.keys)
    directory.append_entry(uow.session, entry)
    uow.use_roster(longer)
    _turn_all(uow)
    uow.delete(row)
    uow.say("a new recovery key")
    return True


def _turn_all(uow: UnitOfWork) -> None:
    """A new key for every vault the acting coordinator opens; the others turn when a holder writes."""
    ids = sorted(set(uow.session.scalars(select(EpochRow.vault_id).distinct())))
    uow.keystore.open(ids)
    for vault_id in ids:
        if uow.keystore.can_open(vault_id):
            uow.keystore.refresh(vault_id)


def still_opened_by_old_shares(*, uow: UnitOfWork) -> int:
    """How many vaults' newest key is sealed to a recovery key that is not the office's any more."""
    newest: dict[UUID, EpochRow] = {}
    for row in uow.session.scalars(select(EpochRow).order_by(EpochRow.vault_id, EpochRow.seq)):
        newest[row.vault_id] = row
    mine = uow.roster.recovery_key_hash
    return sum(1 for row in newest.values() if row.epoch().holders.get(RECOVERY) != mine)
