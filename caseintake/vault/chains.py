"""Epoch chains as this unit of work sees them: read in batches, checked once, never trusted unchecked."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from caseintake.vault.directory import VerifiedRows, fresh
from caseintake.vault.epoch import Epoch, check_chain, check_next
from caseintake.vault.errors import DroppedEpoch, ForgedEpoch, SkippedEpoch
from caseintake.vault.holders import HolderKind
from caseintake.vault.primitives import sha256
from caseintake.vault.roster import Roster
from caseintake.vault.tables import EpochRow

_ROWS = (
    select(EpochRow.vault_id, EpochRow.body, EpochRow.signature)
    .where(EpochRow.vault_id.in_(bindparam("vaults", expanding=True)))
    .order_by(EpochRow.vault_id, EpochRow.seq)
)


class Chains:
    """The epoch rows of the vaults touched in one unit of work."""

    def __init__(self, session: Session, roster: Roster, verified: VerifiedRows) -> None:
        self._session = session
        self._roster = roster
        self._verified = verified
        self._rows: dict[UUID, list[Epoch]] = {}
        self._checking: set[UUID] = set()
        self._checked: set[UUID] = set()
        self._damaged: dict[UUID, ForgedEpoch] = {}
        self._own: set[UUID] = set()

    def load(self, vault_ids: Iterable[UUID]) -> None:
        """Read these vaults' rows, and those of the vaults that hold them, one statement a level."""
        frontier = {vault_id for vault_id in vault_ids if vault_id not in self._rows}
        while frontier:
            for vault_id in frontier:
                self._rows[vault_id] = []
            for vault_id, body, signature in self._session.connection().execute(_ROWS, {"vaults": list(frontier)}):
                self._take(vault_id, body, signature)
            frontier = {
                holder.id
                for vault_id in frontier
                for row in self._rows[vault_id]
                for holder in row.holders
                if holder.kind is HolderKind.VAULT and holder.id not in self._rows
            }

    def _take(self, vault_id: UUID, body: bytes, signature: bytes) -> None:
        """An unreadable or misplaced row closes its own vault and no other."""
        try:
            digest = sha256(body + signature)
            row = self._verified.read(digest)
            if row is None or (row.body, row.signature) != (body, signature):  # somebody moved where one ends
                known = self._verified.knows(digest)
                row = Epoch.parse_again(body, signature) if known else Epoch.parse(body, signature)
            if row.vault_id != vault_id:
                raise ForgedEpoch(f"vault {vault_id}: an epoch row of vault {row.vault_id} stands here")
        except ForgedEpoch as error:
            self._damaged[vault_id] = error
            return
        self._rows[vault_id].append(row)

    def of(self, vault_id: UUID) -> list[Epoch]:
        """All rows of one vault, checked. Raises `ForgedEpoch` or `SkippedEpoch`."""
        if vault_id not in self._rows:
            self.load([vault_id])
        if vault_id not in self._checked:
            self._check(vault_id)
        return self._rows[vault_id]

    def read(self, vault_id: UUID) -> list[Epoch]:
        """The rows as they stand in the table, unchecked: good for knowing what to lock, and for nothing else."""
        return self._rows.get(vault_id, [])

    def current(self, vault_id: UUID) -> Epoch:
        return self.of(vault_id)[-1]

    def numbered(self, vault_id: UUID, number: int) -> Epoch:
        """The newest row under key ``number``. Raises `SkippedEpoch` if there never was one."""
        for row in reversed(self.of(vault_id)):
            if row.number == number:
                return row
        raise SkippedEpoch(f"vault {vault_id} has no key {number}")

    def add(self, row: Epoch) -> None:
        """A row this unit has just made and signed. Raises what anybody would raise who reads it later."""
        rows = self._rows.setdefault(row.vault_id, [])
        check_next(row, rows, self._roster, self.of)
        rows.append(row)
        self._own.add(row.vault_id)
        self._checked.add(row.vault_id)

    def forget(self, vault_ids: Iterable[UUID]) -> None:
        """Read again under the lock: somebody may have turned an epoch since."""
        for vault_id in vault_ids:
            self._rows.pop(vault_id, None)
            self._checked.discard(vault_id)
            self._damaged.pop(vault_id, None)

    def _check(self, vault_id: UUID) -> None:
        rows = self._rows[vault_id]
        if vault_id in self._damaged:
            raise self._damaged[vault_id]
        if not rows:
            raise SkippedEpoch(f"vault {vault_id} has no epoch")
        if vault_id in self._checking:
            raise SkippedEpoch(f"vault {vault_id} holds itself")
        self._checking.add(vault_id)
        try:
            check_chain(rows, self._roster, self.of, self._verified.knows)
        finally:
            self._checking.discard(vault_id)
        seq, newest = self._verified.newest(vault_id)
        if (seq > len(rows) or (seq and rows[seq - 1].hash != newest)) and not self._is_there(vault_id, seq, newest):
            raise DroppedEpoch(f"vault {vault_id} has lost epoch row {seq}")
        for row in rows:
            self._verified.note(row)
        if vault_id not in self._own:  # what this unit made itself may still be rolled back
            self._verified.remember(vault_id, len(rows), rows[-1].hash)
        self._checked.add(vault_id)

    def _is_there(self, vault_id: UUID, seq: int, expected: bytes) -> bool:
        """Asks past this unit's snapshot, which may have begun before the row was committed."""
        statement = select(EpochRow.body, EpochRow.signature).where(EpochRow.vault_id == vault_id, EpochRow.seq == seq)
        with fresh(self._session) as connection:
            found = connection.execute(statement).first()
        return found is not None and Epoch.parse(found.body, found.signature).hash == expected
