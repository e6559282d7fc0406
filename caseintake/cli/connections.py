"""How gunicorn treats connections here: nobody slow holds a thread for long, and nothing of anybody is logged."""

import logging
import socket
import threading
import time
from typing import Any, Final

from gunicorn import glogging
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds in which the head of a request must have come.
HEAD_SECONDS: Final = 10.0
#: Seconds a body may take, and the least bytes a second it must bring after them: a poor connection brings more.
BODY_SECONDS: Final = 20.0
BODY_RATE: Final = 2048
#: Longer than this no upload takes, however large.
LONGEST_SECONDS: Final = 6 * 60 * 60.0
_LOOK_SECONDS: Final = 0.5


class Deadlines:
    """Connections that are being read, each with the moment by which that must be over.

    A thread waiting for bytes cannot look at the clock, so another one does. It shuts the reading half alone: the
    thread finds the end of what came, and the person still gets an answer in words.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[socket.socket, float] = {}
        threading.Thread(target=self._watch, name="deadlines", daemon=True).start()

    def set(self, connection: socket.socket, seconds: float) -> None:
        with self._lock:
            self._until[connection] = time.monotonic() + seconds

    def clear(self, connection: socket.socket) -> None:
        with self._lock:
            self._until.pop(connection, None)

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            now = time.monotonic()
            with self._lock:
                late = [connection for connection, until in self._until.items() if until <= now]
                for connection in late:
                    del self._until[connection]
            for connection in late:
                try:
                    connection.shutdown(socket.SHUT_RD)
                except OSError:
                    continue  # it ended by itself


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads; a connection gets a thread when it has said something, and not for ever."""

    def init_process(self) -> None:
        self.deadlines = Deadlines()
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """A new connection that has said nothing yet waits beside the threads, not in one."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.set_timeout()
        conn.sock.setblocking(False)
        self.pending_conns.append(conn)
        readable = 1  # selectors.EVENT_READ
        self.poller.register(conn.sock, readable, lambda client: self.on_pending_socket_readable(conn, client))

    def handle(self, conn: TConn) -> Any:
        self.deadlines.set(conn.sock, HEAD_SECONDS)
        try:
            return super().handle(conn)
        finally:
            self.deadlines.clear(conn.sock)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """The head has come; from here the time depends on how much was announced."""
        self.deadlines.set(conn.sock, body_seconds(dict(req.headers).get("CONTENT-LENGTH", "")))
        return super().handle_request(req, conn)


def body_seconds(length: str) -> float:
    """How long a body of this length may take, in seconds."""
    announced = int(length) if length.isascii() and length.isdigit() and len(length) <= 18 else 0
    return min(BODY_SECONDS + announced / BODY_RATE, LONGEST_SECONDS)


class Nameless(wsgi.Response):  # type: ignore[misc]
    """An answer that does not say which server made it."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


wsgi.Response = Nameless


class Mute(glogging.Logger):  # type: ignore[misc]
    """gunicorn's own words hold addresses of people and paths of pages: what goes wrong is told by its kind alone."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_without_values)


def _without_values(record: logging.LogRecord) -> bool:
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    named = {"Invalid request from": "a request that cannot be read", "Error handling request": "a request failed"}
    for words, instead in named.items():
        if str(record.msg).startswith(words):
            record.msg, record.args = f"{instead} {kind}".rstrip(), ()
    record.exc_info = record.exc_text = None
    return True
