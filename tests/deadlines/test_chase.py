"""Several sets of one application on several roads, and what becomes of it when the Registry does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from caseintake.deadlines import board, chase, service
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.situations import APPLICATION
from caseintake.deadlines.states import Group, Severity, State
from caseintake.deadlines.statute import the_law
from caseintake.matters import dispatches, queries
from caseintake.matters import service as matters
from caseintake.matters.dispatch_model import AnswerKind, Dispatch, Postmark
from caseintake.matters.dispatches import Sending
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import FilingKind, Forum, Lodged
from caseintake.matters.model import Filing, Proceeding
from caseintake.matters.refusal import Refusal
from caseintake.monday import sheet
from caseintake.reminders import agenda, gathering
from caseintake.work import UnitOfWork
from tests.deadlines.scene import DUE, PAPER, Scene, limits, of, set_limits
from tests.office import OfficeForTests

#: The period of the rule file, never a number of this program.
WAIT = timedelta(days=the_law().rules[chase.CHASE].file.versions[0].period.days or 0)
POSTED = date(2026, 3, 2)


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def on(scene: Scene, day: date, hour: int = 12, minute: int = 0) -> None:
    zone = ZoneInfo(scene.office.office.settings.zone)
    scene.office.clock.set(datetime.combine(day, time(hour, minute), tzinfo=zone))


@contextmanager
def at_work(scene: Scene) -> Iterator[UnitOfWork]:
    """The lawyer, alone."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        yield uow
        uow.commit()


def filed(scene: Scene, day: date | None, how: Lodged = Lodged.POST, proof: UUID | None = None) -> UUID:
    with at_work(scene) as uow:
        made = matters.record_filing(
            of(Proceeding, scene.cast.proceeding, uow), kind=FilingKind.APPLICATION, how=how,
            lodged_on=exactly(day) if day else None, proof_id=proof, uow=uow,
        )  # fmt: skip
        return made.id


def sent(scene: Scene, filing: UUID, road: str, day: date, *proofs: UUID, **more: object) -> UUID:
    with at_work(scene) as uow:
        made = dispatches.record_dispatch(
            of(Filing, filing, uow), of(Proceeding, scene.cast.proceeding, uow),
            Sending(channel=road, proofs=proofs, **more),  # type: ignore[arg-type]
            days={"handed_on": exactly(day)}, uow=uow,
        )  # fmt: skip
        return made.id


def answered(scene: Scene, filing: UUID, kind: AnswerKind, day: date, number: str = "") -> None:
    with at_work(scene) as uow:
        dispatches.record_answer(
            of(Filing, filing, uow), of(Proceeding, scene.cast.proceeding, uow),
            kind=kind, answered_on=exactly(day), number=number, document_id=PAPER, uow=uow,
        )  # fmt: skip


def applications(scene: Scene, uow: UnitOfWork) -> list[Deadline]:
    return [row for row in limits(scene, uow) if row.rule == APPLICATION and row.arises]


def counted(scene: Scene) -> set[tuple[State, UUID | None]]:
    """The state of every application limit, and which set counts for it."""
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        rows = applications(scene, uow)
        assert len(rows) == 3
        return {(row.state, row.counted.lodged.dispatch_id if row.counted.lodged else None) for row in rows}


def waiting(scene: Scene) -> tuple[State, date | None, date | None]:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        every = service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        (row,) = [row for row in every if row.rule == chase.CHASE]
        return row.state, row.due, row.send_again_by


def test_of_three_roads_the_first_provable_one_in_time_counts(scene: Scene) -> None:
    """The last evening, 17:50, one lawyer alone at the post office."""
    on(scene, DUE, 17, 50)
    filing = filed(scene, DUE - timedelta(days=4))
    assert counted(scene) == {(State.LODGED_NO_PROOF, None)}
    second = sent(scene, filing, "registered_post", DUE, PAPER, tracking="RR 123 456 789 AZ")
    assert counted(scene) == {(State.LODGED_WITH_PROOF, second)}
    on(scene, DUE + timedelta(days=3))
    sent(scene, filing, "courier", DUE + timedelta(days=3), PAPER)
    assert counted(scene) == {(State.LODGED_WITH_PROOF, second)}
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert uow.proof(of(Dispatch, second, uow)).author.id == scene.cast.lawyer


def test_a_proven_set_after_the_last_day_does_not_hide_the_one_in_time(scene: Scene) -> None:
    on(scene, DUE + timedelta(days=1))
    filing = filed(scene, DUE)
    sent(scene, filing, "registered_post", DUE + timedelta(days=1), PAPER)
    assert counted(scene) == {(State.LODGED_NO_PROOF, None)}


def test_a_road_that_does_not_stop_the_time_is_recorded_and_stops_nothing(scene: Scene) -> None:
    on(scene, DUE)
    filing = filed(scene, DUE, Lodged.FAX)
    for road in ("email", "rule39_site", "other"):
        sent(scene, filing, road, DUE, PAPER)
    assert counted(scene) == {(State.COMPUTED, None)}
    courier = sent(scene, filing, "courier", DUE - timedelta(days=1), PAPER)
    # No text says that a courier stops it: it may, and is never taken as proven.
    assert counted(scene) == {(State.LODGED_NO_PROOF, courier)}
    # A letter goes before it, whichever of the two was recorded or handed over first.
    letter = sent(scene, filing, "registered_post", DUE)
    assert counted(scene) == {(State.LODGED_NO_PROOF, letter)}


def test_a_receipt_of_a_courier_as_the_first_road_proves_no_day_either(scene: Scene) -> None:
    on(scene, DUE)
    filed(scene, DUE, Lodged.COURIER, PAPER)
    assert counted(scene) == {(State.LODGED_NO_PROOF, None)}


def test_what_proves_nothing_is_amber_and_what_came_back_stops_nothing(scene: Scene) -> None:
    on(scene, DUE)
    filing = filed(scene, None, Lodged.FAX)
    blurred = sent(scene, filing, "registered_post", DUE, PAPER, postmark=Postmark.ILLEGIBLE)
    assert counted(scene) == {(State.LODGED_NO_PROOF, blurred)}
    with at_work(scene) as uow:
        row = of(Dispatch, blurred, uow)
        dispatches.change_dispatch(
            row, of(Filing, filing, uow), of(Proceeding, scene.cast.proceeding, uow),
            Sending(channel="registered_post", proofs=(PAPER,), postmark=Postmark.LEGIBLE),
            days={"returned_on": exactly(DUE)}, clear={}, uow=uow,
        )  # fmt: skip
    assert counted(scene) == {(State.COMPUTED, None)}


def test_a_filing_recorded_by_mistake_stops_nothing(scene: Scene) -> None:
    on(scene, DUE - timedelta(days=4))
    filing = filed(scene, DUE - timedelta(days=4), proof=PAPER)
    running = {(State.LODGED_WITH_PROOF, None)}
    assert counted(scene) == running
    for why, expected in (("Of another case", {(State.COMPUTED, None)}), ("", running)):
        with at_work(scene) as uow:
            row, proceeding = of(Filing, filing, uow), of(Proceeding, scene.cast.proceeding, uow)
            matters.change_filing(
                row, proceeding=proceeding, kind=row.kind, how=row.how, what=row.what, lodged_by=row.lodged_by,
                applicants=row.applicants, proof_id=row.proof_id, taken_back=why, uow=uow,
            )  # fmt: skip
            assert bool(queries.filings([proceeding], uow=uow)[proceeding.id]) is not bool(why)
        assert counted(scene) == expected
        with scene.office.unit(scene.cast.lawyer, write=False) as uow:
            every = service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
            chased = [row for row in every if row.rule == chase.CHASE and row.running]
            assert bool(chased) is not bool(why), "nobody waits for an answer to what was never sent"


def test_a_road_no_file_describes_is_refused(scene: Scene) -> None:
    filing = filed(scene, POSTED)
    with pytest.raises(Refusal, match="unknown_choice"):
        sent(scene, filing, "pigeon", POSTED)


def test_without_an_answer_it_turns_fatal_on_board_monday_and_reminders_without_any_key(scene: Scene) -> None:
    on(scene, POSTED)
    filed(scene, POSTED, proof=PAPER)
    last = POSTED + WAIT
    assert waiting(scene)[1:] == (last, DUE)

    def seen(today: date) -> tuple[list[tuple[Group, Severity, date | None]], bool, list[agenda.Item]]:
        on(scene, today)
        # A coordinator who holds the docket and no key to the matter.
        with scene.office.unit(scene.reader, write=False) as uow:
            found = board.sections(board.scope(uow=uow), Wanted(rule=chase.CHASE), uow=uow)
            lines = [(one.group, line.severity, line.again) for one in found for line in one.lines]
            monday = [line for one in sheet.sheet(uow=uow).fatal for line in one.lines if line.rule == chase.CHASE]
        with scene.office.office.unit() as host:
            items = [item for item in gathering.items(uow=host) if item.rule == chase.CHASE]
        return lines, bool(monday), items

    lines, monday, items = seen(last)
    assert lines == [(Group.TODAY, Severity.INTERNAL, DUE)]
    assert not monday
    assert [(item.due, item.severity) for item in items] == [(last, Severity.INTERNAL)]

    after = last + timedelta(days=1)
    lines, monday, items = seen(after)
    assert lines == [(Group.OVERDUE, Severity.FATAL, DUE)]
    assert monday
    # The days that are left to send it again count down like any fatal last day.
    assert [(item.due, item.severity) for item in items] == [(DUE, Severity.FATAL)]
    assert agenda.step_of(items[0], after) == "60"
    assert agenda.step_of(items[0], DUE) == "0"

    lines, monday, items = seen(DUE + timedelta(days=1))
    assert monday
    assert [(item.due, item.severity) for item in items] == [(last, Severity.FATAL)]


def test_an_acknowledgement_ends_it_and_taking_it_back_begins_it_again(scene: Scene) -> None:
    on(scene, POSTED)
    filing = filed(scene, POSTED, proof=PAPER)
    on(scene, POSTED + timedelta(days=30))
    answered(scene, filing, AnswerKind.ACKNOWLEDGED, POSTED + timedelta(days=25), "12345/26")
    assert waiting(scene)[0] is State.LODGED_WITH_PROOF
    with at_work(scene) as uow:
        (answer,) = dispatches.answers_to([of(Filing, filing, uow)], uow=uow)[filing]
        dispatches.take_back_answer(
            answer, of(Filing, filing, uow), of(Proceeding, scene.cast.proceeding, uow), reason="Other file", uow=uow
        )
    assert waiting(scene)[1:] == (POSTED + WAIT, DUE)
    assert waiting(scene)[0] is not State.LODGED_WITH_PROOF


def test_the_number_of_another_file_goes_with_the_answer_that_brought_it(scene: Scene) -> None:
    with at_work(scene) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        case = matters.record_proceeding(
            matter, state="AZ", forum=Forum.ECHR, applicants=scene.cast.applicants, uow=uow
        )
        at_home = of(Proceeding, scene.cast.proceeding, uow)
        for begun in (case, at_home):  # an application is often recorded where the last decision was given
            filing = matters.record_filing(begun, kind=FilingKind.APPLICATION, how=Lodged.POST, uow=uow)
            answer = dispatches.record_answer(filing, begun, kind=AnswerKind.ACKNOWLEDGED, number="12345/26", uow=uow)
            assert case.case_number == "12345/26"
            dispatches.take_back_answer(answer, filing, begun, reason="Other file", uow=uow)
            assert case.case_number == ""
        assert at_home.case_number != "12345/26"


def test_a_rejected_form_never_stopped_the_time_and_a_new_one_is_waited_for_anew(scene: Scene) -> None:
    on(scene, POSTED)
    filing = filed(scene, POSTED, proof=PAPER)
    letter = date(2026, 5, 4)
    on(scene, letter + timedelta(days=3))
    answered(scene, filing, AnswerKind.REJECTED, letter)
    assert counted(scene) == {(State.COMPUTED, None)}
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        rows = applications(scene, uow)
        assert {row.counted.flags[-1] for row in rows} == {"form_rejected"}
        again = chase.resubmit_by(rows, exactly(letter), the_law())
        assert {result.due for result in again.values()} == {DUE}
        assert len(again) == 3
    assert not waiting(scene)[0].name.startswith("MAY")
    assert waiting(scene)[2] is None

    whole = sent(scene, filing, "registered_post", letter + timedelta(days=2), PAPER)
    assert counted(scene) == {(State.LODGED_WITH_PROOF, whole)}
    assert waiting(scene)[1:] == (letter + timedelta(days=2) + WAIT, DUE)


def test_who_sent_it_again_after_waiting_waits_anew_and_a_second_road_at_once_does_not_put_it_off() -> None:
    law, first = the_law(), exactly(POSTED)
    at_once = exactly(POSTED + timedelta(days=7))
    after = exactly(POSTED + WAIT + timedelta(days=1))
    assert chase.waits_from([at_once, first], law) == first
    assert chase.waits_from([first, after, at_once], law) == after
    assert chase.waits_from([None], law) is None


def test_the_registry_answers_nothing_but_applications(scene: Scene) -> None:
    with at_work(scene) as uow:
        proceeding = of(Proceeding, scene.cast.proceeding, uow)
        appeal = matters.record_filing(proceeding, kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        with pytest.raises(Refusal, match="not_an_application"):
            dispatches.record_answer(appeal, proceeding, kind=AnswerKind.REJECTED, uow=uow)


def test_counting_again_changes_nothing_that_stands(scene: Scene) -> None:
    filed(scene, POSTED, proof=PAPER)
    with at_work(scene) as uow:
        assert service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow) == []
