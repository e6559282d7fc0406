"""A sealed file that stands alone, for a backup or a suitcase (docs/vault-format.md § 8). Pure.

    4 bytes   what it is and which version
    4 bytes   length of the head
    head      in clear and canonical: for whom the file key is sealed, and how
    stream    § 7, under a key derived from the file key and the whole head
    8 bytes   length of the plaintext

The plaintext is a row of frames: four bytes of length, and canonical bytes. Nothing of it is ever held as a whole, so a
parcel may be larger than memory, and it can be sent while it is made.
"""

from collections.abc import Iterator
from typing import BinaryIO

from caseintake.vault.errors import NewerSchema, StreamDamaged
from caseintake.vault.primitives import hkdf, sha256
from caseintake.vault.stream import CHUNK, StreamSealer, open_stream

#: No frame is longer: whoever reads one holds it in memory. Bytes.
MOST_FRAME = 64 << 20
MOST_HEAD = 1 << 20
_NUMBER = 4
_TAIL = 8


def _stream_key(file_key: bytes, opening: bytes) -> bytes:
    """A changed head gives another key, so it opens nothing."""
    return hkdf(file_key, info=b"caseintake/v1/parcel" + sha256(opening))


class ParcelSealer:
    """Seals frames as they come. Write `opening` first, then what `frame` answers, then what `finish` answers."""

    def __init__(self, magic: bytes, head: bytes, file_key: bytes) -> None:
        self.opening = magic + len(head).to_bytes(_NUMBER, "big") + head
        self._sealer = StreamSealer(_stream_key(file_key, self.opening))

    def frame(self, data: bytes) -> list[memoryview]:
        """Take one frame; answers the ciphertext that became ready. Raises `ValueError` for one that is too long."""
        if len(data) > MOST_FRAME:
            raise ValueError("a frame is longer than a reader would take")
        return [*self._sealer.update(len(data).to_bytes(_NUMBER, "big")), *self._sealer.update(data)]

    def finish(self) -> Iterator[bytes | memoryview]:
        length = self._sealer.length
        yield from self._sealer.finish()
        yield length.to_bytes(_TAIL, "big")


class Parcel:
    """A parcel that is read. Raises `StreamDamaged` for a file that is no parcel of this kind or was cut."""

    def __init__(self, file: BinaryIO, magic: bytes) -> None:
        size = file.seek(0, 2)
        file.seek(0)
        start = file.read(len(magic) + _NUMBER)
        if start[: len(magic) - 1] != magic[:-1] or len(start) < len(magic) + _NUMBER:
            raise StreamDamaged("this is not a file of this kind, or it was cut")
        if start[: len(magic)] > magic:
            raise NewerSchema(f"this file was written by a newer version of the program ({start[len(magic) - 1]})")
        length = int.from_bytes(start[len(magic) :], "big")
        self.head = file.read(min(length, MOST_HEAD))
        if len(self.head) != length or size < len(start) + length + _TAIL:
            raise StreamDamaged("the file was cut")
        self._opening = start + self.head
        self._stream = _Within(file, len(self._opening), size - _TAIL)
        file.seek(size - _TAIL)
        self._length = int.from_bytes(file.read(_TAIL), "big")

    def frames(self, file_key: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
        """Each frame with its place, beginning with the one that stands at ``at``.

        Raises `StreamDamaged` when a chunk was changed, moved or cut; what was given out before is true.
        """
        pieces = self._opened(file_key, at)
        held = bytearray()
        while True:
            if not _fill(held, _NUMBER, pieces):
                return
            size = int.from_bytes(held[:_NUMBER], "big")
            if size > MOST_FRAME or not _fill(held, _NUMBER + size, pieces):
                raise StreamDamaged("the file ends in the middle of a frame")
            yield at, bytes(held[_NUMBER : _NUMBER + size])
            del held[: _NUMBER + size]
            at += _NUMBER + size

    def _opened(self, file_key: bytes, at: int) -> Iterator[bytes]:
        key = _stream_key(file_key, self._opening)
        first, inside = divmod(at, CHUNK)
        for piece in open_stream(key, self._stream, self._length, from_chunk=first):  # type: ignore[arg-type]
            yield piece[inside:]
            inside = 0


def _fill(held: bytearray, size: int, pieces: Iterator[bytes]) -> bool:
    """Gather until ``held`` has ``size`` bytes. False if nothing is left at all. Raises `StreamDamaged`."""
    while len(held) < size:
        piece = next(pieces, None)
        if piece is None:
            if held:
                raise StreamDamaged("the file ends in the middle of a frame")
            return False
        held += piece
    return True


class _Within:
    """A part of a file as a file: as much as reading a stream needs."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._start, self._size = file, start, end - start
        self._at = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = self._size + offset if whence == 2 else offset
        return self._at

    def read(self, size: int) -> bytes:
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(size, self._size - self._at)))
        self._at += len(data)
        return data
