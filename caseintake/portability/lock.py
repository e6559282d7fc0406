"""Who opens an exported matter: whoever knows its words, or one colleague with her key. Pure (docs/export-format.md).

The head in clear names nobody and no matter: the day, how the key of the file is sealed, and what one guess costs.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.primitives import (
    Argon2Cost,
    DoesNotOpen,
    HolderKeys,
    VerifiedKey,
    argon2id,
    hpke_seal,
    open_sealed,
    random_bytes,
    seal,
)

MAGIC: Final = b"CIM\x01"
SALT_BYTES: Final = 16


class WrongWords(Exception):
    """These words, or this key, do not open the file."""


class By(StrEnum):
    """What opens it."""

    WORDS = "words"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class ExportLock:
    """What stands in the head of the file. ``salt`` is random; for a colleague's key it only tells files apart."""

    by: By
    day: date
    salt: bytes
    cost: Argon2Cost
    wrapped: bytes

    @classmethod
    def with_words(cls, words: tuple[str, ...], file_key: bytes, day: date, cost: Argon2Cost) -> "ExportLock":
        """Slow on purpose: call it before a transaction begins."""
        bare = cls(By.WORDS, day, random_bytes(SALT_BYTES), cost, b"")
        return bare._with(seal(argon2id(" ".join(words), bare.salt, cost), file_key, bare._context()))

    @classmethod
    def for_key(cls, to: VerifiedKey, file_key: bytes, day: date) -> "ExportLock":
        """For the key the roster knows of a colleague."""
        bare = cls(By.KEY, day, random_bytes(SALT_BYTES), Argon2Cost(), b"")
        return bare._with(hpke_seal(to, file_key, bare._context()))

    def open_with_words(self, words: tuple[str, ...]) -> bytes:
        """The key of the file. Slow on purpose. Raises `WrongWords`, also for a cost out of bounds."""
        try:
            if self.by is not By.WORDS:
                raise DoesNotOpen
            return open_sealed(argon2id(" ".join(words), self.salt, self.cost), self.wrapped, self._context())
        except (DoesNotOpen, ValueError):
            raise WrongWords from None

    def open_with_key(self, keys: HolderKeys) -> bytes:
        """Raises `WrongWords`."""
        try:
            if self.by is not By.KEY:
                raise DoesNotOpen
            return keys.open_grant(self.wrapped, self._context())
        except DoesNotOpen:
            raise WrongWords from None

    def _with(self, wrapped: bytes) -> "ExportLock":
        return ExportLock(self.by, self.day, self.salt, self.cost, wrapped)

    def _context(self) -> bytes:
        return canonical.encode("export key", self.by.value, self.day, self.salt, *self._cost())

    def _cost(self) -> tuple[int, int, int]:
        return self.cost.memory_kib, self.cost.iterations, self.cost.lanes

    def head(self) -> bytes:
        return canonical.encode("matter export", 1, self.by.value, self.day, self.salt, *self._cost(), self.wrapped)

    @classmethod
    def parse(cls, head: bytes) -> "ExportLock":
        """Raises `StreamDamaged`."""
        try:
            version, by, day, salt, memory, iterations, lanes, wrapped = canonical.decode(head, "matter export")
            if version != 1:
                raise ValueError(version)
            return cls(By(by), day, salt, Argon2Cost(memory, iterations, lanes), wrapped)
        except (ValueError, TypeError):
            raise StreamDamaged("the head of this file cannot be read") from None
