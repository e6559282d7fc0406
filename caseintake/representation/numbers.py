"""Numbers of sheets: nine digits by chance and a check digit, so that a slip of the pen is found. Pure but for chance.

The check digit is Damm's (2004): it finds every single wrong digit and every two neighbours exchanged.
"""

import re
import secrets
from collections.abc import Collection
from typing import Final

_DIGITS: Final = 9
_TABLE: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_IN_TEXT: Final = re.compile(r"(?<!\d)(\d{5})[ _-]?(\d{5})(?!\d)", re.ASCII)


def _left(digits: str) -> str:
    """What Damm's table leaves of the digits; "0" for a number with its check digit."""
    row = "0"
    for digit in digits:
        row = _TABLE[int(row)][int(digit)]
    return row


def draw(taken: Collection[str] = ()) -> str:
    """A new number of ten digits, none of ``taken``."""
    while True:
        digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        number = digits + _left(digits)
        if number not in taken:
            return number


def valid(number: str) -> bool:
    """Whether it has ten digits and the right check digit."""
    return len(number) == _DIGITS + 1 and number.isascii() and number.isdigit() and _left(number) == "0"


def spaced(number: str) -> str:
    """As it is read aloud and printed: 48210 93775."""
    return f"{number[:5]} {number[5:]}"


def found_in(text: str) -> list[str]:
    """Every valid number in a text, in order and once: of a file's name, of what somebody typed."""
    numbers = (first + second for first, second in _IN_TEXT.findall(text))
    return list(dict.fromkeys(number for number in numbers if valid(number)))
