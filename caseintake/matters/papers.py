"""The papers of a client: asked for, and looked through by somebody who signs that nothing is missing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.matters.kinds import TaskKind
from caseintake.matters.model import ClientFile, Task
from caseintake.matters.tasks import tasks_of
from caseintake.storage import scalars_in, to
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import HolderKind
from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from caseintake.work import UnitOfWork


class PapersSigned(SealedRecord):
    """That somebody looked through the papers of one client and found them complete, or not; in the client file.

    Who it was stands in the signature alone.
    """

    __tablename__ = "papers_signed"
    __kind__ = "papers signed off"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    complete: Sealed[bool] = sealed()
    on: Sealed[date] = sealed()


class SignedOff(NamedTuple):
    """The last signature that counts: whose, of which day, and what it says."""

    by: UUID
    on: date
    complete: bool


def asked_for(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, list[Task]]:
    """The papers still waited for, by client file."""
    found: dict[UUID, list[Task]] = {}
    for task in tasks_of(files, uow=uow):
        if task.what is TaskKind.PAPER and task.done_on is None:
            found.setdefault(task.client_file_id, []).append(task)
    return found


def signed_off(files: Iterable[ClientFile], *, uow: UnitOfWork) -> Mapping[UUID, SignedOff]:
    """What was signed last of each client file, by its id. A signature that does not fit counts for nothing."""
    vaults = {file.id: file.vault_id for file in files}
    statement = select(PapersSigned)
    rows = [
        row
        for row in scalars_in(statement, PapersSigned.client_file_id, vaults, uow.session)
        if row.vault_id == vaults[row.client_file_id]
    ]
    found: dict[UUID, SignedOff] = {}
    newest: dict[UUID, tuple[date, int, UUID]] = {}
    for row in rows:
        try:
            proof = uow.proof(row)
        except ForgedRecord:
            continue
        order = (row.on, proof.sequence, row.id)
        if proof.author.kind is HolderKind.PERSON and order > newest.get(row.client_file_id, (date.min, 0, row.id)):
            newest[row.client_file_id] = order
            found[row.client_file_id] = SignedOff(proof.author.id, row.on, row.complete)
    return found
