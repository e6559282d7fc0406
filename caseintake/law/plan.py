"""A rule made ready to count with: what `compute` would otherwise look up each time is looked up once."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Final

import msgspec

from caseintake.law.calendars import WorkingCalendar
from caseintake.law.dates import FIRST_DAY, LAST_DAY, ONE_DAY, add_months
from caseintake.law.facts import CHOICES, DUE
from caseintake.law.rule_file import Count, Opens, Period, RuleFile, Service, Suspension, Version

UNSURE: Final = frozenset("KU")

#: The version of a date that a letter fixes, and of an event that only blocks others.
LETTER: Final = "letter"
BLOCKS: Final = "blocks"


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
    """A version ready to count: a period, and the days between which it is the law (both included).

    ``when``: the choices it asks for; ``start``: the facts it counts from, empty for any. ``same_day``: the starting
    day is the first of the months. ``shift``: what a period without months adds to the starting day.
    """

    id: str
    since: date
    until: date
    when: tuple[tuple[str, str], ...]
    start: frozenset[str]
    reading: str | None
    months: int
    days: int
    working: int
    hours: int
    same_day: bool
    shift: timedelta
    unsure: bool

    def after(self, day: date, calendar: WorkingCalendar | None = None) -> date:
        """The last day of time that runs from ``day``; for a period in hours ``day`` itself.

        ``calendar``: for a period in working days. Raises `Refused` (``outside_calendar``).
        """
        if self.months:
            last = add_months(day, self.months)
            # The first day counted: the months end a day before their number, or with a month that is too short for it.
            return last - ONE_DAY if self.same_day and last.day == day.day else last
        if self.working and calendar is not None:
            return calendar.add_working(day - ONE_DAY if self.same_day else day, self.working)
        return day + self.shift

    @property
    def at_once(self) -> bool:
        return not (self.months or self.days or self.working or self.hours)


#: The versions that can apply, each with whether it is worked with or only makes the cautious date.
Weighed = tuple[tuple[Length, bool], ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything `compute` needs of a rule.

    ``ranks``: start facts with their group and whether it is provisional; ``starts``: the recorded ones, and those of
    the rules it hangs on. ``uses``: every recorded fact it looks at; ``choices``: every choice. ``select_first``: the
    fact that selects the version is the one no start precedes. ``asked``: the choices that tell versions apart, with
    the value that is assumed; ``weighings``: the versions by what is recorded of them;
    ``always``: the same where no choice matters. ``calendar`` is counted with,
    and if it ``rolls`` the last day is moved. ``plain``: nothing below it is used.
    """

    ranks: tuple[tuple[str, int, bool], ...]
    uses: frozenset[str]
    starts: tuple[str, ...]
    never_before: str | None
    party_on: tuple[str, ...]
    select: tuple[str, ...]
    select_first: bool
    lengths: tuple[Length, ...]
    weighings: Mapping[tuple[str | None, ...], Weighed]
    always: Weighed | None
    asked: tuple[tuple[str, str], ...]
    choices: frozenset[str]
    spans: tuple[Span, ...]
    earlier_month_end: bool
    calendar: str | None
    rolls: bool
    roll_back: bool
    plain: bool
    calendars: tuple[str, ...]
    hours: bool
    by_start: bool
    readings: tuple[str, ...]
    requires: tuple[str, ...]
    ends_before: str | None
    opens: Opens | None
    fixed_by: str | None
    service: Mapping[str, Service]
    blocks: bool
    unsure_sources: frozenset[str]

    def weighed(self, choices: Mapping[str, str]) -> Weighed:
        """The versions that no recorded choice excludes; empty where none is left to work with."""
        return self.weighings[tuple([choices.get(name) for name, _ in self.asked])]

    @property
    def kinds(self) -> bool:
        """Whether it matters if the decision is a judgment or a ruling."""
        return "decision_kind" in self.choices


def plan_of(file: RuleFile) -> Plan:
    """Compile a rule file that `rules.load` has found consistent."""
    trigger, count = file.trigger, file.count
    unsure = frozenset(source.id for source in file.sources if source.mark in UNSURE)
    ranks = tuple(
        (fact, rank, fact in trigger.provisional) for rank, group in enumerate(trigger.start) for fact in group
    )
    select = file.versions[0].select.facts if file.versions else ()
    lengths = tuple(_length(version, count, unsure) for version in file.versions)
    if file.blocks and not lengths:
        lengths = (_blocking(bool(unsure)),)
    asked = tuple(sorted(file.assumed.items()))
    weighings = weighings_of(lengths, asked)
    readings = tuple(dict.fromkeys(length.reading for length in lengths if length.reading is not None))
    choices = {name for name, _ in asked}
    choices |= ({"state"} if trigger.party_on else set()) | ({"service_method"} if file.service else set())
    hours = any(length.hours for length in lengths)
    by_start = any(length.start for length in lengths)
    special = (file.service, file.blocks, count.fixed_by, trigger.requires, trigger.ends_before, trigger.opens)
    linked = any(fact.startswith(DUE) for fact, _, _ in ranks)
    calendar = None if count.calendar == "none" else count.calendar
    service = [each.calendar for each in file.service if each.calendar != "none"]
    return Plan(
        ranks=ranks,
        uses=_uses(file, ranks, select),
        starts=tuple(fact for fact, _, _ in ranks if not fact.startswith(DUE)),
        never_before=trigger.never_before,
        party_on=trigger.party_on,
        select=select,
        select_first=bool(select) and select[0] == trigger.never_before,
        lengths=lengths,
        weighings=weighings,
        always=None if asked or not lengths else weighings[()],
        asked=asked,
        choices=frozenset(choices | ({"reading"} if readings else set())),
        spans=tuple(_span(span, unsure) for span in file.suspend),
        earlier_month_end=count.month_end == "clamp_or_earlier",
        calendar=calendar,
        rolls=count.roll != "none",
        roll_back=count.roll == "previous_working",
        plain=not (any(special) or linked or hours or by_start),
        calendars=tuple(sorted({*service, *([calendar] if calendar else [])})),
        hours=hours,
        by_start=by_start,
        readings=readings,
        requires=trigger.requires,
        ends_before=trigger.ends_before,
        opens=trigger.opens,
        fixed_by=count.fixed_by,
        service={each.method: each for each in file.service},
        blocks=bool(file.blocks),
        unsure_sources=unsure,
    )


def weighings_of(
    lengths: tuple[Length, ...], asked: tuple[tuple[str, str], ...]
) -> dict[tuple[str | None, ...], Weighed]:
    """For everything that can be recorded of the choices, None for nothing: the versions it does not exclude.

    A version is worked with if it has what is recorded or assumed; empty where none has.
    """
    found: dict[tuple[str | None, ...], Weighed] = {}
    for recorded in product(*((None, *(CHOICES[name] or ())) for name, _ in asked)):
        given = {name: value for (name, _), value in zip(asked, recorded, strict=True) if value is not None}
        taken = {**dict(asked), **given}
        weighed = tuple(
            (length, all(taken[name] == value for name, value in length.when))
            for length in lengths
            if all(given.get(name, value) == value for name, value in length.when)
        )
        found[recorded] = weighed if any(worked_with for _, worked_with in weighed) else ()
    return found


def _uses(file: RuleFile, ranks: tuple[tuple[str, int, bool], ...], select: tuple[str, ...]) -> frozenset[str]:
    """Every recorded fact the rule looks at; those of the rules it hangs on are added when they are known."""
    trigger = file.trigger
    named = {fact for fact, _, _ in ranks} | {*select, *trigger.party_on, *trigger.requires, "lodged_on"}
    named |= {each.since for each in file.service}
    named |= {trigger.opens.fact} if trigger.opens else set()
    single = (trigger.never_before, trigger.ends_before, file.count.fixed_by)
    named |= {fact for fact in single if fact is not None}
    return frozenset(fact for fact in named if not fact.startswith(DUE))


def _length(version: Version, count: Count, unsure: frozenset[str]) -> Length:
    period, select = version.period, version.select
    # What is counted backwards, in hours or at once is counted from the day itself, whichever day is the first.
    same_day = count.first_day == "same_day" and max(period.months, period.days, period.working_days) > 0
    return Length(
        id=version.id,
        since=select.since or FIRST_DAY,
        until=select.until or LAST_DAY,
        when=tuple(sorted(select.choices.items())),
        start=frozenset(select.start),
        reading=select.reading,
        months=period.months,
        days=period.days,
        working=period.working_days,
        hours=period.hours,
        same_day=same_day,
        shift=timedelta(days=period.days - 1 if same_day and period.days else period.days),
        unsure=any(source in unsure for source in version.sources),
    )


def _blocking(unsure: bool) -> Length:
    return Length(BLOCKS, FIRST_DAY, LAST_DAY, (), frozenset(), None, 0, 0, 0, 0, False, timedelta(), unsure)


def _span(span: Suspension, unsure: frozenset[str]) -> Span:
    return Span(span.id, span.since, span.until, span.effect, span.source in unsure)
