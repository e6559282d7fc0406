"""A helper thread for one upload: seals and writes while the connection is read.

Sealing, hashing and writing release Python's lock, so on two cores they cost an upload almost no time.
"""

import queue
import threading
from collections.abc import Callable, Sequence

#: Batches that may wait: the reader stops when the disk is slower than the connection.
WAITING = 4


class Behind:
    """Runs ``act`` on each batch, in order, in one thread. A failure comes out at the next `put` or at `finish`."""

    def __init__(self, act: Callable[[Sequence[bytes]], None]) -> None:
        self._act = act
        self._batches: queue.Queue[Sequence[bytes] | None] = queue.Queue(WAITING)
        self._failure: BaseException | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, batch: Sequence[bytes]) -> None:
        """Hand over a batch; waits while `WAITING` batches are before it."""
        if self._failure is not None:
            raise self._failure
        self._batches.put(batch)

    def finish(self) -> None:
        """Wait until all is done. Raises what went wrong."""
        self._end()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Leave undone what waits, and end the thread. May be repeated."""
        self._stopped = True
        self._end()

    def _end(self) -> None:
        if self._thread.is_alive():
            self._batches.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (batch := self._batches.get()) is not None:
            if self._stopped or self._failure is not None:
                continue  # keep taking, or the reader would wait for ever
            try:
                self._act(batch)
            except Exception as failure:  # noqa: BLE001 - raised again in the reader's thread
                self._failure = failure
