"""From a last day and the size of a matter back to the days of its plan. Pure: it never asks what day it is."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from caseintake.law.calendars import WorkingCalendar
from caseintake.law.dates import ONE_DAY
from caseintake.law.refusal import Refused
from caseintake.plans.plan_file import DUE, PlanFile, Step, measured

#: The stages of the work in their order, as `diary.readiness` has them; the first is that nothing has begun.
ORDER: Final = ("not_begun", "facts", "signatures", "translation", "pack", "at_the_post", "proof_here")


class PlanDay(msgspec.Struct, frozen=True):
    """One day of a plan. ``rested``: holidays that made it earlier; ``unsure``: the calendar does not reach so far."""

    step: Step
    day: date
    rested: int
    unsure: bool = False

    def behind(self, stage: str) -> bool:
        """Whether the work has come so far that this day no longer matters."""
        return ORDER.index(stage) >= ORDER.index(self.step.done)


def days(plan: PlanFile, due: date, loads: Mapping[str, int], calendar: WorkingCalendar) -> tuple[PlanDay, ...]:
    """Every step with its day, in the order of the file: the last to be done first.

    Outside the calendar's span no holiday is known; the days are counted all the same, and marked.
    """
    found: dict[str, date] = {DUE: due}
    made = []
    for step in plan.steps:
        before = min(found[name] for name in step.before)
        day, rested, unsure = _back(before, measured(loads, step), step.holidays, calendar)
        found[step.id] = day
        made.append(PlanDay(step, day, rested, unsure))
    return tuple(made)


def _back(before: date, number: int, holidays: bool, calendar: WorkingCalendar) -> tuple[date, int, bool]:
    plain = before - ONE_DAY * number
    try:
        day, rested = plain, 0
        if holidays:
            rested = sum(_is_holiday(plain + ONE_DAY * n, calendar) for n in range(number))
            day -= ONE_DAY * rested
        return calendar.previous_working(day), rested, False
    except Refused:
        return plain, 0, True


def _is_holiday(day: date, calendar: WorkingCalendar) -> bool:
    """A day off in the middle of the week: on a weekend the post rests anyway, and the plan reckons with that."""
    return day.isoweekday() <= 5 and not calendar.is_working(day)
