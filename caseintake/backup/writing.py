"""Making a backup while the office runs: one snapshot of the database, then the files it names, then a second look.

The file under its final name is whole: it was written under another name, read again from the disk to its last byte
through a key that was drawn for this check alone, and only then renamed.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from caseintake import __version__
from caseintake.audit.chain import link
from caseintake.audit.remembered import Remembered
from caseintake.audit.trail import LogEntry
from caseintake.backup import rows
from caseintake.backup.archive import KEYS_DAYS, KEYS_SUFFIX, MAGIC, PIECE, Archive, Contents, Head, Part, keys_beside
from caseintake.backup.key import public_of
from caseintake.backup.paper import settings_files
from caseintake.documents.blobs import BlobMissing
from caseintake.documents.model import Document
from caseintake.documents.service import store_of
from caseintake.kernel.ids import new_id
from caseintake.storage import is_sqlite
from caseintake.vault import canonical, verified
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.parcel import ParcelSealer
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, VerifiedKey, random_bytes
from caseintake.vault.tables import RosterRow
from caseintake.work import Office

PART_SUFFIX = ".part"
HEADS = "heads.json"


@dataclass
class Made:
    """A finished backup. ``damaged`` names sealed files that are missing or are not what their record says."""

    id: UUID
    records: Path
    keys: Path
    contents: dict[Part, Contents] = field(default_factory=dict)
    damaged: list[UUID] = field(default_factory=list)
    #: Keys parts of this office whose days were over and that were overwritten.
    ended: list[Path] = field(default_factory=list)


def back_up(office: Office, to: Path) -> Made:
    """Write both parts, ``to`` and ``to`` + ``.keys``. Raises `FileExistsError`, `OSError` when the disk is full.

    Whatever stops it leaves nothing under either name but a file that is whole.
    """
    made = Made(new_id(), to, keys_beside(to))
    _remove_dead(to.parent)
    for path in (made.records, made.keys):
        if path.exists():
            raise FileExistsError(path)
    with office.unit() as uow:
        recovery = verified.of_recovery(uow.roster)
    check = HolderKeys(random_bytes(SECRET_BYTES))
    public = {"recovery": recovery, "check": verified.own(check)}
    if (backup := public_of(office.settings)) is not None:
        public["backup"] = verified.pinned_on_host(backup)
    with _snapshot(office) as connection, _writing(made.keys) as keys, _writing(made.records) as records:
        for part, file in ((Part.KEYS, keys), (Part.RECORDS, records)):
            head = _sealed_head(office, made, part, public)
            made.contents[part] = _write(office, made, file, head, connection)
        newest, roster = _heads(connection), _roster_end(connection)
        for part, file in ((Part.KEYS, keys), (Part.RECORDS, records)):
            file.sync()
            with Archive.at(file.path) as again:
                if again.check(check).as_values() != made.contents[part].as_values():
                    raise StreamDamaged("the backup does not read as it was written")
        keys.keep()
        records.keep()
    _remember(to.parent, newest, roster, office.remembered)
    made.ended = end_old_keys(to.parent, office.fingerprint, office.clock.today())
    return made


@dataclass(frozen=True)
class _Sealed:
    head: Head
    key: bytes


def _sealed_head(office: Office, made: Made, part: Part, public: dict[str, VerifiedKey]) -> _Sealed:
    key = random_bytes(SECRET_BYTES)
    day = office.clock.today()
    return _Sealed(Head(office.fingerprint, made.id, part, day).sealed_to(public, key), key)


@contextmanager
def _snapshot(office: Office) -> Iterator[Connection]:
    """One view of the database for the whole backup; people go on writing beside it."""
    engine = office.engine
    if not is_sqlite(engine):
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield connection


class _File:
    """A file that has its name only when it is whole."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self.path = final.with_name(f".{final.name}{PART_SUFFIX}")
        self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def write(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._fd, rest) :]

    def sync(self) -> None:
        os.fsync(self._fd)

    def keep(self) -> None:
        self.path.rename(self._final)
        folder = os.open(self._final.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self._fd)


@contextmanager
def _writing(final: Path) -> Iterator[_File]:
    file = _File(final)
    try:
        yield file
    finally:
        file.close()


def _remove_dead(folder: Path) -> None:
    """What a killed backup left: files nobody holds the lock of, and a keys part whose other half never got a name."""
    for path in folder.glob(f".*{PART_SUFFIX}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            half = keys_beside(path.with_name(path.name.removeprefix(".").removesuffix(PART_SUFFIX)))
            if _of_one_backup(path, half):
                _overwrite(half)
            path.unlink()


def _of_one_backup(one: Path, other: Path) -> bool:
    try:
        with Archive.at(one) as first, Archive.at(other) as second:
            return first.head.id == second.head.id
    except (OSError, StreamDamaged):
        return False


class _Writer:
    """Frames into a file, counted as the reader will count them."""

    def __init__(self, file: _File, sealed: _Sealed) -> None:
        self._file = file
        self._sealer = ParcelSealer(MAGIC, sealed.head.encoded(), sealed.key)
        self.contents = Contents()
        file.write(self._sealer.opening)

    def put(self, label: str, *values: Any) -> None:
        for piece in self._sealer.frame(canonical.encode(label, *values)):
            self._file.write(piece)

    def rows(self, name: str, some: list[list[Any]]) -> None:
        self.put("rows", name, some)
        self.contents.rows[name] = self.contents.rows.get(name, 0) + len(some)

    def data(self, piece: bytes) -> None:
        self.put("data", piece)
        self.contents.bytes += len(piece)

    def file(self, name: str) -> None:
        self.put("file", name)
        self.contents.files += 1

    def finish(self) -> Contents:
        self.put("end", *self.contents.as_values())
        for piece in self._sealer.finish():
            self._file.write(piece)
        return self.contents


def _write(office: Office, made: Made, file: _File, sealed: _Sealed, connection: Connection) -> Contents:
    writer = _Writer(file, sealed)
    writer.put("begin", MigrationContext.configure(connection).get_current_revision(), __version__)
    keys = sealed.head.part is Part.KEYS
    for one in rows.tables(keys=keys):
        writer.put("table", str(one.name), rows.described(one))
        for some in rows.read(one, connection):
            writer.rows(str(one.name), some)
    if keys:
        _one_file(writer, office.settings.log_key_file)
    else:
        for path in settings_files(office.settings.directory):
            _one_file(writer, path)
        _blobs(writer, office, made, connection)
    return writer.finish()


def _one_file(writer: _Writer, path: Path) -> None:
    writer.file(path.name)
    writer.data(path.read_bytes())


def _blobs(writer: _Writer, office: Office, made: Made, connection: Connection) -> None:
    """Every sealed file the snapshot names. One that was destroyed since is left out; any other must be whole."""
    named = select(Document.blob_id, Document.digest).distinct().order_by(Document.blob_id)
    for blob_id, digest in connection.execution_options(yield_per=rows.AT_ONCE).execute(named):
        try:
            file = store_of(office).open(blob_id)
        except BlobMissing:
            if _still_named(office, blob_id):
                made.damaged.append(blob_id)
            continue
        told = hashlib.sha256()
        writer.file(f"blobs/{blob_id}")
        with file:
            while piece := file.read(PIECE):
                told.update(piece)
                writer.data(piece)
        if told.digest() != digest:
            made.damaged.append(blob_id)


def _still_named(office: Office, blob_id: UUID) -> bool:
    with office.unit() as uow:
        return uow.session.scalar(select(Document.id).where(Document.blob_id == blob_id).limit(1)) is not None


def _heads(connection: Connection) -> dict[UUID, tuple[int, bytes]]:
    """The end of every chain in the snapshot."""
    statement = select(LogEntry.chain, LogEntry.seq, LogEntry.body).order_by(LogEntry.chain, LogEntry.seq)
    ends: dict[UUID, tuple[int, bytes]] = {}
    for chain, seq, body in connection.execution_options(yield_per=rows.AT_ONCE).execute(statement):
        ends[chain] = (seq, body)
    return {chain: (seq, link(body)) for chain, (seq, body) in ends.items()}


def _roster_end(connection: Connection) -> tuple[int, bytes]:
    with Session(connection) as session:
        newest = session.scalars(select(RosterRow).order_by(RosterRow.seq.desc()).limit(1)).one()
        return newest.seq, newest.entry().hash


def _remember(folder: Path, heads: dict[UUID, tuple[int, bytes]], roster: tuple[int, bytes], host: Remembered) -> None:
    """Beside the backups lies how far the newest of them reaches, so that an older one is not taken for it.

    And what was destroyed by then, so that an older one does not bring it back.
    """
    beside = Remembered(folder / HEADS)
    beside.note_roster(*roster)
    beside.note_heads(heads)
    beside.note_destroyed(vaults=host.destroyed_vaults, files=host.destroyed_files)


def end_old_keys(folder: Path, fingerprint: bytes, today: date) -> list[Path]:
    """Overwrite and remove the keys parts of this office that are older than 30 days. Returns which."""
    ended = []
    for path in sorted(folder.glob(f"*{KEYS_SUFFIX}")):
        try:
            with Archive.at(path) as archive:
                head = archive.head
        except (OSError, StreamDamaged):
            continue
        if head.fingerprint == fingerprint and head.part is Part.KEYS and head.day < today - timedelta(days=KEYS_DAYS):
            _overwrite(path)
            ended.append(path)
    return ended


def _overwrite(path: Path) -> None:
    """Zeros first: a disk that writes in place keeps nothing. One that does not keeps what its maker decides."""
    with path.open("r+b") as file:
        left = file.seek(0, 2)
        file.seek(0)
        while left:
            left -= file.write(bytes(min(left, PIECE)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
