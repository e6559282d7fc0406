"""The checked roster of this office, read once a unit of work and kept while its head has not moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import ForgedRoster, RolledBack
from caseintake.vault.roster import Roster, RosterEntry, read
from caseintake.vault.tables import RosterRow

_COLUMNS = select(RosterRow.seq, RosterRow.body, RosterRow.signer, RosterRow.signature)
_LAST = _COLUMNS.order_by(RosterRow.seq.desc()).limit(1)


class VerifiedRows:
    """What this process has checked already: the roster at its head, and checked epoch rows.

    All of it is public. It spares a signature check per row and page; a row that is not in here is checked. Of many
    rows the hash is kept, of the last ones the row as it was read.
    """

    BOUND = 100_000
    #: Rows of some 5 KB each: the client files of the largest joint cases.
    READ = 4_000

    def __init__(self) -> None:
        self.roster: Roster | None = None
        self._epochs: set[bytes] = set()
        self._read: dict[bytes, Epoch] = {}
        self._newest: dict[UUID, tuple[int, bytes]] = {}

    def knows(self, epoch_hash: bytes) -> bool:
        return epoch_hash in self._epochs

    def read(self, epoch_hash: bytes) -> Epoch | None:
        """A checked row as it was read before."""
        return self._read.get(epoch_hash)

    def note(self, row: Epoch) -> None:
        """A row that was checked."""
        if len(self._epochs) >= self.BOUND:
            self._epochs.clear()
        if len(self._read) >= self.READ:
            self._read.clear()
        self._epochs.add(row.hash)
        self._read[row.hash] = row

    def newest(self, vault_id: UUID) -> tuple[int, bytes]:
        """Number and hash of the newest committed row of a vault this process has seen; ``(0, b"")`` for none."""
        return self._newest.get(vault_id, (0, b""))

    def remember(self, vault_id: UUID, seq: int, epoch_hash: bytes) -> None:
        if len(self._newest) >= self.BOUND:
            self._newest.clear()
        self._newest[vault_id] = (seq, epoch_hash)


def load_roster(
    session: Session,
    fingerprint: bytes,
    verified: VerifiedRows,
    at_least: int = 0,
    remembered: bytes = b"",
    by_one: frozenset[bytes] = frozenset(),
) -> Roster:
    """The roster, checked against the office fingerprint.

    ``at_least`` is the highest entry this host remembers, ``remembered`` its hash. Raises `ForgedRoster`, or
    `RolledBack` when the table holds fewer entries, or others, than remembered.
    """
    last = session.connection().execute(_LAST).first()
    if last is None:
        raise ForgedRoster("the roster is empty")
    known = verified.roster if verified.roster and verified.roster.fingerprint == fingerprint else None
    if known is not None and known.head == RosterEntry(*last).hash and known.seq >= at_least:
        return known
    roster = read(entries(session), fingerprint, by_one)
    if not _goes_on(roster, known, at_least, remembered):
        with fresh(session) as connection:  # this unit's snapshot may have begun before the last entry was committed
            roster = read(entries(connection), fingerprint, by_one)
        if not _goes_on(roster, known, at_least, remembered):
            raise RolledBack(f"the roster ends at entry {roster.seq}, or is another than the one remembered")
    verified.roster = roster
    return roster


def _goes_on(roster: Roster, known: Roster | None, at_least: int, remembered: bytes) -> bool:
    """True if nothing this process or this host remembers is missing from ``roster``."""
    if roster.seq < at_least or (remembered and roster.hashes[at_least] != remembered):
        return False
    return known is None or (known.seq <= roster.seq and roster.hashes[known.seq] == known.head)


@contextmanager
def fresh(session: Session) -> Iterator[Connection]:
    """A reading connection beside the session's: it sees what has been committed by now."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with engine.execution_options(writing=False).connect() as connection:
        yield connection


def entries(session: Session | Connection) -> list[RosterEntry]:
    """All entries as they stand in the table, unchecked."""
    return [RosterEntry(*row) for row in session.execute(_COLUMNS.order_by(RosterRow.seq))]


def append_entry(session: Session, entry: RosterEntry) -> RosterRow:
    """Write a checked entry; the next unit reads the longer roster."""
    row = RosterRow(seq=entry.seq, body=entry.body, signer=entry.signer, signature=entry.signature)
    session.add(row)
    return row
