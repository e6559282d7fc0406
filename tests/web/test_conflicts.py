"""The conflict check and an inner circle at browsers without JavaScript."""

from __future__ import annotations

import re
from io import BytesIO
from math import inf

import pytest
from werkzeug.datastructures import MultiDict

from caseintake.conflicts import cards
from caseintake.kernel.actor import Role
from caseintake.matters import queries, team
from caseintake.vault.holders import Holder, VaultKind
from caseintake.web.office import beats
from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.signing_in import account
from tests.web.matters_desk import Desk, Fields, at_desk, errors
from tests.web.test_statements import statements

pytestmark = pytest.mark.one_engine
TOKEN = re.compile(r'name="csrf_token" value="[0-9a-f]+"')


def test_asked_looked_up_answered(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = set_scene(office)
    account(office, office.coordinator)
    third = office.hire(Role.LAWYER)
    of_team = account(office, third)
    with office.unit(cast.lawyer) as uow:
        team.add_member(queries.matter(cast.matter, uow=uow), third, uow=uow)
        uow.commit()
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DIRECTORY], Holder.person(office.coordinator))
        uow.commit()
    here = f"/matters/{cast.matter}"
    with at_desk(office, cast.lawyer) as lawyer:
        assert "3 names are not on the card" in lawyer.get(f"{here}/conflicts")
        lawyer.press(f"{here}/conflicts", f"{here}/conflicts/write")
        assert "the card is up to date" in lawyer.get(f"{here}/conflicts")
        lawyer.post(f"{here}/conflicts", name="Kərim Əsgərov", side="official", other="Askerov", note="Judge")
        assert "Write a name in letters." in errors(lawyer.post(f"{here}/conflicts", 422, name="12").text)
        page = lawyer.get(f"{here}/conflicts")
        assert "Kərim Əsgərov" in page
        lawyer.send("/conflicts/look", lawyer.fields("/conflicts/ask"), 404, names="Timur Aliyev")

        with at_desk(office, cast.second) as asker, at_desk(office, office.coordinator) as coordinator:
            assert "at least one name" in errors(asker.post("/conflicts/ask", 422, names=" 12 ").text)
            asker.get(f"/conflicts/ask?matter={cast.matter}", 404)
            asker.get("/conflicts/ask?matter=nonsense", 404)
            asked = asker.post("/conflicts/ask", names="Əliyev Timur / Алиев", note="He came today")
            question = asked.headers["Location"]
            assert "waits for an answer" in asker.get(question)
            lawyer.get(question, 404)

            assert question in coordinator.get("/conflicts")
            looked = coordinator.press(question, question, 200)
            assert "the same name" in looked.text
            assert "Quince" not in looked.text
            assert "Leyla Quliyeva" in looked.text
            assert "Choose whom" in errors(coordinator.send(question, _answer(coordinator, question), 422).text)
            coordinator.send(question, _answer(coordinator, question), person=cast.lawyer)
            told = asker.get(question)
            assert "Speak with a colleague first" in told
            assert "Leyla Quliyeva" in told
            assert "Quince" not in told
            asker.send(question, asker.fields("/conflicts/ask"), 404, verdict="no")
            fields = coordinator.fields("/conflicts", "/conflicts/look")
            found = coordinator.send("/conflicts/look", fields, 200, names="Askerov Kerim\nNobody Known").text
            assert "judge, prosecutor" in found
            assert re.search(r"Marc Orban</th>\s*<td[^>]*>0</td>\s*<td[^>]*>1<", found)
            monkeypatch.setattr(cards, "EDITION", cards.EDITION + 1)
            assert "An older version of this program wrote the names" in coordinator.get("/conflicts")
            assert asker.client.post("/sign-in", data=of_team.form(office)).status_code == 303
            assert "An older version" not in coordinator.get("/conflicts"), "who signs in has folded them anew"


def _answer(desk: Desk, question: str) -> MultiDict[str, str]:
    """The fields of the answer's form, with "ask" chosen: the page has the button to look up before it."""
    fields = [found for _at, found in Fields(desk.get(question)).forms if "person" in found]
    fields[0]["verdict"] = "ask"
    return fields[0]


def test_an_inner_circle_changes_no_page_of_who_is_not_in_it(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "_LOOK_AGAIN", inf)  # on a slow machine the minute ends in the middle of this
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        team.add_member(queries.matter(cast.matter, uow=uow), cast.second, uow=uow)
        uow.commit()
    here = f"/matters/{cast.matter}"
    with at_desk(office, cast.second) as walled, at_desk(office, cast.lawyer) as lawyer:
        pages = (
            f"{here}/inner",
            here,
            f"{here}/notes",
            f"{here}/team",
            f"{here}/documents",
            f"{here}/applicants",
            f"{here}/log",
            "/set-aside",
            "/tasks",
            "/matters",
            "/account",
            "/search",
        )

        def seen() -> list[tuple[int, str]]:
            """The bytes of each page, and how often the database was asked for them."""
            found = []
            for page in pages:
                with statements(office.office.engine) as asked:
                    found.append((len(asked), TOKEN.sub("", walled.get(page))))
            return found

        seen()  # what a process keeps is read once
        before = seen()
        lawyer.send(f"{here}/inner/circles", lawyer.fields(f"{here}/inner", "/inner/circles"))
        fields = lawyer.fields(f"{here}/inner", "/inner")
        assert "Choose the one person" in errors(
            lawyer.send(f"{here}/inner", fields.copy(), 422, kind="suspicion", text="x").text
        )
        lawyer.send(
            f"{here}/inner", fields.copy(), kind="suspicion", first=cast.second, text="Seen with the other side"
        )
        sevda, timur, _nil = cast.applicants
        lawyer.send(
            f"{here}/inner", fields, kind="conflict", first=sevda, second=timur, between="accused_with", text=""
        )
        page = lawyer.get(f"{here}/inner")
        assert "Seen with the other side" in page
        assert "accused together" in page
        assert "Seen with" in lawyer.post("/search", 200, words="seen").text.replace("<mark>", "").replace(
            "</mark>", ""
        )
        (files,) = set(re.findall(rf'href="({here}/inner/[0-9a-f-]+/documents)"', page))
        at = lawyer.press(files, f"{files}/add").location
        sent = {"csrf_token": lawyer.fields(at)["csrf_token"], "files": (BytesIO(b"%PDF-1.4 seen"), "hotel bill.pdf")}
        assert lawyer.client.post(at, data=sent, content_type="multipart/form-data").status_code == 303
        listed = lawyer.get(files)
        assert "hotel bill.pdf" in listed
        assert "/share" not in listed
        (taken,) = set(re.findall(rf'action="({files}/[0-9a-f-]{{36}})"', listed))
        given = lawyer.press(files, taken, 200)
        assert given.data == b"%PDF-1.4 seen"
        hit = lawyer.post("/search", 200, words="hotel").text
        assert f'href="{here}/inner"' in hit
        for address in (files, f"{files}/add/{'A' * 43}"):
            walled.get(address, 404)
        walled.send(taken, walled.fields("/search"), 404)
        assert "0 found" in walled.post("/search", 200, words="hotel").text
        assert seen() == before
        assert "0 found" in walled.post("/search", 200, words="seen").text
