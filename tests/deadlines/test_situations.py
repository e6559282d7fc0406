"""Which clocks arise: a table of situations. The unit is applicant × complaint × respondent State × proceeding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import pytest

from caseintake.deadlines import arising, wording
from caseintake.deadlines.counting import FINALITY, MISSING, NOT_PROVEN, count
from caseintake.deadlines.situations import (
    APPLICATION,
    AZ_APPEAL,
    AZ_CASSATION,
    GRAND_CHAMBER,
    NO_REMEDY,
    Case,
    Claim,
    Clock,
    Course,
    Facts,
    Ruling,
    Sent,
)
from caseintake.deadlines.states import Given, Group, Standing, State, group_of, standing
from caseintake.deadlines.statute import the_law
from caseintake.kernel.ids import new_id
from caseintake.matters.facts import Certainty, DateFact, Precision, exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged, Status

SEVDA, TIMUR = new_id(), new_id()
SEARCHES, PHONE = new_id(), new_id()
PAPER = new_id()


def claim(id: UUID, *applicants: UUID, state: str = "AZ") -> Claim:
    return Claim(id, state, applicants)


def day(text: str, *, proven: bool = True) -> DateFact:
    more = {"certainty": Certainty.PROVEN, "document_id": PAPER} if proven else {}
    return exactly(date.fromisoformat(text), **more)


def between(first: str | None, last: str | None) -> DateFact:
    def read(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return DateFact(earliest=read(first), latest=read(last), precision=Precision.BETWEEN)


def ruling(
    instance: Instance,
    facts: Facts,
    *,
    final: Finality = Finality.UNCLEAR,
    kind: DecisionKind = DecisionKind.JUDGMENT,
    personal: dict[UUID, Facts] | None = None,
) -> Ruling:
    return Ruling(new_id(), kind, instance, final, facts, personal or {})


def course(
    *rulings: Ruling,
    forum: Forum = Forum.CIVIL,
    state: str = "AZ",
    status: Status = Status.PENDING,
    applicants: tuple[UUID, ...] = (SEVDA,),
    complaints: tuple[UUID, ...] = (SEARCHES,),
    sent: Sequence[Sent] = (),
) -> Course:
    return Course(new_id(), state, forum, status, applicants, complaints, rulings, sent)


def lodged(
    kind: FilingKind, on: DateFact | None, how: Lodged = Lodged.POST, *whose: UUID, proven: bool = False
) -> Sent:
    stops = kind is not FilingKind.APPLICATION or how is Lodged.POST
    return Sent(new_id(), kind, on, whose, proven, stops)


def clocks(courses: Iterable[Course], claims: Iterable[Claim]) -> list[Clock]:
    return arising.clocks(Case(list(courses), list(claims)), the_law())


def rules_of(*courses: Course) -> list[str]:
    found = (clock.key.rule for clock in clocks(courses, [claim(SEARCHES, SEVDA)]))
    return sorted(rule for rule in found if rule in (APPLICATION, NO_REMEDY, GRAND_CHAMBER, AZ_APPEAL, AZ_CASSATION))


SERVED = {"decided_on": day("2026-01-20"), "served_on": day("2026-02-05")}
FIRST, APPEAL, CASSATION = Instance.FIRST, Instance.APPEAL, Instance.CASSATION
YES, NO, UNCLEAR = Finality.YES, Finality.NO, Finality.UNCLEAR


@pytest.mark.parametrize(
    ("what", "made", "expected"),
    [
        ("nothing decided yet", course(), []),
        ("first instance, not final", course(ruling(FIRST, SERVED, final=NO)), [AZ_APPEAL]),
        ("first instance, nobody said whether final", course(ruling(FIRST, SERVED)), [AZ_APPEAL, APPLICATION]),
        ("first instance and final", course(ruling(FIRST, SERVED, final=YES)), [APPLICATION]),
        ("appeal, not final", course(ruling(APPEAL, SERVED, final=NO)), [AZ_CASSATION]),
        ("cassation, possibly final", course(ruling(CASSATION, SERVED)), [APPLICATION]),
        ("once appealed, the first instance's clocks are over",
         course(ruling(FIRST, SERVED), ruling(APPEAL, SERVED, final=NO)), [AZ_CASSATION]),
        ("a judgment said to be final keeps its clock beside a later ruling",
         course(ruling(APPEAL, SERVED, final=YES), ruling(CASSATION, SERVED, final=NO)), [APPLICATION]),
        ("extraordinary remedies start nothing",
         course(ruling(Instance.EXTRAORDINARY, SERVED, final=YES)), []),
        ("… and do not stop what runs",
         course(ruling(CASSATION, SERVED, final=YES), ruling(Instance.EXTRAORDINARY, SERVED)), [APPLICATION]),
        ("criminal: only Strasbourg", course(ruling(FIRST, SERVED), forum=Forum.CRIMINAL), [APPLICATION]),
        ("a prosecutor's refusal, final", course(ruling(Instance.AUTHORITY, SERVED, final=YES), forum=Forum.OTHER),
         [APPLICATION]),
        ("civil in Georgia: no rule of ours but Strasbourg's",
         course(ruling(FIRST, SERVED), state="GE"), [APPLICATION]),
        ("ended, and nobody recorded the decision", course(status=Status.ENDED), [APPLICATION]),
        ("an act without remedy",
         course(ruling(Instance.NONE, {"act_on": day("2026-01-20")}, kind=DecisionKind.ACT), forum=Forum.NO_REMEDY),
         [NO_REMEDY]),
        ("no remedy, and no act recorded", course(forum=Forum.NO_REMEDY), [NO_REMEDY]),
        ("Chamber judgment",
         course(ruling(Instance.ECHR_CHAMBER, {"judgment_on": day("2026-01-20")}), forum=Forum.ECHR), [GRAND_CHAMBER]),
        ("committee judgments cannot be referred",
         course(ruling(Instance.ECHR_COMMITTEE, {"judgment_on": day("2026-01-20")}), forum=Forum.ECHR), []),
        ("a Chamber's decision is no judgment",
         course(ruling(Instance.ECHR_CHAMBER, {}, kind=DecisionKind.RULING), forum=Forum.ECHR), []),
    ],
)  # fmt: skip
def test_what_sets_which_clock_running(what: str, made: Course, expected: list[str]) -> None:
    assert rules_of(made) == expected, what


def test_one_clock_for_each_applicant_complaint_and_state() -> None:
    # *Mukhtarli v. Azerbaijan and Georgia*, 39503/17: two States, two clocks.
    claims = [claim(SEARCHES, SEVDA, TIMUR), claim(PHONE, SEVDA), claim(georgia := new_id(), SEVDA, state="GE")]
    here = course(ruling(CASSATION, SERVED, final=YES), applicants=(SEVDA, TIMUR), complaints=(SEARCHES, PHONE))
    there = course(ruling(CASSATION, SERVED, final=YES), state="GE", complaints=(georgia,))
    found = {(each.key.applicant_id, each.key.complaint_id, each.state) for each in clocks([here, there], claims)}
    assert found == {
        (SEVDA, SEARCHES, "AZ"), (SEVDA, PHONE, "AZ"), (TIMUR, SEARCHES, "AZ"), (SEVDA, georgia, "GE"),
    }  # fmt: skip


def test_an_applicant_without_a_complaint_keeps_a_clock() -> None:
    (only,) = clocks([course(ruling(CASSATION, SERVED, final=YES), applicants=(TIMUR,))], [claim(SEARCHES, SEVDA)])
    assert (only.key.applicant_id, only.key.complaint_id) == (TIMUR, None)


def test_a_day_of_ones_own_goes_before_the_common_one() -> None:
    own: dict[UUID, Facts] = {TIMUR: {"served_on": day("2026-03-02"), "known_on": None}}
    made = course(ruling(CASSATION, SERVED, final=YES, personal=own), applicants=(SEVDA, TIMUR), complaints=())
    due = {each.key.applicant_id: count(each, the_law()).due for each in clocks([made], [])}
    assert due == {SEVDA: date(2026, 6, 5), TIMUR: date(2026, 7, 2)}


def single(*courses: Course) -> Clock:
    (found,) = [each for each in clocks(courses, [claim(SEARCHES, SEVDA)]) if each.key.rule == APPLICATION]
    return found


FINAL = ruling(CASSATION, SERVED, final=YES)


@pytest.mark.parametrize(
    ("what", "sent", "stops"),
    [
        ("by post", lodged(FilingKind.APPLICATION, day("2026-05-30")), True),
        ("by post, day unknown", lodged(FilingKind.APPLICATION, None), True),
        ("for her by name", lodged(FilingKind.APPLICATION, day("2026-05-30"), Lodged.POST, SEVDA), True),
        ("for somebody else", lodged(FilingKind.APPLICATION, day("2026-05-30"), Lodged.POST, TIMUR), False),
        ("by fax", lodged(FilingKind.APPLICATION, day("2026-05-30"), Lodged.FAX), False),
        ("by e-mail", lodged(FilingKind.APPLICATION, day("2026-05-30"), Lodged.EMAIL), False),
        ("something else", lodged(FilingKind.OTHER, day("2026-05-30")), False),
        ("before anything was decided", lodged(FilingKind.APPLICATION, day("2025-05-30")), False),
    ],
)
def test_what_stops_the_time_before_the_court(what: str, sent: Sent, stops: bool) -> None:
    there = course(forum=Forum.ECHR, sent=[sent])
    assert (single(course(FINAL), there).lodged is sent) is stops, what
    assert (single(course(FINAL, sent=[sent])).lodged is sent) is stops, f"{what}, noted at the domestic proceeding"


def test_a_fax_is_said_not_to_stop_the_time() -> None:
    fax = lodged(FilingKind.APPLICATION, day("2026-05-30"), Lodged.FAX)
    assert "not_by_post" in count(single(course(FINAL, sent=[fax])), the_law()).flags


def test_an_application_against_another_state_stops_nothing() -> None:
    sent = lodged(FilingKind.APPLICATION, day("2026-05-30"))
    assert single(course(FINAL), course(forum=Forum.ECHR, state="GE", sent=[sent])).lodged is None


def test_an_application_about_another_complaint_stops_nothing() -> None:
    sent = lodged(FilingKind.APPLICATION, day("2026-05-30"))
    assert single(course(FINAL), course(forum=Forum.ECHR, complaints=(PHONE,), sent=[sent])).lodged is None


def test_an_appeal_may_be_handed_in_any_way() -> None:
    made = course(
        ruling(FIRST, SERVED, final=NO), sent=[lodged(FilingKind.APPEAL, day("2026-02-20"), Lodged.ECOURT, proven=True)]
    )
    (found,) = clocks([made], [])
    counted = count(found, the_law())
    assert counted.lodged is not None
    assert counted.lodged.proven


def test_a_span_gives_its_earliest_day_to_work_with() -> None:
    facts = {"decided_on": day("2026-01-20"), "served_on": between("2026-02-01", "2026-02-28")}
    counted = count(single(course(ruling(CASSATION, facts, final=YES))), the_law())
    assert (counted.due, counted.latest) == (date(2026, 6, 1), date(2026, 6, 28))
    assert MISSING in counted.doubts


def test_an_unknown_start_gives_no_date() -> None:
    for facts in ({}, {"served_on": DateFact()}, {"served_on": between(None, "2026-02-28")}):
        counted = count(single(course(ruling(CASSATION, facts, final=YES))), the_law())
        assert counted.due is None
        assert counted.no_date is not None
        assert counted.no_date.code in ("no_start", "start_unbounded")
        assert str(counted.no_date.refused)


def test_what_makes_a_date_provisional() -> None:
    law = the_law()
    assert count(single(course(FINAL)), law).doubts == ()
    assert count(single(course(ruling(CASSATION, SERVED))), law).doubts == (FINALITY,)
    unproven = {"decided_on": day("2026-01-20"), "served_on": day("2026-02-05", proven=False)}
    assert count(single(course(ruling(CASSATION, unproven, final=YES))), law).doubts == (NOT_PROVEN,)
    only_decided = {"decided_on": day("2026-01-20")}
    assert count(single(course(ruling(CASSATION, only_decided, final=YES))), law).doubts == (MISSING,)


def test_a_contradiction_is_no_end_of_the_world() -> None:
    facts = {"decided_on": day("2026-02-20"), "served_on": day("2026-02-05")}
    counted = count(single(course(ruling(CASSATION, facts, final=YES))), the_law())
    assert counted.no_date is not None
    assert counted.no_date.code == "before_decision"


def test_kind_of_decision_and_state_reach_the_rule() -> None:
    made = course(ruling(FIRST, {"served_on": day("2026-02-05")}, final=NO, kind=DecisionKind.RULING))
    (found,) = clocks([made], [])
    assert count(found, the_law()).due == date(2026, 2, 16)  # ten days end on a Sunday, 15 February
    left = course(
        ruling(Instance.NONE, {"act_on": day("2023-02-05")}, kind=DecisionKind.ACT), state="RU", forum=Forum.NO_REMEDY
    )
    (gone,) = clocks([left], [])
    refused = count(gone, the_law()).no_date
    assert refused is not None
    assert refused.code == "state_ceased"


MAY, JUNE, JULY = date(2026, 5, 10), date(2026, 6, 5), date(2026, 7, 9)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Given(refused="no_start"), Standing(State.MAY_END_ANY_DAY, None)),
        (Given(refused="no_start", costs=False), Standing(State.NEEDS_FACT, None)),
        (Given(refused="start_unbounded"), Standing(State.MAY_END_ANY_DAY, None)),
        (Given(refused="before_decision"), Standing(State.NEEDS_FACT, None)),
        (Given(computed=JUNE, doubtful=True), Standing(State.PROVISIONAL, JUNE)),
        (Given(computed=JUNE), Standing(State.COMPUTED, JUNE)),
        (Given(computed=JUNE, confirmed=JUNE), Standing(State.CONFIRMED, JUNE)),
        (Given(computed=JUNE, confirmed=JUNE, doubtful=True), Standing(State.PROVISIONAL, JUNE)),
        # A confirmed date whose facts moved: the earlier of the two is worked with.
        (Given(computed=MAY, confirmed=JUNE), Standing(State.COMPUTED, MAY)),
        (Given(computed=JULY, confirmed=JUNE), Standing(State.COMPUTED, JUNE, waiting=JULY)),
        (Given(refused="no_start", confirmed=JUNE), Standing(State.PROVISIONAL, JUNE)),
        # Set by hand: earlier counts at once, later only when a second person has agreed.
        (Given(computed=JUNE, override=MAY), Standing(State.PROVISIONAL, MAY)),
        (Given(computed=JUNE, override=JULY), Standing(State.PROVISIONAL, JUNE, waiting=JULY)),
        (Given(computed=JUNE, override=JULY, confirmed=JULY), Standing(State.CONFIRMED, JULY)),
        (Given(refused="no_start", override=JULY), Standing(State.PROVISIONAL, JULY)),
        # What happened goes before what was decided.
        (Given(computed=JUNE, lodged=True, dropped=True), Standing(State.LODGED_WITH_PROOF, JUNE)),
        (Given(computed=JUNE, lodged=False), Standing(State.LODGED_NO_PROOF, JUNE)),
        (Given(refused="no_start", lodged=False), Standing(State.LODGED_NO_PROOF, None)),
        (Given(computed=JUNE, dropped=True), Standing(State.NOT_PURSUED, JUNE)),
        (Given(computed=JUNE, missed=True), Standing(State.MISSED, JUNE)),
        (Given(computed=JUNE, lodged=True, arises=False), Standing(State.RETIRED, JUNE)),
    ],
)
def test_where_a_limit_stands(given: Given, expected: Standing) -> None:
    assert standing(given) == expected


@pytest.mark.parametrize(
    ("left", "group"),
    [
        (-1, Group.OVERDUE), (0, Group.TODAY), (1, Group.IN_7), (7, Group.IN_7), (8, Group.IN_14), (14, Group.IN_14),
        (15, Group.IN_30), (30, Group.IN_30), (31, Group.IN_60), (60, Group.IN_60), (61, Group.IN_90),
        (90, Group.IN_90), (91, Group.LATER),
    ],
)  # fmt: skip
def test_sections_of_the_board(left: int, group: Group) -> None:
    today = date(2026, 3, 2)
    assert group_of(State.COMPUTED, date.fromordinal(today.toordinal() + left), today) is group


def test_sections_without_a_day() -> None:
    today = date(2026, 3, 2)
    assert group_of(State.MAY_END_ANY_DAY, None, today) is Group.ANY_DAY
    assert group_of(State.NEEDS_FACT, None, today) is Group.NEEDS_FACT
    assert group_of(State.LODGED_NO_PROOF, date(2026, 1, 1), today) is Group.NO_PROOF
    for over in (State.LODGED_WITH_PROOF, State.NOT_PURSUED, State.MISSED, State.RETIRED):
        assert group_of(over, date(2026, 1, 1), today) is None


def test_what_ends_by_something_that_happens_was_not_lodged() -> None:
    state = State.LODGED_NO_PROOF
    assert wording.stands("az.detention.judge", state) != wording.stands("echr.application", state)
    assert wording.stands("az.detention.judge", State.COMPUTED) == wording.stands("echr.application", State.COMPUTED)
