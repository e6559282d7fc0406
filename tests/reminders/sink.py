"""A mail server on this machine that keeps what it is given, and can be told to behave badly."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Sink:
    """Mails in the order in which they came, with whom they were for."""

    port: int = 0
    mails: list[tuple[str, Message]] = field(default_factory=list)
    refusing: bool = False

    def to(self, address: str) -> list[str]:
        return [mail.get_payload(decode=True).decode() for to, mail in self.mails if to == address]  # type: ignore[union-attr]


@contextmanager
def sink() -> Iterator[Sink]:
    """An SMTP server (RFC 5321) on the loopback address until the block ends."""
    kept = Sink()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 sink\r\n")
            to = ""
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    to = line.decode().partition("<")[2].partition(">")[0]
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
                    kept.mails.append((to, message_from_bytes(b"".join(lines))))
                refused = kept.refusing and word == b"MAIL"
                self.wfile.write(b"451 later\r\n" if refused else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
