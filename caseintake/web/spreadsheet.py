"""A table as a file for a spreadsheet program. Pure: bytes out, nothing on the disk.

Whatever a cell says stays words: a codename that begins like a formula must not be run by the program that opens it.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

import xlsxwriter

#: An exact decimal is a number to the program that opens the file.
Cell = str | int | Decimal | date | None
#: What spreadsheet programs take for the beginning of a formula: in front, and behind what parts cells, since in most
#: of Europe that is a semicolon and a file with commas is parted there.
FORMULA: Final = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[\s\"]*[=+\-@]|[\t\r\n])")
#: Width of a column in characters, at most.
WIDEST: Final = 50


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it, commas, days as ISO 8601. Words like a formula begin with ``'``."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_plain(name) for name in columns])
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        return str(cell)
    return FORMULA.sub("'", cell)


def as_xlsx(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with a fixed first line; words are written as words, days as days. Names no author and no hour."""
    out = BytesIO()
    # `in_memory`: otherwise the parts lie in clear in a folder of the system until they are packed.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - of no zone and no moment of ours
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, bold)
        longest = max([len(name), *(len(_plain(row[at])) for row in rows)])
        sheet.set_column(at, at, min(longest, WIDEST) + 2)
    for down, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(down, at, datetime.combine(cell, time()))
            elif isinstance(cell, int | Decimal):
                sheet.write_number(down, at, float(cell))
            elif cell:
                sheet.write_string(down, at, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()
