"""No test reaches beyond this machine.

A connection to any other address is refused where it is made, and the test in which it was made fails even
if the code under test swallowed the refusal. Only this process is guarded: programs that a test starts are
told to stay on loopback.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

_REFUSED: list[str] = []


class Outgoing(AssertionError):
    """A test tried to reach an address that is not on this machine."""


def is_local(family: int, address: Any) -> bool:
    """Whether `address`, of a socket of `family`, is on this machine. A name other than localhost is not."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0]).partition("%")[0]
    if host in ("", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(sock: socket.socket, address: Any) -> None:
    if not is_local(sock.family, address):
        _REFUSED.append(f"{address[0]}:{address[1]}")
        raise Outgoing(f"a test may not connect to {_REFUSED[-1]}: only to 127.0.0.1, ::1 and local sockets")


class GuardedSocket(socket.socket):
    """A socket that connects and sends to this machine only."""

    def connect(self, address: Any) -> None:
        _refuse(self, address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        _refuse(self, address)
        return super().connect_ex(address)

    def sendto(self, data: Any, *rest: Any) -> int:
        _refuse(self, rest[-1])
        return super().sendto(data, *rest)


def pytest_configure() -> None:
    socket.socket = GuardedSocket  # type: ignore[misc]


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine() -> Iterator[None]:
    _REFUSED.clear()
    yield
    refused, _REFUSED[:] = list(_REFUSED), []
    if refused:
        pytest.fail(f"the code under test tried to reach {', '.join(refused)}", pytrace=False)
