"""Roads by which something is sent, as dated data: ``config/channels/*.toml``, read once a process.

What counts as sent changes over the years; a road written into the program would be wrong one day.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from caseintake.law.rule_file import Words
from caseintake.law.rules import RuleError, shipped_directory

#: What was looked up longer ago than this is not relied on without a look.
CHECKED_DAYS: Final = 365
#: The road of whatever has no road of its own; it meets no time-limit before the Court.
OTHER: Final = "other"


class Stops(StrEnum):
    """Whether a complete application sent on this road stops the time before the Court.

    ``UNSURE``: no text we read says so. It may count, so it is not hidden; it is never taken as proven.
    """

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Doubt(StrEnum):
    """Why a road must be looked at before anybody relies on it."""

    ENDED = "channel_ended"
    NOT_YET = "channel_not_yet"
    UNCHECKED = "channel_unchecked"


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One road. ``proof``: what to keep, and what to do where there is nothing to keep."""

    schema: Literal["caseintake.channel/1"]
    id: str
    stops_time: Stops
    source: str
    mark: Literal["V", "S", "K", "U"]
    checked_on: date
    title: Words
    proof: Words
    #: First and last day of the road, both included; None is open.
    since: date | None = None
    until: date | None = None
    address: tuple[str, ...] = ()

    def there(self, day: date) -> bool:
        """Whether the road was there on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def stops_on(self, day: date | None) -> Stops:
        """Whether it stopped the time on this day; a road that was not there did not."""
        return self.stops_time if day is None or self.there(day) else Stops.NO

    def doubts(self, sent_on: date | None, today: date) -> tuple[Doubt, ...]:
        """What to be warned of when sending on ``sent_on`` (None: today)."""
        day, found = sent_on or today, []
        if self.until is not None and day > self.until:
            found.append(Doubt.ENDED)
        if self.since is not None and day < self.since:
            found.append(Doubt.NOT_YET)
        if (today - self.checked_on).days > CHECKED_DAYS:
            found.append(Doubt.UNCHECKED)
        return tuple(found)


@cache
def the_channels() -> Mapping[str, Channel]:
    """The roads that came with the program, by id. Raises `RuleError`."""
    return load(shipped_directory())


def channel(id: str) -> Channel:
    """The road of this id; one that has gone from the files meets no time-limit."""
    known = the_channels()
    return known.get(id, known[OTHER])


def load(directory: Path) -> dict[str, Channel]:
    """Read ``channels/*.toml`` under ``directory``. Raises `RuleError`, naming the file."""
    found: dict[str, Channel] = {}
    for path in sorted((directory / "channels").glob("*.toml")):
        name = path.relative_to(directory).as_posix()
        try:
            one = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Channel, strict=True)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise RuleError(f"{name}: {error}") from None
        if one.id != path.stem:
            raise RuleError(f"{name}: id: the channel {one.id} belongs into {one.id}.toml")
        found[one.id] = one
    if OTHER not in found:
        raise RuleError("channels/other.toml: missing: it is the road of whatever has none of its own")
    return found
