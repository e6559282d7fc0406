"""The life of an applicant in a matter: which steps can follow which, and what each one leaves to be done."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseintake.kernel.ids import new_id
from caseintake.matters import places, queries, service, tasks
from caseintake.matters.kinds import Forum, TaskKind
from caseintake.matters.person import Life, Move, NameWish, PlaceRole
from caseintake.matters.service import Refusal
from caseintake.people import lifecycle, lives, naming, relations
from caseintake.people.kinds import RelationKind, Wish
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests

TODAY = date(2026, 3, 2)
ME = new_id()
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 4, 1))
STEPS = st.lists(st.tuples(st.sampled_from(Life), DAYS, st.lists(st.sampled_from(Wish), max_size=2)), max_size=9)


def lived(steps: list[tuple[Life, date | None, list[Wish]]]) -> list[tuple[Move, ...]]:
    """Every life on the way through these steps, those that cannot be left out."""
    found: list[tuple[Move, ...]] = [()]
    for life, on, wishes in steps:
        new = Move(life=life, on=on, by=ME, recorded_on=TODAY)
        if not lifecycle.faults(found[-1], new, wishes, TODAY):
            found.append(lifecycle.after(found[-1], new))
    return found


@settings(max_examples=300, deadline=None)
@given(steps=STEPS)
def test_nobody_comes_back_from_death_and_no_day_lies_before_the_last(steps) -> None:
    for before, moves in zip([()], lived(steps)[1:], strict=False):
        assert lifecycle.without_last(moves) == before
    moves = lived(steps)[-1]
    states = [move.life for move in moves]
    if Life.DIED in states:
        dead = states[states.index(Life.DIED) :]
        assert Life.LEFT not in dead
        assert Life.REFERRED not in dead
        assert lifecycle.alive(moves) is False
    days = [move.on for move in moves if move.on is not None]
    assert days == sorted(days)
    assert all(day <= TODAY for day in days)
    assert all(life in lifecycle.MOVES for life in Life)
    assert lifecycle.state_of(moves) == (states[-1] if states else Life.ACTIVE)
    assert states.count(Life.JOINED_LATER) <= 1


@settings(max_examples=100, deadline=None)
@given(wishes=st.lists(st.sampled_from(Wish), max_size=4))
def test_heirs_go_on_only_if_one_of_them_wishes_it(wishes) -> None:
    dead = (Move(life=Life.DIED, on=None, by=ME, recorded_on=TODAY),)

    def can(life: Life) -> bool:
        return not lifecycle.faults(dead, Move(life=life, on=TODAY, by=ME, recorded_on=TODAY), wishes, TODAY)

    assert can(Life.HEIRS_PURSUE) == (Wish.PURSUE in wishes)
    assert can(Life.HEIRS_STOP) == (Wish.PURSUE not in wishes)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def kinds(file, uow) -> list[TaskKind]:
    return sorted(task.what for task in tasks.tasks_of([file], uow=uow))


@pytest.mark.one_engine
def test_leaving_death_heirs_and_another_matter(office, cast):
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.record_proceeding(matter, state="AZ", forum=Forum.ECHR, applicants=cast.applicants, uow=uow)
        rows = queries.applicants(matter, uow=uow)
        sevda, timur, nil = (queries.client_files(rows, uow=uow)[row.id] for row in rows)
        today = uow.clock.today()

        # The brother who reported it cannot take her out; she can, and nobody else is touched.
        relations.record(timur, RelationKind.SIBLING, sevda, uow=uow)
        with pytest.raises(Refusal) as refused:
            lives.move(rows[0], sevda, matter, Life.LEFT, on=today, said_by=timur.id, uow=uow)
        assert refused.value.faults[0].code == "may_not_decide"
        lives.move(rows[0], sevda, matter, Life.LEFT, on=today, why="She fears for her son", uow=uow)
        assert kinds(sevda, uow) == [TaskKind.ASK_TO_STRIKE_OUT, TaskKind.LEAVE_COMPLAINT]
        assert lifecycle.state_of(rows[0].moves) is Life.LEFT
        assert kinds(timur, uow) == kinds(nil, uow) == []
        assert rows[1].moves == rows[2].moves == ()
        assert "fears" not in repr(rows[0].moves), "why stands in her file alone"
        lives.take_back(rows[0], sevda, uow=uow)
        assert lifecycle.state_of(rows[0].moves) is Life.ACTIVE

        # A death: the letter within seven days, each heir asked in a file of her own, one of them goes on.
        heir = queries.client_file(places.add_place(matter, PlaceRole.HEIR, name="Günel Əliyeva", uow=uow), uow=uow)
        kin = relations.record(heir, RelationKind.HEIR, timur, uow=uow)
        lives.move(rows[1], timur, matter, Life.DIED, on=None, uow=uow)
        assert kinds(timur, uow) == [TaskKind.TELL_REGISTRY]
        (asked,) = tasks.tasks_of([heir], uow=uow)
        assert (asked.what, asked.due_on) == (TaskKind.ASK_HEIR, today + timedelta(days=7))
        with pytest.raises(Refusal):
            lives.move(rows[1], timur, matter, Life.HEIRS_PURSUE, on=today, uow=uow)
        lives.record_wish(kin, Wish.PURSUE, today, uow=uow)
        with pytest.raises(Refusal):
            lives.other_died(heir, today + timedelta(days=1), uow=uow)
        lives.other_died(heir, today, uow=uow)
        with pytest.raises(Refusal):  # the dead go on with no case
            lives.move(rows[1], timur, matter, Life.HEIRS_PURSUE, on=today, uow=uow)
        lives.other_lives(heir, uow=uow)
        lives.move(rows[1], timur, matter, Life.HEIRS_PURSUE, on=today, uow=uow)

        # Handed to another matter: the one file, a place there, and a step in both.
        other = service.create_matter(codename="Plum 2", team=[cast.second], uow=uow)
        made = lives.refer(rows[2], nil, matter, other, uow=uow)
        assert lifecycle.state_of(rows[2].moves) is Life.REFERRED
        assert lifecycle.state_of(made.moves) is Life.JOINED_LATER
        lives.wish_name_kept(nil, NameWish(asked_on=today, why="Her sources"), uow=uow)
        assert (naming.public(nil), naming.public(sevda)) == ("N. Ə.", "Sevda Qarayeva")
        other_id = other.id
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        (row,) = queries.applicants(queries.matter(other_id, uow=uow), uow=uow)
        assert queries.client_file(row, uow=uow).name == "Nil Ərdoğan"
        assert isinstance(row.moves[0].matter_id, UUID)
