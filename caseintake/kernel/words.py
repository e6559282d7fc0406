"""Words that people can write down, read out and compare: 1,024 of them, ten bits each.

The list is that of SLIP-0039, on which the recovery shares stand too: no word is longer than eight letters and the
first four letters of each are its own, so that a misheard or mistyped ending does no harm.
"""

import secrets

from shamir_mnemonic.wordlist import WORDLIST

WORDS: tuple[str, ...] = tuple(WORDLIST)
BITS = 10
#: As many first letters as make a word certain.
LETTERS = 4

_BY_START = {word[:LETTERS]: word for word in WORDS}
#: Capital letters of an Azerbaijani keyboard have no English twin: İ is i, and I may come back as ı.
_FOLDED = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ə": "e", "Ə": "e"})


class NotAWord(ValueError):
    """A word is not on the list. ``position`` counts from 1, so that the place can be said without the word."""

    def __init__(self, position: int) -> None:
        super().__init__(f"word {position} is not on the list")
        self.position = position


def draw(count: int) -> tuple[str, ...]:
    """``count`` random words: ten bits each."""
    return tuple(secrets.choice(WORDS) for _ in range(count))


def of_bytes(data: bytes, count: int) -> tuple[str, ...]:
    """The first ``10 * count`` bits of ``data`` as words. Raises `ValueError` if there are fewer."""
    spare = len(data) * 8 - count * BITS
    if spare < 0:
        raise ValueError(f"{count} words need {count * BITS} bits")
    number = int.from_bytes(data, "big") >> spare
    return tuple(WORDS[number >> BITS * (count - 1 - i) & (1 << BITS) - 1] for i in range(count))


def read(text: str) -> tuple[str, ...]:
    """The words somebody typed: any case, any separator, four letters of each are enough. Raises `NotAWord`."""
    letters = "".join(c if c.isalpha() else " " for c in text.translate(_FOLDED).lower())
    return tuple(_word(typed, position) for position, typed in enumerate(letters.split(), 1))


def _word(typed: str, position: int) -> str:
    word = _BY_START.get(typed[:LETTERS])
    if word is None:
        raise NotAWord(position)
    return word
