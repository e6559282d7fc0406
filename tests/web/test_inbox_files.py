"""The inbox: a file that came by post, second-hand in the list, and a person whose language is none of ours."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from msgspec import structs

from caseintake.documents.service import documents_in
from caseintake.intake import queries, service, taking_down
from caseintake.intake.model import Confirmed, Conversation
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from tests.intake.people import content, send
from tests.intake.test_taking_down import BROTHER, written
from tests.office import OfficeForTests
from tests.staffing import employ
from tests.web.matters_desk import at_desk
from tests.web.test_withdrawal import Phone

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def reader(office: OfficeForTests) -> UUID:
    return employ(office, Role.INTAKE_OFFICER, "Nərmin Səfərova", VaultKind.INTAKE, VaultKind.DIRECTORY).person_id


def one(office: OfficeForTests, reader: UUID, id: UUID) -> Conversation:
    with office.unit(reader, write=False) as uow:
        row = service.find(id, uow=uow)
        assert row.language
        return row


def test_a_file_that_came_by_post_stands_with_the_persons_files(office: OfficeForTests, reader: UUID) -> None:
    send(office.office)
    with office.unit(reader, write=False) as uow:
        (row,) = queries.inbox(uow=uow).rows
    here, body = f"/inbox/{row.id}", b"%PDF-1.7 the envelope, both sides" * 3000
    with at_desk(office, reader) as desk:
        form = desk.press(here, f"{here}/files/add").location
        token = desk.fields(form, form)["csrf_token"]
        missing = {"csrf_token": token, "note": " ", "files": (io.BytesIO(body), "Сканы.pdf")}
        refused = desk.client.post(form, data=missing, content_type="multipart/form-data")
        assert refused.status_code == 422
        assert "Say how it reached us" in refused.text
        form = desk.press(here, f"{here}/files/add").location
        sent = {"csrf_token": token, "note": "By post, envelope of 3 March", "files": (io.BytesIO(body), "Сканы.pdf")}
        assert desk.client.post(form, data=sent, content_type="multipart/form-data").status_code == 303
        again = {**sent, "files": (io.BytesIO(b"x"), "x")}
        assert desk.client.post(form, data=again, content_type="multipart/form-data").status_code == 403, "good once"
        page = desk.get(here)
        assert "Сканы.pdf" in page
        assert "By post, envelope of 3 March" in page
    with office.unit(reader, write=False) as uow:
        (document,) = documents_in(row.vault_id, uow=uow)
        assert document.length == len(body)
    on_disk = [path for path in office.office.settings.directory.rglob("*") if path.is_file()]
    assert not [path for path in on_disk if body[:30] in path.read_bytes()]


def test_the_list_says_what_is_second_hand_until_the_person_confirms(office: OfficeForTests, reader: UUID) -> None:
    send(office.office)
    id = written(office, reader)
    with at_desk(office, reader) as desk:
        assert desk.get("/inbox").count("second-hand, not confirmed") == 1
        with office.unit(reader) as uow:
            row = service.find(id, uow=uow)
            statement = service.statement_of(row, uow=uow)
            assert statement is not None
            day = uow.clock.today()
            taking_down.confirm(statement, row, how=Confirmed.VOICE, on=day, remark="", uow=uow)
            uow.commit()
        assert "second-hand, not confirmed" not in desk.get("/inbox")


def test_whose_language_is_none_of_ours_is_written_to_in_the_one_that_was_chosen(
    office: OfficeForTests, reader: UUID
) -> None:
    for told, language, foreign in (
        (BROTHER, "az", False),
        (structs.replace(BROTHER, language="kurmancî", written_in="ru"), "ru", True),
        (structs.replace(BROTHER, language="kurmancî"), "en", True),
    ):
        row = one(office, reader, written(office, reader, told))
        assert (row.language, row.foreign) == (language, foreign)


def test_the_form_notes_another_language_too_and_the_return_page_says_so(office: OfficeForTests, reader: UUID) -> None:
    other = send(office.office, content({"wish_language": "other", "wish_language_other": "Lezgi"}))
    ours = send(office.office)
    with office.unit(reader, write=False) as uow:
        assert sorted(row.foreign for row in queries.inbox(uow=uow).rows) == [False, True]
    phone = Phone(office)
    assert "none of the four of this office" in phone.enter(other)
    assert "none of the four of this office" not in phone.enter(ours)
