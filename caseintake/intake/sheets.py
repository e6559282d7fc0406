"""Numbers on paper forms: drawn by chance, stored nowhere, with a check character against slips of the pen. Pure.

A sheet that is found says nothing: no name of an office, no sign, and a number that stands in no list. It only ties
the sheet in a drawer to the statement that was copied from it.
"""

import secrets
from typing import Final

from caseintake.intake.receipts import ALPHABET, check_character, tidy

RANDOM_CHARACTERS: Final = 7
GROUP: Final = 4


class NoNumber(ValueError):
    """What was typed is no number of a paper form."""


def new_number() -> str:
    """35 random bits and a check character in two groups, such as ``K7Q2-91MX``."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return _grouped(drawn + check_character(drawn))


def read_number(typed: str) -> str:
    """A number as it was drawn, however it was typed. Raises `NoNumber`."""
    letters = tidy(typed)
    if len(letters) != RANDOM_CHARACTERS + 1 or any(letter not in ALPHABET for letter in letters):
        raise NoNumber
    if check_character(letters[:-1]) != letters[-1]:
        raise NoNumber
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return f"{letters[:GROUP]}-{letters[GROUP:]}"
