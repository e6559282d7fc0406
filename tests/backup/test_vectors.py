"""A backup that was written once opens with what is on paper, for ever; changed in any part it is refused. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from caseintake.backup.archive import MAGIC, Archive, Part, WrongKey
from caseintake.backup.key import keys_of
from caseintake.vault import canonical
from caseintake.vault.errors import NewerSchema, StreamDamaged
from caseintake.vault.parcel import Parcel
from caseintake.vault.primitives import HolderKeys

HERE = Path(__file__).parent.parent / "vectors" / "parcel"
SAID: dict[str, Any] = json.loads((HERE / "backup.json").read_text(encoding="utf-8"))
FILE = (HERE / "records.backup").read_bytes()
FRAMES = [bytes.fromhex(frame) for frame in SAID["frames"]]
FILE_KEY = bytes.fromhex(SAID["file_key"])
BY_RECOVERY, BY_WORDS = HolderKeys(bytes.fromhex(SAID["recovery_secret"])), keys_of(SAID["backup_words"])
HEAD = SAID["head_bytes"]


def test_it_is_the_file_that_was_written() -> None:
    assert sha256(FILE).hexdigest() == SAID["sha256"]


def test_the_parcel_gives_its_frames_from_any_of_them_on() -> None:
    parcel = Parcel(BytesIO(FILE), MAGIC)
    found = list(parcel.frames(FILE_KEY))
    assert [frame for _, frame in found] == FRAMES
    for number, (at, _) in enumerate(found):
        assert [frame for _, frame in parcel.frames(FILE_KEY, at)] == FRAMES[number:]


@pytest.mark.parametrize("keys", [BY_RECOVERY, BY_WORDS], ids=["the recovery key", "the words on paper"])
def test_the_backup_opens_with_either_key(keys: HolderKeys) -> None:
    archive = Archive(BytesIO(FILE))
    assert (archive.head.part, archive.head.fingerprint.hex()) == (Part.RECORDS, SAID["fingerprint"])
    assert archive.head.file_key(keys) == FILE_KEY
    items = list(archive.items(keys))
    assert [canonical.encode(label, *values) for label, values in items] == FRAMES


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda file: file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


CHANGED: dict[str, tuple[Callable[[bytes], bytes], type[Exception]]] = {
    "another kind of file": (lambda file: b"CIT\x01" + file[4:], StreamDamaged),
    "a newer version": (lambda file: b"CIB\x02" + file[4:], NewerSchema),
    "the fingerprint in the head": (flipped(20), StreamDamaged),
    "a slot of the head": (flipped(HEAD - 5), StreamDamaged),
    "the first byte of the stream": (flipped(HEAD), StreamDamaged),
    "a byte of a frame": (flipped(HEAD + 40), StreamDamaged),
    "a byte of the padding": (flipped(len(FILE) - 30), StreamDamaged),
    "the length at the end": (flipped(len(FILE) - 1), StreamDamaged),
    "the last byte cut": (lambda file: file[:-1], StreamDamaged),
    "half of it": (lambda file: file[: len(file) // 2], StreamDamaged),
    "the head alone": (lambda file: file[:HEAD], StreamDamaged),
    "something behind it": (lambda file: file + b"\0", StreamDamaged),
    "nothing": (lambda _file: b"", StreamDamaged),
}


@pytest.mark.parametrize("name", CHANGED)
def test_changed_it_is_refused(name: str) -> None:
    change, error = CHANGED[name]
    with pytest.raises(error):
        Archive(BytesIO(change(FILE))).check(BY_WORDS)


def test_with_another_key_it_is_closed() -> None:
    with pytest.raises(WrongKey):
        Archive(BytesIO(FILE)).check(HolderKeys(bytes(32)))
