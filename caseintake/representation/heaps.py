"""A heap of scanned sheets sorts itself to applicants by the numbers on them.

The files are read by a program without a key (`sandbox.child`); this one only hands bytes on and believes nothing but
ten digits with the right check digit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Annotated, Final, NamedTuple

import msgspec

from caseintake.documents import service as documents
from caseintake.documents.blobs import BlobStore
from caseintake.documents.receive import Received, ReceivedFile
from caseintake.documents.sealing import SealingFile
from caseintake.representation import numbers
from caseintake.representation.kinds import Done, Step
from caseintake.representation.model import InkPage
from caseintake.sandbox import child
from caseintake.sandbox.child import Busy, Look, OutOfTime
from caseintake.vault.stream import open_stream
from caseintake.work import UnitOfWork

#: How long one file may take, and all of one heap together: nobody waits longer for a page.
SECONDS_A_FILE: Final = 120.0
SECONDS_A_HEAP: Final = 240.0
#: At most as many pages and codes as `sandbox.reader` hands back; a program that was taken over might say more.
_Numbers = Annotated[list[Annotated[str, msgspec.Meta(max_length=10)]], msgspec.Meta(max_length=8)]
_answer: Final = msgspec.msgpack.Decoder(Annotated[list[tuple[_Numbers, bytes]], msgspec.Meta(max_length=500)])


class Scan(NamedTuple):
    """One scanned page: which file it came in, as the how-manieth page, and the numbers found on it."""

    file: ReceivedFile
    page: int
    numbers: tuple[str, ...]


class Sorted(NamedTuple):
    """What became of one scanned page. ``why``: a code of `wording.NOT_SORTED`; empty: it found its sheet.

    ``page`` is 0 for a file that was not read yet.
    """

    name: str
    page: int
    number: str
    why: str


class Heap(NamedTuple):
    """What was read of a heap. ``unreadable``: names of files nothing can be read of; ``left``: files not read yet."""

    scans: list[Scan]
    unreadable: list[str]
    left: list[Sorted]


def read(data: bytes, *, seconds: float = SECONDS_A_FILE) -> list[tuple[list[str], bytes]] | None:
    """The numbers on each page of a file, and each page alone where there are several. None: it cannot be read.

    Raises `OutOfTime`, `Busy`.
    """
    answer = child.ask(Look.SCAN, data, seconds=seconds)
    try:
        return _answer.decode(answer) if answer is not None else None
    except msgspec.MsgspecError:
        return None


def scans(received: Received, typed: Sequence[str] = ()) -> Heap:
    """Every page of the files, with its numbers, as far as the time for one heap reaches.

    A number typed for a file or standing in its name helps where the file has one page and no code is read on it.
    Pages of a file with several become files of their own in ``received``, sealed like the others. A file the time did
    not reach is named and can be sent again; one that had all the time a file may have cannot be read.
    """
    heap, end = Heap([], [], []), monotonic() + SECONDS_A_HEAP
    for at, file in enumerate(list(received.files)):
        written = numbers.found_in(typed[at]) if at < len(typed) else []
        seconds = min(SECONDS_A_FILE, end - monotonic())
        try:
            if seconds <= 0:
                raise OutOfTime
            pages = read(_bytes(received.store, file), seconds=seconds)
        except Busy:
            heap.left.append(Sorted(file.name, 0, "".join(written[:1]), "busy"))
            continue
        except OutOfTime:
            if seconds < SECONDS_A_FILE:
                heap.left.append(Sorted(file.name, 0, "".join(written[:1]), "not_yet"))
                continue
            pages = None
        if pages is None:
            heap.unreadable.append(file.name)
            pages = [([], b"")]
        for number, (read_on_it, alone) in enumerate(pages, start=1):
            said = [one for one in read_on_it if numbers.valid(one)]
            if not said and len(pages) == 1:
                said = written or numbers.found_in(file.name)
            kept = _seal(received, file, alone) if alone else file
            heap.scans.append(Scan(kept, number, tuple(dict.fromkeys(said))))
    return heap


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
