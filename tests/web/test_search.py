"""The search page at a browser without JavaScript."""

from __future__ import annotations

import re

import pytest

from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk, errors

pytestmark = pytest.mark.one_engine


def _without_token(html: str, query: str) -> str:
    return re.sub(r'name="csrf_token" value="[0-9a-f]+"', "", html).replace(query, "")


def test_found_shown_kept_and_forgotten(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with at_desk(office, cast.lawyer) as desk:
        answer = desk.post("/search", 200, words="Timur <b>ALIYEV</b> b")
        assert "0 found" in answer.text
        assert "<b>ALIYEV" not in answer.text
        page = desk.post("/search", 200, words="Aliyev timur").text
        assert "1 found" in page
        assert "<mark>Тимур</mark> <mark>Алиев</mark>" in page
        assert f"/matters/{cast.matter}/applicants/{cast.applicants[1]}" in page
        assert "Quince 14" in page
        assert "Aliyev" not in answer.request.url + str(answer.headers)
        for narrowed in ({"group": "tasks"}, {"since__day": "1", "since__month": "1", "since__year": "2026"}):
            assert "0 found" in desk.post("/search", 200, words="Aliyev", **narrowed).text
        assert "1 found" in desk.post("/search", 200, words="Aliyev", group="people", matter=cast.matter).text
        assert "Write what to look for." in errors(desk.post("/search", 422, words=" ").text)

        fields = desk.fields("/search")
        fields["words"] = "Aliyev"
        assert "Give it a name." in errors(desk.send("/search/kept", fields.copy(), 422).text)
        desk.send("/search/kept", fields, name="Our Timur")
        kept = desk.get("/search")
        assert "Our Timur" in kept
        action = re.search(r'action="(/search/kept/[0-9a-f-]+/forget)"', kept)
        assert action is not None

        with at_desk(office, cast.second) as other:
            assert "Our Timur" not in other.get("/search")
            other.send(action[1], other.fields("/search"), 404)
            mine = other.post("/search", 200, words="Aliyev").text
            nonsense = other.post("/search", 200, words="Qwxzk9").text
            assert _without_token(mine, "Aliyev") == _without_token(nonsense, "Qwxzk9")
            fields = other.fields("/search")
            fields["matter"] = str(cast.matter)
            assert "Not a valid choice" in other.send("/search", fields, 422, words="Aliyev").text

        desk.press("/search", action[1])
        assert "Our Timur" not in desk.get("/search")
