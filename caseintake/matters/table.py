"""Reading a table of applicants that somebody copied from a spreadsheet. Pure.

Columns are known by their heading in any of the four languages, or, without headings, by their place. What is wrong is
said row by row, with the number the row has in the table; nothing is guessed.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Final, NamedTuple

from caseintake.i18n import LANGUAGES, N_, OWN_NAMES, _, gettext_for

#: Rows one table may have; more come in several.
ROWS: Final = 500
NAME_CHARACTERS: Final = 200
CELL_CHARACTERS: Final = 2000

#: The columns with the label the pages give them; in each of the four languages that label is a heading too.
LABELS: Final = {
    "name": N_("Name"),
    "language": N_("Language"),
    "contact": N_("Safe contact"),
    "never": N_("Never use"),
    "came_through": N_("Source of the contact"),
    "safety": N_("Safety note"),
}
#: What people head them with besides.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("applicant", "ad soyad", "ad, soyad", "ərizəçi", "фио", "заявитель", "requérant"),
    "contact": ("contact", "əlaqə", "связь", "контакт"),
    "never": ("heç vaxt", "никогда", "jamais"),
    "came_through": ("source", "mənbə", "источник", "source du contact"),
    "safety": ("safety", "təhlükəsizlik", "безопасность", "sécurité"),
}
#: The order of columns in a table without headings.
BY_PLACE: Final = ("name", "language", "contact", "came_through", "safety", "never")


class Row(NamedTuple):
    """One person of the table."""

    name: str
    language: str = ""
    contact: str = ""
    never: str = ""
    came_through: str = ""
    safety: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: rows with their number in the table, and what is wrong with the others, in words."""

    rows: tuple[tuple[int, Row], ...] = ()
    faults: tuple[str, ...] = ()


def read_table(text: str) -> Table:
    """The rows of a table whose cells are parted by tabs, semicolons or commas."""
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;," if mark in first), "\t")
    try:
        lines = list(csv.reader(StringIO(text), delimiter=mark, strict=True))
    except csv.Error:
        return Table(faults=(_("A quotation mark is open somewhere. Look at the cells with quotation marks."),))
    cells = [(number, [" ".join(cell.split()) for cell in line]) for number, line in enumerate(lines, 1)]
    cells = [(number, values) for number, values in cells if any(values)]
    columns: Sequence[str] = BY_PLACE
    if cells and _column(cells[0][1][0]):
        number, heads = cells.pop(0)
        columns = [_column(head) for head in heads]
        if wrong := _wrong_heads(heads, columns):
            return Table(faults=(_("Row %(number)s: %(fault)s", number=number, fault=wrong),))
    return _rows(cells, columns)


def _column(heading: str) -> str:
    return _headings().get(_folded(heading), "")


def _folded(heading: str) -> str:
    return heading.replace("İ", "i").casefold().strip(" :*")


@cache
def _headings() -> dict[str, str]:
    """The column by its heading, folded."""
    labels = {_folded(gettext_for(code)(label)): name for name, label in LABELS.items() for code in LANGUAGES}
    return labels | {heading: name for name, known in HEADINGS.items() for heading in known}


def _wrong_heads(heads: Sequence[str], columns: Sequence[str]) -> str:
    for head, column in zip(heads, columns, strict=True):
        if head and not column:
            known = ", ".join(_(label) for label in LABELS.values())
            return _("the column “%(heading)s” is not known. Known are: %(known)s.", heading=head[:60], known=known)
        if column and columns.count(column) > 1:
            return _("two columns mean the same: “%(heading)s”.", heading=head[:60])
    return "" if "name" in columns else _("there is no column with the name.")


def _rows(cells: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> Table:
    rows, faults = [], []
    for number, values in cells:
        if fault := _fault(values, columns):
            faults.append(_("Row %(number)s: %(fault)s", number=number, fault=fault))
            continue
        told = {column: value for column, value in zip(columns, values, strict=False) if column}
        rows.append((number, Row(**{**told, "language": _language(told.get("language", ""))})))
    if len(rows) > ROWS:
        faults.append(_("At most %(rows)s rows fit at once.", rows=ROWS))
    if not cells:
        faults.append(_("There is no row with a person."))
    return Table(tuple(rows), tuple(faults))


def _fault(values: Sequence[str], columns: Sequence[str]) -> str:
    at = columns.index("name")
    if at >= len(values) or not values[at]:
        return _("the name is missing.")
    if any(values[len(columns) :]) or any(
        value for value, column in zip(values, columns, strict=False) if value and not column
    ):
        return _("there is more in it than there are columns.")
    if len(values[at]) > NAME_CHARACTERS or any(len(value) > CELL_CHARACTERS for value in values):
        return _("a cell is too long.")
    return ""


def _language(text: str) -> str:
    """A code or the language's own name as its code; anything else as it was written."""
    own = {name.casefold(): code for code, name in OWN_NAMES.items()}
    low = text.casefold()
    return low if low in LANGUAGES else own.get(low, text)
