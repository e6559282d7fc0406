"""From a spreadsheet to running time-limits: tried first, then made, all of it or nothing."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from sqlalchemy import func, select

from caseintake.deadlines import service as deadlines
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.diary.model import DiaryEntry
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters.model import Applicant, Decision, Matter, Proceeding, ServiceOnApplicant
from caseintake.old_cases.model import TableMapping
from caseintake.vault.holders import VaultKind
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

PAGE = "/matters/old-cases"
#: One decision served on three days; a row as Kruglov, 19667/16, and one as A.V. v. Slovenia, 878/13: by the printed
#: dates too late, and admissible all the same; a last day somebody wrote down; a matter that is not named.
TABLE = """Matter;Applicant;Court;Case number;Who decided;Decision;Served;Final;Lodged;Deadline;Article
Juniper;Aysel Qarayeva;Supreme Court;4/25;cassation;2025-12-10;2026-01-05;yes;;;8
Juniper;Rəşad Əliyev;Supreme Court;4/25;cassation;2025-12-10;2026-01-06;yes;;;8
Juniper;Tural Quliyev;Supreme Court;4/25;cassation;2025-12-10;12.01.2026;yes;;;8
Cedar;Лейла Мамедова;Court A;;appeal;2015-08-25;;yes;2016-03-31;;
Cedar;Élise Marchand;Court B;;cassation;2012-06-15;;yes;2012-12-18;;
;Murad Hüseynov;;;;;;;;2026-05-04;
"""


def counts(office: OfficeForTests, person: UUID) -> list[int]:
    kinds = (Matter, Applicant, Proceeding, Decision, ServiceOnApplicant, Deadline, DiaryEntry, TableMapping)
    with office.unit(person, write=False) as uow:
        return [uow.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def test_a_table_is_tried_then_made(office: OfficeForTests) -> None:
    person = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    before = counts(office, person)
    with at_desk(office, person) as desk:
        page = desk.client.post(
            f"{PAGE}/file",
            data={**desk.fields(PAGE, "/file"), "file": (BytesIO(TABLE.encode()), "old.csv")},
            content_type="multipart/form-data",
        )
        assert page.status_code == 200
        form = {"csrf_token": desk.fields(PAGE)["csrf_token"], "table": TABLE, "codename": "Walnut"}
        tried = desk.client.post(PAGE, data={**form, "go": "look"}).text
        assert "Time-limits that follow" in tried
        assert tried.count("look at these days again") == 2, "both rows whose printed days contradict the outcome"
        assert "3 new matters" in tried
        assert counts(office, person) == before, "a try keeps nothing"

        broken = TABLE.replace("2025-12-10", "2025-13-10", 1)
        wrong = desk.client.post(PAGE, data={**form, "table": broken, "go": "make"})
        assert wrong.status_code == 422
        assert "There is no such day" in wrong.text
        assert counts(office, person) == before, "one bad row and nothing is made"

        assert desk.client.post(PAGE, data={**form, "go": "make"}).status_code == 303
        after = counts(office, person)
        twice = desk.client.post(PAGE, data={**form, "go": "make"})
        assert "This proceeding is in the matter already." in twice.text
    assert counts(office, person) == after, "the same table sent twice sets no clock running twice"
    assert [now - then for now, then in zip(after, before, strict=True)][:5] == [3, 6, 3, 3, 3]
    with office.unit(person, write=False) as uow:
        lines = {line.label.codename: line.matter for line in queries.my_matters(uow=uow)}

        def ends(codename: str) -> list[Deadline]:
            rows = deadlines.deadlines_of(lines[codename], uow=uow)
            return [row for row in rows if row.rule == "echr.application"]

        assert [str(row.due) for row in ends("Juniper")] == ["2026-05-05", "2026-05-06", "2026-05-12"]
        cedar = ends("Cedar")
        assert len(cedar) == 2
        assert all("late_ask_service_date" in row.counted.flags for row in cedar)
        assert {row.state for row in cedar} == {State.LODGED_NO_PROOF}


def test_the_same_headings_are_read_the_same_next_time(office: OfficeForTests) -> None:
    person = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    table = "Kim;Nə vaxt\nAysel Qarayeva;2026-01-05\n"
    with at_desk(office, person) as desk:
        token = desk.fields(PAGE)["csrf_token"]
        form = {"csrf_token": token, "table": table, "codename": "Walnut"}
        asked = desk.client.post(PAGE, data={**form, "go": "look"})
        assert asked.status_code == 422
        assert "Say which column holds the applicants" in asked.text
        chosen = {"column-0": "applicants", "column-1": "decided_on"}
        assert desk.client.post(PAGE, data={**form, **chosen, "go": "make"}).status_code == 303
        assert "Time-limits" in desk.client.post(PAGE, data={**form, "codename": "Almond", "go": "look"}).text
    with at_desk(office, office.coordinator) as desk:
        other = desk.client.post(PAGE, data={**form, "csrf_token": desk.fields(PAGE)["csrf_token"], "go": "look"})
        assert other.status_code == 422, "whoever holds no key of that matter learns nothing of its headings"
