"""Bounds on trying: how often somebody may fail, and how many slow checks run at once on this host.

The counts live in a file of the runtime directory (memory), each host counting for itself: exact times of failures
never reach the office's database.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from caseintake.settings import Settings
from caseintake.storage import make_engine
from caseintake.vault.primitives import sha256

FAILURES = 5
WINDOW_SECONDS = 15 * 60
AT_ONCE = 2
QUEUE = 8
_LOOK_AGAIN_SECONDS = 0.01


class Busy(Exception):
    """More people are signing in at this moment than this host can check."""


class Throttle:
    """Failures by bucket (a handle, a browser, a person) within fifteen minutes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, settings: Settings) -> "Throttle":
        settings.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = make_engine(f"sqlite:///{settings.runtime / 'throttle.sqlite3'}")
        with engine.execution_options(writing=True).begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS failure (bucket BLOB, at INTEGER)"))
            connection.execute(text("CREATE INDEX IF NOT EXISTS failure_bucket ON failure (bucket, at)"))
            connection.execute(text("CREATE TABLE IF NOT EXISTS alarm (bucket BLOB PRIMARY KEY)"))
        return cls(engine)

    def count(self, kind: str, name: bytes, now: datetime) -> bool:
        """Count a try before it is made; False if there were too many. `clear` takes it back when it succeeds.

        Counting first means that a hundred tries sent at the same moment are a hundred.
        """
        at, bucket = int(now.timestamp()), _bucket(kind, name)
        with self._engine.execution_options(writing=True).begin() as connection:
            connection.execute(text("DELETE FROM failure WHERE at <= :old"), {"old": at - WINDOW_SECONDS})
            failed = connection.execute(
                text("SELECT count(*) FROM failure WHERE bucket = :bucket"), {"bucket": bucket}
            ).scalar_one()
            if failed >= FAILURES:
                return False
            connection.execute(
                text("INSERT INTO failure (bucket, at) VALUES (:bucket, :at)"), {"bucket": bucket, "at": at}
            )
        return True

    def full(self, kind: str, name: bytes, now: datetime) -> bool:
        """True if this bucket has had its five failures."""
        with self._engine.connect() as connection:
            failed: int = connection.execute(
                text("SELECT count(*) FROM failure WHERE bucket = :bucket AND at > :old"),
                {"bucket": _bucket(kind, name), "old": int(now.timestamp()) - WINDOW_SECONDS},
            ).scalar_one()
        return failed >= FAILURES

    def clear(self, kind: str, name: bytes) -> None:
        with self._engine.execution_options(writing=True).begin() as connection:
            connection.execute(text("DELETE FROM failure WHERE bucket = :b"), {"b": _bucket(kind, name)})

    def alarm(self, kind: str, name: bytes) -> None:
        """Leave a word for somebody that outlasts the fifteen minutes."""
        with self._engine.execution_options(writing=True).begin() as connection:
            connection.execute(text("INSERT OR IGNORE INTO alarm (bucket) VALUES (:b)"), {"b": _bucket(kind, name)})

    def take_alarm(self, kind: str, name: bytes) -> bool:
        """Whether a word was left; it is told once."""
        with self._engine.execution_options(writing=True).begin() as connection:
            taken = connection.execute(text("DELETE FROM alarm WHERE bucket = :b"), {"b": _bucket(kind, name)})
        return taken.rowcount > 0

    def close(self) -> None:
        self._engine.dispose()


def _bucket(kind: str, name: bytes) -> bytes:
    return sha256(kind.encode("ascii") + b"\0" + name)


class Turns:
    """Two slow checks at once on this host, eight waiting, the rest refused: Argon2 must not stop everything else.

    Counted with file locks, so that all workers of the host share them and a killed worker gives its turn back.
    """

    def __init__(self, directory: Path, at_once: int = AT_ONCE, queue: int = QUEUE) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._turns = [directory / f"turn-{number}.lock" for number in range(at_once)]
        self._seats = [directory / f"seat-{number}.lock" for number in range(queue)]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn. Raises `Busy` at once when the queue is full."""
        held = _first_free(self._turns)
        if held is None:
            held = self._wait()
        try:
            yield
        finally:
            os.close(held)

    def _wait(self) -> int:
        seat = _first_free(self._seats)
        if seat is None:
            raise Busy
        try:
            while (held := _first_free(self._turns)) is None:
                time.sleep(_LOOK_AGAIN_SECONDS)
        finally:
            os.close(seat)
        return held


def _first_free(paths: list[Path]) -> int | None:
    for path in paths:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            os.close(descriptor)
    return None
