"""One file on its way from the connection to the disk: sealed, hashed and written as it comes."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from caseintake.documents.behind import Behind
from caseintake.documents.blobs import BlobWriter
from caseintake.documents.media import HEAD_BYTES, Media, guess
from caseintake.vault.primitives import SECRET_BYTES, random_bytes
from caseintake.vault.stream import StreamSealer

#: Plaintext handed over in one batch, in bytes.
BATCH = 256 * 1024


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

    The plaintext is hashed at once; sealing and writing happen `Behind`, in batches, so at most about a megabyte of
    plaintext waits in memory.
    """

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self._key = random_bytes(SECRET_BYTES)
        self._sealer = StreamSealer(self._key)
        self._plain = hashlib.sha256()
        self._stored = hashlib.sha256()
        self._size = 0
        self._head = b""
        self._batch: list[bytes] = []
        self._batched = 0
        self._behind: Behind | None = None
        #: Plaintext bytes so far.
        self.length = 0

    def write(self, data: bytes) -> None:
        """Raises `OSError`, perhaps only later or in `finish`, when the disk is full."""
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
        self.length += len(data)
        self._plain.update(data)
        self._batch.append(data)
        self._batched += len(data)
        if self._batched >= BATCH:
            # A small file never needs the thread.
            self._behind = self._behind or Behind(self._seal)
            self._behind.put(self._batch)
            self._batch, self._batched = [], 0

    def finish(self) -> SealedFile:
        """Pad, close and put on the disk. Raises `OSError` when the disk is full."""
        if self._behind is not None:
            self._behind.finish()
        self._seal(self._batch)
        for piece in self._sealer.finish():
            self._store(piece)
        self._writer.keep()
        return SealedFile(
            blob_id=self._writer.id,
            key=self._key,
            length=self.length,
            sha256=self._plain.digest(),
            size=self._size,
            digest=self._stored.digest(),
            media=guess(self._head),
        )

    def abandon(self) -> None:
        if self._behind is not None:
            self._behind.stop()
        self._writer.abandon()

    def _seal(self, batch: Sequence[bytes]) -> None:
        for data in batch:
            self._store(self._sealer.update(data))

    def _store(self, sealed: bytes) -> None:
        if sealed:
            self._stored.update(sealed)
            self._size += len(sealed)
            self._writer.write(sealed)
