"""An empty office on either engine for a benchmark: SQLite in a folder, PostgreSQL in a cluster of this run."""

import atexit
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from tests.cluster import Cluster
from tests.engines import Postgresql
from tests.office import OfficeForTests, make_office, make_tables

ENGINES: Final = ("sqlite", "postgresql")


@cache
def _server() -> Postgresql:
    cluster = Cluster.planned()
    atexit.register(cluster.stop)
    return Postgresql(cluster)


@contextmanager
def fresh(engine: str) -> Iterator[OfficeForTests]:
    """An office that has just been founded, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/office.sqlite3" if engine == "sqlite" else _server().create()
        make_tables(url)
        office = make_office(Path(folder), url)
        try:
            yield office
        finally:
            office.office.close()
            if engine != "sqlite":
                _server().drop(url)


def counted(office: OfficeForTests) -> None:
    """Let the database count its rows, as it does by itself in an office that has been used for a while."""
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
