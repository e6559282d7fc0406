"""Sessions and visits: a row that only its token opens, in a place that does not survive power-off.

The token (a session's is a cookie, a visit's stands in hidden fields) has two halves. The row's id is the SHA-256 of
one, its content is sealed under the other, so neither row nor token alone opens anything, and an old token is worth
nothing once the row is gone. On SQLite the rows lie in a file of the runtime directory (memory), on PostgreSQL in an
UNLOGGED table of the schema ``runtime``: not in the write-ahead log, not on replicas, not in a dump of the office's
schema. They are not part of the migrations.
"""

import base64
import binascii
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    Executable,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateTable

from caseintake.storage import is_sqlite, make_engine
from caseintake.vault import canonical
from caseintake.vault.primitives import DoesNotOpen, hkdf, open_sealed, random_bytes, seal, sha256
from caseintake.work import Office

HALF = 32
#: Letters of a token: two halves in base64 without padding.
TOKEN_LETTERS = -(-2 * HALF * 8 // 6)
_LOCK = 5_104_227  # any number: the first worker makes the table, the others wait


def _table(schema: str | None) -> Table:
    return Table(
        "session",
        MetaData(schema=schema),
        Column("id", LargeBinary, primary_key=True),
        Column("purpose", String(20), nullable=False),
        Column("person_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False),
        Column("until", Date, nullable=False),
        Column("content", LargeBinary, nullable=False),
        prefixes=["UNLOGGED"] if schema else [],
    )


@dataclass(frozen=True)
class Kept:
    """An opened row. ``purpose``, person and version are bound to its content."""

    id: bytes
    key: bytes
    purpose: str
    person_id: UUID
    version: int
    content: bytes

    def __repr__(self) -> str:
        return f"<Kept {self.purpose}>"


class SessionStore:
    """Rows for sessions, for enrolments that are under way, and for the visits of clients."""

    def __init__(self, engine: Engine, table: Table) -> None:
        self._engine = engine
        self._table = table

    @classmethod
    def open(cls, office: Office) -> "SessionStore":
        """The store of this host or database, made if it is not there (the runtime directory forgets)."""
        if is_sqlite(office.engine):
            directory = office.settings.runtime
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            store = cls(make_engine(f"sqlite:///{directory / 'sessions.sqlite3'}"), _table(None))
            store._write(CreateTable(store._table, if_not_exists=True))
            return store
        store = cls(office.engine, _table("runtime"))
        with office.engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS runtime"))
            connection.execute(CreateTable(store._table, if_not_exists=True))
        return store

    def keep(self, purpose: str, person_id: UUID, version: int, content: bytes, until: date) -> str:
        """Store a row and give its token: the only thing that opens it again."""
        lookup, half = random_bytes(HALF), random_bytes(HALF)
        kept = Kept(sha256(lookup), _key(half), purpose, person_id, version, content)
        self._write(
            insert(self._table).values(
                id=kept.id,
                purpose=purpose,
                person_id=person_id,
                version=version,
                until=until,
                content=seal(kept.key, content, _context(kept)),
            )
        )
        return base64.urlsafe_b64encode(lookup + half).decode("ascii").rstrip("=")

    def find(self, token: str, purpose: str) -> Kept | None:
        """The row this token opens, or None: unknown, of another purpose, or changed by somebody."""
        halves = _halves(token)
        if halves is None:
            return None
        lookup, key = sha256(halves[0]), _key(halves[1])
        statement = select(self._table).where(self._table.c.id == lookup, self._table.c.purpose == purpose)
        with self._engine.connect() as connection:
            row = connection.execute(statement).first()
        if row is None:
            return None
        kept = Kept(lookup, key, purpose, row.person_id, row.version, b"")
        try:
            return replace(kept, content=open_sealed(key, row.content, _context(kept)))
        except DoesNotOpen:
            return None

    def rewrite(self, kept: Kept, content: bytes) -> None:
        """New content for an opened row; a row that has been ended stays ended."""
        fresh = seal(kept.key, content, _context(kept))
        self._write(update(self._table).where(self._table.c.id == kept.id).values(content=fresh))

    def end(self, kept: Kept) -> None:
        self._write(delete(self._table).where(self._table.c.id == kept.id))
        self._forget()

    def end_all(self, person_id: UUID, but: Kept | None = None) -> None:
        """Every row of a person, whatever its purpose; ``but`` one that is still needed."""
        kept = but.id if but is not None else b""
        self._write(delete(self._table).where(self._table.c.person_id == person_id, self._table.c.id != kept))
        self._forget()

    def sweep(self, today: date) -> None:
        """Rows whose last day is over."""
        self._write(delete(self._table).where(self._table.c.until < today))

    def close(self) -> None:
        if is_sqlite(self._engine):
            self._engine.dispose()

    def _write(self, statement: Executable) -> None:
        with self._engine.execution_options(writing=True).begin() as connection:
            connection.execute(statement)

    def _forget(self) -> None:
        """What was deleted must not stay readable in SQLite's write-ahead log."""
        if is_sqlite(self._engine):
            with self._engine.connect() as connection:
                _truncate(connection)


def _truncate(connection: Connection) -> None:
    connection.rollback()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _key(half: bytes) -> bytes:
    return hkdf(half, info=b"caseintake/v1/session")


def _context(kept: Kept) -> bytes:
    return canonical.encode("session", 1, kept.purpose, kept.id, kept.person_id, kept.version)


def _halves(token: str) -> tuple[bytes, bytes] | None:
    try:
        both = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    return (both[:HALF], both[HALF:]) if len(both) == 2 * HALF else None
