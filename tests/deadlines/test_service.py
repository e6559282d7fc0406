"""A limit from the first fact to its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseintake.access.policy import NotAllowed
from caseintake.audit.verify import verify
from caseintake.deadlines import lodging, service
from caseintake.deadlines.model import Deadline, What
from caseintake.deadlines.states import Severity, State
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import Certainty, DateFact, exactly
from caseintake.matters.kinds import Finality, Lodged
from caseintake.matters.model import Decision, Matter, Proceeding
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import ForgedRecord, Locked, Tampered
from tests.deadlines.scene import DUE, Scene, change, damage, judgment, limit, limits, of, proven, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def test_limits_appear_with_the_fact_and_in_the_same_unit(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        rows = limits(scene, uow)
        assert len(rows) == 3
        assert {row.applicant_id for row in rows} == set(scene.cast.applicants)
        for row in rows:
            assert (row.state, row.due, row.running) == (State.COMPUTED, DUE, True)
            assert (row.rule, row.severity.value) == ("echr.application", "fatal")
            assert row.complaint_id == scene.cast.complaint
            assert row.counted.respondent == "AZ"
            assert [line.what for line in row.history] == [What.COUNTED]
            assert row.counted.steps


def test_a_decision_that_is_not_saved_leaves_no_limit(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        judgment(of(Proceeding, scene.cast.proceeding, uow), {"served_on": proven(date(2026, 2, 9))}, uow=uow)
        assert len(limits(scene, uow)) == 6
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert len(limits(scene, uow)) == 3


def test_an_earlier_service_moves_the_date_at_once_and_says_from_what(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on_lawyer=proven(date(2026, 2, 2)), uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        row = limit(scene, uow)
        assert (row.due, row.was, row.moved_on) == (date(2026, 6, 2), DUE, scene.office.clock.today())
        last = row.history[-1]
        assert (last.what, last.old, last.new, last.facts) == (What.MOVED, DUE, date(2026, 6, 2), ("served_on_lawyer",))
        assert last.by == scene.cast.lawyer


def test_nothing_is_written_when_nothing_differs(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        before = {row.id: row.revision for row in limits(scene, uow)}
        matter = queries.matter(scene.cast.matter, uow=uow)
        assert service.refresh(matter, uow=uow) == []
        uow.commit()
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert {row.id: row.revision for row in limits(scene, uow)} == before


def test_a_day_of_ones_own_moves_one_limit_only(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        proceeding = of(Proceeding, scene.cast.proceeding, uow)
        matters.record_service(
            of(Decision, scene.decision, uow),
            proceeding=proceeding,
            applicant_id=scene.cast.applicants[0],
            facts={"served_on": proven(date(2026, 2, 20))},
            uow=uow,
        )
        assert sorted(row.due for row in limits(scene, uow)) == [DUE, DUE, date(2026, 6, 20)]


def test_a_fact_cleared_leaves_no_invented_date_and_stands_on_top(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision = of(Decision, scene.decision, uow)
        change(decision, clear="served_on", uow=uow)
        assert limit(scene, uow).state is State.PROVISIONAL  # counted from the day of the decision
        change(decision, clear="decided_on", uow=uow)
        row = limit(scene, uow)
        assert (row.state, row.due, row.running) == (State.MAY_END_ANY_DAY, None, True)
        assert row.counted.no_date is not None
        assert service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)[0].due is None


def test_a_document_that_is_missing_makes_it_provisional(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        believed = exactly(date(2026, 2, 5), certainty=Certainty.BELIEVED)
        change(of(Decision, scene.decision, uow), served_on=believed, uow=uow)
        row = limit(scene, uow)
        assert (row.state, row.due) == (State.PROVISIONAL, DUE)


def test_a_span_gives_the_earliest(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        span = DateFact(earliest=date(2026, 2, 1), latest=date(2026, 2, 28))
        change(of(Decision, scene.decision, uow), served_on=span, uow=uow)
        row = limit(scene, uow)
        assert (row.due, row.counted.latest, row.state) == (date(2026, 6, 1), date(2026, 6, 28), State.PROVISIONAL)


def test_said_not_to_be_final_it_never_ran_and_comes_back_with_its_history(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision = of(Decision, scene.decision, uow)
        change(decision, final=Finality.NO, uow=uow)
        row = limit(scene, uow)
        assert (row.state, row.running) == (State.RETIRED, False)
        change(decision, final=Finality.YES, uow=uow)
        again = limit(scene, uow)
        assert (again.id, again.state) == (row.id, State.COMPUTED)
        assert [line.what for line in again.history] == [What.COUNTED, What.RETIRED, What.AROSE_AGAIN]


def test_one_person_records_at_once_that_it_was_posted(scene: Scene) -> None:
    paper = scene.decision
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter, row = queries.matter(scene.cast.matter, uow=uow), limit(scene, uow)
        lodging.record(
            row, matter, how=Lodged.POST, lodged_on=exactly(date(2026, 2, 28)), whose=lodging.Whose.ALL, uow=uow
        )
        assert {each.state for each in limits(scene, uow)} == {State.LODGED_NO_PROOF}
        lodging.record(row, matter, how=Lodged.POST, lodged_on=exactly(date(2026, 2, 28)), proof_id=paper, uow=uow)
        assert limit(scene, uow).state is State.LODGED_WITH_PROOF
        assert sorted(each.state for each in limits(scene, uow)) == sorted(
            [State.LODGED_WITH_PROOF, State.LODGED_NO_PROOF, State.LODGED_NO_PROOF]
        )
        uow.commit()


def test_late_but_posted_is_recorded_and_not_hidden(scene: Scene) -> None:
    scene.office.clock.advance(timedelta(days=120))
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter, row = queries.matter(scene.cast.matter, uow=uow), limit(scene, uow)
        lodging.record(row, matter, how=Lodged.POST, lodged_on=exactly(date(2026, 6, 9)), uow=uow)
        assert limit(scene, uow).state is State.LODGED_NO_PROOF
        assert "lodged_late" in limit(scene, uow).counted.flags


def test_an_email_is_recorded_and_the_time_runs_on(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matter, row = queries.matter(scene.cast.matter, uow=uow), limit(scene, uow)
        lodging.record(row, matter, how=Lodged.EMAIL, lodged_on=exactly(date(2026, 2, 28)), uow=uow)
        row = limit(scene, uow)
        assert row.state is State.COMPUTED
        assert "not_by_post" in row.counted.flags


def test_set_by_hand_earlier_counts_at_once_and_the_computed_date_stays(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        service.override(row, due=date(2026, 5, 20), reason="The court's stamp may be read as January", uow=uow)
        assert (row.due, row.counted.due, row.state) == (date(2026, 5, 20), DUE, State.PROVISIONAL)
        (act,) = service.acts_of(row, uow=uow).values()
        assert uow.proof(act).author.id == scene.cast.lawyer
        service.lift_override(row, reason="Seen the original", uow=uow)
        assert (row.due, row.state, row.override) == (DUE, State.COMPUTED, None)
        uow.commit()


def test_set_by_hand_later_does_not_count_before_a_second_person_agreed(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        service.override(row, due=date(2026, 7, 20), reason="Letter of the Registry", uow=uow)
        assert (row.due, service.waiting(row)) == (DUE, date(2026, 7, 20))
        uow.commit()


def test_not_pursued_needs_who_decided_and_why(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        with pytest.raises(Refusal):
            service.drop(row, decided_by="", reason="", uow=uow)
        service.drop(row, decided_by="The client", reason="She does not want to", uow=uow)
        assert (row.state, row.running, row.due) == (State.NOT_PURSUED, False, DUE)
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 3)), uow=uow)
        assert row.state is State.NOT_PURSUED
        service.resume(row, reason="She changed her mind", uow=uow)
        assert (row.state, row.due) == (State.COMPUTED, date(2026, 6, 3))
        with pytest.raises(Refusal):
            service.resume(row, reason="Again", uow=uow)


def test_missed_only_after_midnight_of_the_last_day(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        scene.office.clock.advance(DUE - scene.office.clock.today())
        row = limit(scene, uow)
        with pytest.raises(Refusal):
            service.miss(row, reason="", uow=uow)
        scene.office.clock.advance(timedelta(days=1))
        service.miss(row, reason="The post office was shut", uow=uow)
        assert (row.state, row.running) == (State.MISSED, False)


def test_an_observer_decides_nothing(scene: Scene) -> None:
    observer = hire(scene.office, Role.OBSERVER, "Nurlan Isayev")
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), observer, uow=uow)
        uow.commit()
    with scene.office.unit(observer) as uow:
        row = limit(scene, uow)
        for act in (
            lambda: service.override(row, due=DUE, reason="x", uow=uow),
            lambda: service.drop(row, decided_by="x", reason="x", uow=uow),
            lambda: service.accept(row, uow=uow),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_row_counted_by_an_older_rule_says_so_without_a_key(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        row.rule_digest = "0" * 64
        uow.commit()
    with scene.office.office.unit() as uow:
        stale = [row for row in uow.session.query(Deadline) if not service.by_todays_law(row)]
        assert len(stale) == 1
        with pytest.raises(Locked):
            assert stale[0].counted
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert service.outdated(of(Matter, scene.cast.matter, uow), uow=uow) == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("due", date(2026, 9, 5)),
        ("due", None),
        ("state", State.LODGED_WITH_PROOF),
        ("running", False),
        ("rule", "echr.grand_chamber"),
        ("severity", Severity.SOFT),
        ("moved_on", date(2026, 1, 1)),
        ("was", date(2026, 1, 1)),
        ("rule_digest", "x"),
        ("calendar_digest", "x"),
    ],
)
def test_one_update_by_sql_is_refused_on_opening_and_named(scene: Scene, column: str, value: object) -> None:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        id = limit(scene, uow).id
    damage(scene.office, id, **{column: value})
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        with pytest.raises(Tampered):
            of(Deadline, id, uow).payload()
        report = verify(
            uow.session,
            fingerprint=scene.office.office.fingerprint,
            host_key=scene.office.office.log_keys.sign_public,
            remembered_heads={},
            remembered_roster=0,
        )
        assert [(found.table, found.record) for found in report.findings] == [("deadline", str(id))]


def test_an_act_nobody_signed_is_refused(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        service.override(row, due=date(2026, 5, 20), reason="Stamp", uow=uow)
        uow.commit()
    with scene.office.unit(scene.cast.lawyer) as uow:
        (act,) = service.acts_of(limit(scene, uow), uow=uow).values()
        act.reason = "Something else"
        keys = uow.keystore.ready_to_write([act.vault_id])[act.vault_id]
        act.seal(keys[1], keys[0], act.signature())
        with pytest.raises(ForgedRecord):
            uow.proof(act)
