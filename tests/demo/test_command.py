"""`caseintake demo` as a person and a script meet it: what it makes, what it takes again, what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from caseintake import settings as settings_file
from caseintake.cli.demo import demo
from caseintake.cli.refused import Refusal
from caseintake.demo import sign_ins
from caseintake.demo.sign_ins import NotTheDemo
from tests.demo.conftest import Built


def answer(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(demo, [*words, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refusal(*words: str) -> str:
    result = CliRunner().invoke(demo, list(words))
    assert isinstance(result.exception, Refusal), result.output
    return str(result.exception)


def test_a_demo_that_is_there_is_taken_again(copy: Built) -> None:
    before = (copy.directory / "office.sqlite3").read_bytes()
    found = answer("--dir", str(copy.directory), "--no-serve")
    assert [one["passphrase"] for one in found["people"]] == [one.passphrase for one in copy.sign_ins.people]
    assert found["fingerprint"] == copy.settings.fingerprint
    assert found["office"] is None
    assert (copy.directory / "office.sqlite3").read_bytes() == before


def test_everything_needed_to_sign_in_is_printed(copy: Built) -> None:
    result = CliRunner().invoke(demo, ["--dir", str(copy.directory), "--no-serve"])
    for one in copy.sign_ins.people:
        assert one.name in result.output
        assert one.handle in result.output
        assert one.passphrase in result.output
        assert one.totp_secret in result.output
    assert all(code.code in result.output for code in copy.sign_ins.return_codes)
    assert len(copy.sign_ins.return_codes) >= 2


def test_a_real_office_is_refused_and_left_alone(copy: Built) -> None:
    settings_file.save(msgspec.structs.replace(copy.settings, demo=False, secure=True))
    before = sorted((path, path.stat().st_mtime_ns) for path in copy.directory.rglob("*"))
    said = refusal("--dir", str(copy.directory), "--no-serve")
    assert "not a demo" in said
    assert sorted((path, path.stat().st_mtime_ns) for path in copy.directory.rglob("*")) == before


def test_sign_ins_of_another_office_are_refused(copy: Built) -> None:
    foreign = msgspec.structs.replace(copy.sign_ins, fingerprint="00" * 32)
    sign_ins.write(foreign, copy.directory)
    with pytest.raises(NotTheDemo, match="another office"):
        sign_ins.read(copy.settings)
    assert "another office" in refusal("--dir", str(copy.directory), "--no-serve")


def test_a_demo_that_was_broken_off_is_named_so(copy: Built) -> None:
    (copy.directory / sign_ins.FILE).unlink()
    assert "never finished" in refusal("--dir", str(copy.directory), "--no-serve")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert "not empty" in refusal("--dir", str(tmp_path), "--no-serve")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_sign_ins_are_for_the_owner_alone(built: Built) -> None:
    assert (built.directory / sign_ins.FILE).stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal("--dir", str(tmp_path / "demo"), "--port", str(port))
    assert f"port {port}" in said
    assert "--port" in said
    assert not (tmp_path / "demo").exists()


def free_pair() -> int:
    """A port whose neighbour is free too. Each process of the run has ports of its own to choose from."""
    first = 21_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 8 * 1000
    for port in random.sample(range(first, first + 1000, 2), 200):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two free ports in a row")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_on_both_ports_and_stops_when_told(copy: Built, how: signal.Signals) -> None:
    port = free_pair()
    words = [sys.executable, "-m", "caseintake", "demo", "--dir", str(copy.directory), "--port", str(port), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = json.loads(running.stdout.readline())
        assert said["office"] == f"http://127.0.0.1:{port}"
        assert said["public"] == f"http://127.0.0.1:{port + 1}"
        assert status(port, "/sign-in") == 200
        assert status(port + 1, "/en/") == 200
        running.send_signal(how)
        _out, errors = running.communicate(timeout=120)
    assert running.returncode == 0
    assert "Traceback" not in errors
    assert "GET" not in errors


def status(port: int, path: str) -> int:
    end = time.monotonic() + 120
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionError:
            assert time.monotonic() < end
            time.sleep(0.1)
        finally:
            connection.close()


def test_a_folder_of_its_own_goes_when_it_stops(built: Built, tmp_path: Path) -> None:
    # The folder is made where the machine keeps what is temporary; a copy stands in for the ten seconds of building.
    program = (
        "import shutil, sys; from caseintake.demo import builder, sign_ins; from caseintake.settings import load\n"
        "from pathlib import Path\n"
        "def quick(directory, now=None):\n"
        f"    shutil.copytree({str(built.directory)!r}, directory, dirs_exist_ok=True)\n"
        "    return sign_ins.read(load(directory))\n"
        "builder.build = quick\n"
        "from caseintake.cli.demo import demo; demo()"
    )
    words = [sys.executable, "-c", program, "--port", str(free_pair()), "--json"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        where = Path(json.loads(running.stdout.readline())["directory"])
        assert where.parent == tmp_path
        assert (where / "office.sqlite3").exists()
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=120)
    assert running.returncode == 0
    assert not where.exists()


def test_half_a_demo_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseintake.demo import builder, staffing

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(staffing, "bring_in", broken)
    with pytest.raises(KeyboardInterrupt):
        builder.build(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()
    shutil.rmtree(builder.settings_for(tmp_path / "demo").runtime, ignore_errors=True)
