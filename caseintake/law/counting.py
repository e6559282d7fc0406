"""From one start to its last day, under every version of the law that can apply."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from caseintake.law.calendars import Calendars, WorkingCalendar
from caseintake.law.dates import ONE_DAY, Moment, add_months
from caseintake.law.plan import Length, Plan, Weighed
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate

NO_MOMENTS: Final[Mapping[str, Moment]] = {}
LAST_MINUTE: Final = time(23, 59)


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A candidate with what `doubts` must know about how it was counted."""

    candidate: Candidate
    rank: int
    provisional: bool
    several_versions: bool
    month_end_open: bool
    suspended: bool
    unsure: bool
    hour_open: bool = False
    cut: bool = False


class Last(msgspec.Struct, frozen=True, gc=False):
    """The last day from one start, ``counted``, under one version."""

    counted: date
    due: date
    unrolled: date
    cautious: date
    month_end_open: bool
    suspended: bool
    unsure: bool
    due_at: datetime | None = None
    hour_open: bool = False


def read(
    plan: Plan,
    weighed: Weighed,
    start: tuple[str, int, bool],
    low: date,
    high: date | None,
    known: Mapping[str, tuple[date | None, date | None]],
    calendars: Calendars,
    moments: Mapping[str, Moment] = NO_MOMENTS,
) -> Reading:
    """Count from a start known to lie in ``low … high``. Raises `Refused` (``not_in_force``, ``outside_calendar``)."""
    fact, rank, provisional = start
    own, since, until = _selecting(plan, fact, low, high, known)
    calendar = None if plan.calendar is None else calendars.calendar(plan.calendar)
    best: tuple[Last, Length] | None = None
    cautious = latest = None
    versions = 0
    for length, worked_with in weighed:
        if since > length.until or (until is not None and until < length.since):
            continue
        # A start is never earlier than the decision, so a version that needs a later decision needs a later start.
        first = length.since if low < length.since and (own or plan.select_first) else low
        final = length.until if own and high is not None and length.until < high else high
        if length.hours:
            last, hope = last_hour(length, first, final, moments.get(fact))
        else:
            last = last_day(plan, length, first, calendar)
            hope = last.due if final == first else None
            if final != first:
                last, hope = _spread(plan, length, last, final, calendar)
        if worked_with:
            versions += 1
            if best is None or last.due < best[0].due:
                best = last, length
            if hope is not None and (latest is None or hope > latest):
                latest = hope
        if cautious is None or last.cautious < cautious:
            cautious = last.cautious
    if best is None or cautious is None:
        raise Refused("not_in_force", fact=fact, day=low, since_day=min(length.since for length in plan.lengths))
    last, length = best
    candidate = Candidate(
        fact, low, high, length.id, last.counted, last.due, last.unrolled, latest, cautious, last.due_at
    )
    return Reading(
        candidate,
        rank,
        provisional,
        versions > 1,
        last.month_end_open,
        last.suspended,
        last.unsure,
        last.hour_open,
    )


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
    day = length.after(start, calendar)
    cautious = day
    open_end = False
    if plan.earlier_month_end and length.months > 0 and start.day >= 28:
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
    if calendar is None or not plan.rolls:
        return Last(start, day, day, cautious, open_end, suspended, unsure)
    rolled = calendar.previous_working(day) if plan.roll_back else calendar.next_working(day)
    return Last(start, rolled, day, min(cautious, rolled), open_end, suspended, unsure)


def last_hour(length: Length, first: date, final: date | None, moment: Moment | None) -> tuple[Last, date | None]:
    """The end of a period in hours that runs from ``first`` to ``final``, and the latest end.

    Wall time without a zone. A day without an hour is counted from its first minute, and hoped for from its last. A
    day on which clocks are changed is not made longer or shorter.
    """
    begin = moment.since if moment is not None and moment.since is not None else None
    if begin is None or begin.date() != first:
        begin = datetime.combine(first, time.min)
    period = timedelta(hours=length.hours)
    end = begin + period
    stop = None
    if final is not None:
        stop = moment.until if moment is not None and moment.until is not None else None
        if stop is None or stop.date() != final:
            stop = datetime.combine(final, LAST_MINUTE)
    day = end.date()
    last = Last(first, day, day, day, False, False, length.unsure, end, stop != begin)
    return last, None if stop is None else (stop + period).date()


def cut_before(reading: Reading, event: tuple[date | None, date | None], *, itself: bool) -> Reading:
    """The same, ending at the latest on the day before ``event``; before the day it starts only if ``itself`` is that.

    Of an event that is only known to come not later than a day, that day is worked with, and the start is cautious.
    """
    chosen = reading.candidate
    floor = chosen.counted - ONE_DAY if itself else chosen.counted
    earliest, latest = event
    known = earliest or latest
    if known is None:
        return reading
    end = max(floor, known - ONE_DAY)
    careful = end if earliest is not None else floor
    if end >= chosen.due and careful >= chosen.cautious:
        return reading
    hope = chosen.latest
    if hope is not None and latest is not None:
        hope = min(hope, max(end, latest - ONE_DAY))
    return msgspec.structs.replace(
        reading,
        candidate=msgspec.structs.replace(
            chosen,
            due=min(chosen.due, end),
            unrolled=min(chosen.unrolled, end),
            cautious=min(chosen.cautious, careful),
            latest=hope,
            due_at=None if end < chosen.due else chosen.due_at,
        ),
        cut=not itself,
    )


def add_period(day: date, months: int, days: int) -> date:
    """``day`` moved by months or by days; either may be negative."""
    return add_months(day, months) if months else day + ONE_DAY * days
