"""The database: base class, engine, and the few settings that keep an acknowledged row on the disk."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar, TypeVarTuple, cast
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    Row,
    Select,
    String,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
#: Values in one list of a statement; an engine takes only so many.
AT_ONCE: Final = 500

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Base(DeclarativeBase):
    """Every table of the office.

    A table is a sealed record, a logged record, or says in ``__unlogged__`` why no log entry covers it.
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {UUID: Uuid(native_uuid=True)}


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored as its text: readable in the database, without an engine's own enum type."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        #: A list of ten thousand rows asks for forty thousand words: asking the class itself takes five times as long.
        self._known = {member.value: member for member in kind}

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """A word nobody knows comes out as it is: the row must open as `Tampered`, not break the page."""
        return None if value is None else self._known.get(value, cast(StrEnum, value))


def to(column: str) -> ForeignKey:
    """A foreign key checked at COMMIT: ids are made by us, so rows may be written in any order."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Any number of values, each once and sorted, in lists that one statement takes."""
    known: list[T] = sorted(set(values))  # type: ignore[type-var]
    for at in range(0, len(known), AT_ONCE):
        yield known[at : at + AT_ONCE]


def rows_in(statement: Select[*Ts], column: Any, values: Iterable[Any], session: Session) -> list[Row[*Ts]]:
    """The rows of a statement whose column is one of any number of values."""
    return [row for some in in_parts(values) for row in session.execute(statement.where(column.in_(some)))]


def scalars_in(statement: Select[T], column: Any, values: Iterable[Any], session: Session) -> list[T]:
    """As `rows_in`, for a statement that asks for one thing."""
    return [row for some in in_parts(values) for row in session.scalars(statement.where(column.in_(some)))]


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, full sync) or PostgreSQL. Parameters never reach a log or an error text."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=8, max_overflow=24)


def scrub(engine: Engine, tables: Iterable[str]) -> None:
    """After rows were deleted for good: take what they held out of the files of the database, as far as it can be.

    SQLite overwrites deleted rows by itself (`secure_delete`) but keeps them in the write-ahead log until it is
    emptied; PostgreSQL keeps them until the table is vacuumed. Neither reaches copies made before, nor what the disk
    keeps beneath the file system. A reader who is in the way is not waited for: the next checkpoint does it.
    """
    if is_sqlite(engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # a checkpoint is no part of a transaction
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in sorted(set(tables)):
            connection.exec_driver_sql(f'VACUUM "{table}"')


def one_snapshot(engine: Engine) -> Engine:
    """The engine for whoever only reads: all statements of a unit see the same moment, as they do on SQLite anyway.

    Otherwise a page could count what its list does not show yet, or take what was saved in between for a forgery.
    """
    return engine if is_sqlite(engine) else engine.execution_options(isolation_level="REPEATABLE READ")


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _sqlite(url: str) -> Engine:
    """SQLite with one writer at a time, queued fairly.

    Writers wait in ``flock`` and not in SQLite's busy handler, which sleeps up to 100 ms. A connection asks for the
    write lock at its start (``writing=True`` in the execution options), so that no reader ever has to become one.
    """
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    # The version is the library's, known before any connection: what reads a table's build must never find none.
    engine.dialect.server_version_info = sqlite3.sqlite_version_info
    path = make_url(url).database
    gate = WriteGate(Path(path + ".lock")) if path and path != ":memory:" else None

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        if not writing:  # a deferred BEGIN asks the file for nothing: no need to pass through SQLAlchemy
            driver: Any = connection.connection.dbapi_connection
            driver.execute("BEGIN")
            return
        if gate is not None:
            gate.enter(connection.info)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _leave(_connection: Any, record: Any) -> None:
        if gate is not None:
            gate.leave(record.info)

    return engine


class WriteGate:
    """A queue for writers of one SQLite file, across threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file: int | None = None

    def enter(self, info: dict[Any, Any]) -> None:
        if info.get("gate"):
            return
        self._thread.acquire()
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._thread.release()
            raise
        info["gate"] = True

    def leave(self, info: dict[Any, Any]) -> None:
        if info.pop("gate", None) and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._thread.release()
