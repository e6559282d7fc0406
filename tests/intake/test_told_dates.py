"""Dates as people tell them: what they mean, and what is wrong with them, field by field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseintake.i18n import LANGUAGES, use
from caseintake.intake.told_dates import (
    FIRST_YEAR,
    NUMBERS,
    PARTS,
    PROBLEMS,
    Bounds,
    DateAnswer,
    Precision,
    Problem,
    bounds,
    read_date,
    validate_dates,
)

TODAY = date(2026, 3, 10)
FACTS = {
    "act": "act_on",
    "known": "known_on",
    "decided": "decided_on",
    "served": "served_on",
    "served_lawyer": "served_on_lawyer",
}

days = st.dates(date(FIRST_YEAR, 1, 1), TODAY)


def told(precision: str, *parts: int | None) -> DateAnswer:
    """day, month, year, and the same three for the end."""
    padded = [*parts, None, None, None, None, None, None]
    return DateAnswer(Precision(precision), **dict(zip(NUMBERS, padded, strict=False)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "earliest", "latest"),
    [
        (told("day", 29, 2, 2024), date(2024, 2, 29), date(2024, 2, 29)),
        (told("month", None, 2, 2024), date(2024, 2, 1), date(2024, 2, 29)),
        (told("month", 20, 2, 2024), date(2024, 2, 1), date(2024, 2, 29)),
        (told("month", None, 3, 2026), date(2026, 3, 1), TODAY),
        (told("between", 3, 5, 2025, 20, 5, 2025), date(2025, 5, 3), date(2025, 5, 20)),
        (told("between", None, 5, 2025, None, 6, 2025), date(2025, 5, 1), date(2025, 6, 30)),
        (told("between", None, None, 2024, None, None, 2026), date(2024, 1, 1), TODAY),
        (told("between", 5, 5, 2025, 5, 5, 2025), date(2025, 5, 5), date(2025, 5, 5)),
        (told("not_later", 5, 5, 2025), None, date(2025, 5, 5)),
        (told("not_later", None, 5, 2025), None, date(2025, 5, 31)),
        (told("about", 16, 5, 2025), date(2025, 5, 1), date(2025, 5, 31)),
        (told("about", None, 5, 2025), date(2025, 4, 1), date(2025, 6, 30)),
        (told("about", None, 1, 2025), date(2024, 12, 1), date(2025, 2, 28)),
        (told("about", None, None, 2024), date(2023, 10, 1), date(2025, 3, 31)),
        (told("about", 9, 3, 2026), date(2026, 2, 22), TODAY),
        (told("unknown"), None, None),
    ],
)
def test_an_answer_gives_the_earliest_and_the_latest_day(
    answer: DateAnswer, earliest: date | None, latest: date | None
) -> None:
    assert bounds("served", answer, TODAY) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    ("answer", "field", "code"),
    [
        (told("day", 31, 6, 2025), "served-day", "no_such_day"),
        (told("day", 29, 2, 2025), "served-day", "no_such_day"),
        (told("day", 0, 6, 2025), "served-day", "no_such_day"),
        (told("month", 31, 6, 2025), "served-day", "no_such_day"),
        (told("day", 3, 13, 2025), "served-month", "no_such_month"),
        (told("day", 3, 0, 2025), "served-month", "no_such_month"),
        (told("day", 3, 6, 202), "served-year", "year_digits"),
        (told("day", 3, 6, 25), "served-year", "year_digits"),
        (told("day", 3, 6, 20255), "served-year", "year_digits"),
        (told("day", 3, 6, 999_999_999), "served-year", "year_digits"),
        (told("day", 3, 6, 1925), "served-year", "too_early"),
        (told("day", 11, 3, 2026), "served-year", "future"),
        (told("month", None, 4, 2026), "served-year", "future"),
        (told("about", None, None, 2027), "served-year", "future"),
        (told("day", None, 6, 2025), "served-day", "need_day"),
        (told("day", 3, None, 2025), "served-month", "need_month"),
        (told("about", 3, None, 2025), "served-month", "need_month"),
        (told("month", None, None, 2025), "served-month", "need_month"),
        (told("not_later"), "served-year", "need_year"),
        (told("day", 3, 6), "served-year", "need_year"),
        (told("between", 3, 6, 2025), "served-to_year", "need_end"),
        (told("between", 3, 6, 2025, 3, 6), "served-to_year", "need_year"),
        (told("between", 3, 6, 2025, 31, 6, 2025), "served-to_day", "no_such_day"),
        (told("between", 3, 6, 2025, 2, 6, 2025), "served-to_year", "end_before_start"),
        (told("between", 3, 6, 2025, 2, 6, 202), "served-to_year", "year_digits"),
        (told("between", 3, 6, 2025, 2, 6, 2027), "served-to_year", "future"),
        (told("day", 3, 6, 2025, None, None, 2025), "served-to_year", "end_not_asked"),
        (told("unknown", None, 6), "served-precision", "unknown_with_date"),
        (told("unknown", None, None, None, 6), "served-precision", "unknown_with_date"),
    ],
)
def test_a_wrong_date_is_named_at_its_field(answer: DateAnswer, field: str, code: str) -> None:
    assert bounds("served", answer, TODAY) == (Problem(field, code),)


@given(days)
def test_a_known_day_means_itself(day: date) -> None:
    assert bounds("q", told("day", day.day, day.month, day.year), TODAY) == Bounds(day, day)


@given(days, st.sampled_from(["day", "month", "about"]))
def test_less_exact_answers_still_hold_the_true_day(day: date, precision: str) -> None:
    found = bounds("q", told(precision, day.day, day.month, day.year), TODAY)
    assert isinstance(found, Bounds)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= day <= found.latest <= TODAY


@given(days, days)
def test_between_holds_both_ends_or_says_they_are_turned_round(one: date, other: date) -> None:
    result = bounds("q", told("between", one.day, one.month, one.year, other.day, other.month, other.year), TODAY)
    if one <= other:
        assert result == Bounds(one, other)
    else:
        assert result == (Problem("q-to_year", "end_before_start"),)


number = st.none() | st.integers(-5, 40) | st.integers(-3000, 12000)


@given(st.builds(DateAnswer, st.sampled_from(Precision), number, number, number, number, number, number))
def test_no_numbers_whatever_break_the_bounds(answer: DateAnswer) -> None:
    result = bounds("q", answer, TODAY)
    if isinstance(result, Bounds):
        assert result.latest is None or result.latest <= TODAY
        assert result.earliest is None or result.latest is None or result.earliest <= result.latest
    else:
        assert all(problem.field.removeprefix("q-") in PARTS for problem in result)
        assert all(problem.code in PROBLEMS for problem in result)


@given(st.dictionaries(st.sampled_from([f"q-{part}" for part in PARTS]), st.text(max_size=12)))
def test_no_typed_text_whatever_breaks_the_reading(raw: dict[str, str]) -> None:
    result = read_date("q", raw)
    if isinstance(result, tuple):
        assert result
        assert all(problem.code in PROBLEMS for problem in result)
    elif result is None:
        assert not any(value.strip() for value in raw.values())


def test_an_empty_question_is_simply_not_answered() -> None:
    assert read_date("q", {"q-day": " ", "q-anchor": ""}) is None


def test_a_typed_date_is_read_with_its_anchor() -> None:
    raw = {
        "q-precision": "about", "q-day": "", "q-month": "03", "q-year": " 2025 ",
        "q-anchor": "holiday", "q-anchor_note": "a week before Novruz",
    }  # fmt: skip
    assert read_date("q", raw) == DateAnswer(
        Precision.ABOUT, month=3, year=2025, anchor="holiday", anchor_note="a week before Novruz"
    )


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({"q-day": "3"}, "q-precision", "choose_precision"),
        ({"q-anchor_note": "before the trial"}, "q-precision", "choose_precision"),
        ({"q-precision": "surely", "q-day": "3"}, "q-precision", "unknown_choice"),
        ({"q-precision": "day", "q-day": "three"}, "q-day", "not_a_number"),
        ({"q-precision": "day", "q-year": "-2025"}, "q-year", "not_a_number"),
        ({"q-precision": "day", "q-year": "²025"}, "q-year", "not_a_number"),
        ({"q-precision": "day", "q-year": "9" * 5000}, "q-year", "not_a_number"),
    ],
)
def test_what_cannot_be_read_is_named_at_its_field(raw: dict[str, str], field: str, code: str) -> None:
    assert read_date("q", raw) == (Problem(field, code),)


def test_a_decision_cannot_be_served_before_it_was_made() -> None:
    answers = {"decided": told("day", 5, 5, 2025), "served": told("day", 4, 5, 2025)}
    found, problems = validate_dates(answers, FACTS, TODAY)
    assert problems == (Problem("served-year", "served_before_decided"),)
    assert set(found) == {"decided", "served"}


def test_nor_on_the_lawyer_nor_known_before_it_happened() -> None:
    answers = {
        "act": told("month", None, 6, 2025), "known": told("month", None, 5, 2025),
        "decided": told("day", 5, 5, 2025), "served_lawyer": told("not_later", None, 4, 2025),
    }  # fmt: skip
    assert {problem.field for problem in validate_dates(answers, FACTS, TODAY)[1]} == {
        "served_lawyer-year",
        "known-year",
    }


@pytest.mark.parametrize("precision", ["month", "about"])
def test_spans_that_merely_overlap_are_believed(precision: str) -> None:
    answers = {"decided": told("day", 20, 5, 2025), "served": told(precision, None, 5, 2025)}
    assert validate_dates(answers, FACTS, TODAY)[1] == ()


@given(days, st.integers(0, 4000))
def test_the_order_of_facts_is_refused_only_when_certain(decided: date, later: int) -> None:
    served = min(decided + timedelta(days=later), TODAY)
    answers = {
        "decided": told("day", decided.day, decided.month, decided.year),
        "served": told("day", served.day, served.month, served.year),
    }
    assert validate_dates(answers, FACTS, TODAY)[1] == ()


def test_all_problems_are_told_at_once() -> None:
    answers = {"decided": told("day", 31, 6, 2025), "served": told("day", 1, 1, 202)}
    found, problems = validate_dates(answers, FACTS, TODAY)
    assert found == {}
    assert [problem.code for problem in problems] == ["no_such_day", "year_digits"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence_in_every_language(language: str) -> None:
    said = set()
    with use(language):
        for code in PROBLEMS:
            sentence = Problem("q", code, limit=500).message
            assert sentence.endswith(".")
            assert "%" not in sentence
            said.add(sentence)
    assert len(said) == len(PROBLEMS)
    if language != "en":
        assert Problem("q", "future").message not in said
