"""The checked roster of this office, read once a unit of work and kept while its head has not moved."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.vault.errors import ForgedRoster, RolledBack
from caseintake.vault.roster import Roster, RosterEntry, read
from caseintake.vault.tables import RosterRow


class VerifiedRows:
    """What this process has checked already: the roster at its head, and hashes of checked epoch rows.

    All of it is public. It spares a signature check per row and page; a row that is not in here is checked.
    """

    BOUND = 100_000

    def __init__(self) -> None:
        self.roster: Roster | None = None
        self._epochs: set[bytes] = set()

    def knows(self, epoch_hash: bytes) -> bool:
        return epoch_hash in self._epochs

    def note(self, epoch_hash: bytes) -> None:
        if len(self._epochs) >= self.BOUND:
            self._epochs.clear()
        self._epochs.add(epoch_hash)


def load_roster(session: Session, fingerprint: bytes, verified: VerifiedRows, at_least: int = 0) -> Roster:
    """The roster, checked against the office fingerprint.

    ``at_least`` is the highest entry this host remembers. Raises `ForgedRoster`, or `RolledBack` when the table
    holds fewer entries than remembered.
    """
    last = session.execute(select(RosterRow).order_by(RosterRow.seq.desc()).limit(1)).scalar_one_or_none()
    if last is None:
        raise ForgedRoster("the roster is empty")
    if last.seq < at_least:
        raise RolledBack(f"the roster ends at entry {last.seq}, this host remembers entry {at_least}")
    known = verified.roster
    if known is not None and known.fingerprint == fingerprint and known.head == last.entry().hash:
        return known
    roster = read(entries(session), fingerprint)
    verified.roster = roster
    return roster


def entries(session: Session) -> list[RosterEntry]:
    rows = session.scalars(select(RosterRow).order_by(RosterRow.seq))
    return [row.entry() for row in rows]


def append_entry(session: Session, entry: RosterEntry) -> RosterRow:
    """Write a checked entry; the next unit reads the longer roster."""
    row = RosterRow(seq=entry.seq, body=entry.body, signer=entry.signer, signature=entry.signature)
    session.add(row)
    return row
