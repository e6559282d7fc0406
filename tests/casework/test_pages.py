"""The pages of the daily work, as a lawyer's browser without JavaScript meets them."""

from __future__ import annotations

import re

import pytest

from caseintake.documents import service as documents
from caseintake.matters import queries
from tests.documents.bodies import body, file, take
from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def test_tasks_and_notes(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with at_desk(office, cast.lawyer) as desk:
        here = f"/matters/{cast.matter}"
        desk.post(f"{here}/tasks/new", 422, what="")
        assert "There is no applicant 9 here." in desk.post(f"{here}/tasks/new", 422, what="X", applicants="9").text
        desk.post(
            f"{here}/tasks/new", what="Translate", applicants="1-2", due_on__day="1", due_on__month="3",
            due_on__year="2026",
        )  # fmt: skip
        desk.post(f"{here}/tasks/new", what="Copy", assignee="")
        page = desk.get("/tasks")
        assert page.count("overdue") > 1
        assert "1–2" in page
        assert "Copy" not in desk.get("/tasks?show=overdue")
        task = re.search(rf'href="({here}/tasks/[0-9a-f-]{{36}})"[^>]*>Translate', page)
        assert task is not None
        fields = desk.fields(task[1], "/notes")
        assert desk.send(f"{here}/notes", fields, text="The clerk wants a stamp.").location.endswith(task[1])
        assert "The clerk wants a stamp." in desk.get(task[1])

        form = desk.fields(f"{here}/tasks", "/tasks/act")
        with at_desk(office, cast.second) as stranger:
            token = stranger.fields("/account", "/sign-out")["csrf_token"]
            ticked = {"csrf_token": token, "tick": form.getlist("shown"), "do": "done"}
            assert stranger.client.post("/tasks/act", data=ticked).status_code == 303
            assert stranger.client.post("/tasks/act", data=ticked | {"matter": cast.matter}).status_code == 404
        assert "Translate" in desk.get("/tasks"), "who holds no key does nothing here"
        assert "do" not in form
        desk.send("/tasks/act", form.copy(), tick=[], all="y", do="give", person=cast.lawyer)
        desk.send("/tasks/act", form.copy(), tick=form.getlist("shown")[:1], do="done")
        assert "Translate" not in desk.get("/tasks")
        assert "Copy" in desk.get("/tasks")

        fields = desk.fields(f"{here}/notes")
        desk.send(f"{here}/notes", fields.copy(), text="About her", number="3")
        assert "one applicant" in desk.send(f"{here}/notes", fields.copy(), 422, text="Two", number="1-2").text
        page = desk.get(f"{here}/notes?applicant={cast.applicants[2]}")
        assert "About her" in page
        assert "The clerk wants a stamp." not in page
        correct = re.search(r'href="([^"]*correct=[^"]*)"', page)
        assert correct is not None
        desk.send(f"{here}/notes", desk.fields(correct[1], "/notes"), text="About him")
        assert "corrected later" in desk.get(f"{here}/notes")


def test_a_private_paper_is_offered_without_its_name(office: OfficeForTests) -> None:
    cast = set_scene(office)
    for name, private in (("hematoma.pdf", True), ("ruling.pdf", False)):
        content = body(file("file", name, b"%PDF"))
        received = take(office.office.settings.blobs, content, today=office.clock.today())
        with received as form, office.unit(cast.lawyer) as uow:
            vault = queries.matter(cast.matter, uow=uow).vault_id
            documents.keep(form.files, vault, uow=uow, intimate=private)
            uow.commit()
    with at_desk(office, cast.lawyer) as desk:
        page = desk.get(f"/matters/{cast.matter}/letters/new")
    assert "ruling.pdf" in page
    assert "hematoma" not in page
