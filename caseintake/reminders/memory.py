"""What was said to whom: a file of this host, outside the database.

Whoever has SQL alone cannot write "this was said already" and silence a reminder. After a restore on another machine
the file is gone, and everybody is told once more where things stand.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from caseintake.reminders.agenda import Said

#: What ended this long ago is forgotten.
KEPT_DAYS: Final = 400


class _Line(msgspec.Struct, frozen=True):
    person: UUID
    matter: UUID
    rule: str
    due: date
    step: str
    since: date
    sent: bool


class Memory:
    """What was said, and what is still to be said because no mail went out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.since: dict[Said, date] = {}
        self.unsent: set[Said] = set()

    @classmethod
    @contextmanager
    def held(cls, path: Path) -> Iterator["Memory"]:
        """The memory of this host, by one process at a time: two at once would say everything twice."""
        lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            memory = cls(path)
            memory._read()
            yield memory
        finally:
            os.close(lock)

    def _read(self) -> None:
        try:
            lines = msgspec.json.decode(self._path.read_bytes(), type=list[_Line])
        except FileNotFoundError:
            return
        for line in lines:
            said = Said(line.person, line.matter, line.rule, line.due, line.step)
            self.since[said] = line.since
            if not line.sent:
                self.unsent.add(said)

    def add(self, said: Said, today: date) -> None:
        """To be said from today on, unless it was said."""
        if said not in self.since:
            self.since[said] = today
            self.unsent.add(said)

    def drop(self, said: Said) -> None:
        """It need not be said any more."""
        self.unsent.discard(said)

    def forget_before(self, today: date) -> None:
        old = today - timedelta(days=KEPT_DAYS)
        self.since = {said: day for said, day in self.since.items() if max(day, said.due) >= old}
        self.unsent &= self.since.keys()

    def write(self) -> None:
        """Whole or not at all, and on the disk when this returns."""
        lines = [
            _Line(said.person, said.matter, said.rule, said.due, said.step, day, said not in self.unsent)
            for said, day in sorted(self.since.items())
        ]
        fresh = self._path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(lines))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._path)
