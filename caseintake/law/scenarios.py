"""If the other side is right: the date that each start, each reading and each open choice would give by itself."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.counting import last_day
from caseintake.law.dates import Bounds
from caseintake.law.doubts import open_choices
from caseintake.law.engine import NO_CHOICES, compute, only_reading
from caseintake.law.facts import CHOICES
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rules import Rule


class Scenario(msgspec.Struct, frozen=True):
    """One thing that may turn out true, as a code with values, and the last day it gives.

    ``due`` is None where nothing could be lodged any more or no period is known: ``refused`` says why.
    """

    code: str
    values: tuple[tuple[str, str], ...]
    due: date | None
    refused: str = ""


def scenarios(
    rule: Rule, facts: Mapping[str, Bounds], calendars: Calendars, choices: Mapping[str, str] = NO_CHOICES
) -> tuple[Scenario, ...]:
    """Every scenario, the earliest date first; where no date can be given yet, those of the open choices.

    Codes: ``start`` (only this event starts the time), ``late_start`` (a range lies as late as it can), ``month_end``
    (counted from the next day), ``no_suspension``, ``no_roll`` (a day off does not prolong), ``choice``, ``reading``.
    """
    try:
        result = compute(rule, facts, calendars, choices)
    except Refused:
        found = list(_open_choices(rule, facts, calendars, choices))
    else:
        found = [*_starts(result), *_counts(result, calendars), *_open_choices(rule, facts, calendars, choices)]
    return tuple(sorted(found, key=lambda each: each.due or date.max))


def _starts(result: Result) -> Iterator[Scenario]:
    for each in result.candidates:
        yield Scenario("start", (("fact", each.fact), ("day", each.counted.isoformat())), each.due)
        if each.latest is not None and each.start_latest is not None and each.start != each.start_latest:
            late = (("fact", each.fact), ("day", each.start_latest.isoformat()))
            yield Scenario("late_start", late, each.latest)


def _counts(result: Result, calendars: Calendars) -> Iterator[Scenario]:
    """Other ways to count from the start that is relied on."""
    plan, chosen = result.rule.plan, result.start
    length = next((length for length in plan.lengths if length.id == chosen.version), None)
    if length is None or chosen.due_at is not None or "ends_before" in result.flags:
        return
    calendar = None if plan.calendar is None else calendars.calendar(plan.calendar)
    last = last_day(plan, length, chosen.counted, calendar)
    if last.month_end_open:
        next_day = chosen.counted + timedelta(days=1)
        yield Scenario("month_end", (("day", next_day.isoformat()),), last.cautious)
    if last.suspended:
        bare = last_day(msgspec.structs.replace(plan, spans=()), length, chosen.counted, calendar)
        yield Scenario("no_suspension", (), bare.due)
    if last.due != last.unrolled:
        yield Scenario("no_roll", (("off_day", last.unrolled.isoformat()),), last.unrolled)


def _open_choices(
    rule: Rule, facts: Mapping[str, Bounds], calendars: Calendars, choices: Mapping[str, str]
) -> Iterator[Scenario]:
    """Every value of a choice nobody has made; of conflicting readings also those that were not chosen."""
    plan = rule.plan if "reading" not in choices else only_reading(rule, choices["reading"]).plan
    asked = set() if rule.parents else {name for name, _ in plan.asked}
    settled = asked - open_choices(plan, plan.weighed(choices), choices)
    for name in sorted(plan.choices - settled):
        if name == "service_method" and "served_on" in facts:
            continue
        values = rule.plan.readings if name == "reading" else CHOICES[name] or ()
        for value in values:
            if name == "reading":
                step = Scenario("reading", (("value", value),), None)
            elif name in choices:
                continue
            else:
                step = Scenario("choice", (("choice", name), ("value", value)), None)
            try:
                due = compute(rule, facts, calendars, {**choices, name: value}).due
            except Refused as refused:
                if refused.code in ("no_version", "no_start", "choose_reading"):
                    continue
                yield msgspec.structs.replace(step, refused=refused.code)
            else:
                yield msgspec.structs.replace(step, due=due)
