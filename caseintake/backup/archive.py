"""The two files of a backup (docs/vault-format.md § 8.1): their heads, and what stands in them.

The records part holds every row, the settings and the sealed files; it is kept long. The keys part holds grants,
epochs, credentials and receipts; it is small and is kept for 30 days, because a key that was destroyed is only gone
when the last copy of it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged, VaultError
from caseintake.vault.parcel import Parcel
from caseintake.vault.primitives import DoesNotOpen, HolderKeys, VerifiedKey, hpke_seal, sha256

MAGIC: Final = b"CIB\x01"
KEYS_SUFFIX: Final = ".keys"
#: Days a keys part is kept.
KEYS_DAYS: Final = 30
#: Longest piece of a file in one frame, in bytes.
PIECE: Final = 1 << 20


class Part(StrEnum):
    """Which of the two files."""

    RECORDS = "records"
    KEYS = "keys"


class WrongKey(VaultError):
    """The archive was not sealed for this key."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The file key, sealed to one public key. ``name`` says whose, ``key_hash`` which."""

    name: str
    key_hash: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What can be read without a key: which office, which backup, which part, of which day, and for whom."""

    fingerprint: bytes
    id: UUID
    part: Part
    day: date
    slots: tuple[Slot, ...] = ()

    def sealed_to(self, public_keys: dict[str, VerifiedKey], key: bytes) -> "Head":
        """The same with the key of the file, sealed to each of the named public keys."""
        slots = [Slot(name, to.hash, hpke_seal(to, key, self._info(name))) for name, to in public_keys.items()]
        return replace(self, slots=tuple(slots))

    def encoded(self) -> bytes:
        slots = [[slot.name, slot.key_hash, slot.sealed] for slot in self.slots]
        return canonical.encode("backup", 1, self.fingerprint, self.id, self.part, self.day, slots)

    @classmethod
    def parse(cls, data: bytes) -> "Head":
        """Raises `StreamDamaged`."""
        try:
            version, fingerprint, id, part, day, slots = canonical.decode(data, "backup")
            if version != 1:
                raise ValueError(version)
            return cls(fingerprint, id, Part(part), day, tuple(Slot(*slot) for slot in slots))
        except (ValueError, TypeError):
            raise StreamDamaged("the head of this backup cannot be read") from None

    def file_key(self, keys: HolderKeys) -> bytes:
        """The key of the file. Raises `WrongKey`."""
        mine = sha256(keys.hpke_public)
        for slot in self.slots:
            if slot.key_hash == mine:
                try:
                    return keys.open_grant(slot.sealed, self._info(slot.name))
                except DoesNotOpen:
                    raise StreamDamaged("the head of this backup was changed") from None
        raise WrongKey("this backup was not sealed for this key: a word is wrong, or the key is older or newer")

    def _info(self, name: str) -> bytes:
        return canonical.encode("backup key", self.fingerprint, self.id, self.part, self.day, name)


@dataclass
class Contents:
    """What was found in one part: rows by table, files and their bytes."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    @classmethod
    def of(cls, values: list[Any]) -> "Contents":
        return cls(dict(values[0]), values[1], values[2])

    def as_values(self) -> list[Any]:
        return [sorted([name, count] for name, count in self.rows.items()), self.files, self.bytes]


class Archive:
    """One part, opened to be read. Raises `StreamDamaged`, `WrongKey`."""

    def __init__(self, file: BinaryIO) -> None:
        self._parcel = Parcel(file, MAGIC)
        self.head = Head.parse(self._parcel.head)

    @classmethod
    @contextmanager
    def at(cls, path: Path) -> Iterator["Archive"]:
        """The part in this file, until the block ends. Raises `OSError` too."""
        with path.open("rb") as file:
            yield cls(file)

    def items(self, keys: HolderKeys) -> Iterator[tuple[str, list[Any]]]:
        """Every frame as its label and values, checked to the end. Raises `StreamDamaged` for any damage or cut."""
        found, ended = Contents(), False
        for _, frame in self._parcel.frames(self.head.file_key(keys)):
            label, values = _read(frame)
            if ended:
                raise StreamDamaged("something stands behind the end of this backup")
            if label == "end":
                if values != found.as_values():
                    raise StreamDamaged("this backup does not hold what its end says")
                ended = True
            elif label == "rows":
                found.rows[values[0]] = found.rows.get(values[0], 0) + len(values[1])
            elif label == "file":
                found.files += 1
            elif label == "data":
                found.bytes += len(values[0])
            yield label, values
        if not ended:
            raise StreamDamaged("this backup has no end")

    def check(self, keys: HolderKeys) -> Contents:
        """Read everything and keep nothing. Raises what `items` raises."""
        found = Contents()
        for label, values in self.items(keys):
            if label == "end":
                found = Contents.of(values)
        return found


_LABELS = ("begin", "table", "rows", "file", "data", "end")


def _read(frame: bytes) -> tuple[str, list[Any]]:
    for label in _LABELS:
        # A canonical list begins with its length and its label: the label decides, `decode` checks.
        if frame[2 : 2 + len(label)] == label.encode("ascii"):
            try:
                return label, canonical.decode(frame, label)
            except ValueError:
                break
    raise StreamDamaged("a frame of this backup cannot be read")


def keys_beside(records: Path) -> Path:
    """Where the keys part of a backup lies unless somebody says otherwise."""
    return records.with_name(records.name + KEYS_SUFFIX)
