"""A table as a file: words stay words, days stay days, and the file says nothing of who made it and when."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from caseintake.web import spreadsheet

#: What a spreadsheet program would run, or take for another field or line.
SHARP = ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx", 'a "quoted", word', "two\nlines", "Гранат 9", '=HYPERLINK("x")']
COLUMNS = ["Matter", "Last day", "Number"]
ROWS = [[word, date(2026, 6, 5), 3] for word in SHARP] + [["", None, 0]]


def test_csv_runs_no_formula_and_loses_nothing() -> None:
    made = spreadsheet.as_csv(COLUMNS, ROWS)
    assert made.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(StringIO(made.decode("utf-8-sig"), newline=""))
    assert head == COLUMNS
    assert rows[-1] == ["", "", "0"]
    for word, row in zip(SHARP, rows, strict=False):
        assert row[0][0] not in "=+-@\t\r\n"
        assert row[0].removeprefix("'") == word
        assert row[1:] == ["2026-06-05", "3"]


@pytest.mark.parametrize("word", ["A;=1+1", 'A;"=1+1"', "A; =1+1", "A\t@x", " =1+1", "A\n-2"])
def test_csv_runs_no_formula_where_semicolons_part_the_cells(word: str) -> None:
    made = spreadsheet.as_csv(["Matter"], [["x"], [word]]).decode("utf-8-sig")
    for mark in ";\t,":
        for row in csv.reader(StringIO(made, newline=""), delimiter=mark):
            assert not [cell for cell in row if cell.strip(' "\t\n')[:1] in tuple("=+-@")], row


def test_xlsx_writes_words_as_words_and_days_as_days() -> None:
    made = spreadsheet.as_xlsx("List", COLUMNS, ROWS)
    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    got = [list(row) for row in sheet.iter_rows(min_row=2)]
    for word, row in zip(SHARP, got, strict=False):
        assert row[0].data_type == "s"
        assert row[0].value.replace("_x000D_", "\r") == word
        assert row[1].value.date() == date(2026, 6, 5)
        assert row[2].value == 3
    assert sheet.freeze_panes == "A2"


def test_xlsx_names_no_author_and_no_hour() -> None:
    with zipfile.ZipFile(BytesIO(spreadsheet.as_xlsx("List", COLUMNS, ROWS))) as parts:
        told = parts.read("docProps/core.xml").decode()
        dates = {part.date_time[:3] for part in parts.infolist()}
    assert "<dc:creator></dc:creator>" in told or "<dc:creator/>" in told
    assert told.count("2000-01-01T00:00:00Z") == 2
    assert dates == {(1980, 1, 1)}


def test_an_empty_table_is_a_file_too() -> None:
    assert spreadsheet.as_csv(COLUMNS, []).decode("utf-8-sig") == "Matter,Last day,Number\r\n"
    assert load_workbook(BytesIO(spreadsheet.as_xlsx("List", COLUMNS, []))).active is not None


def test_nothing_lies_on_the_disk_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a part of the file was about to lie in clear on the disk")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)
    assert spreadsheet.as_xlsx("List", COLUMNS, ROWS)
