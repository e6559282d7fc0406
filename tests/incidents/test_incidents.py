"""Incidents and complaints by person: who reads what, what may leave, what is counted, at a browser without script."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event

from caseintake.access.visibility import NotVisible
from caseintake.incidents import queries as incidents
from caseintake.incidents import service
from caseintake.incidents.along import Reader, leaving
from caseintake.incidents.kinds import IncidentKind
from caseintake.incidents.model import Incident, Told
from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import DateFact, Precision, exactly
from caseintake.matters.refusal import Refusal
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Fields, at_desk, errors

pytestmark = pytest.mark.one_engine

MARCH = exactly(date(2026, 3, 1))
YEAR = DateFact(earliest=date(2025, 1, 1), latest=date(2025, 12, 31), precision=Precision.BETWEEN, written="2025")


def told(kind: IncidentKind, *applicants: UUID, **more: object) -> Told:
    return Told(kind=kind, applicants=applicants, **{"on": MARCH, **more})  # type: ignore[arg-type]


def rows(cast: Cast, uow: UnitOfWork, **wanted: object) -> list[Incident]:
    wants = incidents.Wanted(**wanted)  # type: ignore[arg-type]
    return incidents.of_matter(queries.matter(cast.matter, uow=uow), wants, uow=uow)


def test_what_lies_in_one_file_is_closed_with_it_and_leaves_with_nobody(office: OfficeForTests) -> None:
    cast = set_scene(office)
    sevda, timur, nil = cast.applicants
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        people = queries.applicants(here, uow=uow)
        matters.add_member(here, cast.second, uow=uow)
        matters.restrict(people[0], {cast.lawyer}, matter=here, uow=uow)
        service.record(here, told(IncidentKind.SEARCH, timur, nil, complaints=(cast.complaint,)), uow=uow)
        own = service.record(here, told(IncidentKind.LEAK, sevda), only_for=people[0], uow=uow)
        for wrong, only_for, box in (
            (told(IncidentKind.LEAK, sevda), None, "keep"),
            (told(IncidentKind.LEAK, sevda, timur), people[0], "applicants"),
            (told(IncidentKind.LEAK), None, "applicants"),
            (told(IncidentKind.SEARCH, timur, until=exactly(date(2026, 2, 1))), None, "until-year"),
            (told(IncidentKind.SEARCH, timur, documents=(cast.matter,)), None, "documents"),
            (told(IncidentKind.SEARCH, timur, recorded_as=cast.matter), None, "recorded_as"),
        ):
            with pytest.raises(Refusal) as refused:
                service.record(here, wrong, only_for=only_for, uow=uow)
            assert [fault.field for fault in refused.value.faults] == [box]
        uow.commit()
    with office.unit(cast.second) as uow:
        here = queries.matter(cast.matter, uow=uow)
        assert [row.told.kind for row in rows(cast, uow)] == [IncidentKind.SEARCH]
        with pytest.raises(NotVisible):
            incidents.one(own.id, here, uow=uow)
        applicant = queries.applicants(here, uow=uow)[0]
        with pytest.raises(NotVisible):
            service.record(here, told(IncidentKind.LEAK, sevda), only_for=applicant, uow=uow)
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        both = rows(cast, uow)
        assert len(both) == 2
        assert [row.told.kind for row in leaving(both, here, Reader.OFFICE, ())] == [IncidentKind.SEARCH]
        assert leaving(both, here, Reader.OUTSIDE, {sevda}) == []
        assert len(leaving(both, here, Reader.OUTSIDE, {nil})) == 1
        (search,) = (row for row in both if row.told.kind is IncidentKind.SEARCH)
        service.correct(search, told(IncidentKind.SEARCH, nil, on=YEAR), matter=here, reason="She said so", uow=uow)
        uow.commit()
        assert search.history[0].told.on == MARCH
        assert uow.proof(search).author.id == cast.lawyer
        assert set(service.missing(search)) == {"not_exact", "no_evidence", "no_clock"}
        for day, found in ((date(2025, 6, 1), 1), (date(2026, 2, 1), 0)):
            assert len(rows(cast, uow, first=day, last=day)) == found, "any part of a doubtful span is enough"
        service.take_back(search, "Twice", uow=uow)
        uow.commit()
        assert [row.told.kind for row in rows(cast, uow)] == [IncidentKind.LEAK]


def test_from_the_matrix_to_the_picture_and_out_without_names(office: OfficeForTests) -> None:
    cast = set_scene(office)
    _sevda, timur, nil = cast.applicants
    here = f"/matters/{cast.matter}"
    with office.unit(cast.lawyer) as uow:
        file = queries.client_files(queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow), uow=uow)[nil]
        consenting.take(
            file,
            Agreed(use="statistics", agreed=True, version=1, language="az", digest=""),
            "in_person",
            "",
            None,
            uow=uow,
        )
        uow.commit()
    with at_desk(office, cast.lawyer) as lawyer:
        lawyer.post(f"{here}/complaints/new", main="13", beside="8", applicants=[])
        refused = lawyer.post(f"{here}/complaints/new", 422, main="", article="")
        assert "Choose the article" in errors(refused.text)
        matrix = f"{here}/complaints/matrix"
        choices = dict(re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]+)<', lawyer.get(matrix)))
        remedy = next(id for id, words in choices.items() if "13+8" in words)

        def tick(shown: str, code: int = 200, **changed: object) -> str:
            page = matrix + shown
            return str(lawyer.send(page, lawyer.fields(page, page), code, complaint=remedy, **changed).text)

        def yes(said: str) -> str:
            (sure,) = [fields for at, fields in Fields(said).forms if "numbers" in fields]
            return str(lawyer.send(matrix, sure, 200, go="sure").text)

        tick("?only=nothing", 422, everybody="y")  # nobody is shown by this filter
        assert 'name="who" value=""' in lawyer.get(f"{matrix}?who=Nil"), "no name stands in an address"
        assert "Done for 1 applicant: 3." in yes(tick("?who=3", everybody="y"))
        both = tick("", everybody="y")
        assert "It will be done for 2 applicants: 1–2." in both
        assert "Not for 3: Makes this complaint already." in both
        assert "1 of 3 applicants" in lawyer.get(f"{matrix}?complaint={remedy}&only=with"), "nobody has said yes"
        for act in ("put", "take"):
            assert "Done for 1 applicant: 2." in yes(tick("", applicants=[str(timur)], act=act))
        found = lawyer.get(f"{matrix}?complaint={remedy}&only=with")
        assert "1 of 3 applicants" in found
        assert "Nil" in found

        said = {"kind": "hidden_camera", "place": "Rəsul 12", "device": "in the lamp", "note": "Found it"}
        form = f"{here}/incidents/new?kind=hidden_camera&applicant={nil}"
        fields = lawyer.fields(form)
        assert fields["keep"] == "file"
        lawyer.send(form, fields, on__precision="month", on__month="1", on__year="2026", **said)
        search = {"applicants": [str(timur)], "numbers": "3", "complaints": [str(cast.complaint)], "note": "Whole flat"}
        new, at = f"{here}/incidents/new", {"on__day": 1, "on__month": 3, "on__year": 2026}
        lawyer.post(new, 422, kind="search", **at)
        lawyer.post(new, kind="search", actor="police", actor_name="7th unit", place_kind="home", **search, **at)
        lawyer.post(new, kind="smear", applicants=[str(timur)], **at)
        shown = lawyer.get(f"{here}/incidents")
        assert all(words in shown for words in ("Rəsul 12", "in one file only", "7th unit", "may set a time-limit"))
        assert "Found it" not in lawyer.get(f"{here}/incidents?kind=search")
        assert "2 incidents" not in lawyer.get(f"{here}/incidents?from=2026-02-01&actor=police")
        assert "1 incident supports it" in lawyer.get(matrix)

        picture = lawyer.get(f"{here}/incidents/picture")
        assert "hidden camera" in picture
        filtered = lawyer.get(f"{here}/incidents/picture?kind=search")
        assert "incidents/file/csv?kind=search" in filtered
        assert lawyer.get(f"{here}/incidents/picture?rows=heat").count("<svg") > 2
        for reader, tells, not_tells in (
            ("office", ["2026-03-01", "2, 3", "smear"], ["camera", "Nil", "Rəsul", "7th unit", "Whole flat"]),
            ("outside", ["2026-03,", "search"], ["2026-03-01", "smear", "camera", "Nil", "7th unit"]),
        ):
            for kind in ("csv", "svg"):
                file_at = f"{here}/incidents/file/{kind}"
                fields = lawyer.fields(f"{here}/incidents/picture", f"{kind}?rows=people")
                gone = lawyer.send(f"{file_at}?rows=people", fields, 200, reader=reader)
                text = gone.get_data(as_text=True)
                assert kind == "svg" or all(words in text for words in tells), text
                assert not [words for words in not_tells if words in text]
        assert "incidents taken as a file" in lawyer.get(f"{here}/log")


def test_a_page_of_incidents_costs_as_many_statements_for_many_people(office: OfficeForTests) -> None:
    cast = set_scene(office)
    counted = []
    for more in (0, 12):
        with office.unit(cast.lawyer) as uow:
            here = queries.matter(cast.matter, uow=uow)
            for number in range(more):
                one = matters.add_applicant(here, name=f"Person {number}", uow=uow)
                service.record(here, told(IncidentKind.SUMMONS, one.id), only_for=one, uow=uow)
            uow.commit()
        statements: list[str] = []
        note = lambda *call: statements.append(call[2])  # noqa: E731, B023
        with office.unit(cast.lawyer, write=False) as uow:
            event.listen(office.office.engine, "before_cursor_execute", note)
            found = rows(cast, uow)
            event.remove(office.office.engine, "before_cursor_execute", note)
        assert len(found) == more
        counted.append(len(statements))
    assert counted[1] <= counted[0] + 1
