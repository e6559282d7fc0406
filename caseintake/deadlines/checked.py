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
from caseintake.storage import rows_in
from caseintake.work import UnitOfWork


def altered(
    *, matters: Iterable[UUID] | None = None, model: Any = Deadline, among: Any = None, uow: UnitOfWork
) -> dict[UUID, frozenset[UUID]]:
    """Compare the row digests of all limits (of ``matters``; None: of the office) with the log.

    Answers the ids of what was changed, moved, added or taken away by another hand, by matter. All limits and not the
    open ones alone: who changes one would also mark it as done. Reads what is new in the log since the last look.
    ``among`` narrows it to some rows (an SQL condition): enough for what a page shows, not for what it should show.
    """
    statement = select(Matter.vault_id, Matter.id)
    if matters is None:
        known = list(uow.session.execute(statement))
    else:
        known = rows_in(statement, Matter.id, matters, uow.session)
    vaults = {row.vault_id: row.id for row in known}
    found = rows.altered(
        model, vaults, session=uow.session, roster=uow.roster, seen=uow.office.log_seen,
        vaults=uow.keystore.chains, among=among,
    )  # fmt: skip
    return {vaults[vault]: frozenset(ids) for vault, ids in found.items()}
