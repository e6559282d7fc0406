"""What may go through the gate on a visit: this client's questions and nothing else. Pure.

The sheet is read by whoever searches the lawyer. A name on it is a person they will look for.
"""

import re
from collections.abc import Iterable
from typing import Final

#: Shorter words are too common to be somebody's name.
SHORTEST: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Groups of a return code, with or without strokes between them.
_CODE: Final = re.compile(r"\b(?:[0-9A-Z]{4}[-\s]){3,}[0-9A-Z]{1,4}\b", re.IGNORECASE)


def stray(questions: str, own: Iterable[str], others: Iterable[str], secret: Iterable[str]) -> str | None:
    """The first word of the questions that must not be on the sheet; None: it may be printed.

    ``own``: the names of this client, whose family name a co-applicant may bear; ``others``: everybody else of the
    matter; ``secret``: codename and letters of the matter, numbers of applications.
    """
    text = questions.casefold()
    for whole in secret:
        if whole and whole.casefold() in text:
            return whole
    found = _CODE.search(questions)
    if found is not None:
        return found[0]
    strange = _words(others) - _words(own)
    return next((word for word in _WORD.findall(questions) if word.casefold() in strange), None)


def _words(names: Iterable[str]) -> set[str]:
    return {word.casefold() for name in names for word in _WORD.findall(name) if len(word) >= SHORTEST}
