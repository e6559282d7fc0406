"""The program that looks into strangers' files: taken over it reaches nothing, and what it answers is bounded."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from openpyxl import Workbook

from caseintake.old_cases import sheets
from caseintake.representation import heaps
from caseintake.sandbox import child, reader
from caseintake.sandbox.child import Busy, Look, OutOfTime

#: What whoever took the program over by a file would try. Says what went well.
TRIES = """
import ctypes, json, os, signal, socket
def connected(kind, where):
    made = socket.socket(kind, socket.SOCK_STREAM)
    made.connect(where)
def run():
    if os.fork() == 0:
        os._exit(0)
def threads():
    import _thread
    _thread.start_new_thread(int, ())
tries = {
    "network": lambda: connected(socket.AF_INET, ("127.0.0.1", PORT)),
    "unix": lambda: connected(socket.AF_UNIX, UNIX),
    "name": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", PORT)),
    "read": lambda: open(FILE).read(),
    "write": lambda: open(FILE, "a"),
    "list": lambda: os.listdir("/"),
    "kill": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: open("/proc/self/mem", "rb"),
    "fork": run,
    "thread": threads,
    "run": lambda: os.posix_spawn("/bin/true", ["true"], {}),
}
def attack(*_, **__):
    done = []
    for name, act in tries.items():
        try:
            act()
            done.append(name)
        except OSError as error:
            assert error.errno == 1, (name, error)
        except RuntimeError:  # a thread that cannot be started
            pass
    os.write(1, json.dumps(done).encode())
    os._exit(0)
"""
#: Our program, with a library that has gone over to the enemy.
TAKEN_OVER = """
import runpy, sys
import PIL.Image
PIL.Image.open = attack
sys.argv = [READER, "scan"]
runpy.run_path(READER, run_name="__main__")
"""


def test_a_library_that_was_taken_over_reaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as net, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        unix.listen()
        names = {
            "PORT": net.getsockname()[1], "UNIX": str(tmp_path / "socket"), "FILE": str(tmp_path / "file"),
            "READER": reader.__file__,
        }  # fmt: skip
        head = "".join(f"{name} = {value!r}\n" for name, value in names.items()) + TRIES

        def what_went_well(program: str) -> list[str]:
            ran = subprocess.run(
                [sys.executable, "-I", "-c", head + program], input=b"\xff\xd8\xff", capture_output=True, check=True
            )
            found: list[str] = json.loads(ran.stdout)
            return found

        assert len(what_went_well("attack()")) == 11, "without the lock all of it can be done"
        assert what_went_well(TAKEN_OVER) == []


def test_nothing_is_read_where_a_kernel_does_not_lock_it_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lame = tmp_path / "reader.py"
    lame.write_text(Path(reader.__file__).read_text("utf-8").replace('"x86_64":', '"x":').replace('"aarch64":', '"y":'))
    monkeypatch.setattr(child, "_READER", lame)
    assert child.ask(Look.TABLE, b"PK", seconds=120) is None
    with pytest.raises(sheets.BadSheet):
        sheets.text_of_file(b"PK\x03\x04")


def test_an_answer_is_bounded_in_bytes_and_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    liar = tmp_path / "reader.py"
    monkeypatch.setattr(child, "_READER", liar)
    monkeypatch.setattr(child, "MOST_ANSWERED", 1000)
    liar.write_text("import sys\nwhile True: sys.stdout.write('x' * 900)")
    assert child.ask(Look.SCAN, b"", seconds=120) is None
    liar.write_text("import time\ntime.sleep(600)")
    with pytest.raises(OutOfTime):
        child.ask(Look.SCAN, b"x" * 1_000_000, seconds=0.2)
    liar.write_text("import sys\nsys.stdout.write('x')\nsys.exit(1)")
    assert child.ask(Look.SCAN, b"", seconds=120) is None


def test_no_more_files_are_looked_into_at_once_than_the_host_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turns = (tmp_path / "one", tmp_path / "two")
    for turn in turns:
        turn.touch()
    monkeypatch.setattr(child, "_TURNS", turns)
    monkeypatch.setattr(child, "_WAIT_SECONDS", 0.1)
    table = Workbook()
    for row in (["Name"], ["Aynur"]):
        table.active.append(row)
    table.save(tmp_path / "table")
    data = (tmp_path / "table").read_bytes()
    with child._turn(), child._turn():
        with pytest.raises(Busy):
            child.ask(Look.TABLE, data, seconds=30)
        with pytest.raises(sheets.BadSheet, match="Send it again in a minute"):
            sheets.text_of_file(data)
    assert "Aynur" in sheets.text_of_file(data), "who was done has given the turn back"


@pytest.mark.parametrize(
    "answer", [[([], b"")] * 501, [(["1234567890"] * 9, b"")], [(["12345678901"], b"")], [([], 7)], "no", {}]
)
def test_an_answer_that_is_none_of_ours_is_no_answer(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "ask", lambda *_args, **_more: msgspec.msgpack.encode(answer))
    assert heaps.read(b"") is None
    with pytest.raises(sheets.BadSheet):
        sheets.text_of_file(b"PK")


def test_pages_that_swell_when_they_are_parted_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(3):
        document.new_page(200, 200)
    document.save(out)
    pages_of = reader.scans()
    assert len(pages_of(out.getvalue())) == 3
    monkeypatch.setattr(reader, "MOST_TOGETHER", len(out.getvalue()))
    with pytest.raises(ValueError, match="page by page"):
        pages_of(out.getvalue())
