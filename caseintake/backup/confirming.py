"""After a restore: the office opens when two coordinators have confirmed who is on the roster.

A backup brings back people who were removed since, with all their keys. So nothing is sealed to anybody before two
people who know have looked; where there is only one coordinator, one has to do.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.backup.model import Restoration, RestorationConfirmed
from caseintake.vault import canonical
from caseintake.vault.primitives import verify_signature
from caseintake.vault.roster import Roster
from caseintake.work import UnitOfWork

#: As many must confirm, where there are as many.
NEEDED = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A restored office that is still closed. ``by`` have confirmed the roster as it is now."""

    restoration: Restoration
    by: tuple[UUID, ...]
    needed: int


def waiting(*, uow: UnitOfWork) -> Waiting | None:
    """What is still to be confirmed, or None for an office that is open."""
    for restoration, since in _restorations(uow):
        rows = uow.session.scalars(
            select(RestorationConfirmed).where(RestorationConfirmed.restoration_id == restoration.id)
        )
        by_roster: dict[int, set[UUID]] = {}
        for row in rows:
            if row.roster_seq >= since and _holds(row, uow.roster):
                by_roster.setdefault(row.roster_seq, set()).add(row.person_id)
        if not any(len(people) >= _needed(uow.roster, seq) for seq, people in by_roster.items()):
            now = uow.roster.seq
            return Waiting(restoration, tuple(sorted(by_roster.get(now, ()))), _needed(uow.roster, now))
    return None


def remember(restoration: Restoration, destroyed: tuple[int, int] | None, *, uow: UnitOfWork) -> None:
    """Keep the restore in the host's own file, with the roster that must be confirmed and what was destroyed again."""
    again = {} if destroyed is None else {"conversations": destroyed[0], "files": destroyed[1]}
    uow.office.remembered.note_restored(
        {
            "id": str(restoration.id),
            "archive_id": str(restoration.archive_id),
            "taken_on": restoration.taken_on.isoformat(),
            "restored_on": restoration.restored_on.isoformat(),
            "lost": restoration.lost,
            "roster_seq": uow.roster.seq,
            **again,
        }
    )


def destroyed_again(*, uow: UnitOfWork) -> tuple[int, int] | None:
    """Conversations and files this restore destroyed again. None where nobody told it what was destroyed since."""
    kept = uow.office.remembered.restored
    return (int(kept["conversations"]), int(kept["files"])) if "conversations" in kept else None


def _restorations(uow: UnitOfWork) -> list[tuple[Restoration, int]]:
    """Every restore, with the roster entry from which on a confirmation counts for it.

    The host remembers its own: a row taken away by SQL opens nothing, and nobody confirms with a roster of long ago,
    when one coordinator was enough.
    """
    rows = list(uow.session.scalars(select(Restoration)))
    kept = uow.office.remembered.restored
    if not kept:
        return [(row, 0) for row in rows]
    id = UUID(str(kept["id"]))
    if all(row.id != id for row in rows):
        rows.append(
            Restoration(
                id=id,
                archive_id=UUID(str(kept["archive_id"])),
                taken_on=date.fromisoformat(str(kept["taken_on"])),
                restored_on=date.fromisoformat(str(kept["restored_on"])),
                lost=int(kept["lost"]),
            )
        )
    return [(row, int(kept["roster_seq"]) if row.id == id else 0) for row in rows]


def confirm(*, uow: UnitOfWork) -> None:
    """The acting coordinator knows everybody on the roster as it is now. Once; again when the roster has changed.

    Raises `PermissionError` for anybody else.
    """
    found = waiting(uow=uow)
    if found is None or uow.actor.id in found.by:
        return
    if uow.keyring.keys is None or not uow.roster.person(uow.actor.id).may_vouch:
        raise PermissionError("only a coordinator may confirm a restored office")
    message = _message(found.restoration.id, uow.roster, uow.roster.seq)
    uow.add(
        found.restoration,  # back in its place if it was taken away
        RestorationConfirmed(
            restoration_id=found.restoration.id,
            person_id=uow.actor.id,
            roster_seq=uow.roster.seq,
            signature=uow.keyring.keys.sign(message),
            confirmed_on=uow.clock.today(),
        ),
    )
    uow.say("confirmed the restored office")
    uow.flush()


def _needed(roster: Roster, seq: int) -> int:
    entries = [roster.entry_at(person.id, seq) for person in roster.people()]
    return min(NEEDED, sum(1 for entry in entries if entry is not None and entry.may_vouch))


def _holds(row: RestorationConfirmed, roster: Roster) -> bool:
    if not 0 <= row.roster_seq <= roster.seq:
        return False
    entry = roster.entry_at(row.person_id, row.roster_seq)
    message = _message(row.restoration_id, roster, row.roster_seq)
    return entry is not None and entry.may_vouch and verify_signature(entry.sign_public, row.signature, message)


def _message(restoration_id: UUID, roster: Roster, seq: int) -> bytes:
    return canonical.encode("restored", roster.fingerprint, restoration_id, roster.hashes[seq])
