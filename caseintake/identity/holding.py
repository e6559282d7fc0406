"""Who holds the office's own vaults: a role says who may, a grant by somebody who holds it makes it so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from caseintake.identity.model import Announcement
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.keystore import LastHolder
from caseintake.work import UnitOfWork

#: Which roles an office vault may be given to.
MAY_HOLD: Mapping[VaultKind, frozenset[Role]] = MappingProxyType(
    {
        VaultKind.INTAKE: frozenset({Role.INTAKE_OFFICER}),
        VaultKind.DOCKET: frozenset({Role.COORDINATOR}),
        #: Coordinators, and whoever they name to answer whether somebody is in a case.
        VaultKind.CONFLICTS: frozenset({Role.COORDINATOR, Role.INTAKE_OFFICER, Role.LAWYER}),
        VaultKind.DIRECTORY: frozenset({Role.COORDINATOR, Role.INTAKE_OFFICER, Role.LAWYER}),
    }
)
#: Who may pass a vault on that she holds.
MAY_GIVE = frozenset({Role.COORDINATOR, Role.INTAKE_OFFICER})


@dataclass(frozen=True)
class Held:
    """One office vault as its holders see it."""

    kind: VaultKind
    vault_id: UUID
    holders: tuple[UUID, ...]
    candidates: tuple[UUID, ...]
    announced: tuple[Announcement, ...]


def held(*, uow: UnitOfWork) -> list[Held]:
    """The office vaults the acting person holds; of the others she learns nothing."""
    mine = uow.keystore.mine()
    return [_held(kind, id, uow) for kind, id in uow.roster.office_vaults.items() if id in mine]


def _held(kind: VaultKind, vault_id: UUID, uow: UnitOfWork) -> Held:
    holders = [holder.id for holder in uow.keystore.holders(vault_id) if holder.kind is HolderKind.PERSON]
    candidates = [
        person.id
        for person in uow.roster.people()
        if person.active and person.role in MAY_HOLD[kind] and person.id not in holders
    ]
    return Held(kind, vault_id, tuple(holders), tuple(candidates), tuple(news(vault_id, uow=uow)))


def give(kind: VaultKind, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Grant an office vault that the acting person holds. Raises `Refused`, `NotVouched` or `Locked`."""
    vault_id = uow.roster.office_vaults[kind]
    me = uow.roster.find(uow.actor.id)
    if me is None or me.role not in MAY_GIVE or vault_id not in uow.keystore.mine():
        raise Refused(Why.NOT_YOURS)
    person = uow.roster.person(person_id)
    if person.role not in MAY_HOLD[kind]:
        raise Refused(Why.WRONG_ROLE)
    holder = Holder.person(person_id)
    if holder in uow.keystore.holders(vault_id):
        raise Refused(Why.ALREADY_HOLDS)
    uow.keystore.grant(vault_id, holder)
    announce(vault_id, person_id, uow=uow)
    uow.say("gave an office vault")


def hand_back(kind: VaultKind, *, uow: UnitOfWork) -> None:
    """Give up an office vault: a new epoch without the acting person. Never the last holder. Raises `Refused`."""
    vault_id = uow.roster.office_vaults[kind]
    me = Holder.person(uow.actor.id)
    others = [h for h in uow.keystore.holders(vault_id) if h.kind is HolderKind.PERSON and h != me]
    if me not in uow.keystore.holders(vault_id):
        raise Refused(Why.NOT_YOURS)
    if not any(uow.roster.find(other.id) for other in others):
        raise Refused(Why.LAST_HOLDER)
    try:
        uow.keystore.remove(vault_id, me)
    except LastHolder:
        raise Refused(Why.LAST_HOLDER) from None
    uow.say("handed an office vault back")


def announce(vault_id: UUID, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Tell the other holders of a vault, any vault, that somebody new holds it."""
    uow.add(Announcement(vault_id=vault_id, person_id=person_id, given_by=uow.actor.id, given_on=uow.clock.today()))


def news(vault_id: UUID, *, uow: UnitOfWork) -> list[Announcement]:
    """Announcements of a vault that the acting person has not dismissed and did not cause."""
    me = uow.actor.id
    rows = uow.session.scalars(select(Announcement).where(Announcement.vault_id == vault_id))
    open_ones = [row for row in rows if me not in (row.person_id, row.given_by) and me not in row.seen_by]
    return sorted(open_ones, key=lambda row: (row.given_on, row.id))


def dismiss(announcement_id: UUID, *, uow: UnitOfWork) -> None:
    """The acting person has seen it. Raises `Refused` if there is no such announcement in a vault of hers."""
    row = uow.session.get(Announcement, announcement_id)
    if row is None or row.vault_id not in uow.keystore.mine():
        raise Refused(Why.NO_SUCH_PERSON)
    if uow.actor.id not in row.seen_by:
        row.seen_by = (*row.seen_by, uow.actor.id)


def dates_held(vault_id: UUID, *, uow: UnitOfWork) -> dict[UUID, date]:
    """Since when each person holds a vault, as far as it was announced."""
    rows = uow.session.scalars(select(Announcement).where(Announcement.vault_id == vault_id))
    return {row.person_id: row.given_on for row in rows}
