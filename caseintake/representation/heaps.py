"""A heap of scanned sheets sorts itself to applicants by the numbers on them.

The files are read by a process without a key (`sheet_reader`); this one only hands bytes on and believes nothing but
ten digits with the right check digit.
"""

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from caseintake.documents import service as documents
from caseintake.documents.blobs import BlobStore
from caseintake.documents.receive import Received, ReceivedFile
from caseintake.documents.sealing import SealingFile
from caseintake.representation import numbers
from caseintake.representation.kinds import Done, Step
from caseintake.representation.model import InkPage
from caseintake.vault.stream import open_stream
from caseintake.work import UnitOfWork

#: What one file may have; as in `sheet_reader`, which is a program of its own and not imported here.
MOST_BYTES: Final = 60_000_000
_SECONDS: Final = 120
_answer: Final = msgspec.msgpack.Decoder(list[tuple[list[str], bytes]])
_READER: Final = Path(__file__).with_name("sheet_reader.py")


class Scan(NamedTuple):
    """One scanned page: which file it came in, as the how-manieth page, and the numbers found on it."""

    file: ReceivedFile
    page: int
    numbers: tuple[str, ...]


class Sorted(NamedTuple):
    """What became of one scanned page. ``why``: a code of `wording.NOT_SORTED`; empty: it found its sheet."""

    name: str
    page: int
    number: str
    why: str


def read(data: bytes) -> list[tuple[list[str], bytes]] | None:
    """The numbers on each page of a file, and each page alone where there are several. None: it cannot be read."""
    if len(data) > MOST_BYTES:
        return None
    try:
        ran = subprocess.run(  # noqa: S603 - our own program, no word of anybody's on the line
            [sys.executable, "-I", str(_READER)],
            input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=_SECONDS,
            check=False,
        )  # fmt: skip
        return _answer.decode(ran.stdout) if ran.returncode == 0 else None
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        return None


def scans(received: Received, typed: Sequence[str] = ()) -> tuple[list[Scan], list[str]]:
    """Every page of the files, with its numbers; and the names of files that cannot be read at all.

    A number typed for a file or standing in its name helps where the file has one page and no code is read on it.
    Pages of a file with several become files of their own in ``received``, sealed like the others.
    """
    found, unreadable, originals = [], [], list(received.files)
    for at, file in enumerate(originals):
        pages = read(_bytes(received.store, file))
        if pages is None:
            unreadable.append(file.name)
            pages = [([], b"")]
        for number, (read_on_it, alone) in enumerate(pages, start=1):
            said = [one for one in read_on_it if numbers.valid(one)]
            if not said and len(pages) == 1:
                said = numbers.found_in(typed[at] if at < len(typed) else "") or numbers.found_in(file.name)
            kept = _seal(received, file, alone) if alone else file
            found.append(Scan(kept, number, tuple(dict.fromkeys(said))))
    return found, unreadable


def _bytes(store: BlobStore, file: ReceivedFile) -> bytes:
    with store.open(file.blob_id) as sealed:
        return b"".join(open_stream(file.key, sealed, file.length))


def _seal(received: Received, of: ReceivedFile, data: bytes) -> ReceivedFile:
    """A page of a file as a file of its own, sealed under a key of its own."""
    sealing = SealingFile(received.store.begin(received.today))
    try:
        sealing.write(data)
        made = ReceivedFile(field=of.field, name=of.name, **msgspec.structs.asdict(sealing.finish()))
    except BaseException:
        sealing.abandon()
        raise
    received.files.append(made)
    return made


def sort(some: Iterable[Scan], pages: Mapping[str, InkPage], *, today: date, uow: UnitOfWork) -> list[Sorted]:
    """Put each scan with the sheet of its number, into that client's file; what finds no sheet is said, not kept."""
    found, taken = [], set()
    for scan in some:
        known = [number for number in scan.numbers if number in pages]
        why = ""
        if not scan.numbers:
            why = "no_number"
        elif not known:
            why = "unknown_number"
        elif len(known) > 1:
            why = "several_numbers"
        elif scan.file.blob_id in taken:
            why = "no_number"
        number = known[0] if known else "".join(scan.numbers[:1])
        if not why:
            page = pages[number]
            (document,) = documents.keep([scan.file], page.vault_id, uow=uow)
            page.scan_id = document.id
            page.steps += (Done(Step.SCANNED, today, uow.actor.id, today),)
            taken.add(scan.file.blob_id)
        found.append(Sorted(scan.file.name, scan.page, number, why))
    uow.say("scans of pages for ink sorted")
    uow.flush()
    return found
