"""What is carried out of the house when the server has been stopped: every byte of disk, database and environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, MetaData, create_engine, select

from caseintake.storage import is_sqlite
from tests.office import OfficeForTests

#: Files whose own time of change tells when the office worked at all, and nothing of who asked for help when.
TIMED = {
    "office.sqlite": "a database is written by everybody and by the nightly jobs; its time is that of the last of them",
    "office.sqlite-wal": "the same",
    "office.sqlite-shm": "the same",
    "office.sqlite.lock": "made when the office was first opened",
    "heads.json": "what this host remembers of the log: written when somebody of the staff comes or goes",
    "heads.lock": "the same",
    "log.key": "made at the founding",
    "reminders.json": "written by the timer of the reminders",
    "reminders.lock": "the same",
    "one.backup": "written by the timer of the backup",
    "one.backup.keys": "the same",
    "backup.public": "written when somebody draws a backup key",
}


@dataclass(frozen=True)
class Cell:
    """One value of one table."""

    table: str
    column: str
    value: Any

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column}"

    @property
    def id(self) -> UUID | None:
        """The value as an id; SQLite keeps ids as 32 letters."""
        if isinstance(self.value, UUID):
            return self.value
        if isinstance(self.value, str) and re.fullmatch("[0-9a-f]{32}", self.value):
            return UUID(self.value)
        return None

    @property
    def raw(self) -> bytes:
        """The value as bytes; numbers and ids as they are written out."""
        if isinstance(self.value, (bytes, memoryview)):
            return bytes(self.value)
        return str(self.value).encode() + (b" " + self.id.bytes if self.id is not None else b"")


def cells(office: OfficeForTests) -> Iterator[Cell]:
    """Every value of every table, of the sessions too, read as the engine itself knows them."""
    settings = office.office.settings
    yield from _cells(office.office.engine)
    sessions = settings.runtime / "sessions.sqlite3"
    if sessions.exists():
        kept = create_engine(f"sqlite:///{sessions}")
        yield from _cells(kept)
        kept.dispose()


def _cells(engine: Engine) -> Iterator[Cell]:
    metadata = MetaData()
    schemas = [None] if is_sqlite(engine) else ["public", "runtime"]
    for schema in schemas:
        metadata.reflect(engine, schema=schema)
    with engine.connect() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(select(table)):
                for column, value in zip(table.columns, row, strict=True):
                    if value is not None:
                        yield Cell(table.name, column.name, value)


def files(office: OfficeForTests) -> Iterator[Path]:
    """Every file and folder of the office and of its runtime, but the papers that ship with the program."""
    settings = office.office.settings
    places = [settings.directory, settings.runtime]
    if is_sqlite(office.office.engine):
        places.append(database(office).parent)
    seen: set[Path] = set()
    for place in places:
        for path in (place, *sorted(place.rglob("*"))):
            if path not in seen and settings.directory / "config" not in (path, *path.parents):
                seen.add(path)
                yield path


def database(office: OfficeForTests) -> Path:
    return Path(str(office.office.engine.url.database))


def of_the_cluster(office: OfficeForTests) -> Iterator[Path]:
    """The files in which PostgreSQL itself keeps this database, after everything was written out."""
    with office.office.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("CHECKPOINT")
        asked = connection.exec_driver_sql(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).one()
    yield from (path for path in (Path(asked[0]) / "base" / str(asked[1])).iterdir() if path.is_file())


def environment() -> bytes:
    """What `ps` and a look into /proc show of the server."""
    return b"\0".join([*(f"{name}={value}".encode() for name, value in os.environ.items()),
                       Path("/proc/self/environ").read_bytes(), Path("/proc/self/cmdline").read_bytes()])  # fmt: skip


def is_midnight(path: Path) -> bool:
    return path.stat().st_mtime % 86_400 == 0
