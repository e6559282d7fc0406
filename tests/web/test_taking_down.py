"""Writing down a statement for somebody, at intake and in a matter, and the paper form: routes without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from caseintake.intake import queries
from caseintake.intake.sheets import read_number
from tests.intake.people import officer, papers
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk

pytestmark = pytest.mark.one_engine

WORDS = "Onu səhər apardılar. <b>Altı</b> gündür xəbər yoxdur."


@pytest.fixture
def reader(office: OfficeForTests) -> UUID:
    return officer(office)


@pytest.fixture
def desk(office: OfficeForTests, reader: UUID) -> Iterator[Desk]:
    with at_desk(office, reader) as desk:
        yield desk


def test_a_brother_speaks_an_officer_writes_the_client_confirms_and_gets_a_code(
    office: OfficeForTests, reader: UUID, desk: Desk
) -> None:
    told = {"speaker": "relative", "read_back": "yes", "what_happened": WORDS, "language": "az"}
    page = desk.post("/inbox/write-down", 422, **told).text
    assert "Say who spoke for the person." in page
    assert "&lt;b&gt;Altı" in page  # nothing typed is lost
    page = desk.post("/inbox/write-down", 422, **told, contact="Elşad", act__precision="day", act__day="40").text
    assert 'href="#act-' in page, page[page.find("summary") :][:1500]
    answer = desk.post("/inbox/write-down", **told, contact="Elşad, at the bakery", safety_urgent="detained")
    one = answer.headers["Location"]
    page = desk.get(one)
    for words in ("second-hand, not confirmed", "Elşad, at the bakery", "A relative or friend", "&lt;b&gt;Altı",
                  "No code opens this conversation", "No way to reach the person is known"):  # fmt: skip
        assert words in page
    assert "second-hand" in desk.get(f"{one}/answer")
    with office.unit(reader, write=False) as uow:
        row = queries.inbox(uow=uow).rows[0]
        (statement,) = queries.taken_down(row, uow=uow)
    confirm = f"{one}/statements/{statement}/confirm"
    desk.post(confirm, 422)
    desk.post(confirm, 422, how="voice", on__day="3", on__month="3", on__year="2036")
    desk.post(confirm, how="voice", on__day="2", on__month="3", on__year="2026")
    page = desk.get(one)
    assert "confirmed by the person" in page
    assert "second-hand" not in page
    first = desk.post(f"{one}/code", 200, how="person")
    assert "return-code" not in first.text  # asked once more
    page = desk.send(f"{one}/code", fields_of(first.text), 200).text
    assert page.count("<li><span>") == 6
    assert "No code opens this conversation" not in desk.get(one)
    desk.post(f"{one}/accept", name="Sevda Qarayeva", codename="Fern 31", join="y", text="We are ready.")
    matter = next(part for part in desk.get("/matters").split('"') if part.startswith("/matters/") and len(part) > 20)
    client = next(
        part for part in desk.get(f"{matter}/applicants").split('"')
        if "/applicants/" in part and part.count("/") == 4 and part[-13] == "-"
    )  # fmt: skip
    page = desk.get(client)
    assert "Elşad, at the bakery" in page  # the source of the contact, and what the statement says of itself
    assert "confirmed by the person" in page
    desk.post(f"{client}/conversation/write-down", speaker="client", read_back="no", what_happened="More.")
    page = desk.get(client)
    assert "second-hand, not confirmed" in page
    assert "not read back" in page


def fields_of(html: str) -> object:
    from tests.web.matters_desk import Fields

    return next(fields for at, fields in Fields(html).forms if "sure" in fields)


def test_a_number_with_a_slip_is_named_and_a_sheet_is_entered_once(desk: Desk) -> None:
    page = desk.get("/paper-form?in=ru")
    number = page.partition("paper-head")[2].partition("<strong>")[2].partition("</strong>")[0]
    assert read_number(number) == number
    told = {"speaker": "client", "read_back": "yes", "what_happened": WORDS, "setting": "paper"}
    wrong = ("A" if number[0] != "A" else "B") + number[1:]
    assert "not the number of a paper form" in desk.post("/inbox/write-down", 422, **told, paper=wrong).text
    one = desk.post("/inbox/write-down", **told, paper=number.lower()).headers["Location"]
    assert number in desk.get(one)
    assert "written down already" in desk.post("/inbox/write-down", 422, **told, paper=number).text


@pytest.mark.parametrize("language", ["az", "ru", "en", "fr"])
def test_the_paper_form_asks_what_the_form_asks_and_does_not_say_whose_it_is(desk: Desk, language: str) -> None:
    page = desk.get(f"/paper-form?in={language}")
    paper = page[page.index('class="paper-form"') :]
    assert paper.count('class="paper-form"') == 2
    at = 0
    for section in papers().questionnaire.sections:
        for field in section.fields:
            found = paper.find(f"<strong>{escaped(field.label.in_(language))}</strong>", at)
            assert found >= at, field.id
            at = found
    office = papers().office
    assert office is not None
    assert office.name.in_(language) not in paper
    assert all(address.url not in paper for address in office.addresses)


def escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))
