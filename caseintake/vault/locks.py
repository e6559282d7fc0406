"""Row locks that keep a write and a turning epoch from passing each other.

Without them something written during a removal could be sealed to the key that was just taken away.

Holding vaults before held ones, by id within each: everybody takes locks in the same order. SQLite needs none, its
writers come one at a time.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseintake.vault.chains import Chains
from caseintake.vault.holders import HolderKind
from caseintake.vault.tables import EpochRow, Vault

#: One advisory lock for the roster of an office; any number nothing else uses.
_ROSTER = 7_260_419


def keep_roster(session: Session) -> None:
    """The roster does not grow before this unit ends: somebody who is being removed finishes what she was writing.

    Otherwise an epoch she signs at the same moment would come after the list of what she has made, and its vault
    would be closed for good.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock_shared(_ROSTER)))


def extend_roster(session: Session) -> None:
    """Wait for everybody who is writing, then be the only one until this unit ends."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(_ROSTER)))


class Locks:
    """The vault rows this unit of work has locked. What was read before a lock is read again."""

    def __init__(self, session: Session, chains: Chains) -> None:
        self._session = session
        self._chains = chains
        self._needed = session.get_bind().dialect.name != "sqlite"
        self._held: dict[UUID, bool] = {}

    def keep_still(self, vault_ids: Iterable[UUID]) -> None:
        """Nobody may turn these vaults, or those that hold them, before this unit ends."""
        if self._needed:
            wanted = set(vault_ids)
            self._take(wanted | self._above(wanted), exclusive=False)

    def turn(self, vault_ids: Iterable[UUID]) -> None:
        """This unit writes to these vaults or turns them: nobody else may until it ends."""
        if self._needed:
            wanted = set(vault_ids)
            self._take(self._above(wanted), exclusive=False)
            self._take(wanted, exclusive=True)

    def _take(self, ids: set[UUID], *, exclusive: bool) -> None:
        newborn = {row.id for row in self._session.new if isinstance(row, Vault)}
        enough = {id for id, was_exclusive in self._held.items() if was_exclusive or not exclusive}
        wanted = sorted(ids - newborn - enough)
        if not wanted:
            return
        statement = select(Vault.id).where(Vault.id.in_(wanted)).order_by(Vault.id)
        self._session.execute(statement.with_for_update(read=not exclusive)).all()
        for id in wanted:
            self._held[id] = exclusive
        unsaved = {row.vault_id for row in self._session.new if isinstance(row, EpochRow)}
        self._chains.forget(set(wanted) - unsaved)

    def _above(self, ids: set[UUID]) -> set[UUID]:
        """The vaults that hold these, at any height."""
        found: set[UUID] = set()
        frontier = set(ids)
        while frontier:
            self._chains.load(frontier)
            frontier = {
                holder.id
                for vault_id in frontier
                for row in self._chains.read(vault_id)[-1:]
                for holder in row.holders
                if holder.kind is HolderKind.VAULT and holder.id not in found
            }
            found |= frontier
        return found
