"""Uploads as they arrive: part by part out of the connection straight into sealed files.

No plaintext of a file ever touches the disk, and no more than a few hundred kilobytes of it are in memory at once.
The keys stay in the `Received` until somebody puts them into a sealed record; without that the bytes on the disk are
noise, and they are removed.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

import msgspec
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from caseintake.documents.blobs import BlobStore
from caseintake.documents.media import Media
from caseintake.documents.refusals import (
    CutOff,
    FileEmpty,
    FileTooLarge,
    Garbled,
    NoLength,
    NoRoom,
    NotAFileForm,
    TextTooLong,
    TooLong,
    TooManyParts,
    TooMuchAtOnce,
    UnknownPart,
    UploadRefused,
)
from caseintake.documents.sealing import SealingFile
from caseintake.settings import Limits

#: One reading from the connection: servers read ahead about this much and copy what they must put back.
READ = 1024 * 1024
#: What the parser gets at once: it is quickest with pieces that stay in the processor's cache.
FEED = 64 * 1024
#: Headers of one part; the parser's memory is bounded by this and one reading.
HEADERS = 16 * 1024
#: All text parts of a form together, in bytes, and all its parts.
TEXT_BYTES = 2 * 1024 * 1024
PARTS = 200


class Stream(Protocol):
    """What is read from: ``wsgi.input``."""

    def read(self, size: int, /) -> bytes: ...


class ReceivedFile(msgspec.Struct, frozen=True):
    """One file that arrived whole. Holds its key: it may be sealed into a draft, and must never be stored in clear.

    ``length`` and ``sha256`` are of the file; ``size`` and ``digest`` (SHA-256) of what is stored.
    """

    field: str
    blob_id: UUID
    key: bytes
    name: str
    length: int
    sha256: bytes
    size: int
    digest: bytes
    media: Media

    def __repr__(self) -> str:
        return f"<ReceivedFile {self.blob_id}>"


@dataclass(frozen=True)
class NotKept:
    """A file of the form that was not taken although the form was: for the message beside its field."""

    field: str
    why: UploadRefused


@dataclass
class Received:
    """A form that arrived. Leaving the block removes the files that nothing has accepted or held."""

    store: BlobStore
    today: date
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    files: list[ReceivedFile] = field(default_factory=list)
    not_kept: list[NotKept] = field(default_factory=list)
    _held: bool = False

    def hold(self, until: date) -> None:
        """Leave the files on the disk through ``until``: a draft has sealed their keys."""
        for file in self.files:
            self.store.hold(file.blob_id, until)
        self._held = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None or not self._held:
            self.discard()

    def discard(self) -> None:
        for file in self.files:
            self.store.discard(file.blob_id, self.today)

    def keep_only(self, blob_ids: Collection[UUID]) -> int:
        """Remove the files there was no room for; how many those were."""
        left_out = [file for file in self.files if file.blob_id not in blob_ids]
        for file in left_out:
            self.store.discard(file.blob_id, self.today)
            self.files.remove(file)
        return len(left_out)


def receive(
    stream: Stream,
    content_type: str,
    content_length: int | None,
    *,
    store: BlobStore,
    limits: Limits,
    today: date,
    fields: Collection[str],
    file_fields: Collection[str],
    most_files: int = PARTS,
) -> Received:
    """Read one multipart form. Use the result as a context manager.

    ``fields`` and ``file_fields`` name the parts this form may have, ``most_files`` how many files. A file
    over ``limits.file_bytes``, or without a byte, is left out
    and named in `Received.not_kept`; everything else wrong raises an `UploadRefused` and leaves nothing behind.
    `NoRoom` is raised before a byte is read.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary or len(boundary) > 200 or not boundary.isascii():
        raise NotAFileForm
    if content_length is None or content_length < 0:
        raise NoLength
    if content_length > largest_body(limits):
        raise TooMuchAtOnce
    received = Received(store, today)
    with store.flight(content_length, today), ExitStack() as broken:
        broken.callback(received.discard)
        refuse_without_room(store, limits)
        reading = _Reading(received, limits, fields, file_fields, most_files)
        broken.callback(reading.abandon)
        for event in _events(_body(stream, content_length), boundary.encode("ascii")):
            reading.take(event)
        broken.pop_all()
    return received


def largest_body(limits: Limits) -> int:
    """One form may bring one largest file, or a quarter of what may be under way: four do not lock out the fifth."""
    return max(limits.file_bytes + TEXT_BYTES, limits.in_flight_bytes // 4)


def refuse_without_room(store: BlobStore, limits: Limits) -> None:
    """Raises `NoRoom` if the office cannot take what running uploads announced; the asking one is among them."""
    flying = store.in_flight()
    if (
        flying > limits.in_flight_bytes
        or store.unaccepted() + flying > limits.unaccepted_bytes
        or store.free() - flying < limits.disk_floor_bytes
    ):
        raise NoRoom


def _body(stream: Stream, length: int) -> Iterator[bytes]:
    """Exactly ``length`` bytes, or `CutOff`."""
    while length:
        try:
            read = stream.read(min(READ, length))
        except (OSError, HTTPException):  # the server's stream or Werkzeug's around it
            raise CutOff from None
        if not read:
            raise CutOff
        length -= len(read)
        for start in range(0, len(read), FEED):
            yield read[start : start + FEED]


def _events(body: Iterator[bytes], boundary: bytes) -> Iterator[Event]:
    """The parser's events over the whole body; what it does not understand is `Garbled`."""
    decoder = MultipartDecoder(boundary, max_form_memory_size=FEED + HEADERS)
    ended = False
    while not ended:
        piece = next(body, None)
        ended = piece is None
        try:
            decoder.receive_data(piece)
            while not isinstance(event := decoder.next_event(), NeedData):
                yield event
                if isinstance(event, Epilogue):
                    return
        except (ValueError, RequestEntityTooLarge):
            raise Garbled from None


class _Reading:
    """One form being read: which part is open, and what came so far."""

    def __init__(
        self, received: Received, limits: Limits, fields: Collection[str], file_fields: Collection[str], most: int
    ) -> None:
        self._received = received
        self._limits = limits
        self._fields = fields
        self._file_fields = file_fields
        self._most_files = most
        self._parts = 0
        self._text_bytes = 0
        self._name = ""
        self._text: list[bytes] | None = None
        self._file: SealingFile | None = None
        self._file_name = ""
        self._too_large = False

    def take(self, event: Event) -> None:
        if isinstance(event, Data):
            if self._text is not None:
                self._take_text(event.data, self._text)
            else:
                self._take_file(event.data)
            if not event.more_data:
                self._end_part()
        elif isinstance(event, Field | File):
            self._begin_part(event)
        elif isinstance(event, Epilogue) and event.data.strip():
            raise TooLong

    def abandon(self) -> None:
        if self._file is not None:
            self._file.abandon()
            self._file = None

    def _begin_part(self, event: Field | File) -> None:
        self._parts += 1
        if self._parts > PARTS:
            raise TooManyParts
        is_file = isinstance(event, File)
        if is_file and len(self._received.files) >= self._most_files:
            raise TooManyParts
        if event.name not in (self._file_fields if is_file else self._fields):
            raise UnknownPart
        self._name = event.name
        self._text = None if is_file else []
        self._file_name = event.filename if isinstance(event, File) else ""
        self._too_large = False

    def _take_text(self, data: bytes, text: list[bytes]) -> None:
        self._text_bytes += len(data)
        if self._text_bytes > TEXT_BYTES:
            raise TextTooLong
        text.append(data)

    def _take_file(self, data: bytes) -> None:
        if not data or self._too_large:
            return
        try:
            if self._file is None:
                self._file = SealingFile(self._received.store.begin(self._received.today))
            self._file.write(data)
        except OSError:
            raise NoRoom from None
        if self._file.length > self._limits.file_bytes:
            self.abandon()
            self._too_large = True
            self._received.not_kept.append(NotKept(self._name, FileTooLarge()))

    def _end_part(self) -> None:
        if self._text is not None:
            try:
                text = b"".join(self._text).decode("utf-8")
            except UnicodeDecodeError:
                raise Garbled from None
            if "\0" in text:
                raise Garbled  # a database engine answers a NUL with an error of its own; nobody types one
            self._received.fields.add(self._name, text)
        elif self._file is not None:
            self._end_file(self._file)
        elif self._file_name and not self._too_large:
            # A field left empty comes without bytes too, but has no name.
            self._received.not_kept.append(NotKept(self._name, FileEmpty()))

    def _end_file(self, file: SealingFile) -> None:
        try:
            sealed = file.finish()
        except OSError:
            raise NoRoom from None
        self._file = None
        self._received.files.append(
            ReceivedFile(field=self._name, name=self._file_name, **msgspec.structs.asdict(sealed))
        )
