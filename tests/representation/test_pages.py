"""Authorities through the pages: for everybody at once, for one person, and never signed without ink."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from caseintake.matters import queries, service
from caseintake.representation import authorities, numbers
from caseintake.representation.model import InkPage
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


@pytest.fixture
def desk(office: OfficeForTests, cast: Cast) -> Iterator[Desk]:
    with at_desk(office, cast.lawyer) as desk:
        yield desk


def day(number: int, name: str = "on", month: int = 2) -> dict[str, str]:
    return {f"{name}__day": str(number), f"{name}__month": str(month), f"{name}__year": "2026"}


def pages(office: OfficeForTests, cast: Cast) -> list[InkPage | None]:
    with office.unit(cast.lawyer, write=False) as uow:
        found = [line.page for line in authorities.lines(queries.matter(cast.matter, uow=uow), uow=uow)]
        for page in found:
            if page is not None:
                assert uow.proof(page).author.id == cast.lawyer
        return found


def test_from_prepared_to_posted(office: OfficeForTests, cast: Cast, desk: Desk) -> None:
    here = f"/matters/{cast.matter}/authorities"
    steps, prepare = desk.fields(here, "/steps"), desk.fields(here, "/prepare")
    words = "None of these has a page yet. Prepare the pages first."
    refused = desk.send(f"{here}/steps", steps, 422, numbers="1-3", step="printed", **day(20))
    assert words in refused.text
    refused = desk.send(f"{here}/prepare", prepare, 422, everybody="y", representative="")
    assert "Please fill this in." in refused.text
    desk.send(f"{here}/prepare", prepare, everybody="y", representative=str(cast.lawyer))
    desk.send(f"{here}/prepare", prepare, everybody="y", representative=str(cast.lawyer))
    made = pages(office, cast)
    assert len({page.number for page in made if page}) == 3
    assert all(page is not None and numbers.valid(page.number) for page in made)
    page = desk.get(here)
    assert len(re.findall(r"(applicant|representative): no", page)) == 6, "nobody has signed"
    assert "signed in ink" not in page.partition("<form")[0]

    def step(which: str, name: str, **more: str) -> None:
        desk.send(f"{here}/steps", desk.fields(here, "/steps"), numbers=which, step=name, **more)

    step("1-3", "printed", **day(20))
    step("1-2", "with_collector", words="The teacher of the upper village", **day(21))
    # Everything but ink: it still says that nobody signed.
    step("3", "original", words="Safe, second shelf", **day(22))
    page = desk.get(f"{here}?waits=to_hand_out")
    assert "Nil Ərdoğan" in page
    assert "Sevda" not in page
    step("1", "signed_by_applicant", **day(23))
    assert "The representative’s signature is missing." in desk.get(here)
    step("1", "signed_by_representative")
    assert "No date is written by hand beside the representative’s signature." in desk.get(f"{here}?waits=wrong")
    future = {**day(3, month=3), "numbers": "1", "step": "posted"}
    assert "This day has not come yet." in desk.send(f"{here}/steps", desk.fields(here, "/steps"), 422, **future).text
    absent = desk.send(f"{here}/steps", desk.fields(here, "/steps"), 422, numbers="7", step="printed", **day(20))
    assert "There is no applicant 7 here." in absent.text


def test_one_person(office: OfficeForTests, cast: Cast, desk: Desk) -> None:
    here = f"/matters/{cast.matter}/applicants/{cast.applicants[1]}/authority"
    desk.send(
        f"{here}/engagement",
        desk.fields(here, "/engagement"),
        how="code",
        scope="Domestic courts",
        **day(1, "agreed_on"),
    )
    no_lawyer = desk.send(f"{here}/power", desk.fields(here, "/power"), 422, forum="Nizami District Court")
    assert "Please fill this in." in no_lawyer.text
    desk.send(
        f"{here}/power", desk.fields(here, "/power"), kind="order", lawyer=str(cast.lawyer), number="004512",
        forum="Nizami District Court", instance="First instance", **day(1, "valid_from"), **day(28, "valid_until"),
    )  # fmt: skip
    page = desk.get(here)
    for words in ("With the return code", "Domestic courts", "004512", "not valid today", "No page yet."):
        assert words in page, words
    desk.send(f"{here}/end", desk.fields(here, "/end"), why="Given back", **day(26))
    assert "Given back" in desk.get(here)

    bulk = f"/matters/{cast.matter}/authorities"
    desk.send(
        f"{bulk}/prepare", desk.fields(bulk, "/prepare"), numbers="2", representative_name="Maître Éloïse Marchand"
    )
    desk.send(f"{here}/step", desk.fields(here, "/step"), step="signed_by_applicant", **day(24))
    desk.send(f"{here}/signer", desk.fields(here, "/signer"), signer="His sister", first_witness="Rauf Abbasov")
    page = desk.get(here)
    assert "Maître Éloïse Marchand" in page
    assert "Somebody else signed for an adult and no reason is given." in page
    assert "A mark needs two witnesses and the person who read the page aloud." in page
    desk.send(f"{here}/signer", desk.fields(here, "/signer"), signer_why="Cannot hold a pen", second_witness="Ivan P.",
              reader="Aysel", language="Talysh")  # fmt: skip
    desk.send(f"{here}/back", desk.fields(here, "/back"), reason="It was his cousin’s page")
    page = desk.get(here)
    assert "It was his cousin’s page" in page
    assert "to be printed" in page
    assert desk.client.post(f"{here}/nonsense", data=desk.fields(here, "/power")).status_code == 404


def test_a_list_of_many_asks_no_more_than_a_list_of_few(office: OfficeForTests, cast: Cast) -> None:
    asked: list[str] = []
    event.listen(office.office.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements() -> int:
        asked.clear()
        with office.unit(cast.lawyer, write=False) as uow:
            authorities.lines(queries.matter(cast.matter, uow=uow), uow=uow)
        return len(asked)

    statements()  # what a process reads once
    few = statements()
    with office.unit(cast.lawyer) as uow:
        for n in range(20):
            service.add_applicant(queries.matter(cast.matter, uow=uow), name=f"Applicant {n}", uow=uow)
        uow.commit()
    statements()
    more = statements()
    assert more <= few + 1, asked


def test_who_acts(office: OfficeForTests, cast: Cast, desk: Desk) -> None:
    here = f"/matters/{cast.matter}/representation"
    assert "One person alone holds the key of this matter." in desk.get(here)
    same = {"checks_account": str(cast.lawyer), "checks_account_too": str(cast.lawyer)}
    assert "Name two different people." in desk.post(here, 422, **same).text
    desk.post(here, person0=str(cast.lawyer), country0="AZ", name1="Maître Éloïse Marchand", country1="FR",
              account="Second account", checks_account=str(cast.lawyer))  # fmt: skip
    page = desk.get(here)
    assert "No look into the account with the Court is recorded." in page
    assert "No representative works outside" not in page
    assert re.search(r"Éloïse Marchand.*France", page, re.DOTALL)
    desk.press(here, f"{here}/looked")
    assert "No look into" not in desk.get(here)
