"""Locks that keep a write and a turning epoch, and two writes, from passing each other.

Without them something written during a removal could be sealed to the key that was just taken away. SQLite needs none,
its writers come one at a time. On PostgreSQL the people of an office write one at a time too, from the first statement
of a unit on; clients write side by side, each to her own conversation, under locks on the rows of vaults.

Rows are locked from the top down: holding vaults before held ones, by id within each level. Who may go on to write to
a holding vault locks it for writing at once: two that hold it for reading would wait for each other for ever.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session, SessionTransaction

from caseintake.vault.chains import Chains
from caseintake.vault.holders import HolderKind
from caseintake.vault.tables import EpochRow, Vault

#: One advisory lock for the people of an office; any number nothing else uses.
_PEOPLE = 7_260_419


def wait_for_colleagues(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """When somebody of the office begins to write: wait until nobody does, then be the only one until the end of it.

    So what somebody has read still holds when she acts on it, and who is being removed finishes what she was writing:
    an epoch she signs at the same moment would come after the list of what she has made, and its vault would be
    closed for good.
    """
    write_alone(connection)


def write_alone(connection: Connection) -> None:
    """The same for the host, when it does what only people do otherwise."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(_PEOPLE)))


class Locks:
    """The vault rows this unit of work has locked. What was read before a lock is read again.

    ``alone``: this is somebody of the office, who may write to every vault she opens. ``again`` is told what was
    locked, for it may open otherwise by now.
    """

    def __init__(
        self, session: Session, chains: Chains, again: Callable[[Iterable[UUID]], None], *, alone: bool
    ) -> None:
        self._session = session
        self._chains = chains
        self._again = again
        self._alone = alone
        self._needed = session.get_bind().dialect.name != "sqlite"
        self._held: dict[UUID, bool] = {}

    def keep_still(self, vault_ids: Iterable[UUID]) -> None:
        """Nobody may turn these vaults, or those that hold them, before this unit ends."""
        if self._needed:
            self._take(set(vault_ids), exclusive=False)

    def turn(self, vault_ids: Iterable[UUID]) -> None:
        """This unit writes to these vaults or turns them: nobody else may until it ends."""
        if self._needed:
            self._take(set(vault_ids), exclusive=True)

    def _take(self, wanted: set[UUID], *, exclusive: bool) -> None:
        while True:  # under the lock a vault may turn out to be held by others
            modes = dict.fromkeys(self._above(wanted), self._alone) | dict.fromkeys(wanted, exclusive or self._alone)
            missing = {id: mode for id, mode in modes.items() if mode not in self._enough_for(id)}
            if missing:  # a table makes a thousand vaults, and asks for the one that holds them each time
                for id in {row.id for row in self._session.new if isinstance(row, Vault)}:
                    missing.pop(id, None)
            if not missing:
                return
            places = sorted((len(self._above({id})), mode, id) for id, mode in missing.items())
            for (_level, mode), group in groupby(places, key=lambda place: place[:2]):
                self._lock([id for _, _, id in group], exclusive=mode)

    def _enough_for(self, id: UUID) -> tuple[bool, ...]:
        """The modes in which this vault need not be locked any more."""
        if id not in self._held:
            return ()
        return (False, True) if self._held[id] else (False,)

    def _lock(self, ids: list[UUID], *, exclusive: bool) -> None:
        statement = select(Vault.id).where(Vault.id.in_(ids)).order_by(Vault.id)
        self._session.execute(statement.with_for_update(read=not exclusive)).all()
        self._held |= dict.fromkeys(ids, exclusive)
        unsaved = {row.vault_id for row in self._session.new if isinstance(row, EpochRow)}
        self._chains.forget(set(ids) - unsaved)
        self._again(ids)

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
