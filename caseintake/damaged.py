"""What was found changed while a unit of work read, and leaving it out of what a page lists.

Whoever writes the database can spoil any row. One spoiled row must not close the page that lists it among a hundred
good ones; and it must not vanish without a word either. So a unit that draws a page leaves out the rows that do not
open, and keeps their names: the page says what is missing, and every coordinator is told.
"""

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Result, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from caseintake.vault.errors import Locked, VaultError
from caseintake.vault.keystore import Keystore
from caseintake.vault.sealed import SealedRecord

#: What stands for a whole vault whose keys were changed.
VAULT = "vault"


class Damage(NamedTuple):
    """One record that is not what its author wrote, or a vault. ``state`` is a digest of it as it is now."""

    kind: str
    id: UUID
    state: bytes


class Reads(Protocol):
    """The unit of work of a session, as far as it is asked here."""

    @property
    def keystore(self) -> Keystore: ...
    def note_damage(self, row: SealedRecord) -> None: ...
    def note_unreadable(self, kind: str, id: UUID) -> None: ...


class PageSession(Session):
    """A session that can leave out of every list the records that do not open as they were written."""

    #: The unit whose page is drawn; None: everything that was changed is refused where it is read.
    draws: Reads | None = None
    _asked_for_one = False

    if not TYPE_CHECKING:  # the same signature

        def get(self, *args: Any, **options: Any) -> Any:
            """One record by its id is never left out: its own page says that it was changed."""
            before, self._asked_for_one = self._asked_for_one, True
            try:
                return super().get(*args, **options)
            finally:
                self._asked_for_one = before


@event.listens_for(PageSession, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> Result[Any] | None:
    session = state.session
    if not isinstance(session, PageSession) or session.draws is None or session._asked_for_one:  # noqa: SLF001
        return None
    if not state.is_select or state.is_column_load or state.is_relationship_load or not _lists_sealed(state):
        return None
    try:
        found = state.invoke_statement().freeze()
    except ValueError:  # SQLite keeps what is no day and no id at all in a column of days or ids
        found = state.invoke_statement(_without_unreadable(state, session.draws)).freeze()
    rows = [row if isinstance(row, tuple) else (row,) for row in found.data]
    unit = session.draws
    unit.keystore.open({one.vault_id for row in rows for one in row if isinstance(one, SealedRecord)})
    return found.with_new_rows([row for row in rows if all(_reads(one, unit) for one in row)])()  # type: ignore[misc]


def _without_unreadable(state: ORMExecuteState, unit: Reads) -> Any:
    """The same statement without the rows one value of which cannot even be read."""
    statement: Any = state.statement
    for model in (one["entity"] for one in statement.column_descriptions):
        bad = []
        for id in state.session.scalars(statement.with_only_columns(model.id)).all():
            try:
                state.session.execute(select(*model.__table__.columns).where(model.id == id)).all()
            except ValueError:
                bad.append(id)
                unit.note_unreadable(model.__kind__, id)
        statement = statement.where(model.id.not_in(bad))
    return statement


def _lists_sealed(state: ORMExecuteState) -> bool:
    asked = getattr(state.statement, "column_descriptions", ())
    return any(isinstance(one["expr"], type) and issubclass(one["expr"], SealedRecord) for one in asked)


def _reads(one: Any, unit: Reads) -> bool:
    """False for a record that was changed. One that is only closed to this person stays: the caller knows of those."""
    if not isinstance(one, SealedRecord):
        return True
    try:
        one.payload()
    except Locked:
        if not unit.keystore.can_open(one.vault_id):
            return one.vault_id not in unit.keystore.damaged
        unit.note_damage(one)  # it names an epoch that nobody ever gave this vault
        return False
    except VaultError:
        return False
    return True
