"""What somebody held before she had new keys, and giving it again: each colleague what she holds herself.

Nothing is carried over by itself. Whoever holds a matter decides whether this is still the colleague she worked with.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import visible
from caseintake.identity import holding, replacing
from caseintake.kernel.actor import Role
from caseintake.matters import queries, team
from caseintake.matters.model import Matter, MatterLabel
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Before:
    """What the earlier keys of one person held, as far as the reader may know of it."""

    #: Matters the reader holds too, and can give with one press.
    mine: tuple[MatterLabel, ...]
    #: Matters the reader holds, in which this person is of another firm: their page asks the clients' consent first.
    asked: tuple[MatterLabel, ...]
    #: The office's own vaults that the reader may give to this role.
    offices: tuple[VaultKind, ...]
    #: Matters the reader sees on the board and does not hold. Who looks after them can give them.
    others: tuple[MatterLabel, ...]
    #: Closed client files the reader holds: given by name, on the page of each matter.
    files: int
    #: For a coordinator: what else is missing, of which she can see no more.
    unseen: int

    @property
    def giveable(self) -> int:
        return len(self.mine) + len(self.offices)


def before(person_id: UUID, *, uow: UnitOfWork) -> Before:
    """Raises `NotAllowed` for a role that gives nothing."""
    policy.require(uow.actor, Action.TEAM_CHANGE)
    lost, role = replacing.lost(person_id, uow=uow), uow.roster.person(person_id).role
    held = [row for row in visible(Matter, uow=uow) if lost.get(row.vault_id) is VaultKind.MATTER]
    labels = queries.labels_of(held, uow=uow)
    foreign = {row.id for row in held if person_id in team.firms(row, uow=uow)}
    others = _on_the_board({id for id, kind in lost.items() if kind is VaultKind.MATTER}, held, uow)
    mine = uow.keystore.mine()
    coordinates = uow.actor.role is Role.COORDINATOR
    matters = sum(1 for kind in lost.values() if kind is VaultKind.MATTER)
    return Before(
        mine=_by_name(label for id, label in labels.items() if id not in foreign),
        asked=_by_name(label for id, label in labels.items() if id in foreign),
        offices=tuple(
            kind
            for kind, id in uow.roster.office_vaults.items()
            if id in lost and id in mine and uow.actor.role in holding.MAY_GIVE and role in holding.MAY_HOLD[kind]
        ),
        others=_by_name(others),
        files=sum(1 for id, kind in lost.items() if kind is VaultKind.CLIENT_FILE and id in mine),
        unseen=matters - len(held) - len(others) if coordinates else 0,
    )


def _on_the_board(lost: Collection[UUID], held: Collection[Matter], uow: UnitOfWork) -> list[MatterLabel]:
    rows = uow.session.scalars(select(Matter).where(Matter.vault_id.in_(lost))).all() if lost else []
    mine = {row.id for row in held}
    elsewhere = {row.id for row in rows} - mine
    return [label for label in queries.docket(uow=uow) if label.matter_id in elsewhere]


def _by_name(labels: Iterable[MatterLabel]) -> tuple[MatterLabel, ...]:

    return tuple(sorted(labels, key=lambda label: label.codename.casefold()))


def give(person_id: UUID, chosen: Collection[str] | None, *, uow: UnitOfWork) -> int:
    """Give what is ``chosen`` (ids of matters, kinds of office vaults; None: all that can be given). How many it were.

    Raises `Refusal`, `Refused`, or `NotVouched` when the roster does not know the person any more.
    """
    found = before(person_id, uow=uow)
    given = 0
    for label in found.mine:
        if chosen is None or str(label.matter_id) in chosen:
            matter = queries.matter(label.matter_id, uow=uow)
            uow.keystore.refresh(matter.vault_id)  # nobody is on the team any more by a key that is over
            team.add_member(matter, person_id, uow=uow)
            given += 1
    for kind in found.offices:
        if chosen is None or kind.value in chosen:
            uow.keystore.refresh(uow.roster.office_vaults[kind])
            holding.give(kind, person_id, uow=uow)
            given += 1
    return given
