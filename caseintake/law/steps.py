"""Why this date: the steps of a finished result, retold from the result itself and worded elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime

from caseintake.law.counting import add_period
from caseintake.law.dates import month_length
from caseintake.law.facts import DUE
from caseintake.law.plan import LETTER, Length, Plan
from caseintake.law.result import Candidate, FactUsed, Result, Step


def steps_of(result: Result) -> tuple[Step, ...]:
    """The steps in the order a lawyer would check them; of what it hangs on first."""
    plan, chosen = result.rule.plan, result.start
    if chosen.version == LETTER:
        return (_step("letter", fact=chosen.fact, day=chosen.due), *_ending(result, chosen))
    length = next(length for length in plan.lengths if length.id == chosen.version)
    start = chosen.counted
    steps = [*_parent(result, chosen), *_choices(result, length)]
    steps += _start(result, chosen, start)
    if result.rule.file.blocks:
        return (*steps, *(_step("blocks_rule", rule=each) for each in result.rule.file.blocks))
    steps += _version(result, length, plan)
    steps += _last(result, length, start)
    steps += _ending(result, chosen)
    return tuple(steps)


def _step(code: str, **values: date | str | int) -> Step:
    return Step(code, tuple((name, v.isoformat() if isinstance(v, date) else str(v)) for name, v in values.items()))


def _parent(result: Result, chosen: Candidate) -> Iterator[Step]:
    """The story of the limit this one hangs on, up to its last day before a day off moved it."""
    for parent in result.parents:
        if DUE + parent.rule.id == chosen.fact:
            yield _step("first_of_all", rule=parent.rule.id)
            yield from (step for step in parent.steps if step.code not in ("midnight", "latest", "opens"))


def _choices(result: Result, length: Length) -> Iterator[Step]:
    recorded = dict(result.choices)
    for name, value in length.when:
        if name in recorded:
            yield _step("chosen", choice=name, value=value)
        elif name != "decision_kind":
            yield _step("assumed", choice=name, value=value)
    if length.reading is not None:
        yield _step("reading", value=length.reading)


def _start(result: Result, chosen: Candidate, start: date) -> Iterator[Step]:
    derived = {fact.name: fact for fact in result.derived}
    method = dict(result.choices).get("service_method", "")
    if chosen.fact == "served_on" and chosen.fact in derived:
        yield _step("service_presumed", fact=result.rule.plan.service[method].since, value=method, day=chosen.start)
    elif chosen.start_latest is None:
        yield _step("start_open", fact=chosen.fact, day=chosen.start)
    elif chosen.start == chosen.start_latest:
        yield _started(chosen, next((fact for fact in result.facts if fact.name == chosen.fact), None))
    else:
        yield _step("start_range", fact=chosen.fact, from_day=chosen.start, to_day=chosen.start_latest)
    if chosen.start != chosen.start_latest and chosen.start == start:
        yield _step("earliest_counts")
    elif chosen.counted != chosen.start:
        yield _step("first_to_end_counts", day=start)
    provisional = {fact for fact, _, provisional in result.rule.plan.ranks if provisional}
    if chosen.fact in provisional:
        yield _step("start_provisional")


def _started(chosen: Candidate, fact: FactUsed | None) -> Step:
    if fact is not None and fact.since is not None and fact.since == fact.until:
        return _step("start", fact=chosen.fact, day=chosen.start, hour=fact.since.strftime("%H:%M"))
    return _step("start", fact=chosen.fact, day=chosen.start)


def _version(result: Result, length: Length, plan: Plan) -> Iterator[Step]:
    if length.at_once:
        if result.start.fact != plan.ends_before:
            yield _step("at_once")
        return
    forwards = max(length.months, length.days, length.working) > 0
    if forwards:
        yield _step("same_day" if length.same_day else "day_after")
    period: dict[str, int] = {"months": length.months, "days": length.days}
    period |= {"working": length.working} if length.working else {"hours": length.hours} if length.hours else {}
    alike = [each for each in plan.lengths if (each.when, each.start, each.reading) == _group(length)]
    kind = dict(length.when).get("decision_kind")
    if not forwards and not length.hours:
        yield _step("period_back", months=-length.months, days=-length.days, working=-length.working)
    elif kind is not None:
        yield _step(f"period_{kind}", **period)
    elif len({each.since for each in alike}) == 1:
        yield _step("period", **period)
    else:
        yield _border(result, length, alike, period)


def _group(length: Length) -> tuple[object, ...]:
    return length.when, length.start, length.reading


def _border(result: Result, length: Length, alike: list[Length], period: dict[str, int]) -> Step:
    border = length.since if any(other.until < length.since for other in alike) else None
    code = "period_until" if border is None else "period_from"
    day = border or min(other.since for other in alike if other.since > length.until)
    if "version_unsure" in result.flags:
        return _step("period_unsure", border_day=day, **period)
    by = "decision" if result.rule.plan.select[0] == "decided_on" else "event"
    return _step(f"{code}_{by}", border_day=day, **period)


def _last(result: Result, length: Length, start: date) -> Iterator[Step]:
    plan, chosen = result.rule.plan, result.start
    if length.hours:
        return
    if length.working:
        if "ends_before" not in result.flags:
            yield _step("last_day_working", day=chosen.unrolled)
        return
    day = length.after(start)
    clamped = length.months != 0 and day.day < start.day and day.day == month_length(day.year, day.month)
    code = "last_day_clamped" if clamped else "last_day" if length.months else "last_day_days"
    if length.same_day and length.months and day.day != start.day and not clamped:
        code = "last_day_before"
    if not length.at_once:
        yield _step(code, day=day, number=start.day)
    for span in plan.spans:
        if span.touches(start, day):
            day = add_period(day, span.effect.months, span.effect.days)
            yield _step(
                "suspended",
                span=span.id,
                from_day=span.since,
                to_day=span.until,
                months=span.effect.months,
                days=span.effect.days,
                day=day,
            )


def _ending(result: Result, chosen: Candidate) -> Iterator[Step]:
    yield from _day_off(result, chosen)
    yield from _cautious(result, chosen)
    if result.latest is not None and result.latest != result.due:
        yield _step("latest", day=result.latest)
    if result.opens is not None:
        yield _step("opens", day=result.opens)


def _day_off(result: Result, chosen: Candidate) -> Iterator[Step]:
    plan = result.rule.plan
    court = result.rule.id.startswith("echr.")
    if "ends_before" in result.flags or chosen.fact == plan.ends_before:
        yield _step("ends_before", fact=plan.ends_before or "", day=chosen.due)
    elif chosen.due_at is not None:
        yield _hour(chosen.due_at)
        return
    elif plan.rolls:
        if chosen.due != chosen.unrolled:
            yield _step("rolled_back" if plan.roll_back else "rolled", off_day=chosen.unrolled, day=chosen.due)
    elif chosen.due.isoweekday() == 6:
        yield _step("saturday_counts" if court else "saturday_stays", day=chosen.due)
    elif chosen.due.isoweekday() == 7:
        yield _step("sunday_counts" if court else "sunday_stays", day=chosen.due)
    yield _step("midnight", day=chosen.due)


def _hour(end: datetime) -> Step:
    return _step("hour", day=end.date(), hour=end.strftime("%H:%M"))


def _cautious(result: Result, chosen: Candidate) -> Iterator[Step]:
    if result.cautious == result.due:
        return
    above = next((parent for parent in result.parents if DUE + parent.rule.id == chosen.fact), None)
    if chosen.cautious == result.cautious:
        if above is not None and above.cautious < above.due:
            yield _step("cautious_parent", day=result.cautious, rule=above.rule.id)
        elif "decision_kind_assumed" in result.flags and chosen.cautious < chosen.unrolled:
            yield _step("cautious_kind", day=result.cautious)
        elif "choice_assumed" in result.flags and chosen.cautious < chosen.unrolled:
            yield _step("cautious_choice", day=result.cautious)
        elif "month_end_reading" in result.flags:
            yield _step("cautious_month_end", day=result.cautious)
        elif "rolled" in result.flags:
            yield _step("cautious_day_off", day=result.cautious)
        else:
            yield _step("cautious_reading", day=result.cautious)
        return
    other = next(each for each in result.candidates if each.cautious == result.cautious)
    yield _step("cautious_start", day=result.cautious, fact=other.fact, from_day=other.start)
