"""A coordinator makes a report of the matters she holds; one more client does not show in the next one."""

from __future__ import annotations

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries, service, team
from caseintake.vault.holders import Holder, VaultKind
from tests.matters.cast import hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def test_a_report_is_made_and_the_next_hides_one_more_client(office: OfficeForTests) -> None:
    cast = set_scene(office)
    reader = hire(office, Role.COORDINATOR, "Ayan Babayeva")
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DOCKET], Holder.person(reader))
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, reader, uow=uow)
        for number in range(6):
            service.add_applicant(matter, name=f"Aynur Əliyeva {number}", uow=uow)
        uow.commit()
    with at_desk(office, reader) as desk:
        assert "No report has been made yet" in desk.get("/reports")
        desk.press("/reports", "/reports/make")
        first = desk.get("/reports")
        assert "Report 1 of" in first
        assert "under 5" in first  # three before a civil court, six without proceedings
        assert "Quince 14" not in first
        assert ">3<" not in first.replace("\n", "")
        with office.unit(cast.lawyer) as uow:
            service.add_applicant(queries.matter(cast.matter, uow=uow), name="Nil Ərdoğan", uow=uow)
            uow.commit()
        desk.press("/reports", "/reports/make")
        second = desk.get("/reports")
        assert "Report 2 of" in second
        rows = [page.partition('<div class="columns">')[2].partition("no-print")[0] for page in (first, second)]
        assert rows[0] == rows[1]
        table = desk.send("/reports/file/fr", desk.fields("/reports", "/reports/file/fr"), 200).text
        assert "Quince" not in table
    with at_desk(office, cast.lawyer) as desk:
        desk.get("/reports", 404)
