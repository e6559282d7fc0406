"""How early a time-limit may end, by what a person told: the date triage works with. Pure.

It is always the earliest that any reading gives. Nothing is invented: a start that nobody can bound means "may end any
day", and such a conversation stands on top of the inbox.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from caseintake.intake.told_dates import Bounds
from caseintake.law.engine import compute
from caseintake.law.refusal import Refused
from caseintake.law.rules import Law

#: With a decision: four (six) months from its service, Article 35 § 1 of the Convention.
AFTER_DECISION: Final = "echr.application"
#: Without any remedy: from the act or the knowledge of it.
WITHOUT_REMEDY: Final = "echr.application.no_remedy"

_DECISION_FACTS: Final = ("decided_on", "served_on", "served_on_lawyer")
_ACT_FACTS: Final = ("act_on", "known_on")


def earliest_last_day(told: Mapping[str, Bounds], law: Law, *, decision: bool) -> date | None:
    """The earliest possible last day by the facts in ``told``; None means it may end any day.

    ``decision``: the person spoke of a decision, even if she gave no date for it. What she learned of the watching is
    not what she learned of the decision, so the two rules get their own facts.
    """
    after = _counted(AFTER_DECISION, _only(told, _DECISION_FACTS), law)
    without = _counted(WITHOUT_REMEDY, _only(told, _ACT_FACTS), law)
    if after is None and decision:
        return None
    days = [day for day in (after, without) if day is not None]
    return min(days) if days else None


def _only(told: Mapping[str, Bounds], names: tuple[str, ...]) -> dict[str, Bounds]:
    return {name: told[name] for name in names if name in told}


def _counted(rule: str, facts: Mapping[str, Bounds], law: Law) -> date | None:
    if rule not in law.rules:
        return None
    try:
        return compute(law.rules[rule], facts, law.calendars).cautious
    except Refused:
        return None


def week_of(day: date) -> date:
    """The Monday of the week: all that may be known of the day without a key."""
    return day - timedelta(days=day.weekday())
