"""How a lawyer stands in each arena, from which day on and how we know. A key says nothing of this, nor this of a key.

The rows lie in the directory of colleagues: whoever holds it reads them.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import refuse_if
from caseintake.representation.kinds import Arena, LawyerState
from caseintake.representation.model import LawyerStatus
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork


def can_read(*, uow: UnitOfWork) -> bool:
    """Whether the acting person holds the directory of colleagues."""
    return uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DIRECTORY])


def record(
    person_id: UUID,
    arena: Arena,
    state: LawyerState,
    *,
    since: date,
    until: date | None = None,
    source: str,
    uow: UnitOfWork,
) -> LawyerStatus:
    """A lawyer stands otherwise from ``since`` on, signed by who records it. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(
        *([] if can_read(uow=uow) else [Fault("person", "no_directory")]),
        *([] if uow.roster.find(person_id) is not None else [Fault("person", "stranger")]),
        *([] if source.strip() else [Fault("source", "needed")]),
        *([Fault("until", "end_before_start")] if until is not None and until < since else []),
    )
    made = LawyerStatus(
        vault_id=uow.roster.office_vaults[VaultKind.DIRECTORY],
        person_id=person_id,
        arena=arena,
        state=state,
        since=since,
        until=until,
        source=source.strip(),
        recorded_on=uow.clock.today(),
    )
    uow.add(made)
    uow.say("standing of a lawyer recorded")
    uow.flush()
    return made


def history(*, uow: UnitOfWork) -> list[LawyerStatus]:
    """Everything recorded, the newest first; nothing for whoever does not hold the directory."""
    if not can_read(uow=uow):
        return []
    directory = uow.roster.office_vaults[VaultKind.DIRECTORY]
    rows = uow.session.scalars(select(LawyerStatus).where(LawyerStatus.vault_id == directory))
    return sorted(rows, key=_order, reverse=True)


def _order(row: LawyerStatus) -> tuple[date, date, int]:
    signature = row.signature()
    return row.since, row.recorded_on, signature.sequence if signature is not None else 0


def in_force(*, uow: UnitOfWork) -> dict[tuple[UUID, Arena], LawyerStatus]:
    """What holds today, by lawyer and arena. One whose last day has passed holds no more: the lawyer is active."""
    today, found = uow.clock.today(), {}
    for row in reversed(history(uow=uow)):
        if row.since <= today:
            found[row.person_id, row.arena] = row
    return {key: row for key, row in found.items() if row.until is None or row.until >= today}


def current(*, uow: UnitOfWork) -> Mapping[UUID, Mapping[Arena, LawyerState]]:
    """How every lawyer of whom anything is recorded stands today."""
    found: dict[UUID, dict[Arena, LawyerState]] = defaultdict(dict)
    for (person, arena), row in in_force(uow=uow).items():
        found[person][arena] = row.state
    return found
