"""From the day a time-limit should end to the day it must have begun: so that the board is full on any day. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from caseintake.law.dates import Interval
from caseintake.law.engine import compute
from caseintake.law.rules import Law

#: The longest time-limit of the demo is four months.
_REACH: Final = 130
#: Ends that no day leads to (31 June) are met by the nearest one that exists.
_BEFORE: Final = 3


def start_for(rule: str, fact: str, ends_on: date, law: Law, choices: Mapping[str, str]) -> date:
    """The day from which ``rule`` counts to ``ends_on``, or as near to it as any day leads; rather early than late."""

    def due(day: date) -> date:
        return compute(law.rules[rule], {fact: Interval(day, day)}, law.calendars, choices).due

    def distance(day: date) -> tuple[int, int]:
        away = (due(day) - ends_on).days
        return abs(away), away

    return min((ends_on - timedelta(days=n) for n in range(_BEFORE, _REACH)), key=distance)
