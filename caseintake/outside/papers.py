"""Cards of documents, laboratory records, the chronology: written by whoever works on the matter."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import opened
from caseintake.documents.model import Document
from caseintake.matters import queries
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.outside.model import ChronologyLine, DocumentCard, LabRecord
from caseintake.work import UnitOfWork


def cards(vaults: Iterable[UUID], *, uow: UnitOfWork) -> dict[UUID, DocumentCard]:
    """The cards in these vaults by document."""
    rows = uow.session.scalars(select(DocumentCard).where(DocumentCard.vault_id.in_(list(vaults)))).all()
    return {row.document_id: row for row in opened(rows, uow=uow)}


def describe(document: Document, *, uow: UnitOfWork, **values: Any) -> DocumentCard:
    """Write the card of a document, or change it. ``values``: the attributes of `DocumentCard`."""
    policy.require(uow.actor, Action.DOCUMENT_ADD)
    card = cards([document.vault_id], uow=uow).get(document.id)
    if card is None:
        card = DocumentCard(vault_id=document.vault_id, document_id=document.id)
        uow.add(card)
    for name, value in values.items():
        setattr(card, name, value)
    uow.say("document card changed")
    uow.flush()
    return card


def lab_records(matter: Matter, *, uow: UnitOfWork) -> list[LabRecord]:
    """The devices of this matter the acting person may know of."""
    rows = uow.session.scalars(select(LabRecord).where(LabRecord.matter_id == matter.id)).all()
    return sorted(opened(rows, uow=uow), key=lambda row: (_day(row.handed_on), row.device, row.id.hex))


def keep_lab_record(
    row: LabRecord | None, matter: Matter, vault_id: UUID, *, uow: UnitOfWork, **values: Any
) -> LabRecord:
    """A new record, or the one that is there changed. Raises `Refusal` without a device."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if str(values.get("device", "")).strip() else [Fault("device", "needed")]))
    if row is None:
        row = LabRecord(vault_id=vault_id, matter_id=matter.id, device=values["device"])
        uow.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    uow.say("laboratory record changed")
    uow.flush()
    return row


def chronology(matter: Matter, *, uow: UnitOfWork) -> list[ChronologyLine]:
    """The facts in their order; what has no day yet at the end."""
    own = uow.session.scalars(queries.kept_by(matter, ChronologyLine))
    return sorted(own, key=lambda row: (_day(row.happened_on), row.fact, row.id.hex))


def _day(fact: DateFact | None) -> date:
    return (fact.earliest or fact.latest or date.max) if fact is not None else date.max


def keep_line(row: ChronologyLine | None, matter: Matter, *, uow: UnitOfWork, **values: Any) -> ChronologyLine:
    """A new line, or the one that is there changed. A missing page makes it amber, and stops nothing."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if str(values.get("fact", "")).strip() else [Fault("fact", "needed")]))
    if row is None:
        row = ChronologyLine(vault_id=matter.vault_id, matter_id=matter.id, fact=values["fact"])
        uow.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    uow.say("chronology changed")
    uow.flush()
    return row


def remove_line(row: ChronologyLine, *, uow: UnitOfWork) -> None:
    """Take a line out."""
    policy.require(uow.actor, Action.FACT_RECORD)
    uow.delete(row)
    uow.say("chronology changed")
    uow.flush()
