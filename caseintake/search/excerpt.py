"""The few words around what was found. Pure: whoever draws it escapes each piece."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from caseintake.search import fold

AROUND = 80
LONGEST = 260


class Piece(NamedTuple):
    """Part of an excerpt; ``found`` if it is one of the words that were looked for."""

    text: str
    found: bool


def excerpt(texts: Iterable[str], wanted: Sequence[frozenset[str]]) -> list[Piece]:
    """The first text in which most of the wanted words stand, cut around the first of them."""
    any_form = frozenset().union(*wanted)
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for text in texts:
        places = [(start, end, forms & any_form) for start, end, forms in fold.places(text)]
        hits = [(start, end) for start, end, forms in places if forms]
        score = len(frozenset().union(*(forms for _start, _end, forms in places)))
        if hits and score > best[0]:
            best = (score, text, hits)
    return _cut(best[1], best[2])


def _cut(text: str, hits: list[tuple[int, int]]) -> list[Piece]:
    if not hits:
        return []
    start = max(0, hits[0][0] - AROUND)
    start = text.find(" ", start, hits[0][0]) + 1 or start if start else 0
    end = min(len(text), start + LONGEST)
    pieces, at = [Piece("… ", False)] if start else [], start
    for one, other in hits:
        if other > end:
            break
        pieces += [Piece(text[at:one], False), Piece(text[one:other], True)]
        at = other
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]
