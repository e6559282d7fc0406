"""What a computation answers: dates, doubts and steps, all of them plain frozen values."""

from datetime import date, datetime

import msgspec

from caseintake.law.rules import Rule


class Step(msgspec.Struct, frozen=True):
    """One sentence of "why this date" as data: a code, and values by name. Days are written as ISO 8601."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """One possible start and where it leads.

    ``start … start_latest`` as far as the fact is known; ``counted`` the day of these that ends first (mostly the
    earliest), ``due`` its last day, ``unrolled`` the same before
    a day off moved it, ``latest`` the last day when the fact lies as late as it can (None: no bound), ``cautious`` the
    earliest of the readings of the law that are open. ``version`` is the one that gave ``due``. ``due_at``: of a clock
    in hours the minute it ends, wall time without a zone.
    """

    fact: str
    start: date
    start_latest: date | None
    version: str
    counted: date
    due: date
    unrolled: date
    latest: date | None
    cautious: date
    due_at: datetime | None = None


class FactUsed(msgspec.Struct, frozen=True):
    """A fact as it stood when the date was computed; ``since`` and ``until`` where its hour is known."""

    name: str
    earliest: date | None
    latest: date | None
    since: datetime | None = None
    until: datetime | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What one reading of conflicting texts gives."""

    id: str
    due: date
    cautious: date
    latest: date | None
    version: str


class Result(msgspec.Struct, frozen=True, eq=False):
    """The answer of `engine.compute`.

    ``due`` is the last day to work with (it ends at midnight); ``cautious`` the earliest day any open reading gives,
    never after ``due``; ``latest`` the hope when a fact is only bounded, None without an upper bound.
    ``provisional``: a fact or paper is missing and may move the date. ``candidates``: every recorded start, the one
    worked with first. ``flags`` are codes, worded by `explain.flag_words`. ``opens``: nothing may be lodged before it.
    ``derived``: days that were worked out and not recorded, such as presumed service. ``parents``: the limits this one
    hangs on, each before a day off moved it. ``readings``: what every reading of conflicting texts gives.
    """

    rule: Rule
    due: date
    cautious: date
    latest: date | None
    provisional: bool
    version: str
    flags: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    facts: tuple[FactUsed, ...]
    choices: tuple[tuple[str, str], ...]
    calendar_digest: str
    opens: date | None = None
    derived: tuple[FactUsed, ...] = ()
    parents: tuple["Result", ...] = ()
    readings: tuple[Outcome, ...] = ()

    @property
    def rule_digest(self) -> str:
        """SHA-256, in hex, of the rule that was counted with."""
        return self.rule.digest

    @property
    def due_at(self) -> datetime | None:
        """The minute a clock in hours ends, wall time without a zone; ``due`` is its day."""
        return self.candidates[0].due_at

    @property
    def earliest(self) -> date:
        """The earliest day that any start and any reading gives, those that were not chosen included."""
        return min(self.cautious, *(each.cautious for each in self.readings)) if self.readings else self.cautious

    @property
    def start(self) -> Candidate:
        """The start that was worked with."""
        return self.candidates[0]

    @property
    def unrolled(self) -> date:
        """The last day before a day off moved it; chains count from here."""
        return self.candidates[0].unrolled

    @property
    def steps(self) -> tuple[Step, ...]:
        """Why this date, in order. Told from the result alone, so a stored result tells the same story."""
        from caseintake.law.steps import steps_of  # noqa: PLC0415 - told only when asked for; steps read results

        return steps_of(self)
