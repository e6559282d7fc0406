"""What must hold for every date, not only for those somebody thought of."""

import calendar
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from caseintake.law import rules
from caseintake.law.dates import Interval, add_months, on, parse_interval
from caseintake.law.engine import compute
from caseintake.law.explain import explain
from caseintake.law.result import Result

LAW = rules.load(rules.shipped_directory())
RULE = LAW.rules["echr.application"]

days = st.dates(date(1960, 1, 1), date(2150, 12, 31))
spans = st.tuples(days, st.integers(0, 900)).map(lambda pair: Interval(pair[0], pair[0] + timedelta(days=pair[1])))


def count(**facts: Interval) -> date:
    return compute(RULE, facts, LAW.calendars).due


@given(days, st.integers(1, 600))
def test_months_are_added_as_a_second_implementation_adds_them(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(days, st.integers(1, 24))
def test_the_day_number_is_kept_or_clamped_to_the_end_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.day == day.day or later.day == calendar.monthrange(later.year, later.month)[1] < day.day


@given(days, days)
def test_a_later_service_never_ends_earlier(first: date, second: date) -> None:
    assume(first <= second)
    decided = on(date(1959, 1, 1))
    # Only the exceptional span of 2020 breaks the order: it prolongs some limits and not the next day's.
    assume(all(not date(2019, 9, 1) <= day <= date(2020, 7, 1) for day in (first, second)))
    assert count(decided_on=decided, served_on=on(first)) <= count(decided_on=decided, served_on=on(second))


@given(spans)
def test_a_range_ends_between_its_exact_days(span: Interval) -> None:
    assert span.earliest is not None
    assert span.latest is not None
    result = compute(RULE, {"decided_on": span}, LAW.calendars)
    assert result.latest is not None
    assert result.cautious <= result.due <= result.latest
    for day in (span.earliest, span.latest, span.earliest + (span.latest - span.earliest) / 2):
        assert result.due <= count(decided_on=on(day)) <= result.latest


@given(st.dates(date(2019, 8, 1), date(2020, 7, 31)), st.integers(0, 400))
@settings(max_examples=30)
def test_a_range_beside_the_span_of_2020_ends_with_the_first_of_its_days(first: date, number: int) -> None:
    every = [count(served_on=on(first + timedelta(days=n))) for n in range(number + 1)]
    result = compute(RULE, {"served_on": Interval(first, first + timedelta(days=number))}, LAW.calendars)
    assert (result.due, result.latest) == (min(every), max(every))
    assert count(served_on=on(result.start.counted)) == result.due


@given(spans, spans)
def test_one_more_start_never_makes_the_cautious_date_later(decided: Interval, served: Interval) -> None:
    assert decided.earliest is not None
    assert served.latest is not None
    assume(served.latest >= decided.earliest)
    alone = compute(RULE, {"decided_on": decided}, LAW.calendars)
    both = compute(RULE, {"decided_on": decided, "served_on": served}, LAW.calendars)
    assert both.cautious <= alone.cautious
    assert both.cautious <= both.due
    assert both.cautious == min(each.cautious for each in both.candidates)


@given(spans)
def test_every_result_can_be_told(span: Interval) -> None:
    result = compute(RULE, {"served_on": span}, LAW.calendars)
    sentences = explain(result)
    assert any(result.due.isoformat() in sentence for sentence in sentences)
    assert all("%(" not in sentence for sentence in sentences)


@given(st.dates(date(2006, 1, 1), date(2026, 6, 30)))
def test_an_azerbaijani_limit_ends_on_a_working_day_not_before_its_last(day: date) -> None:
    result = compute(LAW.rules["az.civil.appeal"], {"served_on": on(day)}, LAW.calendars, {"decision_kind": "judgment"})
    az = LAW.calendars.calendar("az")
    assert az.is_working(result.due)
    assert result.unrolled == add_months(day, 1) <= result.due
    between = (result.unrolled + timedelta(days=n) for n in range((result.due - result.unrolled).days))
    assert not any(az.is_working(each) for each in between)
    assert result.cautious <= result.unrolled


@given(days)
def test_a_written_day_is_read_back(day: date) -> None:
    assert parse_interval(day.isoformat()) == on(day)


def starts() -> list[tuple[str, str, dict[str, str]]]:
    """Every rule with each recorded fact that can start it, in each reading where texts conflict."""
    return [
        (rule.id, fact, {"reading": reading} if reading else {})
        for rule in LAW.rules.values()
        for fact in (rule.plan.starts if rule.plan.lengths else (rule.plan.fixed_by or "",))
        for reading in rule.plan.readings or ("",)
    ]


def counted(rule: str, fact: str, span: Interval, choices: dict[str, str]) -> Result:
    """The rule counted from one start; what else it requires happened long before."""
    needed = {name: on(date(2005, 1, 1)) for name in LAW.rules[rule].plan.requires if name != fact}
    return compute(LAW.rules[rule], {**needed, fact: span}, LAW.calendars, choices)


def versions(result: Result) -> list[str]:
    return [result.version, *(version for parent in result.parents for version in versions(parent))]


recent = st.dates(date(2019, 1, 1), date(2025, 12, 31))  # every rule is in force


@given(st.sampled_from(starts()), recent, st.integers(1, 40))
@settings(max_examples=150)
def test_of_every_rule_a_later_start_under_the_same_law_never_ends_earlier(
    start: tuple[str, str, dict[str, str]], day: date, more: int
) -> None:
    rule, fact, choices = start
    first = counted(rule, fact, on(day), choices)
    second = counted(rule, fact, on(day + timedelta(days=more)), choices)
    assume(versions(first) == versions(second))
    assume("suspension_applied" not in (*first.flags, *second.flags))
    assert first.due <= second.due
    assert first.unrolled <= second.unrolled


@given(st.sampled_from(starts()), recent, st.integers(0, 60))
@settings(max_examples=150)
def test_of_every_rule_a_range_ends_between_its_exact_days(
    start: tuple[str, str, dict[str, str]], day: date, length: int
) -> None:
    rule, fact, choices = start
    result = counted(rule, fact, Interval(day, day + timedelta(days=length)), choices)
    assert result.latest is not None
    assert result.earliest <= result.cautious <= result.due <= result.latest
    for offset in {0, length // 2, length}:
        exact = counted(rule, fact, on(day + timedelta(days=offset)), choices)
        assert result.due <= exact.due <= result.latest
        assert result.cautious <= exact.cautious
    assert all("%(" not in sentence for sentence in explain(result))
