"""Matters, applicants, proceedings: what a lawyer can do, and what nobody can."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.orm.exc import StaleDataError

from caseintake.access.policy import Action, NotAllowed
from caseintake.access.visibility import NotVisible
from caseintake.kernel.actor import Role
from caseintake.matters import decisions, dispatches, events, queries, service
from caseintake.matters.facts import DateFact, exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged, MatterState
from caseintake.matters.model import Decision, Filing, Matter, facts_for
from caseintake.matters.service import Refusal
from caseintake.vault.errors import Locked, Tampered
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def the_matter(cast: Cast, uow) -> Matter:
    return queries.matter(cast.matter, uow=uow)


def the_proceeding(cast: Cast, uow):
    return queries.proceedings(the_matter(cast, uow), uow=uow)[0]


def a_decision(cast: Cast, uow, **facts: DateFact) -> Decision:
    return service.record_decision(
        the_proceeding(cast, uow), kind=DecisionKind.JUDGMENT, instance=Instance.FIRST, facts=facts, uow=uow
    )


def faults(caught) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in caught.value.faults]


def test_a_matter_is_seen_by_its_team_alone(office, cast):
    with office.unit(cast.lawyer, write=False) as uow:
        (line,) = queries.my_matters(uow=uow)
        assert (line.label.codename, line.applicants, line.proceedings) == ("Quince 14", 3, 1)
    for stranger in (cast.second, office.coordinator):
        with office.unit(stranger, write=False) as uow:
            assert queries.my_matters(uow=uow) == []
            with pytest.raises(NotVisible):
                queries.matter(cast.matter, uow=uow)


def test_a_coordinator_reads_the_label_and_nothing_else(office, cast):
    with office.unit(office.coordinator, write=False) as uow:
        assert [label.codename for label in queries.docket(uow=uow)] == ["Quince 14"]
        matter = uow.session.get(Matter, cast.matter)
        with pytest.raises(Locked):
            _ = matter.about
        for applicant in queries.applicants(matter, uow=uow):
            with pytest.raises(Locked):
                _ = applicant.label
    with office.unit(cast.second, write=False) as uow:
        assert queries.docket(uow=uow) == []


def test_who_makes_a_matter_for_somebody_else_need_not_stay(office):
    officer = hire(office, Role.INTAKE_OFFICER, "Aygün Nağıyeva")
    lawyer = hire(office, Role.LAWYER, "Leyla Quliyeva")
    with office.unit(officer) as uow:
        matter = service.create_matter(codename="Sage 20", responsible=lawyer, join=False, uow=uow)
        service.add_applicant(matter, name="Rauf Həsənli", uow=uow)
        uow.commit()
    with office.unit(officer, write=False) as uow:
        assert queries.my_matters(uow=uow) == []
    with office.unit(lawyer, write=False) as uow:
        assert [line.applicants for line in queries.my_matters(uow=uow)] == [1]


def test_a_codename_is_needed_and_given_once(office, cast):
    with office.unit(cast.lawyer) as uow:
        for codename, code in (("  ", "needed"), ("quince  14", "codename_taken")):
            with pytest.raises(Refusal) as caught:
                service.create_matter(codename=codename, uow=uow)
            assert faults(caught) == [("codename", code)]


def test_nobody_is_responsible_without_the_key(office, cast):
    with office.unit(cast.lawyer) as uow, pytest.raises(Refusal) as caught:
        service.change_matter(
            the_matter(cast, uow), codename="Quince 14", about="", responsible=cast.second, deputy=None, uow=uow
        )
    assert faults(caught) == [("responsible", "not_on_team")]


def test_a_closed_matter_keeps_everything(office, cast):
    with office.unit(cast.lawyer) as uow:
        service.set_state(the_matter(cast, uow), MatterState.CLOSED, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        assert queries.my_matters(uow=uow, state=MatterState.OPEN) == []
        assert queries.my_matters(uow=uow, state=MatterState.CLOSED)[0].applicants == 3


def test_numbers_are_given_in_order(office, cast):
    with office.unit(cast.lawyer) as uow:
        for name in ("Arif Orucov", "Lalə Mirzə"):
            service.add_applicant(the_matter(cast, uow), name=name, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        assert [row.number for row in queries.applicants(the_matter(cast, uow), uow=uow)] == [1, 2, 3, 4, 5]


def test_an_applicant_needs_a_name_and_a_birth_that_has_happened(office, cast):
    with office.unit(cast.lawyer) as uow, pytest.raises(Refusal) as caught:
        service.add_applicant(the_matter(cast, uow), name="  ", born_on=date(2026, 3, 3), uow=uow)
    assert faults(caught) == [("name", "needed"), ("born_on", "future")]


def test_two_states_are_two_proceedings(office, cast):
    with office.unit(cast.lawyer) as uow:
        with pytest.raises(Refusal) as caught:
            service.record_proceeding(
                the_matter(cast, uow), state="GE", forum=Forum.NO_REMEDY, applicants=cast.applicants,
                complaints=[cast.complaint], uow=uow,
            )  # fmt: skip
        assert faults(caught) == [("complaints", "other_state")]
        with pytest.raises(Refusal) as caught:
            service.change_complaint(
                queries.complaints(the_matter(cast, uow), uow=uow)[0], matter=the_matter(cast, uow), state="GE",
                article="8", applicants=cast.applicants, what="", uow=uow,
            )  # fmt: skip
        assert faults(caught) == [("state", "other_state")]
        with pytest.raises(Refusal) as caught:
            service.record_complaint(the_matter(cast, uow), state="US", article="8", applicants=[], uow=uow)
        assert faults(caught) == [("state", "unknown_choice")]


def test_a_fact_that_happened_is_recorded_whatever_is_missing(office, cast):
    with office.unit(cast.lawyer) as uow:
        row = a_decision(cast, uow)
        assert decisions.missing(row, Forum.CIVIL) == ("no_start", "no_decided_on", "finality_unclear")
        filing = service.record_filing(the_proceeding(cast, uow), kind=FilingKind.APPEAL, how=Lodged.EMAIL, uow=uow)
        assert dispatches.missing_in(dispatches.roads(filing, (), ())) == ("no_day", "no_proof_of_lodging")
        uow.commit()


def test_an_application_by_mail_stops_no_clock(office, cast):
    with office.unit(cast.lawyer) as uow:
        filing = service.record_filing(
            the_proceeding(cast, uow), kind=FilingKind.APPLICATION, how=Lodged.EMAIL,
            lodged_on=exactly(date(2026, 2, 1)), uow=uow,
        )  # fmt: skip
        assert "does_not_stop" in dispatches.missing_in(dispatches.roads(filing, (), ()))


def test_a_decision_is_not_served_before_it_was_made(office, cast):
    with office.unit(cast.lawyer) as uow, pytest.raises(Refusal) as caught:
        a_decision(cast, uow, decided_on=exactly(date(2026, 2, 2)), served_on=exactly(date(2026, 2, 1)))
    assert caught.value.faults[0].code == "served_before_decided"


def test_an_empty_box_erases_no_date_and_every_change_is_kept(office, cast):
    def change(**more):
        with office.unit(cast.lawyer) as uow:
            proceeding = the_proceeding(cast, uow)
            row = queries.decisions([proceeding], uow=uow)[proceeding.id][0]
            service.change_decision(
                row, proceeding=proceeding, kind=row.kind, instance=row.instance, outcome="Dismissed",
                is_final=Finality.YES, documents=(), uow=uow, **more,
            )  # fmt: skip
            uow.commit()

    with office.unit(cast.lawyer) as uow:
        a_decision(cast, uow, decided_on=exactly(date(2026, 1, 5)), served_on=exactly(date(2026, 1, 20)))
        uow.commit()
    change()
    change(facts={"served_on": exactly(date(2026, 1, 21))}, reasons={"served_on": "the stamp says the 21st"})
    with pytest.raises(Refusal) as caught:
        change(clear={"served_on": " "})
    assert faults(caught) == [("served_on-reason", "need_reason")]
    change(clear={"served_on": "it was another letter"})

    with office.unit(cast.lawyer, write=False) as uow:
        proceeding = the_proceeding(cast, uow)
        row = queries.decisions([proceeding], uow=uow)[proceeding.id][0]
        assert row.decided_on == exactly(date(2026, 1, 5))
        assert row.served_on is None
        kept = [(change.fact, change.old.earliest, change.by, change.reason) for change in row.history]
    assert kept == [
        ("served_on", date(2026, 1, 20), cast.lawyer, "the stamp says the 21st"),
        ("served_on", date(2026, 1, 21), cast.lawyer, "it was another letter"),
    ]


def test_a_decision_reaches_each_applicant_on_an_own_day(office, cast):
    first, second, _ = cast.applicants
    with office.unit(cast.lawyer) as uow:
        proceeding = the_proceeding(cast, uow)
        row = a_decision(cast, uow, decided_on=exactly(date(2026, 1, 5)), served_on=exactly(date(2026, 1, 20)))
        for applicant, day in ((first, date(2026, 1, 30)), (second, date(2026, 1, 1))):
            facts = {"served_on": exactly(day)}
            act = {"proceeding": proceeding, "applicant_id": applicant, "facts": facts, "uow": uow}
            if day < date(2026, 1, 5):
                with pytest.raises(Refusal) as caught:
                    service.record_service(row, **act)
                assert faults(caught) == [("served_on-year", "served_before_decided")]
            else:
                service.record_service(row, **act)
        services = queries.services([row], uow=uow)[row.id]
        assert facts_for(row, first, services)["served_on"] == exactly(date(2026, 1, 30))
        assert facts_for(row, second, services)["served_on"] == exactly(date(2026, 1, 20))
        with pytest.raises(Refusal):
            service.change_decision(
                row, proceeding=proceeding, kind=row.kind, instance=row.instance, outcome="", documents=(),
                is_final=Finality.NO, facts={"decided_on": exactly(date(2026, 2, 1))}, uow=uow,
            )  # fmt: skip


def test_a_filing_is_signed_by_who_recorded_it_last(office, cast):
    with office.unit(cast.lawyer) as uow:
        service.record_filing(the_proceeding(cast, uow), kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        service.add_member(the_matter(cast, uow), cast.second, uow=uow)
        uow.commit()
    for person, what in ((cast.lawyer, ""), (cast.second, "Appeal")):
        with office.unit(person) as uow:
            proceeding = the_proceeding(cast, uow)
            filing = queries.filings([proceeding], uow=uow)[proceeding.id][0]
            service.change_filing(
                filing, proceeding=proceeding, kind=filing.kind, how=filing.how, what=what, lodged_by="",
                applicants=(), proof_id=None, uow=uow,
            )  # fmt: skip
            uow.commit()
            assert uow.proof(filing).author.id == person


def test_the_floors_above_hear_of_everything(office, cast):
    heard: list[tuple[object, int]] = []
    for kind in (events.ApplicantAdded, events.DecisionRecorded, events.FilingRecorded, events.ComplaintChanged):
        office.office.listeners[kind] = [lambda happened, uow: heard.append((happened, rows(uow)))]

    def rows(uow) -> int:
        return len(uow.session.query(Decision.id).all())

    with office.unit(cast.lawyer) as uow:
        a_decision(cast, uow)
        service.add_applicant(the_matter(cast, uow), name="Arif Orucov", uow=uow)
        uow.commit()
    assert [type(happened).__name__ for happened, _ in heard] == ["DecisionRecorded", "ApplicantAdded"]
    assert heard[0][1] == 1, "a listener finds the row by query"


def test_roles_and_keys_are_two_things(office, cast):
    observer = hire(office, Role.OBSERVER, "Nino Beridze")
    assistant = hire(office, Role.ASSISTANT, "Elnur Zeynalov")
    with office.unit(cast.lawyer) as uow:
        for person in (observer, assistant):
            service.add_member(the_matter(cast, uow), person, uow=uow)
        uow.commit()
    with office.unit(observer) as uow:
        assert the_matter(cast, uow).about
        with pytest.raises(NotAllowed):
            service.add_applicant(the_matter(cast, uow), name="Arif Orucov", uow=uow)
    with office.unit(assistant) as uow:
        service.add_applicant(the_matter(cast, uow), name="Arif Orucov", uow=uow)
        with pytest.raises(NotAllowed) as caught:
            service.add_member(the_matter(cast, uow), cast.second, uow=uow)
        assert caught.value.action is Action.TEAM_CHANGE


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE applicant SET number = number + 7", lambda here: here.applicants[0].label),
        ("UPDATE matter SET state = 'closed'", lambda here: here.matter.about),
        ("UPDATE matter SET ref = lower(ref)", lambda here: here.matter.about),
        ("UPDATE decision SET proceeding_id = :other", lambda here: here.decision.outcome),
        ("UPDATE filing SET proceeding_id = :other", lambda here: here.filing.how),
        ("UPDATE decision SET vault_id = :vault", lambda here: here.decision.outcome),
    ],
)
def test_a_row_changed_by_sql_is_not_believed(office, cast, change, read):
    with office.unit(cast.lawyer) as uow:
        row = a_decision(cast, uow)
        filing = service.record_filing(the_proceeding(cast, uow), kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        other = service.record_proceeding(
            the_matter(cast, uow), state="AZ", forum=Forum.CRIMINAL, applicants=cast.applicants, uow=uow
        )
        elsewhere = service.create_matter(codename="Fern 30", uow=uow)
        uow.commit()
        ids = (row.id, filing.id)
        values = {"other": other.id, "vault": elsewhere.vault_id}
    statement = text(change)
    for name, value in values.items():
        if f":{name}" in change:
            statement = statement.bindparams(bindparam(name, value, type_=Uuid(native_uuid=True)))
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(statement)
    with office.unit(cast.lawyer, write=False) as uow:
        matter = uow.session.get(Matter, cast.matter)
        here = SimpleNamespace(
            matter=matter,
            applicants=queries.applicants(matter, uow=uow),
            decision=uow.session.get(Decision, ids[0]),
            filing=uow.session.get(Filing, ids[1]),
        )
        with pytest.raises(Tampered):
            read(here)


def test_two_colleagues_at_once_overwrite_nothing(office, cast):
    with office.unit(cast.lawyer) as mine:
        matter = the_matter(cast, mine)
        assert matter.about == "Searches in March"
        mine.session.commit()  # lets the other write while this unit still holds the row it has read
        with office.unit(cast.lawyer) as theirs:
            the_matter(cast, theirs).about = "Searches in April"
            theirs.commit()
        matter.about = "Searches in May"
        with pytest.raises(StaleDataError):
            mine.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        assert the_matter(cast, uow).about == "Searches in April"
