"""Searching everything that a seized server holds: for words in every dress, and for the time of day of anything."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: How near to the true time a number may come before it tells it.
NEAR = timedelta(minutes=5)
#: Where a compressed stream may begin: zlib at four levels, gzip, and a file inside a zip archive.
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
ZIPPED = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
#: Before what may be there by chance.
PERHAPS = "perhaps "
#: As much of one stream as is looked at.
INFLATED = 1 << 20


def dresses(secret: bytes, *, folded: bool = False) -> Iterator[bytes]:
    """A secret as it might lie around: plain, as UTF-16, base64 in three positions, hex, JSON escapes, backwards.

    ``folded``: also in capitals, as an index of words might hold it.
    """
    spellings = [secret]
    if secret.isascii():
        text = secret.decode("ascii")
        if folded:
            spellings = [each.encode() for each in dict.fromkeys((text, text.upper(), text.lower(), text.title()))]
        yield "".join(f"\\u{ord(letter):04x}" for letter in text).encode()
    for one in spellings:
        wide = [one.decode("ascii").encode(f"utf-16-{order}") for order in ("le", "be")] if one.isascii() else []
        for data in (one, *wide):
            yield data
            yield data[::-1]
            yield data.hex().encode()
            yield data.hex().upper().encode()
            yield from _in_base64(data)


def _in_base64(data: bytes) -> Iterator[bytes]:
    """What stands in the middle of base64, whatever comes before and after."""
    for shift in range(3):
        first = -(-shift * 8 // 6)
        encoded = base64.b64encode(b"\0" * shift + data + b"\0" * 3)
        inside = encoded[first : (shift + len(data)) * 8 // 6]
        yield inside
        yield inside.translate(bytes.maketrans(b"+/", b"-_"))


def inflated(data: bytes) -> Iterator[bytes]:
    """Every stream in ``data`` that decompresses to something."""
    starts = [(found.start(), 47) for found in ZLIB.finditer(data)]
    starts += [
        (found.end() + sum(struct.unpack("<HH", b"".join(found.groups()))), -15) for found in ZIPPED.finditer(data)
    ]
    for start, window in starts:
        try:
            out = zlib.decompressobj(window).decompress(data[start : start + INFLATED], INFLATED)
        except zlib.error:
            continue
        if len(out) > 8:
            yield out


def found_in(data: bytes, needles: Iterable[bytes]) -> list[bytes]:
    """The needles that stand in the data or in a stream compressed in it, with the letters after them."""
    hits = []
    for stack in (data, *inflated(data)):
        for needle in needles:
            at = stack.find(needle)
            if at >= 0:
                hits.append(stack[at : at + len(needle) + 16])
    return hits


# --- times -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moments:
    """A stretch of time, five minutes wider on both sides, that nothing may tell."""

    first: datetime
    last: datetime

    @property
    def start(self) -> float:
        return (self.first - NEAR).timestamp()

    @property
    def end(self) -> float:
        return (self.last + NEAR).timestamp()

    def number(self, value: float) -> bool:
        """Whether a number is a time in here: seconds, their thousands, or steps of 30 seconds or one minute."""
        return any(self.start * per <= value <= self.end * per for per in (1e9, 1e6, 1e3, 1, 1 / 30, 1 / 60))

    def words(self) -> Iterator[bytes]:
        """Every minute in here as people and machines write it, in UTC and where the office is."""
        minute = datetime.fromtimestamp(self.start // 60 * 60, UTC)
        while minute.timestamp() <= self.end:
            for zone in (0, 4):
                there = minute + timedelta(hours=zone)
                for form in (r"%H:%M(?!\d)", r"%Y%m%dT?%H%M", r"0?%I:%M [AP]M"):
                    yield there.strftime(form).encode()
            minute += timedelta(minutes=1)

    def in_text(self, data: bytes) -> list[bytes]:
        """Times of day and long numbers written out that lie in here."""
        hits: list[bytes] = re.findall(rb"(?<![0-9])(?:" + b"|".join(self.words()) + rb")", data)
        numbers = re.findall(rb"(?<![0-9])[0-9]{10,19}(?![0-9])", data)
        return hits + [digits for digits in numbers if len(digits) % 3 == 1 and self.number(float(digits))]

    def in_bytes(self, data: bytes) -> list[str]:
        """Times as eight bytes, as MessagePack writes them, and at the beginning of a time-ordered UUID.

        Four bytes alone, and millionths of a second, are not looked for: among megabytes of ciphertext they turn up
        by chance.
        """
        hits = []
        for unit in (1, 1000):
            low, high = int(self.start * unit), int(self.end * unit)
            for order in ("big", "little"):
                hits += [f"{order}-endian 1/{unit} s at {at}" for at in _range(data, low, high, order, 8)]
        for found in re.finditer(b"\xd6\xff", data):
            value = data[found.end() : found.end() + 4]
            if len(value) == 4 and self.start <= int.from_bytes(value, "big") <= self.end:
                hits.append(f"{PERHAPS}MessagePack time {value.hex()}")
        return hits + [f"{PERHAPS}UUIDv7 {data[at : at + 9].hex()}" for at in self._ordered_ids(data)]

    def _ordered_ids(self, data: bytes) -> Iterator[int]:
        low, high = int(self.start * 1000), int(self.end * 1000)
        for at in _range(data, low, high, "big", 6):
            rest = data[at + 6 : at + 9]
            if len(rest) == 3 and rest[0] >> 4 == 7 and rest[2] >> 6 == 2:
                yield at


def beyond_chance(hits: list[str]) -> list[str]:
    """The hits without a single one of the kinds that megabytes of ciphertext hold by chance, once in a thousand runs.

    Whoever really writes times or makes ordered ids leaves several; the same one in two files is one.
    """
    perhaps = {hit.partition(PERHAPS)[2] for hit in hits if PERHAPS in hit}
    return hits if len(perhaps) > 1 else [hit for hit in hits if PERHAPS not in hit]


def _range(data: bytes, low: int, high: int, order: str, size: int) -> Iterator[int]:
    """Where ``size`` bytes make a number between ``low`` and ``high``: found by the bytes that all of them share."""
    first, last = low.to_bytes(size, "big"), high.to_bytes(size, "big")
    shared = next(at for at in range(size) if first[at] != last[at])
    # The byte in which they begin to differ takes few values: each is looked for with what all share.
    for turn in range(first[shared], last[shared] + 1):
        start = first[:shared] + bytes([turn])
        needle = start if order == "big" else start[::-1]
        back = 0 if order == "big" else size - len(start)
        at = data.find(needle)
        while at >= 0:
            begin = at - back
            piece = data[begin : begin + size] if begin >= 0 else b""
            if len(piece) == size and low <= int.from_bytes(piece, "little" if order == "little" else "big") <= high:
                yield begin
            at = data.find(needle, at + 1)
