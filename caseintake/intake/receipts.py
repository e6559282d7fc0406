"""The return code: what a person writes on paper, and every key that follows from it. Pure.

23 random characters (115 bits, all secret) and one check character, in Crockford's 32 letters, in groups of four.
The check is a weighted sum over GF(32). The weights are different powers of a primitive element, so one wrong
character and any two exchanged ones are always noticed. Sums of numbers modulo 32 cannot do that: they miss a swap
of two characters that are 16 apart.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from uuid import UUID

from caseintake.vault.primitives import SECRET_BYTES, hkdf, random_bytes

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS: Final = 23
LENGTH: Final = RANDOM_CHARACTERS + 1
GROUP: Final = 4

_VALUE: Final = {letter: number for number, letter in enumerate(ALPHABET)}
#: Letters people write for others. The Cyrillic ones look the same on paper and stand on half of the keyboards here.
_ALIKE: Final = str.maketrans(
    "OILАВЕКМНОРСТУХЗІ", "011" + "ABEKMH0PCTYX31"
)  # fmt: skip
_SEPARATORS: Final = frozenset("-_.·/:")
#: More than this is no code in any spelling; nothing longer is looked at.
_LONGEST: Final = 200


class NoCode(ValueError):
    """What was typed cannot be a code; the message never repeats it."""

    def __init__(self) -> None:
        super().__init__("not a return code")


def _times(weight: int, value: int) -> int:
    """Product in GF(32) with the primitive polynomial x⁵ + x² + 1."""
    product = 0
    while weight:
        if weight & 1:
            product ^= value
        value <<= 1
        if value & 32:
            value ^= 0b100101
        weight >>= 1
    return product


def _weights() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < LENGTH:
        powers.append(_times(2, powers[-1]))
    return tuple(powers[1:])


_WEIGHTS: Final = _weights()


def check_character(random_part: str) -> str:
    """The last character of a code or number that begins with these, at most 23 of them."""
    total = 0
    for weight, letter in zip(_WEIGHTS[-len(random_part) :], random_part, strict=True):
        total ^= _times(weight, _VALUE[letter])
    return ALPHABET[total]


@dataclass(frozen=True)
class Code:
    """A whole, checked code. Never logged, never shown in an error: ``repr`` keeps it to itself."""

    text: str = field(repr=False)

    def __reduce__(self) -> str:
        raise TypeError("a code is not copied into caches")

    @property
    def groups(self) -> tuple[str, ...]:
        """Six groups of four characters, as they are written on paper."""
        return tuple(self.text[at : at + GROUP] for at in range(0, LENGTH, GROUP))

    @cached_property
    def id(self) -> UUID:
        """The id of its rows. Only who knows the code can compute it."""
        return UUID(bytes=self._derive(b"receipt id", b"", 16))

    def secret(self, salt: bytes) -> bytes:
        """The 32 bytes of the receipt's own keys. ``salt`` are the 32 random bytes of its row."""
        return self._derive(b"receipt secret", salt, SECRET_BYTES)

    def draft_key(self, salt: bytes) -> bytes:
        """The key that seals what is not sent yet."""
        return self._derive(b"draft", salt, SECRET_BYTES)

    def _derive(self, purpose: bytes, salt: bytes, length: int) -> bytes:
        secret = self.text[:RANDOM_CHARACTERS].encode("ascii")
        return hkdf(secret, info=b"caseintake/v1/" + purpose, salt=salt, length=length)


def new_code() -> Code:
    """A fresh code from the system's randomness."""
    random_part = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return Code(random_part + check_character(random_part))


def new_salt() -> bytes:
    """The random bytes a receipt's or a draft's row keeps beside it."""
    return random_bytes(32)


def tidy(text: str) -> str:
    """What was typed, in the letters of the code: without spaces and dashes, O as 0, I and L as 1."""
    letters = unicodedata.normalize("NFKC", text[:_LONGEST]).replace("ı", "I").replace("İ", "I").upper()
    kept = (
        letter
        for letter in letters
        if letter not in _SEPARATORS and unicodedata.category(letter) not in ("Pd", "Zs", "Cc", "Cf")
    )
    return "".join(kept).translate(_ALIKE)


def read_code(text: str) -> Code:
    """The code somebody typed from paper. Raises `NoCode` when a character is missing, strange or wrong."""
    letters = tidy(text)
    if len(letters) != LENGTH or any(letter not in _VALUE for letter in letters):
        raise NoCode
    if check_character(letters[:RANDOM_CHARACTERS]) != letters[-1]:
        raise NoCode
    return Code(letters)
