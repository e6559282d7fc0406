"""How many new forms one address may begin, counted in this process's memory and nowhere else.

An address is known by a MAC under a key that is drawn in memory, new every day, and never written down. Somebody who
comes through Tor has no address of her own: there only the number of threads bounds what happens at once.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from caseintake.vault.primitives import mac, random_bytes

#: So many addresses an hour are told apart; a flood of more is refused as a whole only by what else bounds it.
MOST: Final = 100_000
#: One household or one machine of an IPv6 network has a /64.
_HOME_BYTES: Final = 8


class Pace:
    """Beginnings by address within the present hour."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""
        self._hour = -1
        self._seen: Counter[bytes] = Counter()

    def allows(self, address: IPv4Address | IPv6Address | None, now: datetime) -> bool:
        """Count one beginning; False when this address has had its share. Nobody without an address is counted."""
        if address is None:
            return True
        with self._lock:
            if self._day != now.date():
                self._day, self._key = now.date(), random_bytes(32)
            if self._hour != now.hour or len(self._seen) >= MOST:
                self._hour, self._seen = now.hour, Counter()
            who = mac(self._key, address.packed[:_HOME_BYTES])
            self._seen[who] += 1
            return self._seen[who] <= self._most


def peer(environ: Mapping[str, str]) -> IPv4Address | IPv6Address | None:
    """The address this request came from, or None where there is none: Tor, this machine, or a name nobody can read.

    Behind a proxy on this machine it is what the proxy wrote last; whoever reaches us without the proxy comes through
    Tor and is not counted, so there is nothing to gain by writing the header oneself.
    """
    if (urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or "").endswith(".onion"):
        return None
    said = environ.get("REMOTE_ADDR", "")
    try:
        near = ip_address(said)
        if near.is_loopback:
            near = ip_address(environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip())
    except ValueError:
        return None
    return None if near.is_loopback else near
