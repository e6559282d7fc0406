"""No word of a suitcase leaves this process: it reaches nobody, starts nothing and writes only its side file."""

import os
import sys
from functools import partial
from ipaddress import ip_address
from typing import Any

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
_STARTING = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})
_CHANGING = frozenset(
    {"os.remove", "os.truncate", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod", "os.chown"}
)
_ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class NotAlone(PermissionError):
    """Something in this process tried to reach another machine, to start a program or to write a file."""


def stay_alone(written: frozenset[str] = frozenset()) -> None:
    """From now on and until it ends, this process talks to 127.0.0.1 and to nobody else, and writes these files alone.

    Cannot be taken back.
    """
    sys.dont_write_bytecode = True
    sys.addaudithook(partial(_refuse, written))


def _refuse(written: frozenset[str], event: str, given: tuple[Any, ...]) -> None:
    if event in _CONNECTING and not _here(given[1]):
        raise NotAlone(event)
    if event in _ASKING and not _is_loopback(str(given[0])):
        raise NotAlone(event)
    if event == "os.rename" and not {str(given[0]), str(given[1])} <= written:
        raise NotAlone("a file is moved")
    if event in _STARTING or event in _CHANGING:
        raise NotAlone(event)
    # A number is a file that is open already.
    if event == "open" and given[0] not in written and not isinstance(given[0], int) and (given[2] or 0) & _WRITING:
        raise NotAlone("a file is opened for writing")


def _here(address: Any) -> bool:
    return not isinstance(address, tuple) or _is_loopback(str(address[0]))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
