"""Cells of a spreadsheet: what is read, and the sentence for what cannot be."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from caseintake.i18n import LANGUAGES, gettext_for, use
from caseintake.matters.facts import DateFact, Precision
from caseintake.matters.kinds import Finality, Forum, Instance
from caseintake.old_cases import rows, sheets
from caseintake.old_cases.columns import FIELDS, guessed
from caseintake.old_cases.days import day_of
from caseintake.sandbox import reader

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-03-12", date(2025, 3, 12), date(2025, 3, 12), Precision.DAY),
        ("12.03.2025", date(2025, 3, 12), date(2025, 3, 12), Precision.DAY),
        ("2.3.2025", date(2025, 3, 2), date(2025, 3, 2), Precision.DAY),
        ("31/03/2025", date(2025, 3, 31), date(2025, 3, 31), Precision.DAY),
        ("03/31/2025", date(2025, 3, 31), date(2025, 3, 31), Precision.DAY),
        ("03/03/2025", date(2025, 3, 3), date(2025, 3, 3), Precision.DAY),
        ("2025-03-12 00:00:00", date(2025, 3, 12), date(2025, 3, 12), Precision.DAY),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH),
        ("03.2025", date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), Precision.BETWEEN),
        ("2024..2025-02-10", date(2024, 1, 1), date(2025, 2, 10), Precision.BETWEEN),
        ("..12.03.2025", None, date(2025, 3, 12), Precision.NOT_LATER),
        ("2026-03", date(2026, 3, 1), TODAY, Precision.MONTH),
    ],
)
def test_a_day_as_it_is_written(text, earliest, latest, precision) -> None:
    fact = day_of(text, TODAY)
    assert isinstance(fact, DateFact), fact
    assert (fact.earliest, fact.latest, fact.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2025", "can mean two days"),
        ("30.02.2025", "There is no such day"),
        ("soon", "is no date"),
        ("12.03.25", "is no date"),
        ("2027-01-01", "has not come yet"),
        ("45000", "is no date"),
        ("2025-05..2025-03", "There is no such day"),
        ("..", "There is no such day"),
    ],
)
def test_what_is_no_day_or_two_is_refused(text: str, said: str) -> None:
    assert said in str(day_of(text, TODAY))


def test_an_empty_cell_is_nothing_and_a_last_day_may_lie_ahead() -> None:
    assert day_of("  ", TODAY) is None
    ahead = day_of("01.06.2026", TODAY, ahead=True)
    assert isinstance(ahead, DateFact)
    assert ahead.earliest == date(2026, 6, 1)


def test_headings_are_known_in_four_languages_and_none_is_taken_twice() -> None:
    for code in LANGUAGES:
        heads = [gettext_for(code)(label) for label in FIELDS.values()]
        assert guessed(heads) == tuple(FIELDS)
    assert guessed(["ƏRİZƏÇİ", "Qərar", "Decision date", "colour"]) == ("applicants", "decided_on", "", "")


def read(text: str, mapping: str | None = None) -> rows.Rows:
    cells = sheets.cells_of(text)
    return rows.read_rows(cells, tuple(mapping.split()) if mapping else guessed(cells[0]), TODAY)


def test_rows_are_read_in_any_of_the_languages() -> None:
    with use("ru"):
        found = read(
            "Matter\tApplicants\tRespondent State\tKind of proceedings\tWho decided\tDecided on\tFinal\n"
            "Quince\tСевда Алиева; Murad Əliyev\tГрузия\tcivil\tcassation\t12.03.2025\tда\n",
            "matter applicants state forum instance decided_on final",
        )
    (row,) = found.good
    assert found.faults == ()
    assert (row.number, row.matter, row.applicants, row.state) == (2, "Quince", ("Севда Алиева", "Murad Əliyev"), "GE")
    assert (row.forum, row.instance, row.final) == (Forum.CIVIL, Instance.CASSATION, Finality.YES)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("\tAZ\tcivil\t2025-01-10\t\tyes", "the applicant is missing"),
        ("Aysel\tAtlantis\tcivil\t2025-01-10\t\tyes", "“Atlantis” is no member State"),
        ("Aysel\tAZ\tpoetry\t2025-01-10\t\tyes", "“poetry” is not known"),
        ("Aysel\tAZ\tcivil\t2025-01-10\t\tperhaps", "Final: write yes or no"),
        ("Aysel\tAZ\tcivil\t\t\tyes", "there is no date in it"),
        ("Aysel\tAZ\tcivil\t2025-01-10\t2025-01-09\tyes", "cannot be served before it was made"),
    ],
)
def test_a_row_that_cannot_be_is_told_why_by_its_number(cells: str, said: str) -> None:
    mapping = "applicants state forum decided_on served_on final"
    head = mapping.replace(" ", "\t")
    found = read(f"{head}\nLalə\tAZ\tcivil\t2025-01-10\t\tyes\n{cells}", mapping)
    assert [row.number for row in found.good] == [2]
    assert [number for number, _ in found.faults] == [3]
    assert said in found.faults[0][1]


def test_a_lodging_after_a_decision_that_is_not_final_is_not_guessed() -> None:
    found = read("a\tb\tc\nLalə\t2025-01-10\t2025-02-01", "applicants decided_on lodged_on")
    assert "say what was lodged" in found.faults[0][1]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (("applicants", "decided_on", "decided_on"), "Two columns"),
        (("decided_on", "", ""), "holds the applicants"),
        (("applicants", "", "court"), "holds a date"),
        (("applicants", "limit_on", ""), ""),
    ],
)
def test_a_mapping_that_cannot_be(mapping: tuple[str, ...], said: str) -> None:
    fault = rows.mapping_fault(mapping)
    assert (said in fault) if said else not fault


def xlsx(*table: tuple[object, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in table:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_file_is_read_with_its_days() -> None:
    text = sheets.text_of_file(xlsx(("Ərizəçi", "Qərar"), ("Səbinə\nHüseynova", datetime(2025, 3, 31)), ("=1+1", 12.0)))  # noqa: DTZ001 - as a spreadsheet keeps a day
    assert sheets.cells_of(text) == [["Ərizəçi", "Qərar"], ["Səbinə Hüseynova", "2025-03-31"], ["", "12"]]
    again = 'Name;Decision\n"a ""b""; c";2025-01-01\n'
    assert sheets.cells_of(sheets.text_of_file(again.encode())) == [["Name", "Decision"], ['a "b"; c', "2025-01-01"]]


def bomb(body: bytes = b" " * (reader.UNPACKED_BYTES + 1)) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 broken", "no table we can read"),
        (bomb(), "too large"),
        (bomb(b"<c/>" * 700_000), "too large"),
        (b"\xff\xfe\x00", "no table we can read"),
        (b"\x00\x01", "no table we can read"),
        (b"only one line", "There is no table here"),
        (b"a;b\n" + b"x;y\n" * 2001, "At most 2000 rows"),
        (b"a;b\n" + b";".join([b"x"] * 61), "at most 60 columns"),
        (b'a;b\n"x;y', "quotation mark"),
        (b"a;b\n" + b"x" * 2001 + b";y", "too long"),
    ],
)
def test_what_is_no_table_is_told_so(content: bytes, said: str) -> None:
    with pytest.raises(sheets.BadSheet, match=said):
        sheets.text_of_file(content)
