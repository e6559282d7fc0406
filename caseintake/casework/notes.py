"""Notes: dated, signed, never overwritten. A correction is a new note that names the old one."""

from collections.abc import Sequence
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.casework import place
from caseintake.casework.kinds import About
from caseintake.casework.model import CaseNote, WorkTask
from caseintake.documents.model import Document
from caseintake.kernel.ids import new_id
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


def write(
    matter: Matter,
    text: str,
    *,
    about: About = About.MATTER,
    subject_id: UUID | None = None,
    corrects: CaseNote | None = None,
    id: UUID | None = None,
    uow: UnitOfWork,
) -> CaseNote:
    """A note, signed by who writes it; of one applicant it lies in that client's file. Raises `Refusal`.

    A correction stays where the note is that it corrects, about the same thing.
    ``id`` where something else names it already.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if text.strip() else [Fault("text", "needed")]))
    if corrects is not None:
        vault_id, about, subject_id = corrects.vault_id, corrects.about, corrects.subject_id
    else:
        vault_id = _vault(matter, about, subject_id, uow)
    made = CaseNote(
        id=id or new_id(),
        vault_id=vault_id,
        matter_id=matter.id,
        about=about,
        subject_id=subject_id,
        text=text.strip(),
        written_at=uow.clock.now().replace(microsecond=0),
        corrects=corrects.id if corrects is not None else None,
    )
    uow.add(made)
    uow.say("note written")
    uow.flush()
    return made


def _vault(matter: Matter, about: About, subject_id: UUID | None, uow: UnitOfWork) -> UUID:
    """Where a note about this lies. Raises `NotVisible` for what is of another matter."""
    if about is About.MATTER:
        return matter.vault_id
    if subject_id is None:
        raise NotVisible
    if about is About.APPLICANT:
        return place.vault_for(matter, [subject_id], uow=uow, field="applicant")
    if about is About.TASK:
        return place.within(WorkTask, subject_id, matter, uow=uow).vault_id
    if about is About.PROCEEDING:
        return queries.within(Proceeding, subject_id, matter, uow=uow).vault_id
    paper = uow.session.get(Document, subject_id)
    clients = {row.client_file_vault_id for row in queries.applicants(matter, uow=uow)}
    if paper is None or paper.vault_id not in clients | {matter.vault_id} | place.merged(matter.id, uow):
        raise NotVisible
    return paper.vault_id


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[CaseNote]:
    """Every note of the matter that opens here, the newest first."""
    rows = place.found(CaseNote, [matter], uow=uow).rows
    return sorted(rows, key=lambda row: (row.written_at, row.id), reverse=True)


def about(rows: Sequence[CaseNote], kind: About, subject_id: UUID | None) -> list[CaseNote]:
    """Of these the notes about one thing."""
    return [row for row in rows if row.about is kind and row.subject_id == subject_id]


def corrected(rows: Sequence[CaseNote]) -> frozenset[UUID]:
    """The notes that a later one corrects: they stay to be read and are marked."""
    return frozenset(row.corrects for row in rows if row.corrects is not None)
