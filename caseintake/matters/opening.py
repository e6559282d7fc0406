"""Making a matter, and what its label says."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.kernel.ids import new_ref
from caseintake.matters import queries
from caseintake.matters.events import MatterChanged, MatterCreated
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter, MatterLabel
from caseintake.matters.refusal import refuse_if
from caseintake.matters.team import LOOKS_AFTER
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork


def create_matter(
    *,
    codename: str,
    uow: UnitOfWork,
    about: str = "",
    responsible: UUID | None = None,
    deputy: UUID | None = None,
    team: Iterable[UUID] = (),
    join: bool = True,
) -> Matter:
    """A new matter with its own vault, held by responsible, deputy, ``team`` and, with ``join``, who makes it.

    ``responsible`` is who makes it and may look after it, unless somebody is named. Raises `Refusal` for a codename
    that is empty or one of the matters this person sees, and `NotVouched` for somebody no coordinator has vouched for.
    """
    policy.require(uow.actor, Action.MATTER_CREATE)
    codename = _good_codename(codename, None, uow=uow)
    keeps = join and uow.actor.role in LOOKS_AFTER
    responsible = responsible or (uow.actor.id if keeps else None)
    people = {id for id in (responsible, deputy, *team, uow.actor.id if join else None) if id is not None}
    refuse_if(*([] if people else [Fault("responsible", "nobody")]))
    vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(id) for id in sorted(people)])
    made = Matter(
        vault_id=vault_id,
        ref=_fresh_ref(uow),
        state=MatterState.OPEN,
        about=about,
        opened_on=uow.clock.today(),
    )
    docket = Holder.vault(uow.roster.office_vaults[VaultKind.DOCKET])
    label_vault = uow.keystore.create_vault(VaultKind.LABEL, [Holder.vault(vault_id), docket])
    label = MatterLabel(
        vault_id=label_vault, matter_id=made.id, codename=codename, responsible=responsible, deputy=deputy
    )
    uow.add(made, label)
    uow.say("matter made")
    uow.flush()
    uow.emit(MatterCreated(made))
    return made


def change_matter(
    matter: Matter,
    *,
    codename: str,
    about: str,
    responsible: UUID | None,
    deputy: UUID | None,
    uow: UnitOfWork,
) -> None:
    """Raises `Refusal`. Who is named responsible needs the key of the matter: naming somebody does not give it."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    codename = _good_codename(codename, matter, uow=uow)
    holders = uow.keystore.holders(matter.vault_id)
    named = (("responsible", responsible), ("deputy", deputy))
    refuse_if(
        *(
            Fault(box, "not_on_team")
            for box, person in named
            if person is not None and Holder.person(person) not in holders
        )
    )
    label = queries.label_of(matter, uow=uow)
    label.codename, label.responsible, label.deputy, label.standing = codename, responsible, deputy, None
    if matter.about != about:
        matter.about = about
    uow.say("matter changed")
    uow.flush()
    uow.emit(MatterChanged(matter))


def set_state(matter: Matter, state: MatterState, *, uow: UnitOfWork) -> None:
    """Close a matter or open it again. Nothing of it is deleted."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    matter.state = state
    uow.say(f"matter {state.value}")
    uow.flush()
    uow.emit(MatterChanged(matter))


def _good_codename(codename: str, matter: Matter | None, *, uow: UnitOfWork) -> str:
    codename = " ".join(codename.split())
    refuse_if(*([] if codename else [Fault("codename", "needed")]))
    others = [
        line.label.codename.casefold()
        for line in queries.my_matters(uow=uow)
        if matter is None or line.matter.id != matter.id
    ]
    refuse_if(*([Fault("codename", "codename_taken")] if codename.casefold() in others else []))
    return codename


def _fresh_ref(uow: UnitOfWork) -> str:
    while True:
        ref = new_ref()
        if uow.session.scalar(select(Matter.id).where(Matter.ref == ref)) is None:
            return ref
