"""Letters, presumed service, windows, hours, working days, choices and texts that conflict."""

from datetime import date, datetime

import pytest

from caseintake.law.explain import explain, refusal_words
from tests.law.drafts import CALENDARS, count, draft, problems, refused, version

DAY = date.fromisoformat


def test_a_letter_fixes_the_day_and_nothing_is_counted() -> None:
    rule = draft('count.fixed_by = "letter_due_on"\n[trigger]\nstart = []\nnever_before = "letter_on"\n')
    assert refused(rule).code == "needs_letter"
    assert refused(rule, letter_on="2026-03-01").code == "needs_letter"
    result = count(rule, letter_on="2026-03-01", letter_due_on="2026-05-10")
    assert (result.due, result.cautious, result.version, result.provisional) == (
        DAY("2026-05-10"), DAY("2026-05-10"), "letter", False,
    )  # fmt: skip
    assert "needs_lawyer_check" in result.flags  # one of the two sources is marked U
    assert refused(rule, letter_on="2026-03-01", letter_due_on="2026-02-10").code == "before_decision"


def test_until_the_letter_is_recorded_the_period_of_the_rule_is_worked_with() -> None:
    rule = draft('count.fixed_by = "letter_due_on"\n' + version("days = 84"))
    result = count(rule, served_on="2026-03-01")
    assert (result.due, result.provisional) == (DAY("2026-05-24"), True)
    assert "letter_missing" in result.flags
    assert count(rule, served_on="2026-03-01", letter_due_on="2026-05-10").due == DAY("2026-05-10")


def test_service_is_presumed_by_its_method_until_it_is_recorded() -> None:
    rule = draft(
        """
        service = [
            { method = "post", from = "posted_on", offset = { working_days = 3 }, calendar = "az", source = "rumour" },
            { method = "electronic", from = "posted_on", offset = { days = 0 }, source = "law" },
        ]
        """
        + version("days = 10")
    )
    # Friday 5 April 2024; 10 to 12 April are holidays: Monday, Tuesday, and Saturday 6 April is given in exchange.
    assert [CALENDARS.calendar("az").is_working(date(2024, 4, day)) for day in (5, 6, 7, 8, 9, 10)] == [
        True, True, False, True, True, False,
    ]  # fmt: skip
    posted = count(rule, posted_on="2024-04-05", service_method="post")
    assert (posted.start.start, posted.due, posted.provisional) == (DAY("2024-04-09"), DAY("2024-04-19"), True)
    assert {"service_presumed", "ask_service_date", "needs_lawyer_check"} <= set(posted.flags)
    electronic = count(rule, posted_on="2024-04-05", service_method="electronic")
    assert (electronic.due, "needs_lawyer_check" in electronic.flags) == (DAY("2024-04-15"), False)
    recorded = count(rule, posted_on="2024-04-05", served_on="2024-04-20", service_method="post")
    assert (recorded.due, recorded.provisional, recorded.derived) == (DAY("2024-04-30"), False, ())
    assert refused(rule, posted_on="2024-04-05").code == "no_start"
    assert any("by post" in sentence for sentence in explain(posted))


def test_working_days_are_counted_from_the_next_one_and_refused_outside_the_calendar() -> None:
    rule = draft('count.calendar = "az"\n' + version("working_days = 7"))
    # 20 to 26 March 2024 are Novruz and the days given for it.
    assert count(rule, served_on="2024-03-18").due == DAY("2024-04-03")
    assert count(rule, served_on="2024-03-18").calendar_digest == CALENDARS.calendar("az").digest
    assert refused(rule, served_on="2030-12-25").code == "outside_calendar"
    same = draft('count.calendar = "weekdays"\ncount.first_day = "same_day"\n' + version("working_days = 3"))
    assert count(same, served_on="2024-03-18").due == DAY("2024-03-20")
    assert count(same, served_on="2024-03-16").due == DAY("2024-03-20")


@pytest.mark.parametrize(
    ("arrested", "due_at", "latest", "provisional"),
    [
        ("2026-03-01T14:20", "2026-03-03T14:20", "2026-03-03", False),
        ("2026-03-01", "2026-03-03T00:00", "2026-03-03", True),
        ("2026-03-01T14:20..2026-03-02", "2026-03-03T14:20", "2026-03-04", True),
        ("2026-03-01T22:00..2026-03-01T23:30", "2026-03-03T22:00", "2026-03-03", True),
    ],
)
def test_a_clock_in_hours_ends_at_its_minute(arrested: str, due_at: str, latest: str, provisional: bool) -> None:
    rule = draft(
        'count.hour_clock = true\ntrigger.start = [["arrested_at"]]\n' + version("hours = 48", by="arrested_at")
    )
    result = count(rule, arrested_at=arrested)
    assert result.due_at == datetime.fromisoformat(due_at)
    assert (result.due, result.latest, result.provisional) == (
        datetime.fromisoformat(due_at).date(), DAY(latest), provisional,
    )  # fmt: skip
    assert ("hour_unknown" in result.flags) == provisional
    assert any(due_at[11:] in sentence for sentence in explain(result))


@pytest.mark.parametrize("written", ["2026-03-01T24:00", "2026-03-01T12:60", "2026-02-30T12:00"])
def test_an_hour_that_does_not_exist_is_refused(written: str) -> None:
    rule = draft('trigger.start = [["arrested_at"]]\n' + version("hours = 48", by="arrested_at"))
    assert refused(rule, arrested_at=written).code in ("no_such_time", "no_such_day")


def test_of_two_hours_of_one_day_the_earlier_counts() -> None:
    rule = draft('trigger.start = [["arrested_at", "aware_at"]]\n' + version("hours = 48", by="arrested_at"))
    result = count(rule, arrested_at="2026-03-01T14:20", aware_at="2026-03-01T09:00")
    assert result.due_at == datetime.fromisoformat("2026-03-03T09:00")


def test_at_once_is_the_day_itself_and_a_threatened_act_ends_it_sooner() -> None:
    at_once = draft('trigger.start = [["refused_on"]]\n' + version("at_once = true", by="refused_on"))
    assert count(at_once, refused_on="2026-03-01").due == DAY("2026-03-01")
    rule = draft(
        'trigger.start = [["refused_on"]]\ntrigger.ends_before = "planned_on"\n' + version("days = 10", by="refused_on")
    )
    assert count(rule, refused_on="2026-03-01").due == DAY("2026-03-11")
    cut = count(rule, refused_on="2026-03-01", planned_on="2026-03-05")
    assert (cut.due, cut.cautious, "ends_before" in cut.flags) == (DAY("2026-03-04"), DAY("2026-03-04"), True)
    assert count(rule, refused_on="2026-03-01", planned_on="2026-03-01").due == DAY("2026-03-01")
    assert "ends_before" not in count(rule, refused_on="2026-03-01", planned_on="2026-04-01").flags
    vague = count(rule, refused_on="2026-03-01", planned_on="..2026-03-08")
    assert (vague.due, vague.cautious) == (DAY("2026-03-07"), DAY("2026-03-01"))
    ranged = count(rule, refused_on="2026-03-01", planned_on="2026-03-05..2026-03-08")
    assert (ranged.due, ranged.latest) == (DAY("2026-03-04"), DAY("2026-03-07"))


def test_a_clock_that_did_not_arise_and_a_window_that_is_not_open() -> None:
    rule = draft(
        'trigger.requires = ["exhausted_on"]\ntrigger.opens = { fact = "exhausted_on", offset = { months = 1 } }\n'
        + version("months = 4")
    )
    assert refused(rule, served_on="2026-03-01").code == "not_arisen"
    assert count(rule, served_on="2026-03-01", exhausted_on="2026-01-31").opens == DAY("2026-02-28")
    # Too early is refused as well as too late: of a range its end opens the window.
    assert count(rule, served_on="2026-03-01", exhausted_on="2026-01").opens == DAY("2026-02-28")


def test_what_blocks_aims_at_no_date() -> None:
    rule = draft('severity = "alarm"\nblocks = ["echr.application"]\ntrigger.start = [["other_lodged_on"]]\n')
    result = count(rule, other_lodged_on="2026-03-01")
    assert (result.due, result.version) == (DAY("2026-03-01"), "blocks")
    assert {"blocks", "needs_lawyer_check"} <= set(result.flags)
    assert any("echr.application" in sentence for sentence in explain(result))


GRAVE = "".join(
    version(f"months = {months}", f'when = {{ gravity = "{gravity}", extended = "{extended}" }}', name=f"v{months}")
    for gravity, extended, months in (
        ("less_serious", "no", 2),
        ("less_serious", "yes", 4),
        ("serious", "no", 3),
        ("serious", "yes", 6),
    )
)


def test_choices_select_and_what_is_missing_is_assumed_with_the_earliest_as_cautious() -> None:
    rule = draft('assume = { gravity = "serious", extended = "no" }\n' + GRAVE)
    nothing = count(rule, served_on="2026-01-15")
    assert (nothing.due, nothing.cautious) == (DAY("2026-04-15"), DAY("2026-03-15"))
    assert "choice_assumed" in nothing.flags
    said = count(rule, served_on="2026-01-15", gravity="less_serious")
    assert (said.due, said.cautious) == (DAY("2026-03-15"), DAY("2026-03-15"))
    both = count(rule, served_on="2026-01-15", gravity="serious", extended="yes")
    assert (both.due, both.cautious, "choice_assumed" in both.flags) == (DAY("2026-07-15"), DAY("2026-07-15"), False)
    assert refused(rule, served_on="2026-01-15", gravity="especially_serious").code == "no_version"


def test_a_choice_that_changes_nothing_is_not_asked() -> None:
    rule = draft(
        'assume = { urgency = "ordinary", extended = "no" }\ntrigger.start = [["received_at"]]\n'
        + version("days = 7", 'when = { urgency = "ordinary", extended = "no" }', by="received_at", name="a")
        + version("days = 14", 'when = { urgency = "ordinary", extended = "yes" }', by="received_at", name="b")
        + version("hours = 48", 'when = { urgency = "threat_to_life" }', by="received_at", name="c")
    )
    assert "choice_assumed" in count(rule, received_at="2026-03-10").flags
    urgent = count(rule, received_at="2026-03-10T09:00", urgency="threat_to_life")
    assert (urgent.due_at, "choice_assumed" in urgent.flags) == (datetime.fromisoformat("2026-03-12T09:00"), False)


def test_versions_may_depend_on_the_event_that_starts_the_time() -> None:
    rule = draft(
        'trigger.start = [["exhausted_on", "other_ended_on"]]\n'
        + "".join(
            f'[[versions]]\nid = "{fact}"\nperiod = {{ months = {months} }}\nsources = ["law"]\n'
            f'select = {{ facts = ["exhausted_on", "other_ended_on"], start = ["{fact}"] }}\n'
            for fact, months in (("exhausted_on", 60), ("other_ended_on", 36))
        )
    )
    assert count(rule, exhausted_on="2020-05-05").due == DAY("2025-05-05")
    result = count(rule, exhausted_on="2020-05-05", other_ended_on="2021-02-01")
    assert (result.due, result.start.fact) == (DAY("2024-02-01"), "other_ended_on")
    assert "straddles_versions" not in result.flags


CONFLICT = draft(
    """
    conflict = { question = { en = "Which?", az = "Hansı?", ru = "Какой?", fr = "Lequel ?" } }
    """
    + version("months = 2", 'reading = "two_months"', name="two")
    + version("months = 6", 'reading = "six_months"', name="six")
)


def test_conflicting_texts_give_no_date_before_the_office_has_chosen() -> None:
    asked = refused(CONFLICT, served_on="2024-03-06")
    assert asked.code == "choose_reading"
    assert asked.readings == (("two_months", DAY("2024-05-06")), ("six_months", DAY("2024-09-06")))
    assert asked.values["first_day"] == DAY("2024-05-06")
    assert "two months: 2024-05-06; six months: 2024-09-06" in refusal_words(asked)
    assert "two_months: 2024-05-06" in refusal_words(asked, named=True), "a command is given the id"
    chosen = count(CONFLICT, served_on="2024-03-06", reading="six_months")
    assert (chosen.due, chosen.earliest) == (DAY("2024-09-06"), DAY("2024-05-06"))
    assert {"reading_chosen", "needs_lawyer_check"} <= set(chosen.flags)
    assert [each.id for each in chosen.readings] == ["two_months", "six_months"]
    assert chosen.rule is CONFLICT
    assert refused(CONFLICT, served_on="2024-03-06", reading="one_month").code == "bad_choice"
    assert refused(CONFLICT).code == "no_start"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (version("months = 1, days = 1"), "versions[0].period: give one of"),
        (version("days = -1"), "versions[0].period: only a date that hangs on"),
        (version("working_days = 3"), "count.calendar: a rule that rolls or counts working days"),
        ('count.calendar = "az"\n' + version("days = 3"), "count.calendar: a rule that rolls or counts working days"),
        (version("days = 3", 'when = { gravity = "grave" }'), "versions[0].select.when: no such value"),
        (version("days = 3", 'when = { gravity = "serious" }'), "assume: says nothing of gravity"),
        ('assume = { gravity = "serious" }\n' + version("days = 3"), "assume: no version asks for gravity"),
        (version("days = 3", 'reading = "one"'), "conflict: versions with a reading need"),
        (version("days = 3", 'start = ["act_on"]'), "versions[0].select.start: act_on starts nothing"),
        (version("days = 3", by="due:"), "versions[0].select.facts: no such fact"),
        ('blocks = ["x.y"]\n' + version("days = 3"), "blocks: a rule that blocks others has the severity alarm"),
        ('trigger.requires = ["due:x.y"]\n' + version("days = 3"), "trigger.requires: no such fact: due:x.y"),
        ('count.fixed_by = "letter"\n', "count.fixed_by: no such fact: letter"),
        ("", "versions: there is none"),
        (
            'service = [{ method = "pigeon", from = "posted_on", offset = { days = 1 }, source = "law" }]\n'
            + version("days = 3"),
            "service[0].method: no such method: pigeon",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_contradicts_itself_is_refused_by_key(text: str, problem: str) -> None:
    assert [found for found in problems(text) if found.startswith(problem)]
