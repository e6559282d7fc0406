"""`compute`: from the facts of one clock to its last day, or a refusal. Pure: it never asks what day it is.

The clock's unit is applicant × complaint × respondent State × proceeding; the caller computes each by itself.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.counting import Reading, cut_before, read
from caseintake.law.dates import FIRST_DAY, LAST_DAY, Bounds
from caseintake.law.derived import Derived, Known, derive, opening
from caseintake.law.doubts import flags_of
from caseintake.law.facts import FACT_NAMES, accepted_choice, unknown_fact
from caseintake.law.plan import LETTER, Plan, Weighed, weighings_of
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate, FactUsed, Outcome, Result
from caseintake.law.rules import Rule

NO_CHOICES: Final[Mapping[str, str]] = {}

_FACTS: Final = frozenset(FACT_NAMES)


def compute(
    rule: Rule, facts: Mapping[str, Bounds], calendars: Calendars, choices: Mapping[str, str] = NO_CHOICES
) -> Result:
    """Count one time-limit.

    ``facts``: by the names of `facts.FACT_NAMES`; one with neither bound is the same as one not given.
    ``choices``: by the names of `facts.CHOICES`. Raises `Refused`: ``unknown_fact``, ``bad_choice``,
    ``year_out_of_range``, ``bounds_reversed``, ``no_start``, ``start_unbounded``, ``before_decision``,
    ``not_in_force``, ``no_version``, ``not_arisen``, ``needs_letter``, ``choose_reading``, ``unknown_state``,
    ``state_not_party``, ``state_ceased``, ``outside_calendar``.
    """
    plan = rule.plan
    if choices:
        choices = {name: accepted_choice(name, value) for name, value in choices.items()}
    if plan.readings:
        return _by_reading(rule, facts, calendars, choices)
    known, used = _accepted(facts)
    if plan.fixed_by is not None and plan.fixed_by not in known and not plan.lengths:
        raise Refused("needs_letter", fact=plan.fixed_by)
    derived = None if plan.plain else derive(rule, facts, known, choices, calendars, compute)
    weighed = plan.always
    if weighed is None:
        weighed = _weighed(plan, choices) if plan.lengths else ()
    if derived is None:
        readings = _readings(plan, weighed, known, calendars, None)
    else:
        readings = _special_readings(plan, weighed, known, calendars, derived)
    first = readings[0]
    cautious, latest = first.candidate.cautious, first.candidate.latest
    for reading in readings[1:]:
        other = reading.candidate
        cautious = min(cautious, other.cautious)
        if reading.rank == first.rank and other.latest is not None:
            latest = other.latest if latest is None else min(latest, other.latest)
    flags = flags_of(plan, weighed, readings, cautious, known, choices, calendars, derived)
    return Result(
        rule,
        first.candidate.due,
        cautious,
        latest,
        first.provisional
        or first.several_versions
        or first.candidate.start != first.candidate.start_latest
        or (derived is not None and _still_open(plan, first, known, derived)),
        first.candidate.version,
        flags,
        tuple([reading.candidate for reading in readings]),
        tuple(used) if derived is None else derived.with_hours(used),
        tuple(choices.items()) if choices else (),
        calendars.digest_of(plan.calendars) if plan.calendars else "",
        None if plan.opens is None else opening(plan, known, calendars),
        derived.facts if derived else (),
        tuple(derived.parents.values()) if derived else (),
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


def _by_reading(rule: Rule, facts: Mapping[str, Bounds], calendars: Calendars, choices: Mapping[str, str]) -> Result:
    """Texts that conflict: the reading the office chose, beside what each of the others gives."""
    chosen = choices.get("reading")
    if chosen is not None and chosen not in rule.plan.readings:
        raise Refused("bad_choice", fact="reading", written=chosen, allowed=", ".join(rule.plan.readings))
    outcomes: list[Outcome] = []
    result: Result | None = None
    reason: Refused | None = None
    for name in rule.plan.readings:
        try:
            found = compute(only_reading(rule, name), facts, calendars, choices)
        except Refused as refused:
            if reason is None or name == chosen:
                reason = refused
            continue
        outcomes.append(Outcome(name, found.due, found.cautious, found.latest, found.version))
        if name == chosen:
            result = found
    if result is not None:
        flags = dict.fromkeys(flag for flag in result.flags if flag != "needs_lawyer_check")
        return msgspec.structs.replace(
            result, rule=rule, readings=tuple(outcomes), flags=(*flags, "reading_chosen", "needs_lawyer_check")
        )
    if reason is not None and (chosen is not None or not outcomes):
        raise reason
    raise Refused(
        "choose_reading",
        rule=rule.id,
        first_day=min(each.cautious for each in outcomes),
        readings=", ".join(f"{each.id}={each.due.isoformat()}" for each in outcomes),
    )


def only_reading(rule: Rule, name: str) -> Rule:
    """The rule as one reading of the conflicting texts has it; versions without a reading belong to each."""
    lengths = tuple(length for length in rule.plan.lengths if length.reading in (None, name))
    weighings = weighings_of(lengths, rule.plan.asked)
    always = None if rule.plan.asked else weighings[()]
    plan = msgspec.structs.replace(rule.plan, lengths=lengths, weighings=weighings, always=always, readings=())
    return msgspec.structs.replace(rule, plan=plan)


def _weighed(plan: Plan, choices: Mapping[str, str]) -> Weighed:
    """The versions that no recorded choice excludes; what is not recorded is assumed, the rest is cautious."""
    found = plan.weighed(choices)
    if not found:
        name, value = next(((name, choices[name]) for name, _ in plan.asked if name in choices), ("", ""))
        raise Refused("no_version", fact=name, written=value)
    return found


def _special_readings(
    plan: Plan, weighed: Weighed, known: Known, calendars: Calendars, derived: Derived
) -> list[Reading]:
    """The readings of a rule whose day may be fixed, cut short, or hang on other rules."""
    if plan.fixed_by in known:
        return [_fixed(plan, plan.fixed_by, known)]
    readings = _readings(plan, weighed, known, calendars, derived)
    if plan.ends_before in known:
        event = known[plan.ends_before]
        readings = [
            cut_before(reading, event, itself=reading.candidate.fact == plan.ends_before) for reading in readings
        ]
        readings.sort(key=_order)
    return readings


def _fixed(plan: Plan, fact: str, known: Known) -> Reading:
    low, high = known[fact]
    floor = known[plan.never_before][0] if plan.never_before in known else None
    if floor is not None and high is not None and high < floor:
        raise Refused("before_decision", fact=fact, day=high, other=plan.never_before, other_day=floor)
    if low is None:
        raise Refused("start_unbounded", fact=fact, to_day=high)
    candidate = Candidate(fact, low, high, LETTER, low, low, low, high, low)
    return Reading(candidate, 0, False, False, False, False, bool(plan.unsure_sources))


def _readings(
    plan: Plan, weighed: Weighed, known: Known, calendars: Calendars, derived: Derived | None
) -> list[Reading]:
    """Every recorded start with its date, the one to work with first."""
    readings: list[Reading] = []
    # Nothing is served before it was decided: the decision is the earliest day a start can lie on.
    floor = known[plan.never_before][0] if plan.never_before in known else None
    missing: tuple[int, Refused] | None = None
    together = False
    for start in plan.ranks:
        fact = start[0]
        bounds = known.get(fact)
        if bounds is None:
            if derived is not None and missing is None and fact in derived.refused:
                missing = start[1], derived.refused[fact]
            continue
        low, high = bounds
        if floor is not None and (low is None or low < floor):
            if high is not None and high < floor:
                raise Refused("before_decision", fact=fact, day=high, other=plan.never_before, other_day=floor)
            low = floor
        if low is None:
            # No date is invented for a start that has no earliest day: this one may end any day.
            missing = missing or (start[1], Refused("start_unbounded", fact=fact, to_day=high))
            continue
        together = together or (bool(readings) and readings[-1].rank == start[1])
        if derived is None:
            readings.append(read(plan, weighed, start, low, high, known, calendars))
        else:
            readings.append(_special(plan, weighed, start, low, high, known, calendars, derived))
    if missing is not None and (not readings or missing[0] <= readings[0].rank):
        raise missing[1]
    if not readings:
        raise Refused("no_start", allowed=", ".join(plan.starts))
    if together:
        readings.sort(key=_order_by_hour if plan.hours else _order)
    return readings


def _special(
    plan: Plan,
    weighed: Weighed,
    start: tuple[str, int, bool],
    low: date,
    high: date | None,
    known: Known,
    calendars: Calendars,
    derived: Derived,
) -> Reading:
    """One start of a rule that tells versions apart by start, counts in hours, or hangs on another rule."""
    fact, rank, provisional = start
    mine = weighed
    if plan.by_start:
        mine = tuple([pair for pair in weighed if not pair[0].start or fact in pair[0].start])
    provisional = provisional or (fact == "served_on" and derived.service is not None)
    reading = read(plan, mine, (fact, rank, provisional), low, high, known, calendars, derived.moments)
    parent = derived.parents.get(fact)
    if parent is None:
        return reading
    candidate, unsure = reading.candidate, reading.unsure or "needs_lawyer_check" in parent.flags
    if parent.cautious < low:
        # What is cautious in the limit this one hangs on is cautious here.
        since = {**known, fact: (parent.cautious, parent.cautious)}
        other = read(plan, mine, start, parent.cautious, parent.cautious, since, calendars, derived.moments)
        careful = min(candidate.cautious, other.candidate.cautious)
        candidate = msgspec.structs.replace(candidate, cautious=careful)
    return msgspec.structs.replace(reading, candidate=candidate, unsure=unsure)


def _still_open(plan: Plan, first: Reading, known: Known, derived: Derived) -> bool:
    """Whether something beside the facts may still move the date: a letter, an hour, the limit it hangs on."""
    parent = derived.parents.get(first.candidate.fact)
    letter = plan.fixed_by is not None and plan.fixed_by not in known
    return letter or first.hour_open or (parent is not None and parent.provisional)


def _order(reading: Reading) -> tuple[int, date]:
    return reading.rank, reading.candidate.due


def _order_by_hour(reading: Reading) -> tuple[int, date, datetime]:
    due = reading.candidate.due
    return reading.rank, due, reading.candidate.due_at or datetime.combine(due, time.max)
