"""Working days and member States."""

from datetime import date, timedelta

import pytest

from caseintake.law import rules
from caseintake.law.refusal import Refused

CALENDARS = rules.load(rules.shipped_directory()).calendars
AZ = CALENDARS.calendar("az")


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 1, 20),  # 20 January
        date(2024, 3, 21),  # Novruz
        date(2024, 3, 25),  # given for Novruz on a Sunday
        date(2024, 4, 10),  # Ramazan
        date(2024, 11, 8),  # Victory Day
        date(2026, 12, 31),
        date(2029, 5, 28),  # fixed by law, also in years not yet announced
    ],
)
def test_a_holiday_is_no_working_day(day: date) -> None:
    assert not AZ.is_working(day)


def test_a_saturday_given_in_exchange_is_a_working_day() -> None:
    assert AZ.is_working(date(2024, 12, 28))
    assert not AZ.is_working(date(2024, 12, 21))


def test_the_days_before_and_after_novruz_2024() -> None:
    assert AZ.next_working(date(2024, 3, 20)) == date(2024, 3, 27)
    assert AZ.previous_working(date(2024, 3, 26)) == date(2024, 3, 19)
    assert AZ.next_working(date(2024, 3, 27)) == date(2024, 3, 27)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2031, 1, 1)])
def test_outside_its_span_the_calendar_does_not_answer(day: date) -> None:
    with pytest.raises(Refused, match="outside_calendar"):
        AZ.is_working(day)


def test_rolling_out_of_the_span_does_not_answer_either() -> None:
    with pytest.raises(Refused, match="outside_calendar"):
        AZ.next_working(date(2030, 12, 31))


def test_unannounced_years_say_so() -> None:
    assert AZ.is_announced(date(2026, 12, 31))
    assert not AZ.is_announced(date(2027, 1, 1))


def test_the_office_begins_with_the_days_of_the_courts_and_weekdays_know_no_holiday() -> None:
    office, weekdays = CALENDARS.calendar("office"), CALENDARS.calendar("weekdays")
    first, last = AZ.first, AZ.last
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert all(office.is_working(day) == AZ.is_working(day) for day in every)
    assert weekdays.is_working(date(2024, 1, 1))
    assert not weekdays.is_working(date(2024, 1, 6))
    assert (weekdays.first, weekdays.last) == (date(1990, 1, 1), date(2040, 12, 31))


def test_working_days_forwards_and_back() -> None:
    assert AZ.add_working(date(2024, 3, 19), 1) == date(2024, 3, 27)
    assert AZ.add_working(date(2024, 3, 27), -1) == date(2024, 3, 19)
    assert AZ.add_working(date(2024, 3, 23), -1) == date(2024, 3, 19)
    assert AZ.add_working(date(2024, 3, 19), 0) == date(2024, 3, 19)


def test_the_states_and_the_one_that_left() -> None:
    assert len(CALENDARS.states) == 47
    assert CALENDARS.state("AZ").party_from == date(2002, 4, 15)
    assert [state.code for state in CALENDARS.states.values() if state.ceased_on] == ["RU"]
    with pytest.raises(Refused, match="unknown_state"):
        CALENDARS.state("ZZ")
