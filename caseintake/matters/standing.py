"""Standing in for a colleague who is away, frozen or taken: at once, by anybody who holds the matter's key."""

from datetime import timedelta
from typing import Final

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.events import MatterChanged
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter, Standing
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

#: Seventy-two hours; after that the Monday page asks who is responsible for good.
DAYS: Final = 3


def take_over(matter: Matter, *, uow: UnitOfWork) -> None:
    """The acting person is responsible from now on, in the place of whoever was. Raises `Refusal` if she is already."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    label = queries.label_of(matter, uow=uow)
    refuse_if(*([Fault("person", "responsible_already")] if label.responsible == uow.actor.id else []))
    before = label.standing.instead_of if label.standing is not None else label.responsible
    label.standing = Standing(before, uow.clock.today() + timedelta(days=DAYS))
    label.responsible = uow.actor.id
    if label.deputy == uow.actor.id:
        label.deputy = None
    uow.say("stood in for a colleague")
    uow.flush()
    uow.emit(MatterChanged(matter))


def hand_back(matter: Matter, *, uow: UnitOfWork) -> None:
    """Whoever was responsible before is again; nobody, if she is not on the team any more. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    label = queries.label_of(matter, uow=uow)
    standing = label.standing
    refuse_if(*([Fault("person", "nobody_stands_in")] if standing is None else []))
    assert standing is not None
    team = {holder.id for holder in uow.keystore.holders(matter.vault_id)}
    if label.deputy is None and label.responsible != standing.instead_of:
        label.deputy = label.responsible
    label.responsible = standing.instead_of if standing.instead_of in team else None
    label.standing = None
    uow.say("handed a matter back")
    uow.flush()
    uow.emit(MatterChanged(matter))
