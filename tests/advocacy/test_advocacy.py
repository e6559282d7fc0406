"""A statement from its draft to the record of every client, and one that went out unasked."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest

from caseintake.advocacy import service
from caseintake.advocacy.checks import Body, Check, Named, Tone
from caseintake.advocacy.model import Saying
from caseintake.advocacy.service import NotYet
from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.kinds import TaskKind
from caseintake.matters.person import NameWish
from caseintake.matters.tasks import tasks_of
from caseintake.people import lives
from caseintake.settlements import service as settlements
from caseintake.settlements.model import OfferedBy, OfferKind
from caseintake.settlements.service import Offered
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk, errors

pytestmark = pytest.mark.one_engine

TO = "Meydan"
TODAY = date(2026, 3, 2)


def agree(office: OfficeForTests, cast: Cast, applicant: UUID, use: str, agreed: bool = True) -> None:
    with office.unit(cast.lawyer) as uow:
        people = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)
        file = queries.client_files(people, uow=uow)[applicant]
        given = Agreed(use=use, agreed=agreed, version=1, language="az", digest="", scope=TO)
        consenting.take(file, given, "in_person", "", None, uow=uow)
        uow.commit()


def test_it_goes_only_when_all_is_answered_and_every_client_agrees(office: OfficeForTests) -> None:
    cast = set_scene(office)
    sevda, timur, _nil = cast.applicants
    here = f"/matters/{cast.matter}/advocacy"
    agree(office, cast, sevda, "press_name")
    with at_desk(office, cast.lawyer) as lawyer:
        said = {"body": "press", "what": "Who listened to us", "named": "name", "speaker": "Leyla Quliyeva"}
        assert "Please fill this in" in errors(lawyer.post(f"{here}/new", 422, **said, to="").text)
        lawyer.post(f"{here}/new", **said, to=TO, numbers="1-2")
        (one,) = set(re.findall(rf'href="({here}/[0-9a-f-]{{36}})"', lawyer.get(here)))
        page = lawyer.get(one)
        assert "No consent for this use" in page
        assert "Тимур" in page
        assert "Sevda" not in page
        answers = dict.fromkeys(("settlement", "secrecy", "speaker", "others", "government"), "Looked at")
        refused = lawyer.post(one, 422, go="go", **answers)
        assert "a consent for this use is missing" in errors(refused.text)
        assert refused.text.count("Looked at") == 5, "nothing typed is lost"
        assert "not gone" in lawyer.get(here)

        with office.unit(cast.lawyer) as uow:
            people = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)
            file = queries.client_files(people, uow=uow)[timur]
            lives.wish_name_kept(file, NameWish(asked_on=TODAY, why="His children"), uow=uow)
            uow.commit()
        assert "2: Т. А." in lawyer.get(f"{one}/edit")
        one = lawyer.post(f"{one}/edit", numbers="1", what="Who listened to us, Əliyev (Timur) first").location
        refused = lawyer.post(one, 422, go="go", **answers)
        assert "Answer this before it goes" in errors(refused.text), "he stands in it in another spelling"
        assert "2: Т. А." in refused.text
        assert "write Т. А. It stands in: “What is said”" in refused.text
        lawyer.post(f"{one}/edit", numbers="1", what="Who listened to us, T. Ə. first")
        refused = lawyer.post(one, 422, go="go", **answers | {"others": ""})
        assert "Answer this before it goes" in errors(refused.text)
        lawyer.post(one, go="go", **answers)
        assert "It went out on" in lawyer.get(one)
        lawyer.post(f"{one}/edit", 422, numbers="1", what="Another text")
        assert TO in lawyer.get(f"/matters/{cast.matter}/applicants/{sevda}/consents"), (
            "found when she changes her mind"
        )
        assert TO not in lawyer.get(f"/matters/{cast.matter}/applicants/{timur}/consents")


def test_what_went_out_unasked_is_recorded_red_with_a_task(office: OfficeForTests) -> None:
    cast = set_scene(office)
    sevda, timur, nil = cast.applicants
    agree(office, cast, sevda, "press_no_name")
    agree(office, cast, timur, "press_no_name")
    agree(office, cast, timur, "press_no_name", agreed=False)
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        said = Saying(body=Body.PRESS, to=TO, what="An interview", applicants=(sevda, timur, nil))
        row = service.went(here, said, TODAY, uow=uow)
        uow.commit()
        assert set(row.without) == {timur, nil}
        files = queries.client_files(queries.applicants(here, uow=uow), uow=uow)
        tasks = tasks_of(files.values(), uow=uow)
        assert {(task.what, task.subject_id) for task in tasks} == {(TaskKind.WENT_OUT, row.id)}
        assert {task.client_file_id for task in tasks} == {files[timur].id, files[nil].id}
        gone = {id: consenting.gone_out(file, uow=uow) for id, file in files.items()}
        assert {id: rows[0].agreed for id, rows in gone.items()} == {sevda: True, timur: False, nil: False}


def test_the_checks_know_the_rules_the_talks_one_holds_and_the_pledges(office: OfficeForTests) -> None:
    cast = set_scene(office)
    sevda = cast.applicants[0]
    agree(office, cast, sevda, "un")
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        matters.add_member(here, cast.second, uow=uow)
        part = settlements.open_part(here, uow=uow)
        offered = Offered(kind=OfferKind.FRIENDLY, by=OfferedBy.REGISTRY, offered_on=TODAY)
        settlements.offer(part, here, offered, [sevda], uow=uow)
        said = Saying(body=Body.UN_WGAD, to=TO, what="A petition", named=Named.NAME, applicants=(sevda,))
        row = service.prepare(here, said, uow=uow)
        service.pledge(here, who="Sevda", signed_on=TODAY, article="222", uow=uow)
        uow.commit()
        assert "echr.application" in service.blocked_rules()
        found = {one.check: one.tone for one in service.findings(row, matter=here, uow=uow)}
        assert found[Check.CONSENT] is Tone.FINE
        assert {found[Check.BLOCKS], found[Check.SETTLEMENT], found[Check.SECRECY]} == {Tone.WARN}
        id = row.id
    with office.unit(cast.second) as uow:
        here = queries.matter(cast.matter, uow=uow)
        row = service.one(id, here, uow=uow)
        found = {one.check: one.tone for one in service.findings(row, matter=here, uow=uow)}
        assert found[Check.SETTLEMENT] is Tone.ASK, "whoever does not hold the part learns nothing of it"
        with pytest.raises(NotYet):
            service.let_go(row, TODAY, matter=here, uow=uow)
        (pledge,) = service.pledges(here, uow=uow)
        service.end_pledge(here, pledge.id, "The case is closed", uow=uow)
        uow.flush()
        found = {one.check: one.tone for one in service.findings(row, matter=here, uow=uow)}
        assert found[Check.SECRECY] is Tone.ASK


def test_what_is_said_of_one_client_closes_with_the_file_and_the_rest_is_shown_to_whoever_closes(
    office: OfficeForTests,
) -> None:
    cast = set_scene(office)
    sevda, timur, _nil = cast.applicants
    here = f"/matters/{cast.matter}/advocacy"
    of = {whose: Saying(body=Body.COMMISSIONER, what=f"A letter about {len(whose)}", applicants=whose)
          for whose in ((sevda,), (sevda, timur), ())}  # fmt: skip
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        matters.add_member(matter, cast.second, uow=uow)
        alone, both, nobody = (service.prepare(matter, saying, uow=uow) for saying in of.values())
        named = service.change(nobody, Saying(body=Body.PACE, to=TO, what="On Севда Гараева"), matter=matter, uow=uow)
        assert named.id == nobody.id
        uow.commit()
        ids = [row.id for row in (alone, both, named)]
    with at_desk(office, cast.lawyer) as lawyer:
        access = f"/matters/{cast.matter}/applicants/{sevda}/access"
        told = lawyer.get(access).partition("goes on reading")[2]
        assert [str(id) in told for id in ids] == [False, True, True], "hers alone goes with the file"
        lawyer.post(access, whole_team=[], holders=[str(cast.lawyer)])
        assert [str(id) in lawyer.get(here) for id in ids] == [True, True, True]
        assert "Closed files: No. 1" in errors(
            lawyer.post(f"{here}/new", 422, body="commissioner", what="X", numbers="1-2").text
        )
        lawyer.post(f"{here}/{ids[1]}/edit", numbers="1")  # of her alone: it goes where she is
    with at_desk(office, cast.second) as second:
        page = second.get(here)
        assert "A letter about" not in page
        assert second.client.get(f"{here}/{ids[0]}").status_code == 404
        assert "file is closed to you" in errors(
            second.post(f"{here}/new", 422, body="commissioner", what="X", numbers="1").text
        )
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = service.entries(matter, uow=uow)
        assert {len(row.saying.applicants) for row in rows if row.vault_id != matter.vault_id} == {1}
        (moved,) = [row for row in rows if row.vault_id != matter.vault_id and row.history]
        assert moved.history[-1].saying == of[(sevda, timur)]
