"""What keeps one stranger from filling or stopping the office, without a list of who came.

All of it lives in the runtime folder, in memory: counts by kind and day, bytes by day, and a key that is new every
day. Nothing here knows an address; a code is known by a MAC under that key, so tomorrow nobody can ask for it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine, text

from caseintake.settings import Settings
from caseintake.storage import make_engine
from caseintake.vault.primitives import equal, mac, random_bytes

#: Days of counts that are kept for the page.
KEPT_DAYS: Final = 14
#: How old a stamp may be: somebody writes, sleeps, and sends. Its day's key is kept as long.
_STAMP_SECONDS: Final = 24 * 60 * 60
_MAC_BYTES: Final = 16
_EVERYBODY: Final = b""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS refused (day TEXT, kind TEXT, number INTEGER, PRIMARY KEY (day, kind))",
    "CREATE TABLE IF NOT EXISTS taken (day TEXT, whose BLOB, bytes INTEGER, PRIMARY KEY (day, whose))",
    "CREATE TABLE IF NOT EXISTS secret (day TEXT PRIMARY KEY, key BLOB)",
)


class Kind(StrEnum):
    """Why something was refused, or held up for a moment."""

    TOO_QUICK = "too_quick"
    STAMP = "stamp"
    TRAP = "trap"
    ADDRESS = "address"
    DAY_FULL = "day_full"
    CODE_FULL = "code_full"
    UPLOADS_BUSY = "uploads_busy"


class Abuse:
    """The counts of this host; public and office pages look at the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._keys: dict[date, bytes] = {}

    @classmethod
    def open(cls, settings: Settings) -> "Abuse":
        settings.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = make_engine(f"sqlite:///{settings.runtime / 'abuse.sqlite3'}")
        with engine.execution_options(writing=True).begin() as connection:
            for table in _TABLES:
                connection.execute(text(table))
        return cls(engine)

    def note(self, kind: Kind, day: date) -> None:
        """Count one refusal."""
        statement = text(
            "INSERT INTO refused VALUES (:day, :kind, 1) ON CONFLICT (day, kind) DO UPDATE SET number = number + 1"
        )
        with self._engine.execution_options(writing=True).begin() as connection:
            connection.execute(statement, {"day": day.isoformat(), "kind": kind.value})

    def counts(self, today: date) -> Mapping[date, Mapping[Kind, int]]:
        """Refusals of the last days by kind, newest day first; days without any are left out."""
        found: dict[date, dict[Kind, int]] = {}
        with self._engine.connect() as connection:
            rows = connection.execute(
                text("SELECT day, kind, number FROM refused WHERE day > :since ORDER BY day DESC"),
                {"since": (today - timedelta(days=KEPT_DAYS)).isoformat()},
            )
            for day, kind, number in rows:
                found.setdefault(date.fromisoformat(day), {})[Kind(kind)] = number
        return found

    def taken(self, day: date) -> int:
        """Bytes of files taken that day."""
        with self._engine.connect() as connection:
            rows = text("SELECT bytes FROM taken WHERE day = :day AND whose = :whose")
            return connection.execute(rows, {"day": day.isoformat(), "whose": _EVERYBODY}).scalar() or 0

    def taken_with(self, code_id: bytes, day: date) -> int:
        """Bytes of files taken that day under this code."""
        whose = mac(self._key(day), code_id)
        with self._engine.connect() as connection:
            rows = text("SELECT bytes FROM taken WHERE day = :day AND whose = :whose")
            return connection.execute(rows, {"day": day.isoformat(), "whose": whose}).scalar() or 0

    def take(self, size: int, code_id: bytes, day: date) -> None:
        """Note that so many bytes were taken under this code."""
        whose = mac(self._key(day), code_id)
        statement = text(
            "INSERT INTO taken VALUES (:day, :whose, :size) "
            "ON CONFLICT (day, whose) DO UPDATE SET bytes = bytes + :size"
        )
        with self._engine.execution_options(writing=True).begin() as connection:
            for one in (_EVERYBODY, whose):
                connection.execute(statement, {"day": day.isoformat(), "whose": one, "size": size})

    def stamp(self, sitting: str, now: datetime) -> str:
        """When this sitting began, signed: carried by the page, so that nobody has to remember it."""
        at = int(now.timestamp())
        return f"{at}-{self._signed(sitting, at).hex()}"

    def seconds_since(self, stamp: str, sitting: str, now: datetime) -> int | None:
        """Seconds since a stamp of ours was made for this sitting; None if it is another's, changed, or too old."""
        at, _dash, given = stamp.partition("-")
        try:
            begun, signature = int(at), bytes.fromhex(given)
        except ValueError:
            return None
        seconds = int(now.timestamp()) - begun
        if not 0 <= seconds <= _STAMP_SECONDS or not equal(signature, self._signed(sitting, begun)):
            return None
        return seconds

    def _signed(self, sitting: str, at: int) -> bytes:
        day = datetime.fromtimestamp(at, UTC).date()
        return mac(self._key(day), f"begun\0{sitting}\0{at}".encode())[:_MAC_BYTES]

    def _key(self, day: date) -> bytes:
        """The key of that day, drawn by whoever asks first; those of days gone by are forgotten with their counts."""
        if day not in self._keys:
            self._keys = {known: key for known, key in self._keys.items() if known >= day - timedelta(days=1)}
            self._keys[day] = self._drawn(day)
        return self._keys[day]

    def _drawn(self, day: date) -> bytes:
        values: dict[str, object] = {"day": day.isoformat(), "key": random_bytes(32)}
        with self._engine.execution_options(writing=True).begin() as connection:
            for table, days in (("secret", 1), ("taken", 1), ("refused", KEPT_DAYS)):
                old = {"old": (day - timedelta(days=days)).isoformat()}
                connection.execute(text(f"DELETE FROM {table} WHERE day < :old"), old)  # noqa: S608 - our own words
            connection.execute(text("INSERT OR IGNORE INTO secret VALUES (:day, :key)"), values)
            drawn = connection.execute(text("SELECT key FROM secret WHERE day = :day"), values)
            return bytes(drawn.scalar_one())

    def close(self) -> None:
        self._engine.dispose()
