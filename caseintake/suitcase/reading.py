"""Reading a suitcase: pages into memory, files from their place when they are asked for. Writes nothing anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from caseintake.suitcase.lock import MAGIC, Lock
from caseintake.suitcase.side import SideKey
from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Shown:
    """One page as it was packed."""

    group: str
    title: str
    blocks: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Packed:
    """One file: whose matter, its name, its true length, where its frame stands. ``fault``: it could not be packed."""

    ref: str
    name: str
    length: int
    at: int
    fault: str


@dataclass(frozen=True, slots=True)
class Named:
    """A matter that something can be written down about: its applicants by number."""

    id: UUID
    codename: str
    applicants: dict[int, UUID]


@dataclass
class Suitcase:
    """An opened suitcase. Holds the file open and the key in memory until the process ends."""

    day: date
    language: str
    pages: list[Shown] = field(default_factory=list)
    files: list[Packed] = field(default_factory=list)
    #: None in a suitcase of an earlier version, which knows of no side file.
    side: SideKey | None = None
    matters: list[Named] = field(default_factory=list)
    zone: str = "UTC"
    _parcel: Parcel | None = None
    _key: bytes = b""

    @classmethod
    def open(cls, path: Path, words: tuple[str, ...]) -> "Suitcase":
        """Read it once from end to end. Raises `WrongPassphrase`, `StreamDamaged`, `NewerSchema`, `OSError`."""
        parcel = Parcel(path.open("rb"), MAGIC)
        lock = Lock.parse(parcel.head)
        key = lock.file_key(words)
        made = cls(lock.day, "en", _parcel=parcel, _key=key)
        ended = False
        for at, frame in parcel.frames(key):
            ended = made._take(at, frame)
        if not ended:
            raise StreamDamaged("this suitcase has no end")
        return made

    def _take(self, at: int, frame: bytes) -> bool:
        label, values = _read(frame)
        if label == "begin":
            self.language = values[2]
            if len(values) > 3:
                self.side = SideKey(*values[3])
                self.matters = [Named(id, name, dict(people)) for id, name, people in values[4]]
                self.zone = values[5]
        elif label == "page":
            self.pages.append(Shown(*values))
        elif label == "file":
            ref, name, length, fault = values
            self.files.append(Packed(ref, name, length, at, fault))
        elif label == "end" and values != [len(self.pages) + len(self.files)]:
            raise StreamDamaged("this suitcase does not hold what its end says")
        return label == "end"

    def content(self, number: int) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. Raises `StreamDamaged`."""
        assert self._parcel is not None
        left = self.files[number].length
        frames = self._parcel.frames(self._key, self.files[number].at)
        next(frames)
        while left > 0:
            label, values = _read(next(frames, (0, b""))[1])
            if label != "data":
                raise StreamDamaged("a file in this suitcase is shorter than it should be")
            left -= len(values[0])
            yield values[0]


def _read(frame: bytes) -> tuple[str, list[Any]]:
    for label in ("begin", "page", "file", "data", "end"):
        if frame[2 : 2 + len(label)] == label.encode("ascii"):
            try:
                return label, canonical.decode(frame, label)
            except ValueError:
                break
    raise StreamDamaged("a frame of this suitcase cannot be read")
