"""Looks into one file that somebody sent. A program of its own: the file on standard input, no key, nothing to reach.

Run by `caseintake.sandbox.child` and imported by nobody. ``scan`` answers, for each page of a PDF or picture, the
numbers found on it and the page alone as a PDF where the file has several; ``table`` answers the cells of an XLSX file.
Both as MessagePack on standard output.

Before the first byte of the file it gives up everything but arithmetic. A filter in the kernel (`seccomp(2)`) lets
through what moves bytes between memory and the pipes that are open already: no file, no network, no other process, no
new program. Where a kernel does not put it in force, nothing is read.
"""

import ctypes
import io
import os
import re
import resource
import struct
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import msgspec

MOST_BYTES: Final = 60_000_000
MOST_PAGES: Final = 500
#: Codes of one page that are handed back: a sheet of ours has one.
MOST_NUMBERS: Final = 8
#: Bytes of all pages of a file, each alone: what they share is in each, and who asked holds the answer in memory.
MOST_TOGETHER: Final = 2 * MOST_BYTES
#: Rows, columns and letters of a cell that are handed back; one more than fits, so that who asked can say so.
ROWS: Final = 2002
COLUMNS: Final = 61
CELL_CHARACTERS: Final = 2001
#: An XLSX file is a ZIP file of XML: unpacked it may be so large and have so many tags, four or so to a cell, so that
#: a small file cannot fill the memory.
UNPACKED_BYTES: Final = 10_000_000
TAGS: Final = 600_000
_MEMORY: Final = 1_500_000_000
_SECONDS: Final = 90
#: The longer side of a page as it is looked at, in dots: enough for a QR code of twelve millimetres.
_DOTS: Final = 2600
_NUMBER: Final = re.compile(r"\d{10}", re.ASCII)

#: What is let through, by architecture: its name in the kernel (`linux/audit.h`) and the numbers of the calls
#: (`asm/unistd.h`). Another architecture is refused until somebody adds it here and runs the test on it.
_ALLOWED: Final = {
    "x86_64": (0xC000003E, {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "mremap": 25, "madvise": 28, "exit": 60,
        "futex": 202, "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
    }),
    "aarch64": (0xC00000B7, {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226, "munmap": 215,
        "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "mremap": 216, "madvise": 233,
        "exit": 93, "futex": 98, "clock_gettime": 113, "exit_group": 94, "getrandom": 278,
    }),
}  # fmt: skip
# `linux/prctl.h`, `linux/filter.h`, `linux/seccomp.h`; 1 is EPERM.
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _ANSWER = 0x20, 0x15, 0x06
_KILL, _LET_THROUGH, _NOT_PERMITTED = 0x80000000, 0x7FFF0000, 0x00050000 | 1
_NUMBER_OF_CALL, _ARCHITECTURE = 0, 4


def lock_in() -> None:
    """Little memory and time, and nothing to reach. There is no way back. Raises `OSError` where a kernel refuses."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    machine = os.uname().machine
    if machine not in _ALLOWED:
        raise OSError(f"no list of system calls for {machine}")
    steps = _filter(*_ALLOWED[machine])
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = struct.pack("@HP", len(steps) // 8, ctypes.addressof(kept))
    _ask_kernel(_NO_NEW_PRIVILEGES, 1, 0)
    _ask_kernel(_SET_SECCOMP, _FILTER, program)


def _filter(architecture: int, calls: dict[str, int]) -> bytes:
    """The filter's steps: calls as another architecture counts them end the process, what is not listed is refused."""
    step = struct.Struct("=HBBI").pack
    return b"".join([
        step(_LOAD, 0, 0, _ARCHITECTURE),
        step(_IF_EQUAL, 1, 0, architecture),
        step(_ANSWER, 0, 0, _KILL),
        step(_LOAD, 0, 0, _NUMBER_OF_CALL),
        *(step(_IF_EQUAL, len(calls) - at, 0, number) for at, number in enumerate(calls.values())),
        step(_ANSWER, 0, 0, _NOT_PERMITTED),
        step(_ANSWER, 0, 0, _LET_THROUGH),
    ])  # fmt: skip


def _ask_kernel(what: int, second: int, third: int | bytes) -> None:
    last = third if isinstance(third, bytes) else ctypes.c_ulong(third)
    nothing = ctypes.c_ulong(0)
    if ctypes.CDLL(None, use_errno=True).prctl(what, ctypes.c_ulong(second), last, nothing, nothing) != 0:
        raise OSError(ctypes.get_errno(), "the kernel does not lock this process in")


# --- scans ------------------------------------------------------------------------------------------------------------

Pages = list[tuple[list[str], bytes]]


def scans() -> Callable[[bytes], Pages]:
    """What reads scans. Whatever its libraries load late is loaded here, while files can still be opened."""
    # Loaded by the program that needs them: spreadsheets would cost every photo of a heap a fifth of a second.
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415
    import zxingcpp  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = 80_000_000
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

    def numbers_on(picture: Any) -> list[str]:
        """What the QR codes of one picture say, where it is a number of ours."""
        picture = picture.convert("L")
        picture.thumbnail((_DOTS, _DOTS))
        found = zxingcpp.read_barcodes(picture, formats=formats)
        return [code.text for code in found if _NUMBER.fullmatch(code.text)][:MOST_NUMBERS]

    def alone(document: Any, number: int) -> bytes:
        """One page as a file of its own."""
        single, out = pypdfium2.PdfDocument.new(), io.BytesIO()
        single.import_pages(document, [number])
        single.save(out)
        return out.getvalue()

    def pages_of(data: bytes) -> Pages:
        """Every page of a PDF, or the one of a picture. Raises whatever the libraries raise."""
        if data[:5] != b"%PDF-":
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF")) as picture:
                return [(numbers_on(picture), b"")]
        document = pypdfium2.PdfDocument(data)
        count, found = len(document), Pages()
        if count > MOST_PAGES:
            raise ValueError("too many pages")
        for number in range(count):
            page = document[number]
            scale = min(4.0, _DOTS / max(page.get_width(), page.get_height(), 1.0))
            picture = page.render(scale=scale, grayscale=True).to_pil()
            found.append((numbers_on(picture), alone(document, number) if count > 1 else b""))
            if sum(len(one) for _numbers, one in found) > MOST_TOGETHER:
                raise ValueError("too large page by page")
        return found

    Image.init()
    small, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    small.new_page(9, 9)
    small.new_page(9, 9)
    small.save(out)
    pages_of(out.getvalue())
    return pages_of


# --- tables -----------------------------------------------------------------------------------------------------------

Cells = list[list[str]]


def tables() -> Callable[[bytes], Cells | None]:
    """What reads XLSX files. Whatever its libraries load late is loaded here, while files can still be opened."""
    from openpyxl import Workbook  # type: ignore[attr-defined]  # noqa: PLC0415
    from openpyxl.reader.excel import load_workbook  # noqa: PLC0415

    def cells_of(data: bytes) -> Cells | None:
        """The cells of the first sheet; None: it would be too large. Raises whatever the libraries raise."""
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            large = sum(one.file_size for one in parts) > UNPACKED_BYTES
            if large or sum(packed.read(one).count(b"<") for one in parts) > TAGS:
                return None
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)  # type: ignore[no-untyped-call]
        rows = book.worksheets[0].iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True)
        return [[_written(value)[:CELL_CHARACTERS] for value in row] for row in rows]

    out = io.BytesIO()
    small = Workbook()  # type: ignore[no-untyped-call]
    small.active.append(["Ə", 1.5, date(2026, 1, 1)])
    small.save(out)  # type: ignore[no-untyped-call]
    cells_of(out.getvalue())
    b"".decode("cp437")  # names in a ZIP file that does not say that they are UTF-8
    return cells_of


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


if __name__ == "__main__":
    look = {"scan": scans, "table": tables}[sys.argv[1]]()
    lock_in()
    given = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        sys.exit(2)
    sys.stdout.buffer.write(msgspec.msgpack.encode(look(given)))
