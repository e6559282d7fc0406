"""Costs at two browsers: the lead opens and writes, a colleague of the same matter finds nothing."""

from __future__ import annotations

from io import BytesIO

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries, team
from tests.matters.cast import hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine
DAY = {"on__day": 20, "on__month": 2, "on__year": 2026}


def test_from_opening_to_the_schedule_and_the_end(office: OfficeForTests) -> None:
    cast = set_scene(office)
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")
    here = f"/matters/{cast.matter}/costs"
    with office.unit(cast.lawyer) as uow:
        for person in (cast.second, third):
            team.add_member(queries.matter(cast.matter, uow=uow), person, uow=uow)
        uow.commit()
    with at_desk(office, cast.lawyer) as lead:
        lead.send(f"{here}/open", lead.fields(here, "/open"), other=cast.second)
        refused = lead.post(f"{here}/new/time", 422, what="Observations", hours="2:90", rate="1,250", **DAY)
        assert "Write the time worked on one day" in refused.text
        assert "Write a sum like 1250.50" in refused.text
        lead.post(f"{here}/new/time", what="=Observations", hours="2,5", rate="1 200.10", numbers="1-2", **DAY)
        lead.post(f"{here}/new/time", what="Call", hours="1", rate="", **DAY)
        at = lead.post(f"{here}/new/expense", what="Court fee", amount="100", amount_currency="AZN", **DAY).location
        fields = {"csrf_token": lead.fields(at)["csrf_token"], "file": (BytesIO(b"%PDF-1.4 fee"), "fee.pdf")}
        assert lead.client.post(at, data=fields, content_type="multipart/form-data").status_code == 303
        page = lead.get(here).replace("\u00a0", " ")
        assert "EUR 3 000.25" in page
        assert "AZN 100.00" in page
        assert page.count("no rate") == 1
        assert "proof is missing" not in page
        proof = next(part for part in page.split('"') if part.endswith("/proof"))
        assert lead.press(here, proof, 200).data == b"%PDF-1.4 fee"
        share = lead.get(f"{here}?of={cast.applicants[0]}").replace("\u00a0", " ")
        assert "EUR 1 500.13" in share
        table = lead.press(here, f"{here}/file/csv?of=all&words=en", 200).text
        assert "Qui" in lead.press(f"{here}?words=fr", f"{here}/file/csv?of=all&words=fr", 200).text.splitlines()[0]
        assert "'=Observations" in table
        assert "3000.25" in table
        with office.unit(third, write=False) as uow:
            assert queries.matter(cast.matter, uow=uow).about
    with at_desk(office, third) as other:
        page = other.get(here)
        assert "You do not hold the costs" in page
        assert "Observations" not in page
        other.get(f"{here}/key", 404)
        other.get(f"{here}/new/time", 404)
        other.get(at, 404)
    with at_desk(office, cast.lawyer) as lead:
        lead.post(f"{here}/key", go="ask", why="The term is over")
        lead.post(f"{here}/key", 422, go="end")
    with at_desk(office, cast.second) as second:
        second.post(f"{here}/key", go="end")
        assert "You do not hold the costs" in second.get(here)
