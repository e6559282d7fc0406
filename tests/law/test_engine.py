"""The engine: which start counts, what is refused, what is only doubted."""

from datetime import date

import pytest

from caseintake.law import rules
from caseintake.law.chains import chain
from caseintake.law.dates import Interval, on
from caseintake.law.engine import compute
from caseintake.law.facts import parse_given
from caseintake.law.refusal import Refused
from caseintake.law.result import Result

LAW = rules.load(rules.shipped_directory())


def count(rule: str = "echr.application", **given: str) -> Result:
    facts, choices = parse_given(given.items())
    return compute(LAW.rules[rule], facts, LAW.calendars, choices)


def refused(rule: str = "echr.application", **given: str) -> Refused:
    with pytest.raises(Refused) as caught:
        count(rule, **given)
    return caught.value


def test_service_on_the_lawyer_counts_when_it_came_first() -> None:
    result = count(decided_on="2024-01-10", served_on="2024-03-20", served_on_lawyer="2024-02-05")
    assert result.due == date(2024, 6, 5)
    assert [each.fact for each in result.candidates] == ["served_on_lawyer", "served_on", "decided_on"]


def test_service_on_the_client_counts_when_it_came_first() -> None:
    assert count(served_on="2024-02-05", served_on_lawyer="2024-03-20").due == date(2024, 6, 5)


def test_the_day_of_the_decision_is_not_worked_with_once_the_text_was_in_hand() -> None:
    result = count(decided_on="2024-01-10", served_on="2024-02-05")
    assert (result.due, result.cautious, result.provisional) == (date(2024, 6, 5), date(2024, 5, 10), False)


def test_a_month_gives_its_first_day_to_work_with_and_its_last_as_hope() -> None:
    result = count(decided_on="2024-01-10", served_on="2024-02")
    assert (result.due, result.latest, result.provisional) == (date(2024, 6, 1), date(2024, 6, 29), True)


def test_the_clock_starts_with_the_first_of_two_ranges() -> None:
    result = count(
        decided_on="2024-01-01", served_on="2024-02-01..2024-05-01", served_on_lawyer="2024-03-01..2024-03-31"
    )
    assert (result.due, result.latest) == (date(2024, 6, 1), date(2024, 7, 31))


def test_an_open_range_has_a_date_to_work_with_and_no_latest() -> None:
    result = count(decided_on="2024-01-10", served_on="2024-02-05..")
    assert (result.due, result.latest, result.provisional) == (date(2024, 6, 5), None, True)


def test_not_later_than_is_bounded_by_the_decision() -> None:
    result = count(decided_on="2024-01-10", served_on="..2024-02-05")
    assert (result.due, result.latest, result.provisional) == (date(2024, 5, 10), date(2024, 6, 5), True)


def test_not_later_than_alone_may_end_any_day() -> None:
    assert refused(served_on="..2024-02-05").code == "start_unbounded"


def test_a_better_start_is_worked_with_although_another_has_no_earliest_day() -> None:
    assert count(decided_on="..2024-02-05", served_on="2024-02-10").due == date(2024, 6, 10)


def test_a_range_of_service_does_not_reach_before_the_decision() -> None:
    result = count(decided_on="2024-01-10", served_on="2024-01-01..2024-01-31")
    assert result.start.start == date(2024, 1, 10)


def test_service_in_january_2022_needs_no_day_of_decision() -> None:
    result = count(served_on="2022-01-31")
    assert (result.due, result.version, result.provisional) == (date(2022, 7, 31), "six_months", False)


def test_one_day_later_the_day_of_the_decision_is_needed() -> None:
    result = count(served_on="2022-02-01")
    assert (result.due, result.latest, result.version) == (date(2022, 6, 1), date(2022, 8, 1), "four_months")
    assert result.provisional


def test_a_range_of_service_over_the_border_counts_four_months_only_from_the_border() -> None:
    # Before the border the decision was taken before it too: six months from 1 January end after four from 1 February.
    result = count(served_on="2022-01-01..2022-02-20")
    assert (result.due, result.latest) == (date(2022, 6, 1), date(2022, 8, 20))


def test_no_roll_before_the_court() -> None:
    """Sabri Güneş v. Turkey [GC], 27396/06: Sunday 28 May 2006."""
    result = count(decided_on="2005-11-28")
    assert result.due == result.unrolled == date(2006, 5, 28)
    assert "ends_on_weekend" in result.flags


@pytest.mark.parametrize(
    ("served", "due", "cautious"),
    [
        ("2019-09-15", "2020-03-15", "2020-03-15"),  # ends the day before the span
        ("2019-09-16", "2020-06-16", "2020-06-16"),  # ends on its first day
        ("2019-12-15", "2020-09-15", "2020-09-15"),  # ends on its last day
        ("2019-12-16", "2020-06-16", "2020-06-16"),  # ends the day after
        ("2020-03-15", "2020-09-15", "2020-09-15"),  # begins the day before
        ("2020-03-16", "2020-12-16", "2020-12-16"),  # begins on its first day
        ("2020-06-15", "2021-03-15", "2020-12-15"),  # begins on its last day; on the other count a day too late
        ("2020-06-16", "2020-12-16", "2020-12-16"),
    ],
)
def test_the_covid_span_at_its_four_borders(served: str, due: str, cautious: str) -> None:
    result = count(served_on=served)
    assert (result.due.isoformat(), result.cautious.isoformat()) == (due, cautious)


def test_a_state_bound_on_the_day_of_the_decision_changes_nothing() -> None:
    assert count(decided_on="2024-01-10", state="az").due == date(2024, 5, 10)


def test_a_decision_after_a_state_left_is_flagged_not_refused() -> None:
    assert "state_has_left" in count(decided_on="2022-10-10", state="RU").flags
    assert "state_has_left" not in count(decided_on="2022-03-10", state="RU").flags


def test_a_range_that_begins_before_the_state_was_bound_is_flagged() -> None:
    assert "state_may_not_be_party" in count(decided_on="2002-04-01..2002-04-30", state="AZ").flags


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "no_start"),
        ({"judgment_on": "2024-01-10"}, "no_start"),
        ({"decided_on": "2024-05-10", "served_on": "2024-05-09"}, "before_decision"),
        ({"decided_on": "2024-05-10", "known_on": "2024-04"}, "before_decision"),
        ({"served": "2024-05-09"}, "unknown_fact"),
        ({"decided_on": "202-05-09"}, "year_out_of_range"),
        ({"decided_on": "2201-01-01"}, "year_out_of_range"),
        ({"decided_on": "2024-06-31"}, "no_such_day"),
        ({"decided_on": "2023-02-29"}, "no_such_day"),
        ({"decided_on": "2024-13"}, "no_such_day"),
        ({"decided_on": "31.05.2024"}, "bad_date"),
        ({"decided_on": ""}, "bad_date"),
        ({"decided_on": ".."}, "bad_date"),
        ({"decided_on": "2024-06..2024-05"}, "bounds_reversed"),
        ({"decided_on": "2024-05-10", "state": "ZZ"}, "unknown_state"),
        ({"decided_on": "2001-05-10", "state": "AZ"}, "state_not_party"),
        ({"decided_on": "2024-05-10", "act_on": "2022-09-17", "state": "RU"}, "state_ceased"),
        ({"decided_on": "2024-05-10", "decision_kind": "decree"}, "bad_choice"),
    ],
)
def test_the_engine_refuses_rather_than_guesses(given: dict[str, str], code: str) -> None:
    assert refused(**given).code == code


def test_values_that_come_from_a_database_are_checked_like_typed_ones() -> None:
    rule = LAW.rules["echr.application"]
    with pytest.raises(Refused, match="year_out_of_range"):
        compute(rule, {"served_on": on(date(202, 5, 9))}, LAW.calendars)
    with pytest.raises(Refused, match="bounds_reversed"):
        compute(rule, {"served_on": Interval(date(2024, 5, 9), date(2024, 5, 8))}, LAW.calendars)
    with pytest.raises(Refused, match="unknown_fact"):
        compute(rule, {"served": on(date(2024, 5, 9))}, LAW.calendars)
    with pytest.raises(Refused, match="no_start"):
        compute(rule, {"served_on": Interval(None, None)}, LAW.calendars)


def test_a_date_the_rule_does_not_look_at_is_said_aloud() -> None:
    assert "unused_fact" in count(decided_on="2024-01-10", judgment_on="2024-01-10").flags
    assert "unused_fact" not in count(decided_on="2024-01-10", lodged_on="2024-02-10", act_on="2023-01-10").flags


@pytest.mark.parametrize(("lodged", "flag"), [("2024-06-06", "lodged_late"), ("2024-05-11", "lodged_after_cautious")])
def test_a_lodging_is_compared_with_both_dates(lodged: str, flag: str) -> None:
    assert flag in count(decided_on="2024-01-10", served_on="2024-02-05", lodged_on=lodged).flags


def test_a_kind_of_decision_not_recorded_shows_the_short_limit_as_cautious() -> None:
    assumed = count("az.civil.appeal", served_on="2024-03-05")
    assert (assumed.due, assumed.cautious) == (date(2024, 4, 5), date(2024, 3, 15))
    said = count("az.civil.appeal", served_on="2024-03-05", decision_kind="judgment")
    assert (said.due, said.cautious) == (date(2024, 4, 5), date(2024, 4, 5))
    assert "decision_kind_assumed" not in said.flags


def test_a_chain_hangs_on_the_last_day_and_ends_on_a_working_day() -> None:
    result = count(decided_on="2024-01-01", served_on="2024-02-20")
    assert result.due == date(2024, 6, 20)
    # Two weeks before is Thursday 6 June 2024, a working day.
    assert [(link.id, link.day) for link in chain(result, LAW.calendars)] == [
        ("echr.dispatch_target", date(2024, 6, 6))
    ]
    earlier = chain(count(served_on="2024-02-22", decided_on="2024-01-01"), LAW.calendars)[0]
    assert (earlier.unrolled, earlier.day) == (date(2024, 6, 8), date(2024, 6, 7))


def test_the_answer_names_what_it_was_counted_with() -> None:
    result = count("az.civil.appeal", served_on="2024-03-05")
    assert result.rule_digest == LAW.rules["az.civil.appeal"].digest
    assert result.calendar_digest == LAW.calendars.calendar("az").digest
    assert [(used.name, used.earliest) for used in result.facts] == [("served_on", date(2024, 3, 5))]
    assert count(served_on="2019-03-05").calendar_digest == ""
