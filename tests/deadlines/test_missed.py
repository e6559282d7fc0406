"""After a time-limit was missed: its sheet of next steps, what is still in time, and the list of near misses."""

from __future__ import annotations

from datetime import timedelta

from caseintake.deadlines import missed, service
from caseintake.deadlines.states import State
from caseintake.law.rule_file import LANGUAGES
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import FilingKind, Lodged
from tests.deadlines.scene import DUE, limit, limits, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk


def test_a_missed_limit_opens_its_sheet_and_others_stand_as_still_in_time(office: OfficeForTests) -> None:
    scene = set_limits(office)
    office.clock.advance(DUE + timedelta(days=1) - office.clock.today())
    with office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        page = f"/matters/{scene.cast.matter}/time-limits/{row.id}"
        others = len([one for one in limits(scene, uow) if one.running and one.id != row.id])
    with at_desk(office, scene.cast.lawyer) as desk:
        desk.get(f"{page}/after", 404)
        desk.send(f"{page}/missed", desk.fields(page, "/missed"), **{"miss-reason": "The parcel was not handed over."})
        assert f"{page}/after" in desk.get(page)
        sheet = desk.get(f"{page}/after")
        assert "Tell the client, and keep the proof" in sheet
        assert "Ask the court to restore" not in sheet, "that is for a domestic time-limit"
        desk.post(f"{page}/after", 422, step="tell_client", note="", decides="the lead")
        desk.post(f"{page}/after", step="tell_client", note="Told by the mother, answer received.", decides="the lead")
        assert "Told by the mother" in desk.get(f"{page}/after")
    with office.unit(scene.cast.lawyer, write=False) as uow:
        row = limit(scene, uow)
        assert row.state is State.MISSED
        kept = missed.sheet_of(row, uow=uow)
        assert kept is not None
        assert [(one.step, one.by) for one in kept.taken] == [("tell_client", scene.cast.lawyer)]
        assert len(missed.still_in_time(row, limits(scene, uow))) == others
        assert all(due > DUE for rule, due in missed.other_bodies(row) if rule == "un.hrc")


def test_steps_are_told_in_four_languages_and_by_system() -> None:
    for step in missed.the_steps():
        assert all(step.title.get(code).strip() and step.text.get(code).strip() for code in LANGUAGES)
    assert "restore" in {step.id for step in missed.steps_for("az.civil.appeal")}
    assert "restore" not in {step.id for step in missed.steps_for("echr.application")}


def test_what_was_lodged_at_the_last_moment_is_listed_without_names(office: OfficeForTests) -> None:
    scene = set_limits(office)
    office.clock.advance(DUE - timedelta(days=2) - office.clock.today())
    with office.unit(scene.cast.lawyer) as uow:
        assert missed.near_misses(uow=uow) == []
        matter = queries.matter(scene.cast.matter, uow=uow)
        (course,) = queries.proceedings(matter, uow=uow)
        first, second, third = scene.cast.applicants
        for whose, left in (((first, second), 2), ((third,), 40)):
            day = exactly(DUE - timedelta(days=left))
            matters.record_filing(
                course, kind=FilingKind.APPLICATION, how=Lodged.POST, lodged_on=day, applicants=whose, uow=uow
            )
        service.refresh(matter, uow=uow)
        assert [one.left for one in missed.near_misses(uow=uow)] == [2, 2]
        uow.commit()
    with at_desk(office, scene.cast.lawyer) as desk:
        page = desk.get("/near-misses")
        assert page.count("2 days") == 2
        assert "Qarayeva" not in page
