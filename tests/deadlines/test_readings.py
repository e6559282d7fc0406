"""Many second readings at once: a slip for each question, and one yes for nothing that was not looked at."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.deadlines import readings, service, slips
from caseintake.deadlines.model import Verdict
from caseintake.deadlines.readings import Unread
from caseintake.deadlines.states import State
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.model import Decision, Proceeding
from caseintake.matters.refusal import Refusal
from tests.deadlines.scene import DECIDED, DUE, SERVED, Scene, judgment, limits, of, proven, set_limits
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    """Three limits of one decision; it reached one of the three applicants later."""
    made = set_limits(office)
    with office.unit(made.cast.lawyer) as uow:
        matters.record_service(
            of(Decision, made.decision, uow),
            proceeding=of(Proceeding, made.cast.proceeding, uow),
            applicant_id=made.cast.applicants[1],
            facts={"served_on": proven(date(2026, 2, 20))},
            uow=uow,
        )
        uow.commit()
    return made


def unread(scene: Scene) -> list[tuple[date, int, bool]]:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        return [(one.question.due, len(one.rows), one.asked is not None) for one in readings.unread(uow=uow)]


def ask(scene: Scene, proof: str = "", only: int | None = None) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        found: list[Unread] = readings.unread(uow=uow)
        chosen = found if only is None else found[only : only + 1]
        readings.ask(chosen, reader=scene.reader, proofs={one.key: proof for one in chosen}, uow=uow)
        uow.commit()


def test_what_differs_in_one_day_is_another_question(scene: Scene) -> None:
    assert unread(scene) == [(DUE, 2, False), (date(2026, 6, 20), 1, False)]


def test_the_same_days_of_another_decision_are_another_question(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        judgment(of(Proceeding, scene.cast.proceeding, uow),
                 {"decided_on": proven(DECIDED), "served_on": proven(SERVED)}, uow=uow)  # fmt: skip
        uow.commit()
    assert sorted(unread(scene)) == [(DUE, 2, False), (DUE, 3, False), (date(2026, 6, 20), 1, False)]


def test_each_question_goes_out_on_its_own_slip_and_is_confirmed_by_its_own_yes(scene: Scene) -> None:
    ask(scene, "Envelope")
    assert unread(scene) == [(DUE, 2, True), (date(2026, 6, 20), 1, True)]
    with scene.office.unit(scene.reader) as uow:
        first, second = slips.to_read(uow=uow)
        assert (len(first.slip.named), len(second.slip.named)) == (2, 1)
        assert {first.slip.proof, second.slip.proof} == {"Envelope"}
        assert readings.same(first, [first, second], uow.clock.today()) == []
        slips.answer(first.slip, verdict=Verdict.AGREE, uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert sorted((row.due, row.state) for row in limits(scene, uow)) == [
            (DUE, State.CONFIRMED), (DUE, State.CONFIRMED), (date(2026, 6, 20), State.COMPUTED),
        ]  # fmt: skip
    assert unread(scene) == [(date(2026, 6, 20), 1, True)]


def test_one_yes_covers_slips_that_say_the_same_and_no_other(scene: Scene) -> None:
    for proof in ("Envelope", "Envelope", "Register"):
        ask(scene, proof, only=0)
    with scene.office.unit(scene.reader) as uow:
        everything = slips.to_read(uow=uow)
        mine = next(one for one in everything if one.slip.proof == "Envelope")
        same = readings.same(mine, everything, uow.clock.today())
        assert [one.slip.proof for one in same] == ["Envelope"]
        slips.answer(mine.slip, verdict=Verdict.AGREE, uow=uow)
        readings.agree(same, uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        assert sorted((one.slip.proof, one.verdict) for one in slips.to_read(uow=uow) if one.verdict) == [
            ("Envelope", Verdict.AGREE), ("Envelope", Verdict.AGREE),
        ]  # fmt: skip


def test_who_was_asked_about_one_was_not_asked_about_the_others(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        first = readings.unread(uow=uow)[0]
        slips.make(first.rows[0], first.matter, reader=scene.reader, uow=uow)
        uow.commit()
    assert sorted(unread(scene)) == [(DUE, 1, False), (DUE, 1, True), (date(2026, 6, 20), 1, False)]


def test_who_asks_cannot_be_the_reader(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow, pytest.raises(Refusal):
        readings.ask(readings.unread(uow=uow), reader=scene.cast.lawyer, proofs={}, uow=uow)


def test_a_coordinator_without_a_key_has_nothing_to_ask(scene: Scene) -> None:
    with scene.office.unit(scene.reader, write=False) as uow:
        assert readings.unread(uow=uow) == []
