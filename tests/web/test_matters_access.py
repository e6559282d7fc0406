"""Every address of a matter against everybody: without the key it does not exist, without the role neither."""

from __future__ import annotations

from uuid import UUID

import pytest
from werkzeug.routing import AnyConverter, Rule

from caseintake.access.policy import Action, allows, roles
from caseintake.app import create_app
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Instance, Lodged
from caseintake.web.guards import Guarded, Reach
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk
from tests.web.showcase import bare_office

pytestmark = pytest.mark.one_engine

#: The act each page stands for, by the last part of its endpoint. Time-limits have a table of their own.
ACTS = {
    Action.MATTER_READ: (
        "overview applicants applicant complaints proceedings proceeding documents client_documents download"
        " client_download team seen_news log"
    ),
    Action.MATTER_CREATE: "new",
    Action.MATTER_CHANGE: "edit change_state",
    Action.APPLICANT_ADD: "add_applicant paste_applicants add_person known_person",
    Action.APPLICANT_CHANGE: "edit_applicant reach relations barriers life name_kept doubles keep_apart",
    Action.FILE_RESTRICT: "applicant_access merge undo_merge",
    Action.FACT_RECORD: (
        "add_complaint edit_complaint add_proceeding edit_proceeding add_decision edit_decision service_on add_filing"
        " edit_filing"
    ),
    Action.DOCUMENT_ADD: "begin_upload upload send_files client_begin_upload client_upload client_send_files",
    Action.TEAM_CHANGE: "add_member remove_member refer",
}
ACT_OF = {f"matters.{name}": action for action, names in ACTS.items() for name in names.split()}

#: They list the matters one holds, or make new ones.
OF_NO_MATTER = {
    f"matters.{name}"
    for name in (
        "index",
        "new",
        "old_cases",
        "old_cases_file",
        "departure",
        "near_misses",
        "recount_all",
        "recount_more",
        "doubles",
        "keep_apart",
        "merge",
        "undo_merge",
        "arrive",
    )
}


def test_every_page_of_a_matter_asks_for_its_act(tmp_path) -> None:
    app = create_app(bare_office(tmp_path), "office")
    pages = {name: view for name, view in app.view_functions.items() if name.startswith("matters.")}
    assert set(ACT_OF) < set(pages)
    for name, view in pages.items():
        assert isinstance(view, Guarded)
        if name in OF_NO_MATTER:
            assert view.guard.reach is Reach.ROLE
        else:
            assert view.guard.reach is Reach.MATTER, name
        expected = roles(ACT_OF[name]) if name in ACT_OF else tuple(view.guard.roles & set(roles(Action.MATTER_READ)))
        assert set(view.guard.roles) == set(expected) != set(), name


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


@pytest.fixture
def records(office: OfficeForTests, cast: Cast) -> dict[str, UUID]:
    with office.unit(cast.lawyer) as uow:
        proceeding = queries.proceedings(queries.matter(cast.matter, uow=uow), uow=uow)[0]
        decision = service.record_decision(
            proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.FIRST, uow=uow,
            facts={"decided_on": exactly(uow.clock.today())},
        )  # fmt: skip
        filing = service.record_filing(proceeding, kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        uow.commit()
    return {
        "matter_id": cast.matter, "applicant_id": cast.applicants[0], "complaint_id": cast.complaint,
        "proceeding_id": cast.proceeding, "decision_id": decision.id, "filing_id": filing.id,
        "document_id": new_id(), "person_id": cast.lawyer, "announcement_id": new_id(),
    }  # fmt: skip


def _value(name: str, rule: Rule, records: dict[str, UUID]) -> object:
    """Something that can stand in this part of the address."""
    part = rule._converters.get(name)
    if isinstance(part, AnyConverter):
        return min(part.items)
    return "x" * 43 if name == "ticket" else records.get(name, new_id())


def addresses(desk: Desk, records: dict[str, UUID]) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every page of a matter."""
    app, found = desk.client.application, []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("matters.") and "matter_id" in rule.arguments:
            values = {name: _value(name, rule, records) for name in rule.arguments}
            built = rule.build(values, append_unknown=False)
            assert built is not None
            found += [(rule.endpoint, method, built[1]) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def ask(desk: Desk, method: str, address: str) -> int:
    answer = desk.client.open(address, method=method, data={} if method == "POST" else None)
    return answer.status_code


def test_without_the_key_no_address_exists(office, cast, records) -> None:
    administrator = hire(office, Role.ADMINISTRATOR, "Jan Novák")
    for person in (cast.second, office.coordinator, administrator):
        with at_desk(office, person) as desk:
            seen = {address: ask(desk, method, address) for _, method, address in addresses(desk, records)}
            assert len(seen) > 25
            assert set(seen.values()) == {404}, {address: code for address, code in seen.items() if code != 404}


def test_the_list_of_who_holds_nothing_shows_nothing(office, cast) -> None:
    with at_desk(office, cast.second) as desk:
        page = desk.get("/matters")
    for trace in ("Quince", str(cast.matter), "Qarayeva", "Leyla"):
        assert trace not in page


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ASSISTANT, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_with_the_key_the_role_decides(office, cast, records, role) -> None:
    person = hire(office, role, "Nino Beridze")
    if role is not Role.ADMINISTRATOR:
        with office.unit(cast.lawyer) as uow:
            service.add_member(queries.matter(cast.matter, uow=uow), person, uow=uow)
            uow.commit()
    missing = ("matters.download", "matters.client_download", "matters.seen_news")
    with at_desk(office, person) as desk:
        for endpoint, method, address in addresses(desk, records):
            if endpoint not in ACT_OF:
                continue  # a page of another floor's noun, tested with it
            code = ask(desk, method, address)
            if not allows(role, ACT_OF[endpoint]):
                assert code == 404, (endpoint, method, code)
            elif endpoint not in missing:
                assert code in (200, 303, 400, 403, 415, 422), (endpoint, method, code)


def test_nobody_signed_in_is_sent_to_the_door(office, cast, records) -> None:
    app = create_app(office.office, "office")
    desk = Desk(app.test_client())
    for _, method, address in addresses(desk, records):
        code = ask(desk, method, address)
        assert code == (303 if method == "GET" else 401), (method, address, code)


def test_a_record_of_another_matter_is_not_found_under_mine(office, cast, records) -> None:
    with office.unit(cast.lawyer) as uow:
        other = service.create_matter(codename="Fern 31", uow=uow)
        uow.commit()
    with at_desk(office, cast.lawyer) as desk:
        asked = [
            (endpoint, method, ask(desk, method, address))
            for endpoint, method, address in addresses(desk, {**records, "matter_id": other.id})
            if len([part for part in address.split("/") if len(part) == 36]) > 1 and "team" not in address
        ]
    assert len(asked) > 25
    # 400: the press bore no word of its page, and nothing was looked up
    assert [one for one in asked if one[-1] not in (400, 404)] == []
