"""Every rule file sets its clocks running by itself, from what the office records."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from caseintake.deadlines import arising, asking, event_words, starts
from caseintake.deadlines.counting import Counted, count
from caseintake.deadlines.situations import Case, Clock, Course, Happening, Ruling, Sent
from caseintake.deadlines.statute import the_law
from caseintake.kernel.ids import new_id
from caseintake.law.events import EVENTS, Told
from caseintake.law.facts import FACT_NAMES
from caseintake.matters.facts import DateFact, exactly
from caseintake.matters.kinds import LODGED_AS, DecisionKind, FilingKind, Finality, Forum, Instance, Status
from caseintake.matters.wording import CHOICE_NAMES, CHOICES
from caseintake.matters.wording import FACT_NAMES as LABELS
from tests.deadlines.test_situations import PHONE, SEARCHES, SEVDA, TIMUR, claim, course, day, lodged, ruling

CLAIMS = [claim(SEARCHES, SEVDA, TIMUR), claim(PHONE, SEVDA)]


def happening(kind: str, *whose: UUID, at: Course | None = None, **facts: str) -> Happening:
    """What happened; a fact with a colon in it has an hour; ``choice__x`` is a choice."""
    known: dict[str, DateFact | None] = {}
    for name, text in facts.items():
        if not name.startswith("choice__"):
            written, _, time = text.partition("T")
            known[name] = exactly(date.fromisoformat(written), time=time)
    choices = {name.removeprefix("choice__"): text for name, text in facts.items() if name.startswith("choice__")}
    return Happening(new_id(), kind, known, choices, at.id if at is not None else None, whose)


def found(case: Case) -> dict[str, list[tuple[Clock, Counted]]]:
    """Every clock of the case by rule, counted."""
    law, rules = the_law(), dict[str, list[tuple[Clock, Counted]]]()
    for clock in arising.clocks(case, law):
        rules.setdefault(clock.key.rule, []).append((clock, count(clock, law)))
    return rules


def case(*happened: Happening, courses: tuple[Course, ...] = ()) -> Case:
    return Case(list(courses), CLAIMS, list(happened), (SEVDA, TIMUR))


def due(case: Case, rule: str) -> list[date | None]:
    return [counted.due for _, counted in found(case)[rule]]


def test_every_rule_uses_only_words_the_office_can_record() -> None:
    law = the_law()
    for rule in law.rules.values():
        for word in (rule.file.trigger.event, rule.file.met_by.event):
            assert word in EVENTS, f"{rule.name}: no such event: {word}. Write it into caseintake/law/events.py"
        trigger, met = EVENTS[rule.file.trigger.event].told, EVENTS[rule.file.met_by.event].told
        if trigger is Told.DECISION:
            assert rule.file.trigger.event in arising.RULINGS, rule.name
        if trigger is Told.CHAIN:
            assert asking.parents(rule.file), f"{rule.name}: it hangs on no rule"
        if met is Told.FILING:
            assert rule.file.met_by.event in LODGED_AS, rule.name
        assert met is not Told.DECISION, f"{rule.name}: no decision ends a clock"


def test_whatever_a_form_asks_for_has_a_label() -> None:
    law = the_law()
    words = [word for word, event in EVENTS.items() if event.told is Told.EVENT]
    assert set(event_words.TITLES) == set(words)
    assert set(asking.offered(law)) <= set(words)
    asked = {name for word in words for name in asking.facts_asked(word, law)}
    assert asked | set(FACT_NAMES) <= set(LABELS)
    choices = {name for word in words for name in asking.choices_asked(word, law)}
    choices |= {name for forum in Forum for name in asking.choices_of_decisions(forum, law)}
    assert choices <= set(CHOICE_NAMES)
    assert {f"{name}.{value}" for name in choices - {"state"} for value in asking.values_of(name)} <= set(CHOICES)


def test_only_what_a_rule_looks_at_is_asked() -> None:
    law = the_law()
    assert asking.facts_asked("arrested", law) == ("arrested_at",)
    assert asking.choices_asked("arrested", law) == ("exceptional",)
    assert asking.facts_asked("observations_invited", law) == ("letter_on", "letter_due_on")
    assert asking.facts_asked("released", law) == ("happened_on",)
    assert asking.choices_asked("departure_notified", law) == ("state",)
    assert asking.personal("arrested", law)
    assert not asking.personal("observations_invited", law)


def test_arrest_is_a_clock_in_hours_that_the_judge_ends() -> None:
    arrest = happening("arrested", SEVDA, arrested_at="2026-03-01T14:20")
    ((clock, counted),) = found(case(arrest))["az.detention.judge"]
    assert (clock.key.applicant_id, clock.key.complaint_id, clock.key.event_id) == (SEVDA, None, arrest.id)
    assert counted.due_at == datetime.fromisoformat("2026-03-03T14:20")
    assert counted.lodged is None
    judge = happening("brought_before_judge", SEVDA, happened_on="2026-03-02")
    ((_, after),) = found(case(arrest, judge))["az.detention.judge"]
    assert after.lodged is not None
    assert (after.lodged.filing_id, after.lodged.event) == (judge.id, True)
    for other in (
        happening("brought_before_judge", TIMUR, happened_on="2026-03-02"),
        happening("brought_before_judge", SEVDA, happened_on="2026-02-27"),
    ):
        ((_, still),) = found(case(arrest, other))["az.detention.judge"]
        assert still.lodged is None, other


def test_a_letter_of_the_court_fixes_the_day_and_without_it_the_office_is_asked() -> None:
    there = course(forum=Forum.ECHR, applicants=(SEVDA, TIMUR), complaints=())
    letter = happening("observations_invited", at=there, letter_on="2026-03-02", letter_due_on="2026-04-15")
    rules = found(case(letter, courses=(there,)))
    for rule in ("echr.observations", "echr.just_satisfaction"):
        ((clock, counted),) = rules[rule]
        assert (clock.key.applicant_id, clock.key.proceeding_id, counted.due) == (None, there.id, date(2026, 4, 15))
    without = happening("observations_invited", at=there, letter_on="2026-03-02")
    ((_, asked),) = found(case(without, courses=(there,)))["echr.observations"]
    assert asked.no_date is not None
    assert asked.no_date.code == "needs_letter"


def test_observations_sent_before_the_day_end_the_clock_and_older_ones_do_not() -> None:
    for on, ends in (("2026-04-01", True), ("2026-02-01", False)):
        sent = lodged(FilingKind.OBSERVATIONS, day(on))
        there = course(forum=Forum.ECHR, complaints=(), sent=[sent])
        letter = happening("observations_invited", at=there, letter_on="2026-03-02", letter_due_on="2026-04-15")
        rules = found(case(letter, courses=(there,)))
        assert (rules["echr.observations"][0][0].lodged is sent) is ends
        assert rules["echr.just_satisfaction"][0][0].lodged is None


def test_the_last_contact_runs_for_each_and_the_next_one_moves_it_on() -> None:
    first = happening("contact_made", SEVDA, last_contact_on="2026-01-05")
    then = happening("contact_made", SEVDA, last_contact_on="2026-02-05")
    other = happening("contact_made", TIMUR, last_contact_on="2026-02-01")

    def contact(*happened: Happening) -> dict[UUID | None, tuple[object, date | None]]:
        clocks = found(case(*happened))["echr.contact"]
        return {clock.key.applicant_id: (clock.key.event_id, counted.due) for clock, counted in clocks}

    # One limit a person that keeps its identity, in whatever order it was recorded.
    assert contact(first, other) == {SEVDA: (None, date(2026, 4, 5)), TIMUR: (None, date(2026, 5, 2))}
    assert contact(then, first) == contact(first, then) == {SEVDA: (None, date(2026, 5, 6))}
    notice = happening("notice_given", notice_on="2026-02-10")
    assert contact(then, notice) == {SEVDA: (None, date(2026, 3, 7))}


def test_what_hangs_on_finality_runs_in_the_same_proceeding() -> None:
    judgment = ruling(Instance.ECHR_CHAMBER, {"judgment_on": day("2026-01-30")}, final=Finality.UNCLEAR)
    there = course(judgment, forum=Forum.ECHR, applicants=(SEVDA, TIMUR), complaints=(SEARCHES,))
    rules = found(case(courses=(there,)))
    assert [counted.due for _, counted in rules["echr.finality"]] == [date(2026, 4, 30)]
    paid = {clock.key.applicant_id: counted.due for clock, counted in rules["echr.payment"]}
    assert paid == {SEVDA: date(2026, 7, 30), TIMUR: date(2026, 7, 30)}
    ((plan, counted),) = rules["cm.action_plan"]
    assert (plan.key.decision_id, plan.key.applicant_id, counted.due) == (judgment.id, None, date(2026, 10, 30))
    # The printed day goes before the computed one, and ends the wait for it.
    printed = {"judgment_on": day("2026-01-30"), "final_on": day("2026-05-04")}
    known = course(ruling(Instance.ECHR_CHAMBER, printed), forum=Forum.ECHR, complaints=(SEARCHES,))
    rules = found(case(courses=(known,)))
    assert rules["echr.finality"][0][0].lodged is not None
    assert [counted.due for _, counted in rules["echr.payment"]] == [date(2026, 8, 4)]
    # Nothing is paid on a decision that an application is inadmissible.
    refused = ruling(Instance.ECHR_SINGLE_JUDGE, {"judgment_on": day("2026-01-30")}, kind=DecisionKind.RULING)
    assert "echr.payment" not in found(case(courses=(course(refused, forum=Forum.ECHR),)))
    # A committee's judgment is final at once.
    committee = course(
        ruling(Instance.ECHR_COMMITTEE, {"judgment_on": day("2026-01-30")}), forum=Forum.ECHR, complaints=(SEARCHES,)
    )
    assert due(case(courses=(committee,)), "echr.payment") == [date(2026, 4, 30)]


def test_a_state_that_leaves_lists_every_complaint_and_leaves_out_what_was_lodged() -> None:
    notice = happening("departure_notified", departure_on="2026-03-01", choice__state="AZ")
    open_ones = found(case(notice))["state.departure"]
    assert {(clock.key.applicant_id, clock.key.complaint_id) for clock, _ in open_ones} == {
        (SEVDA, SEARCHES), (SEVDA, PHONE), (TIMUR, SEARCHES),
    }  # fmt: skip
    sent = lodged(FilingKind.APPLICATION, day("2025-11-01"))
    there = course(forum=Forum.ECHR, applicants=(SEVDA,), complaints=(PHONE,), sent=[sent])
    after = found(case(notice, courses=(there,)))["state.departure"]
    assert [clock.key[1:3] for clock, _ in after if clock.lodged is not None] == [(SEVDA, PHONE)]
    georgia = happening("departure_notified", departure_on="2026-03-01", choice__state="GE")
    assert all(clock.key.complaint_id is None for clock, _ in found(case(georgia))["state.departure"])


@pytest.mark.parametrize(
    ("forum", "instance", "kind", "expected"),
    [
        (Forum.CRIMINAL, Instance.FIRST, DecisionKind.JUDGMENT, {"az.crim.verdict_appeal"}),
        (Forum.CRIMINAL, Instance.FIRST, DecisionKind.RULING, {"az.crim.supervision_appeal"}),
        (Forum.CRIMINAL, Instance.APPEAL, DecisionKind.JUDGMENT, {"az.crim.cassation"}),
        (Forum.CRIMINAL, Instance.AUTHORITY, DecisionKind.ACT, {"az.crim.supervision_complaint"}),
        (Forum.ADMINISTRATIVE, Instance.AUTHORITY, DecisionKind.RULING, {"az.admin.claim"}),
        (Forum.ADMIN_OFFENCE, Instance.FIRST, DecisionKind.RULING, {"az.admin_offence.appeal"}),
        (Forum.CIVIL, Instance.FIRST, DecisionKind.JUDGMENT, {"az.civil.appeal"}),
    ],
)
def test_domestic_rules_by_forum_and_instance(
    forum: Forum, instance: Instance, kind: DecisionKind, expected: set[str]
) -> None:
    made = ruling(instance, {"served_on": day("2026-02-05"), "act_on": day("2026-02-01")}, final=Finality.NO, kind=kind)
    for state, rules in (("AZ", expected), ("GE", set[str]())):
        assert set(found(case(courses=(course(made, forum=forum, state=state, complaints=()),)))) == rules, state


def test_conflicting_texts_wait_for_the_office_and_then_count() -> None:
    made = ruling(Instance.APPEAL, {"served_on": day("2026-02-05")}, final=Finality.NO)
    here = course(made, forum=Forum.CRIMINAL, complaints=())
    ((_, waits),) = found(Case([here], CLAIMS))["az.crim.cassation"]
    assert waits.no_date is not None
    assert waits.no_date.code == "choose_reading"
    dates = dict(waits.no_date.refused.readings)
    assert len(dates) > 1
    for reading, day_of_it in dates.items():
        ((_, counted),) = found(Case([here], CLAIMS, readings={"az.crim.cassation": reading}))["az.crim.cassation"]
        assert counted.due == day_of_it


def test_old_limits_keep_their_identity() -> None:
    """Rule, applicant, complaint, proceeding and decision make a limit of the first version, and nothing else does."""
    served = {"decided_on": day("2026-01-20"), "served_on": day("2026-02-05"), "judgment_on": day("2026-01-20")}
    courses = (
        course(ruling(Instance.FIRST, served, final=Finality.NO)),
        course(ruling(Instance.APPEAL, served, final=Finality.NO)),
        course(ruling(Instance.CASSATION, served, final=Finality.YES)),
        course(ruling(Instance.ECHR_CHAMBER, served), forum=Forum.ECHR),
        course(ruling(Instance.NONE, {"act_on": day("2026-01-20")}, kind=DecisionKind.ACT), forum=Forum.NO_REMEDY),
    )
    rules = ("az.civil.appeal", "az.civil.cassation", "echr.application", "echr.grand_chamber")
    rules = (*rules, "echr.application.no_remedy")
    keys = [clock.key for clock in arising.clocks(Case(courses, [claim(SEARCHES, SEVDA)]), the_law())]
    for rule, one in zip(rules, courses, strict=True):
        assert [key for key in keys if key.rule == rule] == [
            (rule, SEVDA, SEARCHES, one.id, one.rulings[0].id, None)
        ], rule


def test_an_unclear_course_never_breaks_the_count() -> None:
    """Anything a person may record gives clocks, and each of them a date or a reason."""
    law = the_law()
    happened = [happening(word) for word in asking.offered(law)]
    courses = [
        Course(
            new_id(), state, forum, status, whose, (),
            [Ruling(new_id(), kind, instance, Finality.UNCLEAR, {}) for kind in DecisionKind for instance in Instance],
            [Sent(new_id(), kind, None) for kind in FilingKind],
        )
        for state in ("AZ", "GE") for forum in Forum for status in Status for whose in ((), (SEVDA,))
    ]  # fmt: skip
    for clock in arising.clocks(Case(courses, CLAIMS, happened, (SEVDA, TIMUR)), law):
        counted = count(clock, law)
        assert (counted.due is None) != (counted.no_date is None)


def test_every_start_is_listed_with_its_remedy_and_the_earliest_of_all() -> None:
    """The decision of each instance and the act itself: which one counts, the Court decides last."""
    appeal = ruling(
        Instance.APPEAL, {"decided_on": day("2025-12-01"), "served_on": day("2025-12-10")}, final=Finality.NO
    )
    final = {"decided_on": day("2026-01-20"), "served_on": day("2026-02-05"), "act_on": day("2025-11-15")}
    cassation = ruling(Instance.CASSATION, final, final=Finality.YES)
    here = course(appeal, cassation)
    act = ruling(Instance.NONE, {"act_on": day("2025-11-03")}, kind=DecisionKind.ACT)
    elsewhere = course(act, forum=Forum.NO_REMEDY)
    georgia = course(ruling(Instance.CASSATION, {"decided_on": day("2025-06-01")}, final=Finality.YES), state="GE")
    stranger = course(act, forum=Forum.NO_REMEDY, applicants=(TIMUR,))
    known = case(courses=(here, elsewhere, georgia, stranger))
    ((clock, counted),) = [
        (clock, counted)
        for clock, counted in found(known)["echr.application"]
        if clock.key.applicant_id == SEVDA and clock.state == "AZ"
    ]
    possible = starts.of_limit(clock.key, counted.candidates, known, the_law())
    told = [(one.decision_id, one.candidate.fact, one.candidate.due, one.relied, one.why) for one in possible]
    assert [line for line in told if line[3]] == [(cassation.id, "served_on", date(2026, 6, 5), True, "earliest")]
    for line in (
        (cassation.id, "decided_on", date(2026, 5, 20), False, "weaker"),
        (appeal.id, "served_on", date(2026, 4, 10), False, starts.OTHER_REMEDY),
        (cassation.id, "act_on", date(2026, 3, 15), False, starts.THE_ACT),
        (act.id, "act_on", date(2026, 3, 3), False, starts.THE_ACT),
    ):
        assert line in told, line
    first = starts.earliest(possible)
    assert first is not None
    assert (first.decision_id, first.earliest) == (act.id, date(2026, 3, 3))
    assert {one.course_id for one in possible} == {here.id, elsewhere.id}
