"""The browser is not believed: every answer is held against the questionnaire."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseintake.intake.answers import NOTE_LENGTH, Checked, check
from caseintake.intake.questionnaire import Questionnaire, load
from caseintake.intake.told_dates import PROBLEMS, Bounds, Problem

TODAY = date(2026, 3, 10)
SHIPPED = load(Path(__file__).parents[2] / "config")


def page(section: str, raw: dict[str, str | list[str]], questionnaire: Questionnaire = SHIPPED) -> Checked:
    return check(questionnaire, questionnaire.section(section).fields, raw, TODAY)


def test_a_story_in_any_script_is_kept_as_told() -> None:
    story = "Məni izləyirdilər.\nЗа мной следили.\nქართული 漢字 \u202bعربي\u202c 😶"
    checked = page("what_happened", {"what_happened": story.replace("\n", "\r\n")})
    assert checked.said("what_happened") == story
    assert checked.problems == ()


def test_the_longest_story_fits_and_one_character_more_is_named_and_kept() -> None:
    assert page("what_happened", {"what_happened": "ə" * 100_000}).problems == ()
    too_long = page("what_happened", {"what_happened": "ə" * 100_001})
    assert too_long.problems == (Problem("what_happened", "too_long", 100_000),)
    assert len(too_long.texts["what_happened"]) == 100_001
    assert "100000" in too_long.problems[0].message


def test_characters_no_keyboard_types_are_left_out() -> None:
    assert page("what_happened", {"what_happened": "a\x00b\x1bc\td"}).said("what_happened") == "abc\td"


def test_an_empty_page_is_no_mistake_and_contact_falls_back_to_the_code() -> None:
    for section in SHIPPED.sections:
        assert page(section.id, {}).problems == ()
    assert page("contact", {}).said("contact_way") == "code"


def test_a_question_nobody_asked_is_refused_by_name() -> None:
    checked = page("contact", {"contact_way": "code", "is_admin": "1", "what_happened": "on another page"})
    assert set(checked.problems) == {
        Problem("is_admin", "unknown_field"),
        Problem("what_happened", "unknown_field"),
    }


def test_an_answer_nobody_offered_is_refused_at_its_question() -> None:
    checked = page("contact", {"contact_way": "telephone"})
    assert checked.problems == (Problem("contact_way", "unknown_choice"),)
    assert checked.said("contact_way") == "code"


def test_two_answers_where_one_is_asked_are_refused() -> None:
    assert page("contact", {"contact_way": ["code", "place"]}).problems == (Problem("contact_way", "one_answer"),)
    assert page("contact", {"contact_never": ["a", "b"]}).problems == (Problem("contact_never", "one_answer"),)
    assert page("dates", {"known_how": ["press", "official", "press"]}).choices["known_how"] == ("press", "official")


@pytest.mark.parametrize(
    ("chosen", "urgent"), [(["detained"], True), (["none"], False), ([], False), (["none", "removal"], True)]
)
def test_an_urgent_answer_is_known_without_reading_any_text(chosen: list[str], urgent: bool) -> None:
    assert check(SHIPPED, SHIPPED.safety, {"safety_urgent": chosen}, TODAY).urgent is urgent


def test_dates_come_out_as_bounds() -> None:
    raw: dict[str, str | list[str]] = {
        "decided-precision": "day", "decided-day": "20", "decided-month": "5", "decided-year": "2025",
        "served-precision": "month", "served-month": "6", "served-year": "2025", "served-anchor": "letter",
        "known-precision": "unknown",
    }  # fmt: skip
    checked = page("dates", raw)
    assert checked.problems == ()
    assert checked.bounds == {
        "decided": Bounds(date(2025, 5, 20), date(2025, 5, 20)),
        "served": Bounds(date(2025, 6, 1), date(2025, 6, 30)),
        "known": Bounds(),
    }
    assert checked.dates["served"].anchor == "letter"


def test_wrong_dates_are_named_at_their_fields_all_at_once() -> None:
    raw: dict[str, str | list[str]] = {
        "act-precision": "day", "act-day": "31", "act-month": "6", "act-year": "2025",
        "known-precision": "month", "known-month": "6", "known-year": "202",
        "decided-precision": "day", "decided-day": "x", "decided-month": "5", "decided-year": "2025",
        "served-precision": "unknown", "served-anchor": "moon",
        "served_lawyer-precision": "unknown", "served_lawyer-anchor_note": "n" * (NOTE_LENGTH + 1),
        "decided-hour": "9",
    }  # fmt: skip
    assert set(page("dates", raw).problems) == {
        Problem("act-day", "no_such_day"),
        Problem("known-year", "year_digits"),
        Problem("decided-day", "not_a_number"),
        Problem("served-anchor", "unknown_choice"),
        Problem("served_lawyer-anchor_note", "too_long", NOTE_LENGTH),
        Problem("decided-hour", "unknown_field"),
    }


names = st.sampled_from(
    [f"{field.id}{part}" for field in SHIPPED.fields() for part in ("", "-precision", "-day", "-year", "-anchor")]
) | st.text(max_size=8)


@given(st.dictionaries(names, st.text(max_size=20) | st.lists(st.text(max_size=20), max_size=3), max_size=8))
def test_no_form_whatever_breaks_the_check(raw: dict[str, str | list[str]]) -> None:
    checked = check(SHIPPED, SHIPPED.fields(), raw, TODAY)
    assert all(problem.code in PROBLEMS for problem in checked.problems)
    assert all(problem.message for problem in checked.problems)
