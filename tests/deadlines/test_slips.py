"""Second reading: one slip, one reader, two signatures, and no key to anything else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseintake.access.visibility import NotVisible, visible
from caseintake.deadlines import board, service, slips
from caseintake.deadlines.model import Deadline, Slip, SlipAnswer, Verdict, What
from caseintake.deadlines.states import State
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters.model import Applicant, ClientFile, Decision, Matter
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import ForgedRecord, Locked
from tests.deadlines.scene import DUE, Scene, change, limit, of, proven, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def ask(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        slips.make(limit(scene, uow), matter, reader=scene.reader, proof="Envelope", page="Served 5.2.2026", uow=uow)
        uow.commit()


def reply(scene: Scene, verdict: Verdict, due: date | None = None, note: str = "") -> None:
    with scene.office.unit(scene.reader) as uow:
        (asked,) = slips.to_read(uow=uow)
        slips.answer(asked.slip, verdict=verdict, due=due, note=note, uow=uow)
        uow.commit()


def take_in(scene: Scene) -> tuple[State, date | None]:
    """The lawyer counts the matter again and takes in what was answered."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        uow.commit()
        row = limit(scene, uow)
        return row.state, row.due


def test_a_second_person_agrees_and_the_date_is_confirmed(scene: Scene) -> None:
    ask(scene)
    reply(scene, Verdict.AGREE)
    assert take_in(scene) == (State.CONFIRMED, DUE)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        row = limit(scene, uow)
        assert row.confirmed is not None
        assert row.confirmed.reader == scene.reader
        assert row.history[-1].what is What.CONFIRMED
        (asked,) = slips.about(row, uow=uow)
        assert (asked.maker, asked.answers[0].reader) == (scene.cast.lawyer, scene.reader)


@pytest.mark.parametrize(
    ("verdict", "due", "note"),
    [(Verdict.ANOTHER, date(2026, 6, 1), ""), (Verdict.MORE, None, "The stamp cannot be read")],
)
def test_any_other_answer_confirms_nothing(scene: Scene, verdict: Verdict, due: date | None, note: str) -> None:
    ask(scene)
    reply(scene, verdict, due, note)
    assert take_in(scene) == (State.COMPUTED, DUE)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert slips.about(limit(scene, uow), uow=uow)[0].verdict is verdict


def test_a_reader_holds_the_slip_and_nothing_else(scene: Scene) -> None:
    ask(scene)
    with scene.office.unit(scene.reader, write=False) as uow:
        assert [asked.slip.codename for asked in slips.to_read(uow=uow)] == ["Quince 14"]
        assert visible(Slip, uow=uow)
        for model in (Matter, Applicant, ClientFile, Deadline, Decision):
            assert visible(model, uow=uow) == []
            for row in uow.session.query(model):
                with pytest.raises(Locked):
                    row.payload()
        with pytest.raises(NotVisible):
            queries.matter(scene.cast.matter, uow=uow)
        (asked,) = slips.to_read(uow=uow)
        said = repr(asked.slip.payload())
        for secret in ("Qarayeva", "Алиев", str(scene.cast.applicants[0]), str(scene.decision)):
            assert secret not in said


def test_a_stranger_sees_no_slip(scene: Scene) -> None:
    ask(scene)
    with scene.office.unit(scene.reader, write=False) as uow:
        id = slips.to_read(uow=uow)[0].slip.id
    with scene.office.unit(scene.cast.second, write=False) as uow:
        assert slips.to_read(uow=uow) == []
        with pytest.raises(NotVisible):
            slips.one(id, uow=uow)


def test_nobody_reads_a_second_time_what_she_made(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter, row = queries.matter(scene.cast.matter, uow=uow), limit(scene, uow)
        for nobody in (scene.cast.lawyer, scene.decision):
            with pytest.raises(Refusal):
                slips.make(row, matter, reader=nobody, uow=uow)
        made = slips.make(row, matter, reader=scene.reader, uow=uow)
        with pytest.raises(Refusal):
            slips.answer(made, verdict=Verdict.AGREE, uow=uow)


def test_an_answer_in_the_readers_name_signed_by_the_maker_confirms_nothing(scene: Scene) -> None:
    ask(scene)
    with scene.office.unit(scene.cast.lawyer) as uow:
        (asked,) = slips.about(limit(scene, uow), uow=uow)
        forged = SlipAnswer(
            vault_id=asked.slip.vault_id,
            slip_id=asked.slip.id,
            verdict=Verdict.AGREE,
            due=DUE,
            answered_on=uow.clock.today(),
        )
        uow.add(forged)
        uow.commit()
    assert take_in(scene) == (State.COMPUTED, DUE)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        (asked,) = slips.about(limit(scene, uow), uow=uow)
        assert asked.answers[0].reader is None
        assert asked.verdict is None


def test_an_answer_changed_after_signing_is_refused(scene: Scene) -> None:
    ask(scene)
    reply(scene, Verdict.MORE, note="Show me the envelope")
    with scene.office.unit(scene.cast.lawyer) as uow:
        (asked,) = slips.about(limit(scene, uow), uow=uow)
        answer, good = asked.answers[0].answer, asked.answers[0].answer.signature()
        answer.verdict, answer.due = Verdict.AGREE, DUE
        number, key = uow.keystore.ready_to_write([answer.vault_id])[answer.vault_id]
        answer.seal(key, number, good)  # whoever holds the vault can seal, but not sign as another
        with pytest.raises(ForgedRecord):
            uow.proof(answer)
        assert slips.agreed(limit(scene, uow), DUE, uow=uow) is None


def test_what_was_read_holds_only_for_that_very_date(scene: Scene) -> None:
    ask(scene)
    reply(scene, Verdict.AGREE)
    take_in(scene)
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 11)), uow=uow)
        row = limit(scene, uow)
        # Later: the date that was read stays until somebody accepts.
        assert (row.state, row.due, row.counted.due) == (State.COMPUTED, DUE, date(2026, 6, 11))
        assert row.moved_on == uow.clock.today()
        service.accept(row, uow=uow)
        assert (row.state, row.due, row.was) == (State.COMPUTED, date(2026, 6, 11), DUE)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 4)), uow=uow)
        row = limit(scene, uow)
        assert (row.state, row.due) == (State.COMPUTED, date(2026, 6, 4))
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 5)), uow=uow)
        assert (row.state, row.due) == (State.CONFIRMED, DUE)  # the date that was read is back


def test_a_confirmed_date_that_gets_earlier_warns_at_once(scene: Scene) -> None:
    ask(scene)
    reply(scene, Verdict.AGREE)
    take_in(scene)
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on_lawyer=proven(date(2026, 2, 2)), uow=uow)
        row = limit(scene, uow)
        assert (row.state, row.due, row.was) == (State.COMPUTED, date(2026, 6, 2), DUE)
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        within = board.scope(uow=uow)
        moved = board.counts(within, board.Wanted(moved=True), uow=uow)
        assert sum(moved.values()) == 3


def test_a_later_date_by_hand_counts_when_it_was_read(scene: Scene) -> None:
    later = date(2026, 7, 20)
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.override(limit(scene, uow), due=later, reason="Letter of the Registry", uow=uow)
        uow.commit()
    ask(scene)
    reply(scene, Verdict.AGREE)
    assert take_in(scene) == (State.CONFIRMED, later)


def test_a_slip_expires(scene: Scene) -> None:
    ask(scene)
    scene.office.clock.advance(timedelta(days=slips.DAYS + 1))
    with pytest.raises(Refusal):
        reply(scene, Verdict.AGREE)


def test_an_answer_needs_what_it_says(scene: Scene) -> None:
    ask(scene)
    for verdict in (Verdict.ANOTHER, Verdict.MORE):
        with pytest.raises(Refusal):
            reply(scene, verdict)


def test_lawyers_and_coordinators_can_be_asked_and_nobody_else(scene: Scene) -> None:
    hire(scene.office, Role.OBSERVER, "Nurlan Isayev")
    hire(scene.office, Role.ADMINISTRATOR, "Orxan Nəbiyev")
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert set(slips.readers(uow=uow)) == {scene.office.coordinator, scene.reader, scene.cast.second}
