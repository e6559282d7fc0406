"""The right to take a whole matter out: asked for with a reason, agreed to by a second person, good once and not long.

Two people are never two ids in a row: each word is signed, is checked when it is counted, and names exactly what it is
for. Where nobody can be reached one person breaks the glass: at once, with a reason, and everybody on the team is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.audit import rows as log
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.portability.model import ExportAgreed, ExportAsked, ExportFetched, ExportSeen
from caseintake.storage import scalars_in
from caseintake.vault import canonical
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import HolderKind
from caseintake.vault.primitives import sha256
from caseintake.vault.roster import RosterPerson
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

#: An asking that nobody used is over after so long.
GOOD_FOR: Final = timedelta(hours=72)
R = TypeVar("R", ExportAgreed, ExportFetched, ExportSeen)


class Stands(StrEnum):
    """How far an asking has come."""

    WAITING = "waiting"
    AGREED = "agreed"
    FETCHED = "fetched"
    OVER = "over"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking with what has become of it."""

    row: ExportAsked
    by: UUID | None
    agreed_by: tuple[UUID, ...]
    fetched_at: datetime | None
    until: datetime
    stands: Stands
    #: Members of the team who have seen that the glass was broken.
    seen_by: frozenset[UUID]


def ask(
    matter: Matter, *, reason: str, to_person: UUID | None = None, break_glass: bool = False, uow: UnitOfWork
) -> ExportAsked:
    """Ask for everything of a matter in one file. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_EXPORT)
    known = uow.roster.find(to_person) if to_person is not None else None
    refuse_if(
        *([] if reason.strip() else [Fault("reason", "needed")]),
        *([] if to_person is None or may_receive(known) else [Fault("to_person", "not_vouched")]),
    )
    row = ExportAsked(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        reason=reason.strip(),
        asked_at=uow.clock.now().replace(microsecond=0),
        to_person=to_person,
        break_glass=break_glass,
    )
    uow.add(row)
    uow.say("export without a second person" if break_glass else "export asked for")
    uow.flush()
    return row


def may_receive(person: RosterPerson | None) -> bool:
    """Whether a whole matter may be sealed to somebody's key: never to whoever is lent single documents only."""
    return person is not None and person.active and policy.allows(person.role, Action.MATTER_EXPORT)


def askings(matter: Matter, *, uow: UnitOfWork) -> list[Asking]:
    """Every asking of a matter, the newest first."""
    rows = list(uow.session.scalars(queries.kept_by(matter, ExportAsked)))
    agreed, fetched = _about(ExportAgreed, rows, uow), _about(ExportFetched, rows, uow)
    seen = _about(ExportSeen, rows, uow)
    changed = _changed(matter, uow) if rows else False
    members = frozenset(team.members(matter, uow=uow))
    found = [_asking(row, agreed, fetched, seen, changed, members, uow) for row in rows]
    return sorted(found, key=lambda one: (one.row.asked_at, one.row.id), reverse=True)


def asking(matter: Matter, id: UUID, *, uow: UnitOfWork) -> Asking:
    """Raises `NotVisible` for one of another matter."""
    found = next((one for one in askings(matter, uow=uow) if one.row.id == id), None)
    if found is None:
        raise NotVisible
    return found


def agree(matter: Matter, id: UUID, *, uow: UnitOfWork) -> None:
    """A second person's word for exactly this. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_EXPORT)
    one = asking(matter, id, uow=uow)
    refuse_if(
        *([Fault("go", "own_asking")] if one.by == uow.actor.id else []),
        *([] if one.stands is Stands.WAITING else [Fault("go", "not_waiting")]),
    )
    uow.add(ExportAgreed(vault_id=matter.vault_id, asked_id=one.row.id, digest=digest(one.row)))
    uow.say("export agreed to")
    uow.flush()


def fetch(matter: Matter, id: UUID, *, uow: UnitOfWork) -> ExportAsked:
    """Use it up, before the first byte goes out. Raises `Refusal`: it must be one's own, agreed, in time, unused."""
    policy.require(uow.actor, Action.MATTER_EXPORT)
    uow.keystore.ready_to_write([matter.vault_id])  # two windows at once: the second one finds it used
    one = asking(matter, id, uow=uow)
    refuse_if(
        *([] if one.by == uow.actor.id else [Fault("go", "not_your_asking")]),
        *([] if one.stands is Stands.AGREED else [Fault("go", f"export_{one.stands.value}")]),
    )
    now = uow.clock.now().replace(microsecond=0)
    uow.add(ExportFetched(vault_id=matter.vault_id, asked_id=one.row.id, fetched_at=now))
    uow.note(matter.vault_id, "matter taken out", matter.id)
    uow.say("export fetched")
    uow.flush()
    return one.row


def see(matter: Matter, id: UUID, *, uow: UnitOfWork) -> None:
    """The acting person has read that the glass was broken."""
    one = asking(matter, id, uow=uow)
    if uow.actor.id not in one.seen_by:
        uow.add(ExportSeen(vault_id=matter.vault_id, asked_id=one.row.id, person_id=uow.actor.id))
        uow.say("export seen")
        uow.flush()


def alarms(matter: Matter, *, uow: UnitOfWork) -> list[Asking]:
    """Where the glass was broken by somebody else and the acting person has not said that she has seen it."""
    me = uow.actor.id
    if uow.session.scalar(select(ExportAsked.id).where(ExportAsked.matter_id == matter.id).limit(1)) is None:
        return []
    found = askings(matter, uow=uow)
    return [one for one in found if one.row.break_glass and one.by != me and me not in one.seen_by]


def digest(row: ExportAsked) -> bytes:
    """Of everything that was asked: what a second person's word is for."""
    return sha256(canonical.encode("export", row.id, row.matter_id, sha256(row.plaintext())))


def _asking(
    row: ExportAsked,
    agreed: dict[UUID, list[ExportAgreed]],
    fetched: dict[UUID, list[ExportFetched]],
    seen: dict[UUID, list[ExportSeen]],
    changed: bool,
    members: frozenset[UUID],
    uow: UnitOfWork,
) -> Asking:
    by, until = _author(row, uow), row.asked_at + GOOD_FOR
    words = {_author(one, uow): one for one in agreed.get(row.id, [])}
    # Each is checked with the key of today: somebody who has left the team has no word any more.
    second = tuple(
        sorted(
            id
            for id, one in words.items()
            if id is not None and id != by and id in members and _may(id, uow) and one.digest == digest(row)
        )
    )
    gone = [one.fetched_at for one in fetched.get(row.id, [])]
    if changed or by is None or by not in members:
        stands = Stands.CHANGED
    elif gone:
        stands = Stands.FETCHED
    elif uow.clock.now() >= until:
        stands = Stands.OVER
    else:
        stands = Stands.AGREED if second or row.break_glass else Stands.WAITING
    seen_by = frozenset(one.person_id for one in seen.get(row.id, []))
    return Asking(row, by, second, gone[0] if gone else None, until, stands, seen_by)


def _may(person_id: UUID, uow: UnitOfWork) -> bool:
    return may_receive(uow.roster.find(person_id))


def _author(row: SealedRecord, uow: UnitOfWork) -> UUID | None:
    try:
        holder = uow.proof(row).author
    except ForgedRecord:
        return None
    return holder.id if holder.kind is HolderKind.PERSON else None


def _about(model: type[R], rows: list[ExportAsked], uow: UnitOfWork) -> dict[UUID, list[R]]:
    vaults = {row.id: row.vault_id for row in rows}
    found: dict[UUID, list[R]] = {}
    for one in scalars_in(select(model), model.asked_id, vaults, uow.session):
        if one.vault_id == vaults[one.asked_id]:
            found.setdefault(one.asked_id, []).append(one)
    return found


def _changed(matter: Matter, uow: UnitOfWork) -> bool:
    """Whether one of these records was put back, or taken away, by another hand: a used asking would be good again."""
    seen, chains = uow.office.log_seen, uow.keystore.chains
    for model in (ExportAsked, ExportAgreed, ExportFetched):
        found = log.altered(model, [matter.vault_id], session=uow.session, roster=uow.roster, seen=seen, vaults=chains)
        if any(found.values()):
            return True
    return False
