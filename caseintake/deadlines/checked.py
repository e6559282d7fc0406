"""Is what stands on the board what people wrote? Compared with the log; no key is needed.

A changed row does not open for the matter's own people. A coordinator opens none of them, and a reminder none at all:
both ask here first.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseintake.audit import rows
from caseintake.deadlines.model import Deadline
from caseintake.matters.model import Matter
from caseintake.work import UnitOfWork

_AT_ONCE = 500


def altered(
    *, matters: Iterable[UUID] | None = None, model: Any = Deadline, among: Any = None, uow: UnitOfWork
) -> dict[UUID, frozenset[UUID]]:
    """Compare the row digests of all limits (of ``matters``; None: of the office) with the log.

    Answers the ids of what was changed, moved, added or taken away by another hand, by matter. All limits and not the
    open ones alone: who changes one would also mark it as done. Reads what is new in the log since the last look.
    ``among`` narrows it to some rows (an SQL condition): enough for what a page shows, not for what it should show.
    """
    vaults: dict[UUID, UUID] = {}
    wanted = None if matters is None else sorted(set(matters))
    statement = select(Matter.vault_id, Matter.id)
    for at in range(0, 1 if wanted is None else len(wanted), _AT_ONCE):
        part = statement if wanted is None else statement.where(Matter.id.in_(wanted[at : at + _AT_ONCE]))
        vaults.update((vault, id) for vault, id in uow.session.execute(part))
    found = rows.altered(model, vaults, session=uow.session, roster=uow.roster, seen=uow.office.log_seen, among=among)
    return {vaults[vault]: frozenset(ids) for vault, ids in found.items()}
