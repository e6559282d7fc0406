"""Walking from the keys in hand outward: which epochs do the grants open?"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from caseintake.vault import grant as grants
from caseintake.vault.chains import Chains
from caseintake.vault.ends import Ends
from caseintake.vault.errors import ForgedGrant, Locked, VaultError
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import sha256
from caseintake.vault.roster import Roster
from caseintake.vault.tables import Grant


class _Grant(NamedTuple):
    """A grant as it stands in its row; a page reads a thousand of them and changes none."""

    vault_id: UUID
    number: int
    holder_kind: HolderKind
    holder_id: UUID
    holder_number: int
    scheme: int
    sealed: bytes

    @property
    def holder(self) -> Holder:
        return Holder(self.holder_kind, self.holder_id)


_GRANTS = select(*(getattr(Grant, name) for name in _Grant._fields))


class Opening:
    """The grants one keyring has tried in one unit of work, and the vaults whose keys were found changed."""

    def __init__(self, session: Session, keyring: Keyring, roster: Roster, chains: Chains, ends: Ends) -> None:
        self._session = session
        self._keyring = keyring
        self._roster = roster
        self._chains = chains
        self._ends = ends
        self._tried: set[UUID] = set()
        self.damaged: dict[UUID, VaultError] = {}

    def open(self, vault_ids: Iterable[UUID]) -> None:
        """Open what these vaults' grants give.

        A grant or an epoch that was changed closes its own vault, and what opens through that one alone.
        """
        wanted = {id for id in vault_ids if id not in self._tried}
        if not wanted or self._keyring.holder is None or self._keyring.keys is None:
            return
        by_holder, keyring = self._collect(wanted), self._keyring
        ready: list[tuple[Holder, int]] = [(self._keyring.holder, 0)]
        ready += [(Holder.vault(vault_id), number) for vault_id, number in keyring.held()]
        while ready:
            at = ready.pop()
            for row in by_holder.pop(at, ()):
                if self._over(row):
                    continue
                try:
                    if keyring.find(row.vault_id, row.number) is None:
                        self._open_one(row)
                except VaultError as error:
                    self.damaged[row.vault_id] = error
                if keyring.find(row.vault_id, row.number) is not None:
                    ready.append((Holder.vault(row.vault_id), row.number))

    def _over(self, row: _Grant) -> bool:
        """Whether this is a grant to a person for a time that has passed."""
        return row.holder_kind is HolderKind.PERSON and self._ends.over(row.vault_id, row.holder_id)

    def again(self, vault_ids: Iterable[UUID]) -> None:
        """Try these once more when they are asked for: they were locked, and may have turned before that."""
        self._tried.difference_update(vault_ids)

    def why_not(self, vault_id: UUID) -> VaultError:
        """What to raise for a vault that stays closed: what is wrong with it or with a vault it opens through."""
        above = [h.id for row in self._chains.read(vault_id)[-1:] for h in row.holders if h.kind is HolderKind.VAULT]
        found = (self.damaged[id] for id in (vault_id, *above) if id in self.damaged)
        return next(found, Locked(f"no key for vault {vault_id}"))

    def _collect(self, wanted: set[UUID]) -> dict[tuple[Holder, int], list[_Grant]]:
        me = self._keyring.holder
        assert me is not None
        by_holder: dict[tuple[Holder, int], list[_Grant]] = defaultdict(list)
        frontier, seen = set(wanted), set(wanted)
        while frontier:
            self._tried |= frontier
            statement = _GRANTS.where(
                Grant.vault_id.in_(frontier),
                or_(
                    Grant.holder_kind == HolderKind.VAULT,
                    and_(Grant.holder_kind == me.kind, Grant.holder_id == me.id),
                ),
            )
            frontier = set()
            for row in map(_Grant._make, self._session.connection().execute(statement)):
                by_holder[(row.holder, row.holder_number)].append(row)
                if row.holder_kind is HolderKind.VAULT and row.holder_id not in seen:
                    frontier.add(row.holder_id)
            seen |= frontier
        self._chains.load(seen)
        return by_holder

    def _open_one(self, row: _Grant) -> None:
        epoch = self._chains.numbered(row.vault_id, row.number)
        if row.holder_kind is HolderKind.VAULT:
            holder_keys = self._keyring.find(row.holder_id, row.holder_number)
            key_hash = self._chains.numbered(row.holder_id, row.holder_number).key_hash
            assert holder_keys is not None
            pair = holder_keys.pair
        else:
            holder_keys = None
            key_hash = self._own_key_hash()
            if self._keyring.keys is None:
                return
            pair = self._keyring.keys
        info = grants.context(
            self._roster.fingerprint, row.vault_id, row.number, epoch.commitment, row.holder, key_hash
        )
        try:
            opened = grants.open_grant(row.scheme, row.sealed, info, epoch.commitment, pair, holder_keys)
        except ForgedGrant:
            if row.holder_kind is HolderKind.PERSON and len(self._roster.history(row.holder_id)) > 1:
                return  # sealed to the keys this person had before; closed, and not forged
            raise
        self._keyring.learn(row.vault_id, row.number, opened.secret)

    def _own_key_hash(self) -> bytes:
        me = self._keyring.holder
        if me is not None and me.kind is HolderKind.PERSON and (person := self._roster.find(me.id)) is not None:
            return person.key_hash
        return sha256(self._keyring.keys.hpke_public) if self._keyring.keys is not None else b""
