"""The scripts and the models say the same, on both engines, up and down and with rows in the tables."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, create_engine, inspect, text
from sqlalchemy.engine import make_url

from caseintake import schema
from caseintake.kernel.actor import Role
from caseintake.storage import Base, make_engine
from tests.office import make_office


def described(engine: Engine) -> dict[str, object]:
    """Tables, columns, keys and indexes as the database itself tells them."""
    found: dict[str, object] = {}
    asked = inspect(engine)
    for table in sorted(asked.get_table_names()):
        if table == "alembic_version":
            continue
        found[table] = {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in asked.get_columns(table)),
            "key": asked.get_pk_constraint(table)["constrained_columns"],
            "unique": sorted(tuple(u["column_names"]) for u in asked.get_unique_constraints(table)),
            "indexes": sorted((tuple(i["column_names"]), bool(i["unique"])) for i in asked.get_indexes(table)),
            "foreign": sorted(
                (tuple(f["constrained_columns"]), f["referred_table"], f["options"].get("initially"))
                for f in asked.get_foreign_keys(table)
            ),
        }
    return found


def shipped() -> MetaData:
    """The metadata of the product without the models tests make up."""
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    for name, table in Base.metadata.tables.items():
        if not name.endswith("_for_tests"):
            table.to_metadata(metadata)
    return metadata


def test_head_equals_the_models(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    by_scripts = described(engine)
    schema.downgrade(engine, "base")
    assert described(engine) == {}
    shipped().create_all(engine)
    assert by_scripts == described(engine)
    engine.dispose()


def test_an_office_lives_through_a_downgrade_and_upgrade_of_its_last_script(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    schema.require_current(engine)
    office = make_office(tmp_path, database_url)
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer, write=False) as uow:
        assert uow.roster.person(lawyer).active
    office.office.close()
    schema.upgrade(engine)
    assert schema.current(engine) == schema.head()
    engine.dispose()


def test_a_database_at_another_revision_is_refused_with_the_way_out(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with pytest.raises(schema.WrongSchema, match="caseintake migrate"):
        schema.require_current(engine)


def test_a_failed_upgrade_leaves_nothing_half_done(database_url: str) -> None:
    engine = make_engine(database_url)
    plain = create_engine(make_url(database_url))
    with plain.begin() as connection:
        connection.execute(text("CREATE TABLE vault_grant (id INTEGER)"))
    with pytest.raises(Exception, match="vault_grant"):
        schema.upgrade(engine)
    assert set(inspect(plain).get_table_names()) == {"vault_grant"}
    engine.dispose()
    plain.dispose()
