"""The board of 10,000 open time-limits beside a board of 50, in the same run, through the real view and template.

Both offices have as many limits in a matter as joint cases have; the coordinator holds the docket and no matter.
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from caseintake.app import create_app
from caseintake.deadlines import pictures
from caseintake.deadlines.states import Severity
from caseintake.kernel.actor import Role
from caseintake.matters import service
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork
from tests.benchmarks.big_office import limit
from tests.office import make_office, make_tables
from tests.signing_in import sign_in

TARGET = 1.5
#: Limits in one matter.
EACH = 25
ROUNDS = 25
#: The pages that read all 10,000: the pictures, the workload, one list of everything.
PAGES = ("/board/month", "/board/year", "/board/workload", "/board?sort=matter")
FEW = 5


def run() -> list[dict[str, Any]]:
    """Measure and answer the rows."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        small, large = _desk(Path(few), 50), _desk(Path(many), 10_000)
        desks = {"small": small, "large": large}
        took: dict[str, list[float]] = {name: [] for name in desks}
        for _ in range(ROUNDS):  # taking turns, so that a busy moment of the machine hits both
            for name, desk in desks.items():
                took[name].append(_seconds(desk, "/board"))
        ratio = median(took["large"]) / median(took["small"])
        alone = median([_seconds(large, "/board?section=later&page=1") for _ in range(ROUNDS)])
        others = {page: median([_seconds(large, page) for _ in range(FEW)]) for page in PAGES}
        return [
            _row("board, 50 open limits", median(took["small"]) * 1e3, "ms"),
            _row("board, 10,000 open limits", median(took["large"]) * 1e3, "ms"),
            _row("board, one section of 10,000, first 100 lines", alone * 1e3, "ms"),
            *(_row(f"{page}, 10,000 open limits", seconds * 1e3, "ms") for page, seconds in others.items()),
            *_drawn(),
            {**_row("board of 10,000 against 50", ratio, "×"), "target": TARGET, "ok": ratio <= TARGET},
        ]


def _drawn() -> list[dict[str, Any]]:
    """The pictures alone, without database and template: 10,000 dates, as they fall on one month and on one year."""
    first, severities = date(2026, 11, 1), tuple(Severity)
    rows = []
    for name, days, draw in (
        ("month", 30, lambda falls: pictures.month(first, falls)),
        ("year", 60, lambda falls: pictures.year(first.year, falls)),
    ):
        falls = [(first + timedelta(days=n % days), severities[n % len(severities)], 1) for n in range(10_000)]
        begun = perf_counter()
        for _ in range(ROUNDS):
            draw(falls)
        rows.append(_row(f"drawing a {name} of 10,000 dates", (perf_counter() - begun) / ROUNDS * 1e3, "ms"))
    return rows


def _row(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": None, "ok": True, "note": ""}


def _seconds(desk: FlaskClient, address: str) -> float:
    begun = perf_counter()
    answer = desk.get(address)
    took = perf_counter() - begun
    assert answer.status_code == 200, answer.status_code
    return took


def _desk(directory: Path, limits: int) -> FlaskClient:
    """A coordinator's browser in an office with so many limits."""
    url = f"sqlite:///{directory / 'office.sqlite3'}"
    make_tables(url)
    office = make_office(directory, url)
    lawyer = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    for number in range(limits // EACH):
        with office.unit(lawyer) as uow:
            _matter(number, uow)
            uow.commit()
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("COMMIT")
    client = sign_in(create_app(office.office, "office").test_client(), office, office.coordinator)
    _seconds(client, "/board")
    return client


def _matter(number: int, uow: UnitOfWork) -> None:
    matter = service.create_matter(codename=f"Quince {number}", uow=uow)
    for each in range(EACH):
        uow.add(limit(matter, number * EACH + each, uow.clock.today()))


def main() -> int:
    """Print the table; 1 when a target is missed."""
    rows = run()
    for row in rows:
        target = "" if row["target"] is None else f"target ≤ {row['target']} {'ok' if row['ok'] else 'MISSED'}"
        print(f"{row['name']:<50} {row['value']:>8.2f} {row['unit']:<3} {target}")
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
