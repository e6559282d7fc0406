"""A date fact in a form: the day as far as it is known, how exactly, from where, and how sure.

The boxes of a question ``q`` are ``q-precision``, ``q-day`` … ``q-to_year``, ``q-source``, ``q-certainty``,
``q-how``, ``q-document``; `caseintake.matters.facts` reads them.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from flask import current_app

from caseintake.matters.facts import PARTS, Certainty, DateFact, Precision, Source, read_fact, timed, typed_again
from caseintake.matters.wording import say, word
from caseintake.web.days import BoxField, Misread, unpacked


def words_of(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """(value, word) of every member, for radios and selects."""
    return [(str(member), word(member)) for member in kind]


class FactField(BoxField):
    """A `DateFact`, or None where nothing was said. ``documents`` are the papers it can be proven by."""

    boxes: tuple[str, ...] = PARTS
    #: (id, label) of each paper; the view sets them before the form is read.
    documents: Sequence[tuple[UUID, str]] = ()

    @property
    def timed(self) -> bool:
        """Whether an hour is asked: its clock counts hours."""
        return timed(self.name)

    @property
    def precisions(self) -> list[tuple[str, str]]:
        return words_of(Precision)

    @property
    def sources(self) -> list[tuple[str, str]]:
        return words_of(Source)

    @property
    def certainties(self) -> list[tuple[str, str]]:
        return words_of(Certainty)

    def shown(self, data: DateFact | None) -> dict[str, str]:
        return typed_again(data)

    def understood(self) -> DateFact | None:
        typed = unpacked(unpacked(self.typed), "to_")
        read = read_fact(self.name, typed, current_app.extensions["office"].clock.today())
        if not isinstance(read, tuple):
            return read
        for fault in read[1:]:
            self.wrong(fault.field.rpartition("-")[2], say(fault))
        raise Misread(read[0].field.rpartition("-")[2], say(read[0]))
