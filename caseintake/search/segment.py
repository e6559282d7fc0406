"""A segment as bytes: which folded word stands in which record, and how much of that its size tells. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import msgspec

from caseintake.search import fold

#: A segment is as long as the next power of two: it tells how much a vault holds to within a factor of two.
FLOOR = 1024
#: Which way of folding, and which texts of a record, a segment was made with. Raise it when either changes: every
#: segment is then made again, conflict cards are written anew as people sign in, and no name is missed that an older
#: program folded otherwise.
EDITION = 1
_LENGTH_BYTES = 4


class Place(NamedTuple):
    """One record in a segment."""

    kind: str
    id: UUID


class Segment(msgspec.Struct, array_like=True):
    """The records of a vault, and for each folded word the numbers of those it stands in."""

    places: list[tuple[str, bytes]]
    words: dict[str, list[int]]

    def holding(self, wanted: Iterable[frozenset[str]]) -> list[Place]:
        """The records in which each of the wanted words stands in one of its forms."""
        found: set[int] | None = None
        for forms in wanted:
            here = {number for form in forms for number in self.words.get(form, ())}
            found = here if found is None else found & here
        return [Place(kind, UUID(bytes=id)) for kind, id in (self.places[number] for number in sorted(found or ()))]


def made_of(records: Iterable[tuple[Place, Iterable[str]]]) -> Segment:
    """A segment of these records with their texts."""
    places: list[tuple[str, bytes]] = []
    words: dict[str, list[int]] = defaultdict(list)
    known: dict[str, frozenset[str]] = {}
    for number, (place, texts) in enumerate(records):
        places.append((place.kind, place.id.bytes))
        for word in sorted({word for text in texts for word in fold.words(text, known)}):
            words[word].append(number)
    return Segment(places, dict(words))


def packed(segment: Segment) -> bytes:
    """Its bytes, padded to the next power of two."""
    body = msgspec.msgpack.encode(segment)
    size = FLOOR
    while size < len(body) + _LENGTH_BYTES:
        size *= 2
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body + bytes(size - len(body) - _LENGTH_BYTES)


def unpacked(data: bytes) -> Segment:
    """Raises `ValueError` for what is no segment."""
    size = int.from_bytes(data[:_LENGTH_BYTES], "big")
    return msgspec.msgpack.decode(data[_LENGTH_BYTES : _LENGTH_BYTES + size], type=Segment)


def state_of(rows: Iterable[tuple[UUID, int]]) -> bytes:
    """What a vault's records were when it was made: their ids, how often each was written, and the edition."""
    digest = sha256(EDITION.to_bytes(4, "big"))
    for id, revision in sorted(rows):
        digest.update(id.bytes + revision.to_bytes(8, "big"))
    return digest.digest()
