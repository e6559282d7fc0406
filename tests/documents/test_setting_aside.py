"""A file that may show somebody under 18: one press closes it, two names decide, and nobody else finds a byte."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import update

from caseintake.access.visibility import visible
from caseintake.documents import service, setting_aside
from caseintake.documents.model import Document, LegalOfficers, SetAside, Step, StepTaken
from caseintake.documents.service import NotToBeOpened, store_of
from caseintake.documents.setting_aside import Refused
from caseintake.intake import queries
from caseintake.intake.drafts import DraftedFile
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, VaultKind
from tests.documents.test_service import add, read
from tests.intake.files import received
from tests.intake.people import content, officer, send, visit
from tests.office import OfficeForTests
from tests.vault.test_attacks import check


@pytest.fixture
def lawyer(office: OfficeForTests) -> UUID:
    return office.hire(Role.LAWYER)


@pytest.fixture
def matter(office: OfficeForTests, lawyer: UUID) -> UUID:
    with office.unit(lawyer) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    return vault_id


def name(office: OfficeForTests, *people: UUID) -> None:
    with office.unit(office.coordinator) as uow:
        setting_aside.name_officers(list(people), uow=uow)
        uow.commit()


def press(office: OfficeForTests, person: UUID, document: UUID, vault: UUID) -> UUID | None:
    """Somebody presses; the new id of the file, or None if it was only marked."""
    with office.unit(person) as uow:
        done = setting_aside.set_aside(uow.session.get_one(Document, document), vault, uow=uow)
        uow.commit()
        kept = setting_aside.set_aside_from(vault, vault, uow=uow)
    return kept[-1].document_id if done else None


def test_one_press_closes_it_and_leaves_digest_and_sheet(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    first, second = office.hire(Role.LAWYER), office.hire(Role.INTAKE_OFFICER)
    assistant = office.hire(Role.ASSISTANT)
    name(office, first, second)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(assistant))
        uow.commit()
    id = add(office, lawyer, matter, b"picture", "qızım.jpg")
    moved = press(office, assistant, id, matter)
    assert moved is not None
    for person in (lawyer, assistant):
        with office.unit(person) as uow:
            assert service.documents_in(matter, uow=uow) == []
            (kept,) = setting_aside.set_aside_from(matter, matter, uow=uow)
            assert kept.length == len(b"picture")
            assert b"q\xc4\xb1z\xc4\xb1m" not in kept.plaintext()  # a name may tell who is in it
            setting_aside.describe(kept, "A film of 12 seconds, sent by a stranger", uow=uow)
            uow.commit()
            assert uow.proof(kept).author.id == person
            assert not uow.keystore.can_open(uow.session.get_one(Document, moved).vault_id)
    for named in (first, second):
        with office.unit(named, write=False) as uow:
            assert [row.id for row in setting_aside.held(uow=uow)] == [moved]


def test_without_named_officers_a_mark_alone_stops_every_download(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    id = add(office, lawyer, matter, b"picture")
    assert press(office, lawyer, id, matter) is None
    with office.unit(lawyer, write=False) as uow, pytest.raises(NotToBeOpened):
        read(id, uow)
    name(office, office.hire(Role.LAWYER))
    assert press(office, lawyer, id, matter) is not None


def test_two_officers_decide_and_nothing_happens_before_the_second(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    first, second = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    name(office, first, second)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture"), matter)
    with office.unit(first) as uow:
        document = uow.session.get_one(Document, moved)
        blob = document.blob_id
        setting_aside.decide(document, Step.HAND_OVER, "To the authority", "", uow=uow)
        setting_aside.decide(document, Step.DESTROY, "Keeping is an offence", "", uow=uow)
        uow.commit()
        assert not setting_aside.may_leave(document, uow=uow)
        for row in setting_aside.steps(document.vault_id, uow=uow):
            with pytest.raises(Refused, match="own_decision"):
                setting_aside.agree(row, uow=uow)
    with office.unit(second) as uow:
        document = uow.session.get_one(Document, moved)
        over, gone = sorted(setting_aside.steps(document.vault_id, uow=uow), key=lambda row: row.step, reverse=True)
        setting_aside.agree(over, uow=uow)
        uow.flush()
        assert setting_aside.may_leave(document, uow=uow)
        setting_aside.agree(gone, uow=uow)
        uow.commit()
    assert not store_of(office.office).path(blob).exists()
    with office.unit(lawyer, write=False) as uow:
        (kept,) = setting_aside.set_aside_from(matter, matter, uow=uow)
        assert not setting_aside.is_there(kept, uow=uow)
    with office.unit(second, write=False) as uow:
        assert {row.second for row in setting_aside.past(uow=uow)} == {second}


def test_one_officer_alone_names_whom_she_asked(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    only = office.hire(Role.LAWYER)
    name(office, only)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture"), matter)
    with office.unit(only) as uow:
        document = uow.session.get_one(Document, moved)
        with pytest.raises(Refused, match="witness_needed"):
            setting_aside.decide(document, Step.DESTROY, "Asked", "", uow=uow)
        setting_aside.decide(document, Step.DESTROY, "Asked", "Dr Ines Keller, Berlin", uow=uow)
        uow.commit()
        assert uow.session.get(Document, moved) is None


def test_nobody_names_himself_by_writing_the_database(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    honest, spy = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow, pytest.raises(Refused, match="not_coordinator"):
        setting_aside.name_officers([lawyer], uow=uow)
    name(office, honest)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(LegalOfficers.__table__).values(first=spy))
    with office.unit(lawyer, write=False) as uow:
        assert setting_aside.officers(uow=uow) == ()
    assert press(office, lawyer, add(office, lawyer, matter, b"picture"), matter) is None


def test_the_sheet_of_a_clients_file_is_not_sealed_to_her_code(office: OfficeForTests) -> None:
    code = send(office.office, content(files=(DraftedFile(received(office.office, b"x", "a.jpg")),)))
    reader = officer(office)
    name(office, office.hire(Role.LAWYER))
    with office.unit(reader) as uow:
        row = queries.inbox(uow=uow).rows[0]
        (document,) = service.documents_in(row.vault_id, uow=uow)
        setting_aside.set_aside(document, uow.roster.office_vaults[VaultKind.INTAKE], uow=uow)
        uow.commit()
    with visit(office.office, code) as uow:
        assert all(not uow.keystore.can_open(kept.vault_id) for kept in uow.session.query(SetAside))
        assert uow.session.query(Document).filter_by(vault_id=row.vault_id).count() == 0
        assert uow.session.query(StepTaken).count() == 0


@pytest.mark.parametrize("witness", ["", "Dr Ines Keller"])
def test_one_of_two_officers_does_not_hand_over_alone(
    office: OfficeForTests, lawyer: UUID, matter: UUID, witness: str
) -> None:
    """Her own program, her own key: she decides, agrees, and names somebody she is said to have asked."""
    first, second = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    name(office, first, second)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture"), matter)
    with office.unit(second) as uow:
        document = uow.session.get_one(Document, moved)
        said = {"vault_id": document.vault_id, "document_id": document.id, "step": Step.HAND_OVER,
                "decided_on": uow.clock.today(), "why": "Asked"}  # fmt: skip
        decided = StepTaken(**said, witness=witness)
        uow.add(decided, StepTaken(**said, agrees_to=decided.id))
        uow.commit()
        assert not setting_aside.may_leave(document, uow=uow)
        assert [(one.by, one.second) for one in setting_aside.steps(document.vault_id, uow=uow)] == [(second, None)]


def test_two_officers_give_it_back_to_whom_it_came_from_and_hold_it_no_more(
    office: OfficeForTests, lawyer: UUID, matter: UUID
) -> None:
    """Neither officer holds the matter; neither of them opens the file afterwards, and the lawyer does."""
    first, second = office.hire(Role.LAWYER), office.hire(Role.COORDINATOR)
    name(office, first, second)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture", "toy.jpg"), matter)
    with office.unit(first) as uow:
        setting_aside.decide(uow.session.get_one(Document, moved), Step.GIVE_BACK, "A grown woman", "", uow=uow)
        uow.commit()
    with office.unit(lawyer) as uow:
        (kept,) = setting_aside.set_aside_from(matter, matter, uow=uow)
        assert setting_aside.lies(kept, uow=uow) == "closed", "one name gives nothing back"
        with pytest.raises(Refused, match="not_given_back"):
            setting_aside.put_back(kept, uow=uow)
    with office.unit(second) as uow:
        document = uow.session.get_one(Document, moved)
        (step,) = setting_aside.steps(document.vault_id, uow=uow)
        setting_aside.agree(step, uow=uow)
        uow.commit()
    for officer_ in (first, second):
        with office.unit(officer_, write=False) as uow:
            assert setting_aside.held(uow=uow) == []
            assert [one.step for one in setting_aside.past(uow=uow)] == [Step.GIVE_BACK]
            assert visible(Document, uow=uow) == []
    with office.unit(lawyer) as uow:
        (kept,) = setting_aside.set_aside_from(matter, matter, uow=uow)
        assert setting_aside.lies(kept, uow=uow) == "back"
        assert visible(StepTaken, uow=uow) == [], "what the officers wrote stays with them"
        setting_aside.put_back(kept, uow=uow)
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        (row,) = service.documents_in(matter, uow=uow)
        assert (row.name, row.possible_minor, row.origin) == ("toy.jpg", False, None)
        assert read(row.id, uow) == b"picture"
        assert setting_aside.set_aside_from(matter, matter, uow=uow) == []
    assert check(office).findings == []


def test_what_one_officer_alone_gives_back_needs_a_witness(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    alone = office.hire(Role.LAWYER)
    name(office, alone)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture"), matter)
    with office.unit(alone) as uow:
        document = uow.session.get_one(Document, moved)
        with pytest.raises(Refused, match="witness_needed"):
            setting_aside.decide(document, Step.GIVE_BACK, "A grown woman", "", uow=uow)
        setting_aside.decide(document, Step.GIVE_BACK, "A grown woman", "Rena Q., by telephone", uow=uow)
        uow.commit()
    with office.unit(lawyer) as uow:
        (kept,) = setting_aside.set_aside_from(matter, matter, uow=uow)
        setting_aside.put_back(kept, uow=uow)
        uow.commit()
        assert len(service.documents_in(matter, uow=uow)) == 1
