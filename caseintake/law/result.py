"""What a computation answers: dates, doubts and steps, all of them plain frozen values."""

from datetime import date

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
    earliest of the readings of the law that are open. ``version`` is the one that gave ``due``.
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


class FactUsed(msgspec.Struct, frozen=True):
    """A fact as it stood when the date was computed."""

    name: str
    earliest: date | None
    latest: date | None


class Result(msgspec.Struct, frozen=True, eq=False):
    """The answer of `engine.compute`.

    ``due`` is the last day to work with (it ends at midnight); ``cautious`` the earliest day any open reading gives,
    never after ``due``; ``latest`` the hope when a fact is only bounded, None without an upper bound.
    ``provisional``: a fact or paper is missing and may move the date. ``candidates``: every recorded start, the one
    worked with first. ``flags`` are codes, worded by `explain.flag_words`.
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

    @property
    def rule_digest(self) -> str:
        """SHA-256, in hex, of the rule that was counted with."""
        return self.rule.digest

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
