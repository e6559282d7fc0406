"""No word of a suitcase leaves this process: it reaches nobody, starts nothing and writes no file."""

import os
import sys
from ipaddress import ip_address
from typing import Any

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
_STARTING = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})
_ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class NotAlone(PermissionError):
    """Something in this process tried to reach another machine, to start a program or to write a file."""


def stay_alone() -> None:
    """From now on and until it ends, this process talks to 127.0.0.1 and to nobody else, and only reads files.

    Cannot be taken back.
    """
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if event in _CONNECTING and not _here(given[1]):
        raise NotAlone(event)
    if event in _ASKING and not _is_loopback(str(given[0])):
        raise NotAlone(event)
    if event in _STARTING:
        raise NotAlone(event)
    if event == "open" and isinstance(given[2], int) and given[2] & _WRITING:
        raise NotAlone("a file is opened for writing")


def _here(address: Any) -> bool:
    return not isinstance(address, tuple) or _is_loopback(str(address[0]))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
