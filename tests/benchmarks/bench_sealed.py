"""Sealed rows against the same rows in clear, and against the field-by-field encrypting type of sqlalchemy-utils.

10,000 rows with six fields and a 2 KB statement, written in units of 1,000 and read back, each in its own database.
"""

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, String, Text, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, StringEncryptedType

from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.storage import Base, make_engine
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from tests.office import OfficeForTests, make_office

ROWS = int(os.environ.get("BENCH_ROWS", "10000"))
UNIT = 1000
ROUNDS = 3
FIELDS = ("name", "contact", "language", "place", "note", "text")
STATEMENT = ("Нигяр Хüseynova şahidlik edir. " * 80)[:2048]


class Plain(DeclarativeBase):
    metadata = MetaData()


class ClearRow(Plain):
    """The same columns and fields, nothing sealed, nothing logged."""

    __tablename__ = "clear_row"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    day: Mapped[date]
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


def _encrypted() -> Any:
    return mapped_column(StringEncryptedType(String, "a key in the process", AesGcmEngine, "pkcs5"))


class FieldRow(Plain):
    """Each field encrypted by itself, as sqlalchemy-utils does it."""

    __tablename__ = "field_row"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    day: Mapped[date]
    name: Mapped[str] = _encrypted()
    contact: Mapped[str] = _encrypted()
    language: Mapped[str] = _encrypted()
    place: Mapped[str] = _encrypted()
    note: Mapped[str] = _encrypted()
    text: Mapped[str] = _encrypted()


class SealedRow(SealedRecord):
    """The product's own way."""

    __tablename__ = "sealed_row_for_tests"
    __kind__ = "sealed row for tests"
    state: Mapped[str]
    day: Mapped[date]
    name: Sealed[str] = sealed()
    contact: Sealed[str] = sealed()
    language: Sealed[str] = sealed()
    place: Sealed[str] = sealed()
    note: Sealed[str] = sealed()
    text: Sealed[str] = sealed()


def values(number: int) -> dict[str, Any]:
    return {
        "state": "new",
        "day": date(2026, 3, 2),
        "name": f"Nigar {number}",
        "contact": "through the intermediary",
        "language": "az",
        "place": "Gəncə",
        "note": "second-hand",
        "text": STATEMENT,
    }


@contextmanager
def stopwatch(into: list[float]) -> Iterator[None]:
    gc.collect()
    begun = time.perf_counter()
    yield
    into.append(time.perf_counter() - begun)


def _read(session: Session, model: Any) -> int:
    total = 0
    for row in session.scalars(select(model)):
        total += sum(len(getattr(row, field)) for field in FIELDS)
    return total


class Bench:
    """One round: three tables written and read, interleaved so that a slow moment hits all alike."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'office.sqlite3'}"
        engine = make_engine(self.url)
        with engine.execution_options(writing=True).begin() as connection:
            Base.metadata.create_all(connection)
            Plain.metadata.create_all(connection)
        engine.dispose()
        self.office: OfficeForTests = make_office(folder, self.url)
        self.lawyer = self.office.hire(Role.LAWYER)
        self.engine = self.office.office.engine
        with self.office.unit(self.lawyer) as uow:
            self.vault = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(self.lawyer)])
            uow.commit()
        self.size = self._bytes()

    def _bytes(self) -> int:
        with self.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            return int(pages) * 4096

    def write_plain(self, model: Any) -> None:
        for start in range(0, ROWS, UNIT):
            with Session(self.engine.execution_options(writing=True)) as session:
                session.add_all(model(id=new_id(), **values(n)) for n in range(start, start + UNIT))
                session.commit()

    def write_sealed(self) -> None:
        for start in range(0, ROWS, UNIT):
            with self.office.unit(self.lawyer) as uow:
                uow.add(*(SealedRow(vault_id=self.vault, **values(n)) for n in range(start, start + UNIT)))
                uow.commit()

    def read_plain(self, model: Any) -> int:
        with Session(self.engine) as session:
            return _read(session, model)

    def read_sealed(self) -> int:
        with self.office.unit(self.lawyer, write=False) as uow:
            return _read(uow.session, SealedRow)

    def grown(self, act: Callable[[], None]) -> int:
        before = self._bytes()
        act()
        return self._bytes() - before


def run() -> list[dict[str, Any]]:
    seconds: dict[str, list[float]] = {name: [] for name in ("cw", "sw", "fw", "cr", "sr", "fr")}
    bytes_clear = bytes_sealed = 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder))
            with stopwatch(seconds["cw"]):
                bytes_clear = bench.grown(partial(bench.write_plain, ClearRow))
            with stopwatch(seconds["sw"]):
                bytes_sealed = bench.grown(bench.write_sealed)
            with stopwatch(seconds["fw"]):
                bench.write_plain(FieldRow)
            totals = set()
            with stopwatch(seconds["cr"]):
                totals.add(bench.read_plain(ClearRow))
            with stopwatch(seconds["sr"]):
                totals.add(bench.read_sealed())
            with stopwatch(seconds["fr"]):
                totals.add(bench.read_plain(FieldRow))
            assert len(totals) == 1, "all three must give the same text back"
            bench.office.office.close()
    middle = {name: statistics.median(taken) for name, taken in seconds.items()}
    stored = bytes_sealed / bytes_clear
    note = f"{ROWS} rows, median of {ROUNDS}; clear {ROWS / middle['cw']:,.0f}/s and {ROWS / middle['cr']:,.0f}/s"
    return [
        row("sealed rows, write against clear", middle["cw"] / middle["sw"], "×", 0.70, note),
        row("sealed rows, read against clear", middle["cr"] / middle["sr"], "×", 0.60, note),
        row("sealed rows, read against sqlalchemy-utils", middle["fr"] / middle["sr"], "×", 5.0, ""),
        {**row("sealed rows, stored bytes against clear", stored, "×", 1.15, ""), "ok": stored <= 1.15},
    ]


def row(name: str, value: float, unit: str, target: float, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target, "ok": value >= target, "note": note}
