"""One file on its way from the connection to the disk: sealed, hashed and written as it comes."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

import msgspec

from caseintake.documents.blobs import BlobWriter
from caseintake.documents.hashing import HashBehind
from caseintake.documents.media import HEAD_BYTES, Media, guess
from caseintake.vault.primitives import SECRET_BYTES, random_bytes
from caseintake.vault.stream import StreamSealer


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
    """Takes plaintext under a fresh key, writes ciphertext. `finish` makes it whole, `abandon` leaves nothing."""

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self._key = random_bytes(SECRET_BYTES)
        self._sealer = StreamSealer(self._key)
        self._plain = hashlib.sha256()
        self._stored = HashBehind()
        self._size = 0
        self._head = b""

    @property
    def length(self) -> int:
        """Plaintext bytes so far."""
        return self._sealer.length

    def write(self, data: bytes) -> None:
        """Raises `OSError` when the disk is full."""
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
        self._plain.update(data)
        self._store(self._sealer.update(data))

    def finish(self) -> SealedFile:
        """Pad, close and put on the disk. Raises `OSError` when the disk is full."""
        length = self.length
        self._store(self._sealer.finish())
        digest = self._stored.digest()
        self._writer.keep()
        return SealedFile(
            blob_id=self._writer.id,
            key=self._key,
            length=length,
            sha256=self._plain.digest(),
            size=self._size,
            digest=digest,
            media=guess(self._head),
        )

    def abandon(self) -> None:
        self._stored.stop()
        self._writer.abandon()

    def _store(self, pieces: Iterable[memoryview]) -> None:
        for piece in pieces:
            self._stored.update(piece)
            self._size += len(piece)
            self._writer.write(piece)
