"""Both database engines for the tests: a fresh, empty database each, or a copy of one that was prepared once.

`database_url` runs a test twice, on SQLite and on PostgreSQL. A test about one engine names it:
`@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)`. A test of pages, whose services are tested on
both, is marked `one_engine`: one half of these runs on the one, the other half on the other. So is every test of the
packages in `FEATURES`: what they ask of an engine, the floors beneath them are tested for on both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, Protocol
from uuid import uuid4
from zlib import crc32

import psycopg
import pytest
import sqlalchemy

from caseintake import storage
from tests.cluster import Cluster, NoServer
from tests.lending import Original

_CLUSTER = pytest.StashKey[Cluster]()

_SPOKEN: dict[str, sqlalchemy.Engine] = {}


def _create_engine(url: str, **options: Any) -> sqlalchemy.Engine:
    """As SQLAlchemy's; but engines of one kind share what they have compiled, which each test would compile again."""
    engine = sqlalchemy.create_engine(url, query_cache_size=4000, **options)
    first = _SPOKEN.setdefault(engine.dialect.name, engine)
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
    return engine


storage.create_engine = _create_engine  # type: ignore[attr-defined]

#: Prepares the empty database at an address (migrates it, say), once a process.
Prepare = Callable[[str], None]


def missing(what: str) -> NoReturn:
    """Skips the test for want of a program; in CI, where nothing may be missing, fails it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (CI runs every test: nothing may be missing there)", pytrace=False)
    pytest.skip(what)


class Engine(Protocol):
    """One kind of database, as the tests need it."""

    name: str

    def create(self, like: str | None = None) -> str:
        """The address of a new database: empty, or a copy of the one at `like`, which nobody may be using."""

    def drop(self, url: str) -> None:
        """Removes the database at `url`, whoever is still connected."""

    def lend(self, like: str) -> str:
        """The address of a copy of the database at `like`, for one test."""

    def take_back(self, url: str) -> None:
        """The test is over: nobody sees again what it wrote."""


class Sqlite:
    """Databases that are files under `folder`."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, like: str | None = None) -> str:
        path = self._folder / uuid4().hex / "office.sqlite"
        path.parent.mkdir(parents=True)
        if like is not None:
            shutil.copy(self._path(like), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        shutil.rmtree(self._path(url).parent)

    def lend(self, like: str) -> str:
        return self.create(like)

    def take_back(self, url: str) -> None:
        self.drop(url)

    @staticmethod
    def _path(url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))


class Postgresql:
    """Databases in the run's cluster."""

    name = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster.started()
        self._originals: dict[str, Original] = {}
        self._lent: dict[str, Original] = {}

    def create(self, like: str | None = None) -> str:
        database = f"t{uuid4().hex}"
        template = "template0" if like is None else self._database(like)
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY file_copy')
        return self._cluster.url(database)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{self._database(url)}" WITH (FORCE)')

    def lend(self, like: str) -> str:
        if like not in self._originals:
            with self._connect(self._database(like)) as connection:
                self._originals[like] = Original.read(connection)
        original = self._originals[like]
        url = original.waiting.pop() if original.waiting else self.create(like)
        self._lent[url] = original
        return url

    def take_back(self, url: str) -> None:
        original = self._lent.pop(url)
        with self._connect(self._database(url)) as connection:
            restored = original.restore(connection)
        if restored:
            original.waiting.append(url)
        else:
            self.drop(url)

    @staticmethod
    def _database(url: str) -> str:
        return url.partition("@/")[2].partition("?")[0]

    def _run(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement.encode())

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(f"dbname={database} user=caseintake host={self._cluster.folder}", autocommit=True)


def pytest_configure(config: pytest.Config) -> None:
    """The leading process plans the cluster; a worker is told of it."""
    told = getattr(config, "workerinput", None)
    if told is None:
        config.stash[_CLUSTER] = Cluster.planned()
    else:
        config.stash[_CLUSTER] = Cluster(Path(told["cluster_folder"]), told["cluster_leader"])


#: Packages of the office's work. Storage, vaults, log, people, backup, crash and seizure run on both engines.
FEATURES = frozenset(
    {"advocacy", "casework", "conflicts", "costs", "custody", "deadlines", "diary", "execution", "health", "incidents"}
    | {"intake", "matters", "monday", "old_cases", "outside", "people", "plans", "portability", "reminders", "remedies"}
    | {"reports", "representation", "search", "settlements", "web"}
)


def _on_one(item: pytest.Item) -> bool:
    return item.get_closest_marker("one_engine") is not None or item.path.parent.name in FEATURES


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each test marked `one_engine`, and of each of a feature, one of the two stays, the same in every run."""
    on_both = _on_both(items)
    spared = [item for item in items if _on_one(item) and _named(item) in on_both and _is_for_the_other(item)]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in set(spared)]


def _on_both(items: list[pytest.Item]) -> set[str]:
    """The tests that would run on both. One that is about a single engine is never spared."""
    engines: dict[str, set[str]] = {}
    for item in items:
        if (engine := _engine(item)) is not None:
            engines.setdefault(_named(item), set()).add(engine)
    return {name for name, found in engines.items() if len(found) == 2}


def _named(item: pytest.Item) -> str:
    return f"{item.path.name} {getattr(item, 'originalname', item.name)}"


def _engine(item: pytest.Item) -> str | None:
    parameters = getattr(item, "callspec", None)
    return parameters.params.get("engine_name") if parameters is not None else None


def _is_for_the_other(item: pytest.Item) -> bool:
    """Whether a test would run on the engine that its name has not drawn. One without a database is for neither."""
    engine = _engine(item)
    return engine is not None and engine != ("sqlite", "postgresql")[crc32(_named(item).encode()) % 2]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Called by pytest-xdist for each worker, in the leading process."""
    cluster = node.config.stash[_CLUSTER]  # type: ignore[attr-defined]
    node.workerinput |= {"cluster_folder": str(cluster.folder), "cluster_leader": cluster.leader}  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(_CLUSTER, None)
    if cluster is not None and cluster.leader == os.getpid():
        cluster.stop()


class Engines:
    """Both engines, each made when it is first asked for, and the databases prepared on them."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self._cluster = cluster
        self._folder = folder
        self._made: dict[str, Engine] = {}
        self._prepared: dict[tuple[str, Prepare], str] = {}

    def __getitem__(self, name: str) -> Engine:
        if name not in self._made:
            self._made[name] = Sqlite(self._folder) if name == "sqlite" else self._postgresql()
        return self._made[name]

    def _postgresql(self) -> Postgresql:
        try:
            return Postgresql(self._cluster)
        except NoServer as error:
            missing(str(error))

    def prepared(self, name: str, prepare: Prepare) -> str:
        """The address of the database that `prepare` made on the engine `name`: to be copied, never used."""
        key = (name, prepare)
        if key not in self._prepared:
            url = self[name].create()
            prepare(url)
            self._prepared[key] = url
        return self._prepared[key]


@pytest.fixture(scope="session")
def engines(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Engines:
    return Engines(pytestconfig.stash[_CLUSTER], tmp_path_factory.mktemp("databases"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`: whoever uses it runs once on each."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(engine_name: str, engines: Engines) -> Iterator[str]:
    """The address of a database without a table, removed after the test."""
    engine = engines[engine_name]
    url = engine.create()
    yield url
    engine.drop(url)


@pytest.fixture
def database_copy(engine_name: str, engines: Engines) -> Iterator[Callable[[Prepare], str]]:
    """`database_copy(prepare)` answers the address of a copy of what `prepare` made, once a process.

    `prepare` is a function at the top of a module; it closes its connections (`engine.dispose()`) before
    it returns.
    """
    engine = engines[engine_name]
    lent: list[str] = []

    def copy(prepare: Prepare) -> str:
        lent.append(engine.lend(engines.prepared(engine_name, prepare)))
        return lent[-1]

    yield copy
    for url in lent:
        engine.take_back(url)
