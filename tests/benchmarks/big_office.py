"""Offices and matters of any size for the benchmarks: written through the product's own services and records."""

from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from caseintake.deadlines.counting import Counted
from caseintake.deadlines.events import listen
from caseintake.deadlines.model import Deadline, Happened, What
from caseintake.deadlines.states import RUNNING, Severity, State
from caseintake.deadlines.statute import the_law
from caseintake.documents.media import Media
from caseintake.documents.model import Document
from caseintake.intake.consenting import take
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import HowGiven
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service
from caseintake.matters.facts import Certainty, exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance
from caseintake.matters.model import Matter, Proceeding
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import random_bytes
from caseintake.work import UnitOfWork
from tests.office import OfficeForTests

NAMES: Final = ("Sevda Qarayeva", "Тимур Алиев", "Nil Ərdoğan", "ნინო ბერიძე", "Leyla Həsənova")
RULES: Final = ("echr.application", "az.civil.appeal", "az.civil.cassation", "echr.application.no_remedy")
#: Applicants added in one unit of work.
AT_ONCE: Final = 100
#: Applications to the Court a joint case is spread over.
APPLICATIONS: Final = 7
#: Matters of a whole office written in one unit of work, and those that one lawyer holds who is not the lead.
MATTERS_AT_ONCE, OF_ONE_LAWYER = 20, 20
#: Of so many papers one lies with the matter, the others with its clients.
WITH_THE_MATTER: Final = 8


class Size(NamedTuple):
    """How much an office holds, over all its matters."""

    matters: int
    applicants: int
    documents: int
    limits: int

    def part(self, number: int) -> "Size":
        """What falls on one matter, so that all together make the whole."""
        shares = (total * (number + 1) // self.matters - total * number // self.matters for total in self[1:])
        return Size(1, *shares)


def hire_lawyer(office: OfficeForTests) -> UUID:
    """A lawyer who may read the directory, in an office whose time-limits follow what is recorded."""
    listen(office.office)
    return office.hire(Role.LAWYER, VaultKind.DIRECTORY)


def joint_case(
    office: OfficeForTests,
    lawyer: UUID,
    applicants: int,
    *,
    codename: str = "Quince 14",
    applications: int = APPLICATIONS,
) -> tuple[UUID, UUID]:
    """A matter of so many applicants in some applications, with a domestic judgment served on all, and consents.

    Answers the ids of the matter and of the decision.
    """
    with office.unit(lawyer) as uow:
        matter_id = service.create_matter(codename=codename, uow=uow).id
        uow.commit()
    for first in range(0, applicants, AT_ONCE):
        with office.unit(lawyer) as uow:
            for number in range(first, min(first + AT_ONCE, applicants)):
                _applicant(matter_id, number, uow)
            uow.commit()
    with office.unit(lawyer) as uow:
        decision_id = _procedure(matter_id, applications, uow)
        uow.commit()
    return matter_id, decision_id


def _applicant(matter_id: UUID, number: int, uow: UnitOfWork) -> None:
    matter = queries.matter(matter_id, uow=uow)
    row = service.add_applicant(
        matter,
        name=f"{NAMES[number % len(NAMES)]} {number}",
        language=("az", "ru", "en")[number % 3],
        contact="Through her sister, evenings" if number % 10 else "",
        born_on=date(1980, 1, 1) + timedelta(days=number) if number % 7 else None,
        uow=uow,
    )
    file = queries.client_file(row, uow=uow)
    assert file is not None
    for use in ("strasbourg", "named_beside_others"):
        if number % 11:
            take(file, Agreed(use, True, 1, "en", ""), HowGiven.IN_PERSON, "", None, uow=uow)


def _procedure(matter_id: UUID, applications: int, uow: UnitOfWork) -> UUID:
    matter = queries.matter(matter_id, uow=uow)
    people = tuple(row.id for row in queries.applicants(matter, uow=uow))
    complaint = service.record_complaint(matter, state="AZ", article="8", what="", applicants=people, uow=uow)
    domestic = service.record_proceeding(
        matter, state="AZ", forum=Forum.CIVIL, court="Sabail District Court", applicants=people,
        complaints=[complaint.id], uow=uow,
    )  # fmt: skip
    for at in range(min(applications, len(people))):
        service.record_proceeding(
            matter, state="AZ", forum=Forum.ECHR, applicants=people[at::applications], uow=uow,
            case_number=f"{1000 + at}/26",
        )  # fmt: skip
    today = uow.clock.today()
    return _judgment(domestic, today, uow)


def _judgment(proceeding: Proceeding, today: date, uow: UnitOfWork) -> UUID:
    proven = {"certainty": Certainty.PROVEN, "document_id": new_id()}
    return service.record_decision(
        proceeding,
        kind=DecisionKind.JUDGMENT,
        instance=Instance.CASSATION,
        is_final=Finality.YES,
        facts={
            "decided_on": exactly(today - timedelta(days=30), **proven),  # type: ignore[arg-type]
            "served_on": exactly(today - timedelta(days=10), **proven),  # type: ignore[arg-type]
        },
        uow=uow,
    ).id


def whole_office(office: OfficeForTests, size: Size) -> dict[str, UUID]:
    """A lead lawyer who holds every matter, a lawyer who holds some, a coordinator with the docket who holds none.

    Answers the two, the first matter, which is of both, and its first applicant.
    """
    lead, lawyer = hire_lawyer(office), hire_lawyer(office)
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DOCKET], Holder.person(lead))
        uow.commit()
    ids: list[dict[str, UUID]] = []
    for first in range(0, size.matters, MATTERS_AT_ONCE):
        with office.unit(lead) as uow:
            for number in range(first, min(first + MATTERS_AT_ONCE, size.matters)):
                team = [lawyer] if number < OF_ONE_LAWYER else []
                matter = service.create_matter(codename=f"Quince {number}", team=team, uow=uow)
                ids.append(_fill(matter, number, size.part(number), uow))
            uow.commit()
    return {"lead": lead, "lawyer": lawyer, **ids[0]}


def _fill(matter: Matter, number: int, size: Size, uow: UnitOfWork) -> dict[str, UUID]:
    today = uow.clock.today()
    people = [
        service.add_applicant(
            matter, name=f"{NAMES[one % len(NAMES)]} {number}", language="az", contact="Through her sister", uow=uow
        )
        for one in range(size.applicants)
    ]
    ids = tuple(row.id for row in people)
    complaint = service.record_complaint(matter, state="AZ", article="8", what="", applicants=ids, uow=uow)
    place = service.record_proceeding(
        matter, state="AZ", forum=Forum.ECHR, applicants=ids, complaints=[complaint.id], uow=uow,
        case_number=f"{1000 + number}/26",
    )  # fmt: skip
    files = [row.client_file_vault_id for row in people]
    for one in range(size.documents):
        uow.add(_paper(one, matter.vault_id if one % WITH_THE_MATTER == 0 else files[one % len(files)], today))
    for one in range(size.limits):
        uow.add(limit(matter, one + number, today, ids[one % len(ids)], place.id))
    return {"matter": matter.id, "applicant": ids[0]}


def _paper(number: int, vault_id: UUID, today: date) -> Document:
    """What is known of a file; the file itself lies in no blob store."""
    return Document(
        vault_id=vault_id, blob_id=new_id(), size=65_536, digest=random_bytes(32), key=random_bytes(32),
        name=f"qərar {number}.pdf", length=51_234, sha256=random_bytes(32), media=Media.PDF, received_on=today,
    )  # fmt: skip


def limit(
    matter: Matter, at: int, today: date, applicant_id: UUID | None = None, proceeding_id: UUID | None = None
) -> Deadline:
    """The ``at``-th of many fatal limits: of four rules, in every state that runs, on any day of five months."""
    due = None if at % 40 == 0 else today + timedelta(days=at * 7 % 160 - 4)
    state = State.MAY_END_ANY_DAY if due is None else (State.COMPUTED, State.CONFIRMED, State.PROVISIONAL)[at % 3]
    rule = RULES[at % 4]
    digest = the_law().rules[rule].digest
    return Deadline(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        rule=rule,
        severity=Severity.FATAL,
        state=state,
        running=state in RUNNING,
        due=due,
        moved_on=None,
        was=None,
        rule_digest=digest,
        calendar_digest="",
        applicant_id=applicant_id or new_id(),
        proceeding_id=proceeding_id or new_id(),
        counted=Counted(respondent="AZ", due=due, rule_digest=digest),
        history=(Happened(today, What.COUNTED, matter.vault_id, None, due),),
    )
