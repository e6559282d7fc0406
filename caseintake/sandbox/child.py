"""Asking the program without keys what is in a file that somebody sent.

The file may have taken that program over. So what it answers is bounded in bytes and time, and the caller decodes it
into nothing but short texts, numbers and bytes.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from threading import Timer
from time import monotonic, sleep
from typing import Final

#: As in `reader`, which is a program of its own and not imported here.
MOST_BYTES: Final = 60_000_000
#: The most an answer may have: what `reader` lets all pages of a file have together, and some room.
MOST_ANSWERED: Final = 2 * MOST_BYTES + 1_000_000
_READER: Final = Path(__file__).with_name("reader.py")
#: One lock for each program that may run at once on this host: it may take 1.5 GB and a processor. All workers have
#: these files, whatever account and folder they run in, and one that is killed gives its turn back.
_TURNS: Final = (Path(__file__), _READER)
_WAIT_SECONDS: Final = 10.0
_LOOK_AGAIN_SECONDS: Final = 0.05


class Look(StrEnum):
    """What is looked for."""

    SCAN = "scan"
    TABLE = "table"


class OutOfTime(Exception):
    """The file could not be looked into in the time given; the program was ended."""


class Busy(Exception):
    """As many files as this host can look into are being looked into already."""


def ask(look: Look, data: bytes, *, seconds: float) -> bytes | None:
    """What the program answers, in MessagePack. None: the file cannot be read. Raises `OutOfTime`, `Busy`."""
    if len(data) > MOST_BYTES:
        return None
    with _turn():
        return _answer(look, data, seconds)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait a little for a turn. Raises `Busy`."""
    end = monotonic() + _WAIT_SECONDS
    while (held := _first_free()) is None:
        if monotonic() >= end:
            raise Busy
        sleep(_LOOK_AGAIN_SECONDS)
    try:
        yield
    finally:
        os.close(held)


def _first_free() -> int | None:
    for path in _TURNS:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            os.close(descriptor)
    return None


def _answer(look: Look, data: bytes, seconds: float) -> bytes | None:
    late = False
    with subprocess.Popen(  # noqa: S603 - our own program, no word of anybody's on the line
        [sys.executable, "-I", str(_READER), look],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None

        def end() -> None:
            nonlocal late
            late = True
            child.kill()

        timer = Timer(seconds, end)
        timer.start()
        try:
            with suppress(BrokenPipeError), child.stdin:
                child.stdin.write(data)
            answer = child.stdout.read(MOST_ANSWERED + 1)
            if len(answer) > MOST_ANSWERED:
                return None
            child.wait()
        finally:
            timer.cancel()
            child.kill()
    if late and child.returncode:
        raise OutOfTime
    return answer if child.returncode == 0 else None
