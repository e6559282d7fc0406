"""Sealed files on the disk: random names, owner only, and no time finer than a day.

    blobs/incoming/<id>        arrived, named by no record yet; its time says until which day it is kept
    blobs/incoming/<id>.part   arriving; locked by whoever writes it
    blobs/flights/<id>         as long as a running upload said it will be (no bytes); locked
    blobs/a7/<id>              named by a record

A file is accepted by a second name (a hard link) before the record that names it is committed; the first name goes
after. So a committed record never lacks its file, and whatever a power cut leaves behind is swept by day.
"""

import fcntl
import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from caseintake.kernel.ids import new_id
from caseintake.vault.errors import StreamDamaged

#: An unaccepted file is kept for the day it came and this many more (48 hours, counted by day).
KEPT_DAYS = 2
PART = ".part"
#: Written pages are handed to the disk in steps, so that the last fsync has little to wait for.
_WRITE_BEHIND = 8 << 20


class BlobMissing(StreamDamaged):
    """A record names a sealed file that is not there."""


@dataclass(frozen=True)
class Swept:
    """What a sweep removed: broken uploads, files nobody accepted, files no record names."""

    parts: int
    unaccepted: int
    orphans: int


class BlobWriter:
    """One sealed file being written. `keep` gives it its name; `abandon` leaves nothing."""

    def __init__(self, folder: Path, until: date) -> None:
        self.id = new_id()
        self._final = folder / str(self.id)
        self._part = folder / f"{self.id}{PART}"
        self._until = until
        self._written = self._handed = 0
        self._fd = _locked_file(self._part)

    def write(self, data: bytes | memoryview) -> None:
        """Raises `OSError` when the disk is full."""
        done = os.write(self._fd, data)
        while done < len(data):
            done += os.write(self._fd, memoryview(data)[done:])
        self._written += done
        if self._written - self._handed >= _WRITE_BEHIND:
            os.posix_fadvise(self._fd, self._handed, self._written - self._handed, os.POSIX_FADV_DONTNEED)
            self._handed = self._written

    def keep(self) -> None:
        """Safe on the disk under its own name, still unaccepted."""
        os.fsync(self._fd)
        _set_day(self._part, self._until)
        self._part.rename(self._final)
        _sync_folder(self._final.parent, self._until - timedelta(KEPT_DAYS))
        os.close(self._fd)

    def abandon(self) -> None:
        self._part.unlink(missing_ok=True)
        os.close(self._fd)


class BlobStore:
    """The sealed files of one office on one disk. Holds no key and reads no content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"
        self._flights = folder / "flights"
        for made in (folder, self._incoming, self._flights):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)

    @staticmethod
    @functools.cache
    def at(folder: Path) -> "BlobStore":
        """The store of this folder, made once a process."""
        return BlobStore(folder)

    # --- arriving ----------------------------------------------------------------------------------------------

    def begin(self, today: date) -> BlobWriter:
        """A new sealed file, kept until `KEPT_DAYS` after ``today`` unless accepted or held."""
        with _folder_lock(self._incoming, fcntl.LOCK_SH):
            return BlobWriter(self._incoming, today + timedelta(KEPT_DAYS))

    @contextmanager
    def flight(self, size: int, today: date) -> Iterator[None]:
        """Say that an upload of ``size`` bytes is under way, to every process, until the block ends."""
        path = self._flights / str(new_id())
        with _folder_lock(self._flights, fcntl.LOCK_SH):
            fd = _locked_file(path)
        try:
            os.ftruncate(fd, size)
            yield
        finally:
            path.unlink(missing_ok=True)
            os.close(fd)
            for folder in (self._flights, self._incoming):
                _set_day(folder, today)

    def in_flight(self) -> int:
        """Bytes that uploads now under way said they will bring, over all processes of this host."""
        _remove_dead(self._flights, "")
        return _bytes_in(self._flights)

    def unaccepted(self) -> int:
        """Bytes that arrived and that no record names yet."""
        return _bytes_in(self._incoming)

    def free(self) -> int:
        """Bytes this disk still takes from us."""
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize

    def hold(self, blob_id: UUID, until: date) -> None:
        """Keep an unaccepted file through ``until``: a draft names it. Raises `BlobMissing`."""
        try:
            _set_day(self._incoming / str(blob_id), until)
        except FileNotFoundError:
            raise BlobMissing(f"blob {blob_id} is gone") from None

    def discard(self, blob_id: UUID, today: date) -> None:
        """Remove an unaccepted file; an accepted one stays."""
        (self._incoming / str(blob_id)).unlink(missing_ok=True)
        _set_day(self._incoming, today)

    # --- accepted ----------------------------------------------------------------------------------------------

    def accept(self, blob_id: UUID, today: date) -> None:
        """Give the file its lasting name, before the record that names it is committed.

        May be repeated. Call `accepted` after the commit. Raises `BlobMissing`.
        """
        lasting = self.path(blob_id)
        lasting.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            try:
                os.link(self._incoming / str(blob_id), lasting)
            except FileNotFoundError:
                if not lasting.exists():
                    raise BlobMissing(f"blob {blob_id} is gone") from None
        _sync_folder(lasting.parent, today)
        _sync_folder(self.folder, today)

    def accepted(self, blob_id: UUID, today: date) -> None:
        """After the commit: only the lasting name stays."""
        with suppress(FileNotFoundError):  # destroyed again meanwhile
            _set_day(self.path(blob_id), today)
        self.discard(blob_id, today)

    def path(self, blob_id: UUID) -> Path:
        """Where an accepted file lies."""
        name = str(blob_id)
        return self.folder / name[:2] / name

    def open(self, blob_id: UUID) -> BinaryIO:
        """The ciphertext. Raises `BlobMissing`."""
        for path in (self.path(blob_id), self._incoming / str(blob_id)):
            with suppress(FileNotFoundError):
                return path.open("rb", buffering=0)
        raise BlobMissing(f"blob {blob_id} is gone")

    def delete(self, blob_id: UUID, today: date) -> None:
        """Remove an accepted file. Its key must be gone first, or be going in the same commit."""
        path = self.path(blob_id)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync_folder(path.parent, today)

    # --- sweeping ----------------------------------------------------------------------------------------------

    def sweep(self, today: date, named: Callable[[list[UUID]], set[UUID]]) -> Swept:
        """Remove what no record names and whose day is over; broken uploads at once.

        ``named`` answers which of these ids some record names.
        """
        parts = _remove_dead(self._incoming, PART) + _remove_dead(self._flights, "")
        late = [path for path in self._incoming.iterdir() if _is_blob(path) and _day(path) < today]
        old = today - timedelta(KEPT_DAYS)
        settled = [
            path
            for folder in self.folder.iterdir()
            if len(folder.name) == 2
            for path in folder.iterdir()
            if _is_blob(path) and _day(path) <= old
        ]
        known = named([UUID(path.name) for path in settled])
        orphans = [path for path in settled if UUID(path.name) not in known]
        for path in (*late, *orphans):
            path.unlink(missing_ok=True)
        for folder in {self._incoming, self._flights, *(path.parent for path in orphans)}:
            _set_day(folder, today)
        return Swept(parts, len(late), len(orphans))


def _is_blob(path: Path) -> bool:
    try:
        return str(UUID(path.name)) == path.name
    except ValueError:
        return False


def _locked_file(path: Path) -> int:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    return fd


@contextmanager
def _folder_lock(folder: Path, how: int) -> Iterator[None]:
    """Writers share it while they make and lock a file, so that nobody takes a file just made for a dead one."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, how)
        yield
    finally:
        os.close(fd)


def _remove_dead(folder: Path, suffix: str) -> int:
    """Remove files whose writer has died: nobody holds their lock. Returns how many."""
    removed = 0
    with _folder_lock(folder, fcntl.LOCK_EX):
        for path in folder.iterdir():
            if not path.name.endswith(suffix):
                continue
            with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
    return removed


def _bytes_in(folder: Path) -> int:
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                total += entry.stat(follow_symlinks=False).st_size
    return total


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _day(path: Path) -> date:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except FileNotFoundError:
        return date.max


def _set_day(path: Path, day: date) -> None:
    """Midnight of a day instead of the second: a disk must not tell who was connected when a file came."""
    os.utime(path, (_midnight(day), _midnight(day)))


def _sync_folder(folder: Path, day: date) -> None:
    """A new name in this folder survives a power cut, and the folder does not tell its second."""
    _set_day(folder, day)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
