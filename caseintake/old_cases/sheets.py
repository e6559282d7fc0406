"""The cells of a file: CSV, text with tabs, or the first sheet of an XLSX file."""

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

from openpyxl.reader.excel import load_workbook

from caseintake.i18n import _

#: Rows and columns one table may have; more come in several.
ROWS: Final = 2000
COLUMNS: Final = 60
CELL_CHARACTERS: Final = 2000
#: An XLSX file is a ZIP file of XML: unpacked it may be so large and have so many tags, four or so to a cell, so that
#: a small file somebody sent the office cannot fill the memory.
UNPACKED_BYTES: Final = 10_000_000
TAGS: Final = 600_000


class BadSheet(Exception):
    """The file or text holds no table that can be read. The message is a sentence for whoever sent it."""


def text_of_file(content: bytes) -> str:
    """The table of a file as text with tabs. Raises `BadSheet`."""
    if content[:2] == b"PK":
        return to_text(_xlsx(content))
    for encoding in ("utf-8-sig", *(("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ())):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return to_text(cells_of(text))
    raise BadSheet(_("This is no table we can read. Save it as XLSX, or as CSV in UTF-8."))


def cells_of(text: str) -> list[list[str]]:
    """The rows of a pasted table whose cells are parted by tabs, semicolons or commas. Raises `BadSheet`."""
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;," if mark in first), "\t")
    try:
        rows = list(csv.reader(StringIO(text), delimiter=mark, strict=True))
    except csv.Error:
        raise BadSheet(_("A quotation mark is open somewhere. Look at the cells with quotation marks.")) from None
    return _bounded([[_plain(cell) for cell in row] for row in rows])


def to_text(rows: list[list[str]]) -> str:
    """The rows as text with tabs, the way a form brings them back."""
    out = StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            large = sum(one.file_size for one in parts) > UNPACKED_BYTES
            if large or sum(packed.read(one).count(b"<") for one in parts) > TAGS:
                raise BadSheet(_("This file is too large. Send fewer rows at once."))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)  # type: ignore[no-untyped-call]
        rows = book.worksheets[0].iter_rows(max_row=ROWS + 2, max_col=COLUMNS, values_only=True)
        found = [[_plain(_written(value)) for value in row] for row in rows]
        book.close()
    except BadSheet:
        raise
    except Exception as error:  # a broken file breaks the reader in any way it likes
        raise BadSheet(_("This is no table we can read. Save it as XLSX, or as CSV in UTF-8.")) from error
    return _bounded(found)


def _written(value: Any) -> str:
    """A cell as a person would read it; a day that a spreadsheet keeps as a number is ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell), default=0)
    if len(rows) < 2:
        raise BadSheet(_("There is no table here: a row of headings and below it one row for each decision."))
    if len(rows) > ROWS + 1:
        raise BadSheet(_("At most %(rows)s rows fit at once.", rows=ROWS))
    if width > COLUMNS:
        raise BadSheet(_("A table has at most %(columns)s columns.", columns=COLUMNS))
    if any(len(cell) > CELL_CHARACTERS for row in rows for cell in row):
        raise BadSheet(_("A cell is too long. At most %(number)s characters fit.", number=CELL_CHARACTERS))
    return [(row + [""] * width)[:width] for row in rows]
