"""Sealed files: what was sealed comes out, and nothing else does."""

import hashlib
import io
import itertools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseintake.vault import errors
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.primitives import TAG_BYTES, ChunkCipher
from caseintake.vault.stream import (
    CHUNK,
    HEADER,
    StreamSealer,
    open_stream,
    padded_length,
    sealed_size,
)

VECTORS = sorted((Path(__file__).parents[1] / "vectors").glob("stream_*.json"))
STORED = CHUNK + TAG_BYTES
KEY = bytes(range(32))


def seal(key: bytes, data: bytes, cuts: list[int] | None = None) -> bytes:
    sealer = StreamSealer(key)
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts or []), len(data)]
    parts = [part for a, b in itertools.pairwise(edges) for part in sealer.update(data[a:b])]
    assert sealer.length == len(data)
    return b"".join([*parts, *sealer.finish()])


def opened(key: bytes, sealed: bytes, length: int, from_chunk: int = 0) -> bytes:
    return b"".join(open_stream(key, io.BytesIO(sealed), length, from_chunk=from_chunk))


def pattern(length: int) -> bytes:
    return bytes(i % 251 for i in range(length))


def damaged(sealed: bytes, damage: dict[str, Any]) -> bytes:
    data = bytearray(sealed)
    chunks = [slice(len(HEADER) + i * STORED, len(HEADER) + (i + 1) * STORED) for i in range(8)]
    for what, value in damage.items():
        match what:
            case "flip_byte":
                data[value] ^= 1
            case "set_byte":
                data[value[0]] = value[1]
            case "keep":
                del data[value:]
            case "append":
                data += bytes.fromhex(value)
            case "swap_chunks":
                one, other = chunks[value[0]], chunks[value[1]]
                data[one], data[other] = data[other], data[one]
            case "copy_chunk":
                data[chunks[value[1]]] = data[chunks[value[0]]]
            case _:
                raise AssertionError(what)
    assert bytes(data) != sealed
    return bytes(data)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_each_vector_opens_or_fails_by_its_name(path: Path) -> None:
    vector = json.loads(path.read_text())
    plain = pattern(vector["plaintext"]["length"])
    assert hashlib.sha256(plain).hexdigest() == vector["plaintext"]["sha256"]
    key = bytes.fromhex(vector["key"])
    honest = bytes.fromhex(json.loads((path.parent / "stream_empty.json").read_text())["key"])
    sealed = seal(honest, plain)
    assert len(sealed) == vector["sealed"]["size"]
    assert hashlib.sha256(sealed).hexdigest() == vector["sealed"]["sha256"]
    assert sealed[:48].hex() == vector["sealed"]["begins"]
    assert sealed[-48:].hex() == vector["sealed"]["ends"]
    offered = damaged(sealed, vector.get("damage", {})) if "damage" in vector else sealed
    length = vector.get("told_length", len(plain))
    if "error" not in vector:
        assert opened(key, offered, length) == plain
        return
    with pytest.raises(getattr(errors, vector["error"])) as caught:
        opened(key, offered, length)
    assert type(caught.value).__name__ == vector["error"]


def test_there_is_a_vector_for_each_kind_of_damage() -> None:
    assert len(VECTORS) >= 17


@settings(max_examples=60, deadline=None)
@given(
    chunks=st.integers(0, 3),
    off=st.integers(-17, 17),
    cuts=st.lists(st.integers(0, 4 * CHUNK), max_size=6),
)
def test_any_size_around_a_chunk_opens_to_itself_however_it_arrived(chunks: int, off: int, cuts: list[int]) -> None:
    data = pattern(max(chunks * CHUNK + off, 0))
    sealed = seal(KEY, data, cuts)
    assert len(sealed) == sealed_size(len(data))
    assert opened(KEY, sealed, len(data)) == data


@settings(max_examples=60, deadline=None)
@given(length=st.integers(0, 3 * CHUNK), at=st.integers(0, 4 * CHUNK), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(length: int, at: int, bit: int) -> None:
    sealed = bytearray(seal(KEY, pattern(length)))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises((StreamDamaged, errors.NewerSchema)):
        opened(KEY, bytes(sealed), length)


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, 3 * CHUNK), keep=st.integers(0, 4 * CHUNK), more=st.binary(max_size=40))
def test_any_other_length_is_noticed_before_the_first_byte(length: int, keep: int, more: bytes) -> None:
    sealed = seal(KEY, pattern(length))
    other = sealed[: keep % len(sealed)] + more
    if len(other) == len(sealed):
        return
    with pytest.raises(StreamDamaged):
        open_stream(KEY, io.BytesIO(other), length)


def test_what_came_before_a_bad_chunk_is_true_and_the_end_is_never_reached() -> None:
    data = pattern(5 * CHUNK)
    sealed = bytearray(seal(KEY, data))
    sealed[len(HEADER) + 3 * STORED] ^= 1
    pieces: list[bytes] = []
    with pytest.raises(StreamDamaged, match="chunk 3"):
        pieces.extend(open_stream(KEY, io.BytesIO(sealed), len(data)))
    got = b"".join(pieces)
    assert got
    assert data.startswith(got)
    assert len(got) < 3 * CHUNK + 1


def test_damage_in_the_padding_alone_keeps_the_last_piece_back() -> None:
    length = 80 * CHUNK + 1
    assert padded_length(length) > 81 * CHUNK
    sealed = bytearray(seal(KEY, bytes(length)))
    sealed[-1] ^= 1
    pieces: list[bytes] = []
    with pytest.raises(StreamDamaged):
        pieces.extend(open_stream(KEY, io.BytesIO(sealed), length))
    assert 0 < sum(map(len, pieces)) < length


@pytest.mark.parametrize("chunk", [0, 1, 2, 4])
def test_opening_may_begin_at_any_chunk(chunk: int) -> None:
    data = pattern(4 * CHUNK + 9)
    sealed = seal(KEY, data)
    assert opened(KEY, sealed, len(data), from_chunk=chunk) == data[chunk * CHUNK :]


def test_small_files_all_look_alike_and_large_ones_lose_little() -> None:
    assert {sealed_size(length) for length in (0, 1, 700, CHUNK)} == {sealed_size(0)}
    assert len({sealed_size(length) for length in range(5_000_000, 5_100_000, 1000)}) <= 2
    for length in (CHUNK + 1, 10**6, 10**8, 1 << 30):
        assert length <= padded_length(length) <= length * 1.12


def test_the_same_file_under_two_keys_shares_nothing() -> None:
    data = pattern(2 * CHUNK)
    one, other = seal(KEY, data), seal(os.urandom(32), data)
    assert one[: len(HEADER)] == other[: len(HEADER)]
    assert one[len(HEADER) : len(HEADER) + 32] != other[len(HEADER) : len(HEADER) + 32]


def test_nonces_never_repeat_within_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    real = ChunkCipher.encrypt_into

    def spy(self: ChunkCipher, nonce: bytes, plaintext: bytes | memoryview, room: memoryview) -> None:
        seen.append(nonce)
        real(self, nonce, plaintext, room)

    monkeypatch.setattr(ChunkCipher, "encrypt_into", spy)
    seal(KEY, pattern(6 * CHUNK + 5))
    assert len(seen) == len(set(seen)) >= 7
    assert {len(nonce) for nonce in seen} == {12}
    assert [nonce[-1] for nonce in seen] == [0] * (len(seen) - 1) + [1]


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        StreamSealer(bytes(16))
