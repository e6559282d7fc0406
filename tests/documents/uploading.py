"""A process that receives one endless or long upload, to be measured or killed.

    python -m tests.documents.uploading FOLDER MIB CANARY

Sends itself ``MIB`` MiB holding the canary again and again, says ``begun`` once the first 8 MiB are taken, and in the
end the peak of its memory above what it had before, in KiB.
"""

import resource
import sys
import time
from pathlib import Path

from tests.documents.bodies import file, take, text

MIB = 1 << 20


class Long:
    """The body of a form with one long file; from ``stall`` MiB on it comes a MiB in ten milliseconds."""

    def __init__(self, mib: int, canary: bytes) -> None:
        block = (canary * (MIB // len(canary) + 1))[:MIB]
        head = b"------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n" + text("note", canary)
        head += b"\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n" + file("file", canary.decode(), b"")
        self._pieces = iter([head, *[block] * mib, b"\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n"])
        self.length = len(head) + mib * MIB + len(b"\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n")
        self._rest = b""
        self._given = 0

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self._pieces, b"")
            self._given += 1
            if self._given == 9:
                print("begun", flush=True)
            if self._given > 9 and len(sys.argv) > 4:
                time.sleep(0.01)
        got, self._rest = self._rest[:size], self._rest[size:]
        return got


def main() -> None:
    folder, mib, canary = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
    with take(folder, warm := Long(1, canary), length=warm.length):
        pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = Long(mib, canary)
    with take(folder, long, length=long.length) as received:
        received.hold(received.today)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


if __name__ == "__main__":
    main()
