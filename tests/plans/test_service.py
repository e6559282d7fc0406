"""The plan of a matter: who may see it, what it asks for, and what it says when the work has come further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from caseintake.deadlines import board
from caseintake.diary import stages
from caseintake.diary.readiness import Stage
from caseintake.matters import queries
from caseintake.matters.refusal import Refusal
from caseintake.monday import sheet
from caseintake.plans import service
from tests.deadlines.scene import DUE, limit, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

RULE = "echr.application"


def test_the_numbers_of_a_matter_move_its_plan_and_a_coordinator_sees_it_without_its_key(
    office: OfficeForTests,
) -> None:
    scene = set_limits(office)
    office.clock.advance(DUE - timedelta(days=60) - office.clock.today())
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        (before,) = service.of_matter(matter, uow=uow)
        assert (before.rule, before.due, before.stage, before.mine) == (RULE, DUE, Stage.NOT_BEGUN, True)
        with pytest.raises(Refusal):
            service.record(matter, applicants=None, in_prison=9, abroad=0, to_translate=0, uow=uow)
        service.record(matter, applicants=60, in_prison=3, abroad=0, to_translate=30, uow=uow)
        (after,) = service.of_matter(matter, uow=uow)
        assert after.next is not None
        assert before.next is not None
        assert after.next.day < before.next.day
        uow.commit()
    with office.unit(scene.reader, write=False) as uow:
        made = sheet.sheet(uow=uow)
        ((day, plan),) = made.pressing
        assert (day.step.id, day.day, plan.mine) == ("begin", after.next.day, False)
        assert board.scope(uow=uow).everything
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        stages.record(matter, RULE, DUE, Stage.PROOF_HERE, uow=uow)
        (done,) = service.of_matter(matter, uow=uow)
        assert done.next is None
        assert sheet.sheet(uow=uow).pressing == ()
        uow.commit()


def test_the_page_counts_and_refuses_at_the_field(office: OfficeForTests) -> None:
    scene = set_limits(office)
    with at_desk(office, scene.cast.lawyer) as desk:
        address = f"/matters/{scene.cast.matter}/plan"
        assert "Hand the form to the post" in desk.get(address)
        assert 'value="nine"' in desk.post(address, 422, in_prison="nine").text
        desk.post(address, applicants="60", in_prison="3", abroad="", to_translate="30")
        assert desk.fields(address)["applicants"] == "60"
        assert "Begin the work" in desk.get(address)
        with office.unit(scene.cast.lawyer, write=False) as uow:
            matter = queries.matter(scene.cast.matter, uow=uow)
            (plan,) = service.of_matter(matter, uow=uow)
            row = limit(scene, uow)
            assert service.for_limit(matter, row, uow=uow) == plan
            page = f"/matters/{matter.id}/time-limits/{row.id}"
        shown = desk.get(page)
        assert shown.count("To the post by") == 1
        assert f'datetime="{plan.dispatch.isoformat()}"' in shown
