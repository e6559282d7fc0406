"""The side file of a suitcase: facts written down away from the office (docs/vault-format.md § 8.3). Pure.

Its key is made with the suitcase and stands in it twice: as it is, for whoever has typed the passphrase, and sealed to
its owner's key, for the office. So the file beside a closed suitcase opens with nothing a finder has. The owner's
signature over the sealed key says that this office packed it: nobody else makes a side file that it takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Final
from uuid import UUID

from caseintake.kernel.clock import FIRST_YEAR, LAST_YEAR
from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.parcel import Parcel, ParcelSealer
from caseintake.vault.primitives import (
    SECRET_BYTES,
    DoesNotOpen,
    HolderKeys,
    VerifiedKey,
    hpke_seal,
    random_bytes,
    verify_signature,
)

MAGIC: Final = b"CIW\x01"
SALT_BYTES: Final = 16
#: Bytes of a side file: what one form of the office holds.
MOST_BYTES: Final = 1 << 20
#: Characters of one entry; of a date, which stands in a line.
MOST_TEXT: Final = 4000
MOST_LINE: Final = 200


class NotYours(Exception):
    """This key does not open the side file, or its owner's suitcase never held its key."""


class TooLong(ValueError):
    """The side file would be larger than the office takes."""


class What(StrEnum):
    """What is written down. Every word but the first two is a kind of typed date."""

    NOTE = "note"
    CONTACT = "contact"
    HEARING = "hearing"
    COURT_DATE = "court_date"
    LETTER = "letter"
    VISIT = "visit"
    BAR = "bar"
    OWN = "own"

    @property
    def dated(self) -> bool:
        """Whether it becomes a date of the diary."""
        return self not in (What.NOTE, What.CONTACT)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. ``fatal``: something is lost if the date passes."""

    id: UUID
    matter_id: UUID
    applicant_id: UUID | None
    what: What
    day: date
    text: str
    fatal: bool
    written_on: date

    def frame(self) -> bytes:
        return canonical.encode(
            "entry", self.id, self.matter_id, self.applicant_id, self.what.value, self.day, self.text, self.fatal,
            self.written_on,
        )  # fmt: skip

    @classmethod
    def parse(cls, frame: bytes) -> "Entry":
        """Raises `ValueError`."""
        kinds = (UUID, UUID, (UUID, type(None)), str, date, str, bool, date)
        id, matter_id, who, what, day, text, fatal, on = canonical.require(canonical.decode(frame, "entry"), *kinds)
        # What the form away from the office refuses, no file brings either: an office counts on from these days.
        if len(text) > MOST_TEXT or not all(FIRST_YEAR <= one.year <= LAST_YEAR for one in (day, on)):
            raise ValueError(what)
        return cls(id, matter_id, who, What(what), day, text, fatal, on)


@dataclass(frozen=True, slots=True)
class SideKey:
    """The key of every side file of one suitcase, as the suitcase holds it."""

    key: bytes
    wrapped: bytes
    signature: bytes

    @classmethod
    def make(cls, owner: HolderKeys, to: VerifiedKey, about: bytes) -> "SideKey":
        """``about``: the office and the person, in canonical bytes."""
        key = random_bytes(SECRET_BYTES)
        wrapped = hpke_seal(to, key, about)
        return cls(key, wrapped, owner.sign(_signed(about, wrapped)))

    def seal(self, entries: Iterable[Entry]) -> bytes:
        """A whole file. Each has a salt, so no two are sealed under one key. Raises `TooLong`."""
        written = list(entries)
        sealer = ParcelSealer(MAGIC, canonical.encode("side file", 1, random_bytes(SALT_BYTES), self.wrapped), self.key)
        frames = [canonical.encode("signed", self.signature), *(entry.frame() for entry in written)]
        pieces = [bytes(sealer.opening)]
        for frame in (*frames, canonical.encode("end", len(written))):
            pieces += map(bytes, sealer.frame(frame))
        made = b"".join([*pieces, *map(bytes, sealer.finish())])
        if len(made) > MOST_BYTES:
            raise TooLong
        return made

    def read(self, data: bytes) -> list[Entry]:
        """What this suitcase wrote. Raises `NotYours` for the file of another one, `StreamDamaged`, `NewerSchema`."""
        parcel, wrapped = _opening(data)
        if wrapped != self.wrapped:
            raise NotYours
        return _entries(parcel, self.key)[1]


def read(data: bytes, keys: HolderKeys, about: bytes) -> list[Entry]:
    """In the office, with the key of its owner. Raises `NotYours`, `StreamDamaged`, `NewerSchema`."""
    parcel, wrapped = _opening(data)
    try:
        key = keys.open_grant(wrapped, about)
    except DoesNotOpen:
        raise NotYours from None
    if len(key) != SECRET_BYTES:
        raise NotYours
    signature, entries = _entries(parcel, key)
    if not verify_signature(keys.sign_public, signature, _signed(about, wrapped)):
        raise NotYours
    return entries


def about(fingerprint: bytes, person_id: UUID) -> bytes:
    """Whose side files, and in which office: bound by the seal and by the signature."""
    return canonical.encode("side key", fingerprint, person_id)


def _signed(said: bytes, wrapped: bytes) -> bytes:
    return canonical.encode("side key signed", said, wrapped)


def _opening(data: bytes) -> tuple[Parcel, bytes]:
    if len(data) > MOST_BYTES:
        raise StreamDamaged("a side file is never so large")
    parcel = Parcel(BytesIO(data), MAGIC)
    try:
        version, _salt, wrapped = canonical.require(canonical.decode(parcel.head, "side file"), int, bytes, bytes)
        if version != 1:
            raise ValueError(version)
    except ValueError:
        raise StreamDamaged("the head of this side file cannot be read") from None
    return parcel, bytes(wrapped)


def _entries(parcel: Parcel, key: bytes) -> tuple[bytes, list[Entry]]:
    frames = [frame for _at, frame in parcel.frames(key)]
    try:
        (signature,) = canonical.require(canonical.decode(frames[0], "signed"), bytes)
        entries = [Entry.parse(frame) for frame in frames[1:-1]]
        if canonical.decode(frames[-1], "end") != [len(entries)] or len({one.id for one in entries}) < len(entries):
            raise ValueError("end")
    except (ValueError, IndexError):
        raise StreamDamaged("this side file does not hold what its end says") from None
    return signature, entries
