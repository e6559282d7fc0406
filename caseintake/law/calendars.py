"""Working days and member States: frozen, dated data with the span it covers; outside it we refuse to answer."""

from datetime import date
from hashlib import sha256
from typing import Literal

import msgspec

from caseintake.law.dates import ONE_DAY
from caseintake.law.refusal import Refused


class DataSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where data comes from; ``mark`` V, S, K or U as for rules."""

    cite: str
    mark: Literal["V", "S", "K", "U"]
    checked: date


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of ``config/calendars``. ``weekend`` in ISO numbers, Monday 1 to Sunday 7.

    ``announced_from … announced_to``: the years whose movable holidays and exchanged days are listed. Outside them,
    within the span, only holidays with a fixed day are: an unlisted holiday makes a date earlier, never later.
    ``working_days``: Saturdays and Sundays that were declared working days.
    """

    schema: Literal["caseintake.calendar/1"]
    id: str
    title: str
    weekend: tuple[int, ...]
    first: date
    last: date
    announced_from: date
    announced_to: date
    holidays: tuple[date, ...]
    working_days: tuple[date, ...]
    sources: tuple[DataSource, ...]


class WorkingCalendar:
    """Says whether a court works on a day. ``digest`` is the SHA-256 of its file's content, in hex."""

    def __init__(self, file: CalendarFile, digest: str) -> None:
        self.id = file.id
        self.digest = digest
        self.first, self.last = file.first, file.last
        self._weekend = frozenset(file.weekend)
        self._holidays = frozenset(file.holidays)
        self._working = frozenset(file.working_days)
        self._announced = (file.announced_from, file.announced_to)

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day. Raises `Refused` (``outside_calendar``)."""
        if not self.first <= day <= self.last:
            raise Refused("outside_calendar", calendar=self.id, day=day, from_day=self.first, to_day=self.last)
        if day in self._holidays:
            return False
        return day.isoweekday() not in self._weekend or day in self._working

    def next_working(self, day: date) -> date:
        """``day`` itself, or the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """``day`` itself, or the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working(self, day: date, number: int) -> date:
        """The working day ``number`` working days after ``day``, or before it if negative; ``day`` is not counted."""
        step = ONE_DAY if number > 0 else -ONE_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def is_announced(self, day: date) -> bool:
        """Whether the movable holidays of that time are in the data."""
        return self._announced[0] <= day <= self._announced[1]


class StateParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A State and the Convention: in force from ``party_from``; ``ceased_on`` the day it was no longer a party."""

    code: str
    name: str
    party_from: date
    ceased_on: date | None = None


class StatesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``config/calendars/echr-states.toml``."""

    schema: Literal["caseintake.states/1"]
    states: tuple[StateParty, ...]
    sources: tuple[DataSource, ...]


class Calendars(msgspec.Struct, frozen=True):
    """Everything dated that rules count with, by name."""

    working: dict[str, WorkingCalendar] = {}
    states: dict[str, StateParty] = {}

    def calendar(self, name: str) -> WorkingCalendar:
        """Raises `Refused` (``no_calendar``) for a calendar that was not loaded."""
        found = self.working.get(name)
        if found is None:
            raise Refused("no_calendar", calendar=name)
        return found

    def digest_of(self, names: tuple[str, ...]) -> str:
        """The digest of all the calendars named: of a single one its own, of none the empty text."""
        digests = [self.calendar(name).digest for name in names]
        return digests[0] if len(digests) == 1 else sha256(":".join(digests).encode()).hexdigest() if digests else ""

    def state(self, code: str) -> StateParty:
        """Raises `Refused` (``unknown_state``)."""
        found = self.states.get(code)
        if found is None:
            raise Refused("unknown_state", state=code)
        return found
