"""Days counted backwards: the files that ship, and what a faulty one is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caseintake.deadlines.statute import the_law
from caseintake.diary.readiness import Stage
from caseintake.law.rules import RuleError, shipped_directory
from caseintake.plans import backwards, shelf
from caseintake.plans.plan_file import DISPATCH

PLAN = shelf.the_plans()["echr.application"]
AZ = the_law().calendars.calendar("az")
MEASURES = ("applicants", "in_prison", "abroad", "to_translate")


def counted(due: date, **loads: int) -> dict[str, date]:
    return {one.step.id: one.day for one in backwards.days(PLAN, due, loads, AZ)}


def test_one_applicant_by_hand() -> None:
    """Last day Friday 14 August 2026; no holiday of the calendar lies in between."""
    assert counted(date(2026, 8, 14), applicants=1) == {
        "dispatch": date(2026, 7, 31),
        "freeze": date(2026, 7, 28),
        "last_translation": date(2026, 7, 24),  # the 26th is a Sunday
        "last_signature": date(2026, 7, 24),  # the 25th is a Saturday
        "translation_begins": date(2026, 7, 24),
        "signatures_begin": date(2026, 7, 14),
        "facts_ready": date(2026, 7, 9),
        "begin": date(2026, 6, 25),
    }


def test_sixty_people_some_of_them_in_prison_need_ninety_days() -> None:
    due = date(2026, 8, 14)
    found = counted(due, applicants=60, in_prison=3, to_translate=30)
    assert 85 <= (due - found["signatures_begin"]).days <= 95
    assert found["begin"] < found["facts_ready"] < min(found["signatures_begin"], found["translation_begins"])


def test_a_week_in_which_the_post_rests_makes_the_dispatch_earlier() -> None:
    """Novruz lies before 1 April 2026: its days off on weekdays are not days for the post."""
    due = date(2026, 4, 1)
    (dispatch, *_) = backwards.days(PLAN, due, {"applicants": 1}, AZ)
    assert dispatch.rested > 0
    assert dispatch.day <= due - timedelta(days=14 + dispatch.rested)
    assert AZ.is_working(dispatch.day)


def test_outside_the_calendar_days_are_counted_and_marked() -> None:
    days = backwards.days(PLAN, date(2035, 6, 1), {"applicants": 1}, AZ)
    assert all(one.unsure for one in days)
    assert days[0].day == date(2035, 5, 18)


def test_a_step_is_behind_us_by_the_stage_of_the_work() -> None:
    assert tuple(Stage) == backwards.ORDER
    days = {one.step.id: one for one in backwards.days(PLAN, date(2026, 8, 14), {}, AZ)}
    assert [id for id, one in days.items() if one.behind(Stage.SIGNATURES)] == [
        "signatures_begin", "facts_ready", "begin",
    ]  # fmt: skip
    assert all(one.behind(Stage.PROOF_HERE) for one in days.values())
    assert not any(one.behind(Stage.NOT_BEGUN) for one in days.values())


@given(
    some.dates(date(2001, 6, 1), date(2030, 12, 1)),
    some.fixed_dictionaries({name: some.integers(0, 500) for name in MEASURES}),
    some.sampled_from(MEASURES),
    some.integers(1, 200),
)
def test_more_work_never_begins_later_and_dispatch_is_never_within_a_fortnight(due, loads, more, added) -> None:
    plan = backwards.days(PLAN, due, loads, AZ)
    heavier = backwards.days(PLAN, due, {**loads, more: loads[more] + added}, AZ)
    for one, other in zip(plan, heavier, strict=True):
        assert other.day <= one.day
        assert AZ.is_working(one.day)
    assert next(one.day for one in plan if one.step.id == DISPATCH) <= due - timedelta(days=14)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("days = 14", "days = 13", "steps[0].days: the parcel goes to the post 14 days"),
        ('before = ["dispatch"]', 'before = ["shipping"]', "steps[1].before: shipping is no step above"),
        ('id = "freeze"', 'id = "dispatch"', "steps[1].id: dispatch stands here twice"),
        ('"echr.application",', '"echr.letter",', "rules: there is no rule echr.letter"),
        ('calendar = "az"', 'calendar = "moon"', "calendar: there is no calendar moon"),
        ("days = 3", "dais = 3", "unknown field"),
        ('done = "pack"', 'done = "packed"', "Invalid enum value 'packed'"),
        ('for = "abroad"', 'for = "travel"', "Invalid enum value 'travel'"),
    ],
)
def test_a_faulty_file_is_told_where(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    text = (shipped_directory() / "plans" / "application.toml").read_text("utf-8")
    assert was in text
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "application.toml").write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(RuleError) as refused:
        shelf.load(tmp_path, the_law())
    assert said in str(refused.value)
    assert "plans/application.toml" in str(refused.value)
