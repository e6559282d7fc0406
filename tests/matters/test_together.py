"""One act for many is the same as the same act for each, and what cannot be for one stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from caseintake.deadlines.events import listen
from caseintake.deadlines.service import deadlines_of
from caseintake.matters import decisions, queries, service, together
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Forum, Instance
from caseintake.matters.model import Applicant, Matter, Proceeding, ServiceOnApplicant, Task
from caseintake.matters.outcome import Outcome
from caseintake.matters.papers import signed_off
from caseintake.matters.refusal import Refusal
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.staging import staged

MANY = 6
Act = Callable[["Joint", Sequence[Applicant]], Outcome]


class Joint:
    """The matter read in one unit of work."""

    def __init__(self, cast: Cast, uow: UnitOfWork) -> None:
        self.uow = uow
        self.matter: Matter = queries.matter(cast.matter, uow=uow)
        self.people = queries.applicants(self.matter, uow=uow)
        self.domestic = next(row for row in self.proceedings() if row.forum is Forum.CIVIL)
        self.applications = [row for row in self.proceedings() if row.forum is Forum.ECHR]
        (self.decision,) = queries.decisions([self.domestic], uow=uow)[self.domestic.id]

    def proceedings(self) -> list[Proceeding]:
        return queries.proceedings(self.matter, uow=self.uow)

    def state(self) -> dict[str, Any]:
        """All that these acts can change, without ids drawn at random."""
        uow = self.uow
        files = queries.client_files(self.people, uow=uow)
        of = {file.id: id for id, file in files.items()}
        signed = signed_off(files.values(), uow=uow)
        served = uow.session.scalars(select(ServiceOnApplicant))
        return {
            "served": {row.applicant_id: (row.facts, row.history) for row in served},
            "tasks": sorted((of[row.client_file_id], row.text) for row in uow.session.scalars(select(Task))),
            "signed": {of[id]: (one.by, one.complete) for id, one in signed.items()},
            "responsible": {row.id: row.responsible for row in self.people},
            "applications": {row.id: sorted(row.applicants) for row in self.applications},
            "limits": sorted(
                (str(row.applicant_id), row.rule, row.state, row.due or date.max, str(row.proceeding_id))
                for row in deadlines_of(self.matter, uow=uow) if row.arises
            ),
        }  # fmt: skip


def _serve(joint: Joint, people: Sequence[Applicant]) -> Outcome:
    facts = {"served_on": exactly(date(2026, 2, 20))}
    return together.record_service(joint.decision, people, facts, proceeding=joint.domestic, uow=joint.uow)


def _move(joint: Joint, people: Sequence[Applicant]) -> Outcome:
    return together.move(joint.matter, people, joint.applications[-1], uow=joint.uow)


ACTS: dict[str, Act] = {
    "service": _serve,
    "paper": lambda joint, people: together.ask_for_paper(people, "Copy of the passport", uow=joint.uow),
    "sign_off": lambda joint, people: together.sign_off(people, complete=True, uow=joint.uow),
    "look_after": lambda joint, people: together.look_after(joint.matter, people, joint.uow.actor.id, uow=joint.uow),
    "move": _move,
}


@staged
def _set(office: OfficeForTests) -> Cast:
    """Six more applicants, one of them closed to the lawyer and one outside the proceeding; two applications."""
    cast = set_scene(office)
    closed = hire(office, office.roles[cast.lawyer], "Rəna Vəliyeva")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, closed, uow=uow)
        more = [service.add_applicant(matter, name=f"Applicant No {n}", uow=uow) for n in range(MANY)]
        service.restrict(more[0], {closed}, matter=matter, uow=uow)
        domestic = queries.within(Proceeding, cast.proceeding, matter, uow=uow)
        ids = [*cast.applicants, *(row.id for row in more[:-1])]
        service.change_proceeding(
            domestic, matter=matter, state="AZ", forum=Forum.CIVIL, applicants=ids, complaints=[cast.complaint],
            court="", case_number="", status=domestic.status, note="", uow=uow,
        )  # fmt: skip
        service.record_decision(
            domestic, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION,
            facts={"decided_on": exactly(date(2026, 2, 10)), "served_on": exactly(date(2026, 2, 15))}, uow=uow,
        )  # fmt: skip
        for some in (ids[:4], ids[4:6]):
            service.record_proceeding(matter, state="AZ", forum=Forum.ECHR, applicants=some, uow=uow)
        uow.commit()
    return cast


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    listen(office.office)
    return _set(office)


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ACTS)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.sets(st.integers(1, 3 + MANY), min_size=1))
def test_an_act_for_many_is_the_act_for_each_of_them(
    office: OfficeForTests, cast: Cast, name: str, chosen: set[int]
) -> None:
    def played(one_by_one: bool) -> tuple[set[UUID], dict[UUID, str], dict[str, Any]]:
        with office.unit(cast.lawyer) as uow:
            joint = Joint(cast, uow)
            people = [row for row in joint.people if row.number in chosen]
            parts = [[row] for row in people] if one_by_one else [people]
            told = [ACTS[name](joint, part) for part in parts]
            uow.flush()
            refused = {id: fault.code for one in told for id, fault in one.refused.items()}
            return {id for one in told for id in one.done}, refused, joint.state()  # rolled back

    assert played(one_by_one=False) == played(one_by_one=True)


@pytest.mark.one_engine
def test_service_for_many_is_what_one_records_for_one_and_a_stranger_stops_nobody(
    office: OfficeForTests, cast: Cast
) -> None:
    facts = {"served_on": exactly(date(2026, 2, 20))}
    with office.unit(cast.lawyer) as uow:
        joint = Joint(cast, uow)
        for row in joint.people[:-1]:
            decisions.record_service(
                joint.decision, proceeding=joint.domestic, applicant_id=row.id, facts=facts, uow=uow
            )
        singly = joint.state()
    with office.unit(cast.lawyer) as uow:
        joint = Joint(cast, uow)
        outcome = _serve(joint, joint.people)
        assert joint.state() == singly
        assert [fault.code for fault in outcome.refused.values()] == ["not_in_proceeding"]
        assert len(outcome.done) == 2 + MANY
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        joint = Joint(cast, uow)
        outcome = together.record_service(
            joint.decision, joint.people, {"served_on": exactly(date(2025, 1, 1))}, proceeding=joint.domestic, uow=uow
        )
        assert not outcome.done, "nobody is served before the decision"
        assert joint.state()["served"] == singly["served"]


@pytest.mark.one_engine
def test_who_is_closed_or_lodged_already_is_named_and_the_others_go_on(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        joint = Joint(cast, uow)
        asked = together.ask_for_paper(joint.people, "Copy of the passport", uow=uow)
        assert [fault.code for fault in asked.refused.values()] == ["file_closed"]
        again = together.ask_for_paper(joint.people, "copy of the PASSPORT ", uow=uow)
        assert not again.done
        together.sign_off(joint.people, complete=True, uow=uow)
        together.sign_off(joint.people[:1], complete=False, uow=uow)
        files = queries.client_files(joint.people, uow=uow)
        signed = signed_off(files.values(), uow=uow)
        assert {one.by for one in signed.values()} == {cast.lawyer}
        assert [signed[files[row.id].id].complete for row in joint.people[:2]] == [False, True]
        with pytest.raises(Refusal):
            together.look_after(joint.matter, joint.people, cast.second, uow=uow)
        moved = together.move(joint.matter, joint.people, joint.applications[-1], uow=uow)
        after = joint.applications[-1]
        assert set(moved.done) | {id for id, fault in moved.refused.items() if fault.code == "there_already"} == set(
            after.applicants
        )
        assert not joint.applications[0].applicants
        assert set(joint.applications[0].turns[-1].went) < set(moved.done), "who went is kept"
