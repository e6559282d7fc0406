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
from caseintake.portability.model import ExportAgreed, ExportAsked, ExportEnded, ExportFetched, ExportSeen
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
R = TypeVar("R", ExportAgreed, ExportEnded, ExportFetched, ExportSeen)


class Stands(StrEnum):
    """How far an asking has come."""

    WAITING = "waiting"
    AGREED = "agreed"
    FETCHED = "fetched"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
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
    #: Members of the team who have seen that the glass was broken; whoever asked: that it was refused.
    seen_by: frozenset[UUID]
    #: Who withdrew or refused it, and why.
    ended_by: UUID | None = None
    why: str = ""


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


def may_agree(matter: Matter, *, uow: UnitOfWork) -> list[UUID]:
    """The members of the team whose role may agree to an export; nobody agrees to her own."""
    return [id for id in team.members(matter, uow=uow) if _may(id, uow)]


def askings(matter: Matter, *, uow: UnitOfWork) -> list[Asking]:
    """Every asking of a matter, the newest first."""
    rows = list(uow.session.scalars(queries.kept_by(matter, ExportAsked)))
    words = _Words(
        _about(ExportAgreed, rows, uow),
        _about(ExportEnded, rows, uow),
        _about(ExportFetched, rows, uow),
        _about(ExportSeen, rows, uow),
    )
    changed = _changed(matter, uow) if rows else False
    members = frozenset(team.members(matter, uow=uow))
    found = [_asking(row, words, changed, members, uow) for row in rows]
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
    uow.keystore.ready_to_write([matter.vault_id])  # whoever withdraws or refuses at once: one of the two finds it done
    one = asking(matter, id, uow=uow)
    refuse_if(
        *([Fault("go", "own_asking")] if one.by == uow.actor.id else []),
        *([] if one.stands is Stands.WAITING else [Fault("go", "not_waiting")]),
    )
    uow.add(ExportAgreed(vault_id=matter.vault_id, asked_id=one.row.id, digest=digest(one.row)))
    uow.say("export agreed to")
    uow.flush()


def end(matter: Matter, id: UUID, why: str = "", *, uow: UnitOfWork) -> None:
    """Whoever asked withdraws it; who is asked refuses it, also after a colleague agreed. Raises `Refusal`.

    What one person may take out at once nobody else can refuse; and what is fetched cannot come back.
    """
    policy.require(uow.actor, Action.MATTER_EXPORT)
    uow.keystore.ready_to_write([matter.vault_id])  # fetched or ended, never both
    one = asking(matter, id, uow=uow)
    own = one.by == uow.actor.id
    refuse_if(
        *([] if one.stands in (Stands.WAITING, Stands.AGREED) else [Fault("go", "not_open")]),
        *([Fault("go", "through_the_glass")] if one.row.break_glass and not own else []),
        *([] if own or why.strip() else [Fault("why", "needed")]),
    )
    uow.add(ExportEnded(vault_id=matter.vault_id, asked_id=one.row.id, why=why.strip()))
    uow.say("export withdrawn" if own else "export refused")
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
    """The acting person has read that the glass was broken, or that her asking was refused."""
    one = asking(matter, id, uow=uow)
    if uow.actor.id not in one.seen_by:
        uow.add(ExportSeen(vault_id=matter.vault_id, asked_id=one.row.id, person_id=uow.actor.id))
        uow.say("export refusal seen" if one.stands is Stands.REFUSED else "export seen")
        uow.flush()


def news(matter: Matter, *, uow: UnitOfWork) -> list[Asking]:
    """What every page of the matter says to the acting person, until it is done or seen.

    Somebody else broke the glass; somebody waits for her word; hers was agreed to and can be fetched, or was refused.
    """
    if uow.session.scalar(select(ExportAsked.id).where(ExportAsked.matter_id == matter.id).limit(1)) is None:
        return []
    return [one for one in askings(matter, uow=uow) if _is_news(one, uow)]


def _is_news(one: Asking, uow: UnitOfWork) -> bool:
    me = uow.actor.id
    if one.by == me:
        agreed = one.stands is Stands.AGREED and not one.row.break_glass
        return agreed or (one.stands is Stands.REFUSED and me not in one.seen_by)
    if one.row.break_glass:
        return me not in one.seen_by and one.stands is not Stands.WITHDRAWN
    return one.stands is Stands.WAITING and policy.allows(uow.actor.role, Action.MATTER_EXPORT)


def digest(row: ExportAsked) -> bytes:
    """Of everything that was asked: what a second person's word is for."""
    return sha256(canonical.encode("export", row.id, row.matter_id, sha256(row.plaintext())))


@dataclass(frozen=True, slots=True)
class _Words:
    """What was said of askings, by asking."""

    agreed: dict[UUID, list[ExportAgreed]]
    ended: dict[UUID, list[ExportEnded]]
    fetched: dict[UUID, list[ExportFetched]]
    seen: dict[UUID, list[ExportSeen]]


def _asking(row: ExportAsked, said: _Words, changed: bool, members: frozenset[UUID], uow: UnitOfWork) -> Asking:
    by, until = _author(row, uow), row.asked_at + GOOD_FOR
    words = {_author(one, uow): one for one in said.agreed.get(row.id, [])}
    # Each is checked with the key of today: somebody who has left the team has no word any more.
    second = tuple(
        sorted(
            id
            for id, one in words.items()
            if id is not None and id != by and id in members and _may(id, uow) and one.digest == digest(row)
        )
    )
    gone = [one.fetched_at for one in said.fetched.get(row.id, [])]
    # A word that stops it counts whoever said it, also when she has left since: closed rather than open.
    stopped = ((_author(one, uow), one.why) for one in said.ended.get(row.id, []))
    ended = [(id, why) for id, why in stopped if id == by or not row.break_glass]
    ended_by, why = ended[0] if ended else (None, "")
    if changed or by is None or by not in members:
        stands = Stands.CHANGED
    elif gone:
        stands = Stands.FETCHED
    elif ended:
        stands = Stands.WITHDRAWN if ended_by == by else Stands.REFUSED
    elif uow.clock.now() >= until:
        stands = Stands.OVER
    else:
        stands = Stands.AGREED if second or row.break_glass else Stands.WAITING
    seen_by = frozenset(one.person_id for one in said.seen.get(row.id, []))
    return Asking(row, by, second, gone[0] if gone else None, until, stands, seen_by, ended_by, why)


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
    for model in (ExportAsked, ExportAgreed, ExportEnded, ExportFetched):
        found = log.altered(model, [matter.vault_id], session=uow.session, roster=uow.roster, seen=seen, vaults=chains)
        if any(found.values()):
            return True
    return False
