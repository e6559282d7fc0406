"""What a rule works with beside the recorded facts: presumed service, the end of other rules, hours."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.counting import add_period
from caseintake.law.dates import Bounds, Moment
from caseintake.law.facts import DUE
from caseintake.law.plan import Plan
from caseintake.law.refusal import Refused
from caseintake.law.result import FactUsed, Result
from caseintake.law.rule_file import Period, Service
from caseintake.law.rules import Rule

#: Refusals of another rule that only mean: it gives no start.
NO_START = ("no_start", "not_arisen", "needs_letter")

Known = dict[str, tuple[date | None, date | None]]


class Derived(msgspec.Struct, frozen=True):
    """``facts``: days that were worked out. ``parents``: by ``due:RULE``. ``refused``: why another rule gives none.

    ``service``: the method by which service is presumed, and whether its source is in doubt.
    """

    facts: tuple[FactUsed, ...]
    service: Service | None
    presumed_unsure: bool
    parents: Mapping[str, Result]
    refused: Mapping[str, Refused]
    moments: Mapping[str, Moment]

    def with_hours(self, used: Iterable[FactUsed]) -> tuple[FactUsed, ...]:
        """The recorded facts, each with its hour where one is known."""
        return tuple(
            FactUsed(fact.name, fact.earliest, fact.latest, moment.since, moment.until)
            if (moment := self.moments.get(fact.name))
            else fact
            for fact in used
        )


def derive(
    rule: Rule,
    facts: Mapping[str, Bounds],
    known: Known,
    choices: Mapping[str, str],
    calendars: Calendars,
    count: Callable[[Rule, Mapping[str, Bounds], Calendars, Mapping[str, str]], Result],
) -> Derived:
    """Work it out, and add the days to ``known``. Raises `Refused` (``not_arisen``, ``outside_calendar``)."""
    plan = rule.plan
    missing = [fact for fact in plan.requires if fact not in known]
    if missing:
        raise Refused("not_arisen", allowed=", ".join(missing))
    found: list[FactUsed] = []
    service = plan.service.get(choices.get("service_method", ""))
    if service is not None and ("served_on" in known or service.since not in known):
        service = None
    if service is not None:
        found.append(_presumed(service, known[service.since], calendars))
    parents: dict[str, Result] = {}
    refused: dict[str, Refused] = {}
    for parent in rule.parents:
        name = DUE + parent.id
        try:
            result = parents[name] = count(parent, facts, calendars, choices)
        except Refused as reason:
            if reason.code not in NO_START:
                refused[name] = reason
            continue
        found.append(FactUsed(name, result.due, result.latest))
    known.update({fact.name: (fact.earliest, fact.latest) for fact in found})
    moments = {name: bounds for name, bounds in facts.items() if isinstance(bounds, Moment)}
    unsure = service is not None and service.source in plan.unsure_sources
    return Derived(tuple(found), service, unsure, parents, refused, moments)


def _presumed(service: Service, event: tuple[date | None, date | None], calendars: Calendars) -> FactUsed:
    """The day something counts as served by the method that was used."""
    low, high = (None if day is None else moved_by(day, service.offset, service.calendar, calendars) for day in event)
    return FactUsed("served_on", low, high)


def moved_by(day: date, offset: Period, calendar: str, calendars: Calendars) -> date:
    """``day`` moved by months, days or working days; any may be negative. Raises `Refused` (``outside_calendar``)."""
    if offset.working_days:
        return calendars.calendar(calendar).add_working(day, offset.working_days)
    return add_period(day, offset.months, offset.days)


def opening(plan: Plan, known: Known, calendars: Calendars) -> date | None:
    """The day before which nothing may be lodged; of a range the latest, because too early is refused too."""
    opens = plan.opens
    if opens is None or opens.fact not in known:
        return None
    low, high = known[opens.fact]
    day = high or low
    return None if day is None else moved_by(day, opens.offset, "none", calendars)
