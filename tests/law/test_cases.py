"""Real cases: what the Court ruled, or found admissible, is what we count.

Grades: A the Court ruled on the time-limit, B admissible and consistent, C from an official summary, X a trap.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from caseintake.law import rules
from caseintake.law.dates import Interval, on
from caseintake.law.engine import compute
from caseintake.law.result import Result

LAW = rules.load(rules.shipped_directory())
ROWS = {row["id"]: row for row in csv.DictReader((Path(__file__).parent / "cases.csv").open(encoding="utf-8"))}
COUNTED = [row for row in ROWS.values() if row["grade"] in "ABC"]
TRAPS = [row for row in ROWS.values() if row["grade"] == "X"]

#: Which fact starts the clock, where it is not the day of the decision.
START = {
    "A04": "served_on_lawyer", "A05": "served_on", "B04": "served_on_lawyer", "B14": "reasons_on",
    "B15": "served_on_lawyer", "B18": "served_on", "B19": "served_on", "B21": "served_on",
}  # fmt: skip
#: Rows without a decision: the act, or knowledge.
NO_REMEDY = {"A10": "known_on", "A13": "act_on", "A17": "act_on", "A49": "act_on", "A61": "act_on"}
#: Further dates that the notes of a row print.
ALSO = {
    "A05": {"decided_on": date(2022, 1, 19)},
    "B11": {"served_on": date(2009, 4, 24)},
    "B14": {"decided_on": date(2009, 7, 8), "served_on": date(2009, 9, 30)},
    "B15": {"decided_on": date(2016, 10, 7)},
    "B18": {"decided_on": date(1997, 9, 13)},
    "B19": {"decided_on": date(2001, 1, 31)},
    "B21": {"decided_on": date(2007, 3, 30)},
}
#: A continuing situation: arithmetic says late, the Court that the clock had not started.
CONTINUING = {"A58", "A59"}


def _day(row: dict[str, str], column: str) -> date:
    return date.fromisoformat(row[column])


def _computed(row: dict[str, str], **more: date) -> Result:
    rule = "echr.application.no_remedy" if row["id"] in NO_REMEDY else "echr.application"
    fact = NO_REMEDY.get(row["id"]) or START.get(row["id"], "decided_on")
    facts: dict[str, Interval] = {fact: on(_day(row, "start_date"))}
    if row["id"] == "A05":  # the row is about the day of the decision: without it the length is open
        more = {**ALSO["A05"], **more}
    facts |= {name: on(day) for name, day in more.items()}
    return compute(LAW.rules[rule], facts, LAW.calendars)


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["id"])
def test_the_last_day_is_the_one_of_the_case(row: dict[str, str]) -> None:
    result = _computed(row)
    assert result.due == _day(row, "last_day")
    assert result.version == "six_months"
    assert result.cautious <= result.due


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["id"])
def test_in_time_or_late_as_the_court_found(row: dict[str, str]) -> None:
    result = _computed(row, lodged_on=_day(row, "lodged_on"))
    late = {"lodged_late", "late_ask_service_date"} & set(result.flags)
    if row["outcome"] == "OUT" or row["id"] in CONTINUING:
        assert late
    else:
        assert not late
    assert (_day(row, "lodged_on") - result.due).days == int(row["days_late"])


@pytest.mark.parametrize("identifier", sorted(set(ALSO) - {"B11"}))
def test_with_every_printed_date_the_text_in_hand_starts_the_clock(identifier: str) -> None:
    row = ROWS[identifier]
    result = _computed(row, **ALSO[identifier])
    assert result.due == _day(row, "last_day")
    assert not result.provisional
    # The reading from the day of the decision stays in sight, as the cautious date.
    assert result.cautious < result.due
    assert "earlier_start_possible" in result.flags
    assert {each.fact for each in result.candidates} >= {"decided_on"}


def test_orhan_the_day_of_the_decision_picks_the_length_and_service_starts_it() -> None:
    """Orhan v. Türkiye (dec.), 38358/22: taken 19.1.2022, notified 25.2.2022."""
    result = _computed(ROWS["A05"])
    assert (result.due, result.cautious, result.version) == (date(2022, 8, 25), date(2022, 7, 19), "six_months")


def test_orhan_without_the_day_of_the_decision_four_months_are_worked_with() -> None:
    served = {"served_on": on(_day(ROWS["A05"], "start_date"))}
    result = compute(LAW.rules["echr.application"], served, LAW.calendars)
    assert (result.due, result.latest, result.provisional) == (date(2022, 6, 25), date(2022, 8, 25), True)
    assert "version_unsure" in result.flags


def test_bohlen_lodged_on_the_cautious_day() -> None:
    """Bohlen v. Germany, 53495/09: received 24.4.2009, lodged six months after the decision itself."""
    result = _computed(ROWS["B11"], **ALSO["B11"], lodged_on=_day(ROWS["B11"], "lodged_on"))
    assert result.due == date(2009, 10, 24)
    assert result.cautious == _day(ROWS["B11"], "last_day") == date(2009, 10, 7)
    assert "lodged_after_cautious" not in result.flags


@pytest.mark.parametrize("row", TRAPS, ids=lambda row: row["id"])
def test_a_printed_date_that_contradicts_the_outcome_asks_for_the_service_date(row: dict[str, str]) -> None:
    result = _computed(row, lodged_on=_day(row, "lodged_on"))
    assert _day(row, "lodged_on") > result.due == _day(row, "last_day")
    assert {"ask_service_date", "late_ask_service_date"} <= set(result.flags)
    assert result.provisional


@pytest.mark.parametrize("row", TRAPS, ids=lambda row: row["id"])
def test_the_alarm_ends_once_service_is_recorded(row: dict[str, str]) -> None:
    served = _day(row, "lodged_on").replace(month=_day(row, "start_date").month + 2, year=_day(row, "start_date").year)
    result = _computed(row, lodged_on=_day(row, "lodged_on"), served_on=served)
    assert not {"ask_service_date", "late_ask_service_date", "lodged_late"} & set(result.flags)


def test_no_row_of_the_table_is_left_out() -> None:
    assert len(COUNTED) + len(TRAPS) == len(ROWS) > 40
