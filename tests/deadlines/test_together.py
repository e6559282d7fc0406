"""Many limits that end on one day for one reason: asked, answered and lodged in one step, each still proven alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from caseintake.deadlines import lodging, service, slips
from caseintake.deadlines.model import Deadline, Slip, SlipAnswer, Verdict, What
from caseintake.deadlines.states import State
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Forum, Instance, Lodged
from caseintake.matters.model import Decision, Proceeding
from caseintake.work import UnitOfWork
from tests.deadlines.scene import DUE, Scene, limit, limits, of, proven, set_limits
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def ask_about_all(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        slips.make(limit(scene, uow), matter, reader=scene.reader, others=limits(scene, uow), uow=uow)
        uow.commit()


def reply(scene: Scene, verdict: Verdict, note: str = "") -> None:
    with scene.office.unit(scene.reader) as uow:
        (asked,) = slips.to_read(uow=uow)
        slips.answer(asked.slip, verdict=verdict, note=note, uow=uow)
        uow.commit()


def take_in(scene: Scene) -> list[State]:
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        uow.commit()
        return [row.state for row in limits(scene, uow)]


def serve_one_otherwise(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision, proceeding = of(Decision, scene.decision, uow), of(Proceeding, scene.cast.proceeding, uow)
        matters.record_service(
            decision, proceeding=proceeding, applicant_id=scene.cast.applicants[2],
            facts={"served_on": proven(date(2026, 2, 9))}, uow=uow,
        )  # fmt: skip
        uow.commit()


def test_one_slip_one_answer_and_each_limit_confirmed_by_a_record_of_its_own(scene: Scene) -> None:
    ask_about_all(scene)
    reply(scene, Verdict.AGREE)
    assert take_in(scene) == [State.CONFIRMED] * 3
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        rows = limits(scene, uow)
        given = [row.confirmed for row in rows]
        answers = {one.answer_id for one in given if one is not None}
        assert len(answers) == 3
        assert {one.slip_id for one in given if one is not None} == {rows[0].slips[0]}
        for row, one in zip(rows, given, strict=True):
            assert one is not None
            record = of(SlipAnswer, one.answer_id, uow)
            assert (record.deadline_id, record.due) == (row.id, DUE)
            assert uow.proof(record).author.id == scene.reader


def test_a_slip_names_only_limits_with_the_same_date_and_facts(scene: Scene) -> None:
    serve_one_otherwise(scene)
    ask_about_all(scene)
    reply(scene, Verdict.AGREE)
    assert sorted(take_in(scene)) == [State.COMPUTED, State.CONFIRMED, State.CONFIRMED]


def test_an_answer_for_all_confirms_no_limit_that_has_moved_since(scene: Scene) -> None:
    ask_about_all(scene)
    reply(scene, Verdict.AGREE)
    serve_one_otherwise(scene)
    assert sorted(take_in(scene)) == [State.COMPUTED, State.CONFIRMED, State.CONFIRMED]


def test_one_doubt_is_heard_at_every_limit(scene: Scene) -> None:
    ask_about_all(scene)
    reply(scene, Verdict.MORE, note="The stamp cannot be read")
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        asked = slips.about_each(limits(scene, uow), uow=uow)
        assert [one.verdict for (one,) in asked.values()] == [Verdict.MORE] * 3


def test_what_is_confirmed_already_is_not_asked_again(scene: Scene) -> None:
    ask_about_all(scene)
    reply(scene, Verdict.AGREE)
    take_in(scene)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        row = limit(scene, uow)
        assert slips.alike(row, limits(scene, uow)) == [row]


@contextmanager
def statements(scene: Scene) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(scene.office.office.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(scene.office.office.engine, "before_cursor_execute", note)


def test_reading_what_was_answered_costs_the_same_for_few_and_for_many(scene: Scene) -> None:
    ask_about_all(scene)
    reply(scene, Verdict.AGREE)
    took = []
    for number in (1, 3):
        with scene.office.unit(scene.cast.lawyer, write=False) as uow:
            rows = limits(scene, uow)[:number]
            with statements(scene) as asked:
                assert service.unheard(rows, uow=uow) == number
            took.append(len(asked))
    assert took[0] == took[1]


def test_lodging_is_recorded_once_for_those_who_end_on_one_day(scene: Scene) -> None:
    serve_one_otherwise(scene)
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter, row = queries.matter(scene.cast.matter, uow=uow), limit(scene, uow)
        filing = lodging.record(
            row, matter, how=Lodged.POST, lodged_on=exactly(date(2026, 2, 28)), whose=lodging.Whose.SAME_DAY,
            rows=limits(scene, uow), uow=uow,
        )  # fmt: skip
        assert set(filing.applicants) == set(scene.cast.applicants[:2])
        assert sorted(one.state for one in limits(scene, uow)) == [State.COMPUTED, *[State.LODGED_NO_PROOF] * 2]


def to_the_court(scene: Scene, course: Proceeding, uow: UnitOfWork) -> list[Deadline]:
    """The limits of a proceeding for the Court; those for a domestic body run beside them."""
    every = service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
    return [row for row in every if (row.proceeding_id, row.rule) == (course.id, "echr.application.no_remedy")]


def test_a_proceeding_recorded_before_its_act_leaves_one_limit_with_its_whole_history(scene: Scene) -> None:
    """The limit goes on when the act it waited for is recorded: none appears and disappears."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        whose = scene.cast.applicants[:1]
        course = matters.record_proceeding(matter, state="AZ", forum=Forum.NO_REMEDY, applicants=whose, uow=uow)
        (waiting,) = to_the_court(scene, course, uow)
        assert waiting.state is State.MAY_END_ANY_DAY
        matters.record_decision(
            course, kind=DecisionKind.ACT, instance=Instance.NONE, facts={"act_on": proven(date(2026, 2, 3))}, uow=uow
        )
        (row,) = to_the_court(scene, course, uow)
        assert (row.id, row.due, row.moved_on) == (waiting.id, date(2026, 6, 3), None)
        assert [line.what for line in row.history] == [What.COUNTED, What.COMPLETED, What.MOVED]


def test_what_somebody_decided_about_is_not_carried_to_a_decision_that_came_later(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        whose = scene.cast.applicants[:1]
        course = matters.record_proceeding(matter, state="AZ", forum=Forum.NO_REMEDY, applicants=whose, uow=uow)
        (waiting,) = to_the_court(scene, course, uow)
        service.drop(waiting, decided_by="The client", reason="No", uow=uow)
        matters.record_decision(
            course, kind=DecisionKind.ACT, instance=Instance.NONE, facts={"act_on": proven(date(2026, 2, 3))}, uow=uow
        )
        states = {row.id: row.state for row in to_the_court(scene, course, uow)}
        assert states.pop(waiting.id) is State.RETIRED
        assert list(states.values()) == [State.COMPUTED]


def test_an_answer_that_names_no_limit_covers_the_first_alone(scene: Scene) -> None:
    """Given when a slip was about one limit, it must not confirm what the maker adds to the slip afterwards."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        slips.make(limit(scene, uow), queries.matter(scene.cast.matter, uow=uow), reader=scene.reader, uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader) as uow:
        (asked,) = slips.to_read(uow=uow)
        slip = asked.slip
        uow.add(
            SlipAnswer(
                vault_id=slip.vault_id, slip_id=slip.id, verdict=Verdict.AGREE, due=DUE, answered_on=uow.clock.today()
            )
        )
        uow.commit()
    with scene.office.unit(scene.cast.lawyer) as uow:
        first = limit(scene, uow)
        others = [row for row in limits(scene, uow) if row.id != first.id]
        of(Slip, slip.id, uow).also = tuple(row.id for row in others)
        for row in others:
            row.slips = (*row.slips, slip.id)
        uow.commit()
    take_in(scene)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        confirmed = {row.id for row in limits(scene, uow) if row.state is State.CONFIRMED}
        assert confirmed == {limit(scene, uow).id}
