"""Fictional people and a small matter for the tests of this package."""

from dataclasses import dataclass
from uuid import UUID

from caseintake.identity.model import DisplayName
from caseintake.kernel.actor import Role
from caseintake.matters import service
from caseintake.matters.kinds import Forum
from caseintake.matters.model import Applicant, Complaint, Matter, Proceeding
from caseintake.vault.holders import VaultKind
from tests.office import OfficeForTests
from tests.signing_in import account
from tests.staging import staged


@dataclass
class Cast:
    """Ids only: rows belong to the unit that loaded them."""

    lawyer: UUID
    second: UUID
    matter: UUID
    applicants: tuple[UUID, ...]
    complaint: UUID
    proceeding: UUID


def hire(office: OfficeForTests, role: Role, name: str) -> UUID:
    """A vouched person with an account and a name colleagues call them by; the directory for who may hold it."""
    may = role in (Role.LAWYER, Role.COORDINATOR, Role.INTAKE_OFFICER)
    person = office.hire(role, *([VaultKind.DIRECTORY] if may else []))
    account(office, person)
    with office.unit(office.coordinator) as uow:
        directory = uow.roster.office_vaults[VaultKind.DIRECTORY]
        uow.add(DisplayName(vault_id=directory, person_id=person, name=name))
        uow.commit()
    return person


@staged
def set_scene(office: OfficeForTests) -> Cast:
    """A lawyer with a matter of three applicants, a complaint and a civil proceeding; a second lawyer without a key."""
    lawyer = hire(office, Role.LAWYER, "Leyla Quliyeva")
    second = hire(office, Role.LAWYER, "Marc Orban")
    with office.unit(lawyer) as uow:
        matter: Matter = service.create_matter(codename="Quince 14", about="Searches in March", uow=uow)
        people: list[Applicant] = [
            service.add_applicant(matter, name=name, language="az", contact="Through her sister", uow=uow)
            for name in ("Sevda Qarayeva", "Тимур Алиев", "Nil Ərdoğan")
        ]
        ids = tuple(person.id for person in people)
        complaint: Complaint = service.record_complaint(
            matter, state="AZ", article="8", what="The phone was read", applicants=ids, uow=uow
        )
        proceeding: Proceeding = service.record_proceeding(
            matter,
            state="AZ",
            forum=Forum.CIVIL,
            court="Sabail District Court",
            case_number="2(009)-118/2026",
            applicants=ids,
            complaints=[complaint.id],
            uow=uow,
        )
        uow.commit()
    return Cast(lawyer, second, matter.id, ids, complaint.id, proceeding.id)
