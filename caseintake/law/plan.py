"""A rule made ready to count with: what `compute` would otherwise look up each time is looked up once."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from caseintake.law.dates import FIRST_DAY, LAST_DAY, ONE_DAY, add_months
from caseintake.law.rule_file import Period, RuleFile, Suspension, Version

UNSURE: Final = frozenset("KU")


class Span(msgspec.Struct, frozen=True):
    """A suspension ready to apply; ``unsure`` when its source is not a primary text that was read."""

    id: str
    since: date
    until: date
    effect: Period
    unsure: bool

    def touches(self, start: date, last: date) -> bool:
        """Whether the limit started, or was due to end, within the span."""
        return self.since <= start <= self.until or self.since <= last <= self.until

    def touches_on_any_count(self, start: date, last: date) -> bool:
        """The same, also when the day after the event is taken for the day the limit started."""
        return self.since <= last <= self.until or (self.since <= start and start + ONE_DAY <= self.until)


class Length(msgspec.Struct, frozen=True):
    """A version ready to count: a period, and the days between which it is the law (both included)."""

    id: str
    since: date
    until: date
    kind: str | None
    months: int
    days: int
    unsure: bool

    def after(self, day: date) -> date:
        """The last day when ``day`` itself is not counted."""
        return add_months(day, self.months) if self.months else day + timedelta(days=self.days)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything `compute` needs of a rule. ``ranks``: start facts with their group and whether it is provisional.

    ``select_first``: the fact that selects the version is the one no start precedes.
    """

    ranks: tuple[tuple[str, int, bool], ...]
    uses: frozenset[str]
    never_before: str | None
    party_on: tuple[str, ...]
    select: tuple[str, ...]
    select_first: bool
    lengths: tuple[Length, ...]
    kinds: frozenset[str]
    assumed_kind: str | None
    spans: tuple[Span, ...]
    same_day: bool
    earlier_month_end: bool
    calendar: str | None
    roll_back: bool


def plan_of(file: RuleFile) -> Plan:
    """Compile a rule file that `rules.load` has found consistent."""
    trigger, count = file.trigger, file.count
    marks = {source.id: source.mark for source in file.sources}
    ranks = tuple(
        (fact, rank, fact in trigger.provisional) for rank, group in enumerate(trigger.start) for fact in group
    )
    select = file.versions[0].select.facts if file.versions else ()
    uses = {fact for fact, _, _ in ranks} | set(select) | set(trigger.party_on) | {"lodged_on"}
    if trigger.never_before is not None:
        uses.add(trigger.never_before)
    lengths = tuple(_length(version, marks) for version in file.versions)
    return Plan(
        ranks=ranks,
        uses=frozenset(uses),
        never_before=trigger.never_before,
        party_on=trigger.party_on,
        select=select,
        select_first=bool(select) and select[0] == trigger.never_before,
        lengths=lengths,
        kinds=frozenset(length.kind for length in lengths if length.kind is not None),
        assumed_kind=file.assume_decision_kind,
        spans=tuple(_span(span, marks) for span in file.suspend),
        same_day=count.first_day == "same_day",
        earlier_month_end=count.month_end == "clamp_or_earlier",
        calendar=None if count.roll == "none" else count.calendar,
        roll_back=count.roll == "previous_working",
    )


def _length(version: Version, marks: Mapping[str, str]) -> Length:
    return Length(
        id=version.id,
        since=version.select.since or FIRST_DAY,
        until=version.select.until or LAST_DAY,
        kind=version.select.decision_kind,
        months=version.period.months,
        days=version.period.days,
        unsure=any(marks[source] in UNSURE for source in version.sources),
    )


def _span(span: Suspension, marks: Mapping[str, str]) -> Span:
    return Span(span.id, span.since, span.until, span.effect, marks[span.source] in UNSURE)
