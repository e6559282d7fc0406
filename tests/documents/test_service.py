"""Documents in vaults: kept with their file, opened by who holds the key, destroyed with it."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text, update

from caseintake.documents import service
from caseintake.documents.blobs import BlobMissing
from caseintake.documents.checking import Damage, damaged_files
from caseintake.documents.media import Media
from caseintake.documents.model import Document
from caseintake.documents.receive import Received
from caseintake.documents.service import NotToBeOpened, store_of
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.ids import new_id
from caseintake.vault.errors import Locked, StreamDamaged, Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import random_bytes
from caseintake.work import UnitOfWork
from tests.documents.bodies import body, file, left_in, take
from tests.office import OfficeForTests

CANARY = "Canary-Nigar-Şəhid-0xC0FFEE"


@pytest.fixture
def lawyer(office: OfficeForTests) -> UUID:
    return office.hire(Role.LAWYER)


@pytest.fixture
def matter(office: OfficeForTests, lawyer: UUID) -> UUID:
    with office.unit(lawyer) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    return vault_id


def received(office: OfficeForTests, data: bytes, name: str = "qərar.pdf") -> Received:
    folder = store_of(office.office).folder
    return take(folder, body(file("file", name, data)), today=office.clock.today())


def add(office: OfficeForTests, person: UUID, vault: UUID, data: bytes, name: str = "qərar.pdf") -> UUID:
    with received(office, data, name) as form, office.unit(person) as uow:
        (document,) = service.keep(form.files, vault, uow=uow)
        uow.commit()
        return document.id


def read(document_id: UUID, uow: UnitOfWork) -> bytes:
    opened = service.open_document(uow.session.get_one(Document, document_id), uow=uow)
    try:
        return b"".join(opened.pieces)
    finally:
        opened.close()


def test_a_document_opens_to_what_was_sent(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    data = b"%PDF-1.7 " + os.urandom(200_000)
    id = add(office, lawyer, matter, data)
    with office.unit(lawyer, write=False) as uow:
        (document,) = service.documents_in(matter, uow=uow)
        assert document.id == id
        assert (document.name, document.media, document.length) == ("qərar.pdf", Media.PDF, len(data))
        assert document.sha256 == hashlib.sha256(data).digest()
        assert document.received_on == office.clock.today()
        assert service.file_name(document, "KQWTZ-014") == "KQWTZ-014.pdf"
        assert read(id, uow) == data
    assert len(left_in(store_of(office.office).folder)) == 1


def test_without_the_key_it_is_locked(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    id = add(office, lawyer, matter, b"x")
    with office.unit(office.coordinator, write=False) as uow:
        document = uow.session.get_one(Document, id)
        assert not service.may_open(document, uow=uow)
        with pytest.raises(Locked):
            service.open_document(document, uow=uow)


def test_nothing_on_the_disk_tells_name_or_content(
    office: OfficeForTests, lawyer: UUID, matter: UUID, tmp_path: Path
) -> None:
    add(office, lawyer, matter, CANARY.encode() * 5000, f"{CANARY}.pdf")
    for path in tmp_path.rglob("*"):
        assert CANARY not in str(path)
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_a_unit_that_is_not_committed_leaves_no_file(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    folder = store_of(office.office).folder
    with received(office, b"x") as form, office.unit(lawyer) as uow:
        service.keep(form.files, matter, uow=uow)
        uow.flush()
    office.clock.advance(timedelta(days=4))
    with office.office.unit() as uow:
        assert service.sweep(uow=uow).orphans == 1
    assert left_in(folder) == []


def test_the_sweep_keeps_what_records_name(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    id = add(office, lawyer, matter, b"x")
    office.clock.advance(timedelta(days=900))
    with office.office.unit() as uow:
        assert service.sweep(uow=uow).orphans == 0
    with office.unit(lawyer, write=False) as uow:
        assert read(id, uow) == b"x"


def test_keeping_a_held_file_that_is_gone_says_so(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    with received(office, b"x") as form:
        files = form.files
    with office.unit(lawyer) as uow, pytest.raises(BlobMissing):
        service.keep(files, matter, uow=uow)


def test_destroying_removes_key_and_file(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    id = add(office, lawyer, matter, b"x")
    with office.unit(lawyer) as uow:
        service.destroy(uow.session.get_one(Document, id), uow=uow)
        assert len(left_in(store_of(office.office).folder)) == 1, "not before the commit"
        uow.commit()
    assert left_in(store_of(office.office).folder) == []


# --- damage -------------------------------------------------------------------------------------------------------


def damage(office: OfficeForTests, blob_id: UUID, at: int) -> None:
    path = store_of(office.office).path(blob_id)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def blob_of(office: OfficeForTests, person: UUID, id: UUID) -> UUID:
    with office.unit(person, write=False) as uow:
        return uow.session.get_one(Document, id).blob_id


def test_a_damaged_file_never_ends_cleanly_and_the_check_names_it(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    data = os.urandom(500_000)
    first, later = add(office, lawyer, matter, data), add(office, lawyer, matter, data)
    with office.unit(lawyer, write=False) as uow:
        assert list(damaged_files(uow.session, store_of(office.office))) == []
    damage(office, blob_of(office, lawyer, first), 50)
    damage(office, blob_of(office, lawyer, later), 400_000)
    with office.unit(lawyer, write=False) as uow:
        with pytest.raises(StreamDamaged):
            service.open_document(uow.session.get_one(Document, first), uow=uow)
        opened = service.open_document(uow.session.get_one(Document, later), uow=uow)
        pieces: list[bytes] = []
        with pytest.raises(StreamDamaged):
            pieces.extend(opened.pieces)
        opened.close()
        assert data.startswith(b"".join(pieces))
        found = {bad.document_id: bad.what for bad in damaged_files(uow.session, store_of(office.office))}
        assert found == {first: Damage.DIGEST, later: Damage.DIGEST}


def test_a_cut_or_missing_file_is_refused_before_the_first_byte(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    cut, gone = add(office, lawyer, matter, b"a" * 100_000), add(office, lawyer, matter, b"b")
    store = store_of(office.office)
    os.truncate(store.path(blob_of(office, lawyer, cut)), 70_000)
    store.path(blob_of(office, lawyer, gone)).unlink()
    with office.unit(lawyer, write=False) as uow:
        for id in (cut, gone):
            with pytest.raises(StreamDamaged):
                service.open_document(uow.session.get_one(Document, id), uow=uow)
        found = {bad.document_id: bad.what for bad in damaged_files(uow.session, store)}
        assert found == {cut: Damage.SIZE, gone: Damage.MISSING}


def test_two_files_of_one_size_cannot_change_places(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    one, other = add(office, lawyer, matter, b"one"), add(office, lawyer, matter, b"two")
    store = store_of(office.office)
    a, b = (store.path(blob_of(office, lawyer, id)) for id in (one, other))
    raw = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(raw)
    with office.unit(lawyer, write=False) as uow, pytest.raises(StreamDamaged):
        service.open_document(uow.session.get_one(Document, one), uow=uow)


@pytest.mark.parametrize("column", ["blob_id", "size", "digest"])
def test_every_column_in_clear_is_bound(office: OfficeForTests, lawyer: UUID, matter: UUID, column: str) -> None:
    id = add(office, lawyer, matter, b"x")
    other: object = {"blob_id": new_id(), "size": 7, "digest": b"other"}[column]
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(Document.__table__).values({column: other}))
    with office.unit(lawyer, write=False) as uow, pytest.raises(Tampered):
        service.open_document(uow.session.get_one(Document, id), uow=uow)


# --- somebody may be under 18 -------------------------------------------------------------------------------------


def test_sealed_away_it_opens_to_two_officers_and_nobody_else(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    first, second = office.hire(Role.INTAKE_OFFICER), office.hire(Role.LAWYER)
    id = add(office, lawyer, matter, b"picture")
    with office.unit(lawyer) as uow:
        moved = service.seal_away(uow.session.get_one(Document, id), [first, second], matter, uow=uow)
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        assert uow.session.get(Document, id) is None
        assert not service.may_open(uow.session.get_one(Document, moved.id), uow=uow)
        with pytest.raises(Locked):
            read(moved.id, uow)
    for officer in (first, second):
        with office.unit(officer, write=False) as uow:
            document = uow.session.get_one(Document, moved.id)
            assert document.possible_minor
            assert read(moved.id, uow) == b"picture"


def test_more_than_two_officers_or_none_are_refused(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    many = [office.hire(Role.LAWYER) for _ in range(3)]
    for officers in ([], many):
        with office.unit(lawyer) as uow, pytest.raises(ValueError, match="officers"):
            service.vault_for_officers(officers, uow=uow)


def test_a_marked_file_in_an_ordinary_vault_opens_to_nobody(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    second, third = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    id = add(office, lawyer, matter, b"picture")
    with office.unit(lawyer) as uow:
        for person in (second, third):
            uow.keystore.grant(matter, Holder.person(person))
        document = uow.session.get_one(Document, id)
        document.possible_minor = True
        uow.commit()
        with pytest.raises(NotToBeOpened):
            service.open_document(document, uow=uow)
    with received(office, b"x") as form, office.unit(lawyer) as uow, pytest.raises(NotToBeOpened):
        service.keep(form.files, matter, uow=uow, possible_minor=True)


def test_a_client_can_seal_away_what_she_then_cannot_open(office: OfficeForTests) -> None:
    officer = office.hire(Role.INTAKE_OFFICER)
    receipt, secret = new_id(), random_bytes(32)
    client = Actor("receipt", receipt)
    with (
        received(office, b"picture") as form,
        office.office.unit(actor=client, keyring=Keyring.receipt(receipt, secret), write=True) as uow,
    ):
        vault_id = service.vault_for_officers([officer], uow=uow)
        (document,) = service.keep(form.files, vault_id, uow=uow, possible_minor=True)
        uow.commit()
    with office.office.unit(actor=client, keyring=Keyring.receipt(receipt, secret)) as uow, pytest.raises(Locked):
        read(document.id, uow)
    with office.unit(officer, write=False) as uow:
        assert read(document.id, uow) == b"picture"


def test_the_log_names_no_file(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    add(office, lawyer, matter, b"x", "very-secret-name.pdf")
    with office.unit(lawyer, write=False) as uow:
        bodies = uow.session.scalars(text("SELECT body FROM log_entry")).all()
        assert bodies
        assert all(b"very-secret" not in bytes(each) for each in bodies)
