"""`compute`: from the facts of one clock to its last day, or a refusal. Pure: it never asks what day it is.

The clock's unit is applicant × complaint × respondent State × proceeding; the caller computes each by itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from caseintake.law.calendars import Calendars
from caseintake.law.counting import Reading, read
from caseintake.law.dates import FIRST_DAY, LAST_DAY, Bounds
from caseintake.law.doubts import flags_of
from caseintake.law.facts import FACT_NAMES, accepted_choice, unknown_fact
from caseintake.law.plan import Plan
from caseintake.law.refusal import Refused
from caseintake.law.result import FactUsed, Result
from caseintake.law.rules import Rule

NO_CHOICES: Final[Mapping[str, str]] = {}

_FACTS: Final = frozenset(FACT_NAMES)

Known = dict[str, tuple[date | None, date | None]]


def compute(
    rule: Rule, facts: Mapping[str, Bounds], calendars: Calendars, choices: Mapping[str, str] = NO_CHOICES
) -> Result:
    """Count one time-limit.

    ``facts``: by the names of `facts.FACT_NAMES`; one with neither bound is the same as one not given.
    ``choices``: ``decision_kind`` and ``state``. Raises `Refused`: ``unknown_fact``, ``bad_choice``,
    ``year_out_of_range``, ``bounds_reversed``, ``no_start``, ``start_unbounded``, ``before_decision``,
    ``not_in_force``, ``unknown_state``, ``state_not_party``, ``state_ceased``, ``outside_calendar``.
    """
    plan = rule.plan
    known, used = _accepted(facts)
    if choices:
        choices = {name: accepted_choice(name, value) for name, value in choices.items()}
    readings = _readings(plan, known, choices, calendars)
    first = readings[0]
    cautious, latest = first.candidate.cautious, first.candidate.latest
    for reading in readings[1:]:
        other = reading.candidate
        cautious = min(cautious, other.cautious)
        if reading.rank == first.rank and other.latest is not None:
            latest = other.latest if latest is None else min(latest, other.latest)
    provisional = first.provisional or first.several_versions or first.candidate.start != first.candidate.start_latest
    candidates = tuple([reading.candidate for reading in readings])
    return Result(
        rule,
        first.candidate.due,
        cautious,
        latest,
        provisional,
        first.candidate.version,
        flags_of(plan, readings, cautious, known, choices, calendars),
        candidates,
        tuple(used),
        tuple(choices.items()) if choices else (),
        "" if plan.calendar is None else calendars.calendar(plan.calendar).digest,
    )


def _accepted(facts: Mapping[str, Bounds]) -> tuple[Known, list[FactUsed]]:
    known: Known = {}
    used: list[FactUsed] = []
    for name, bounds in facts.items():
        earliest, latest = bounds.earliest, bounds.latest
        if name not in _FACTS:
            raise unknown_fact(name)
        if earliest is not None:
            if not FIRST_DAY <= earliest <= LAST_DAY:
                raise Refused("year_out_of_range", fact=name, year=earliest.year)
        elif latest is None:
            continue
        if latest is not None and latest is not earliest:
            if not FIRST_DAY <= latest <= LAST_DAY:
                raise Refused("year_out_of_range", fact=name, year=latest.year)
            if earliest is not None and latest < earliest:
                raise Refused("bounds_reversed", fact=name, from_day=earliest, to_day=latest)
        known[name] = (earliest, latest)
        used.append(FactUsed(name, earliest, latest))
    return known, used


def _readings(plan: Plan, known: Known, choices: Mapping[str, str], calendars: Calendars) -> list[Reading]:
    """Every recorded start with its date, the one to work with first."""
    readings: list[Reading] = []
    # Nothing is served before it was decided: the decision is the earliest day a start can lie on.
    floor = known[plan.never_before][0] if plan.never_before in known else None
    kind = choices.get("decision_kind", plan.assumed_kind) if plan.kinds else None
    unbounded: tuple[int, str, date | None] | None = None
    for fact, rank, provisional in plan.ranks:
        bounds = known.get(fact)
        if bounds is None:
            continue
        low, high = bounds
        if floor is not None and (low is None or low < floor):
            if high is not None and high < floor:
                raise Refused("before_decision", fact=fact, day=high, other=plan.never_before, other_day=floor)
            low = floor
        if low is None:
            unbounded = unbounded or (rank, fact, high)
            continue
        readings.append(read(plan, (fact, rank, provisional), low, high, known, kind, calendars, choices))
    if unbounded is not None and (not readings or unbounded[0] <= readings[0].rank):
        # No date is invented for a start that has no earliest day: this one may end any day.
        raise Refused("start_unbounded", fact=unbounded[1], to_day=unbounded[2])
    if not readings:
        raise Refused("no_start", allowed=", ".join(fact for fact, _, _ in plan.ranks))
    if len(readings) > 1:
        readings.sort(key=_order)
    return readings


def _order(reading: Reading) -> tuple[int, date]:
    return reading.rank, reading.candidate.due
