"""Tables of people and incidents: found by number or key, shown as old and new, accepted by row, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.audit.reading import deeds
from caseintake.incidents import queries as incident_queries
from caseintake.incidents import service as incident_service
from caseintake.incidents.model import Told
from caseintake.matters import queries, service
from caseintake.portability import cells as reading
from caseintake.portability import incidents, mappings, people
from caseintake.portability.columns import What, guessed
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine
TODAY = date(2026, 3, 2)


def read(what: What, *rows: str) -> reading.Read:
    cells = [row.split("|") for row in rows]
    mapping = guessed(what, cells[0])
    assert reading.mapping_fault(what, mapping) == ""
    return reading.read(what, cells, mapping, TODAY)


def compared(cast: Cast, uow: UnitOfWork, *rows: str) -> people.Compared:
    return people.compare(queries.matter(cast.matter, uow=uow), read(What.PEOPLE, *rows).rows, uow=uow)


# --- reading ----------------------------------------------------------------------------------------------------------


def test_headings_of_four_languages_and_words_of_the_field() -> None:
    assert guessed(What.PEOPLE, ["№", "ФИО", "Date of birth", "Примечание"]) == ("number", "name", "born_on", "note")
    found = read(What.PEOPLE, "Name|Born on|Nationalities|Wants a woman as lawyer|Language",
                 "Sevda|03.04.1990|az, ge|yes|Русский", "Nil|04/05/1990|Azerbaijan|maybe|de")  # fmt: skip
    assert found.rows[0].said == {
        "name": "Sevda", "born_on": date(1990, 4, 3), "nationalities": ("AZ", "GE"), "woman_lawyer": True,
        "language": "ru",
    }  # fmt: skip
    assert [row for row, _words in found.faults] == [3, 3, 3]


def test_a_table_without_name_or_key_is_refused() -> None:
    assert reading.mapping_fault(What.PEOPLE, ("note", ""))
    assert reading.mapping_fault(What.PEOPLE, ("name", "name"))
    assert reading.mapping_fault(What.INCIDENTS, ("kind",))


# --- people -----------------------------------------------------------------------------------------------------------


def test_people_are_found_by_number_and_by_key_and_only_accepted_rows_change(office: OfficeForTests) -> None:
    cast = set_scene(office)
    head = "number|key|name|contact|note"
    with office.unit(cast.lawyer) as uow:
        found = compared(cast, uow, head, "1|A-1||Signal only|", "2||Тимур Алиев||called twice", "|B-9|Aynur||new")
        assert [[(one.field, one.old, one.new) for one in line.differences] for line in found.changed] == [
            [("external_key", "–", "A-1"), ("contact", "Through her sister", "Signal only")],
            [("note", "–", "called twice")],
        ]
        matter = queries.matter(cast.matter, uow=uow)
        assert people.take_over(matter, found, {2, 4}, uow=uow) == 2
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = queries.applicants(matter, uow=uow)
        files = queries.client_files(rows, uow=uow)
        first, second, _third, new = [files[row.id] for row in rows]
        assert (first.contact, first.external_key, first.language) == ("Signal only", "A-1", "az")
        assert second.note == ""  # not accepted
        assert (new.name, new.external_key) == ("Aynur", "B-9")
        again = compared(cast, uow, "key|contact", "A-1|Signal only", "B-9|")
        assert (len(again.changed), again.same) == (0, 2)
        log = deeds(matter.vault_id, session=uow.session, keystore=uow.keystore, before=None, limit=3)
        taken = [item for deed in log for item in deed.items if item.kind == "row taken over"]
        assert len(taken) == 2


def test_an_error_a_row_and_never_a_guess(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_applicant(matter, name="Hüseyn", restricted=True, holders=[cast.lawyer], label="", uow=uow)
        uow.commit()
        found = compared(cast, uow, "number|key|name|label", "9||x|", "1||a|", "1||b|", "|Q-1||x", "4|||Her", "|Q|n|",
                         "|Q|m|")  # fmt: skip
        assert [row for row, _words in found.faults] == [2, 4, 5, 6, 8]
        assert [line.told.row for line in found.changed] == [3]
        assert [line.told.row for line in found.new] == [7]


def test_what_was_shown_is_what_is_made(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer, write=False) as uow:
        one = compared(cast, uow, "number|contact", "1|Signal")
        other = compared(cast, uow, "number|contact", "1|Telegram")
        assert one.digest != other.digest


def test_at_a_browser_the_good_rows_are_taken_and_the_bad_ones_stay(office: OfficeForTests) -> None:
    cast = set_scene(office)
    here = f"/matters/{cast.matter}/import/people"
    table = (
        "number\tname\tborn on\tcontact\n1\tSevda Qarayeva\t3.4.1990\tSignal\n\tAynur\t31.02.1990\t\n\tNil\t\tPost\n"
    )
    with at_desk(office, cast.lawyer) as desk:
        desk.send(here, desk.fields(here), 200, table=table, go="read")
        page = desk.client.post(
            here, data={"csrf_token": desk.fields(here)["csrf_token"], "table": table, "go": "look"}
        )
        assert page.status_code == 422
        assert "There is no such day" in page.text
        assert "<del>Through her sister</del>" in page.text
        with office.unit(cast.lawyer, write=False) as uow:
            assert len(queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)) == 3
        seen = page.text.partition('name="seen" value="')[2].partition('"')[0]
        token = desk.fields(here)["csrf_token"]
        wrong = desk.client.post(here, data={"csrf_token": token, "table": table, "go": "make", "seen": "0"})
        assert "has changed since" in wrong.text
        fields = {"csrf_token": token, "table": table, "go": "make", "seen": seen, "accept": "all"}
        made = desk.client.post(here, data=fields)
        assert "2 rows were taken over" in made.text
        assert "31.02.1990" in made.text
        assert "Sevda Qarayeva" not in made.text.partition("<textarea")[2].partition("</textarea>")[0]
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = queries.applicants(matter, uow=uow)
        files = queries.client_files(rows, uow=uow)
        assert [files[row.id].contact for row in rows] == ["Signal", "Through her sister", "Through her sister", "Post"]
        heads = ["number", "name", "born on", "contact"]
        assert mappings.mapping_for(matter, What.PEOPLE, heads, uow=uow) == ("number", "name", "born_on", "contact")


# --- incidents --------------------------------------------------------------------------------------------------------


def test_incidents_go_where_they_belong_and_never_twice(office: OfficeForTests) -> None:
    cast = set_scene(office)
    rows = ["applicants|kind|on|place|actor", "1; Nil Ərdoğan|search and seizure|2025-06|Sumqayıt|police",
            "2|recording or intimate image leaked|2025|Telegram|not known", "7|blackmail|2025||", "1|burglary|2025||",
            "1-3|travel ban|01.02.2026||border or migration service"]  # fmt: skip
    found = read(What.INCIDENTS, *rows)
    assert [row for row, _words in found.faults] == [5]
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        lines = incidents.compare(matter, found.rows, uow=uow)
        assert [row for row, _words in lines.faults] == [4]
        assert incidents.take_over(matter, lines, {2, 3, 6}, uow=uow) == 3
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        kept = {row.told.kind.value: row for row in incident_queries.of_matter(matter, uow=uow)}
        assert kept["search"].told.applicants == (cast.applicants[0], cast.applicants[2])
        assert kept["leak"].vault_id != matter.vault_id  # in the file of the client alone
        assert kept["travel_ban"].vault_id == matter.vault_id
        signed = [uow.proof(row).sequence for row in kept.values() if row.vault_id == matter.vault_id]
        assert sorted(signed) == [1, 2], "each takes the next number of its author, also of those sealed together"
        again = incidents.compare(matter, found.rows, uow=uow)
        assert (again.new, again.same) == ([], 3)


def test_incidents_of_a_list_are_found_again_by_its_key(office: OfficeForTests) -> None:
    cast = set_scene(office)
    head = "id|applicants|kind|on|place|note"
    first = [
        head,
        "A1|1;2|search and seizure|2025-06|Sumqayıt|seen",
        "A2|2; 3|blackmail|2025|Telegram|",
        "A3|3|travel ban|1.2.2026||",
    ]
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        before = incidents.compare(
            matter, read(What.INCIDENTS, "applicants|kind|on", "3|travel ban|1.2.2026").rows, uow=uow
        )
        incidents.take_over(matter, before, {2}, uow=uow)
        uow.commit()
        lines = incidents.compare(matter, read(What.INCIDENTS, *first).rows, uow=uow)
        assert [line.row for line in lines.new] == [2, 3, 3], "what is intimate lies in two files"
        (adopted,) = lines.changed
        assert [(one.field, one.new) for one in adopted.differences] == [("external_key", "A3")]
        assert incidents.take_over(matter, lines, {2, 3, 4}, uow=uow) == 3
        uow.commit()
        again = incidents.compare(matter, read(What.INCIDENTS, *first).rows, uow=uow)
        assert (again.new, again.changed, again.faults) == ([], [], [])
        second = ["id|applicants|kind|place|note", "A1|3;1|search and seizure|Gəncə|", "A2|||Signal|", "A2||||",
                  "A3|1||Baku|", "A1|1|blackmail||", "A9|||Baku|", "A2|1|||"]  # fmt: skip
        found = incidents.compare(matter, read(What.INCIDENTS, *second).rows, uow=uow)
        told = {line.told.row: [(one.field, one.old, one.new) for one in line.differences] for line in found.changed}
        assert told == {
            2: [("applicants", "1, 2", "1, 3"), ("place", "Sumqayıt", "Gəncə")],
            3: [("place", "Telegram", "Signal")],
            5: [("applicants", "3", "1"), ("place", "–", "Baku")],
        }
        assert [row for row, _words in found.faults] == [4, 6, 7, 8]
        assert found.new == []
        assert incidents.take_over(matter, found, {3}, uow=uow) == 1, "only what was accepted"
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        kept = incident_queries.of_matter(matter, uow=uow)
        assert sorted(row.told.place for row in kept) == ["", "Signal", "Signal", "Sumqayıt"]
        assert all(row.history[-1].told.place == "Telegram" for row in kept if row.told.place == "Signal")
        search = next(row for row in kept if row.told.place == "Sumqayıt")
        assert search.told.note == "seen"
        incident_service.correct(
            search, Told(kind=search.told.kind, applicants=search.told.applicants), matter=matter, uow=uow
        )
        assert search.told.external_key == "A1", "a page that does not ask for the key keeps it"
        incident_service.take_back(search, "Twice", uow=uow)
        uow.commit()
        assert incidents.compare(matter, read(What.INCIDENTS, *first[:2]).rows, uow=uow).faults[0][0] == 2
    address = f"/matters/{cast.matter}/import/incidents"
    with at_desk(office, cast.lawyer) as desk:
        table = "id\tplace\nA2\tWhatsApp\nA3\tBaku\n"
        sent = desk.fields(address)
        shown = desk.send(address, sent, 200, table=table, go="look").text
        assert "<del>Signal</del>" in shown
        assert "2 would change" in shown
        seen = shown.partition('name="seen" value="')[2].partition('"')[0]
        desk.send(address, sent, table=table, go="make", seen=seen, accept=["3"])
    with office.unit(cast.lawyer, write=False) as uow:
        kept = incident_queries.of_matter(queries.matter(cast.matter, uow=uow), uow=uow)
        assert sorted(row.told.place for row in kept) == ["Baku", "Signal", "Signal"]
        vault_id = queries.matter(cast.matter, uow=uow).vault_id
        log = deeds(vault_id, session=uow.session, keystore=uow.keystore, before=None, limit=100)
        assert sum(item.kind == "row taken over" for deed in log for item in deed.items) == 8, "a line a record"
