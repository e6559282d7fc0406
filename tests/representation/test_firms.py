"""Firms: no key before a conflict is declared, one leads, and one that leaves takes its clients' files alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.kernel.actor import Role
from caseintake.matters import queries, service, team
from caseintake.matters.model import ClientFile
from caseintake.matters.refusal import Refusal
from caseintake.representation import firms, handover
from caseintake.representation.firms import Told
from caseintake.representation.handover import Seat
from caseintake.vault.ends import GrantEnd
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Fields, at_desk

ABROAD = "Orban & Associés"
DAY = date(2026, 3, 1)


def told(name: str, *, leads: bool = False, declared: str = "Checked against our register") -> Told:
    return Told(name, leads, False, "Each bears its own", DAY if declared else None, declared)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def test_one_leads_and_each_declares(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        firms.record(matter, told("Our office", leads=True), uow=uow)
        uow.flush()
        row = firms.record(matter, told(ABROAD, declared=""), uow=uow)
        for wrong, code in ((told("Third", leads=True), "lead_taken"), (told(f" {ABROAD.upper()}"), "firm_known")):
            with pytest.raises(Refusal, match=code):
                firms.record(matter, wrong, uow=uow)
        assert not firms.has_declared(matter, ABROAD, uow=uow)
        firms.record(matter, told(ABROAD), row=row, uow=uow)
        assert firms.has_declared(matter, ABROAD.lower(), uow=uow)


@pytest.mark.one_engine
def test_no_key_before_the_declaration(office: OfficeForTests, cast: Cast) -> None:
    with at_desk(office, cast.lawyer) as desk:
        here = f"/matters/{cast.matter}/team"
        refused = desk.send(f"{here}/add", desk.fields(here, "/add"), 422, person=str(cast.second), firm=ABROAD)
        assert "This firm has not declared yet that no conflict keeps it from acting." in refused.text
        page = f"/matters/{cast.matter}/firms"
        desk.send(page, desk.fields(page, "/firms"), name=ABROAD, declared="None known",
                  declared_on__day="1", declared_on__month="3", declared_on__year="2026")  # fmt: skip
        refused = desk.send(f"{here}/add", desk.fields(here, "/add"), 422, person=str(cast.second), firm=ABROAD)
        assert "has not declared" not in refused.text
        assert "These clients have not agreed" in refused.text
        assert "no conflict declared" in desk.get(page)


@pytest.mark.one_engine
def test_a_successor_of_another_firm_is_let_in_as_everybody_of_it(office: OfficeForTests, cast: Cast) -> None:
    """Known of another firm by another matter, and not said here: its declaration and each client's word count."""
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")

    def prepare(code: str = "") -> list[Seat]:
        with office.unit(cast.lawyer) as uow:
            matter = queries.matter(cast.matter, uow=uow)
            if code:
                with pytest.raises(Refusal, match=code):
                    handover.prepare(matter, cast.second, third, why="is taken", uow=uow)
                return []
            row = handover.prepare(matter, cast.second, third, why="is taken", uow=uow)
            uow.commit()
            return handover.seats(row, matter, uow=uow)

    def agree(*numbers: int) -> None:
        with office.unit(cast.lawyer) as uow:
            rows = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)
            files = queries.client_files([row for row in rows if row.number in numbers], uow=uow)
            given = Agreed(use="share_firm", agreed=True, version=1, language="az", digest="", scope=ABROAD)
            for file in files.values():
                consenting.take(file, given, "in_person", "", None, uow=uow)
            uow.commit()

    with office.unit(cast.lawyer) as uow:
        team.add_member(service.create_matter(codename="Plum 2", uow=uow), third, firm=ABROAD, uow=uow)
        matter = queries.matter(cast.matter, uow=uow)
        service.restrict(queries.applicants(matter, uow=uow)[2], {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()
    prepare("firm_not_declared")
    with office.unit(cast.lawyer) as uow:
        firms.record(queries.matter(cast.matter, uow=uow), told(ABROAD), uow=uow)
        uow.commit()
    agree(1)
    prepare("firm_not_agreed")
    agree(2)
    assert [(seat.keys, seat.firm_waits) for seat in prepare()] == [(True, False), (True, False), (False, True)]
    with office.unit(third, write=False) as uow:
        rows = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)
        assert [uow.keystore.can_open(row.client_file_vault_id) for row in rows] == [True, True, False]
    agree(3)
    assert [(seat.keys, seat.firm_waits) for seat in prepare()] == [(True, False)] * 3


@pytest.mark.one_engine
def test_a_newcomer_is_read_by_another_firm_only_after_saying_yes_to_it_by_name(
    office: OfficeForTests, cast: Cast
) -> None:
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, firm=ABROAD, uow=uow)
        service.add_member(matter, third, until=date(2030, 1, 1), uow=uow)
        uow.commit()
    here = f"/matters/{cast.matter}"
    table = "name\tlabel\nMəryəm\tthe sister\n"
    with at_desk(office, cast.lawyer) as desk:
        new = desk.get(f"{here}/applicants/new")
        assert f"Has the client agreed that {ABROAD.replace('&', '&amp;')} reads the file?" in new
        (ask,) = set(re.findall(r'name="(firm_\w+)"', new))
        assert f'name="{ask}" value="yes" autocomplete="off" checked' not in new
        desk.post(f"{here}/applicants/new", 422, name="Aytac")
        desk.post(f"{here}/applicants/new", name="Aytac", **{ask: "wait"})
        desk.post(f"{here}/applicants/new", name="Samir", **{ask: "yes"})
        desk.post(f"{here}/applicants/new", 422, name="Aytac", same="else")
        desk.post(f"{here}/applicants/new", name="Aytac", same="else", **{ask: "wait"})
        desk.post(f"{here}/persons/new", 422, role="witness", name="Gülnar")
        desk.post(f"{here}/persons/new", role="witness", name="Gülnar", **{ask: "wait"})
        paste = f"{here}/applicants/paste"
        for answer in ("wait", "yes"):
            looked = desk.send(paste, desk.fields(paste), 200, table=f"Row {answer}", go="look").text
            fields = Fields(looked).forms[-1][1]
            assert desk.send(paste, fields.copy(), 422, go="add")
            desk.send(paste, fields.copy(), go="add", **{ask: answer})
        at = f"{here}/import/people"
        looked = desk.send(at, desk.fields(at), 200, table=table, go="look").text
        fields = Fields(looked).forms[-1][1]
        desk.send(at, fields.copy(), 422, go="make")
        desk.send(at, fields.copy(), go="make", **{ask: "wait"})
        waits = desk.get(f"{here}/team")
        assert waits.count("waits for the client’s consent to the other firm") == 5
        assert "say who opens it" not in waits
        consents = re.findall(r'href="([^"]+/consents)">waits', waits)[0]
        desk.post(f"{consents}/take", use="share_firm", answer="yes", scope=ABROAD, how="in_person")
        assert "still closed to it" in desk.get(consents)
        assert desk.get(f"{here}/team").count("say who opens it") == 1, "a yes is not forgotten behind a closed file"
        desk.post(f"{consents}/take", use="share_firm", answer="no", how="in_person")
        assert "still closed to it" not in desk.get(consents)
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        new_rows = [row for row in queries.everybody(matter, uow=uow) if row.id not in cast.applicants]
        files = {files.name: files for files in queries.client_files(new_rows, uow=uow).values()}
        agreed = consenting.agreeing(files.values(), "share_firm", ABROAD, uow=uow)
        assert {name for name, file in files.items() if file.id in agreed} == {"Samir", "Row yes"}
        assert files["Məryəm"].note == "the sister"
        assert all(len(consenting.gone_out(files[name], uow=uow)) == 1 for name in ("Samir", "Row yes"))
    with office.unit(cast.second, write=False) as uow:
        rows = queries.everybody(queries.matter(cast.matter, uow=uow), uow=uow)
        new_rows = [row for row in rows if row.id not in cast.applicants]
        assert len(new_rows) == 7
        opens = queries.client_files(new_rows, uow=uow).values()
        assert {file.name for file in opens} == {"Samir", "Row yes"}
    with office.unit(third, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        assert len(queries.client_files(queries.everybody(matter, uow=uow), uow=uow)) == 10, "our own read all"
        vaults = [row.client_file_vault_id for row in new_rows if row.restricted]
        until = uow.session.scalars(select(GrantEnd).where(GrantEnd.vault_id.in_(vaults)))
        assert {row.vault_id for row in until} == set(vaults), "no longer than the key of the matter"


def test_who_leaves_takes_its_clients_files_and_nothing_else(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        row = firms.record(matter, told(ABROAD), uow=uow)
        service.add_member(matter, cast.second, firm=ABROAD, uow=uow)
        people = queries.applicants(matter, uow=uow)
        service.restrict(people[1], {cast.lawyer, cast.second}, matter=matter, uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        row = firms.of_matter(matter, uow=uow)[0]
        with pytest.raises(Refusal, match="last_firm"):
            firms.leave(matter, row, [], on=DAY, why="We go", uow=uow)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (row,) = firms.of_matter(matter, uow=uow)
        people = queries.applicants(matter, uow=uow)
        assert firms.leave(matter, row, [people[0]], on=DAY, why="Two strategies", uow=uow) == []
        uow.commit()
        vaults = [row.client_file_vault_id for row in people]
        kept = people[0].client_file_id
        assert team.members(matter, uow=uow) == [cast.lawyer]
    with office.unit(cast.second, write=False) as uow:
        assert [uow.keystore.can_open(vault) for vault in vaults] == [True, False, False]
        assert uow.session.get_one(ClientFile, kept).name == "Sevda Qarayeva", "the file he took along"
        assert not queries.my_matters(uow=uow)
    with at_desk(office, cast.second) as desk:
        assert "You hold the file of 1 client outside any matter." in desk.get("/matters")
        page = desk.get("/matters/new")
        assert "Through her sister" in page
        assert "Тимур" not in page
        went = desk.post("/matters/new", codename="Plum 30", clients=[str(kept)]).headers["Location"]
        assert "Sevda Qarayeva" in desk.get(f"{went}/applicants")
        assert "outside any matter" not in desk.get("/matters/new"), "it stands in a matter now"
    with office.unit(cast.lawyer, write=False) as uow:
        assert [line.label.codename for line in queries.my_matters(uow=uow)] == ["Quince 14"], (
            "nobody learns of the new one"
        )
