"""Remembering how the columns of a table were read."""

from collections.abc import Sequence

from caseintake.matters import queries
from caseintake.matters.model import Matter
from caseintake.old_cases.columns import folded
from caseintake.portability.columns import What
from caseintake.portability.model import ImportMapping
from caseintake.work import UnitOfWork


def mapping_for(matter: Matter, what: What, heads: Sequence[str], *, uow: UnitOfWork) -> tuple[str, ...] | None:
    """How a table with these headings was read in this matter before."""
    wanted = tuple(folded(head) for head in heads)
    return next((row.fields for row in _rows(matter, uow) if (row.what, row.heads) == (what, wanted)), None)


def remember(matter: Matter, what: What, heads: Sequence[str], fields: Sequence[str], *, uow: UnitOfWork) -> None:
    """The last reading of each set of headings is kept."""
    wanted = tuple(folded(head) for head in heads)
    row = next((row for row in _rows(matter, uow) if (row.what, row.heads) == (what, wanted)), None)
    if row is None:
        made = ImportMapping(
            vault_id=matter.vault_id, matter_id=matter.id, what=what, heads=wanted, fields=tuple(fields)
        )
        uow.add(made)
    elif row.fields != tuple(fields):
        row.fields = tuple(fields)


def _rows(matter: Matter, uow: UnitOfWork) -> list[ImportMapping]:
    return list(uow.session.scalars(queries.kept_by(matter, ImportMapping)))
