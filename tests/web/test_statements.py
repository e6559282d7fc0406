"""How much a page asks of the database does not grow with the people of a matter: 12 cost the statements of 3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from caseintake.app import create_app
from caseintake.deadlines.service import deadlines_of
from caseintake.matters import places, queries
from caseintake.matters.person import PlaceRole
from caseintake.people import relations
from caseintake.people.kinds import RelationKind
from caseintake.web.office import beats
from tests.benchmarks.big_office import hire_lawyer, joint_case
from tests.office import OfficeForTests
from tests.signing_in import sign_in

pytestmark = pytest.mark.one_engine
FEW, MANY = 3, 12

#: What a page may ask more for the larger matter, with the reason.
GROWS: dict[str, str] = {}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement this engine is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _ids(office: OfficeForTests, lawyer: UUID, matter_id: UUID, decision_id: UUID) -> dict[str, Any]:
    """One record of each kind of a matter, by the name it has in addresses."""
    with office.unit(lawyer, write=False) as uow:
        matter = queries.matter(matter_id, uow=uow)
        applicant = queries.applicants(matter, uow=uow)[0]
        file = queries.client_file(applicant, uow=uow)
        decision = next(
            row for rows in queries.decisions(queries.proceedings(matter, uow=uow), uow=uow).values() for row in rows
        )
        assert file is not None
        assert decision.id == decision_id
        return {
            "matter_id": matter_id,
            "decision_id": decision_id,
            "applicant_id": applicant.id,
            "proceeding_id": decision.proceeding_id,
            "complaint_id": queries.complaints(matter, uow=uow)[0].id,
            "deadline_id": next(row.id for row in deadlines_of(matter, uow=uow) if row.applicant_id == applicant.id),
            "word": "contact_made",
        }


def _matter(office: OfficeForTests, lawyer: UUID, applicants: int) -> dict[str, Any]:
    """A joint case of so many; whatever else can be counted is the same in both."""
    made = joint_case(office, lawyer, applicants, codename=f"Quince {applicants}", applications=2)
    _kin(office, lawyer, made[0], applicants)
    return _ids(office, lawyer, *made)


def _kin(office: OfficeForTests, lawyer: UUID, matter_id: UUID, number: int) -> None:
    """So many relatives, each of an applicant; two who may be one person, as in both."""
    with office.unit(lawyer) as uow:
        matter = queries.matter(matter_id, uow=uow)
        rows = [
            places.add_place(matter, PlaceRole.RELATIVE, name=name, restricted=name.isascii(), uow=uow)
            for name in ("Rauf Hüseynov", "Рауф Гусейнов", *(f"Nino {'a' * turn}" for turn in range(2, number)))
        ]
        files = queries.client_files([*queries.applicants(matter, uow=uow), *rows], uow=uow)
        for row, applicant in zip(rows, queries.applicants(matter, uow=uow), strict=True):
            relations.record(files[row.id], RelationKind.SIBLING, files[applicant.id], uow=uow)
        uow.commit()


def test_no_page_of_a_matter_asks_more_of_the_database_for_more_people(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "_LOOK_AGAIN", inf)  # on a slow machine the minute ends in the middle of this
    lawyer = hire_lawyer(office)
    app = create_app(office.office, "office")
    few = _matter(office, lawyer, FEW)
    client = sign_in(app.test_client(), office, lawyer)

    def everywhere(address: str) -> int:
        client.get(address)  # what a process keeps is read once
        with statements(office.office.engine) as found:
            assert client.get(address).status_code == 200
        return len(found)

    doubles = everywhere("/doubles")
    many = _matter(office, lawyer, MANY)
    assert everywhere("/doubles") <= doubles

    def asked(rule: Rule, ids: dict[str, Any]) -> Counter[str] | None:
        _domain, address = rule.build({name: ids[name] for name in rule.arguments}) or ("", "")
        with statements(office.office.engine) as found:
            answer = client.get(address)
        assert answer.status_code < 500, address
        return Counter(found) if answer.status_code == 200 else None

    for ids in (few, many):  # what a process keeps is read once
        client.get(f"/matters/{ids['matter_id']}/applicants")
    assert "Rauf Hüseynov" in client.get(f"/matters/{many['matter_id']}/persons").text
    seen, grown = 0, {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "matter_id" not in rule.arguments or not rule.arguments <= few.keys():
            continue
        small, large = asked(rule, few), asked(rule, many)
        if small is None or large is None:
            continue
        seen += 1
        if large.total() > small.total() and rule.endpoint not in GROWS:
            grown[rule.endpoint] = (small.total(), large.total(), (large - small).most_common(2))
    assert seen > 40
    assert not grown
