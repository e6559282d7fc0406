"""Asking the program without keys what is in a file that somebody sent.

The file may have taken that program over. So what it answers is bounded in bytes and time, and the caller decodes it
into nothing but short texts, numbers and bytes.
"""

import subprocess
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import Final

#: As in `reader`, which is a program of its own and not imported here.
MOST_BYTES: Final = 60_000_000
#: The most an answer may have: what `reader` lets all pages of a file have together, and some room.
MOST_ANSWERED: Final = 2 * MOST_BYTES + 1_000_000
_READER: Final = Path(__file__).with_name("reader.py")


class Look(StrEnum):
    """What is looked for."""

    SCAN = "scan"
    TABLE = "table"


class OutOfTime(Exception):
    """The file could not be looked into in the time given; the program was ended."""


def ask(look: Look, data: bytes, *, seconds: float) -> bytes | None:
    """What the program answers, in MessagePack. None: the file cannot be read. Raises `OutOfTime`."""
    if len(data) > MOST_BYTES:
        return None
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
