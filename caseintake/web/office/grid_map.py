"""Every column of the applicants grid in the order of the page. A package with a column of its own adds a line here."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from caseintake.i18n import _, lazy
from caseintake.web.office import grid_authorities, grid_case, grid_people, remedies_warnings
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View, verdict


def _yes_or_no(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("yes", _("yes")), ("no", _("no"))]


def _pack(sheet: Sheet) -> Mapping[UUID, Cell]:
    return verdict(sheet, [(column, column.pack) for column in COLUMNS if column.pack])


def _takeover(sheet: Sheet) -> Mapping[UUID, Cell]:
    return verdict(sheet, [(column, column.takeover) for column in COLUMNS if column.takeover])


COLUMNS: Final[tuple[Column, ...]] = (
    grid_people.IDENTITY,
    grid_people.LIFE,
    grid_people.LANGUAGE,
    grid_people.CONTACT,
    grid_people.NEVER,
    grid_people.SAFETY,
    grid_people.CUSTODY,
    grid_people.ABROAD,
    grid_people.LAST_CONTACT,
    grid_people.CONSENTS,
    grid_people.PAPERS,
    grid_authorities.AUTHORITY,
    grid_case.APPLICATION,
    grid_case.PROCEEDINGS,
    grid_case.DECISION,
    grid_case.SERVICE,
    grid_case.DAYS_LEFT,
    remedies_warnings.WARNINGS_COLUMN,
    grid_people.RESPONSIBLE,
    grid_people.DEPUTY,
    grid_people.KEYS,
    grid_authorities.SUCCESSION,
    Column("pack", lazy("Pack ready"), _pack, View.WORK, _yes_or_no),
    Column("takeover", lazy("Could be taken over tomorrow"), _takeover, View.CASE, _yes_or_no),
)
