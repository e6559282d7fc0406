"""A lawyer's day with a matter, through the pages, without JavaScript."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from caseintake.i18n import LANGUAGES, use
from caseintake.intake import service as intake
from caseintake.intake.queries import inbox
from caseintake.matters import service
from caseintake.matters.table import Row, read_table
from caseintake.web.office.applicants import FileForm
from tests.intake.people import STATEMENT, officer, send
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields, at_desk, errors

pytestmark = pytest.mark.one_engine


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
    form, new = desk.fields(f"{made}/complaints/new"), f"{made}/complaints/new"
    for _press in range(2):
        assert desk.send(new, form, article="10", what="The account was taken over").location == f"{made}/complaints"
    assert desk.get(f"{made}/complaints").count("The account was taken over") == 1, "pressed twice, recorded once"
    assert "There is no applicant 7 here." in errors(desk.send(new, form, 422, numbers="1, 7").text)
    desk.send(new, form, what="Fetched back, and another one written in it", numbers="1", applicants=[])
    assert "another one written" in desk.get(f"{made}/complaints")
    proceeding = desk.post(f"{made}/proceedings/new", court="Nizami District Court", case_number="3-77").location
    desk.post(f"{proceeding}/decisions/new", decided_on__day="3", decided_on__month="2", decided_on__year="2026",
              served_on__precision="month", served_on__month="2", served_on__year="2026")  # fmt: skip
    desk.post(f"{proceeding}/filings/new", lodged_on__day="27", lodged_on__month="2", lodged_on__year="2026")
    page = desk.get(proceeding)
    for words in ("3 February 2026", "February 2026", "27 February 2026", "The proof of lodging is missing."):
        assert words in page, words
    filing = f"{made}/filings/" + page.split("/filings/")[-1][:36]
    desk.send(filing, desk.fields(filing), 303, taken_back="Of another case")
    assert "taken back: Of another case" in desk.get(proceeding)


def test_bad_dates_are_said_at_their_box_and_nothing_typed_is_lost(desk: Desk, cast: Cast) -> None:
    page = f"/matters/{cast.matter}/proceedings/{cast.proceeding}/decisions/new"
    for boxes, box, words in (
        ({"decided_on__day": "31", "decided_on__month": "6", "decided_on__year": "2025"}, "decided_on-day", "30 days"),
        ({"decided_on__day": "1", "decided_on__month": "6", "decided_on__year": "202"}, "decided_on-year", "four"),
        ({"served_on__day": "3", "served_on__month": "3", "served_on__year": "2026"}, "served_on-year", "not come yet"),
        ({"decided_on__day": "9", "decided_on__month": "6", "decided_on__year": "2025", "served_on__day": "8",
          "served_on__month": "6", "served_on__year": "2025"}, "served_on-year", "before it was made"),
    ):  # fmt: skip
        answer = desk.post(page, 422, outcome="Claim dismissed, costs to the State", **boxes)
        assert f'href="#{box}"' in answer.text
        assert words in answer.text
        assert "Claim dismissed, costs to the State" in answer.text
        for name, value in boxes.items():
            assert f'name="{name.replace("__", "-")}" value="{value}"' in answer.text
    assert "Nothing yet." in desk.get(f"/matters/{cast.matter}/proceedings/{cast.proceeding}")


def test_a_date_goes_only_by_a_tick_with_a_reason(desk: Desk, cast: Cast) -> None:
    proceeding = f"/matters/{cast.matter}/proceedings/{cast.proceeding}"
    desk.post(f"{proceeding}/decisions/new", decided_on__day="9", decided_on__month="6", decided_on__year="2025")
    decision = re.search(r"/matters/[0-9a-f-]+/decisions/[0-9a-f-]+", desk.get(proceeding))[0]

    desk.post(decision, decided_on__day="", decided_on__month="", decided_on__year="")
    assert "9 June 2025" in desk.get(proceeding), "an empty box erases nothing"
    answer = desk.post(decision, 422, decided_on__clear="y")
    assert 'href="#decided_on-reason"' in answer.text
    desk.post(decision, decided_on__clear="y", decided_on__reason="It was the day of the hearing")
    page = desk.get(proceeding)
    assert "It was the day of the hearing" in page
    assert "The day of the decision is missing." in page


def test_one_applicant_was_served_on_another_day(desk: Desk, cast: Cast) -> None:
    proceeding = f"/matters/{cast.matter}/proceedings/{cast.proceeding}"
    desk.post(f"{proceeding}/decisions/new", decided_on__day="9", decided_on__month="6", decided_on__year="2025")
    decision = re.search(r"/matters/[0-9a-f-]+/decisions/[0-9a-f-]+", desk.get(proceeding))[0]
    page = f"{decision}/applicants/{cast.applicants[1]}"

    desk.post(page, 422)
    desk.post(page, 422, served_on__day="8", served_on__month="6", served_on__year="2025")
    desk.post(page, served_on__day="20", served_on__month="6", served_on__year="2025", served_on__source="envelope")
    assert "20 June 2025" in desk.get(proceeding)


def test_a_pasted_table_is_shown_first_and_taken_whole_or_not_at_all(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}/applicants"
    rows = [f"Applicant No {n}\taz\t{'back with the code' if n else ''}\tpress club\t" for n in range(40)]
    answer = desk.post(f"{here}/paste", 422, table="\n".join([*rows, "\tru\tnobody knows"]), go="add")
    assert "Row 41: the name is missing." in answer.text
    assert "Applicant No 39" in answer.text, "the table is still in the form"
    shown = desk.post(f"{here}/paste", 200, table="\n".join(rows)).text
    assert "This will make 40 applicants" in shown
    assert "missing" in shown
    spelt = desk.post(f"{here}/paste", 200, table="Timur Aliyev\taz\tcode\nЛейла Гасанова\tru\tcode").text
    assert spelt.count("this name is here already") == 1, "Тимур Алиев, in other letters"
    assert "Applicant No" not in desk.get(here)
    fields = next(fields for _at, fields in Fields(shown).forms if "table" in fields)
    desk.send(f"{here}/paste", fields, go="add")
    assert desk.get(here).count("Applicant No") == 40
    again = desk.send(f"{here}/paste", fields, 200, go="add").text
    assert "this name is here already" in again
    assert desk.get(here).count("Applicant No") == 40, "pressed twice, made once"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_comes_as_a_file_with_headings_in_any_order_and_leaves_nothing(
    office: OfficeForTests, desk: Desk, cast: Cast, encoding: str
) -> None:
    page = f"/matters/{cast.matter}/applicants/paste"
    told = "Никогда;ФИО;Язык;Источник\nзвонить домой;Тимур Алиев;Русский;«Мост»\n;Nigar Ələkbərli;azərbaycanca;\n"
    before = sorted(office.office.settings.blobs.rglob("*"))
    fields = desk.fields(page, "/file").to_dict()
    file = (io.BytesIO(told.encode(encoding)), "adlar.csv")
    answer = desk.client.post(f"{page}/file", data={**fields, "file": file}, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text[-3000:]
    for words in ("Тимур Алиев", "звонить домой", "«Мост»", "Nigar Ələkbərli", "This will make 2 applicants"):
        assert words in answer.text
    assert sorted(path for path in office.office.settings.blobs.rglob("*") if path.is_file()) == [
        path for path in before if path.is_file()
    ]
    wrong = {**fields, "file": (io.BytesIO(b"PK\x03\x04\xff"), "x.xlsx")}
    answer = desk.client.post(f"{page}/file", data=wrong, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "saved as CSV" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_the_form_is_a_heading_in_every_language(language: str) -> None:
    """A column copied with the words of our own pages is understood; the labels come from the form itself."""
    columns = sorted(Row._fields, reverse=True)
    with use(language):
        heads = [str(getattr(FileForm, column).args[0]) for column in columns]
    table = read_table("\t".join(heads) + "\n" + "\t".join(columns))
    assert table.faults == ()
    assert table.rows == ((2, Row(**{column: column for column in columns})),)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("Name,Colour\nA,red", "Row 1: the column “Colour” is not known."),
        ("Dil,Язык,Ad\naz,az,A", "Row 1: two columns mean the same"),
        ("Язык;Источник\nru;X", "Row 1: there is no column with the name."),
        ("Name,Language\nA,az,more", "Row 2: there is more in it than there are columns."),
        (f"Name\n{'A' * 201}", "Row 2: a cell is too long."),
        ('Name,Language\n"A,az', "A quotation mark is open"),
        ("Name,Language", "There is no row with a person."),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_row(table: str, said: str) -> None:
    (fault,) = read_table(table).faults
    assert said in fault


def test_two_tabs_show_both_texts(desk: Desk, cast: Cast) -> None:
    page = f"/matters/{cast.matter}/applicants/{cast.applicants[0]}/edit"
    old = desk.fields(page)
    desk.post(page, note="She moved to her aunt in the spring, first version")
    answer = desk.send(page, old, 409, note="She moved to her uncle in the spring, second version")
    assert "first version" in answer.text
    assert "second version" in answer.text
    desk.send(page, old, 400, note="a form that cannot be read is refused\x00")


def test_a_file_goes_in_sealed_and_comes_out_whole(office: OfficeForTests, desk: Desk, cast: Cast) -> None:
    body = b"%PDF-1.7 the envelope, both sides \xff\x00" * 4000
    for here in (f"/matters/{cast.matter}", f"/matters/{cast.matter}/applicants/{cast.applicants[0]}"):
        form = desk.press(f"{here}/documents", f"{here}/documents/add").location
        fields = desk.fields(form, form)
        sent = [("csrf_token", fields["csrf_token"]), ("intimate", "y")]
        files = {"files": (io.BytesIO(body), "Сканы конверта.pdf")}
        answer = desk.client.post(form, data={**dict(sent), **files}, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text[-2000:]
        again = desk.client.post(form, data={**dict(sent), "files": (io.BytesIO(b"x"), "x")})
        assert again.status_code == 403, "a ticket is good once"

        page = desk.get(f"{here}/documents")
        assert "Сканы конверта.pdf" not in page, "a private file has no name in a list"
        assert "marked private" in page
        download = re.search(rf"{here}/documents/[0-9a-f-]{{36}}", page)[0]
        assert "Open a private file" in desk.press(f"{here}/documents", download, 200).text
        asked = desk.fields(f"{here}/documents", download)
        answer = desk.send(download, asked, 200, asked="yes", reason="The Court asks for it.")
        assert answer.data == body
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "opened a document" in desk.get(f"/matters/{cast.matter}/log")
    assert not [
        path
        for path in office.office.settings.directory.rglob("*")
        if path.is_file() and body[:30] in path.read_bytes()
    ]


def test_a_colleague_gets_the_key_and_loses_it(office: OfficeForTests, desk: Desk, cast: Cast) -> None:
    team = f"/matters/{cast.matter}/team"
    desk.send(f"{team}/add", desk.fields(team, f"{team}/add"), person=cast.second)
    assert "Marc Orban" in desk.get(team)
    with at_desk(office, cast.second) as other:
        assert "Quince 14" in other.get("/matters")
        other.get(f"/matters/{cast.matter}/applicants/{cast.applicants[2]}/edit")
    desk.post(
        f"/matters/{cast.matter}/applicants/{cast.applicants[2]}/access", whole_team=[], holders=[str(cast.lawyer)]
    )
    with at_desk(office, cast.second) as other:
        one, two = f"applicants/{cast.applicants[2]}", f"proceedings/{cast.proceeding}"
        for page in ("applicants", one, two, "team", "complaints", "log", "complaints/new"):
            assert "Ərdoğan" not in other.get(f"/matters/{cast.matter}/{page}"), page
        for page in ("edit", "access", "documents"):
            other.get(f"/matters/{cast.matter}/applicants/{cast.applicants[2]}/{page}", 404)
    desk.press(team, f"{team}/{cast.second}/remove")
    with at_desk(office, cast.second) as other:
        assert "Quince 14" not in other.get("/matters")
        other.get(f"/matters/{cast.matter}", 404)
    log = desk.get(f"/matters/{cast.matter}/log")
    for words in ("gave a colleague the key", "closed a client file to the team", "took the key from a colleague"):
        assert words in log


def test_a_row_changed_in_the_database_is_said_aloud(office: OfficeForTests, desk: Desk, cast: Cast) -> None:
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("UPDATE applicant SET number = number + 50"))
    page = desk.get(f"/matters/{cast.matter}/applicants")
    assert "This entry was changed after it was written and is not shown" in page
    assert "Qarayeva" not in page


def test_a_statement_that_was_accepted_stands_in_the_client_file(office: OfficeForTests, cast: Cast) -> None:
    reader = officer(office)
    send(office.office)
    with office.unit(reader) as uow:
        (waiting,) = inbox(uow=uow).rows
        row = intake.find(waiting.id, uow=uow)
        matter = service.create_matter(codename="Heron 51", responsible=cast.lawyer, join=False, uow=uow)
        applicant = intake.accept_into(row, matter, name="Aytən Mirzə", text="A lawyer is ready.", once="1", uow=uow)
        uow.commit()
    page = f"/matters/{matter.id}/applicants/{applicant.id}"
    with at_desk(office, cast.lawyer) as desk:
        shown = desk.get(page)
    assert STATEMENT in html.unescape(shown)
    assert "A lawyer is ready." in shown
    assert "author not proven" not in shown
    with at_desk(office, cast.second) as desk:
        desk.get(page, 404)
