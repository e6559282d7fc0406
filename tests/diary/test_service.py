"""Dates typed by hand: at once by one person, on the board and in the feed, read by a second when fatal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from caseintake.access.policy import NotAllowed
from caseintake.access.visibility import NotVisible, visible
from caseintake.deadlines import board as limits
from caseintake.deadlines import feed, slips
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.model import Verdict
from caseintake.deadlines.states import Group, Severity, State
from caseintake.diary import board, service
from caseintake.diary import queries as diary
from caseintake.diary.kinds import Kind, SetBy
from caseintake.diary.model import Appearance, DiaryEntry, HearingNote, What
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import ForgedRecord, Locked, Tampered
from tests.deadlines.scene import Scene, of, set_limits
from tests.diary.scene import DAY, the_dates, typed
from tests.matters.cast import hire
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


def test_one_line_by_one_person_is_enough_and_stands_for_all_applicants(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, label = typed(scene, uow)
        uow.commit()
        assert (entry.state, entry.severity, entry.applicants) == (State.TYPED, Severity.SANCTION, ())
        assert entry.set_by is SetBy.COURT
        assert (label.responsible, label.zone) == (scene.cast.lawyer, scene.office.office.settings.zone)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert [one.entry.id for one in the_dates(scene, uow)] == [entry.id]


def test_a_date_that_moves_keeps_old_new_and_why(scene: Scene) -> None:
    later = DAY + timedelta(days=9)
    with scene.office.unit(scene.cast.lawyer) as uow:
        one, matter = typed(scene, uow, minute=600), queries.matter(scene.cast.matter, uow=uow)
        moved = service.typed_of(one)
        with pytest.raises(Refusal) as refused:
            service.change(one, matter, _replaced(moved, due=later), uow=uow)
        assert codes(refused) == {("why", "needed")}
        service.change(one, matter, _replaced(moved, due=later, minute=840), why="The judge is ill", uow=uow)
        uow.commit()
        line = one.entry.history[-1]
        assert (line.what, line.old, line.old_minute, line.new, line.new_minute, line.why) == (
            What.MOVED, DAY, 600, later, 840, "The judge is ill",
        )  # fmt: skip
        assert (one.entry.due, one.entry.was, one.entry.moved_on) == (later, DAY, uow.clock.today())


def _replaced(said: service.Typed, **changed: Any) -> service.Typed:
    from dataclasses import replace

    return replace(said, **changed)


def test_cancelled_and_taken_up_again_each_with_a_reason(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow)
        with pytest.raises(Refusal):
            service.cancel(entry, reason=" ", uow=uow)
        service.cancel(entry, reason="The complaint was withdrawn", uow=uow)
        assert (entry.state, entry.running) == (State.CANCELLED, False)
        with pytest.raises(Refusal):
            service.cancel(entry, reason="Again", uow=uow)
        service.reopen(entry, reason="By mistake", uow=uow)
        assert (entry.state, entry.running) == (State.TYPED, True)
        assert [line.what for line in entry.history] == [What.TYPED, What.CANCELLED, What.REOPENED]


def test_what_a_hearing_brought_and_the_next_one_in_one_step(scene: Scene) -> None:
    who = (Appearance("Marc Orban", "Orban & Partners", "1-2"), Appearance("Leyla Quliyeva", "", "3"))
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        one = typed(scene, uow, place="Sabail District Court", room="4", appearances=who, minute=600, bring="The order")
        with pytest.raises(Refusal) as refused:
            service.hold(one, matter, result="Adjourned", next_due=DAY, uow=uow)
        assert codes(refused) == {("next_due-year", "next_before")}
        later = service.hold(
            one, matter, result="Adjourned", next_due=DAY + timedelta(days=7), next_minute=660, uow=uow
        )
        assert later is not None
        assert (one.entry.state, one.entry.result) == (State.DONE, "Adjourned")
        assert (later.entry.follows, later.entry.place, later.entry.appearances) == (one.entry.id, one.entry.place, who)
        assert (later.entry.due, later.label.minute, later.entry.result) == (DAY + timedelta(days=7), 660, "")


def test_who_is_not_of_the_matter_is_refused_at_the_box(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        with pytest.raises(Refusal) as refused:
            typed(
                scene, uow, responsible=scene.cast.second, applicants=(scene.cast.second,), minute=1440, lasts=0,
                zone="Mars/Base",
            )  # fmt: skip
        assert codes(refused) == {
            ("responsible", "not_on_team"), ("applicants", "stranger"), ("time", "no_such_time"),
            ("lasts", "no_such_length"), ("zone", "no_such_zone"),
        }  # fmt: skip


def test_an_observer_types_nothing_and_a_stranger_sees_nothing(scene: Scene) -> None:
    observer = hire(scene.office, Role.OBSERVER, "Nurlan Isayev")
    with scene.office.unit(scene.cast.lawyer) as uow:
        typed(scene, uow)
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), observer, uow=uow)
        uow.commit()
    with scene.office.unit(observer) as uow, pytest.raises(NotAllowed):
        typed(scene, uow)
    with scene.office.unit(scene.cast.second, write=False) as uow:
        assert visible(DiaryEntry, uow=uow) == []
        assert diary.dates_between(DAY, DAY, uow=uow) == []
        with pytest.raises(NotVisible):
            queries.matter(scene.cast.matter, uow=uow)


# --- a fatal date -----------------------------------------------------------------------------------------------------


def fatal(scene: Scene) -> Any:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow, Kind.COURT_DATE, severity=Severity.FATAL)
        matter = queries.matter(scene.cast.matter, uow=uow)
        assert entry.state is State.TYPED_UNREAD
        service.ask(entry, matter, reader=scene.reader, proof="Order of the court", uow=uow)
        uow.commit()
        return entry.id


def answer(scene: Scene, verdict: Verdict = Verdict.AGREE) -> None:
    with scene.office.unit(scene.reader) as uow:
        (asked,) = slips.to_read(uow=uow)
        slips.answer(asked.slip, verdict=verdict, note="Which order?", uow=uow)
        uow.commit()


def take_in(scene: Scene) -> int:
    with scene.office.unit(scene.cast.lawyer) as uow:
        taken = service.take_in(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        uow.commit()
        return taken


def test_a_fatal_date_is_confirmed_by_a_second_person_through_a_slip(scene: Scene) -> None:
    id = fatal(scene)
    assert take_in(scene) == 0
    answer(scene)
    assert take_in(scene) == 1
    assert take_in(scene) == 0
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        entry = of(DiaryEntry, id, uow)
        assert entry.state is State.CONFIRMED
        assert entry.confirmed is not None
        assert entry.confirmed.reader == scene.reader


def test_another_answer_confirms_nothing_and_neither_does_one_about_another_day(scene: Scene) -> None:
    id = fatal(scene)
    answer(scene, Verdict.MORE)
    assert take_in(scene) == 0
    with scene.office.unit(scene.cast.lawyer) as uow:
        one = diary.date_of(queries.matter(scene.cast.matter, uow=uow), id, uow=uow)
        said = _replaced(service.typed_of(one), due=DAY + timedelta(days=1))
        service.change(one, queries.matter(scene.cast.matter, uow=uow), said, why="Letter of the court", uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader) as uow:
        (asked,) = slips.to_read(uow=uow)
        slips.answer(asked.slip, verdict=Verdict.AGREE, uow=uow)
        uow.commit()
    assert take_in(scene) == 0


def test_a_confirmed_date_that_moves_needs_a_new_reading(scene: Scene) -> None:
    id = fatal(scene)
    answer(scene)
    take_in(scene)
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        one = diary.date_of(matter, id, uow=uow)
        service.change(one, matter, _replaced(service.typed_of(one), due=DAY - timedelta(days=1)), why="x", uow=uow)
        assert one.entry.state is State.TYPED_UNREAD


# --- board, feed, week ------------------------------------------------------------------------------------------------


def test_typed_dates_stand_on_the_board_beside_limits(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        typed(scene, uow, due=uow.clock.today(), minute=600, what="Şahid dinlənilir")
        typed(scene, uow, Kind.COURT_DATE, severity=Severity.FATAL, due=uow.clock.today() + timedelta(days=5))
        cancelled, _ = typed(scene, uow, due=uow.clock.today())
        service.cancel(cancelled, reason="x", uow=uow)
        uow.commit()
    for person, opens in ((scene.reader, False), (scene.cast.lawyer, True), (scene.cast.second, None)):
        with scene.office.unit(person, write=False) as uow:
            within = limits.scope(uow=uow)
            sections = board.sections(within, Wanted(), uow=uow)
            seen = {(one.group, line.rule, line.minute, line.mine) for one in sections for line in one.lines}
            if opens is None:
                assert seen == set()
                continue
            assert seen == {
                (Group.TODAY, "typed.hearing", 600, opens),
                (Group.IN_7, "typed.court_date", None, opens),
                (Group.LATER, "echr.application", None, opens),
            }
            assert {one.group: one.count for one in sections} == {Group.TODAY: 1, Group.IN_7: 1, Group.LATER: 3}
            assert board.counts_of(within, Wanted(), uow=uow) == (4, 0)
            only = board.sections(within, Wanted(rule="typed.hearing"), uow=uow)
            assert [line.rule for one in only for line in one.lines] == ["typed.hearing"]


def test_a_coordinator_reads_hour_and_people_and_not_one_word(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        typed(scene, uow, minute=600, what="Sevda Qarayeva is heard", bring="Her passport")
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        (one,) = diary.hearings_between(DAY, DAY, uow)
        assert (one.codename, one.entry, one.label is not None) == ("Quince 14", None, True)
        assert one.label is not None
        assert (one.label.minute, one.label.responsible) == (600, scene.cast.lawyer)
        for row in uow.session.query(DiaryEntry):
            with pytest.raises(Locked):
                row.payload()


def test_a_typed_date_changed_by_sql_is_refused_and_named(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow)
        uow.commit()
    with scene.office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(update(DiaryEntry.__table__).values(due=DAY + timedelta(days=3)))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        lines = [line for one in board.sections(limits.scope(uow=uow), Wanted(), uow=uow) for line in one.lines]
        assert board.check(lines, uow=uow) == {scene.cast.matter: 1}
        assert [line.first for line in lines if line.damaged] == [entry.id]
    with scene.office.unit(scene.cast.lawyer, write=False) as uow, pytest.raises(Tampered):
        of(DiaryEntry, entry.id, uow).payload()


def test_the_feed_tells_day_letters_and_kind_and_nothing_else(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        typed(scene, uow, what="Sevda Qarayeva is heard", place="Sabail District Court", minute=600)
        token, ref = feed.make(uow=uow), queries.matter(scene.cast.matter, uow=uow).ref
        uow.commit()
    with scene.office.office.unit() as uow:
        written = feed.calendar(token, more=board.in_feed, uow=uow)
    assert written is not None
    said = written.decode()
    assert f"SUMMARY:{ref}: Hearing" in said
    assert "DTSTART;VALUE=DATE:20260414" in said
    assert not any(word in said for word in ("Sevda", "Sabail", "10:00", "T1000"))


def test_two_hearings_of_one_lawyer_in_two_matters_clash(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        first = typed(scene, uow, minute=600)
        other = matters.create_matter(codename="Sage 30", responsible=scene.cast.lawyer, uow=uow)
        second = service.record(other, service.Typed(kind=Kind.HEARING, due=DAY, minute=630), uow=uow)
        ((found, its),) = diary.clashes_with(first, uow)
        assert (found.person, found.sure, its.id) == (scene.cast.lawyer, True, second.entry.id)
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:  # who holds the docket and neither matter
        ((_each, one, two),) = diary.clashes(DAY, DAY, uow)
        assert {one.codename, two.codename} == {"Quince 14", "Sage 30"}
    with scene.office.unit(scene.cast.lawyer) as uow:
        service.cancel(of(DiaryEntry, second.entry.id, uow), reason="x", uow=uow)
        assert diary.clashes(DAY, DAY, uow) == []


# --- notes ------------------------------------------------------------------------------------------------------------


def test_two_observers_write_side_by_side_and_each_note_is_proven(scene: Scene) -> None:
    assistant = hire(scene.office, Role.ASSISTANT, "Nil Ərdoğan")
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow)
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), assistant, uow=uow)
        service.write_note(entry, present="Judge, clerk", refused="The video was not admitted", uow=uow)
        uow.commit()
    with scene.office.unit(assistant) as uow:
        service.write_note(
            of(DiaryEntry, entry.id, uow), objections="The record omits our request", objected_on=DAY, uow=uow
        )
        uow.commit()
        rows = diary.notes_of(of(DiaryEntry, entry.id, uow), uow=uow)
        assert {uow.proof(row).author.id for row in rows} == {scene.cast.lawyer, assistant}
        assert all(row.written_at == uow.clock.now() for row in rows)


def test_a_note_written_over_by_a_colleague_is_no_proof_any_more(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow)
        note = service.write_note(entry, asked="To hear the expert", uow=uow)
        good = note.signature()
        note.asked = "Nothing"
        number, key = uow.keystore.ready_to_write([note.vault_id])[note.vault_id]
        note.seal(key, number, good)
        with pytest.raises(ForgedRecord):
            uow.proof(note)


def test_an_empty_note_and_a_day_without_objections_are_refused(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        entry, _ = typed(scene, uow)
        with pytest.raises(Refusal) as refused:
            service.write_note(entry, objected_on=date(2026, 4, 15), uow=uow)
        assert codes(refused) == {("asked", "needed"), ("objections", "needed")}
        assert uow.session.query(HearingNote).count() == 0
