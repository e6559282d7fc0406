"""Sealed files: the STREAM construction over AES-256-GCM in chunks of 64 KiB (docs/vault-format.md § 7). Pure.

A file is a header of 4 bytes and chunks of 64 KiB, each followed by its 16-byte tag; only the last may be shorter.
The nonce of a chunk is the header, three zero bytes, the chunk's number (4 bytes, from 0) and one byte that is 1 in
the last chunk: so no chunk can be left out, moved, or made the end, and no version be taken for another. A key seals
one file only.

The plaintext is followed by zeros up to a bucket: what is stored tells a bucket and nothing finer. The true length
stands in the sealed record that holds the key.

Source: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance",
2015, § 7.
"""

from collections.abc import Iterator
from typing import BinaryIO

from caseintake.vault.errors import NewerSchema, StreamDamaged
from caseintake.vault.primitives import SECRET_BYTES, TAG_BYTES, ChunkCipher, DoesNotOpen
from caseintake.vault.record import padded_size

CHUNK = 64 * 1024
MAGIC = b"CIS"
HEADER = MAGIC + b"\x01"

_STORED = CHUNK + TAG_BYTES
_BATCH = 16 * _STORED
_ZEROS = bytes(CHUNK)


def padded_length(length: int) -> int:
    """The bucket of a plaintext of ``length`` bytes: at least one chunk, then Padmé (at most 12 % more)."""
    return max(CHUNK, padded_size(length))


def sealed_size(length: int) -> int:
    """Bytes stored for a plaintext of ``length`` bytes."""
    padded = padded_length(length)
    return len(HEADER) + padded + _chunks(padded) * TAG_BYTES


def _chunks(padded: int) -> int:
    return -(-padded // CHUNK)


def _nonce(number: int, last: bool) -> bytes:
    return HEADER + b"\0\0\0" + number.to_bytes(4, "big") + (b"\x01" if last else b"\0")


def _cipher(key: bytes) -> ChunkCipher:
    if len(key) != SECRET_BYTES:
        raise ValueError("a stream's key has 32 bytes")
    return ChunkCipher(key)


class StreamSealer:
    """Seals one file as it arrives. ``length`` counts the plaintext bytes so far.

    Holds back at most one chunk (which one is the last is known only at the end) and gathers ciphertext to about a
    megabyte, so that writing and hashing it are few long calls.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = _cipher(key)
        self._held = memoryview(bytearray(CHUNK))
        self._filled = 0
        self._number = 0
        self._ready = [memoryview(HEADER)]
        self._room, self._used = memoryview(b""), 0
        self.length = 0

    def update(self, data: bytes | memoryview) -> list[memoryview]:
        """Take plaintext; returns the ciphertext that became ready, most of the time none."""
        self.length += len(data)
        self._take(memoryview(data))
        return self._drain()

    def finish(self) -> Iterator[memoryview]:
        """Pad to the bucket and close the stream. Nothing may be added afterwards."""
        padding = padded_length(self.length) - self.length
        while padding:
            piece = _ZEROS[: min(padding, CHUNK)]
            padding -= len(piece)
            self._take(memoryview(piece))
            yield from self._drain()
        self._seal(self._held[: self._filled], last=True)
        yield from self._drain()

    def _take(self, rest: memoryview) -> None:
        while self._filled + len(rest) > CHUNK:
            if not self._filled:
                self._seal(rest[:CHUNK])
                rest = rest[CHUNK:]
                continue
            space = CHUNK - self._filled
            self._held[self._filled :] = rest[:space]
            self._seal(self._held)
            self._filled, rest = 0, rest[space:]
        self._held[self._filled : self._filled + len(rest)] = rest
        self._filled += len(rest)

    def _seal(self, chunk: memoryview, *, last: bool = False) -> None:
        if not self._room:
            self._room = memoryview(bytearray(_BATCH))
        end = self._used + len(chunk) + TAG_BYTES
        self._cipher.encrypt_into(_nonce(self._number, last), chunk, self._room[self._used : end])
        self._number += 1
        self._used = end
        if last or end == _BATCH:
            # Never written again: whoever hashes it may take its time.
            self._ready.append(self._room[:end])
            self._room, self._used = memoryview(b""), 0

    def _drain(self) -> list[memoryview]:
        ready, self._ready = self._ready, []
        return ready


def open_stream(key: bytes, file: BinaryIO, length: int, *, from_chunk: int = 0) -> Iterator[bytes]:
    """The plaintext of a sealed file, in pieces of at most 64 KiB, beginning with chunk ``from_chunk``.

    ``length`` is the true length from the sealed record. Size and header are checked here, before anything is
    given out; a chunk that does not open raises `StreamDamaged` when its turn comes, so what was given out before is
    true and the rest is missing. The last piece is given out only after all padding has been checked.

    Raises `StreamDamaged` for a file that is cut, lengthened, reordered or changed, or sealed under another key;
    `NewerSchema` for a version this program does not know.
    """
    cipher = _cipher(key)
    if file.seek(0, 2) != sealed_size(length):
        raise StreamDamaged("a sealed file has not the size its record says")
    file.seek(0)
    header = file.read(len(HEADER))
    if header != HEADER:
        if header[: len(MAGIC)] == MAGIC and header > HEADER:
            raise NewerSchema(f"a sealed file was written by a newer version of the program ({header[3]})")
        raise StreamDamaged("a sealed file does not begin as the format says")
    file.seek(len(HEADER) + from_chunk * _STORED)
    return _opened(cipher, file, length, from_chunk)


def _opened(cipher: ChunkCipher, file: BinaryIO, length: int, first: int) -> Iterator[bytes]:
    total = _chunks(padded_length(length))
    held = b""
    for number in range(first, total):
        try:
            chunk = cipher.decrypt(_nonce(number, number == total - 1), file.read(_STORED))
        except DoesNotOpen:
            raise StreamDamaged(f"chunk {number} of a sealed file was changed, moved or cut") from None
        told = min(max(length - number * CHUNK, 0), len(chunk))
        if told < len(chunk) and chunk.count(0, told) != len(chunk) - told:
            raise StreamDamaged("a sealed file is not padded as the format says")
        if told:
            if held:
                yield held
            held = chunk if told == len(chunk) else chunk[:told]
    if held:
        yield held
