"""Recording incidents, correcting them with history, taking them back."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.documents.model import Document
from caseintake.incidents.kinds import OF_THE_LAW
from caseintake.incidents.model import Incident, Told, Was
from caseintake.matters import queries as matters
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, Decision, Matter, ProceduralEvent
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


class Known(NamedTuple):
    """Whom and what an incident of a matter may name, read once for however many are recorded."""

    people: Mapping[UUID, Applicant]
    complaints: frozenset[UUID]

    @classmethod
    def of(cls, matter: Matter, *, uow: UnitOfWork) -> "Known":
        people = {row.id: row for row in matters.applicants(matter, uow=uow)}
        return cls(people, frozenset(row.id for row in matters.complaints(matter, uow=uow)))


def record(
    matter: Matter, told: Told, *, only_for: Applicant | None = None, known: Known | None = None, uow: UnitOfWork
) -> Incident:
    """A new incident, for the team or in the file of ``only_for`` alone. Raises `Refusal`, `NotVisible`.

    A record stays where it was made: to move it, take it back and record it again.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    vault_id = matter.vault_id
    if only_for is not None:
        file = matters.client_file(only_for, uow=uow)
        if file is None:
            raise NotVisible
        vault_id = file.vault_id
    refuse_if(*_faults(matter, told, vault_id, known or Known.of(matter, uow=uow), uow=uow))
    made = Incident(vault_id=vault_id, matter_id=matter.id, told=told, recorded_on=uow.clock.today())
    uow.add(made)
    uow.say("incident recorded")
    return made


def correct(
    row: Incident, told: Told, *, matter: Matter, reason: str = "", known: Known | None = None, uow: UnitOfWork
) -> None:
    """Say it as it was; what stood there is kept. Signed anew by who corrects. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_faults(matter, told, row.vault_id, known or Known.of(matter, uow=uow), uow=uow))
    if not told.external_key:  # pages do not ask for it
        told = msgspec.structs.replace(told, external_key=row.told.external_key)
    if told != row.told:
        row.history += (Was(row.told, uow.actor.id, uow.clock.today(), reason.strip()),)
        row.told = told
        uow.say("incident corrected")


def take_back(row: Incident, reason: str, *, uow: UnitOfWork) -> None:
    """It did not happen, or stands here twice: it stays to be read and counts no more. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("reason", "need_reason")]))
    row.taken_back = reason.strip()
    uow.say("incident taken back")


def missing(row: Incident) -> tuple[str, ...]:
    """What makes it amber, as codes; `wording.MISSING` has the sentences. Nothing of it is ever refused."""
    told, found = row.told, []
    if told.on is None or not told.on.dated:
        found.append("no_day")
    elif not told.on.exact:
        found.append("not_exact")
    if not told.documents:
        found.append("no_evidence")
    if told.kind in OF_THE_LAW and told.recorded_as is None:
        found.append("no_clock")
    return tuple(found)


def _faults(matter: Matter, told: Told, vault_id: UUID, known: Known, *, uow: UnitOfWork) -> list[Fault]:
    people = known.people
    faults = []
    if not set(told.applicants) <= people.keys():
        faults.append(Fault("applicants", "stranger"))
    elif not told.applicants and not told.others.strip():
        faults.append(Fault("applicants", "nobody"))
    else:
        faults += _misplaced(matter, [people[id] for id in told.applicants], vault_id)
    if not set(told.complaints) <= known.complaints:
        faults.append(Fault("complaints", "stranger"))
    wanted = select(Document.id).where(Document.vault_id.in_({matter.vault_id, vault_id}))
    if told.documents and not set(told.documents) <= set(uow.session.scalars(wanted)):
        faults.append(Fault("documents", "stranger"))
    if told.recorded_as is not None and not _is_there(told.recorded_as, matter, uow=uow):
        faults.append(Fault("recorded_as", "stranger"))
    begins = told.on.earliest if told.on is not None else None
    ends = told.until.latest if told.until is not None else None
    if begins is not None and ends is not None and ends < begins:
        faults.append(Fault("until-year", "end_before_start"))
    return faults


def _misplaced(matter: Matter, whose: list[Applicant], vault_id: UUID) -> list[Fault]:
    """A record in a file is about this person alone; of a closed file nothing stands in the team's records."""
    if vault_id != matter.vault_id:
        mine = [row.client_file_vault_id for row in whose] == [vault_id]
        return [] if mine else [Fault("applicants", "one_of_the_file")]
    return [Fault("keep", "restricted")] if any(row.restricted for row in whose) else []


def _is_there(id: UUID, matter: Matter, *, uow: UnitOfWork) -> bool:
    """Whether the matter has such an event, decision or act."""
    found = uow.session.get(ProceduralEvent, id) or uow.session.get(Decision, id)
    return found is not None and found.vault_id == matter.vault_id
