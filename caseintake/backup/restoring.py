"""Making an office from a backup on an empty machine: all of it, or nothing is left behind."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, select
from sqlalchemy import inspect as look_at
from sqlalchemy.orm import Session

from caseintake import schema
from caseintake import settings as settings_file
from caseintake.audit import trail
from caseintake.audit.remembered import Remembered
from caseintake.backup import confirming, paper, rows
from caseintake.backup.archive import Archive, Contents, Part
from caseintake.backup.model import Restoration
from caseintake.deadlines.model import FeedToken
from caseintake.kernel.clock import Clock
from caseintake.settings import SETTINGS_FILE, Settings, runtime_directory
from caseintake.storage import make_engine
from caseintake.vault.errors import NewerSchema, StreamDamaged, VaultError
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import HolderKeys
from caseintake.vault.tables import Grant, Receipt, RosterRow, Vault
from caseintake.work import Office, UnitOfWork

_BLOBS = "blobs/"
#: Where the settings of then lie until all the rest is there: a folder without settings of its own is no office.
_ASIDE = "settings"


class NotEmpty(Exception):
    """There is something already where the office is to be made."""


class OtherHalf(VaultError):
    """The two parts are not of one backup."""


class OtherOffice(VaultError):
    """The backup is of another office than the one on paper."""


class OlderState(VaultError):
    """Somebody remembers more of this office than this backup holds. ``lost`` counts the chains that were longer."""

    def __init__(self, lost: int) -> None:
        super().__init__(f"this backup is older than what is remembered: {lost} chains of the log were longer")
        self.lost = lost


@dataclass
class Restored:
    """A restored office, closed until coordinators have confirmed it."""

    settings: Settings
    archive_id: UUID
    taken_on: date
    contents: dict[Part, Contents] = field(default_factory=dict)
    lost: int = 0
    #: Words for the settings as they came, to be compared with the sheet of the last rehearsal.
    settings_words: tuple[str, ...] = ()
    #: Conversations and files that were destroyed after that day, and are destroyed again. None: nobody remembers.
    destroyed: tuple[int, int] | None = None
    #: Rows of a keys part of another day that hang on nothing in these records.
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the operator asks for. ``database_url`` None: a file in the directory."""

    records: Path
    keys: Path
    secret: HolderKeys
    into: Path
    #: Of the office that is to stand here, from paper. A backup of another one is refused.
    fingerprint: bytes | None = None
    database_url: str | None = None
    remembered: Remembered | None = None
    accept_loss: bool = False
    clock: Clock | None = None


def restore(wanted: Wanted) -> Restored:
    """Make the office. Whatever is refused or breaks off leaves the directory as it was.

    Raises `NotEmpty`, `StreamDamaged`, `WrongKey`, `OtherHalf`, `OtherOffice`, `OlderState`, `NewerSchema`, `OSError`.
    """
    into = wanted.into.absolute()
    if into.exists() and any(into.iterdir()):
        raise NotEmpty(f"{into} is not empty")
    with wanted.records.open("rb") as first, wanted.keys.open("rb") as second, _place(into):
        records, keys = _pair(first, second, wanted)
        gone = wanted.remembered.destroyed_files if wanted.remembered is not None else frozenset()
        again = _files(records, wanted.secret, into, gone)
        _files(keys, wanted.secret, into)
        said = paper.of_settings(into, into / _ASIDE / SETTINGS_FILE)
        settings = _settings(into, wanted.database_url, records.head.fingerprint)
        done = Restored(settings, records.head.id, records.head.day, settings_words=said)
        engine = make_engine(settings.database_url)
        try:
            with _fresh(engine):
                _database(engine, records, keys, wanted, done)
                schema.upgrade(engine)
        finally:
            engine.dispose()
        _close_doors(done, wanted, again)
        settings_file.save(settings)
    return done


@contextmanager
def _place(into: Path) -> Iterator[None]:
    was_there = into.exists()
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(into, 0o700)
    try:
        yield
    except BaseException:
        for child in into.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        if not was_there:
            into.rmdir()
        raise


def _pair(first: BinaryIO, second: BinaryIO, wanted: Wanted) -> tuple[Archive, Archive]:
    records, keys = Archive(first), Archive(second)
    if (records.head.part, keys.head.part) != (Part.RECORDS, Part.KEYS):
        raise OtherHalf("one file must hold the records and the other the keys")
    if records.head.fingerprint != keys.head.fingerprint:
        raise OtherHalf("the two files are of different offices")
    if wanted.fingerprint not in (None, records.head.fingerprint):
        raise OtherOffice("this backup is of another office")
    if records.head.id != keys.head.id and not wanted.accept_loss:
        raise OtherHalf("the two files are of different backups: --accept-loss takes them together all the same")
    return records, keys


def _files(archive: Archive, secret: HolderKeys, into: Path, gone: frozenset[UUID] = frozenset()) -> int:
    """Write what is no row. Only names that a backup writes are taken; answers how many of ``gone`` were left out."""
    file: BinaryIO | None = None
    left_out = {f"{_BLOBS}{id}" for id in gone}
    found = 0
    skipping = False
    try:
        for label, values in archive.items(secret):
            if file is not None and label != "data":
                _close(file)
                file = None
            if label == "file" and (skipping := values[0] in left_out):
                found += 1
            elif label == "file":
                path = _named(into, values[0])
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            elif label == "data" and not skipping:
                if file is None:
                    raise StreamDamaged("this backup holds bytes without a name")
                file.write(values[0])
    finally:
        if file is not None:
            file.close()
    return found


def _close(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _named(into: Path, name: str) -> Path:
    if name.startswith(_BLOBS):
        blob = str(UUID(name.removeprefix(_BLOBS)))
        return into / "blobs" / blob[:2] / blob
    if name == SETTINGS_FILE:
        return into / _ASIDE / name
    if "/" in name or name.startswith(".") or not (name.endswith(".toml") or name in ("log.key", "backup.public")):
        raise StreamDamaged("this backup holds a file no backup writes")
    return into / name


def _settings(into: Path, database_url: str | None, fingerprint: bytes) -> Settings:
    """The settings of then, in the place of now. The file itself is written last: until then there is no office."""
    url = database_url or f"sqlite:///{into / 'office.sqlite3'}"
    then = settings_file.load(into / _ASIDE)
    settings = msgspec.structs.replace(then, directory=into, database_url=url, runtime=runtime_directory(into))
    shutil.rmtree(into / _ASIDE)
    if settings.fingerprint != fingerprint.hex():
        raise StreamDamaged("the settings in this backup are of another office than its head says")
    return settings


@contextmanager
def _fresh(engine: Engine) -> Iterator[None]:
    """A database without a table; without one again if anything goes wrong."""
    if look_at(engine).get_table_names():
        raise NotEmpty("the database is not empty")
    try:
        yield
    except BaseException:
        if schema.current(engine) is not None:
            schema.downgrade(engine, "base")
        raise


def _database(engine: Engine, records: Archive, keys: Archive, wanted: Wanted, done: Restored) -> None:
    _, begin = next(records.items(wanted.secret))
    try:
        schema.upgrade(engine, begin[0])
    except CommandError:
        raise NewerSchema(f"this backup was made by a newer version of the program ({begin[1]})") from None
    with engine.execution_options(writing=True).connect() as connection:
        done.contents[Part.RECORDS] = _load(records, wanted.secret, connection, lambda _name, _row: True)
        fits = _fitting(connection, done) if keys.head.id != records.head.id else (lambda _name, _row: True)
        done.contents[Part.KEYS] = _load(keys, wanted.secret, connection, fits)
        done.lost = _lost(connection, wanted.remembered)
        if done.lost and not wanted.accept_loss:
            raise OlderState(done.lost)
        connection.commit()


Fits = Callable[[str, dict[str, Any]], bool]


def _load(archive: Archive, secret: HolderKeys, connection: Connection, fits: Fits) -> Contents:
    columns: dict[str, list[list[str]]] = {}
    found = Contents()
    for label, values in archive.items(secret):
        if label == "table":
            columns[values[0]] = values[1]
        elif label == "rows":
            name, some = values
            names = [place for place, _ in columns[name]]
            kept = [row for row in some if fits(name, dict(zip(names, row, strict=True)))]
            rows.write(name, columns[name], kept, connection)
        elif label == "end":
            found = Contents.of(values)
    return found


def _fitting(connection: Connection, done: Restored) -> Fits:
    """Keys of another day: what belongs to a vault or person these records do not know cannot be put in."""
    known = {
        "vault_id": set(connection.scalars(rows.known("vault"))),
        "person_id": set(connection.scalars(rows.known("person"))),
    }

    def fits(_name: str, row: dict[str, Any]) -> bool:
        good = all(row[place] in ids for place, ids in known.items() if place in row)
        done.left_out += not good
        return good

    return fits


def _lost(connection: Connection, remembered: Remembered | None) -> int:
    """How many chains, the roster counted as one, somebody remembers to have been longer or other than they are."""
    if remembered is None:
        return 0
    with Session(connection) as session:
        lost = sum(not trail.contains(session, chain, *head) for chain, head in remembered.heads.items())
        if remembered.roster_head:
            row = session.scalar(select(RosterRow).where(RosterRow.seq == remembered.roster_seq))
            lost += row is None or row.entry().hash != remembered.roster_head
    return lost


def _close_doors(done: Restored, wanted: Wanted, files: int) -> None:
    """End every feed, destroy again what was destroyed, note the restore, and remember what is here now."""
    office = Office.open(done.settings, wanted.clock)
    known = wanted.remembered
    try:
        with office.unit(write=True) as uow:
            if known is not None:
                done.destroyed = (_without_keys(known.destroyed_vaults, uow), files)
            for feed in uow.session.scalars(select(FeedToken)):
                uow.delete(feed)
            today = uow.clock.today()
            row = Restoration(archive_id=done.archive_id, taken_on=done.taken_on, restored_on=today, lost=done.lost)
            uow.add(row)
            confirming.remember(row, done.destroyed, uow=uow)
            uow.commit()
        if known is not None:
            office.remembered.note_destroyed(vaults=known.destroyed_vaults, files=known.destroyed_files)
        with office.unit() as uow:
            office.remembered.note_roster(uow.roster.seq, uow.roster.head)
            chains = set(uow.session.scalars(select(trail.LogEntry.chain).distinct()))
            office.remembered.note_heads(trail.heads(uow.session, chains))
    finally:
        office.close()


def _without_keys(vaults: frozenset[UUID], uow: UnitOfWork) -> int:
    """No key of these vaults stays: whoever asked for it was promised that nobody reads it any more.

    Only of conversations: the note beside the backups is signed by nobody, and must not destroy a matter.
    """
    talks = select(Vault.id).where(Vault.id.in_(vaults), Vault.kind == VaultKind.CONVERSATION)
    rows: list[Grant | Receipt] = list(uow.session.scalars(select(Grant).where(Grant.vault_id.in_(talks))))
    rows += uow.session.scalars(select(Receipt).where(Receipt.vault_id.in_(talks)))
    for row in rows:
        uow.delete(row)
    return len({row.vault_id for row in rows})
