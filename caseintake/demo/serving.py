"""Both surfaces of the demo in one process, on the loopback address alone.

The session cookie is a ``__Host-`` cookie: browsers take one over plain http from this machine itself and from nowhere
else. On any other address nobody could sign in, and keys that are printed have no business there.
"""

import socket
import threading
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from caseintake.app import PAGES, create_app
from caseintake.demo import builder, sign_ins
from caseintake.demo.shortcut import shortcut
from caseintake.demo.sign_ins import SignIns
from caseintake.settings import Settings
from caseintake.work import Office

HOST: Final = "127.0.0.1"


class PortTaken(Exception):
    """Something else answers on this port."""


class Quiet(WSGIRequestHandler):
    """Says nothing of any request: the second of a visit is the second of a first contact."""

    def version_string(self) -> str:
        return "demo"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's own name
        pass


@dataclass
class Doors:
    """Two sockets that are ours before anything is built: the office's and, one port up, the public one."""

    office: socket.socket
    public: socket.socket

    @classmethod
    def open(cls, port: int) -> "Doors":
        """Raises `PortTaken`."""
        first = _bound(port)
        try:
            return cls(first, _bound(port + 1))
        except PortTaken:
            first.close()
            raise

    @property
    def office_address(self) -> str:
        return f"http://{HOST}:{self.office.getsockname()[1]}"

    @property
    def public_address(self) -> str:
        return f"http://{HOST}:{self.public.getsockname()[1]}"

    def close(self) -> None:
        self.office.close()
        self.public.close()


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen()
    except OSError:
        made.close()
        raise PortTaken(f"port {port} on {HOST} is taken or not allowed") from None
    return made


class Demo:
    """The two running surfaces. `start` answers at once; `stop` returns when nobody is answered any more."""

    def __init__(self, settings: Settings, found: SignIns, doors: Doors) -> None:
        addressed = builder.served_as(settings, doors.office_address, doors.public_address)
        builder.write_papers(settings, doors.public_address)
        self._offices = (Office.open(addressed), Office.open(addressed))
        office, public = self._offices
        self._servers = (
            _server(create_app(office, "office", pages=(*PAGES["office"], shortcut(found))), doors.office),
            _server(create_app(public, "public"), doors.public),
        )
        self._threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in self._servers]

    @classmethod
    def of(cls, settings: Settings, doors: Doors) -> "Demo":
        """Raises `sign_ins.NotTheDemo`."""
        return cls(settings, sign_ins.read(settings), doors)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            # Told to stop before it had begun, a server would wait for itself.
            if thread.ident is not None:
                server.shutdown()
                thread.join()
        for server in self._servers:
            server.server_close()
        for office in self._offices:
            office.close()


def _server(app: Any, door: socket.socket) -> BaseWSGIServer:
    port = door.getsockname()[1]
    return make_server(HOST, port, app, threaded=True, request_handler=Quiet, fd=door.fileno())
