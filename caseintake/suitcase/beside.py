"""The side file on the disk of the laptop: the only file that reading a suitcase ever writes."""

import os
from pathlib import Path
from threading import Lock
from uuid import UUID

from caseintake.suitcase.side import MOST_BYTES, Entry, NotYours, SideKey
from caseintake.vault.errors import VaultError


class InTheWay(Exception):
    """There is a file already that this suitcase did not write; nothing is put in its place."""


class Beside:
    """The file at one path, written whole each time, so that it is never half a file."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._new = self.path.with_name(self.path.name + ".new")
        self._turn = Lock()

    @property
    def written(self) -> frozenset[str]:
        """The files that the process must be let write."""
        return frozenset({str(self.path), str(self._new)})

    def entries(self, key: SideKey) -> list[Entry]:
        """What stands in it. Raises `InTheWay`, `OSError`."""
        try:
            with self.path.open("rb") as file:
                return key.read(file.read(MOST_BYTES + 1))
        except FileNotFoundError:
            return []
        except (NotYours, VaultError) as error:
            raise InTheWay from error

    def add(self, key: SideKey, entry: Entry) -> None:
        """Raises `InTheWay`, `TooLong`, `OSError`."""
        with self._turn:
            self._write(key, [*self.entries(key), entry])

    def strike(self, key: SideKey, id: UUID) -> None:
        """Raises `InTheWay`, `OSError`."""
        with self._turn:
            self._write(key, [one for one in self.entries(key) if one.id != id])

    def _write(self, key: SideKey, entries: list[Entry]) -> None:
        sealed = key.seal(entries)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(str(self._new), flags, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self._new, self.path)
