"""Offices for benchmarks: each is built once, on SQLite, kept in a folder, and lent as a copy on either engine.

What stands in the folder is never changed, so that two benchmarks, or two runs, ask the same office. Everybody in it
is invented; their keys lie beside it in clear.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Engine
from sqlalchemy.schema import CreateTable

from caseintake import settings
from caseintake.backup import rows
from caseintake.kernel.actor import Role
from caseintake.kernel.clock import FixedClock
from caseintake.storage import Base, make_engine
from caseintake.work import Office
from tests.benchmarks import timing
from tests.cluster import Cluster
from tests.engines import Postgresql
from tests.office import START, OfficeForTests, make_office, make_tables

ENGINES: Final = ("sqlite", "postgresql")
DATABASE: Final = "office.sqlite3"
#: Written last: an office without it was not built to the end.
PEOPLE: Final = "people.json"
#: Rows carried from one engine to the other in one statement.
AT_ONCE: Final = 2_000
_KEPT: list[Path] = []


@dataclass(frozen=True)
class Building:
    """An office to be built. ``make`` answers the ids that a benchmark asks for; a new ``version`` is built anew."""

    name: str
    make: Callable[[OfficeForTests], dict[str, UUID]]
    version: int = 1


class People(msgspec.Struct):
    """Who is in a kept office, with every secret, and the ids somebody wants to ask for."""

    coordinator: UUID
    recovery: bytes
    secrets: dict[str, bytes]
    roles: dict[str, Role]
    ids: dict[str, UUID]


def keep_in(folder: Path) -> None:
    """Keep what is built there from now on, and take what is there. Otherwise it is gone with this process."""
    folder.mkdir(parents=True, exist_ok=True)
    _KEPT[:] = [folder]


@contextmanager
def lent(building: Building, engine: str) -> Iterator[tuple[OfficeForTests, dict[str, UUID]]]:
    """A copy of that office on this engine, gone afterwards, and the ids in it."""
    original = _built(building)
    people = msgspec.json.decode((original / PEOPLE).read_bytes(), type=People)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "office"
        shutil.copytree(original, here)
        url = f"sqlite:///{here / DATABASE}"
        if engine != "sqlite":
            url, copied = _server().create(), url
            _carry(copied, url)
        office = _open(here, url, people)
        _counted(office.office.engine)
        try:
            yield office, people.ids
        finally:
            office.office.close()
            if engine != "sqlite":
                _server().drop(url)


def _open(here: Path, url: str, people: People) -> OfficeForTests:
    its = msgspec.structs.replace(settings.load(here), database_url=url, runtime=here / "run")
    clock = FixedClock(START, its.zone)
    secrets = {UUID(id): secret for id, secret in people.secrets.items()}
    roles = {UUID(id): role for id, role in people.roles.items()}
    return OfficeForTests(Office.open(its, clock), clock, people.coordinator, people.recovery, secrets, roles)


def _built(building: Building) -> Path:
    """The folder of this office; built now if it was not, or for other tables."""
    tables = "".join(str(CreateTable(table)) for table in Base.metadata.sorted_tables)
    mark = sha256(f"{building.version} {tables}".encode()).hexdigest()[:8]
    folder = _folder() / f"{building.name}-{mark}"
    if (folder / PEOPLE).exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    url = f"sqlite:///{folder / DATABASE}"
    make_tables(url)
    office = make_office(folder, url)
    ids = building.make(office)
    office.office.close()
    settings.save(msgspec.structs.replace(office.office.settings, directory=folder))
    people = People(
        office.coordinator,
        office.recovery_secret,
        {str(id): secret for id, secret in office.secrets.items()},
        {str(id): role for id, role in office.roles.items()},
        ids,
    )
    (folder / PEOPLE).write_bytes(msgspec.json.encode(people))
    return folder


def _folder() -> Path:
    if not _KEPT:
        passing = tempfile.TemporaryDirectory()
        atexit.register(passing.cleanup)
        _KEPT.append(Path(passing.name))
    return _KEPT[0]


@cache
def _server() -> Postgresql:
    cluster = Cluster.planned()
    atexit.register(cluster.stop)
    server = Postgresql(cluster)
    timing.counts_too(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]))
    return server


def _carry(source: str, target: str) -> None:
    """Every row of one database into the empty tables of another: the very same bytes, sealed, signed and logged."""
    make_tables(target)
    old, new = make_engine(source), make_engine(target)
    with old.connect() as reading, new.begin() as writing:
        for table in Base.metadata.sorted_tables:
            some: list[list[object]] = []
            for part in rows.read(table, reading):
                some += part
                if len(some) >= AT_ONCE:
                    rows.write(table.name, rows.described(table), some, writing)
                    some = []
            rows.write(table.name, rows.described(table), some, writing)
    old.dispose()
    new.dispose()


def _counted(engine: Engine) -> None:
    """Let the database count its rows, as it does by itself in an office that has been used for a while."""
    with engine.execution_options(writing=True).connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
