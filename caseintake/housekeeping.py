"""What must vanish by itself, once a day on each host and without any key: drafts never sent, visits long over,
uploads nobody accepted, tickets nobody used, the marks of forms that were sent."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from caseintake.documents import service as documents
from caseintake.documents import tickets
from caseintake.identity import sent_forms
from caseintake.intake import drafts, visits
from caseintake.work import Office

#: How often a serving process asks whether a new day has begun.
LOOK_EVERY_SECONDS = 900.0
_FILE = "tidied"


def tidy(office: Office) -> bool:
    """Remove what is over, unless this host has done so today. True if it did.

    The day is noted after the work, so that a process killed in the middle leaves it to the next one.
    """
    today = office.clock.today()
    office.settings.runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(office.settings.runtime / _FILE) as note:
        if note.done_on == today:
            return False
        with office.unit(write=True) as uow:
            drafts.purge(today, uow=uow)
            visits.purge(today, uow=uow)
            tickets.remove_old(uow=uow)
            sent_forms.forget_old(uow=uow)
            uow.commit()
        with office.unit() as uow:
            documents.sweep(uow=uow)
        note.write(today)
        return True


def keep_tidy(office: Office) -> threading.Event:
    """Tidy now and whenever a new day has begun, beside the requests; setting the event ends it."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            tidy(office)
            ended.wait(LOOK_EVERY_SECONDS)

    threading.Thread(target=work, name="housekeeping", daemon=True).start()
    return ended


class _Note:
    """The day this host last tidied up, in a file held by one process at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @property
    def done_on(self) -> date | None:
        text = os.pread(self._descriptor, 10, 0).decode("ascii")
        return date.fromisoformat(text) if text else None

    def write(self, day: date) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, day.isoformat().encode("ascii"), 0)


@contextmanager
def _alone(path: Path) -> Iterator[_Note]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield _Note(descriptor)
    finally:
        os.close(descriptor)
