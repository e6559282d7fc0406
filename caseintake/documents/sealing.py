"""One file on its way from the connection to the disk: sealed, hashed and written as it comes."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from caseintake.documents.blobs import BlobWriter
from caseintake.documents.hashing import HashBehind
from caseintake.documents.media import HEAD_BYTES, Media, guess
from caseintake.vault.primitives import SECRET_BYTES, random_bytes
from caseintake.vault.stream import StreamSealer

#: Plaintext sealed in one go, in bytes.
GATHER = 1024 * 1024


class SealedFile(msgspec.Struct, frozen=True):
    """What is known of a file once it is sealed; the fields are those of `ReceivedFile`."""

    blob_id: UUID
    key: bytes
    length: int
    sha256: bytes
    size: int
    digest: bytes
    media: Media


class SealingFile:
    """Takes plaintext under a fresh key, writes ciphertext. `finish` makes it whole, `abandon` leaves nothing.

    Gathers about a megabyte before it seals, so that hashing and writing are few long calls.
    """

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self._key = random_bytes(SECRET_BYTES)
        self._sealer = StreamSealer(self._key)
        self._hashes = HashBehind()
        self._gathered: list[bytes] = []
        self._waiting = 0
        self._size = 0
        self._head = b""
        #: Plaintext bytes so far.
        self.length = 0

    def write(self, data: bytes) -> None:
        """Raises `OSError` when the disk is full."""
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
        self.length += len(data)
        self._gathered.append(data)
        self._waiting += len(data)
        if self._waiting >= GATHER:
            self._seal()

    def finish(self) -> SealedFile:
        """Pad, close and put on the disk. Raises `OSError` when the disk is full."""
        self._seal()
        self._store(self._sealer.finish())
        self._hashes.finish()
        self._writer.keep()
        return SealedFile(
            blob_id=self._writer.id,
            key=self._key,
            length=self.length,
            sha256=self._hashes.plain.digest(),
            size=self._size,
            digest=self._hashes.stored.digest(),
            media=guess(self._head),
        )

    def abandon(self) -> None:
        self._hashes.finish()
        self._writer.abandon()

    def _seal(self) -> None:
        plain = b"".join(self._gathered)
        self._gathered, self._waiting = [], 0
        self._hashes.update(self._hashes.plain, plain)
        self._store(self._sealer.update(plain))

    def _store(self, pieces: Iterable[memoryview]) -> None:
        for piece in pieces:
            self._hashes.update(self._hashes.stored, piece)
            self._size += len(piece)
            self._writer.write(piece)
