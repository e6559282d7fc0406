"""SHA-256 of a long file in a thread of its own: hashing releases Python's lock, so a second core does it for free."""

import hashlib
import queue
import threading
from typing import Any

#: Pieces that may wait: the reader stops when hashing is slower than the connection.
_WAITING = 8
#: A shorter piece is hashed at once: a small file needs no thread.
_WORTH = 512 * 1024

Piece = bytes | memoryview


class HashBehind:
    """`hashlib.sha256` over several things at once, for pieces of about a megabyte. One thread for all of them."""

    def __init__(self) -> None:
        self._pieces: queue.Queue[tuple[Any, Piece] | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self.plain = hashlib.sha256()
        self.stored = hashlib.sha256()

    def update(self, which: Any, piece: Piece) -> None:
        """Hash ``piece`` into ``plain`` or ``stored``; it must not be changed afterwards."""
        if self._thread is None and len(piece) < _WORTH:
            which.update(piece)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        self._pieces.put((which, piece))

    def finish(self) -> None:
        """Wait until all is hashed and end the thread. May be repeated."""
        if self._thread is not None:
            self._pieces.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (next_one := self._pieces.get()) is not None:
            which, piece = next_one
            which.update(piece)
