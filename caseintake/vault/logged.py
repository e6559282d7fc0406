"""Plain rows whose digest the log keeps, so that a change by SQL is noticed (docs/vault-format.md § 6)."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.kernel.ids import new_id
from caseintake.storage import Base
from caseintake.vault import canonical
from caseintake.vault.primitives import sha256

#: Chains that belong to no vault.
OFFICE_CHAIN = UUID(int=1)
INTAKE_CHAIN = UUID(int=2)


class LoggedRecord(Base):
    """A row in clear, under the log: its vault's chain if it has a ``vault_id``, else the office chain."""

    __abstract__ = True
    __kind__: ClassVar[str]
    #: Columns that may change without a log entry, each with its reason.
    __unbound__: ClassVar[dict[str, str]] = {}

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)

    @property
    def chain(self) -> UUID:
        """The log chain this row is noted in."""
        return getattr(self, "vault_id", None) or OFFICE_CHAIN


def bound_columns(model: type[Base], leave_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The attribute names of a model's columns in canonical (sorted) order."""
    unbound = frozenset(getattr(model, "__unbound__", {}))
    return tuple(sorted(attr.key for attr in inspect(model).column_attrs if attr.key not in unbound | leave_out))


def row_digest(kind: str, values: dict[str, Any]) -> bytes:
    """SHA-256 over kind and all bound columns by name; NULL does not count, so that adding a column breaks nothing."""
    return digest_in_order(kind, sorted(values.items(), key=itemgetter(0)))


def digest_in_order(kind: str, columns: Iterable[tuple[str, Any]]) -> bytes:
    """The same for columns in the order of their names, as `bound_columns` answers them."""
    pairs = [[name, canonical.column(value)] for name, value in columns if value is not None]
    return sha256(canonical.encode_plain(["row", kind, pairs]))
