"""Which sealed records a person may know of: those in vaults whose current epoch lists them, and no others.

Lists, counts and numbers are made from these alone, so a matter somebody has no key to leaves no trace anywhere.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

R = TypeVar("R", bound=SealedRecord)

#: Bound parameters one statement takes on every engine; a person with more vaults is asked for in several.
_AT_ONCE = 500


class NotVisible(LookupError):
    """There is no such record for this person: it does not exist, or they hold no key to it. Nobody learns which."""


def visible(model: type[R], *, uow: UnitOfWork) -> list[R]:
    """All records of this kind in vaults the acting person holds directly."""
    mine = sorted(uow.keystore.mine())
    found: list[R] = []
    for at in range(0, len(mine), _AT_ONCE):
        found += uow.session.scalars(select(model).where(model.vault_id.in_(mine[at : at + _AT_ONCE])))
    return found


def find(model: type[R], id: UUID, *, uow: UnitOfWork) -> R:
    """The record ``id``, if its vault opens today with the keys of this unit. Raises `NotVisible`."""
    row = uow.session.get(model, id)
    if row is None or not uow.keystore.can_open(row.vault_id):
        raise NotVisible
    return row


def openable(rows: Sequence[R], *, uow: UnitOfWork) -> list[R]:
    """Of these rows, those whose vault opens with the keys of this unit; asked for all at once."""
    uow.keystore.open({row.vault_id for row in rows})
    return [row for row in rows if uow.keystore.can_open(row.vault_id)]
