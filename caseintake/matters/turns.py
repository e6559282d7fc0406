"""Who was in a proceeding when. Pure.

A proceeding keeps every change of its people as a turn; the people of today are what the turns add up to. So a
decision or a filing concerns those who were there on its day, and not those who came or went by joining or severing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from caseintake.matters.facts import DateFact


class TurnKind(StrEnum):
    """Why people came or went. ``CHANGED`` corrects the record: whoever goes by it was never there."""

    BEGAN = "began"
    CHANGED = "changed"
    JOINED = "joined"
    SEVERED = "severed"
    TAKEN_BACK = "taken_back"


class Turn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of the people of a proceeding: recorded by ``by`` on ``on``; it took effect on ``day``.

    ``other``: the proceeding they came from or went to.
    """

    on: date
    by: UUID
    why: TurnKind
    came: tuple[UUID, ...] = ()
    went: tuple[UUID, ...] = ()
    day: DateFact | None = None
    other: UUID | None = None


Turns = tuple[Turn, ...]


class Stay(NamedTuple):
    """One applicant's time in a proceeding. None: from its beginning, or to this day; a day may be unknown."""

    applicant_id: UUID
    since: DateFact | None = None
    until: DateFact | None = None


def people(turns: Iterable[Turn]) -> tuple[UUID, ...]:
    """Who is in it after all these turns, in the order they came."""
    here: dict[UUID, None] = {}
    for turn in turns:
        for id in turn.went:
            here.pop(id, None)
        here |= dict.fromkeys(turn.came)
    return tuple(here)


def grown(turns: Turns, before: Sequence[UUID], turn: Turn) -> Turns:
    """The turns with one more. A proceeding from before turns were kept begins with the people who stood in it."""
    first = () if turns or not before else (Turn(on=turn.on, by=turn.by, why=TurnKind.BEGAN, came=tuple(before)),)
    return (*turns, *first, turn) if turn.came or turn.went else turns


def stays(turns: Iterable[Turn]) -> tuple[Stay, ...]:
    """The times of everybody whose joining or severing stands."""
    found: dict[UUID, list[Stay]] = {}
    for turn in turns:
        moved = turn.why in (TurnKind.JOINED, TurnKind.SEVERED)
        unknown = turn.day or DateFact()
        for id in turn.went:
            if moved:
                found[id][-1] = found[id][-1]._replace(until=unknown)
            elif found.get(id):
                found[id].pop()
        for id in turn.came:
            own = found.setdefault(id, [])
            if turn.why is TurnKind.TAKEN_BACK and own and own[-1].until is not None:
                own[-1] = own[-1]._replace(until=None)
            else:
                own.append(Stay(id, unknown if moved else None))
    return tuple(stay for own in found.values() for stay in own)


def may_have_been(stay: Stay, day: DateFact | None) -> bool:
    """Whether somebody may have been there on this day: what nobody knows may be."""
    after = stay.since is None or _not_before(day, stay.since)
    return after and (stay.until is None or _not_before(stay.until, day))


def surely_was(stay: Stay, day: DateFact | None) -> bool:
    """Whether somebody was there on every day that this one can be."""
    after = stay.since is None or _surely_not_before(day, stay.since)
    return after and (stay.until is None or _surely_not_before(stay.until, day))


def concerned(applicants: Sequence[UUID], stays: Sequence[Stay], day: DateFact | None) -> tuple[UUID, ...]:
    """Whose time something of this day may have set running: ``applicants`` of today, and whoever was there then.

    ``stays`` may leave out those who were always there.
    """
    there = dict.fromkeys(stay.applicant_id for stay in stays if may_have_been(stay, day))
    bound = {stay.applicant_id for stay in stays}
    always = dict.fromkeys(id for id in applicants if id not in bound or id in there)
    return tuple(always | there)


def surely_in(applicants: Sequence[UUID], stays: Sequence[Stay], day: DateFact | None) -> tuple[UUID, ...]:
    """For whom something lodged for all was lodged: whoever surely was there on that day."""
    sure = dict.fromkeys(stay.applicant_id for stay in stays if surely_was(stay, day))
    bound = {stay.applicant_id for stay in stays}
    return tuple(dict.fromkeys(id for id in applicants if id not in bound) | sure)


def _not_before(later: DateFact | None, earlier: DateFact | None) -> bool:
    last = None if later is None else later.latest
    first = None if earlier is None else earlier.earliest
    return last is None or first is None or last >= first


def _surely_not_before(later: DateFact | None, earlier: DateFact | None) -> bool:
    first = None if later is None else later.earliest
    last = None if earlier is None else earlier.latest
    return first is not None and last is not None and first >= last
