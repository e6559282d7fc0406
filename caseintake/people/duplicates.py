"""Which client files may be of one person: by name in any spelling, by birthday, by telephone or address. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from caseintake.search import fold

#: So many files under one spelling are a common name and no hint by themselves; nobody reads 5,000 pairs.
TOO_COMMON = 40
_DIGITS = re.compile(r"\d(?:[\s().-]*\d){6,}")
_MAIL = re.compile(r"[^\s@;,<>]+@[^\s@;,<>]+\.[^\s@;,<>]+")


class Hint(StrEnum):
    """Why two files may be of one person."""

    NAME = "name"
    #: The same birthday and one part of the name: a name may change by marriage.
    BIRTH = "birth"
    CONTACT = "contact"
    #: The names are one and the birthdays are not: perhaps a mistake, perhaps a cousin.
    OTHER_BIRTH = "other_birth"


class Entry(NamedTuple):
    """One file as far as it is compared."""

    id: UUID
    names: frozenset[str]
    born_on: date | None = None
    contacts: frozenset[str] = frozenset()


class Pair(NamedTuple):
    one: UUID
    other: UUID
    hints: tuple[Hint, ...]


def pairs(entries: Iterable[Entry], apart: Collection[frozenset[UUID]] = ()) -> list[Pair]:
    """Pairs that may be of one person, the likelier first. ``apart``: pairs found to be two people."""
    by_id = {entry.id: entry for entry in entries}
    hints: dict[frozenset[UUID], set[Hint]] = defaultdict(set)
    for hint, index in (
        (Hint.NAME, _by_name(by_id.values())),
        (Hint.BIRTH, _by_birth(by_id.values())),
        (Hint.CONTACT, _by_contact(by_id.values())),
    ):
        for together in index:
            for both in combinations(sorted(together), 2):
                hints[frozenset(both)].add(hint)
    found = [_pair(by_id, both, why) for both, why in hints.items() if both not in apart]
    return sorted(found, key=lambda pair: (Hint.OTHER_BIRTH in pair.hints, -len(pair.hints), pair.one, pair.other))


def _pair(by_id: dict[UUID, Entry], both: frozenset[UUID], why: set[Hint]) -> Pair:
    one, other = sorted(both)
    born = {by_id[one].born_on, by_id[other].born_on}
    if Hint.NAME in why and len(born) == 2 and None not in born:
        why = why | {Hint.OTHER_BIRTH}
    return Pair(one, other, tuple(sorted(why)))


def _by_name(entries: Collection[Entry]) -> Iterator[set[UUID]]:
    index: dict[str, set[UUID]] = defaultdict(set)
    read: fold.Read = {}
    for entry in entries:
        for form in forms(entry.names, read):
            index[form].add(entry.id)
    return (ids for ids in index.values() if 1 < len(ids) <= TOO_COMMON)


def _by_birth(entries: Collection[Entry]) -> Iterator[set[UUID]]:
    born: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.born_on is not None:
            born[entry.born_on].append(entry)
    index: dict[tuple[date, str], set[UUID]] = defaultdict(set)
    read: fold.Read = {}
    for day, same in born.items():
        for entry in same if len(same) > 1 else ():
            for form in forms((part for name in entry.names for part in name.split()), read):
                index[(day, form)].add(entry.id)
    return (ids for ids in index.values() if len(ids) > 1)


def _by_contact(entries: Collection[Entry]) -> Iterator[set[UUID]]:
    index: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        for contact in entry.contacts:
            for plain in plain_contacts(contact):
                index[plain].add(entry.id)
    return (ids for ids in index.values() if 1 < len(ids) <= TOO_COMMON)


def forms(names: Iterable[str], read: fold.Read | None = None) -> frozenset[str]:
    """Everything these names may be written as; ``read`` spares reading a word twice, as in `fold.forms`."""
    return frozenset(form for name in names if name.strip() for form in fold.forms(name, read))


def plain_contacts(text: str) -> set[str]:
    """Telephone numbers (the last nine digits) and mail addresses in a text; a meeting place says nothing."""
    digits = {re.sub(r"\D", "", number)[-9:] for number in _DIGITS.findall(text)}
    return digits | {mail.casefold() for mail in _MAIL.findall(text)}
