"""An office of 400 matters, 2,500 applicants, 80,000 documents' records and 10,000 time-limits, on both engines.

The pages somebody opens every morning, each beside the same queries on rows in clear: what sealing costs, and that
nothing grows with what a page does not show.
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import MetaData, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from caseintake.app import create_app
from caseintake.documents.media import Media
from caseintake.documents.model import Document
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import service
from caseintake.storage import make_engine
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import random_bytes
from caseintake.work import UnitOfWork
from tests.benchmarks.big_office import RULES, limit
from tests.benchmarks.engines import ENGINES, counted, fresh
from tests.office import OfficeForTests
from tests.signing_in import sign_in

MATTERS, APPLICANTS, DOCUMENTS, LIMITS = 400, 2_500, 80_000, 10_000
#: A tenth of it, to see that a page costs what it shows.
SMALL: Final = 10
ROUNDS = 5
#: A page that takes longer than so many seconds is slow.
SLOW = 3.0
PAGES = {
    "lawyer of all 400 matters: matters": ("lawyer", "/matters"),
    "lawyer of all 400 matters: board": ("lawyer", "/board"),
    "lawyer of all 400 matters: Monday": ("lawyer", "/monday"),
    "coordinator without a key: board": ("coordinator", "/board"),
    "coordinator without a key: Monday": ("coordinator", "/monday"),
}


def run() -> list[dict[str, Any]]:
    """Measure and answer the rows."""
    return [row for engine in ENGINES for row in _on(engine)]


def _on(engine: str) -> list[dict[str, Any]]:
    with fresh(engine) as first, fresh(engine) as second:
        desks, few = _desks(first, 1), _desks(second, SMALL)
        clear, rows = _clear(), []
        for name, (who, page) in PAGES.items():
            took, small = _page(desks[who], page), _page(few[who], page)
            rows.append(_row(f"{engine}: {name}", took * 1e3, "ms", SLOW * 1e3))
            rows.append(_row(f"{engine}: {name}, against a tenth", took / small, "×", None))
            rows.append(_row(f"{engine}: {name}, against clear", took / clear[page], "×", None))
        return rows


def _row(name: str, value: float, unit: str, target: float | None) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": unit, "target": target,
        "ok": target is None or value <= target, "note": "",
    }  # fmt: skip


def _desks(office: OfficeForTests, share: int) -> dict[str, FlaskClient]:
    """The browsers of the lawyer who holds every matter and of the coordinator who holds none."""
    lawyer = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DOCKET], Holder.person(lawyer))
        uow.commit()
    matters = MATTERS // share
    for number in range(matters):
        with office.unit(lawyer) as uow:
            _matter(number, matters, share, uow)
            uow.commit()
    counted(office)
    app = create_app(office.office, "office")
    return {
        "lawyer": sign_in(app.test_client(), office, lawyer),
        "coordinator": sign_in(app.test_client(), office, office.coordinator),
    }


def _matter(number: int, matters: int, share: int, uow: UnitOfWork) -> None:
    matter, today = service.create_matter(codename=f"Quince {number}", uow=uow), uow.clock.today()
    people, papers, limits = (_part(total // share, number, matters) for total in (APPLICANTS, DOCUMENTS, LIMITS))
    files = []
    for one in range(people):
        row = service.add_applicant(matter, name=f"Sevda Qarayeva {number} {one}", language="az", uow=uow)
        files.append(row.client_file_vault_id)
    for one in range(papers):
        uow.add(_document(files[one % len(files)], today))
    for one in range(limits):
        uow.add(limit(matter, one + number, today))


def _part(total: int, number: int, of: int) -> int:
    """What falls on one of so many, so that all together is the total."""
    return total * (number + 1) // of - total * number // of


def _document(vault_id: UUID, today: date) -> Document:
    return Document(
        vault_id=vault_id, blob_id=new_id(), size=65_536, digest=random_bytes(32), key=random_bytes(32),
        name="judgment.pdf", length=51_234, sha256=random_bytes(32), media=Media.PDF, received_on=today,
    )  # fmt: skip


def _page(client: FlaskClient, address: str) -> float:
    assert client.get(address).status_code == 200, address
    return _middle(lambda: client.get(address))


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


class ClearMatter(Clear):
    __tablename__ = "clear_matter"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ref: Mapped[str]
    codename: Mapped[str]
    about: Mapped[str]
    applicants: Mapped[int]


class ClearLimit(Clear):
    __tablename__ = "clear_limit"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[UUID] = mapped_column(index=True)
    rule: Mapped[str]
    state: Mapped[str]
    due: Mapped[date] = mapped_column(index=True)


def _clear() -> dict[str, float]:
    """Seconds of the same questions to rows in clear, by page."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/clear.sqlite3")
        writing, ids = engine.execution_options(writing=True), [new_id() for _ in range(MATTERS)]
        with writing.begin() as connection:
            Clear.metadata.create_all(connection)
        with Session(writing) as session:
            session.add_all(
                ClearMatter(id=id, ref="ABCDE", codename=f"Quince {at}", about="Searches", applicants=6)
                for at, id in enumerate(ids)
            )
            session.add_all(
                ClearLimit(
                    id=new_id(), matter_id=ids[at % MATTERS], rule=RULES[at % 4], state="computed",
                    due=date(2026, 1, 1) + timedelta(days=at % 300),
                )
                for at in range(LIMITS)
            )  # fmt: skip
            session.commit()

        def matters() -> None:
            with Session(engine) as session:
                assert len([row.codename for row in session.scalars(select(ClearMatter))]) == MATTERS

        def board() -> None:
            with Session(engine) as session:
                session.execute(select(ClearLimit.state, func.count()).group_by(ClearLimit.state)).all()
                named = select(ClearLimit, ClearMatter.codename).join(
                    ClearMatter, ClearMatter.id == ClearLimit.matter_id
                )
                assert len(session.execute(named.order_by(ClearLimit.due).limit(500)).all()) == 500

        found = {"/matters": _middle(matters), "/board": _middle(board), "/monday": _middle(board)}
        engine.dispose()
        return found
