"""A name looked for in a matter of 1,000 applicants beside one of 10, through the real page, in the same run.

The first search reads everything and seals the segments; the others read the segments. A search after one client file
was changed reads that file again.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from caseintake.app import create_app
from caseintake.matters import queries
from tests.benchmarks.big_office import hire_lawyer, joint_case
from tests.office import OfficeForTests, make_office, make_tables
from tests.signing_in import account, sign_in
from tests.web.office_client import token

FEW, MANY = 10, 1_000
ROUNDS = 5
#: Seconds in which an answer comes while somebody waits on the telephone.
TARGET = 2.0


def run() -> list[dict[str, Any]]:
    """Measure and answer the rows."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        small, large = _Desk(Path(few), FEW), _Desk(Path(many), MANY)
        first = large.seconds("Qarayeva")
        small.seconds("Qarayeva")
        later = {desk: median([desk.seconds("Караева 5") for _ in range(ROUNDS)]) for desk in (small, large)}
        large.change()
        again = large.seconds("Qarayeva younger")
        return [
            _row(f"search for a name, {FEW} applicants", later[small], "s"),
            {**_row(f"search for a name, {MANY:,} applicants", later[large], "s"), "target": TARGET,
             "ok": later[large] <= TARGET},
            _row(f"the first search, {MANY:,} applicants: everything is read", first, "s"),
            _row(f"search after one client file of {MANY:,} was changed", again, "s"),
            _row(f"{MANY:,} applicants against {FEW}", later[large] / later[small], "×"),
        ]  # fmt: skip


class _Desk:
    """One lawyer at one browser in an office of one matter."""

    def __init__(self, folder: Path, applicants: int) -> None:
        url = f"sqlite:///{folder / 'office.sqlite'}"
        make_tables(url)
        self.office: OfficeForTests = make_office(folder / "office", url)
        self.lawyer: UUID = hire_lawyer(self.office)
        account(self.office, self.lawyer)
        self.matter_id, _decision = joint_case(self.office, self.lawyer, applicants)
        app = create_app(self.office.office, "office")
        self.client: FlaskClient = sign_in(app.test_client(), self.office, self.lawyer)

    def seconds(self, words: str) -> float:
        """How long the page took."""
        fields = {"csrf_token": token(self.client.get("/search").text), "words": words, "matter": "", "group": ""}
        began = perf_counter()
        answer = self.client.post("/search", data=fields)
        took = perf_counter() - began
        assert answer.status_code == 200
        assert "<mark>" in answer.text
        return took

    def change(self) -> None:
        """Another spelling in one client file."""
        with self.office.unit(self.lawyer) as uow:
            matter = queries.matter(self.matter_id, uow=uow)
            file = queries.client_file(queries.applicants(matter, uow=uow)[5], uow=uow)
            assert file is not None
            file.name = "Sevda Qarayeva the younger"
            uow.commit()


def _row(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 3), "unit": unit}


if __name__ == "__main__":
    for row in run():
        print(row)
