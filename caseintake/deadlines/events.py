"""What makes limits be counted again: one listener for each thing that can happen to a fact."""

from uuid import UUID

from caseintake.deadlines.service import refresh
from caseintake.matters.events import (
    ComplaintChanged,
    DecisionRecorded,
    EventRecorded,
    FilingRecorded,
    ProceedingChanged,
)
from caseintake.matters.model import Matter
from caseintake.work import Office, UnitOfWork


def on_complaint(happened: ComplaintChanged, uow: UnitOfWork) -> None:
    _refresh(happened.complaint.matter_id, uow)


def on_proceeding(happened: ProceedingChanged | DecisionRecorded | FilingRecorded, uow: UnitOfWork) -> None:
    _refresh(happened.proceeding.matter_id, uow)


def on_event(happened: EventRecorded, uow: UnitOfWork) -> None:
    _refresh(happened.matter.id, uow)


def _refresh(matter_id: UUID, uow: UnitOfWork) -> None:
    matter = uow.session.get(Matter, matter_id)
    assert matter is not None
    refresh(matter, uow=uow)


def listen(office: Office) -> None:
    """Hear of every fact from now on. Calling it again changes nothing."""
    office.listen(ComplaintChanged, on_complaint)
    office.listen(EventRecorded, on_event)
    for kind in (ProceedingChanged, DecisionRecorded, FilingRecorded):
        office.listen(kind, on_proceeding)
