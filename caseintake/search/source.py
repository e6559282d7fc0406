"""What can be found: one line a kind of record, handed in from the floor that knows them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseintake.vault.sealed import SealedRecord


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record that search reads.

    ``texts`` gives what can be found of a row, as it is shown to whoever opens it: names in every spelling, numbers,
    words. It gives nothing for a row that must not be found, and never a word of what lies in another vault.
    """

    model: type[SealedRecord]
    #: Which filter of the page it falls under, as a word of the page's table.
    group: str
    texts: Callable[[Any], Iterable[str]]
    #: The day it is filed under, or the moment it was written; None: it has none.
    when: Callable[[Any], date | datetime | None] = lambda _row: None

    @property
    def kind(self) -> str:
        """What the segment calls it: fixed for ever, like the label of the record."""
        return self.model.__kind__

    def day(self, row: SealedRecord, zone: str) -> date | None:
        """The day it is filed under, where the office is."""
        at = self.when(row)
        return at.astimezone(ZoneInfo(zone)).date() if isinstance(at, datetime) else at

    def told(self, row: SealedRecord) -> list[str]:
        """The texts of one row, empty ones left out."""
        return [text for text in self.texts(row) if text]
