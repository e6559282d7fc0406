"""A lawyer's day with a matter, through the pages, without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from uuid import UUID

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


@pytest.fixture
def desk(office: OfficeForTests, cast: Cast) -> Iterator[Desk]:
    with at_desk(office, cast.lawyer) as desk:
        yield desk


def test_every_page_of_a_matter_opens(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}"
    assert "Quince 14" in desk.get("/matters")
    for page in ("", "/edit", "/applicants", "/applicants/new", "/applicants/paste", "/complaints", "/complaints/new",
                 "/proceedings", "/proceedings/new", "/documents", "/team", "/log"):  # fmt: skip
        assert "Quince 14" in desk.get(here + page), page
    assert "Sevda Qarayeva" in desk.get(f"{here}/applicants/{cast.applicants[0]}")
    assert "2(009)-118/2026" in desk.get(f"{here}/proceedings/{cast.proceeding}")
    for page in ("decisions/new", "filings/new", "edit"):
        desk.get(f"{here}/proceedings/{cast.proceeding}/{page}")


def test_a_matter_an_applicant_a_decision_and_a_filing_by_hand(desk: Desk) -> None:
    made = desk.post("/matters/new").location
    desk.post(f"{made}/applicants/new", name="Rauf Həsənli", contact="At the market on Saturdays")
    desk.post(f"{made}/complaints/new", article="10", what="The account was taken over")
    proceeding = desk.post(f"{made}/proceedings/new", court="Nizami District Court", case_number="3-77").location
    desk.post(f"{proceeding}/decisions/new", decided_on__day="3", decided_on__month="2", decided_on__year="2026",
              served_on__precision="month", served_on__month="2", served_on__year="2026")  # fmt: skip
    desk.post(f"{proceeding}/filings/new", lodged_on__day="27", lodged_on__month="2", lodged_on__year="2026")
    page = desk.get(proceeding)
    for words in ("February 3, 2026", "February 2026", "February 27, 2026", "The proof of lodging is missing."):
        assert words in page, words
