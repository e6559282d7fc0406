"""The cells of a file: CSV, text with tabs, or the first sheet of an XLSX file."""

import csv
from io import StringIO
from typing import Annotated, Final

import msgspec

from caseintake.i18n import _
from caseintake.sandbox import child
from caseintake.sandbox.child import Busy, Look, OutOfTime

#: Rows and columns one table may have; more come in several.
ROWS: Final = 2000
COLUMNS: Final = 60
CELL_CHARACTERS: Final = 2000
#: How long an XLSX file may take to be read, by a program without keys.
_SECONDS: Final = 60.0
#: At most as many rows and cells as `sandbox.reader` hands back; a program that was taken over might say more.
_Row = Annotated[list[str], msgspec.Meta(max_length=COLUMNS + 1)]
_cells: Final = msgspec.msgpack.Decoder(Annotated[list[_Row], msgspec.Meta(max_length=ROWS + 2)] | None)


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
        answer = child.ask(Look.TABLE, content, seconds=_SECONDS)
        rows = _cells.decode(answer) if answer is not None else []
    except Busy:
        raise BadSheet(_("Other files are being read at this moment. Send it again in a minute.")) from None
    except (msgspec.MsgspecError, OutOfTime):
        rows, answer = [], None
    if answer is None:
        raise BadSheet(_("This is no table we can read. Save it as XLSX, or as CSV in UTF-8."))
    if rows is None:
        raise BadSheet(_("This file is too large. Send fewer rows at once."))
    return _bounded([[_plain(cell) for cell in row] for row in rows])


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell), default=0)
    if len(rows) < 2:
        raise BadSheet(_("There is no table here: a row of headings, and below it at least one row."))
    if len(rows) > ROWS + 1:
        raise BadSheet(_("At most %(rows)s rows fit at once.", rows=ROWS))
    if width > COLUMNS:
        raise BadSheet(_("A table has at most %(columns)s columns.", columns=COLUMNS))
    if any(len(cell) > CELL_CHARACTERS for row in rows for cell in row):
        raise BadSheet(_("A cell is too long. At most %(number)s characters fit.", number=CELL_CHARACTERS))
    return [(row + [""] * width)[:width] for row in rows]
