"""Making one file of two, field by field, and giving back exactly what was. Pure.

What belongs to a file's own vault (papers, answers of the client, tasks) is never moved, and is no part of this.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from caseintake.matters.kinds import NO_SPELLINGS, Spellings
from caseintake.matters.person import Abroad, Barrier, Contact, NameWish, Reason


class Keep(StrEnum):
    """Which of two values stays."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a client file says, by the names of its attributes; the defaults are those of a file that says nothing."""

    name: str = ""
    spellings: Spellings = NO_SPELLINGS
    born_on: date | None = None
    language: str = ""
    contact: str = ""
    never: str = ""
    safety: str = ""
    custody: str = ""
    came_through: str = ""
    note: str = ""
    registered: str = ""
    woman_lawyer: bool = False
    household_risk: str = ""
    abroad: Abroad | None = None
    died_on: date | None = None
    name_wish: NameWish | None = None
    contacts: tuple[Contact, ...] = ()
    nationalities: tuple[str, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    reasons: tuple[Reason, ...] = ()
    not_same: tuple[UUID, ...] = ()


FIELDS: Final = FileFacts.__struct_fields__
#: Lists: everything of both stays, each thing once.
LISTS: Final = ("contacts", "nationalities", "barriers", "reasons", "not_same")
#: One value each: somebody chooses where they differ.
ONE: Final = tuple(name for name in FIELDS if name not in LISTS)
#: Texts that may be put under one another.
TEXTS: Final = frozenset({"contact", "never", "safety", "custody", "came_through", "note", "household_risk"})
_NOTHING: Final = FileFacts()


def differ(kept: FileFacts, other: FileFacts) -> tuple[str, ...]:
    """The fields about which somebody must decide: both say something, and not the same."""
    return tuple(
        name for name in ONE
        if _of(kept, name) != _of(other, name) and _of(_NOTHING, name) not in (_of(kept, name), _of(other, name))
    )  # fmt: skip


def merge(kept: FileFacts, other: FileFacts, choices: Mapping[str, Keep]) -> FileFacts:
    """What the kept file says from now on. Where one says nothing the other speaks; nothing is guessed.

    A field that differs and was not decided stays as the kept file has it.
    """
    made = {name: _chosen(name, _of(kept, name), _of(other, name), choices.get(name, Keep.KEPT)) for name in ONE}
    for name in LISTS:
        made[name] = (*_of(kept, name), *(one for one in _of(other, name) if one not in _of(kept, name)))
    return FileFacts(**made)


def _chosen(name: str, mine: Any, theirs: Any, choice: Keep) -> Any:
    nothing = _of(_NOTHING, name)
    if theirs in (mine, nothing):
        return mine
    if mine == nothing or choice is Keep.OTHER:
        return theirs
    return f"{mine}\n{theirs}" if choice is Keep.BOTH and name in TEXTS else mine


def undo(now: FileFacts, before: FileFacts, after: FileFacts) -> FileFacts:
    """What the kept file says again. What somebody changed since the merge stays as it was changed.

    Of a list only what the merge brought is taken out, so that what was added since is not lost.
    """
    made = {
        name: _of(before, name) if _of(now, name) == _of(after, name) else _of(now, name) for name in ONE
    }  # fmt: skip
    for name in LISTS:
        brought = [one for one in _of(after, name) if one not in _of(before, name)]
        made[name] = tuple(one for one in _of(now, name) if one not in brought)
    return FileFacts(**made)


def _of(facts: FileFacts, name: str) -> Any:
    return getattr(facts, name)
