"""Why this date: the steps of a finished result, retold from the result itself and worded elsewhere."""

from collections.abc import Iterator
from datetime import date

from caseintake.law.counting import add_period
from caseintake.law.dates import month_length
from caseintake.law.plan import Length, Plan
from caseintake.law.result import Candidate, Result, Step


def steps_of(result: Result) -> tuple[Step, ...]:
    """The steps in the order a lawyer would check them."""
    plan, chosen = result.rule.plan, result.start
    length = next(length for length in plan.lengths if length.id == chosen.version)
    start = chosen.counted
    steps = [*_start(result, chosen, start), _version(result, length)]
    steps += _last(plan, length, start)
    steps += _day_off(plan, chosen)
    steps += _cautious(result, chosen)
    if result.latest is not None and result.latest != result.due:
        steps.append(_step("latest", day=result.latest))
    return tuple(steps)


def _step(code: str, **values: date | str | int) -> Step:
    return Step(code, tuple((name, v.isoformat() if isinstance(v, date) else str(v)) for name, v in values.items()))


def _start(result: Result, chosen: Candidate, start: date) -> Iterator[Step]:
    if chosen.start_latest is None:
        yield _step("start_open", fact=chosen.fact, day=chosen.start)
    elif chosen.start == chosen.start_latest:
        yield _step("start", fact=chosen.fact, day=chosen.start)
    else:
        yield _step("start_range", fact=chosen.fact, from_day=chosen.start, to_day=chosen.start_latest)
    if chosen.start != chosen.start_latest and chosen.start == start:
        yield _step("earliest_counts")
    elif chosen.counted != chosen.start:
        yield _step("first_to_end_counts", day=start)
    provisional = {fact for fact, _, provisional in result.rule.plan.ranks if provisional}
    if chosen.fact in provisional:
        yield _step("start_provisional")
    yield _step("same_day" if result.rule.plan.same_day else "day_after")


def _version(result: Result, length: Length) -> Step:
    plan = result.rule.plan
    period = {"months": length.months, "days": length.days}
    several = len({each.since for each in plan.lengths}) > 1
    if length.kind is not None:
        return _step(f"period_{length.kind}", **period)
    if not several:
        return _step("period", **period)
    border = length.since if any(other.until < length.since for other in plan.lengths) else None
    code = "period_until" if border is None else "period_from"
    day = border or min(other.since for other in plan.lengths if other.since > length.until)
    if "version_unsure" in result.flags:
        return _step("period_unsure", border_day=day, **period)
    by = "decision" if plan.select[0] == "decided_on" else "event"
    return _step(f"{code}_{by}", border_day=day, **period)


def _last(plan: Plan, length: Length, start: date) -> Iterator[Step]:
    day = length.after(start) if not plan.same_day else length.after(add_period(start, 0, -1))
    clamped = length.months > 0 and day.day < start.day and day.day == month_length(day.year, day.month)
    code = "last_day_clamped" if clamped else "last_day" if length.months else "last_day_days"
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


def _day_off(plan: Plan, chosen: Candidate) -> Iterator[Step]:
    if plan.calendar is not None:
        if chosen.due != chosen.unrolled:
            yield _step("rolled", off_day=chosen.unrolled, day=chosen.due)
    elif chosen.due.isoweekday() == 6:
        yield _step("saturday_counts", day=chosen.due)
    elif chosen.due.isoweekday() == 7:
        yield _step("sunday_counts", day=chosen.due)
    yield _step("midnight", day=chosen.due)


def _cautious(result: Result, chosen: Candidate) -> Iterator[Step]:
    if result.cautious == result.due:
        return
    if chosen.cautious == result.cautious:
        if "decision_kind_assumed" in result.flags and chosen.cautious < chosen.unrolled:
            yield _step("cautious_kind", day=result.cautious)
        elif "month_end_reading" in result.flags:
            yield _step("cautious_month_end", day=result.cautious)
        elif "rolled" in result.flags:
            yield _step("cautious_day_off", day=result.cautious)
        else:
            yield _step("cautious_reading", day=result.cautious)
        return
    other = next(each for each in result.candidates if each.cautious == result.cautious)
    yield _step("cautious_start", day=result.cautious, fact=other.fact, from_day=other.start)
