"""Rules that hang on the last day of another, at any depth; what other date would follow; which start is relied on."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseintake.law.candidates import table
from caseintake.law.check import coverage
from caseintake.law.dates import Interval, on
from caseintake.law.engine import compute
from caseintake.law.explain import candidate_words, explain, fact_words, scenario_words
from caseintake.law.result import FactUsed, Outcome, Result, Step
from caseintake.law.rules import Rule, RuleError
from caseintake.law.scenarios import scenarios
from tests.law.drafts import CALENDARS, LAW, count, draft, hung, refused, version

DAY = date.fromisoformat

ROLLS = 'count.roll = "next_working"\ncount.calendar = "az"\n'
FINAL = 'trigger.start = [["final_on"], ["due:t.first"]]\n'
RULES = hung(
    draft(ROLLS + version("months = 1"), "t.first"),
    draft(ROLLS + FINAL + version("months = 3", by="due:t.first"), "t.second"),
    draft('trigger.start = [["due:t.second"]]\n' + version("days = 10", by="due:t.second"), "t.third"),
    draft('trigger.start = [["due:t.third"]]\n' + version("days = -14", by="due:t.third"), "t.back"),
)  # fmt: skip
FIRST, SECOND, THIRD, BACK = (RULES[f"t.{name}"] for name in ("first", "second", "third", "back"))


def test_a_chain_counts_from_the_day_before_it_was_moved() -> None:
    # 19 February 2024 → 19 March; one day later it would be 20 March, Novruz, moved to the 27th.
    assert count(FIRST, served_on="2024-02-20").due == DAY("2024-03-27")
    result = count(SECOND, served_on="2024-02-20")
    assert (result.start.start, result.unrolled) == (DAY("2024-03-20"), DAY("2024-06-20"))
    third = count(THIRD, served_on="2024-02-20")
    assert (third.start.start, third.due) == (DAY("2024-06-20"), DAY("2024-06-30"))
    assert count(BACK, served_on="2024-02-20").due == DAY("2024-06-16")
    told = explain(third, title=lambda rule: rule.upper())
    assert told[0] == "First the time-limit “T.SECOND” is counted."
    assert any("last day of “T.SECOND”" in sentence and "2024-06-20" in sentence for sentence in told)


def test_ranges_doubts_and_digests_go_up_the_chain() -> None:
    result = count(THIRD, served_on="2024-02-05..2024-02-14")
    assert (result.due, result.latest, result.provisional) == (DAY("2024-06-15"), DAY("2024-06-24"), True)
    assert "start_is_range" in result.flags
    assert THIRD.facts == {"served_on", "final_on", "lodged_on"}
    assert result.calendar_digest == CALENDARS.calendar("az").digest
    changed = hung(draft(ROLLS + version("months = 2"), "t.first"), SECOND, THIRD)
    assert changed["t.third"].digest != THIRD.digest


def test_a_recorded_day_comes_before_the_chain_and_a_cautious_parent_stays_cautious() -> None:
    result = count(SECOND, served_on="2024-02-20", final_on="2024-05-02")
    assert (result.start.fact, result.unrolled) == ("final_on", DAY("2024-08-02"))
    assert result.cautious == DAY("2024-06-20")
    careful = hung(LAW.rules["az.civil.appeal"], draft(
        'trigger.start = [["due:az.civil.appeal"]]\n' + version("days = 30", by="due:az.civil.appeal"), "t.after",
    ))["t.after"]  # fmt: skip
    found = count(careful, served_on="2024-03-05")
    # The month of a judgment is worked with; a ruling would have ten days.
    assert (found.due, found.cautious) == (DAY("2024-05-05"), DAY("2024-04-14"))
    assert {"decision_kind_assumed", "needs_lawyer_check"} <= set(found.flags)
    assert found.rule.plan.choices == {"decision_kind"}
    assert explain(found)[-1].startswith("Cautious date: 2024-04-14, if counted from the cautious date of")


def test_what_is_refused_below_is_refused_above() -> None:
    assert refused(THIRD).code == "no_start"
    assert refused(THIRD).values["allowed"] == "final_on, served_on"
    assert refused(THIRD, served_on="..2024-02-20").code == "start_unbounded"
    assert refused(SECOND, served_on="2035-02-20").code == "outside_calendar"
    assert count(SECOND, served_on="..2024-02-20", final_on="2024-03-01").start.fact == "final_on"


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"t.a": "t.b"}, "no such rule: t.b"),
        ({"t.a": "t.b", "t.b": "t.a"}, "a circle: t.a -> t.b -> t.a"),
        ({"t.a": "t.b", "t.b": "t.c", "t.c": "t.b"}, "a circle: t.a -> t.b -> t.c -> t.b"),
    ],
)
def test_a_chain_into_nothing_or_in_a_circle_is_refused_at_load(rules: dict[str, str], message: str) -> None:
    made = [
        draft(f'trigger.start = [["due:{onto}"]]\n' + version("days = 1", by=f"due:{onto}"), name)
        for name, onto in rules.items()
    ]
    with pytest.raises(RuleError, match=message):
        hung(*made)


days = st.dates(date(2006, 1, 1), date(2025, 6, 30))


@given(days, st.integers(0, 400))
@settings(max_examples=60)
def test_a_chain_is_counted_from_its_unrolled_parent_and_never_falls_back(day: date, length: int) -> None:
    parent = compute(FIRST, {"served_on": on(day)}, CALENDARS)
    child = compute(SECOND, {"served_on": on(day)}, CALENDARS)
    assert child.start.start == parent.unrolled
    assert child.unrolled == compute(SECOND, {"final_on": on(parent.unrolled)}, CALENDARS).unrolled
    assert parent.due <= child.due
    later = compute(THIRD, {"served_on": on(day + length * (date(2006, 1, 2) - date(2006, 1, 1)))}, CALENDARS)
    assert compute(THIRD, {"served_on": on(day)}, CALENDARS).due <= later.due
    ranged = compute(THIRD, {"served_on": Interval(day, later.facts[0].earliest)}, CALENDARS)
    assert ranged.cautious <= ranged.due
    assert (ranged.due, ranged.latest) == (compute(THIRD, {"served_on": on(day)}, CALENDARS).due, later.due)


def examples() -> list[tuple[Rule, Result]]:
    """The result of every example of every rule that gives a date."""
    return [
        (rule, count(rule, **example.given))
        for rule in LAW.rules.values()
        for example in rule.file.tests
        if example.expect.refused is None
    ]


def test_every_result_survives_json_and_tells_the_same_story() -> None:
    def restored(result: Result) -> Result:
        parts: dict[str, Any] = {name: getattr(result, name) for name in Result.__struct_fields__}
        for name, kind in (
            ("candidates", type(result.start)),
            ("facts", FactUsed),
            ("derived", FactUsed),
            ("readings", Outcome),
        ):
            parts[name] = msgspec.json.decode(msgspec.json.encode(parts[name]), type=tuple[kind, ...])  # type: ignore[valid-type]
        parts["parents"] = tuple(restored(parent) for parent in result.parents)
        return Result(**parts)

    for _, result in examples():
        again = restored(result)
        assert again.steps == result.steps
        assert (again.due_at, again.earliest, again.candidates) == (result.due_at, result.earliest, result.candidates)
        assert msgspec.json.decode(msgspec.json.encode(result.steps), type=tuple[Step, ...]) == result.steps


def test_what_a_result_says_of_itself_holds_for_every_example_of_every_rule() -> None:
    for rule, result in examples():
        assert result.earliest <= result.cautious <= result.due, rule.id
        assert result.latest is None or result.due <= result.latest, rule.id
        assert result.due_at is None or result.due_at.date() == result.due
        rows = table(rule, result.candidates)
        assert [row.relied for row in rows] == [True] + [False] * (len(rows) - 1)
        assert min(row.earliest for row in rows) == result.cautious
        assert all(candidate_words(row.why) for row in rows)


def test_no_rule_has_a_day_without_law_or_with_two_from_1990_to_2040() -> None:
    assert [(rule.id, problem) for rule in LAW.rules.values() for problem in coverage(rule)] == []
    gap = draft(
        'assume = { notice = "no" }\n'
        + version("days = 90", 'when = { notice = "no" }, to = 2019-12-31', name="a")
        + version("days = 60", 'when = { notice = "no" }, from = 2020-01-02', name="b")
        + version("days = 30", 'when = { notice = "yes" }', name="c")
        + version("days = 20", "from = 2030-01-01", name="d")
    )
    assert list(coverage(gap)) == [
        "notice = no: on 2020-01-01 no version applies",
        "notice = no: on 2030-01-01 2 versions apply",
        "notice = yes: on 2030-01-01 2 versions apply",
    ]


def test_what_follows_if_the_other_side_is_right() -> None:
    rule = LAW.rules["echr.application"]
    facts = {"decided_on": on(DAY("2019-09-10")), "served_on": on(DAY("2019-11-30"))}
    assert [(each.code, each.due) for each in scenarios(rule, facts, CALENDARS)] == [
        ("start", DAY("2020-03-10")), ("no_suspension", DAY("2020-05-30")), ("start", DAY("2020-08-30")),
    ]  # fmt: skip
    late = {"served_on": Interval(DAY("2024-02-01"), DAY("2024-03-15"))}
    assert [(each.code, each.due) for each in scenarios(rule, late, CALENDARS)] == [
        ("start", DAY("2024-06-01")), ("late_start", DAY("2024-09-15")),
    ]  # fmt: skip


def test_an_open_choice_and_a_reading_not_chosen_are_scenarios() -> None:
    rule = LAW.rules["az.civil.appeal"]
    found = scenarios(rule, {"served_on": on(DAY("2024-04-19"))}, CALENDARS)
    assert {(each.code, dict(each.values).get("value"), each.due) for each in found} == {
        ("choice", "ruling", DAY("2024-04-29")),
        ("choice", "judgment", DAY("2024-05-20")),
        ("no_roll", None, DAY("2024-05-19")),
        ("start", None, DAY("2024-05-20")),
    }
    assert [each.due for each in found] == sorted(each.due for each in found if each.due)
    assert all("%(" not in scenario_words(each) for each in found)
    said = scenarios(rule, {"served_on": on(DAY("2024-04-19"))}, CALENDARS, {"decision_kind": "ruling"})
    assert {each.code for each in said} == {"start"}


def test_the_table_of_starts_says_why() -> None:
    result = count(
        LAW.rules["echr.application"], decided_on="2024-01-10", served_on="2024-03-20", served_on_lawyer="2024-02-05"
    )
    rows = table(result.rule, result.candidates)
    assert [(row.candidate.fact, row.relied, row.why) for row in rows] == [
        ("served_on_lawyer", True, "earliest"), ("served_on", False, "later"), ("decided_on", False, "weaker"),
    ]  # fmt: skip
    alone = count(LAW.rules["echr.application"], decided_on="2024-01-10")
    assert table(alone.rule, alone.candidates)[0].why == "makeshift"
    assert fact_words("due:t.first") == "last day of “t.first”"


def test_the_month_end_reading_is_a_scenario() -> None:
    found = scenarios(LAW.rules["echr.grand_chamber"], {"judgment_on": on(DAY("2013-11-28"))}, CALENDARS)
    assert [(each.code, each.due) for each in found] == [
        ("month_end", DAY("2014-02-27")), ("start", DAY("2014-02-28")),
    ]  # fmt: skip


def test_the_shipped_law_is_loaded_with_its_chains() -> None:
    hanging = [rule for rule in LAW.rules.values() if rule.parents]
    assert "echr.payment" in {rule.id for rule in hanging}
    assert not any(parent.plan.rolls for rule in hanging for parent in rule.parents)
