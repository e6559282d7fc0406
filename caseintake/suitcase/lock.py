"""The lock of a suitcase: its file key under the owner's passphrase (docs/vault-format.md § 8.2). Pure.

The head names nobody: whoever finds the file learns that it is a suitcase, of which day, and what one guess costs.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.primitives import Argon2Cost, DoesNotOpen, argon2id, open_sealed, random_bytes, seal

MAGIC: Final = b"CIT\x01"
SALT_BYTES: Final = 16


class WrongPassphrase(Exception):
    """The passphrase does not open this suitcase."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What stands in the head of the file."""

    day: date
    salt: bytes
    cost: Argon2Cost
    wrapped: bytes

    @classmethod
    def close(cls, words: tuple[str, ...], file_key: bytes, day: date, cost: Argon2Cost) -> "Lock":
        """Slow on purpose: call it before a transaction begins."""
        salt = random_bytes(SALT_BYTES)
        bare = cls(day, salt, cost, b"")
        return cls(day, salt, cost, seal(argon2id(" ".join(words), salt, cost), file_key, bare._context()))

    def file_key(self, words: tuple[str, ...]) -> bytes:
        """Slow on purpose. Raises `WrongPassphrase`, also for a cost out of bounds."""
        try:
            return open_sealed(argon2id(" ".join(words), self.salt, self.cost), self.wrapped, self._context())
        except (DoesNotOpen, ValueError):
            raise WrongPassphrase from None

    def _context(self) -> bytes:
        return canonical.encode("suitcase key", self.day, self.salt, *self._cost())

    def _cost(self) -> tuple[int, int, int]:
        return self.cost.memory_kib, self.cost.iterations, self.cost.lanes

    def head(self) -> bytes:
        return canonical.encode("suitcase", 1, self.day, self.salt, *self._cost(), self.wrapped)

    @classmethod
    def parse(cls, head: bytes) -> "Lock":
        """Raises `StreamDamaged`."""
        try:
            version, day, salt, memory, iterations, lanes, wrapped = canonical.decode(head, "suitcase")
            if version != 1:
                raise ValueError(version)
            return cls(day, salt, Argon2Cost(memory, iterations, lanes), wrapped)
        except (ValueError, TypeError):
            raise StreamDamaged("the head of this suitcase cannot be read") from None
