"""Joining and severing: nobody is lost or doubled, and a decision concerns those who were there on its day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import UUID

import pytest

from caseintake.deadlines import arising, reading
from caseintake.deadlines.situations import APPLICATION, AZ_APPEAL, Course
from caseintake.deadlines.statute import the_law
from caseintake.kernel.ids import new_id
from caseintake.matters import joinings, proceedings, queries, service, together
from caseintake.matters.facts import DateFact, exactly
from caseintake.matters.joining_model import Joining, MoveKind
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged, Status
from caseintake.matters.model import Proceeding
from caseintake.matters.service import Refusal
from caseintake.matters.turns import Turn, TurnKind, grown, people, stays
from caseintake.vault.errors import Locked
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests

ANN, BEN, CEM, DAN = (UUID(int=n) for n in range(1, 5))
ON = date(2026, 3, 2)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def begin(cast: Cast, uow: UnitOfWork, *whose: UUID, forum: Forum = Forum.CIVIL, state: str = "AZ") -> Proceeding:
    matter = queries.matter(cast.matter, uow=uow)
    return service.record_proceeding(matter, state=state, forum=forum, applicants=whose, uow=uow)


def turn(why: TurnKind, came: tuple[UUID, ...] = (), went: tuple[UUID, ...] = (), day: str = "") -> Turn:
    fact = exactly(date.fromisoformat(day)) if day else None
    return Turn(on=ON, by=ANN, why=why, came=came, went=went, day=fact)


def test_what_was_decided_concerns_those_who_were_there() -> None:
    """Of two joined cases: the earlier decision of each is its own people's, the later one everybody's."""
    here = grown((), (ANN, BEN), turn(TurnKind.JOINED, came=(CEM,), day="2026-02-10"))
    here = grown(here, people(here), turn(TurnKind.SEVERED, went=(BEN,), day="2026-02-20"))
    course = Course(new_id(), "AZ", Forum.CIVIL, Status.PENDING, people(here), (), stays=stays(here))
    for day, concerned, sure in (
        ("2026-02-01", {ANN, BEN}, {ANN, BEN}),
        ("2026-02-15", {ANN, BEN, CEM}, {ANN, BEN, CEM}),
        ("2026-02-25", {ANN, CEM}, {ANN, CEM}),
    ):
        on = exactly(date.fromisoformat(day))
        assert set(course.concerned(on)) == concerned, day
        assert set(course.surely_in(on)) == sure, day
    # A day nobody knows may be any: every clock runs, and no filing is taken for somebody who was perhaps not there.
    assert set(course.concerned(None)) == {ANN, BEN, CEM}
    assert set(course.surely_in(DateFact())) == {ANN}


def test_a_correction_is_no_move() -> None:
    """Somebody ticked by mistake was never there; taking a move back leaves no trace in the counting."""
    wrong = grown((), (ANN, BEN), turn(TurnKind.CHANGED, went=(BEN,)))
    assert [stay.applicant_id for stay in stays(wrong)] == [ANN]
    gone = grown((), (ANN,), turn(TurnKind.SEVERED, went=(ANN,), day="2026-02-10"))
    back = grown(gone, people(gone), turn(TurnKind.TAKEN_BACK, came=(ANN,)))
    assert [stay.until for stay in stays(back)] == [None]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.one_engine
def test_everybody_is_where_the_history_says(office: OfficeForTests, cast: Cast, seed: int) -> None:
    """After any acts: the people of each proceeding, its turns, and a second bookkeeping are one and the same."""
    chance = random.Random(seed)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = [begin(cast, uow, *cast.applicants[: n + 1]) for n in range(3)]
        books = {row.id: set(row.applicants) for row in rows}
        done: list[tuple[Joining, dict[UUID, set[UUID]]]] = []
        for _step in range(25):
            source, target = chance.sample(rows, 2)
            before = {id: set(who) for id, who in books.items()}
            act = chance.choice(("join", "sever", "back", "edit"))
            if act == "back" and done:
                joining, earlier = done.pop()
                joinings.take_back(joining, matter=matter, reason="Recorded twice", uow=uow)
                books = earlier
            elif act == "edit" and not done:
                whose = chance.sample(cast.applicants, 2)
                proceedings.put_people(source, whose, TurnKind.CHANGED, uow=uow)
                books[source.id] = set(whose)
            elif act in ("join", "sever") and source.applicants:
                some = source.applicants if act == "join" else chance.sample(source.applicants, 1)
                made = (
                    joinings.join(source, target, uow=uow)
                    if act == "join"
                    else joinings.sever(source, target, some, uow=uow)
                )
                books[source.id] -= set(some)
                books[target.id] |= set(some)
                done.append((made, before))
            for row in rows:
                assert set(row.applicants) == books[row.id] == set(people(row.turns)), (seed, act)
                now = [stay.applicant_id for stay in stays(row.turns) if stay.until is None]
                assert sorted(now) == sorted(row.applicants)
        uow.commit()


def test_clocks_and_filings_stay_with_whom_they_were_of(office: OfficeForTests, cast: Cast) -> None:
    """A judgment from before the joining runs for its people on; a form sent before is no form of those who came."""
    ann, ben, cem = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        first, second = begin(cast, uow, ann, ben), begin(cast, uow, cem)
        days = {"decided_on": exactly(date(2026, 1, 20)), "served_on": exactly(date(2026, 1, 25))}
        judgment = {"kind": DecisionKind.JUDGMENT, "instance": Instance.FIRST, "is_final": Finality.NO}
        decided = service.record_decision(first, **judgment, facts=days, uow=uow)  # type: ignore[arg-type]
        application = begin(cast, uow, cem, forum=Forum.ECHR)
        service.record_filing(
            application, kind=FilingKind.APPLICATION, how=Lodged.POST, lodged_on=exactly(date(2026, 2, 20)), uow=uow
        )
        ended = service.record_decision(
            first, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, is_final=Finality.YES, facts=days, uow=uow
        )
        order = exactly(date(2026, 2, 24))
        joinings.join(first, second, ordered_on=order, decision_id=decided.id, uow=uow)
        joinings.sever(second, application, [ann], ordered_on=order, uow=uow)
        assert (first.status, first.applicants, set(second.applicants)) == (Status.JOINED, (), {ben, cem})
        clocks = arising.clocks(reading.case(matter, uow=uow), the_law())
        of = {(c.key.rule, c.key.applicant_id): c for c in clocks if c.key.decision_id in (decided.id, ended.id)}
        assert {who for rule, who in of if rule == APPLICATION} == {ann, ben}
        assert of[APPLICATION, ann].lodged is None
        assert (AZ_APPEAL, cem) not in of
        # What reached somebody who has moved on since can still be recorded.
        service.record_service(
            ended, proceeding=first, applicant_id=ann, facts={"served_on": exactly(date(2026, 2, 1))}, uow=uow
        )


def test_who_moves_into_an_application_that_went_out_has_lodged_nothing(office: OfficeForTests, cast: Cast) -> None:
    ann, ben, _cem = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        lodged, prepared = (begin(cast, uow, whose, forum=Forum.ECHR) for whose in (ann, ben))
        sent = exactly(date(2026, 2, 20))
        service.record_filing(lodged, kind=FilingKind.APPLICATION, how=Lodged.POST, lodged_on=sent, uow=uow)
        people_in = {row.id: row for row in queries.applicants(matter, uow=uow)}
        assert together.move(matter, [people_in[ben]], lodged, uow=uow).done == [ben]
        assert (set(lodged.applicants), prepared.applicants) == ({ann, ben}, ())
        assert lodged.there_on(sent) == (ann,)


def test_what_cannot_be_joined_and_what_is_put_back_first(office: OfficeForTests, cast: Cast) -> None:
    ann, ben, _cem = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        first, second, third = begin(cast, uow, ann), begin(cast, uow, ben), begin(cast, uow)
        georgia, act = begin(cast, uow, state="GE"), begin(cast, uow, forum=Forum.NO_REMEDY)
        for target, code in ((first, "same_proceeding"), (georgia, "other_state"), (act, "no_court")):
            with pytest.raises(Refusal) as caught:
                joinings.join(first, target, uow=uow)
            assert caught.value.faults[0].code == code
        one = joinings.join(first, second, uow=uow)
        two = joinings.sever(second, third, [ann], uow=uow)
        assert (one.kind, one.missing) == (MoveKind.JOINED, ("no_day_of_event", "no_order"))
        with pytest.raises(Refusal, match="gone_on"):
            joinings.take_back(one, matter=matter, reason="Another case", uow=uow)
        with pytest.raises(Refusal, match="need_reason_why"):
            joinings.take_back(two, matter=matter, reason=" ", uow=uow)
        joinings.take_back(two, matter=matter, reason="Another case", uow=uow)
        joinings.take_back(one, matter=matter, reason="Another case", uow=uow)
        assert (first.status, first.applicants, second.applicants) == (Status.PENDING, (ann,), (ben,))
        with pytest.raises(Refusal, match="taken_back_already"):
            joinings.take_back(one, matter=matter, reason="Another case", uow=uow)
        # The tree has no circles.
        proceedings.grow_from(second, first.id, matter=matter, uow=uow)
        proceedings.grow_from(third, second.id, matter=matter, uow=uow)
        with pytest.raises(Refusal, match="grew_from_it"):
            proceedings.grow_from(first, third.id, matter=matter, uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow, pytest.raises(Locked):
        joinings.take_back(uow.session.get_one(Joining, one.id), matter=matter, reason="Not mine", uow=uow)


def test_a_day_far_ahead_or_behind_keeps_its_people() -> None:
    day = exactly(ON)
    course = Course(
        new_id(), "AZ", Forum.CIVIL, Status.PENDING, (ANN,), (), stays=stays(
            grown((), (ANN, DAN), turn(TurnKind.SEVERED, went=(DAN,), day=ON.isoformat()))
        ),
    )  # fmt: skip
    assert set(course.concerned(exactly(ON + timedelta(days=1)))) == {ANN}
    assert set(course.concerned(day)) == {ANN, DAN}  # on the very day: both
