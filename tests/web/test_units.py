"""One unit of work a request: reading for GET, writing for POST, true only when the view commits."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import g, request
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from caseintake import app as house
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter
from caseintake.vault.holders import Holder, VaultKind
from caseintake.web.guards import Guard, Pages
from caseintake.web.office import taking_in
from caseintake.web.styles import pages as styles
from tests.office import OfficeForTests
from tests.vault.note import Note, write
from tests.web.showcase import KEY, Person

SEEN: list[Any] = []

notes = Pages("notes", __name__)


@notes.get("/notes/<uuid:note_id>", guard=Guard.signed_in())
def read_note(note_id: UUID) -> str:
    SEEN.append(g.uow)
    assert g.uow is SEEN[-1]
    return str(g.uow.session.get_one(Note, note_id).text)


@notes.post("/notes/<uuid:note_id>/<word>", guard=Guard.signed_in())
def change_note(note_id: UUID, word: str) -> str:
    note = g.uow.session.get_one(Note, note_id)
    note.text = request.form.get("word", word)
    if word != "forgotten":
        g.uow.commit()
    if word == "broken":
        raise ValueError(word)
    return str(note.text)


@notes.post("/notes/<uuid:note_id>/files", guard=Guard.signed_in(), uploads=True)
def take_files(note_id: UUID) -> str:
    note = g.uow.session.get_one(Note, note_id)
    with taking_in.arriving((), "files") as found:
        note.text = f"{len(found.files)} file"
        g.uow.commit()
    return str(note.text)


@notes.get("/open", guard=Guard.anyone())
def careless() -> str:
    return str(g.uow)


@pytest.fixture
def note_id(office: OfficeForTests) -> UUID:
    with office.unit(office.coordinator) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(office.coordinator)], id=new_id())
        uow.commit()
    return write(office, office.coordinator, vault_id)


@pytest.fixture
def client(office: OfficeForTests) -> FlaskClient:
    def person(request: Any) -> Person | None:
        if "X-In" not in request.headers:
            return None
        g.csrf_key, g.keyring = KEY, office.keyring(office.coordinator)
        actor = office.actor(office.coordinator)
        return Person(actor.kind, actor.id, actor.role)

    SEEN.clear()
    app = house.create_app(office.office, "office", pages=(styles, notes), seams=house.Seams(person=person))
    return app.test_client()


IN = {"X-In": "yes"}


def text(office: OfficeForTests, note_id: UUID) -> str:
    with office.unit(office.coordinator, write=False) as uow:
        return str(uow.session.get_one(Note, note_id).text)


def test_a_page_reads_with_the_keys_of_the_person_and_closes_after_itself(client: FlaskClient, note_id: UUID) -> None:
    assert client.get(f"/notes/{note_id}", headers=IN).text == "Нигяр"
    assert SEEN[0].write is False
    assert len(SEEN[0].session.identity_map) == 0


def test_what_the_view_commits_is_true(client: FlaskClient, office: OfficeForTests, note_id: UUID) -> None:
    assert client.post(f"/notes/{note_id}/changed", headers=IN).text == "changed"
    assert text(office, note_id) == "changed"


def test_what_the_view_does_not_commit_never_happened(
    client: FlaskClient, office: OfficeForTests, note_id: UUID
) -> None:
    assert client.post(f"/notes/{note_id}/forgotten", headers=IN).text == "forgotten"
    assert text(office, note_id) == "Нигяр"


def test_the_unit_is_closed_when_the_view_fails(client: FlaskClient, office: OfficeForTests, note_id: UUID) -> None:
    assert client.post(f"/notes/{note_id}/broken", headers=IN).status_code == 500
    assert client.post(f"/notes/{note_id}/mended", headers=IN).text == "mended"
    assert text(office, note_id) == "mended"


def test_the_guard_of_a_matter_asks_for_its_key(office: OfficeForTests, tmp_path: Path) -> None:
    pages = Pages("matters", __name__)
    pages.get("/matters/<uuid:matter_id>", endpoint="open", guard=Guard.matter())(lambda **_: "open")
    stranger = office.hire(Role.LAWYER)
    with office.unit(office.coordinator) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(office.coordinator)])
        matter = Matter(vault_id=vault_id, ref="KQZTB", state=MatterState.OPEN)
        uow.add(matter)
        uow.commit()

    def person(request: Any) -> Person | None:
        who = UUID(request.headers["X-Who"])
        g.csrf_key, g.keyring = KEY, office.keyring(who)
        return Person("person", who, office.roles[who])

    seams = house.Seams(person=person, doors=house.SEAMS["office"].doors)
    client = house.create_app(office.office, "office", pages=(styles, pages), seams=seams).test_client()
    path = f"/matters/{matter.id}"
    assert client.get(path, headers={"X-Who": str(office.coordinator)}).status_code == 200
    assert client.get(path, headers={"X-Who": str(stranger)}).status_code == 404
    assert client.get(f"/matters/{new_id()}", headers={"X-Who": str(office.coordinator)}).status_code == 404


def test_without_anybody_there_is_no_unit(client: FlaskClient) -> None:
    assert client.get("/open").status_code == 401


class SlowLine:
    """A body of which nothing arrives before a colleague has saved something, or has waited too long for it."""

    def __init__(self, body: bytes, colleague: Callable[[], None]) -> None:
        self.body = BytesIO(body)
        self.colleague = Thread(target=colleague)
        self.waited_for_us: bool | None = None

    def read(self, size: int = -1) -> bytes:
        if self.waited_for_us is None:
            self.colleague.start()
            self.colleague.join(15)
            self.waited_for_us = self.colleague.is_alive()
        return self.body.read(size)


@pytest.mark.parametrize("path", ["changed", "files"])
def test_whoever_sends_slowly_keeps_nobody_from_writing(
    client: FlaskClient, office: OfficeForTests, note_id: UUID, path: str
) -> None:
    """Otherwise somebody on a bad line, or of bad will, stops the office, and with SQLite the public form as well."""
    lawyer = office.hire(Role.LAWYER)

    def colleague() -> None:
        with office.unit(lawyer) as uow:
            uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
            uow.commit()

    data = {"word": "slow"} if path == "changed" else {"files": (BytesIO(b"%PDF"), "a.pdf")}
    environ = EnvironBuilder(f"/notes/{note_id}/{path}", method="POST", data=data, headers=IN).get_environ()
    line = environ["wsgi.input"] = SlowLine(environ["wsgi.input"].read(), colleague)
    pages, _status, _headers = run_wsgi_app(client.application, environ)
    assert b"".join(pages).decode() == ("slow" if path == "changed" else "1 file")
    line.colleague.join()
    assert line.waited_for_us is False
