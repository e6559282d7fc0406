"""Whoever leaves a team keeps no key of what some of that team hold beside it: costs, a settlement, an inner circle.

The matter's vault does not hold these, so that turning its key does not reach them. They are turned in the same act as
far as whoever removes holds them; the others by their next holder who signs in, and nobody is told that there are any.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from caseintake.access.visibility import visible
from caseintake.conflicts.model import InnerCircle
from caseintake.costs.model import CostBook
from caseintake.matters import team
from caseintake.matters.events import TeamChanged
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.settlements.model import SettlementPart
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import Office, UnitOfWork

Part = CostBook | SettlementPart | InnerCircle
#: What lies beside a matter's vault, each with the id of its matter inside.
PARTS: Final[tuple[tuple[type[Part], VaultKind], ...]] = (
    (CostBook, VaultKind.COSTS),
    (SettlementPart, VaultKind.SETTLEMENT),
    (InnerCircle, VaultKind.INNER),
)


def listen(office: Office) -> None:
    office.listen(TeamChanged, _left)


def _left(event: TeamChanged, uow: UnitOfWork) -> None:
    """Raises `Refusal` for somebody who goes and alone holds costs or a settlement."""
    for row in [] if event.joined else _mine(uow):
        people = team.people(row.vault_id, uow=uow)
        if row.matter_id != event.matter.id or event.person_id not in people:
            continue
        if len(people) > 1:
            _turn(row, event.person_id, uow)
        elif not isinstance(row, InnerCircle):  # what somebody noted alone, nobody misses
            raise Refusal(Fault("person", "last_beside"))


def waiting(*, uow: UnitOfWork) -> list[tuple[Part, UUID]]:
    """What the acting person holds, with each other holder who is on the team of its matter no more."""
    found = []
    for row in _mine(uow):
        matter = uow.session.get(Matter, row.matter_id)
        if matter is not None and uow.keystore.can_open(matter.vault_id):
            gone = set(team.people(row.vault_id, uow=uow)) - {uow.actor.id, *team.members(matter, uow=uow)}
            found += [(row, id) for id in sorted(gone)]
    return found


def turn(*, uow: UnitOfWork) -> int:
    """Turn those keys. It needs no right of its own: the team was left when somebody had the right to say so."""
    rows = waiting(uow=uow)
    for row, person_id in rows:
        _turn(row, person_id, uow)
    if rows:
        uow.say("left the team")
        uow.flush()
    return len(rows)


def _turn(row: Part, person_id: UUID, uow: UnitOfWork) -> None:
    uow.keystore.remove(row.vault_id, Holder.person(person_id))
    if person_id != uow.actor.id:
        row.begin_draft()  # sealed again under the new key


def _mine(uow: UnitOfWork) -> Iterator[Part]:
    for model, kind in PARTS:
        yield from visible(model, uow=uow, of=kind)
