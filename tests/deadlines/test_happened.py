"""What happened, from the record to the clock: sealed, signed, corrected, taken back; many people on a few days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from caseintake.access.policy import NotAllowed
from caseintake.deadlines import rule_readings, service
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.deadlines.statute import the_law
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, team
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance
from caseintake.matters.model import Decision, Matter, ProceduralEvent, Proceeding
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import Locked, Tampered
from caseintake.work import UnitOfWork
from tests.deadlines.scene import Scene, limits, of, proven, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def rows(scene: Scene, rule: str, uow: UnitOfWork) -> list[Deadline]:
    every = service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
    return [row for row in every if row.rule == rule]


def arrest(scene: Scene, uow: UnitOfWork, hour: str = "14:20") -> ProceduralEvent:
    return matters.record_event(
        queries.matter(scene.cast.matter, uow=uow),
        kind="arrested",
        facts={"arrested_at": exactly(date(2026, 3, 1), time=hour)},
        applicants=[scene.cast.applicants[0]],
        note="At the airport",
        uow=uow,
    )


def test_an_event_is_sealed_signed_and_sets_its_clock_running_in_the_same_unit(scene: Scene) -> None:
    cast = scene.cast
    with scene.office.unit(cast.lawyer) as uow:
        before = {row.key: row.id for row in limits(scene, uow)}
        event = arrest(scene, uow)
        (row,) = rows(scene, "az.detention.judge", uow)
        assert (row.applicant_id, row.proceeding_id, row.event_id) == (cast.applicants[0], None, event.id)
        assert (row.due, row.severity.value) == (date(2026, 3, 3), "alarm")
        assert row.counted.due_at is not None
        assert row.counted.due_at.isoformat() == "2026-03-03T14:20:00"
        # Nothing of what ran before has become another limit.
        assert {row.key: row.id for row in limits(scene, uow)} == before
        uow.commit()
        id = event.id
    with scene.office.unit(cast.lawyer, write=False) as uow:
        event = of(ProceduralEvent, id, uow)
        assert uow.proof(event).author.id == cast.lawyer
        assert (event.kind, event.note) == ("arrested", "At the airport")
    with scene.office.office.engine.connect() as connection:
        stored = connection.execute(text("SELECT * FROM procedural_event")).one()
        assert not any(word in bytes(stored.sealed) for word in (b"arrested", b"airport"))
        assert set(stored._mapping) == {"id", "vault_id", "epoch", "sealed", "revision", "matter_id"}
    with scene.office.unit(cast.second, write=False) as uow, pytest.raises(Locked):
        of(ProceduralEvent, id, uow).payload()


def test_it_is_corrected_with_history_met_by_what_happens_next_and_taken_back(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        event = arrest(scene, uow)
        same = {"proceeding_id": None, "choices": {}, "applicants": event.applicants, "complaints": ()}
        corrected = {"arrested_at": exactly(date(2026, 2, 28), time="23:50")}
        matters.change_event(event, matter=matter, documents=(), note="", facts=corrected, **same, uow=uow)
        (row,) = rows(scene, "az.detention.judge", uow)
        assert (row.due, row.history[-1].facts) == (date(2026, 3, 2), ("arrested_at",))
        assert [(one.fact, one.old.time) for one in event.history] == [("arrested_at", "14:20")]
        # An empty box erases nothing, and a cleared date needs a reason.
        matters.change_event(event, matter=matter, documents=(), note="", **same, uow=uow)
        assert rows(scene, "az.detention.judge", uow)[0].due == date(2026, 3, 2)
        with pytest.raises(Refusal):
            matters.change_event(
                event, matter=matter, documents=(), note="", clear={"arrested_at": " "}, **same, uow=uow
            )
        judge = matters.record_event(
            matter,
            kind="brought_before_judge",
            facts={"happened_on": proven(date(2026, 3, 1))},
            applicants=event.applicants,
            uow=uow,
        )
        assert rows(scene, "az.detention.judge", uow)[0].state is State.LODGED_WITH_PROOF
        matters.take_back(judge, matter=matter, reason="Another person of this name", uow=uow)
        assert rows(scene, "az.detention.judge", uow)[0].running
        matters.take_back(event, matter=matter, reason="Recorded twice", uow=uow)
        assert rows(scene, "az.detention.judge", uow)[0].state is State.RETIRED
        for kind in ("application_dispatched", "final_domestic_decision", "no such word"):
            with pytest.raises(Refusal):
                matters.record_event(matter, kind=kind, uow=uow)
        with pytest.raises(Refusal):
            matters.record_event(matter, kind="arrested", applicants=[new_id()], uow=uow)


def test_an_observer_records_nothing(scene: Scene) -> None:
    observer = hire(scene.office, Role.OBSERVER, "Rəna Hacıyeva")
    with scene.office.unit(scene.cast.lawyer) as uow:
        team.add_member(queries.matter(scene.cast.matter, uow=uow), observer, uow=uow)
        uow.commit()
    with scene.office.unit(observer) as uow, pytest.raises(NotAllowed):
        arrest(scene, uow)


def test_one_decision_on_many_people_on_a_few_days_is_one_act(scene: Scene) -> None:
    sevda, timur, nil = scene.cast.applicants
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision, proceeding = of(Decision, scene.decision, uow), of(Proceeding, scene.cast.proceeding, uow)
        early, late = {"served_on": proven(date(2026, 2, 10))}, {"served_on": proven(date(2026, 2, 20))}
        groups = [((sevda, nil), early), ((timur,), late)]
        assert matters.record_services(decision, proceeding=proceeding, groups=groups, uow=uow) == 3
        due = {row.applicant_id: row.due for row in limits(scene, uow)}
        assert due == {sevda: date(2026, 6, 10), nil: date(2026, 6, 10), timur: date(2026, 6, 20)}
        for wrong in ([((sevda,), early), ((sevda,), late)], [((new_id(),), early)], []):
            with pytest.raises(Refusal):
                matters.record_services(decision, proceeding=proceeding, groups=wrong, uow=uow)
        matter = queries.matter(scene.cast.matter, uow=uow)
        days = [((sevda, timur), {"last_contact_on": exactly(date(2026, 2, 1))}),
                ((nil,), {"last_contact_on": exactly(date(2026, 2, 15))})]  # fmt: skip
        assert len(matters.record_events(matter, kind="contact_made", groups=days, uow=uow)) == 2
        contact = {row.applicant_id: row.due for row in rows(scene, "echr.contact", uow)}
        assert contact == {sevda: date(2026, 5, 2), timur: date(2026, 5, 2), nil: date(2026, 5, 16)}


def test_the_reading_the_office_chose_counts_everywhere_and_is_signed(scene: Scene) -> None:
    office, cast = scene.office, scene.cast
    rule = the_law().rules["az.crim.cassation"]
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        proceeding = matters.record_proceeding(
            matter, state="AZ", forum=Forum.CRIMINAL, applicants=cast.applicants[:1], uow=uow
        )
        matters.record_decision(
            proceeding,
            kind=DecisionKind.JUDGMENT,
            instance=Instance.APPEAL,
            is_final=Finality.NO,
            facts={"served_on": proven(date(2026, 2, 5)), "decided_on": proven(date(2026, 2, 1))},
            choices={"gravity": "serious"},
            uow=uow,
        )
        (row,) = rows(scene, rule.id, uow)
        assert (row.state, row.due) == (State.NEEDS_FACT, None)
        assert row.counted.no_date is not None
        dates = dict(row.counted.no_date.refused.readings)
        uow.commit()
    first, second = list(dates)[:2]
    with office.unit(cast.lawyer) as uow:
        for wrong, reason in ((first, " "), ("no such reading", "read it")):
            with pytest.raises(Refusal):
                rule_readings.choose(rule, wrong, reason=reason, uow=uow)
        rule_readings.choose(rule, first, reason="Text in force read on paper", uow=uow)
        assert service.outdated(of(Matter, cast.matter, uow), uow=uow) == 1
        service.refresh(of(Matter, cast.matter, uow), uow=uow)
        assert rows(scene, rule.id, uow)[0].due == dates[first]
        assert service.outdated(of(Matter, cast.matter, uow), uow=uow) == 0
        uow.commit()
    # A later choice counts, the earlier one stays; who has no key of the directory counts alike.
    with office.unit(office.coordinator) as uow:
        rule_readings.choose(rule, second, reason="The Bar was asked", uow=uow)
        uow.commit()
    assistant = hire(office, Role.ASSISTANT, "Günel Abbasova")
    with office.unit(cast.lawyer) as uow:
        team.add_member(of(Matter, cast.matter, uow), assistant, uow=uow)
        uow.commit()
    with office.unit(assistant) as uow:
        service.refresh(queries.matter(cast.matter, uow=uow), uow=uow)
        assert rows(scene, rule.id, uow)[0].due == dates[second]
        assert not uow.keystore.can_open(rule_readings.directory(uow=uow))
        uow.commit()
    # Back to the one that gives more time: no day of the case changed, so the date waits until somebody looks at it.
    assert dates[second] < dates[first]
    with office.unit(cast.lawyer) as uow:
        rule_readings.choose(rule, first, reason="The Bar was asked again", uow=uow)
        service.refresh(of(Matter, cast.matter, uow), uow=uow)
        (row,) = rows(scene, rule.id, uow)
        assert (row.due, service.waiting(row)) == (dates[second], dates[first])
    with office.unit(cast.lawyer, write=False) as uow:
        kept = rule_readings.history(uow=uow)[rule.id]
        assert [(one.reading, uow.proof(one).author.id) for one in kept] == [
            (first, cast.lawyer), (second, office.coordinator),
        ]  # fmt: skip
    with office.office.engine.execution_options(writing=True).connect() as connection:
        assert b"Bar was asked" not in b"".join(connection.execute(text("SELECT sealed FROM rule_reading")).scalars())
        connection.execute(text("UPDATE rule_reading SET reading = :first"), {"first": first})
        connection.commit() if connection.dialect.name != "sqlite" else connection.exec_driver_sql("COMMIT")
    # The assistant has no key of the directory and is not deceived either, nor by a row put where nobody has a key.
    for person in (cast.lawyer, assistant):
        with office.unit(person, write=False) as uow, pytest.raises(Tampered):
            rule_readings.chosen(uow=uow)
    elsewhere = "UPDATE rule_reading SET reading = :second, vault_id = (SELECT id FROM vault WHERE kind = 'docket')"
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(text(f"{elsewhere} WHERE number = 2"), {"second": second})
        connection.execute(text("DELETE FROM rule_reading WHERE number = 1"))
        connection.commit() if connection.dialect.name != "sqlite" else connection.exec_driver_sql("COMMIT")
    with office.unit(cast.lawyer, write=False) as uow, pytest.raises(Tampered):
        rule_readings.chosen(uow=uow)
