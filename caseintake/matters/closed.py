"""Closed parts of a matter: a vault beside the matter's own, for people named one by one.

The matter's key does not open it. Whoever holds it must be of the team, keeps it no longer than the matter's key, and
the other holders are told of each new one.
"""

from collections.abc import Iterable
from uuid import UUID

from caseintake.identity import holding
from caseintake.matters import team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keystore import LastHolder
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork


def strangers(matter: Matter, people: Iterable[UUID], box: str, *, uow: UnitOfWork) -> list[Fault]:
    """A fault at this box if one of these people is not of the team."""
    return [] if set(people) <= set(team.members(matter, uow=uow)) else [Fault(box, "not_on_team")]


def make(matter: Matter, kind: VaultKind, others: Iterable[UUID], *, tell: bool = True, uow: UnitOfWork) -> UUID:
    """A vault of the acting person and these others. ``tell``: each sees who else was given the key."""
    rest = sorted(set(others) - {uow.actor.id})
    vault_id = uow.keystore.create_vault(kind, [Holder.person(id) for id in (uow.actor.id, *rest)])
    for id in rest:
        _keep_as_long(matter, vault_id, id, tell=tell, uow=uow)
    return vault_id


def give(matter: Matter, vault_id: UUID, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Give the key to one more person."""
    uow.keystore.grant(vault_id, Holder.person(person_id))
    _keep_as_long(matter, vault_id, person_id, tell=True, uow=uow)


def take(part: SealedRecord, person_id: UUID, box: str, *, uow: UnitOfWork) -> None:
    """Turn the key without this person. Raises `Refusal` at this box for the last one.

    Copies made before keep what they have; nothing written from now on opens to who is out.
    """
    try:
        uow.keystore.remove(part.vault_id, Holder.person(person_id))
    except LastHolder:
        raise Refusal(Fault(box, "last_holder")) from None
    if person_id != uow.actor.id:
        part.begin_draft()  # sealed again under the new key


def _keep_as_long(matter: Matter, vault_id: UUID, person_id: UUID, *, tell: bool, uow: UnitOfWork) -> None:
    team.end_with(matter, vault_id, person_id, uow=uow)
    if tell:
        holding.announce(vault_id, person_id, uow=uow)
