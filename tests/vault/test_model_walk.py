"""Every table there is, walked: declared, immutable where sealed, bound, logged, and written down with a reason.

A model that is added tomorrow falls under all of this by itself. `make` builds a row of any model from the kinds of
its columns and sealed attributes.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Column, LargeBinary, Table, event, inspect, select, update

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.audit.verify import logged_models
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.storage import Base, Word
from caseintake.vault.errors import Locked, SkippedEpoch, Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.sealed import Sealed, SealedRecord
from tests.office import OfficeForTests
from tests.vault.test_attacks import check, named, sql

FORMAT = Path(__file__).parent.parent.parent / "docs" / "vault-format.md"
#: Columns that mean the same in every table of their kind; docs/vault-format.md § 7 gives their reasons once.
FRAMEWORK = {SealedRecord: {"id", "vault_id", "epoch", "sealed", "revision"}, LoggedRecord: {"id"}}


def ours(model: type[Any]) -> bool:
    return model.__module__.startswith("caseintake.")


MODELS = sorted((m.class_ for m in Base.registry.mappers if ours(m.class_)), key=lambda m: m.__tablename__)
LOGGED = [model for model in logged_models() if ours(model)]
SEALED = [model for model in LOGGED if issubclass(model, SealedRecord)]
PLAIN = [model for model in LOGGED if issubclass(model, LoggedRecord)]

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def each(models: list[Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("model", models, ids=[model.__tablename__ for model in models])


# --- what a model must say ---------------------------------------------------------------------------------------


@each(MODELS)
def test_a_table_is_sealed_or_logged_or_says_why_not(model: type[Any]) -> None:
    if not issubclass(model, (SealedRecord, LoggedRecord)):
        reason = vars(model).get("__unlogged__", "")
        assert len(reason) > 5, (
            f"{model.__name__} is neither SealedRecord nor LoggedRecord: derive it from one of them, "
            "or say in __unlogged__ why no log entry needs to cover it"
        )


def test_no_table_is_without_a_model() -> None:
    mapped = {mapper.local_table.name for mapper in Base.registry.mappers if isinstance(mapper.local_table, Table)}
    assert set(Base.metadata.tables) == mapped, "a table without a model has no kind and is in no log"


def test_every_kind_is_used_once() -> None:
    kinds = [model.__kind__ for model in LOGGED]
    assert len(kinds) == len(set(kinds)), "two models of one kind would open each other's rows"


@each(SEALED)
def test_sealed_attributes_cannot_be_changed_in_place(model: type[SealedRecord]) -> None:
    hints = get_type_hints(model)
    sealed = [name for name, value in vars(model).items() if isinstance(value, Sealed)]
    assert sealed, f"{model.__name__} seals nothing: derive it from LoggedRecord"
    for name in sealed:
        (kind,) = get_args(hints[name])
        for part in parts_of(kind):
            assert part in IMMUTABLE or issubclass(part, Enum), f"{model.__name__}.{name} holds {part}"


IMMUTABLE = {str, int, bool, bytes, date, datetime, UUID, type(None)}


def parts_of(kind: Any) -> Iterator[type]:
    """The plain kinds a sealed kind is built of; a list, dict or set comes out as itself."""
    origin = get_origin(kind)
    if origin in (Union, UnionType, tuple):
        for part in get_args(kind):
            if part is not Ellipsis:
                yield from parts_of(part)
    elif origin is Literal:
        yield from (type(value) for value in get_args(kind))
    elif origin is None and issubclass(kind, msgspec.Struct) and kind.__struct_config__.frozen:
        for field in msgspec.structs.fields(kind):
            yield from parts_of(field.type)
    else:
        yield origin or kind


def test_the_walker_sees_what_can_be_changed() -> None:
    class Loose(msgspec.Struct):
        word: str

    assert list(parts_of(tuple[list[str], ...])) == [list]
    assert list(parts_of(dict[str, int] | None)) == [dict, type(None)]
    assert list(parts_of(Loose)) == [Loose]


# --- what a row must stand ---------------------------------------------------------------------------------------


def value_for(kind: Any) -> Any:
    """Some value of a kind; of an optional one, not None."""
    plain: dict[Any, Any] = {
        str: "word",
        int: 3,
        bool: True,
        bytes: b"bytes",
        date: date(2026, 3, 2),
        datetime: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        UUID: new_id(),
    }
    origin = get_origin(kind)
    if kind in plain:
        return plain[kind]
    if origin in (Union, UnionType):
        return value_for(next(part for part in get_args(kind) if part is not type(None)))
    if origin is Literal:
        return get_args(kind)[0]
    if origin is tuple:
        inner = get_args(kind)
        return (value_for(inner[0]),) if inner[-1] is Ellipsis else tuple(value_for(part) for part in inner)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind(**{f.name: value_for(f.type) for f in msgspec.structs.fields(kind) if f.required})
    raise TypeError(f"no example of {kind}: teach value_for this kind")


def column_value(column: Column[Any], nth: int = 0) -> Any:
    """Some value for a column; in the ``nth`` row another one than before, where the kind has so many."""
    if isinstance(column.type, Word):
        return next(iter(column.type.kind))
    if isinstance(column.type, LargeBinary):
        return b"bytes"
    value = value_for(column.type.python_type)
    if not nth or isinstance(value, bool):
        return value
    return value + nth if isinstance(value, int) else f"{value}{nth}" if isinstance(value, str) else value


def other_values(column: Column[Any], value: Any) -> list[Any]:
    """What somebody might write in the place of ``value``: another of its kind, and nothing where nothing may be."""
    found: list[Any] = [None] if column.nullable and value is not None else []
    if isinstance(column.type, Word):
        return found + [member for member in column.type.kind if member != value][:1]
    if isinstance(value, bool):
        return [*found, not value]
    if isinstance(value, int):
        return [*found, value + 1000]
    if isinstance(value, bytes):
        return [*found, value[:-1] + bytes([value[-1] ^ 1])]
    if isinstance(value, date):
        return [*found, value.replace(year=value.year + 1)]
    if isinstance(value, UUID):
        return [*found, new_id()]
    if isinstance(value, str):
        return [*found, "other"]
    return [*found, column_value(column)]


def make(model: type[Any], vault_id: UUID, nth: int = 0) -> Any:
    """A row of any logged or sealed model, with every column in clear filled. No two share what must be unique."""
    skip = {"id", "epoch", "sealed", "revision"} if issubclass(model, SealedRecord) else {"id"}
    values = {
        attr.key: vault_id if attr.key == "vault_id" else column_value(attr.columns[0], nth)
        for attr in inspect(model).column_attrs
        if attr.key not in skip
    }
    if issubclass(model, SealedRecord):
        hints = get_type_hints(model)
        attributes = model._attributes.items()
        values |= {name: value_for(get_args(hints[name])[0]) for name, a in attributes if not has_default(a)}
    return model(**values)


def has_default(attribute: Sealed[Any]) -> bool:
    from caseintake.vault.sealed import _MISSING

    return attribute.default is not _MISSING


@pytest.fixture
def lawyer(office: OfficeForTests) -> UUID:
    """Somebody to write with, in a database that does not ask whether ids lead anywhere."""
    engine = office.office.engine

    @event.listens_for(engine, "connect")
    def _off(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")

    engine.dispose()
    return office.hire(Role.LAWYER)


@pytest.fixture
def vaults(office: OfficeForTests, lawyer: UUID) -> tuple[UUID, UUID]:
    """Two vaults of one lawyer: so a row that was moved is refused for its place, and not for want of a key."""
    with office.unit(lawyer) as uow:
        made = tuple(uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)]) for _ in range(2))
        uow.commit()
    return made[0], made[1]


def stored(office: OfficeForTests, model: type[Any], id: UUID) -> dict[str, Any]:
    table: Any = model.__table__
    with office.office.engine.connect() as connection:
        return dict(connection.execute(select(table).where(table.c.id == id)).one()._mapping)


@on_sqlite
@each(SEALED)
def test_a_sealed_row_is_refused_and_named_whatever_column_was_changed(
    office: OfficeForTests, lawyer: UUID, vaults: tuple[UUID, UUID], model: type[Any]
) -> None:
    """One row a change; each is refused where it is read, and the log names them all."""
    here, there = vaults
    table = model.__table__
    kept = _written(office, lawyer, [make(model, here)])[0]
    before = stored(office, model, kept)
    assert set(before) == set(table.c.keys())

    def changes(name: str, row: dict[str, Any]) -> list[Any]:
        return [there] if name == "vault_id" else other_values(table.c[name], row[name])

    wanted = [(name, which) for name in before for which in range(len(changes(name, before)))]
    assert {name for name, _ in wanted} >= {name for name in before if not isinstance(table.c[name].type, Word)}
    ids = _written(office, lawyer, [make(model, here, nth) for nth in range(1, len(wanted) + 1)])
    assert check(office).findings == []
    places = {}
    for id, (name, which) in zip(ids, wanted, strict=True):
        changed = changes(name, stored(office, model, id))[which]
        sql(office, lambda c, i=id, n=name, v=changed: c.execute(update(table).values({n: v}).where(table.c.id == i)))
        places[changed if name == "id" else id] = name
    with office.unit(lawyer, write=False) as uow:
        for place in places:
            found = uow.session.get_one(model, place)
            with pytest.raises((Tampered, Locked, SkippedEpoch)):
                found.payload()
        assert uow.session.get_one(model, kept).payload() is not None
    noticed = named(check(office))
    unnoticed = [name for place, name in places.items() if (model.__tablename__, str(place)) not in noticed]
    assert unnoticed == []
    assert (model.__tablename__, str(kept)) not in noticed


def _written(office: OfficeForTests, lawyer: UUID, rows: list[Any]) -> list[UUID]:
    with office.unit(lawyer) as uow:
        for row in rows:
            uow.add(row)
        uow.commit()
        return [row.id for row in rows]


@on_sqlite
@each(PLAIN)
def test_a_logged_row_is_named_whatever_column_was_changed(
    office: OfficeForTests, lawyer: UUID, vaults: tuple[UUID, UUID], model: type[Any]
) -> None:
    table = model.__table__
    with office.unit(lawyer) as uow:
        row = uow.session.scalars(select(model).limit(1)).first()
        if row is None:
            row = make(model, vaults[0])
            uow.add(row)
            uow.commit()
        id = row.id
    assert check(office).findings == []
    before = stored(office, model, id)
    for name, value in before.items():
        for changed in other_values(table.c[name], value):
            sql(office, lambda c, n=name, v=changed: c.execute(update(table).values({n: v}).where(table.c.id == id)))
            place = changed if name == "id" else id
            assert (model.__tablename__, str(place)) in named(check(office)), f"{name} was changed unnoticed"
            back = update(table).where(table.c.id == place).values(before)
            sql(office, lambda c, statement=back: c.execute(statement))
    assert check(office).findings == []


# --- what must be written down -----------------------------------------------------------------------------------


def in_clear() -> set[tuple[str, str]]:
    """Every column a seized disk shows, without those that are the same in all tables of a kind."""
    found = set()
    for model in MODELS:
        skip = next((names for base, names in FRAMEWORK.items() if issubclass(model, base)), set())
        found |= {(model.__tablename__, column.name) for column in model.__table__.c if column.name not in skip}
    return found


def written_down() -> dict[tuple[str, str], str]:
    """The rows of the list in § 7: table, column, reason."""
    rows = re.findall(r"^\| `([a-z_]+)` \| `([a-z_]+)` \| (.+) \|$", FORMAT.read_text(encoding="utf-8"), re.MULTILINE)
    assert len({row[:2] for row in rows}) == len(rows), "a column stands twice in the list"
    return {(table, column): reason for table, column, reason in rows}


def test_every_column_in_clear_is_written_down_with_its_reason() -> None:
    missing = sorted(in_clear() - set(written_down()))
    lines = "\n".join(
        f"| `{table}` | `{column}` | why it must be readable on a seized disk |" for table, column in missing
    )
    assert not missing, f"seal these attributes, or add to docs/vault-format.md § 7:\n{lines}"


def test_nothing_is_written_down_that_is_not_there() -> None:
    gone = sorted(set(written_down()) - in_clear())
    assert not gone, f"take these rows out of docs/vault-format.md § 7: {gone}"


def test_every_reason_says_something() -> None:
    short = [place for place, reason in written_down().items() if len(reason.split()) < 3]
    assert not short, f"no reason: {short}"


@each(LOGGED)
def test_an_unbound_column_has_its_reason(model: type[Any]) -> None:
    for name, reason in model.__unbound__.items():
        assert name in model.__table__.c, f"{model.__name__}.{name} is no column"
        assert len(reason.split()) > 2, f"{model.__name__}.{name} is unbound without a reason"
