"""The board in other orders and windows, as a picture, as a file; the workload and the rule book."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from caseintake.audit.trail import LogEntry
from caseintake.deadlines import readings, slips
from caseintake.deadlines.statute import the_law
from caseintake.i18n import LANGUAGES, format_day, format_month
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service
from caseintake.matters.model import Decision, Proceeding
from caseintake.vault.logged import OFFICE_CHAIN
from tests.deadlines.scene import DECIDED, DUE, Scene, change, damage, of, proven, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields, at_desk

pytestmark = pytest.mark.one_engine

#: A day of service of one applicant alone.
LATER = date(2026, 2, 20)
#: Names of clients, of a court, of a colleague: nothing of them leaves in a file.
NAMES = ("Qarayeva", "Алиев", "Ərdoğan", "Sabail", "Quliyeva", "Babayeva")


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def said(day: date) -> str:
    return format_day(day, "en")


def table(desk: Desk, address: str, kind: str) -> bytes:
    """The file a button of this page gives."""
    (action,) = [at for at, _fields in Fields(desk.get(address)).forms if at.startswith(f"/board/file/{kind}")]
    answer = desk.send(action, desk.fields(address, action), 200)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="list-2026-03-02.')
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.data


def test_a_window_of_days_and_what_it_hides(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision = of(Decision, scene.decision, uow)
        change(decision, clear="served_on", uow=uow)
        change(decision, clear="decided_on", uow=uow)
        uow.commit()
    with at_desk(scene.office, scene.reader) as desk:
        page = desk.get("/board?from=2026-06-01&to=2026-06-30")
        assert "3 time-limits have no last day" in page
        assert "no date" not in page


def test_a_window_and_an_order(scene: Scene) -> None:
    before, after = DUE - timedelta(days=1), DUE + timedelta(days=1)
    with at_desk(scene.office, scene.reader) as desk:
        for query, there in (
            (f"from={DUE}&to={DUE}", True), (f"from={after}", False), (f"to={before}", False),
            ("sort=day", True), ("sort=rule", True), ("sort=severity", True), ("sort=matter", True),
            ("sort=moved", True), ("sort=matter&page=2", False), ("from=nonsense&to=2026-02-31", True),
        ):  # fmt: skip
            assert (said(DUE) in desk.get(f"/board?{query}")) is there, query
        assert "All time-limits: 3" in desk.get("/board?sort=matter")
        assert f'value="{DUE}"' in desk.get(f"/board?from={DUE}")


def test_the_list_as_a_file_says_what_the_board_says_and_no_name(scene: Scene) -> None:
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        made = table(desk, "/board", "csv").decode("utf-8-sig")
        head, *rows = csv.reader(StringIO(made, newline=""))
        (row,) = rows
        assert row[0] == DUE.isoformat()
        assert "Quince 14" in row
        assert "3" in row
        sheet = load_workbook(BytesIO(table(desk, "/board", "xlsx"))).active
        assert sheet is not None
        assert [cell.value for cell in sheet[1]] == head
        shown = made + "".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
        for name in NAMES:
            assert name not in shown
        empty = desk.get(f"/board?from={DUE + timedelta(days=1)}")
        assert "/board/file/" not in empty


def test_taking_the_list_along_stands_in_the_log(scene: Scene) -> None:
    def entries() -> int:
        with scene.office.unit(scene.cast.lawyer, write=False) as uow:
            return len(uow.session.scalars(select(LogEntry.seq).where(LogEntry.chain == OFFICE_CHAIN)).all())

    before = entries()
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        table(desk, "/board", "csv")
    assert entries() == before + 1


def test_who_only_reads_takes_nothing_along(scene: Scene) -> None:
    observer = hire(scene.office, Role.OBSERVER, "Nurlan Isayev")
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.add_member(queries.matter(scene.cast.matter, uow=uow), observer, uow=uow)
        uow.commit()
    with at_desk(scene.office, observer) as desk:
        assert "/board/file/" not in desk.get("/board")
        assert desk.client.post("/board/file/csv").status_code == 404


def test_a_file_marks_what_was_changed_from_outside(scene: Scene) -> None:
    damage(scene.office, due=date(2026, 9, 5))
    with at_desk(scene.office, scene.reader) as desk:
        made = table(desk, "/board", "csv").decode("utf-8-sig")
        assert "2026-09-05" not in made
        assert "changed from outside" in made
        for view in ("/board/month?month=2026-09", "/board/year?year=2026", "/board/workload"):
            assert "Changed from outside" in desk.get(view), view


def test_pictures_say_in_words_what_they_draw_and_lead_to_the_lines(scene: Scene) -> None:
    with at_desk(scene.office, scene.reader) as desk:
        month = desk.get("/board/month?month=2026-06")
        year = desk.get("/board/year?year=2026")
        for page in (month, year):
            assert f'aria-label="{said(DUE)}: fatal: 3"' in page
            assert "<title id=" in page
            assert "3 dates on 1 day." in page
            assert "<script" not in page
            assert "style=" not in page
        (link,) = {part.split('"')[0] for part in month.split('href="') if f"from={DUE}" in part.split('"')[0]}
        assert "All time-limits: 3" in desk.get(link.replace("&amp;", "&"))
        assert format_month(DUE, "en") in year
        assert "Nothing ends here." in desk.get("/board/month?month=2026-07")
        for query in ("month?month=x", "month?month=0001-01", "year?year=9999", "year?year=-1"):
            desk.get(f"/board/{query}")


def test_the_workload_counts_by_the_colleague_responsible(scene: Scene) -> None:
    with at_desk(scene.office, scene.reader) as desk:
        page = desk.get("/board/workload")
        assert "Leyla Quliyeva" in page
        assert ">3 / 3</a>" in page
        for name in ("Qarayeva", "Алиев", "Ərdoğan", "Sabail"):
            assert name not in page
        assert "Later: 3" in desk.get(f"/board?lawyer={scene.cast.lawyer}&need=own")
        with scene.office.unit(scene.cast.lawyer) as uow:
            matter = queries.matter(scene.cast.matter, uow=uow)
            service.change_matter(
                matter, codename="Quince 14", about="", responsible=None, deputy=scene.cast.lawyer, uow=uow
            )
            uow.commit()
        page = desk.get("/board/workload")
        assert page.index("nobody") < page.index("Leyla Quliyeva")
        assert "deputy in 1" in page
        assert "Later" not in desk.get(f"/board?lawyer={scene.cast.lawyer}&need=own").partition('class="filters"')[2]
    with at_desk(scene.office, scene.cast.second) as other:
        assert "Leyla" not in other.get("/board/workload").partition("<main")[2]


def test_the_rule_book_has_every_rule_with_its_digest_in_every_language(scene: Scene) -> None:
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        for language in LANGUAGES:
            page = desk.get(f"/rules/book?language={language}")
            for rule in the_law().rules.values():
                assert f'id="{rule.id}"' in page
                assert rule.digest in page
                assert f'<h2 id="{rule.id}-title">' in page
        part = desk.get("/rules/book?law=az&language=en")
        assert 'id="az.civil.appeal"' in part
        assert 'id="echr.application"' not in part
        assert "Signature" in part


def test_the_course_of_a_matter_and_of_one_applicant(scene: Scene) -> None:
    here = f"/matters/{scene.cast.matter}"
    one, other, _third = scene.cast.applicants
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.record_service(
            of(Decision, scene.decision, uow),
            proceeding=of(Proceeding, scene.cast.proceeding, uow),
            applicant_id=other,
            facts={"served_on": proven(LATER)},
            uow=uow,
        )
        uow.commit()
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        whole = desk.get(f"{here}/course")
        assert "Application to the Court: needs a second reading, 2 time-limits" in whole
        assert f"served on 1 applicant: {said(LATER)}" in whole
        assert whole.count("<title id=") == 2
        drawn = whole.partition('<svg class="picture')[2]
        assert drawn.index(said(DECIDED)) < drawn.index("Today") < drawn.index(said(DUE))
        own = desk.get(f"{here}/applicants/{other}/course")
        assert said(DUE) not in own
        assert said(date(2026, 6, 20)) in own
        assert said(LATER) in own
        assert said(DUE) in desk.get(f"{here}/applicants/{one}/course")
        answer = desk.client.get(f"{here}/course?applicant={other}")
        assert answer.headers["Location"] == f"{here}/applicants/{other}/course"
        desk.get(f"{here}/course?applicant=nonsense")
        desk.get(f"{here}/applicants/{new_id()}/course", 404)
    with at_desk(scene.office, scene.reader) as reader:
        reader.get(f"{here}/course", 404)


def test_second_readings_are_asked_for_and_given_in_one_go(scene: Scene) -> None:
    asking = "/board/readings"
    with at_desk(scene.office, scene.cast.lawyer) as lawyer, at_desk(scene.office, scene.reader) as reader:
        assert asking in lawyer.get("/board")
        assert asking not in reader.get("/board")
        page = lawyer.get(asking)
        assert "3 time-limits" in page
        (key,) = [part.split('"')[0] for part in page.split('name="chosen" value="')[1:]]
        lawyer.post(asking, 422)
        kept = lawyer.post(asking, 422, reader=scene.reader, **{f"proof__{key}": "Envelope of the court"})
        assert "Tick at least one line." in kept.text
        assert 'value="Envelope of the court"' in kept.text
        lawyer.post(asking, reader=scene.reader, chosen=[key], **{f"proof__{key}": "Envelope"})
        assert "Asked, not yet answered: 1" in lawyer.get(asking)
        with scene.office.unit(scene.cast.lawyer) as uow:
            readings.ask(readings.unread(uow=uow), reader=scene.reader, proofs={key: "Envelope"}, uow=uow)
            uow.commit()
        with scene.office.unit(scene.reader, write=False) as uow:
            slip = f"/slips/{slips.to_read(uow=uow)[0].slip.id}"
        shown = reader.get(slip)
        assert "1 other slip asks you exactly this" in shown
        for name in NAMES:
            assert name not in shown.partition("<main")[2].replace("Leyla Quliyeva", "")
        reader.post(slip, verdict="agree", together="y")
        assert reader.get("/slips").count("agreed") == 2
        assert "A reader has agreed" in lawyer.get(asking)
        lawyer.press(asking, f"{asking}/in")
        assert "A reader has agreed" not in lawyer.get(asking)
        assert "confirmed by a second reader" in reader.get("/board")
