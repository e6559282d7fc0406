"""What would happen tonight if one of us were taken: who could freeze the account, and what nobody else could open.

From signed rows alone; opens nothing. Names are sealed, so whoever prints it writes two-word names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseintake.identity.freezing import frozen
from caseintake.kernel.actor import Role
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Tonight:
    """One colleague. ``freezers``: who could freeze the account; ``alone``: matters that nobody else opens."""

    person: UUID
    role: Role
    freezers: tuple[UUID, ...]
    matters: int
    alone: int

    @property
    def good(self) -> bool:
        return bool(self.freezers) and not self.alone


def tonight(uow: UnitOfWork) -> Iterator[Tonight]:
    """Everybody on the roster whose account opens a matter or makes people, in the roster's order."""
    here = {one.id: one for one in uow.roster.people() if one.active}
    awake = here.keys() - frozen(uow=uow)
    teams = _teams(uow)
    for one in here.values():
        mine = [team & here.keys() for team in teams if one.id in team]
        beside = {id for team in mine for id in team if here[id].role is Role.LAWYER}
        able = {id for id in awake if here[id].may_vouch} | (set() if one.may_vouch else beside & awake)
        if one.may_vouch or mine:
            alone = sum(1 for team in mine if team == {one.id})
            yield Tonight(one.id, one.role, tuple(sorted(able - {one.id})), len(mine), alone)


def _teams(uow: UnitOfWork) -> list[frozenset[UUID]]:
    ids = list(uow.session.scalars(select(Vault.id).where(Vault.kind == VaultKind.MATTER)))
    uow.keystore.chains.load(ids)
    people = HolderKind.PERSON
    return [frozenset(holder.id for holder in uow.keystore.holders(id) if holder.kind is people) for id in ids]
