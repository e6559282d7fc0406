"""Links of the log (docs/vault-format.md § 6). Pure.

Each vault has a chain; so have the office and the intake. A unit of work appends at most one entry to each chain it
touched and signs all of them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseintake.vault import canonical
from caseintake.vault.primitives import sha256


class Item(NamedTuple):
    """What happened to one row. ``put``: it now has this digest. ``drop``: it was deleted on purpose. ``link``: an
    entry of another chain, so that the loss of a whole vault is noticed. ``event``: no row, ``kind`` says what."""

    op: str
    kind: str
    id: UUID
    digest: bytes


@dataclass(frozen=True)
class Entry:
    """One link. ``detail`` is the digest of the sealed detail (who, when, what), empty if there is none."""

    chain: UUID
    seq: int
    previous: bytes
    unit: UUID
    day: date
    items: tuple[Item, ...]
    detail: bytes = b""

    def body(self) -> bytes:
        items = [[item.op, item.kind, item.id, item.digest] for item in self.items]
        return canonical.encode("log", self.chain, self.seq, self.previous, self.unit, self.day, items, self.detail)

    @classmethod
    def parse(cls, body: bytes) -> "Entry":
        """Raises `ValueError` if the bytes are not a canonical entry."""
        values = canonical.require(canonical.decode(body, "log"), UUID, int, bytes, UUID, date, list, bytes)
        chain, seq, previous, unit, day, items, detail = values
        what = tuple(Item(*canonical.require(item, str, str, UUID, bytes)) for item in items)
        return cls(chain, seq, previous, unit, day, what, detail)


def link(body: bytes) -> bytes:
    """The hash the next entry of the chain names as ``previous``."""
    return sha256(body)


def unit_message(unit: UUID, signer_kind: str, signer: UUID, links: Iterable[tuple[UUID, bytes]]) -> bytes:
    """What the signature of a unit of work covers: the links of all its entries, ordered by chain."""
    ordered = [[chain, value] for chain, value in sorted(links)]
    return canonical.encode("unit", unit, signer_kind, signer, ordered)
