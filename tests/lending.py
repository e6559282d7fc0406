"""Databases of PostgreSQL lent to one test after another: making one anew costs more than most tests.

A database that comes back is put into the state of the one it was copied from: its rows as they were there, nothing
else in it. Whoever changed its shape (a table, a trigger, a right) has kept it for good: that one is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import psycopg
from psycopg.sql import SQL, Identifier

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
#: Everything of a database that is not rows. Ids of the catalogue are the same in every copy.
SHAPE = """
WITH ours AS (
    SELECT oid, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg!_%' ESCAPE '!' AND nspname <> 'information_schema'
), relation AS (SELECT c.* FROM pg_class c JOIN ours ON ours.oid = c.relnamespace)
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT 'schema ' || nspname AS line FROM ours
    UNION ALL SELECT concat_ws(' ', 'relation', oid, relname, relkind, relnatts, relchecks, relpersistence,
        relrowsecurity, relacl) FROM relation
    UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, attisdropped, attacl)
        FROM pg_attribute JOIN relation ON relation.oid = attrelid
    UNION ALL SELECT concat_ws(' ', 'constraint', oid, conrelid) FROM pg_constraint
        WHERE connamespace IN (SELECT oid FROM ours)
    UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'function', oid) FROM pg_proc WHERE pronamespace IN (SELECT oid FROM ours)
    UNION ALL SELECT concat_ws(' ', 'setting', setconfig) FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
) lines
"""
TABLES = (
    "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
#: Bytes of a table from which deleted rows are worth sweeping up.
LARGE = 200_000


@dataclass
class Original:
    """What a prepared database is and holds, and its copies that wait for the next test."""

    shape: str
    rows: dict[str, bytes]
    waiting: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, connection: psycopg.Connection) -> Original:
        return cls(shape(connection), rows_of(connection))

    def restore(self, connection: psycopg.Connection) -> bool:
        """Make the database of this connection what it was. False if its shape is another."""
        connection.execute(OTHERS, [connection.info.backend_pid])
        connection.execute("DROP SCHEMA IF EXISTS runtime CASCADE")
        if shape(connection) != self.shape:
            return False
        fill(connection, self.rows)
        return True


def rows_of(connection: psycopg.Connection) -> dict[str, bytes]:
    """What stands in each table, as COPY writes it."""
    rows = {}
    for table, size in connection.execute(TABLES).fetchall():
        if size:
            with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
                rows[table] = b"".join(bytes(piece) for piece in copy)
    return rows


def fill(connection: psycopg.Connection, rows: dict[str, bytes]) -> None:
    """Put these rows in the place of all there are."""
    used = [(table, size) for table, size in connection.execute(TABLES).fetchall() if size]
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no keys to look after: all rows go
        for table, _ in used:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        for table, content in rows.items():
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(content)
    for table, size in used:
        if size > LARGE:
            connection.execute(SQL("VACUUM {}").format(Identifier(table)))


def shape(connection: psycopg.Connection) -> str:
    """A digest of everything but the rows."""
    row = connection.execute(SHAPE.encode()).fetchone()
    assert row is not None
    return str(row[0])
