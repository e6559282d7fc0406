"""After a rule has changed: everything is counted anew, some at a time, and where it stopped it goes on."""

from __future__ import annotations

import pytest

from caseintake.deadlines import recounting, service
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.kinds import Forum
from tests.deadlines.scene import set_limits
from tests.deadlines.test_changes import with_months
from tests.office import OfficeForTests
from tests.web.matters_desk import Fields, at_desk


def test_it_goes_on_where_it_stopped_and_ends(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = set_limits(office)
    with office.unit(scene.cast.lawyer) as uow:
        other = matters.create_matter(codename="Acorn 2", uow=uow)
        one = matters.add_applicant(other, name="Тофик Гасанов", uow=uow)
        matters.record_proceeding(other, state="AZ", forum=Forum.NO_REMEDY, applicants=[one.id], uow=uow)
        uow.commit()
    with office.unit(scene.cast.lawyer, write=False) as uow:
        whole = recounting.progress(uow=uow)
        assert whole.left == 0
        assert whole.whole >= 4
    law = with_months(5)
    monkeypatch.setattr(service, "the_law", lambda: law)
    monkeypatch.setattr(recounting, "BATCH", 1)
    with at_desk(office, scene.cast.lawyer) as desk:
        assert f'<progress id="at" value="{whole.whole - 3}" max="{whole.whole}">' in desk.get("/recount")
        presses = 0
        while "/recount" in [at for at, _ in Fields(desk.get("/recount")).forms]:
            desk.press("/recount", "/recount")
            presses += 1
            assert presses < 9, "it ends"
        assert presses == 1, "one matter has limits of the changed rule; the other is not touched"
    with office.unit(scene.cast.lawyer, write=False) as uow:
        assert recounting.progress(uow=uow) == (whole.whole, whole.whole)
        matter = queries.matter(scene.cast.matter, uow=uow)
        rows = [row for row in service.deadlines_of(matter, uow=uow) if row.rule == "echr.application"]
        assert all(row.held is not None for row in rows), "more time is believed once somebody has looked at it"
