"""A joint case of 1,000 applicants beside the same case with 10, through the real pages and services, in one run.

Each page is also given as a ratio to reading the same rows unsealed: the same columns in clear, one table of its own.
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from caseintake.app import create_app
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, together
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import Forum
from caseintake.storage import make_engine
from tests.benchmarks.big_office import hire_lawyer, joint_case
from tests.benchmarks.engines import ENGINES, fresh
from tests.office import OfficeForTests
from tests.signing_in import sign_in

FEW, MANY = 10, 1_000
ROUNDS = 5
#: What a page of 1,000 applicants may take, in seconds and in millions of bytes.
GRID_SECONDS, GRID_BYTES, SLOW = 1.0, 1.5, 3.0
PAGES = {
    "grid": "/applicants",
    "grid, every column, grouped": "/applicants?view=all&group=application&sort=left",
    "overview": "",
    "course": "/course",
    "time-limits": "/time-limits",
    "keeping in touch": "/touch",
}


def run() -> list[dict[str, Any]]:
    """Measure and answer the rows."""
    return [row for engine in ENGINES for row in _on(engine)]


def _on(engine: str) -> list[dict[str, Any]]:
    with fresh(engine) as first, fresh(engine) as second:
        small, large = Joint(first, FEW), Joint(second, MANY)
        rows = []
        for name, page in PAGES.items():
            few, many, size = small.page(page)[0], *large.page(page)
            rows.append(_row(f"{engine}: {name}, {MANY} applicants", many * 1e3, "ms", _target(name) * 1e3))
            rows.append(_row(f"{engine}: {name}, {MANY} against {FEW}", many / few, "×", None))
            if name.startswith("grid"):
                rows.append(_row(f"{engine}: {name}, size", size / 1e6, "MB", GRID_BYTES))
        clear = _clear()
        rows.append(
            _row(f"{engine}: grid against the same rows in clear", large.page("/applicants")[0] / clear, "×", None)
        )
        few, many = small.serve(), large.serve()
        rows.append(_row(f"{engine}: service recorded on {MANY}", many, "s", None))
        rows.append(_row(f"{engine}: service, one of {MANY} against one of {FEW}", many / MANY / (few / FEW), "×", 3.0))
        return rows


def _target(name: str) -> float:
    return GRID_SECONDS if name == "grid" else SLOW


def _row(name: str, value: float, unit: str, target: float | None) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": unit, "target": target,
        "ok": target is None or value <= target, "note": "",
    }  # fmt: skip


class Joint:
    """A lawyer with one joint case of so many applicants."""

    def __init__(self, office: OfficeForTests, applicants: int) -> None:
        self.office = office
        self.lawyer = hire_lawyer(office)
        self.matter, self.decision = joint_case(office, self.lawyer, applicants)
        self.client: FlaskClient = sign_in(create_app(office.office, "office").test_client(), office, self.lawyer)

    def page(self, page: str) -> tuple[float, int]:
        """Seconds and bytes of a page, warm."""
        address = f"/matters/{self.matter}{page}"
        size = len(self._get(address))
        return _middle(lambda: self._get(address)), size

    def _get(self, address: str) -> bytes:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.data

    def serve(self) -> float:
        """Seconds to record one day of service for everybody, with every time-limit counted anew, made true."""
        gc.collect()
        begun = perf_counter()
        with self.office.unit(self.lawyer) as uow:
            matter = queries.matter(self.matter, uow=uow)
            place = next(row for row in queries.proceedings(matter, uow=uow) if row.forum is Forum.CIVIL)
            (decision,) = queries.decisions([place], uow=uow)[place.id]
            facts = {"served_on": exactly(date(2026, 2, 25))}
            people = queries.applicants(matter, uow=uow)
            outcome = together.record_service(decision, people, facts, proceeding=place, uow=uow)
            assert not outcome.refused
            uow.commit()
        return perf_counter() - begun


def _middle(act: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        gc.collect()
        begun = perf_counter()
        act()
        took.append(perf_counter() - begun)
    return median(took)


class Clear(DeclarativeBase):
    metadata = MetaData()


class ClearApplicant(Clear):
    """What the grid reads of one applicant, in clear: person, two answers, a limit."""

    __tablename__ = "clear_applicant"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    name: Mapped[str]
    born_on: Mapped[date]
    language: Mapped[str]
    contact: Mapped[str]
    strasbourg: Mapped[bool]
    beside: Mapped[bool]
    application: Mapped[str]
    due: Mapped[date]


def _clear() -> float:
    """Seconds to read 1,000 such rows: what no product can be faster than."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/clear.sqlite3")
        writing = engine.execution_options(writing=True)
        with writing.begin() as connection:
            Clear.metadata.create_all(connection)
        with Session(writing) as session:
            session.add_all(
                ClearApplicant(
                    id=new_id(), number=number, name=f"Sevda Qarayeva {number}", born_on=date(1980, 1, 1),
                    language="az", contact="Through her sister", strasbourg=True, beside=True,
                    application="1000/26", due=date(2026, 6, 5),
                )
                for number in range(MANY)
            )  # fmt: skip
            session.commit()

        def read() -> None:
            with Session(engine) as session:
                assert len([(row.name, row.due) for row in session.scalars(select(ClearApplicant))]) == MANY

        found = _middle(read)
        engine.dispose()
        return found
