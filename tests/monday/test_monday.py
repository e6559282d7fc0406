"""The Monday page: what it says, in which order, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest

from caseintake.access.visibility import NotVisible
from caseintake.casework import contacts
from caseintake.casework import tasks as work
from caseintake.custody import service as custody
from caseintake.custody.service import Custody
from caseintake.diary import absences, stages
from caseintake.diary import service as diary
from caseintake.diary.kinds import Kind
from caseintake.diary.readiness import Away, Stage
from caseintake.diary.service import Typed
from caseintake.health import heartbeat
from caseintake.identity import freezing
from caseintake.kernel.actor import Role
from caseintake.matters import places, queries, tasks
from caseintake.matters import service as matters
from caseintake.matters.kinds import TaskKind
from caseintake.matters.model import Decision
from caseintake.matters.person import PlaceRole
from caseintake.matters.refusal import Refusal
from caseintake.monday import sheet
from caseintake.monday.clients import Waits
from caseintake.monday.workload import workload
from caseintake.vault.errors import Locked
from tests.deadlines.scene import DUE, SERVED, Scene, change, limit, of, proven, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk

pytestmark = pytest.mark.one_engine

RULE = "echr.application"
SECRETS = ("Qarayeva", "Алиев", "Ərdoğan", "Sabail", "Searches in March")


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    made = set_limits(office)
    office.clock.advance(DUE - timedelta(days=20) - office.clock.today())
    return made


@contextmanager
def desks(scene: Scene, *people: UUID) -> Iterator[list[Desk]]:
    with ExitStack() as stack:
        yield [stack.enter_context(at_desk(scene.office, person)) for person in people]


def name_responsible(scene: Scene, responsible: UUID | None, deputy: UUID | None = None) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        matters.change_matter(matter, codename="Quince 14", about="", responsible=responsible, deputy=deputy, uow=uow)
        uow.commit()


def test_fatal_days_stand_with_the_stage_of_the_work(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        stages.record(matter, RULE, DUE, Stage.SIGNATURES, done=1, whole=3, uow=uow)
        stages.record(matter, RULE, DUE, Stage.SIGNATURES, done=2, whole=3, uow=uow)
        uow.commit()
    for person in (scene.cast.lawyer, scene.reader):
        with scene.office.unit(person, write=False) as uow:
            made = sheet.sheet(uow=uow)
            (section,) = made.fatal
            (line,) = section.lines
            reached = made.stage_of(line)
            assert reached is not None
            assert (line.due, line.number, reached.stage, reached.done, reached.whole) == (
                DUE, 3, Stage.SIGNATURES, 2, 3,
            )  # fmt: skip


def test_a_stage_moves_on_with_its_day(scene: Scene) -> None:
    """Work done for a day is not forgotten because the day moved."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        stages.record(matter, RULE, DUE, Stage.PACK, uow=uow)
        change(of(Decision, scene.decision, uow), served_on=proven(SERVED - timedelta(days=3)), uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        made = sheet.sheet(uow=uow)
        (line,) = made.fatal[0].lines
        reached = made.stage_of(line)
        assert line.due is not None
        assert line.due < DUE
        assert reached is not None
        assert reached.stage is Stage.PACK
        (moved,) = made.moved
        assert (moved.was, moved.due, sheet.why_moved(moved)) == (DUE, line.due, ("served_on",))


def test_of_a_stage_only_what_there_is_can_be_done(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        for done, whole in ((4, 3), (1, None)):
            with pytest.raises(Refusal):
                stages.record(matter, RULE, DUE, Stage.SIGNATURES, done=done, whole=whole, uow=uow)


def test_a_matter_nobody_looks_after_is_named(scene: Scene) -> None:
    name_responsible(scene, None)
    with scene.office.unit(scene.reader, write=False) as uow:
        (one,) = sheet.sheet(uow=uow).unowned
        assert (one.label.codename, one.away, one.covered) == ("Quince 14", None, False)


def test_while_the_responsible_is_away_the_matter_is_named(scene: Scene) -> None:
    today = scene.office.clock.today()
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), scene.cast.second, uow=uow)
        uow.commit()
    name_responsible(scene, scene.cast.lawyer, scene.cast.second)
    with scene.office.unit(scene.cast.lawyer) as uow:
        assert sheet.sheet(uow=uow).unowned == ()
        absences.record(scene.cast.lawyer, Away.AWAY, today, today + timedelta(days=6), uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader) as uow:
        (one,) = sheet.sheet(uow=uow).unowned
        assert one.covered
        absences.record(scene.cast.second, Away.DETAINED, today, None, uow=uow)
        (one,) = sheet.sheet(uow=uow).unowned
        assert not one.covered
        for row in absences.current(uow=uow):
            absences.end(row.id, uow=uow)
        assert sheet.sheet(uow=uow).unowned == ()
    scene.office.clock.advance(timedelta(days=7))
    with scene.office.unit(scene.reader) as uow:
        assert sheet.sheet(uow=uow).unowned == ()
        freezing.freeze(scene.cast.lawyer, uow=uow)
        (one,) = sheet.sheet(uow=uow).unowned
        assert (one.frozen, one.away, one.covered) == (True, None, True)


def test_everybody_records_their_own_absence_and_a_coordinator_anybodys(scene: Scene) -> None:
    today = scene.office.clock.today()
    with scene.office.unit(scene.cast.second) as uow:
        with pytest.raises(Refusal):
            absences.record(scene.cast.lawyer, Away.LEFT, today, None, uow=uow)
        with pytest.raises(Refusal):
            absences.record(scene.cast.second, Away.AWAY, today, today - timedelta(days=1), uow=uow)
    with scene.office.unit(scene.reader) as uow:
        row = absences.record(scene.cast.lawyer, Away.SUSPENDED, today, None, uow=uow)
        uow.commit()
        assert uow.proof(row).author.id == scene.reader
    with scene.office.unit(scene.cast.second) as uow, pytest.raises(NotVisible):
        absences.end(row.id, uow=uow)
    bare = scene.office.hire(Role.OBSERVER)
    with scene.office.unit(bare, write=False) as uow:
        assert absences.current(uow=uow) == []
        with pytest.raises(Locked):
            _ = of(type(row), row.id, uow).person_id


def test_the_page_in_a_browser_and_what_it_never_says(scene: Scene) -> None:
    name_responsible(scene, scene.cast.lawyer)
    stage = f"/matters/{scene.cast.matter}/stage/{RULE}?due={DUE.isoformat()}"
    with desks(scene, scene.cast.lawyer, scene.reader, scene.cast.second) as (lawyer, coordinator, other):
        assert "not begun" in lawyer.get("/monday")
        lawyer.post(stage, 422, stage="signatures", done="4", whole="3")
        lawyer.post(stage, 422, stage="signatures", done="9" * 400)
        lawyer.post(stage, stage="signatures", done="2", whole="3", note="ward 4")
        for desk in (lawyer, coordinator):
            page = desk.get("/monday")
            for words in ("Within 30 days: 3", "signatures: 2 of 3", "Quince 14", "Leyla Quliyeva"):
                assert words in page, words
        for secret in (*SECRETS, f"/matters/{scene.cast.matter}"):
            assert secret not in coordinator.get("/monday"), secret
        assert "Quince" not in other.get("/monday")
        other.get(stage, 404)
        lawyer.get(stage.replace(RULE, "no.rule"), 404)
        lawyer.get(stage.replace(DUE.isoformat(), "soon"), 404)
        assert "Quince 14" not in lawyer.get(f"/monday?person={scene.cast.second}")
        assert "Quince 14" in lawyer.get(f"/monday?person={scene.cast.lawyer}")
        lawyer.get("/monday?person=ä")


def test_who_is_away_in_a_browser(scene: Scene) -> None:
    today = scene.office.clock.today()
    day = {"first__day": today.day, "first__month": today.month, "first__year": today.year}
    with desks(scene, scene.cast.lawyer, scene.reader) as (lawyer, coordinator):
        assert str(scene.reader) not in lawyer.get("/away")
        lawyer.post("/away", 422, why="away")
        lawyer.post("/away", why="away", **day)
        assert "nobody knows until when" in coordinator.get("/away")
        fields = coordinator.fields("/away", "/back")
        with scene.office.unit(scene.reader, write=False) as uow:
            (row,) = absences.current(uow=uow)
        coordinator.send(f"/away/{row.id}/back", fields)
        assert "Nobody is away." in lawyer.get("/away")


def test_overdue_stands_first(scene: Scene) -> None:
    scene.office.clock.advance(timedelta(days=21))
    with scene.office.unit(scene.reader, write=False) as uow:
        made = sheet.sheet(uow=uow)
        assert [one.group.value for one in made.fatal] == ["overdue"]
        assert made.today > date(2026, 6, 5)
        assert made.fatal[0].count == 3
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert limit(scene, uow).running


def test_what_clients_wait_for_and_who_is_in_custody(scene: Scene) -> None:
    today = scene.office.clock.today()
    grown = today + timedelta(days=30)
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        first, second, last = queries.applicants(matter, uow=uow)
        file = queries.client_file(first, uow=uow)
        assert file is not None
        tasks.add_task(file, TaskKind.CONSENT_CHANGED, due_on=today - timedelta(days=1), uow=uow)
        held = queries.client_file(second, uow=uow)
        assert held is not None
        said = Custody(place="Kürdəxanı", review_on=today + timedelta(days=9), hunger_since=today - timedelta(days=2))
        custody.keep(matter, held, said, uow=uow)
        brother = places.add_place(matter, PlaceRole.RELATIVE, name="Aydın Qarayev", uow=uow)
        his = queries.client_file(brother, uow=uow)
        assert his is not None
        custody.keep(matter, his, Custody(place="Zabrat"), uow=uow)
        third = queries.client_file(last, uow=uow)
        assert third is not None
        file.opened_on, third.opened_on = today - timedelta(days=80), today - timedelta(days=77)
        held.opened_on = today - timedelta(days=80)
        said_to = contacts.Contact(on=today - timedelta(days=1))
        contacts.record(matter, [second.id], said_to, uow=uow)
        matters.change_client_file(
            third, name=third.name, language="", contact="", never="Her old number", safety="", came_through="",
            spellings=third.spellings, born_on=grown.replace(year=grown.year - 18), note="", uow=uow,
        )  # fmt: skip
        visit = Typed(kind=Kind.VISIT, due=today + timedelta(days=4), zone="Asia/Baku", applicants=(second.id,))
        diary.record(matter, visit, uow=uow)
        work.add(
            matter, what="Copy the forms", due_on=today, assignee=scene.cast.lawyer,
            applicants=[first.id, second.id], uow=uow,
        )  # fmt: skip
        work.add(matter, what="Some day", assignee=scene.cast.lawyer, uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert [one.what for one in sheet.sheet(uow=uow).tasks] == ["Copy the forms"]
        own = sheet.sheet(scene.cast.lawyer, uow=uow).tasks
        assert [one.what for one in own] == ["Copy the forms", "Some day"], "her own sheet has all that is hers"
        assert {load.person: load.tasks for load in workload(uow=uow).loads}[scene.cast.lawyer] == 3
        found = [(one.number, one.waits, one.day) for one in sheet.sheet(uow=uow).clients]
        assert found == [
            (2, Waits.HUNGER, today - timedelta(days=2)),
            (1, Waits.TASK, today - timedelta(days=1)),
            (2, Waits.SAFETY, today),
            (3, Waits.SAFETY, today),
            (2, Waits.CUSTODY, today + timedelta(days=4)),
            (2, Waits.REVIEW, today + timedelta(days=9)),
            (1, Waits.CONTACT, today + timedelta(days=10)),
            (3, Waits.OF_AGE, grown),
            (0, Waits.CUSTODY, None),
        ]
    with desks(scene, scene.cast.lawyer, scene.reader) as (lawyer, coordinator):
        page = lawyer.get("/monday")
        assert "Look after a changed answer" in page
        assert "comes of age" in page
        assert "no contact recorded since the file was opened: be in touch; and 1 more applicant<" in page
        assert ">Relative, not a client<" in page, "whoever is held stands there, applicant or not"
        assert "Applicants who come of age" in lawyer.get(f"/matters/{scene.cast.matter}/dates")
        assert "in custody, next visit" in page
        assert "Kürdəxanı" not in page
        assert "Tasks due within 14 days" in page
        assert "1–2" in page
        assert "Copy the forms" not in page, "the page is printed and lies on a table"
        assert "in custody" not in coordinator.get("/monday")


def test_it_says_when_reminders_and_backup_do_not_run(scene: Scene) -> None:
    with desks(scene, scene.reader) as (coordinator,):
        assert "Reminders have never run" in coordinator.get("/monday")
        for kind in heartbeat.Kind:
            heartbeat.record(scene.office.office, kind)
        assert "ran when they should" in coordinator.get("/monday")


def test_last_days_within_a_fortnight_ask_for_an_answer(scene: Scene) -> None:
    with scene.office.unit(scene.reader, write=False) as uow:
        assert sheet.sheet(uow=uow).unseen == ()
    scene.office.clock.advance(timedelta(days=10))
    name_responsible(scene, scene.cast.lawyer)
    with scene.office.unit(scene.reader, write=False) as uow:
        (item,) = sheet.sheet(uow=uow).unseen
        assert item.due == DUE
