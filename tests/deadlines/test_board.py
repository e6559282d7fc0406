"""What the board counts and shows, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.deadlines import board, service
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.states import Group, State
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.model import Decision, Proceeding
from tests.deadlines.scene import DUE, Scene, change, damage, limit, of, set_limits
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def numbers(scene: Scene, person: object, wanted: Wanted = Wanted()) -> dict[Group, int]:  # noqa: B008
    with scene.office.unit(person, write=False) as uow:  # type: ignore[arg-type]
        found = board.counts(board.scope(uow=uow), wanted, uow=uow)
        for group in Group:
            lines, more = board.page(group, board.scope(uow=uow), wanted, size=100, uow=uow)
            assert not more
            assert sum(line.number for line in lines) == found[group]
        return {group: number for group, number in found.items() if number}


def test_a_lawyer_sees_the_limits_of_her_matters_and_another_none(scene: Scene) -> None:
    assert numbers(scene, scene.cast.lawyer) == {Group.LATER: 3}
    assert numbers(scene, scene.cast.second) == {}


def test_a_coordinator_with_the_docket_sees_all_and_opens_nothing(scene: Scene) -> None:
    assert numbers(scene, scene.reader) == {Group.LATER: 3}
    with scene.office.unit(scene.reader, write=False) as uow:
        (section,) = board.sections(board.scope(uow=uow), Wanted(), uow=uow)
        (line,) = section.lines  # three applicants with one day are one line
        assert (line.number, line.mine, line.opened) == (3, False, [])
        assert line.label is not None
        assert line.label.codename == "Quince 14"


def test_a_coordinator_without_the_docket_has_no_board(scene: Scene) -> None:
    bare = scene.office.hire(Role.COORDINATOR)
    assert numbers(scene, bare) == {}


def test_the_days_pass_and_the_sections_change(scene: Scene) -> None:
    seen = []
    for left in (91, 90, 60, 30, 14, 7, 1, 0, -1):
        scene.office.clock.advance(DUE - scene.office.clock.today())
        scene.office.clock.set(scene.office.clock.now().replace(hour=20, minute=1))  # after midnight in Baku
        day = date.fromordinal(DUE.toordinal() - left)
        scene.office.clock.advance(day - scene.office.clock.today())
        seen += numbers(scene, scene.cast.lawyer)
    assert seen == [
        Group.LATER, Group.IN_90, Group.IN_60, Group.IN_30, Group.IN_14, Group.IN_7, Group.IN_7, Group.TODAY,
        Group.OVERDUE,
    ]  # fmt: skip


def test_what_may_end_any_day_stands_on_top(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision = of(Decision, scene.decision, uow)
        change(decision, clear="served_on", uow=uow)
        change(decision, clear="decided_on", uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        first, *rest = board.sections(board.scope(uow=uow), Wanted(), uow=uow)
        assert (first.group, first.count, rest) == (Group.ANY_DAY, 3, [])


def test_done_is_off_the_board_and_without_proof_at_its_end(scene: Scene) -> None:
    from caseintake.deadlines import lodging
    from caseintake.matters import queries
    from caseintake.matters.kinds import Lodged

    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        lodging.record(row, queries.matter(scene.cast.matter, uow=uow), how=Lodged.POST, uow=uow)
        other = next(one for one in service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
                     if one.id != row.id)  # fmt: skip
        service.drop(other, decided_by="The client", reason="No", uow=uow)
        uow.commit()
    assert numbers(scene, scene.cast.lawyer) == {Group.LATER: 1, Group.NO_PROOF: 1}


def test_filters(scene: Scene) -> None:
    lawyer = scene.cast.lawyer
    assert numbers(scene, lawyer, Wanted(rule="echr.application")) == {Group.LATER: 3}
    assert numbers(scene, lawyer, Wanted(rule="az.civil.appeal")) == {}
    assert numbers(scene, lawyer, Wanted(state=State.CONFIRMED)) == {}
    assert numbers(scene, lawyer, Wanted(unread=True)) == {Group.LATER: 3}
    assert numbers(scene, lawyer, Wanted(matters=frozenset({scene.cast.matter}))) == {Group.LATER: 3}
    assert numbers(scene, lawyer, Wanted(matters=frozenset())) == {}
    with scene.office.unit(scene.reader, write=False) as uow:
        labels = board.labels_of(None, uow=uow)
        assert board.matters_of(labels, person=lawyer) == {scene.cast.matter}
        assert board.matters_of(labels, person=scene.cast.second) == frozenset()
        assert board.matters_of(labels, unowned=True) == frozenset()
        assert board.counts_of(board.scope(uow=uow), Wanted(), uow=uow) == (3, 0)


def test_pages_of_a_section_follow_one_another(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        proceeding = of(Proceeding, scene.cast.proceeding, uow)
        for number, id in enumerate(scene.cast.applicants, 6):
            day = exactly(date(2026, 2, number))
            decision = of(Decision, scene.decision, uow)
            matters.record_service(decision, proceeding=proceeding, applicant_id=id, facts={"served_on": day}, uow=uow)
        uow.commit()
    with scene.office.unit(scene.reader, write=False) as uow:
        within = board.scope(uow=uow)
        pages = [board.page(Group.LATER, within, Wanted(), number=number, size=1, uow=uow) for number in (1, 2, 3)]
        assert [lines[0].due for lines, _ in pages] == [date(2026, 6, 6), date(2026, 6, 7), date(2026, 6, 8)]
        assert [more for _, more in pages] == [True, True, False]


def test_a_row_changed_by_sql_is_marked_for_whoever_can_open_it(scene: Scene) -> None:
    damage(scene.office, due=date(2026, 9, 5))
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        (section,) = board.sections(board.scope(uow=uow), Wanted(), uow=uow)
        assert [line.damaged for line in section.lines] == [True]


def test_somebody_who_left_the_team_sees_nothing_any_more(scene: Scene) -> None:
    from caseintake.matters import queries

    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), scene.cast.second, uow=uow)
        uow.commit()
    assert numbers(scene, scene.cast.second) == {Group.LATER: 3}
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.remove_member(queries.matter(scene.cast.matter, uow=uow), scene.cast.second, uow=uow)
        uow.commit()
    assert numbers(scene, scene.cast.second) == {}
