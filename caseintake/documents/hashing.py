"""SHA-256 of a long file in a thread of its own: hashing releases Python's lock, so a second core does it for free."""

import hashlib
import queue
import threading

#: Pieces that may wait: the reader stops when hashing is slower than the connection.
_WAITING = 4
#: A shorter piece is hashed at once: a small file needs no thread.
_WORTH = 512 * 1024


class HashBehind:
    """`hashlib.sha256` for pieces of about a megabyte."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._pieces: queue.Queue[memoryview | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None

    def update(self, piece: memoryview) -> None:
        """Hand over a piece; it must not be changed afterwards."""
        if self._thread is None and len(piece) < _WORTH:
            self._hash.update(piece)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        self._pieces.put(piece)

    def digest(self) -> bytes:
        """Wait for all pieces and give the digest."""
        self.stop()
        return self._hash.digest()

    def stop(self) -> None:
        """End the thread. May be repeated."""
        if self._thread is not None:
            self._pieces.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            self._hash.update(piece)
