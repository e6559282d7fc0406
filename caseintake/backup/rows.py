"""Rows of any table out of one database and into another, whichever engine holds them.

What is written describes itself, so that an archive of an older version is put into the tables of that version and
brought up to date by the migrations.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    LargeBinary,
    Select,
    String,
    Table,
    Uuid,
    column,
    insert,
    select,
    table,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from caseintake.storage import Base, Word
from caseintake.vault.errors import StreamDamaged

#: These tables go into the small part that is kept for 30 days.
KEYS: Final = frozenset({"epoch", "vault_grant", "credential", "receipt"})
#: These are in no backup, each with its reason.
LEFT_OUT: Final = {
    "left_sitting": "says only that some page was left",
    "sent_form": "worth one form of a sign-in that is over",
    "upload_ticket": "worth one upload, and gone after it",
    "draft": "the form promises that what is not sent is gone after seven days",
    "device": "a lost row only moves a count of failures",
    "index_segment": "made again from the records it points to, and a copy would outlive what they said",
}
#: These no log entry covers, and they are in every backup all the same.
CARRIED: Final = {"log_entry": "it is the log", "log_unit": "it is the log"}
#: Rows in one frame and in one statement.
AT_ONCE: Final = 200

_TYPES: Final[dict[str, type[TypeEngine[Any]]]] = {
    "uuid": Uuid,
    "day": Date,
    "bytes": LargeBinary,
    "yes": Boolean,
    "number": BigInteger,
    "text": String,
}
_NAMES: Final = {UUID: "uuid", date: "day", bytes: "bytes", bool: "yes", int: "number", str: "text"}


def tables(*, keys: bool) -> list[Table]:
    """The tables of one part, by name."""
    wanted = [one for name, one in sorted(Base.metadata.tables.items()) if name not in LEFT_OUT]
    return [one for one in wanted if (one.name in KEYS) == keys]


def described(one: Table) -> list[list[str]]:
    """Name and kind of every column. Raises `TypeError` for a kind no archive knows."""
    return [[str(place.name), _kind(place)] for place in one.columns]


def _kind(place: Column[Any]) -> str:
    if isinstance(place.type, Word):
        return "text"
    name = _NAMES.get(place.type.python_type)
    if name is None:
        raise TypeError(f"{place}: no archive knows columns of this kind")
    return name


def read(one: Table, connection: Connection) -> Iterator[list[list[Any]]]:
    """All rows in the order of their key, some at a time, with a constant amount of memory."""
    statement: Select[Any] = select(
        *[type_coerce(place, _TYPES[_kind(place)]()).label(place.name) for place in one.columns]
    ).order_by(*one.primary_key.columns)
    result = connection.execution_options(yield_per=AT_ONCE).execute(statement)
    for some in result.partitions():
        yield [list(row) for row in some]


def write(name: str, columns: list[list[str]], rows: Iterable[list[Any]], connection: Connection) -> None:
    """Put rows into a table as it was described. Raises `StreamDamaged` for a kind this version does not know."""
    try:
        into = table(name, *[column(place, _TYPES[kind]()) for place, kind in columns])
    except (KeyError, ValueError, TypeError):
        raise StreamDamaged(f"table {name} is described in a way this version does not know") from None
    names = [place for place, _ in columns]
    values = [dict(zip(names, row, strict=True)) for row in rows]
    if values:
        connection.execute(insert(into), values)


def known(name: str) -> Select[Any]:
    """The ids in a table."""
    return select(column("id", Uuid())).select_from(table(name))
