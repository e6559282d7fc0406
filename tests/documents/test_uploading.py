"""One long upload in a process of its own: its memory, its traces, and its sudden end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from caseintake.documents.blobs import BlobStore
from tests.documents.bodies import TODAY, left_in

ROOT = Path(__file__).parents[2]
CANARY = "NIGAR-canary-7f3a91-Şəhid"


def start(folder: Path, temporary: Path, mib: int, *slow: str) -> subprocess.Popen[str]:
    temporary.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.documents.uploading", str(folder), str(mib), CANARY, *slow],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )


def holds_canary(place: Path) -> list[str]:
    raw = CANARY.encode()
    # os.walk passes over folders that somebody else takes away meanwhile.
    below = [Path(where, name) for where, folders, files in os.walk(place) for name in (*folders, *files)]
    found = []
    for path in (place, *below):
        try:
            if raw in str(path).encode() or (path.is_file() and raw in path.read_bytes()):
                found.append(str(path))
        except OSError:
            continue  # somebody else's file, gone meanwhile
    return found


def test_a_long_upload_takes_a_few_megabytes_and_leaves_no_plaintext(tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    before = set(shared.iterdir())
    process = start(tmp_path / "blobs", tmp_path / "tmp", 256)
    out, _ = process.communicate(timeout=170)
    assert process.returncode == 0
    assert int(out.split()[-1]) < 24 * 1024  # KiB
    (stored,) = left_in(tmp_path / "blobs")
    assert (tmp_path / "blobs" / stored).stat().st_size > 256 << 20
    assert holds_canary(tmp_path) == []
    assert left_in(tmp_path / "tmp") == []
    for path in set(shared.iterdir()) - before:
        assert holds_canary(path) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_upload_leaves_no_plaintext_and_the_sweep_clears_it(tmp_path: Path, how: signal.Signals) -> None:
    process = start(tmp_path / "blobs", tmp_path / "tmp", 900, "slow")
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    store = BlobStore(tmp_path / "blobs")
    assert store.in_flight() >= 900 << 20
    process.send_signal(how)
    process.wait(120)
    process.stdout.close()
    parts = [name for name in left_in(tmp_path / "blobs") if name.endswith(".part")]
    assert len(parts) == 1
    assert holds_canary(tmp_path) == []
    assert store.in_flight() == 0, "a dead upload is under way no more"
    swept = store.sweep(TODAY, lambda _ids: set())
    assert (swept.parts, swept.unaccepted, swept.orphans) == (1, 0, 0)
    assert left_in(tmp_path / "blobs") == []
