"""Which sealed records a person may know of: those in vaults whose current epoch lists them, and no others.

Lists, counts and numbers are made from these alone, so a matter somebody has no key to leaves no trace anywhere.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.storage import in_parts, scalars_in
from caseintake.vault.errors import Locked
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.tables import Grant
from caseintake.work import UnitOfWork

R = TypeVar("R", bound=SealedRecord)


class NotVisible(LookupError):
    """There is no such record for this person: it does not exist, or they hold no key to it. Nobody learns which."""


def visible(model: type[R], *, uow: UnitOfWork, of: VaultKind | None = None) -> list[R]:
    """All records of this kind in vaults the acting person holds directly.

    ``of``: only in vaults signed as of this kind. A closed part that lies in the team's vault is none.
    """
    rows = scalars_in(select(model), model.vault_id, uow.keystore.mine(), uow.session)
    return [row for row in rows if of is None or uow.keystore.chains.current(row.vault_id).kind is of]


def within_reach(model: type[R], *, uow: UnitOfWork) -> list[R]:
    """All records of this kind in vaults that a vault holds which the acting person holds directly; not yet opened.

    Labels of matters lie so. Of what is out of reach no row is read.
    """
    held = select(Grant.vault_id).where(Grant.holder_kind == HolderKind.VAULT)
    found: dict[UUID, R] = {}
    for some in in_parts(uow.keystore.mine()):
        reached = select(model).where(model.vault_id.in_(held.where(Grant.holder_id.in_(some))))
        found |= {row.id: row for row in uow.session.scalars(reached)}
    return list(found.values())


def find(model: type[R], id: UUID, *, uow: UnitOfWork) -> R:
    """The record ``id``, if its vault opens today with the keys of this unit. Raises `NotVisible`."""
    row = uow.session.get(model, id)
    if row is None or not uow.keystore.can_open(row.vault_id):
        raise NotVisible
    return row


def opened(rows: Sequence[R], *, uow: UnitOfWork) -> list[R]:
    """Of these rows those that open with the keys of this unit; their vaults are asked for all at once.

    Raises `Tampered`.
    """
    uow.keystore.open({row.vault_id for row in rows})
    found = []
    for row in rows:
        try:
            row.payload()
        except Locked:
            continue
        found.append(row)
    return found
