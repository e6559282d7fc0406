"""A document goes out as a plain file to save, whole or visibly broken."""

import os
from uuid import UUID

import pytest
from flask import Flask

from caseintake.documents import service
from caseintake.documents.model import Document
from caseintake.documents.service import store_of
from caseintake.kernel.actor import Role
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.holders import Holder, VaultKind
from caseintake.web.downloads import download_response
from tests.documents.bodies import body, file, take
from tests.office import OfficeForTests

pytestmark = pytest.mark.one_engine


@pytest.fixture
def kept(office: OfficeForTests) -> tuple[UUID, UUID, bytes]:
    lawyer, data = office.hire(Role.LAWYER), b"<html>" + os.urandom(300_000)
    folder, today = store_of(office.office).folder, office.clock.today()
    name = 'a"\r\nX-Evil: 1.html'.replace("\r\n", "%0D%0A").replace('"', "%22")
    with take(folder, body(file("file", name, data)), today=today) as form, office.unit(lawyer) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        (document,) = service.keep(form.files, vault_id, uow=uow)
        uow.commit()
        return lawyer, document.id, data


def test_a_download_is_a_plain_file_under_our_name(office: OfficeForTests, kept: tuple[UUID, UUID, bytes]) -> None:
    lawyer, id, data = kept
    with Flask("t").test_request_context(), office.unit(lawyer, write=False) as uow:
        response = download_response(uow.session.get_one(Document, id), "KQWTZ-014", uow=uow)
        headers = response.headers
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"] == 'attachment; filename="KQWTZ-014.bin"'
        assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert int(headers["Content-Length"]) == len(data)
    assert b"".join(response.response) == data  # type: ignore[arg-type]


def test_a_bad_chunk_breaks_the_answer_off(office: OfficeForTests, kept: tuple[UUID, UUID, bytes]) -> None:
    lawyer, id, data = kept
    with Flask("t").test_request_context(), office.unit(lawyer, write=False) as uow:
        document = uow.session.get_one(Document, id)
        path = store_of(office.office).path(document.blob_id)
        raw = bytearray(path.read_bytes())
        raw[200_000] ^= 1
        path.write_bytes(raw)
        response = download_response(document, "KQWTZ-014", uow=uow)
    sent: list[bytes] = []
    with pytest.raises(StreamDamaged):
        sent.extend(response.response)  # type: ignore[arg-type]
    assert len(b"".join(sent)) < len(data)
    assert data.startswith(b"".join(sent))


def test_closing_an_unread_answer_closes_the_file(office: OfficeForTests, kept: tuple[UUID, UUID, bytes]) -> None:
    lawyer, id, _data = kept
    before = len(os.listdir("/proc/self/fd"))
    with Flask("t").test_request_context(), office.unit(lawyer, write=False) as uow:
        response = download_response(uow.session.get_one(Document, id), "K", uow=uow)
        inside = len(os.listdir("/proc/self/fd"))
        response.close()
        assert len(os.listdir("/proc/self/fd")) == inside - 1
    assert before <= inside
