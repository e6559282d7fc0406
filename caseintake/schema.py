"""Bringing a database to the schema of this version, with the scripts in ``migrations/``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.storage import is_sqlite


class WrongSchema(Exception):
    """The database is not at the schema this version needs; the message says which command mends it."""


def scripts() -> Path:
    """Where the migration scripts are: beside the package in a checkout, inside it when installed."""
    here = Path(__file__).parent
    inside = here / "migrations"
    return inside if inside.is_dir() else here.parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the scripts up to ``revision``. All of it or nothing."""
    with _connected(engine) as (config, _):
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    with _connected(engine) as (config, _):
        command.downgrade(config, revision)


def head() -> str:
    """The newest revision this version knows."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise WrongSchema("this installation has no migration scripts")
    return found


def current(engine: Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_current(engine: Engine) -> None:
    """Raises `WrongSchema` unless the database is at this version's schema."""
    found, wanted = current(engine), head()
    if found != wanted:
        raise WrongSchema(f"the database is at revision {found}, this version needs {wanted}: run caseintake migrate")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts()))
    return config


@contextmanager
def _connected(engine: Engine) -> Iterator[tuple[Config, Connection]]:
    config = _config()
    with engine.execution_options(writing=True).connect() as connection:
        if is_sqlite(engine):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        config.attributes["connection"] = connection
        yield config, connection
        connection.commit()
