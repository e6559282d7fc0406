"""The only place that knows what time it is; everything else is handed a clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: The years a typed day may lie in: from each of them an office can still count on and back.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Clock(Protocol):
    """Answers the time (aware, UTC) and the day in the office's time zone."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The machine's clock, with days counted where the office is."""

    def __init__(self, zone: str = "UTC") -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(self._zone).date()


class FixedClock:
    """A clock that stands still until it is moved: for tests, examples and rehearsals."""

    def __init__(self, at: datetime, zone: str = "UTC") -> None:
        if at.tzinfo is None:
            raise ValueError("a fixed clock needs an aware time")
        self._at = at
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        return self._at.astimezone(UTC)

    def today(self) -> date:
        return self._at.astimezone(self._zone).date()

    def set(self, at: datetime) -> None:
        self._at = at

    def advance(self, by: timedelta) -> None:
        self._at = self._at + by
