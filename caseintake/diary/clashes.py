"""When one person should be in two places. Pure.

The rule is simple on purpose: from the start of the first to its end, and an hour on the road, nobody can be elsewhere.
What has no hour is asked about, not left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from caseintake.diary.kinds import ATTENDED, Kind, Place

#: How long something lasts of which nobody said it, and the way from one place to another.
LASTS: Final = timedelta(minutes=60)
ROAD: Final = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Attended:
    """Something some people should be at. ``minute`` after midnight in ``zone``; None: no hour is known."""

    id: UUID
    kind: Kind
    day: date
    minute: int | None
    zone: str
    lasts: int | None
    place_type: Place
    people: frozenset[UUID]

    @property
    def begins(self) -> datetime | None:
        if self.minute is None:
            return None
        at = time(self.minute // 60, self.minute % 60)
        return datetime.combine(self.day, at, tzinfo=ZoneInfo(self.zone))

    @property
    def ends(self) -> datetime | None:
        begins = self.begins
        return None if begins is None else begins + (LASTS if self.lasts is None else timedelta(minutes=self.lasts))


@dataclass(frozen=True, slots=True)
class Clash:
    """``person`` cannot be at both; ``sure`` is False where an hour is missing."""

    person: UUID
    first: UUID
    second: UUID
    sure: bool


def clashes(every: Iterable[Attended]) -> list[Clash]:
    """Every clash of two dates that somebody must attend."""
    attended = sorted((one for one in every if one.kind in ATTENDED), key=lambda one: (one.day, one.minute or 0))
    return [found for one, other in combinations(attended, 2) for found in _between(one, other)]


def _between(one: Attended, other: Attended) -> Iterator[Clash]:
    people = one.people & other.people
    if not people or abs((one.day - other.day).days) > 1:
        return
    sure = _overlap(one, other)
    if sure is not False:
        yield from (Clash(person, one.id, other.id, bool(sure)) for person in sorted(people))


def _overlap(one: Attended, other: Attended) -> bool | None:
    """Whether they overlap with the way between them; None where an hour is missing on one day."""
    begins, ends, its_begin, its_end = one.begins, one.ends, other.begins, other.ends
    if begins is None or ends is None or its_begin is None or its_end is None:
        return None if one.day == other.day else False
    road = timedelta() if Place.REMOTE in (one.place_type, other.place_type) else ROAD
    return begins < its_end + road and its_begin < ends + road
