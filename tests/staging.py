"""Scenes that many tests begin with: played once on each engine, from then on copied into the office of a test."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from caseintake.audit.remembered import Remembered
from caseintake.audit.rows import LogSeen
from caseintake.kernel.actor import Role
from caseintake.storage import is_sqlite
from tests.lending import fill, rows_of
from tests.office import START, OfficeForTests, is_as_founded

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    """What a scene left behind in an office that had just been founded."""

    result: Any
    rows: sqlite3.Connection | dict[str, bytes]
    heads: bytes
    secrets: dict[UUID, bytes]
    roles: dict[UUID, Role]

    @classmethod
    def of(cls, office: OfficeForTests, result: Any) -> _Kept:
        heads = office.office.settings.heads_file
        return cls(
            result,
            _rows(office),
            heads.read_bytes() if heads.exists() else b"",
            dict(office.secrets),
            dict(office.roles),
        )

    def put_into(self, office: OfficeForTests) -> Any:
        house = office.office
        house.engine.dispose()
        if isinstance(self.rows, sqlite3.Connection):
            with closing(sqlite3.connect(str(house.engine.url.database))) as connection:
                self.rows.backup(connection)
        else:
            with _postgresql(office) as connection:
                fill(connection, self.rows)
        if self.heads:
            house.settings.heads_file.write_bytes(self.heads)
        house.remembered, house.log_seen = Remembered(house.settings.heads_file), LogSeen()
        house.forget()
        office.secrets.update(self.secrets)
        office.roles.update(self.roles)
        return self.result


def _rows(office: OfficeForTests) -> sqlite3.Connection | dict[str, bytes]:
    if not is_sqlite(office.office.engine):
        with _postgresql(office) as connection:
            return rows_of(connection)
    kept = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(str(office.office.engine.url.database))) as connection:
        connection.backup(kept)
    return kept


def _postgresql(office: OfficeForTests) -> psycopg.Connection:
    url = office.office.engine.url
    return psycopg.connect(f"dbname={url.database} user={url.username} host={url.query['host']}", autocommit=True)


_PLAYED: dict[tuple[str, str], _Kept] = {}


def staged(play: Callable[[OfficeForTests], T]) -> Callable[[OfficeForTests], T]:
    """A scene of which the rows and people are kept. It answers ids only, writes no file and moves no clock.

    Where something has happened in the office already, it is played there anew.
    """

    @wraps(play)
    def begin(office: OfficeForTests) -> T:
        if not is_as_founded(office):
            return play(office)
        which = f"{play.__module__}.{play.__qualname__}", office.office.engine.dialect.name
        if which not in _PLAYED:
            made = play(office)
            assert office.clock.now() == START
            assert not any(path.is_file() for path in office.office.settings.blobs.rglob("*"))
            _PLAYED[which] = _Kept.of(office, made)
            return made
        found: T = _PLAYED[which].put_into(office)
        return found

    return begin
