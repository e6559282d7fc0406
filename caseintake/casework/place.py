"""Where a record of the daily work lies, and reading all of a kind that open here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import NotVisible
from caseintake.advocacy.model import Advocacy
from caseintake.casework.model import CaseNote, ContactEntry, Letter, WorkTask
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

R = TypeVar("R", WorkTask, CaseNote, ContactEntry, Letter, Advocacy)


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """The records that open, and those that lie in files closed to this person."""

    rows: list[R]
    closed: list[R]


def vault_for(matter: Matter, applicants: Sequence[UUID], *, uow: UnitOfWork, field: str = "applicants") -> UUID:
    """The vault of a record about these applicants. Raises `Refusal` for people of elsewhere and closed files.

    About one client alone: that client's file, so that closing the file closes the record as well. About several no
    vault is right if one of them has a closed file: whoever reads of the others would read of that client.
    """
    if len(applicants) == 1:
        return files_of(matter, applicants, uow=uow, field=field)[applicants[0]]
    _may_stand_together(_named(matter, applicants, field, uow), field)
    return matter.vault_id


def files_of(
    matter: Matter, applicants: Sequence[UUID], *, uow: UnitOfWork, field: str = "applicants"
) -> dict[UUID, UUID]:
    """The vault of each of these clients' files, asked for at once. Raises `Refusal` as `vault_for`."""
    rows = _named(matter, applicants, field, uow)
    if len(rows) > 1:
        _may_stand_together(rows, field)
    found = {row.id: row.client_file_vault_id for row in rows}
    uow.keystore.open(set(found.values()))
    closed = not all(uow.keystore.can_open(vault_id) for vault_id in found.values())
    refuse_if(*([Fault(field, "file_closed")] if closed else []))
    return found


def _named(matter: Matter, applicants: Sequence[UUID], field: str, uow: UnitOfWork) -> list[Applicant]:
    people = {row.id: row for row in queries.applicants(matter, uow=uow)}
    refuse_if(*([] if set(applicants) <= people.keys() else [Fault(field, "stranger")]))
    return [people[id] for id in applicants]


def _may_stand_together(rows: Sequence[Applicant], field: str) -> None:
    closed = ", ".join(str(row.number) for row in rows if row.restricted)
    refuse_if(*([Fault(field, "closed_among_others", closed)] if closed else []))


def found(model: type[R], matters: Iterable[Matter], *, uow: UnitOfWork) -> Found[R]:
    """All of this kind in these matters. Two statements, however many matters and applicants."""
    own = {row.id: {row.vault_id} for row in matters}
    rows = list(scalars_in(select(model), model.matter_id, own, uow.session))
    # Whoever holds another vault could seal a row there and hang it on this matter. Of a thousand applicants only
    # those are asked for their files in whose matter something lies elsewhere than with the matter.
    for person in scalars_in(select(Applicant), Applicant.matter_id, _elsewhere(rows, own), uow.session):
        own[person.matter_id].add(person.client_file_vault_id)
    for matter_id in _elsewhere(rows, own):
        own[matter_id] |= merged(matter_id, uow)
    rows = [row for row in rows if row.vault_id in own[row.matter_id]]
    uow.keystore.open({row.vault_id for row in rows})
    opened = [row for row in rows if uow.keystore.can_open(row.vault_id)]
    return Found(opened, [row for row in rows if not uow.keystore.can_open(row.vault_id)])


def _elsewhere(rows: Iterable[Any], own: Mapping[UUID, set[UUID]]) -> set[UUID]:
    return {row.matter_id for row in rows if row.vault_id not in own[row.matter_id]}


def merged(matter_id: UUID, uow: UnitOfWork) -> set[UUID]:
    """The vaults of files that went into another file of the same person: what was written in them stays there."""
    people = scalars_in(select(Applicant), Applicant.matter_id, [matter_id], uow.session)
    behind = queries.merged_into(queries.client_files(people, uow=uow).values(), uow=uow)
    found = {each.vault_id for one in behind.values() for each in one.opened}
    return found | {each.vault_id for one in behind.values() for each in one.closed}


def within(model: type[R], id: UUID, matter: Matter, *, uow: UnitOfWork) -> R:
    """One record by id that belongs to this very matter and opens here. Raises `NotVisible`."""
    row = uow.session.get(model, id)
    if row is None or row.matter_id != matter.id:
        raise NotVisible
    allowed = {matter.vault_id} | {one.client_file_vault_id for one in queries.applicants(matter, uow=uow)}
    uow.keystore.open({row.vault_id})
    if row.vault_id not in allowed and row.vault_id not in merged(matter.id, uow):
        raise NotVisible
    if not uow.keystore.can_open(row.vault_id):
        raise NotVisible
    return row


def among_others(matter: Matter, applicant_id: UUID, *, uow: UnitOfWork) -> list[WorkTask | Letter | Advocacy]:
    """What is about this client and others: it lies with the matter, and closing the client's file leaves it there."""
    found: list[WorkTask | Letter | Advocacy] = []
    for model in (WorkTask, Letter):
        rows = uow.session.scalars(queries.kept_by(matter, model))
        found += [row for row in rows if applicant_id in row.applicants]
    said = uow.session.scalars(queries.kept_by(matter, Advocacy))
    return found + [row for row in said if applicant_id in row.saying.applicants]
