"""Vaults in the database: making, granting, opening and turning epochs with the keys somebody has in hand."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.kernel.ids import new_id
from caseintake.vault import grant as grants
from caseintake.vault.chains import Chains
from caseintake.vault.directory import VerifiedRows
from caseintake.vault.ends import Ends
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import ForgedEpoch, Locked, SkippedEpoch, VaultError
from caseintake.vault.holders import RECOVERY, Holder, HolderKind, VaultKind
from caseintake.vault.keyring import EpochKeys, Keyring
from caseintake.vault.locks import Locks
from caseintake.vault.opening import Opening
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, SymmetricKey, random_bytes, sha256
from caseintake.vault.roster import Roster
from caseintake.vault.tables import EpochRow, Grant, Receipt, Vault
from caseintake.vault.verified import PublicKeys


class LastHolder(VaultError):
    """The last living holder of a vault cannot be removed: nobody could open it but the recovery key."""


class Keystore:
    """The vaults of one unit of work, as far as its keyring reaches."""

    def __init__(
        self, session: Session, keyring: Keyring, roster: Roster, verified: VerifiedRows, today: date | None = None
    ) -> None:
        self.session = session
        self.keyring = keyring
        self.roster = roster
        self.chains = Chains(session, roster, verified)
        self.public = PublicKeys(session, keyring, roster, self.chains)
        #: Grants for a time that are over by ``today``.
        self.ends = Ends(session, today)
        self._opening = Opening(session, keyring, roster, self.chains, self.ends)
        person = keyring.holder is not None and keyring.holder.kind is HolderKind.PERSON
        self.locks = Locks(session, self.chains, self._opening.again, alone=person)
        #: Vaults some of whose keys are not what was signed, each with what is wrong. The others go on working.
        self.damaged = self._opening.damaged
        self._mine: frozenset[UUID] | None = None

    # --- reading -----------------------------------------------------------------------------------------------

    def holders(self, vault_id: UUID) -> tuple[Holder, ...]:
        """Who holds the current epoch, from its signed row."""
        return tuple(self.chains.current(vault_id).holders)

    def mine(self) -> frozenset[UUID]:
        """Vaults whose current epoch this keyring's holder holds directly, with these very keys. Loaded once a unit."""
        if self._mine is None:
            me, keys = self.keyring.holder, self.keyring.keys
            if me is None or keys is None:
                return frozenset()
            key_hash = sha256(keys.hpke_public)
            statement = select(Grant.vault_id).where(Grant.holder_kind == me.kind, Grant.holder_id == me.id).distinct()
            ids = set(self.session.scalars(statement))
            self.chains.load(ids)
            self._mine = frozenset(id for id in ids if self._holds(me, key_hash, id))
        return self._mine

    def _holds(self, me: Holder, key_hash: bytes, vault_id: UUID) -> bool:
        if self.ends.over(vault_id, me.id):
            return False
        try:
            return self.chains.current(vault_id).holders.get(me) == key_hash
        except VaultError as error:
            self.damaged[vault_id] = error
            return False

    def can_open(self, vault_id: UUID) -> bool:
        """True if the current epoch opens with this keyring. A vault whose keys were changed does not, and is noted."""
        try:
            self.keys(vault_id, self.chains.current(vault_id).number)
        except Locked:
            return False
        except VaultError as error:
            if not isinstance(error, SkippedEpoch) or self.chains.read(vault_id):
                self.damaged.setdefault(vault_id, error)
            return False
        return True

    def keys(self, vault_id: UUID, number: int) -> EpochKeys:
        """The keys of one epoch. Raises `Locked`, or what is wrong with a grant or an epoch that leads there."""
        found = self.keyring.find(vault_id, number)
        if found is None:
            self.open([vault_id])
            found = self.keyring.find(vault_id, number)
        if found is None:
            raise self._opening.why_not(vault_id)
        return found

    def open(self, vault_ids: Iterable[UUID]) -> None:
        """Open what these vaults' grants give this keyring."""
        self._opening.open(vault_ids)

    # --- writing -----------------------------------------------------------------------------------------------

    def create_vault(self, kind: VaultKind, holders: Iterable[Holder], *, id: UUID | None = None) -> UUID:
        """A new vault held by ``holders`` and the recovery key. Raises `NotVouched` for a holder nobody vouched for."""
        vault_id = id or new_id()
        held_by = tuple(holders)
        self.keep_still(held_by)
        self.session.add(Vault(id=vault_id, kind=kind))
        hashes = {holder: self.key_hash(holder) for holder in (*held_by, RECOVERY)}
        self._append(vault_id, kind, None, hashes)
        return vault_id

    def grant(self, vault_id: UUID, holder: Holder, *, history: bool = True) -> None:
        """Add a holder. The key stays, so nothing nested becomes stale; ``history`` opens earlier epochs too."""
        self.locks.turn([vault_id])
        self.keep_still([holder])
        self.refresh(vault_id)
        current = self.chains.current(vault_id)
        if current.holders.get(holder):
            return
        hashes = {**current.holders, holder: self.key_hash(holder)}
        row = self._append(vault_id, current.kind, current, hashes, same_key=True)
        self._seal_numbers(vault_id, holder, range(1 if history else row.number, row.number + 1))

    def remove(self, vault_id: UUID, holder: Holder) -> None:
        """Turn the epoch without ``holder``, then every vault nested in this one that this keyring opens."""
        self.locks.turn([vault_id])
        current = self.chains.current(vault_id)
        hashes = {h: key for h, key in self._wanted(current).items() if h != holder}
        if not any(h != RECOVERY and key for h, key in hashes.items()):
            raise LastHolder(f"vault {vault_id} would be left to the recovery key")
        self._append(vault_id, current.kind, current, hashes)
        self._drop_grants(vault_id, holder)
        self._refresh_nested(vault_id)

    def keep_receipt(self, id: UUID, vault_id: UUID, salt: bytes, hpke_public: bytes) -> None:
        """The row by which a code finds its conversation. Its key is believed for the epoch row that names it."""
        self.session.add(Receipt(id=id, vault_id=vault_id, salt=salt, hpke_public=hpke_public))

    def replace_receipt(self, vault_id: UUID, holder: Holder, keys: HolderKeys) -> None:
        """Put a new receipt in the place of the old one, if there is one: a new epoch, all of whose past it opens.

        Signed by the old receipt itself or by a person who holds the conversation. ``keys`` are the new receipt's.
        """
        self.locks.turn([vault_id])
        current = self.chains.current(vault_id)
        old = [h for h in current.holders if h.kind is HolderKind.RECEIPT]
        self.public.receipts[holder] = keys
        hashes = {h: key for h, key in self._wanted(current).items() if h not in old}
        hashes[holder] = sha256(keys.hpke_public)
        row = self._append(vault_id, current.kind, current, hashes, receipt_sign_public=keys.sign_public)
        for number in range(1, row.number):
            self._seal_grant(self.chains.numbered(vault_id, number), holder)
        for gone in old:
            self._drop_grants(vault_id, gone)
        self._refresh_nested(vault_id)

    def refresh(self, vault_id: UUID) -> Epoch:
        """The current epoch; a new one first if any holder's key is no longer the current one."""
        current = self.chains.current(vault_id)
        if self._wanted(current) == current.holders:
            return current
        self.locks.turn([vault_id])
        current = self.chains.current(vault_id)
        wanted = self._wanted(current)
        if wanted == current.holders:
            return current  # somebody else was quicker
        row = self._append(vault_id, current.kind, current, wanted)
        if wanted[RECOVERY] != current.holders[RECOVERY]:
            self._seal_numbers(vault_id, RECOVERY, range(1, row.number))  # the old shares open old copies only
        return row

    def refresh_held_by(self, holder: Holder) -> int:
        """After a person left the roster: turn every vault they held that this keyring opens. Returns how many."""
        statement = select(Grant.vault_id).where(Grant.holder_kind == holder.kind, Grant.holder_id == holder.id)
        ids = sorted(set(self.session.scalars(statement.distinct())))
        self.open(ids)
        turned = 0
        for vault_id in ids:
            if self.can_open(vault_id) and holder in self.chains.current(vault_id).holders:
                self.refresh(vault_id)
                self._drop_grants(vault_id, holder)
                self._refresh_nested(vault_id)
                turned += 1
        return turned

    def turn_ended(self) -> int:
        """Turn every vault held by this keyring's person in which somebody's grant is over. Returns how many."""
        turned = 0
        for vault_id, person_id in sorted(self.ends.all()):
            holder = Holder.person(person_id)
            if vault_id in self.mine() and holder in self.chains.current(vault_id).holders:
                self.refresh(vault_id)
                self._drop_grants(vault_id, holder)
                self._refresh_nested(vault_id)
                turned += 1
        return turned

    def ready_to_write(self, vault_ids: Iterable[UUID]) -> Mapping[UUID, tuple[int, SymmetricKey]]:
        """Lock these vaults, refresh what is stale, and give number and record key of each. Raises `Locked`."""
        ids = sorted(set(vault_ids))
        self.locks.turn(ids)
        self.chains.load(ids)
        self.open(id for id in ids if self.keyring.find(id, self.chains.current(id).number) is None)
        ready = {}
        for vault_id in ids:
            number = self.refresh(vault_id).number
            ready[vault_id] = (number, self.keys(vault_id, number).record_key)
        return ready

    def keep_still(self, holders: Iterable[Holder]) -> None:
        """None of the vaults among these holders turns before this unit ends."""
        self.locks.keep_still(holder.id for holder in holders if holder.kind is HolderKind.VAULT)

    def _wanted(self, epoch: Epoch) -> dict[Holder, bytes]:
        """The holders this epoch should list today, each with the key it has now.

        Somebody removed or with new keys is left out for good: old grants are not carried over. A holding vault that
        is stale and that we cannot turn stays with an empty key until somebody who can writes: closed rather than
        open. Only the intake vault is never left out, because people must be able to write to us.
        """
        wanted = {}
        for holder, key_hash in epoch.holders.items():
            if holder.kind is HolderKind.PERSON:
                person = self.roster.find(holder.id)
                if person is not None and person.key_hash == key_hash and not self.ends.over(epoch.vault_id, holder.id):
                    wanted[holder] = key_hash
            elif holder.kind is HolderKind.RECOVERY:
                wanted[holder] = self.roster.recovery_key_hash
            elif holder.kind is HolderKind.VAULT:
                wanted[holder] = self._vault_key(holder.id)
            else:
                wanted[holder] = key_hash
        return wanted

    def _vault_key(self, vault_id: UUID) -> bytes:
        current = self.chains.current(vault_id)
        if self._wanted(current) == current.holders:
            return current.key_hash
        if self._can_turn(current):
            return self.refresh(vault_id).key_hash
        return current.key_hash if current.kind is VaultKind.INTAKE else b""

    def _can_turn(self, current: Epoch) -> bool:
        me = self.keyring.holder
        return me is not None and me.kind is HolderKind.PERSON and self.can_open(current.vault_id)

    def _refresh_nested(self, vault_id: UUID) -> None:
        statement = select(Grant.vault_id).where(Grant.holder_kind == HolderKind.VAULT, Grant.holder_id == vault_id)
        children = sorted(set(self.session.scalars(statement.distinct())))
        self.locks.turn(children)  # together: locked one by one, everybody would wait for a statement a vault
        self.open(children)
        for child in children:
            if self.can_open(child):
                before = self.chains.current(child).number
                if self.refresh(child).number != before:
                    self._refresh_nested(child)

    def destroy(self, vault_id: UUID) -> None:
        """Delete every grant of every epoch, also those of the recovery key: nobody opens this vault ever again.

        Its epoch rows stay, so that the log can still be checked. The acting person must hold the vault.
        """
        self.locks.turn([vault_id])
        if not self.can_open(vault_id):
            raise Locked(f"no key for vault {vault_id}")
        for table in (Grant, Receipt):
            for row in self.session.scalars(select(table).where(table.vault_id == vault_id)):
                self.session.delete(row)

    def _drop_grants(self, vault_id: UUID, holder: Holder) -> None:
        statement = select(Grant).where(
            Grant.vault_id == vault_id, Grant.holder_kind == holder.kind, Grant.holder_id == holder.id
        )
        for row in self.session.scalars(statement):
            self.session.delete(row)

    def _append(
        self,
        vault_id: UUID,
        kind: VaultKind,
        previous: Epoch | None,
        hashes: dict[Holder, bytes],
        *,
        same_key: bool = False,
        receipt_sign_public: bytes | None = None,
    ) -> Epoch:
        keyring, me = self.keyring, self.keyring.holder
        if keyring.keys is None or me is None:
            raise Locked("nobody is here to sign an epoch")
        if previous is not None and not self.can_open(vault_id):
            raise Locked(f"no key for vault {vault_id}")
        number = 1 if previous is None else previous.number + (0 if same_key else 1)
        keys = self.keys(vault_id, number) if same_key else EpochKeys(random_bytes(SECRET_BYTES))
        if previous is None and me.kind is HolderKind.RECEIPT:
            receipt_sign_public = keyring.keys.sign_public
        row = Epoch(
            vault_id=vault_id,
            kind=kind,
            seq=1 if previous is None else previous.seq + 1,
            number=number,
            previous=b"" if previous is None else previous.hash,
            public=previous.public if same_key and previous is not None else keys.pair.hpke_public,
            commitment=keys.commitment,
            holders=hashes,
            roster_seq=self.roster.seq,
            maker=me,
            receipt_sign_public=receipt_sign_public,
        )
        row = Epoch.parse(row.body, keyring.keys.sign(row.body))
        self.chains.add(row)
        self.session.add(EpochRow(vault_id=vault_id, seq=row.seq, body=row.body, signature=row.signature))
        keyring.learn(vault_id, number, keys.secret)
        self._mine = None
        if not same_key:
            for holder, key_hash in hashes.items():
                if key_hash:
                    self._seal_grant(row, holder)
        return row

    def key_hash(self, holder: Holder) -> bytes:
        """The hash of the key this holder has today; a stale vault that can be turned is turned first."""
        if holder.kind is HolderKind.VAULT:
            current = self.chains.current(holder.id)
            if self._wanted(current) == current.holders:
                return current.key_hash  # fresh: whether this keyring opens it does not matter
            return self.refresh(holder.id).key_hash if self.can_open(holder.id) else self._closed_key(holder.id)
        return self.public.of(holder).hash

    def _closed_key(self, vault_id: UUID) -> bytes:
        key_hash = self._vault_key(vault_id)
        if not key_hash:
            raise ForgedEpoch(f"vault {vault_id} is not fresh: one of its holders must open it first")
        return key_hash

    def _seal_numbers(self, vault_id: UUID, holder: Holder, numbers: Iterable[int]) -> None:
        """Grants of these numbers to the key the holder has now; one to a key she had before is written over."""
        statement = select(Grant).where(
            Grant.vault_id == vault_id, Grant.holder_kind == holder.kind, Grant.holder_id == holder.id
        )
        old = {row.number: row for row in self.session.scalars(statement)}
        for number in numbers:
            self._seal_grant(self.chains.numbered(vault_id, number), holder, old.get(number))

    def _seal_grant(self, epoch: Epoch, holder: Holder, instead_of: Grant | None = None) -> None:
        secret = self.keys(epoch.vault_id, epoch.number).secret
        number, scheme, holder_keys, public = 0, grants.Scheme.HPKE, None, self.public.of(holder)
        if holder.kind is HolderKind.VAULT:
            number = self.chains.current(holder.id).number
            holder_keys = self.keyring.find(holder.id, number)
        info = grants.context(
            self.roster.fingerprint, epoch.vault_id, epoch.number, epoch.commitment, holder, public.hash
        )
        if holder_keys is not None:
            scheme, sealed = grants.Scheme.SYMMETRIC, grants.seal_to_vault(holder_keys, secret, info)
        else:
            sealed = grants.seal_to_public(public, secret, info)
        if instead_of is not None:
            instead_of.scheme, instead_of.sealed = int(scheme), sealed
            return
        self.session.add(
            Grant(
                vault_id=epoch.vault_id,
                number=epoch.number,
                holder_kind=holder.kind,
                holder_id=holder.id,
                holder_number=number,
                scheme=int(scheme),
                sealed=sealed,
            )
        )
