"""Who is away, and until when."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.diary.readiness import Absence, Away, AwayDays
from caseintake.kernel.actor import Role
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import refuse_if
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

#: An absence that begins within so many days stands on the Monday page already.
SOON_DAYS = 14
LONGEST_DAYS = 366


def can_read(*, uow: UnitOfWork) -> bool:
    """Whether the acting person holds the directory of colleagues."""
    return uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DIRECTORY])


def record(person_id: UUID, why: Away, first: date, last: date | None, *, uow: UnitOfWork) -> Absence:
    """Somebody cannot be counted on from ``first`` to ``last``, both included; ``last`` None: nobody knows yet.

    Everybody records their own; a coordinator anybody's. Raises `Refusal`.
    """
    policy.require(uow.actor, Action.MATTER_CHANGE)
    known = uow.roster.find(person_id)
    theirs = uow.actor.role is Role.COORDINATOR or person_id == uow.actor.id
    refuse_if(
        *([] if can_read(uow=uow) else [Fault("person", "no_directory")]),
        *([] if known is not None and known.active and theirs else [Fault("person", "stranger")]),
        *([Fault("last", "before_first")] if last is not None and last < first else []),
        *([Fault("last", "too_far")] if last is not None and (last - first).days > LONGEST_DAYS else []),
    )
    made = Absence(
        vault_id=uow.roster.office_vaults[VaultKind.DIRECTORY],
        person_id=person_id,
        why=why,
        first=first,
        last=last,
        recorded_on=uow.clock.today(),
    )
    uow.add(made)
    uow.flush()
    uow.add(AwayDays(absence_id=made.id, person_id=person_id, first=first, last=last))
    uow.say("absence recorded")
    uow.flush()
    return made


def end(absence_id: UUID, *, uow: UnitOfWork) -> None:
    """The colleague is back, or was never away. Raises `NotVisible`."""
    row = uow.session.get(Absence, absence_id)
    if row is None or not can_read(uow=uow):
        raise NotVisible
    if uow.actor.role is not Role.COORDINATOR and row.person_id != uow.actor.id:
        raise NotVisible
    row.ended_on = uow.clock.today()
    for days in uow.session.scalars(select(AwayDays).where(AwayDays.absence_id == row.id)):
        uow.delete(days)
    uow.say("absence ended")
    uow.flush()


def current(*, uow: UnitOfWork) -> list[Absence]:
    """Who is away today or will be soon, the first to leave first; nothing for whoever holds no directory."""
    if not can_read(uow=uow):
        return []
    directory = uow.roster.office_vaults[VaultKind.DIRECTORY]
    today = uow.clock.today()
    soon = today + timedelta(days=SOON_DAYS)
    rows = uow.session.scalars(select(Absence).where(Absence.vault_id == directory))
    found = [
        row for row in rows if row.ended_on is None and row.first <= soon and (row.last is None or row.last >= today)
    ]
    return sorted(found, key=lambda row: (row.first, row.id))


def away_on(day: date, among: Iterable[Absence]) -> dict[UUID, Absence]:
    """Who cannot be counted on that day, by person."""
    return {row.person_id: row for row in among if row.covers(day)}
