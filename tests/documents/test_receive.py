"""A form with files arrives: all of it, or a refusal by name and nothing on the disk."""

import hashlib
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseintake.documents import receive as receiving
from caseintake.documents.blobs import BlobStore
from caseintake.documents.media import Media
from caseintake.documents.receive import Received
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
from caseintake.settings import Limits
from caseintake.vault.stream import open_stream, sealed_size
from tests.documents.bodies import BOUNDARY, LIMITS, TODAY, body, file, left_in, take, text


def plaintext(received: Received, number: int = 0) -> bytes:
    got = received.files[number]
    with received.store.open(got.blob_id) as stored:
        return b"".join(open_stream(got.key, stored, got.length))


def test_texts_and_files_arrive_whole(tmp_path: Path) -> None:
    data = os.urandom(300_000)
    sent = body(text("note", "Şahidlik. Показание."), file("file", "qərar № 5.pdf", b"%PDF-1.7\n" + data))
    with take(tmp_path, sent) as received:
        assert received.fields["note"] == "Şahidlik. Показание."
        (got,) = received.files
        assert (got.field, got.name, got.media) == ("file", "qərar № 5.pdf", Media.PDF)
        assert got.length == len(data) + 9
        assert plaintext(received) == b"%PDF-1.7\n" + data
        assert got.sha256 == hashlib.sha256(b"%PDF-1.7\n" + data).digest()
        stored = received.store.open(got.blob_id).read()
        assert (got.size, got.digest) == (len(stored), hashlib.sha256(stored).digest())
        assert got.size == sealed_size(got.length)
    assert left_in(tmp_path) == []


def test_several_values_and_files_of_one_name_keep_their_order(tmp_path: Path) -> None:
    sent = body(text("note", "1"), file("file", "a.txt", b"aa"), text("note", "2"), file("file", "b.txt", b"bb"))
    with take(tmp_path, sent) as received:
        assert received.fields.getlist("note") == ["1", "2"]
        assert [plaintext(received, n) for n in (0, 1)] == [b"aa", b"bb"]
        assert received.files[0].key != received.files[1].key


@pytest.mark.parametrize("size", [1, 65535, 65536, 65537, 131072, 1048575, 1048576, 1048577, 3_000_001])
def test_a_file_of_any_size_around_the_buffers_is_what_was_sent(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    with take(tmp_path, body(file("file", "x", data))) as received:
        assert plaintext(received) == data


@pytest.mark.parametrize("data", [b"\r\n" * 200_000, b"\r" * 400_000, b"\n--" * 150_000,
                                  (b"\r\n--" + BOUNDARY.encode()[:-1]) * 9000,
                                  b"\r\n--" + BOUNDARY.encode() + b"x" + b"\r\n" * 40_000])  # fmt: skip
def test_a_file_that_looks_like_the_frame_around_it_is_untouched(tmp_path: Path, data: bytes) -> None:
    with take(tmp_path, body(file("file", "x", data), text("note", "after"))) as received:
        assert plaintext(received) == data
        assert received.fields["note"] == "after"


def test_a_field_left_empty_is_no_file_and_an_empty_file_is_named(tmp_path: Path) -> None:
    with take(
        tmp_path, body(file("file", "", b""), file("file", "empty.txt", b""), file("file", "x", b"y"))
    ) as received:
        (got,), (lost,) = received.files, received.not_kept
        assert (got.name, plaintext(received)) == ("x", b"y")
        assert (lost.field, type(lost.why)) == ("file", FileEmpty)


def test_files_are_for_their_owner_alone_and_tell_only_a_day(tmp_path: Path) -> None:
    with take(tmp_path / "blobs", body(file("file", "x", b"y"))) as received:
        (path,) = (tmp_path / "blobs/incoming").iterdir()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        for seen in (path, path.parent):
            at = datetime.fromtimestamp(seen.stat().st_mtime, UTC)
            assert (at.hour, at.minute, at.second) == (0, 0, 0)
        assert path.name == str(received.files[0].blob_id)


def test_an_error_after_arriving_removes_the_files_and_holding_keeps_them(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), take(tmp_path, body(file("file", "x", b"y"))):
        raise RuntimeError
    assert left_in(tmp_path) == []
    with take(tmp_path, body(file("file", "x", b"y"))) as received:
        received.hold(TODAY)
    assert len(left_in(tmp_path)) == 1


def test_a_received_file_does_not_print_its_key_or_name(tmp_path: Path) -> None:
    with take(tmp_path, body(file("file", "secret name.pdf", b"y"))) as received:
        shown = repr(received.files[0]) + str(received)
        assert "secret" not in shown
        assert repr(received.files[0].key) not in shown


# --- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (body(text("other", "x")), UnknownPart),
        (body(file("other", "x", b"x")), UnknownPart),
        (body(file("note", "note.txt", b"text sent with a file name")), UnknownPart),
        (body(text("file", "a file without a name")), UnknownPart),
        (body(b"Content-Disposition: form-data\r\n\r\nno name"), UnknownPart),
        (body(b"Content-Type: text/plain\r\n\r\nno disposition"), Garbled),
        (body(text("note", b"\xff\xfe")), Garbled),
        (body(text("note", b"a\0b")), Garbled),
        (body(b'Content-Disposition: form-data; name="\xff"\r\n\r\nx'), Garbled),
        (body(b"X: " + b"y" * 100_000 + b"\r\n\r\nx"), Garbled),
        (body(text("note", "x")) + b"more after the end", TooLong),
        (b"", Garbled),
        (b"not a form at all", Garbled),
        (b"x" * 200_000, Garbled),
        (body(file("file", "x", b"y"))[:-12], Garbled),
        (body(file("file", "x", b"y" * 200_000))[:90_000], Garbled),
        (body(*[text("note", "x")] * 201), TooManyParts),
        (body(*[text("note", "x" * 11_000)] * 199), TextTooLong),
    ],
)  # fmt: skip
def test_each_wrong_body_is_refused_by_name_and_leaves_nothing(
    tmp_path: Path, sent: bytes, why: type[UploadRefused]
) -> None:
    before = body(file("file", "x", b"z" * 100_000))[: -len(BOUNDARY) - 6] if sent.startswith(b"--") else b""
    for whole in (sent, before + sent):
        with pytest.raises(why) as caught:
            take(tmp_path, whole)
        assert type(caught.value) is why
        assert 400 <= caught.value.status < 500
        assert len(str(caught.value)) > 30
        assert left_in(tmp_path) == []


def test_a_body_shorter_than_declared_is_cut_off(tmp_path: Path) -> None:
    sent = body(file("file", "x", b"y" * 100_000))
    with pytest.raises(CutOff):
        take(tmp_path, sent, length=len(sent) + 1)
    assert left_in(tmp_path) == []


def test_a_body_longer_than_declared_is_read_only_as_far_as_declared(tmp_path: Path) -> None:
    sent = body(file("file", "x", b"y" * 100_000))
    with pytest.raises(Garbled):
        take(tmp_path, sent, length=len(sent) - 5)
    with take(tmp_path, sent + b"GET / HTTP/1.1", length=len(sent)) as received:
        assert plaintext(received) == b"y" * 100_000


class Breaking:
    """A connection that breaks after the first reading."""

    def __init__(self, sent: bytes) -> None:
        self._sent = sent

    def read(self, size: int) -> bytes:
        sent, self._sent = self._sent, b""
        if not sent:
            raise ConnectionResetError
        return sent[:size]


def test_a_connection_that_breaks_is_cut_off(tmp_path: Path) -> None:
    sent = body(file("file", "x", b"y" * 300_000))[:200_000]
    with pytest.raises(CutOff):
        take(tmp_path, Breaking(sent), length=300_000)
    assert left_in(tmp_path) == []


def test_a_file_over_the_limit_is_left_out_and_the_rest_of_the_form_is_kept(tmp_path: Path) -> None:
    limits = Limits(file_bytes=100_000, disk_floor_bytes=0)
    sent = body(
        text("note", "kept"),
        file("file", "fits", b"a" * 100_000),
        file("file", "large", b"b" * 100_001),
        file("file", "huge", b"c" * 700_000),
        text("place", "kept too"),
    )
    with take(tmp_path, sent, limits=limits) as received:
        assert [got.name for got in received.files] == ["fits"]
        assert [(not_kept.field, type(not_kept.why)) for not_kept in received.not_kept] == [
            ("file", FileTooLarge),
            ("file", FileTooLarge),
        ]
        assert dict(received.fields) == {"note": "kept", "place": "kept too"}
        assert len(left_in(tmp_path)) == 1


class Unread:
    """A body nobody may touch."""

    def read(self, size: int) -> bytes:
        raise AssertionError("read before it was refused")


@pytest.mark.parametrize(
    ("content_type", "length", "limits", "why"),
    [
        ("application/x-www-form-urlencoded", 10, LIMITS, NotAFileForm),
        ("multipart/form-data", 10, LIMITS, NotAFileForm),
        (f"multipart/mixed; boundary={BOUNDARY}", 10, LIMITS, NotAFileForm),
        (f"multipart/form-data; boundary={'x' * 201}", 10, LIMITS, NotAFileForm),
        ("multipart/form-data; boundary=ə", 10, LIMITS, NotAFileForm),
        (f"multipart/form-data; boundary={BOUNDARY}", None, LIMITS, NoLength),
        (f"multipart/form-data; boundary={BOUNDARY}", -1 << 40, LIMITS, NoLength),
        (f"multipart/form-data; boundary={BOUNDARY}", 3 << 30, LIMITS, TooMuchAtOnce),
        (f"multipart/form-data; boundary={BOUNDARY}", 10, Limits(disk_floor_bytes=1 << 60), NoRoom),
        (f"multipart/form-data; boundary={BOUNDARY}", 10, Limits(unaccepted_bytes=9), NoRoom),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_read(
    tmp_path: Path, content_type: str, length: int | None, limits: Limits, why: type[UploadRefused]
) -> None:
    with pytest.raises(why):
        take(tmp_path, Unread(), content_type=content_type, length=length, limits=limits)
    assert left_in(tmp_path) == []


def test_uploads_under_way_and_files_waiting_count_against_the_quota(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    sent = body(file("file", "x", b"y" * 50_000))
    limits = Limits(file_bytes=60_000, in_flight_bytes=100_000, unaccepted_bytes=400_000, disk_floor_bytes=0)
    with store.flight(60_000, TODAY):
        with pytest.raises(NoRoom):
            take(tmp_path, sent, limits=limits)
        assert store.in_flight() == 60_000
    assert store.in_flight() == 0
    taken = 0
    with pytest.raises(NoRoom):  # noqa: PT012 - each file that waits takes room from the next
        while taken < 20:
            with take(tmp_path, sent, limits=limits) as received:
                received.hold(TODAY)
            taken += 1
    assert 2 <= taken <= 6


def test_a_full_disk_in_the_middle_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _data: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("caseintake.documents.blobs.BlobWriter.write", full)
    with pytest.raises(NoRoom) as caught:
        take(tmp_path, body(file("file", "x", b"y" * 3_000_000)))
    assert caught.value.status == 503
    assert left_in(tmp_path) == []


# --- anything at all ----------------------------------------------------------------------------------------------

WHOLE = body(
    text("note", "a note"), file("file", "a.pdf", b"%PDF-" + bytes(range(256)) * 40), file("file", "", b""),
    text("place", "Bakı"),
)  # fmt: skip


def attempt(folder: Path, sent: bytes, length: int) -> None:
    status = 400
    try:
        with take(folder, sent, length=length) as received:
            assert all(isinstance(value, str) for value in received.fields.values())
            for number, got in enumerate(received.files):
                assert len(plaintext(received, number)) == got.length
    except UploadRefused as refused:
        status = refused.status
    assert 400 <= status < 500
    assert left_in(folder) == []


ANYTHING = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANYTHING
@given(edits=st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=60)), max_size=6))
def test_a_mutated_form_is_taken_or_refused_by_name(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    sent = bytearray(WHOLE)
    for at, drop, put in edits:
        sent[at : at + drop] = put
    attempt(tmp_path, bytes(sent), len(sent))


PIECES = st.sampled_from(
    [b"--" + BOUNDARY.encode(), b"--", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b"\0", b":", b'"', b";",
     b"Content-Disposition: form-data", b'name="note"', b'name="file"', b'filename="x"', b"filename*=UTF-8''%ff",
     b'name*0="no"; name*1="te"', b"Content-Type: multipart/mixed; boundary=x", b"text", b"\xff", "ə".encode()]
)  # fmt: skip


@ANYTHING
@given(pieces=st.lists(PIECES, max_size=40), missing=st.integers(0, 3))
def test_pieces_of_a_form_in_any_order_are_taken_or_refused_by_name(
    tmp_path: Path, pieces: list[bytes], missing: int
) -> None:
    sent = b"".join(pieces)
    attempt(tmp_path, sent, len(sent) + missing)


def test_the_parser_is_never_given_more_than_it_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    real = receiving.MultipartDecoder.receive_data

    def spy(self: receiving.MultipartDecoder, data: bytes | None) -> None:
        real(self, data)
        held.append(len(self.buffer))

    monkeypatch.setattr(receiving.MultipartDecoder, "receive_data", spy)
    with take(tmp_path, body(file("file", "x", os.urandom(3_000_000)))):
        assert max(held) <= receiving.FEED + receiving.HEADERS
