"""Two people want out, both through the pages without a script: one is forced, one is free."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from caseintake.app import create_app
from caseintake.audit.verify import verify
from caseintake.documents.service import documents_in, store_of
from caseintake.findable import SOURCES
from caseintake.intake import consenting, queries, returning, service
from caseintake.intake.drafts import DraftedFile
from caseintake.intake.letters import pressure_paper
from caseintake.intake.model import Conversation, Deletion, Message, TriageNote, Whose, WithdrawalFinding
from caseintake.intake.receipts import Code, new_code
from caseintake.intake.withdrawal import findings
from caseintake.kernel.actor import Role
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.matters.kinds import Forum
from caseintake.search import service as search
from caseintake.search.model import IndexSegment
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import RECOVERY, Holder, HolderKind, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.tables import EpochRow, Grant, Receipt
from tests.intake.files import received
from tests.intake.people import content, officer, send, with_office_words
from tests.office import OfficeForTests
from tests.staffing import employ
from tests.web.matters_desk import Fields, at_desk

pytestmark = pytest.mark.one_engine

CANARY = "They came to my mother on Tuesday"


class Phone:
    """Somebody with a borrowed telephone on the public surface."""

    def __init__(self, office: OfficeForTests) -> None:
        with_office_words(office.office.settings.directory)
        self.browser: FlaskClient = create_app(office.office, "public").test_client()

    def enter(self, code: Code, status: int = 200) -> str:
        answer = self.browser.post("/en/return", data={"typed": code.text})
        assert answer.status_code == status
        return answer.text

    def press(self, page: str, action: str, **data: str) -> str:
        """Send the form of a page that goes to ``action`` and holds these values."""
        for at, fields in Fields(page).forms:
            if at.endswith(action) and all(fields.get(name) == value for name, value in data.items()):
                answer = self.browser.post(at, data=fields)
                assert answer.status_code == 200
                return answer.text
        raise AssertionError(f"no such form: {action}")

    def leave(self, code: Code, end: str) -> str:
        ending = self.press(self.enter(code), "/visit/ending")
        sure = self.press(ending, "/visit/ending/confirm", end=end)
        return self.press(sure, "/visit/ending/do", end=end)


@pytest.fixture
def phone(office: OfficeForTests) -> Phone:
    return Phone(office)


@pytest.fixture
def reader(office: OfficeForTests) -> UUID:
    return employ(office, Role.INTAKE_OFFICER, "Nərmin Səfərova", VaultKind.INTAKE, VaultKind.DIRECTORY).person_id


def only(office: OfficeForTests, reader: UUID) -> UUID:
    with office.unit(reader, write=False) as uow:
        (row,) = queries.inbox(uow=uow, all_states=True).rows
        return row.id


def findings_clean(office: OfficeForTests) -> list[str]:
    with office.office.unit() as uow:
        host = office.office
        report = verify(
            uow.session,
            fingerprint=host.fingerprint,
            host_key=host.log_keys.sign_public,
            remembered_heads={},
            remembered_roster=0,
        )
    return [str(found) for found in report.findings]


def test_whoever_forces_her_sees_what_a_wrong_code_shows(office: OfficeForTests, reader: UUID, phone: Phone) -> None:
    code = send(office.office, content({"what_happened": CANARY}))
    phone.leave(code, "delete")
    assert CANARY not in phone.enter(code, 422)
    assert phone.enter(code, 422) == phone.enter(new_code(), 422)


def test_forced_the_client_of_a_case(office: OfficeForTests, reader: UUID, phone: Phone) -> None:
    """A client before the Court is made to delete; it becomes evidence, and nobody else in the case notices."""
    code = send(office.office, content({"what_happened": CANARY, "safe_question": "Bicycle?"}))
    lawyer = employ(office, Role.LAWYER, "Leyla Quliyeva", VaultKind.DIRECTORY).person_id
    with office.unit(reader) as uow:
        matter = matters.create_matter(codename="Heron", responsible=lawyer, join=False, uow=uow)
        row = queries.inbox(uow=uow).rows[0]
        client = service.accept_into(row, matter, name="Günel Əsədova", text="Ready.", once="0", uow=uow)
        vault = row.vault_id
        uow.commit()
    with office.unit(lawyer) as uow:
        here = matters_read.matter(matter.id, uow=uow)
        complaint = matters.record_complaint(here, state="AZ", article="8", applicants=[client.id], uow=uow)
        case = matters.record_proceeding(here, state="AZ", forum=Forum.ECHR, applicants=[client.id], uow=uow)
        case.case_number = "41722/25"
        uow.commit()
    phone.leave(code, "delete")
    assert returning.keyring_of(code, office=office.office) is None
    page = f"/matters/{matter.id}/applicants/{client.id}"
    with at_desk(office, lawyer) as desk:
        assert "nothing may be used" in desk.get(page)
        with office.unit(lawyer, write=False) as uow:
            here = matters_read.matter(matter.id, uow=uow)
            file = matters_read.client_file(matters_read.applicants(here, uow=uow)[0], uow=uow)
            assert file is not None
            assert not consenting.agrees(file, "intake", uow=uow)  # everything stands still until she was asked
        talk = f"{page}/conversation/withdrawal"
        told = {"happened_on__day": "27", "happened_on__month": "2", "happened_on__year": "2026"}
        desk.post(talk, 422, whose="pressure", how="By telephone to her aunt", source="", **told)
        desk.post(talk, whose="pressure", how="They waited outside the school", source="Her aunt", **told)
        shown = desk.get(page)
        assert "There was pressure" in shown
        (link,) = [part.split('"')[0] for part in shown.split('href="')[1:] if "/pressure/" in part.split('"')[0]]
        paper = desk.get(link)
        for words in ("41722/25", "Günel Əsədova v. Azerbaijan", "27 February 2026", "27 février 2026", "Her aunt",
                      "They waited outside the school", "Akdivar", "Rule 39"):  # fmt: skip
            assert words in paper
        assert "Pressure to withdraw: letter" in desk.get(f"{page}/consents")
    with office.unit(lawyer, write=False) as uow:
        conversation = uow.session.scalars(select(Conversation).where(Conversation.vault_id == vault)).one()
        assert conversation.state.value == "accepted"
        assert len(uow.session.scalars(select(Message).where(Message.vault_id == vault)).all()) == 2  # nothing deleted
        (found,) = findings(conversation, file.vault_id, uow=uow)
        assert (found.whose, uow.proof(found).author.id) == (Whose.PRESSURE, lawyer)
        assert matters_read.complaints(matters_read.matter(matter.id, uow=uow), uow=uow)[0].id == complaint.id
        assert consenting.agrees(file, "intake", uow=uow)
    assert findings_clean(office) == []


def test_free_but_in_a_case_the_lawyer_decides_use_by_use(office: OfficeForTests, reader: UUID, phone: Phone) -> None:
    code = send(office.office)
    lawyer = employ(office, Role.LAWYER, "Leyla Quliyeva", VaultKind.DIRECTORY).person_id
    with office.unit(reader) as uow:
        matter = matters.create_matter(codename="Heron", responsible=lawyer, join=False, uow=uow)
        row = queries.inbox(uow=uow).rows[0]
        client = service.accept_into(row, matter, name="Günel", text="Ready.", once="0", uow=uow)
        uow.commit()
    with office.unit(lawyer) as uow:
        here = matters_read.matter(matter.id, uow=uow)
        complaint = matters.record_complaint(here, state="AZ", article="8", applicants=[client.id], uow=uow)
        uow.commit()
    phone.leave(code, "stop")
    page = f"/matters/{matter.id}/applicants/{client.id}"
    with at_desk(office, lawyer) as desk:
        desk.post(f"{page}/conversation/withdrawal", whose="own", how="In person", stop=["intake"],
                  strike=[str(complaint.id)])  # fmt: skip
        consents = desk.get(f"{page}/consents")
        assert "Ask the Court to strike out for this client alone" in consents
        assert "when asked about a wish to leave" in consents
    with office.unit(lawyer, write=False) as uow:
        here = matters_read.matter(matter.id, uow=uow)
        file = matters_read.client_file(matters_read.applicants(here, uow=uow)[0], uow=uow)
        assert file is not None
        assert not consenting.agrees(file, "intake", uow=uow)
        assert matters_read.complaints(here, uow=uow)[0].applicants == (client.id,)  # nothing happens by a button


@pytest.fixture
def freed(office: OfficeForTests, reader: UUID, phone: Phone) -> tuple[Code, UUID, UUID]:
    """Somebody with a file deletes of her own wish; what the database held of the keys is remembered."""
    file = DraftedFile(received(office.office, CANARY.encode(), "a.txt"))
    code = send(office.office, content({"what_happened": CANARY}, files=(file,)))
    id = only(office, reader)
    with office.unit(reader) as uow:
        service.note(service.find(id, uow=uow), "Watch the brother.", uow=uow)
        uow.commit()
        vault = service.find(id, uow=uow).vault_id
    phone.leave(code, "delete")
    with at_desk(office, reader) as desk:
        desk.post(f"/inbox/{id}/withdrawal", whose="own", how="At the agreed place; she said the word.")
    return code, id, vault


def looked_for(office: OfficeForTests, officer: UUID) -> None:
    """The officer searches, so that segments hold the words of the conversation and of the notes about it."""
    with office.unit(officer, write=False) as uow:
        found = search.find("canary", SOURCES, uow=uow)
    with office.unit(officer) as uow:
        search.keep(found, uow=uow)
        uow.commit()
    assert len(found.fresh) > 1


def test_free_and_forgotten(office: OfficeForTests, reader: UUID, freed: tuple[Code, UUID, UUID]) -> None:
    """Nobody opens it any more: not the officer, not the code, not the recovery key, not somebody with the disk."""
    code, id, vault = freed
    second = employ(office, Role.INTAKE_OFFICER, "Kamran Əliyev", VaultKind.INTAKE, VaultKind.DIRECTORY).person_id
    with office.unit(reader, write=False) as uow:
        (document,) = documents_in(vault, uow=uow)
        blob = store_of(office.office).path(document.blob_id)
        held = [row.sealed for row in uow.session.scalars(select(Grant).where(Grant.vault_id == vault))]
        texts = [row.sealed for row in uow.session.scalars(select(Message).where(Message.vault_id == vault))]
    assert any(opens(office, grant, vault) for grant in held_by_recovery(office, vault))
    looked_for(office, reader)
    one = f"/inbox/{id}/delete"
    with at_desk(office, second) as desk:
        assert "Not before 1 April 2026" in desk.get(one)
    office.clock.advance(timedelta(days=30))
    with at_desk(office, reader) as desk:
        assert "somebody else must press" in desk.get(one)
        desk.send(one, desk.fields(f"/inbox/{id}/note"), 422)  # a form of her own making
    assert only(office, reader) == id
    with at_desk(office, second) as desk:
        desk.post(one)
        assert "Kamran Əliyev" in desk.get("/inbox/deletions")
        desk.get(f"/inbox/{id}", 404)
    with office.office.unit() as uow:
        assert uow.session.scalars(select(Grant).where(Grant.vault_id == vault)).all() == []
        assert uow.session.scalars(select(Receipt).where(Receipt.vault_id == vault)).all() == []
        assert uow.session.scalars(select(EpochRow).where(EpochRow.vault_id == vault)).all()
        assert held_by_recovery(office, vault) == []
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        assert uow.session.get(IndexSegment, vault) is None
        assert uow.session.get(IndexSegment, intake) is None, "words of notes about it stand in this one"
    for person in (reader, second, office.coordinator):
        with office.unit(person, write=False) as uow:
            assert not uow.keystore.can_open(vault)
            assert uow.session.get(Conversation, id) is None
            assert not [row for row in uow.session.scalars(select(TriageNote)) if row.conversation_id == id]
    assert returning.keyring_of(code, office=office.office) is None
    assert not blob.exists()
    nothing_left(office, [*held, *texts])
    with office.unit(second, write=False) as uow:
        (record,) = uow.session.scalars(select(Deletion)).all()
        assert (record.found_by, record.deleted_by, record.files) == (reader, second, 1)
        assert CANARY.encode() not in record.plaintext()
        assert uow.session.scalars(select(WithdrawalFinding)).all() == []
    assert findings_clean(office) == []


def held_by_recovery(office: OfficeForTests, vault: UUID) -> list[Grant]:
    with office.office.unit() as uow:
        rows = uow.session.scalars(select(Grant).where(Grant.vault_id == vault))
        return [row for row in rows if row.holder_kind is HolderKind.RECOVERY]


def opens(office: OfficeForTests, grant: Grant, vault: UUID) -> bool:
    """Whether the recovery key opens this grant."""
    keyring = Keyring(RECOVERY, office.recovery_secret)
    with office.office.unit(keyring=keyring) as uow:
        try:
            uow.keystore.keys(vault, grant.number)
        except VaultError:
            return False
        return True


def nothing_left(office: OfficeForTests, secrets: list[bytes]) -> None:
    """Of SQLite's files: not a byte of what was deleted lies in the database or its write-ahead log."""
    name = office.office.engine.url.database
    if office.office.engine.dialect.name != "sqlite" or name is None:
        return
    for path in (Path(name), Path(name + "-wal")):
        data = path.read_bytes() if path.exists() else b""
        for secret in secrets:
            assert secret[:64] not in data, path.suffix


def test_she_may_still_say_that_she_was_forced(
    office: OfficeForTests, reader: UUID, freed: tuple[Code, UUID, UUID]
) -> None:
    _code, id, _vault = freed
    with at_desk(office, reader) as desk:
        desk.post(f"/inbox/{id}/withdrawal", whose="pressure", how="Her sister wrote", source="Her sister")
        desk.get(f"/inbox/{id}/delete", 404)
        assert "What to do about pressure" in desk.get(f"/inbox/{id}")
        desk.post(f"/inbox/{id}/accept", name="Aytən", codename="Heron", join="y", text="Ready.")
    with office.unit(reader, write=False) as uow:
        (line,) = matters_read.my_matters(uow=uow)
        file = matters_read.client_file(matters_read.applicants(line.matter, uow=uow)[0], uow=uow)
        assert file is not None
        conversation = uow.session.get_one(Conversation, id)
        kept = findings(conversation, file.vault_id, uow=uow)
        assert {(row.whose, row.asked_by) for row in kept} == {(Whose.OWN, reader), (Whose.PRESSURE, reader)}


def test_in_an_office_of_one_the_only_person_may_destroy(
    office: OfficeForTests, reader: UUID, freed: tuple[Code, UUID, UUID]
) -> None:
    _code, id, _vault = freed
    with office.unit(reader) as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        for holder in uow.keystore.holders(intake):
            if holder not in (RECOVERY, Holder.person(reader)):
                uow.keystore.remove(intake, holder)
        uow.commit()
    office.clock.advance(timedelta(days=30))
    with at_desk(office, reader) as desk:
        desk.post(f"/inbox/{id}/delete")
        assert "alone" in desk.get("/inbox/deletions")


def test_who_asked_may_destroy_when_nobody_else_came(
    office: OfficeForTests, reader: UUID, freed: tuple[Code, UUID, UUID]
) -> None:
    _code, id, _vault = freed
    officer(office)
    office.clock.advance(timedelta(days=33))
    with at_desk(office, reader) as desk:
        desk.post(f"/inbox/{id}/delete")
        assert "alone" in desk.get("/inbox/deletions")


def test_the_draft_letter_fills_every_place(office: OfficeForTests) -> None:
    written = pressure_paper(office.office.settings)
    for text in (written.letter.en, written.letter.fr):
        filled = text % dict.fromkeys(("number", "applicant", "state", "day", "what", "source"), "x")
        assert "%" not in filled
