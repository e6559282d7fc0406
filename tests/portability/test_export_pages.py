"""An export at three browsers: asked for, agreed to, fetched once, taken in; and the glass broken, in red."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries, service, team
from tests.matters.cast import hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def test_from_asking_to_a_new_matter(office: OfficeForTests) -> None:
    cast = set_scene(office)
    observer = hire(office, Role.OBSERVER, "Anna Weiss")
    with office.unit(cast.lawyer) as uow:
        for person in (cast.second, observer):
            team.add_member(queries.matter(cast.matter, uow=uow), person, uow=uow)
        matter_row = queries.matter(cast.matter, uow=uow)
        service.add_applicant(matter_row, name="Hüseyn", restricted=True, holders=[cast.second], uow=uow)
        uow.commit()
    matter = f"/matters/{cast.matter}"
    here = f"{matter}/in-and-out"
    with at_desk(office, cast.lawyer) as lawyer:
        page = lawyer.get(here)
        assert "4 applicants have not agreed" in page
        lawyer.send(f"{here}/ask", lawyer.fields(here, "/ask"), reason="The office moves abroad")
        assert "/fetch" not in lawyer.get(here)
    with at_desk(office, cast.second) as second:
        assert "asks to take this whole matter out" in second.get(matter)
        (end,) = set(re.findall(r'action="([^"]*/end)"', second.get(here)))
        second.send(end, second.fields(here, "/end"), 422, why="")
        second.send(end, second.fields(here, "/end"), why="The heirs have not been asked")
    with at_desk(office, cast.lawyer) as lawyer:
        page = lawyer.get(matter)
        assert "refused your export: The heirs have not been asked" in page
        lawyer.press(matter, re.findall(r'action="([^"]*/seen)"', page)[0])
        assert "refused your export" not in lawyer.get(matter)
        lawyer.send(f"{here}/ask", lawyer.fields(here, "/ask"), reason="The heirs have agreed")
    with at_desk(office, cast.second) as second:
        (agree,) = set(re.findall(r'action="([^"]*/agree)"', second.get(here)))
        second.press(here, agree)
        assert "/fetch" not in second.get(here)
    with at_desk(office, cast.lawyer) as lawyer:
        page = lawyer.get(here)
        (fetch,) = set(re.findall(r'action="([^"]*/fetch)"', page))
        words = page.partition("<strong>")[2].partition("</strong>")[0]
        assert len(words.split()) == 8
        refused = lawyer.send(fetch, fields := lawyer.fields(here, "/fetch"), 422, words="only three words")
        assert f"<strong>{fields['drawn']}</strong>" in refused.text, "they stand on paper already"
        nonsense = lawyer.send(fetch, fields, 422, words="x", drawn="\u202e<b> not eight words")
        assert "not eight" not in nonsense.text
        fields = lawyer.fields(here, "/fetch")
        got = lawyer.send(fetch, fields, 200, words=words)
        assert "Quince" not in got.headers["Content-Disposition"]
        again = lawyer.client.post(fetch, data={**fields.to_dict(), "words": words})
        assert again.status_code == 422
        assert "It was fetched already" in again.text
        token = lawyer.fields("/matters/arrive")["csrf_token"]
        sent = {"csrf_token": token, "codename": "Quince 15", "words": words, "file": (BytesIO(got.data), "x.matter")}
        wrong = {**sent, "words": "academic " * 8, "file": (BytesIO(got.data), "x.matter")}
        bare = {"csrf_token": token, "codename": ""}
        answer = lawyer.client.post("/matters/arrive", data=bare, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "Choose a file." in answer.text
        assert "codename-error" in answer.text
        answer = lawyer.client.post("/matters/arrive", data=wrong, content_type="multipart/form-data")
        assert "do not open the file" in answer.text
        arrived = lawyer.client.post("/matters/arrive", data=sent, content_type="multipart/form-data")
        assert arrived.status_code == 200
        assert "The file of 1 applicant was closed there: it comes empty." in arrived.text
        (there,) = re.findall(r'href="(/matters/[0-9a-f-]{36})"', arrived.text)
        assert "Тимур Алиев" in lawyer.get(f"{there}/applicants")
        # The glass, for a colleague's key.
        lawyer.send(f"{here}/ask", lawyer.fields(here, "/ask"), reason="Raid", to_person=cast.second, break_glass="y")
        (fetch,) = set(re.findall(r'action="([^"]*/fetch)"', lawyer.get(here)))
        assert lawyer.press(here, fetch, 200).data.startswith(b"CIM")
        assert "taken this whole matter out" not in lawyer.get(matter)
    with at_desk(office, observer) as watching:
        page = watching.get(matter)
        assert "Leyla Quliyeva" in page or "colleague" in page
        assert "has taken this whole matter out without a second person: Raid" in page
        assert "/ask" not in watching.get(here)
        watching.press(matter, next(at for at in re.findall(r'action="([^"]*/seen)"', page)))
        assert "taken this whole matter out" not in watching.get(matter)
