"""A State leaves: every complaint still to lodge stands on the page, what was lodged does not."""

from __future__ import annotations

from datetime import timedelta

from caseintake.diary.readiness import Stage
from caseintake.matters import dispatches, queries
from caseintake.matters import service as matters
from caseintake.matters.dispatch_model import AnswerKind
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import FilingKind, Lodged
from caseintake.plans import departure
from tests.deadlines.scene import DUE, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk


def test_what_is_not_lodged_stands_on_the_list_until_it_is(office: OfficeForTests) -> None:
    scene = set_limits(office)
    early, late = DUE - timedelta(days=10), DUE + timedelta(days=200)
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        (one,) = departure.before("AZ", early, uow=uow).to_lodge
        assert (one.due, one.own, len(one.applicants), one.stage) == (
            early - timedelta(days=1),
            DUE,
            3,
            Stage.NOT_BEGUN,
        )
        assert one.next is not None
        assert one.next.step.id == "begin"
        (one,) = departure.before("AZ", late, uow=uow).to_lodge
        assert one.due == DUE, "its own last day comes first"
        assert departure.before("GE", late, uow=uow).to_lodge == ()
        (course,) = queries.proceedings(matter, uow=uow)
        first, second, third = scene.cast.applicants
        today = exactly(uow.clock.today())
        form = matters.record_filing(
            course, kind=FilingKind.APPLICATION, how=Lodged.POST, lodged_on=today, applicants=(first, second), uow=uow
        )
        (one,) = departure.before("AZ", late, uow=uow).to_lodge
        assert one.applicants == (third,)
        dispatches.record_answer(form, course, kind=AnswerKind.REJECTED, answered_on=today, uow=uow)
        (one,) = departure.before("AZ", late, uow=uow).to_lodge
        assert one.applicants == scene.cast.applicants, "a form the Registry rejected lodges nothing"
        uow.commit()
    with at_desk(office, scene.cast.lawyer) as desk:
        page = desk.get(f"/departure?state=AZ&day={late.day}&month={late.month}&year={late.year}")
        assert "1 complaint has not been lodged" in page
        assert desk.get("/departure?day=40&month=1&year=2027", 422).count("Look at the day again") == 1
        assert "must be lodged before" in desk.get("/departure")
    with at_desk(office, scene.reader) as desk:
        assert "closed to you" in desk.get(f"/departure?state=AZ&day={late.day}&month={late.month}&year={late.year}")
