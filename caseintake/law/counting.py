"""From one start to its last day, under every version of the law that can apply."""

from collections.abc import Mapping
from datetime import date

import msgspec

from caseintake.law.calendars import Calendars, WorkingCalendar
from caseintake.law.dates import ONE_DAY, add_months
from caseintake.law.plan import Length, Plan
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A candidate with what `doubts` must know about how it was counted."""

    candidate: Candidate
    rank: int
    provisional: bool
    several_versions: bool
    month_end_open: bool
    suspended: bool
    unsure: bool


class Last(msgspec.Struct, frozen=True, gc=False):
    """The last day from one start, ``counted``, under one version."""

    counted: date
    due: date
    unrolled: date
    cautious: date
    month_end_open: bool
    suspended: bool
    unsure: bool


def read(
    plan: Plan,
    start: tuple[str, int, bool],
    low: date,
    high: date | None,
    known: Mapping[str, tuple[date | None, date | None]],
    kind: str | None,
    calendars: Calendars,
    choices: Mapping[str, str],
) -> Reading:
    """Count from a start known to lie in ``low … high``. Raises `Refused` (``not_in_force``)."""
    fact, rank, provisional = start
    own, since, until = _selecting(plan, fact, low, high, known)
    calendar = None if plan.calendar is None else calendars.calendar(plan.calendar)
    best: tuple[Last, Length] | None = None
    cautious = latest = None
    versions = 0
    for length in plan.lengths:
        if since > length.until or (until is not None and until < length.since):
            continue
        # A start is never earlier than the decision, so a version that needs a later decision needs a later start.
        first = length.since if low < length.since and (own or plan.select_first) else low
        final = length.until if own and high is not None and length.until < high else high
        last = last_day(plan, length, first, calendar)
        hope = last.due if final == first else None
        if final != first:
            last, hope = _spread(plan, length, last, final, calendar)
        if length.kind == kind:
            versions += 1
            if best is None or last.due < best[0].due:
                best = last, length
            if hope is not None and (latest is None or hope > latest):
                latest = hope
        elif "decision_kind" in choices:
            continue
        if cautious is None or last.cautious < cautious:
            cautious = last.cautious
    if best is None or cautious is None:
        raise Refused("not_in_force", fact=fact, day=low, since_day=min(length.since for length in plan.lengths))
    last, length = best
    candidate = Candidate(fact, low, high, length.id, last.counted, last.due, last.unrolled, latest, cautious)
    return Reading(candidate, rank, provisional, versions > 1, last.month_end_open, last.suspended, last.unsure)


def _spread(
    plan: Plan, length: Length, earliest: Last, final: date | None, calendar: WorkingCalendar | None
) -> tuple[Last, date | None]:
    """Of the days from the one of ``earliest`` to ``final``: the count that ends first, and the latest last day.

    A later start ends later, save beside a suspension: what it prolonged may end after what began too late for it. So
    around one every day is counted.
    """
    hope = None if final is None else last_day(plan, length, final, calendar).due
    cautious, begun = earliest.cautious, earliest.counted
    for span in plan.spans:
        day = max(begun, span.since - ONE_DAY * (31 * length.months + length.days))
        end = span.until + ONE_DAY if final is None else min(final, span.until + ONE_DAY)
        while day <= end:
            last = last_day(plan, length, day, calendar)
            cautious = min(cautious, last.cautious)
            if last.due < earliest.due:
                earliest = last
            if hope is not None and last.due > hope:
                hope = last.due
            day += ONE_DAY
    if cautious < earliest.cautious:
        earliest = msgspec.structs.replace(earliest, cautious=cautious)
    return earliest, hope


def _selecting(
    plan: Plan,
    fact: str,
    low: date,
    high: date | None,
    known: Mapping[str, tuple[date | None, date | None]],
) -> tuple[bool, date, date | None]:
    """Whether the start itself selects the version, and the bounds of the day that does."""
    for name in plan.select:
        if name == fact:
            return True, low, high
        if name in known:
            since, until = known[name]
            if name == plan.never_before and high is not None and (until is None or high < until):
                until = high
            return False, since or date.min, until
    # The day that selects is not known: the decision can be as old as one likes, but not younger than the start.
    return False, date.min, high


def last_day(plan: Plan, length: Length, start: date, calendar: WorkingCalendar | None) -> Last:
    """The last day of one version from one exact start.

    Order: the period (rule 1), the cautious reading at month ends (rule 2), suspension (rule 12), then days off.
    """
    day = length.after(start) if not plan.same_day else length.after(start - ONE_DAY)
    cautious = day
    open_end = False
    if plan.earlier_month_end and length.months and start.day >= 28:
        other = length.after(start + ONE_DAY) - ONE_DAY
        if other < day:
            cautious, open_end = other, True
    unsure = length.unsure or open_end
    suspended = False
    for span in plan.spans:
        if day < span.since or start > span.until:
            continue
        if span.touches(start, day):
            if span.touches_on_any_count(start, day):
                cautious = add_period(cautious, span.effect.months, span.effect.days)
            day = add_period(day, span.effect.months, span.effect.days)
            suspended, unsure = True, unsure or span.unsure
    if calendar is None:
        return Last(start, day, day, cautious, open_end, suspended, unsure)
    rolled = calendar.previous_working(day) if plan.roll_back else calendar.next_working(day)
    return Last(start, rolled, day, min(cautious, rolled), open_end, suspended, unsure)


def add_period(day: date, months: int, days: int) -> date:
    """``day`` moved by months or by days; either may be negative."""
    return add_months(day, months) if months else day + ONE_DAY * days
