"""What makes limits be counted again: one listener for each thing that can happen to a fact."""

from uuid import UUID

from caseintake.deadlines.service import refresh
from caseintake.matters.events import ComplaintChanged, DecisionRecorded, FilingRecorded, ProceedingChanged
from caseintake.matters.model import Matter
from caseintake.work import Listener, Office, UnitOfWork


def on_complaint(happened: ComplaintChanged, uow: UnitOfWork) -> None:
    _refresh(happened.complaint.matter_id, uow)


def on_proceeding(happened: ProceedingChanged | DecisionRecorded | FilingRecorded, uow: UnitOfWork) -> None:
    _refresh(happened.proceeding.matter_id, uow)


def _refresh(matter_id: UUID, uow: UnitOfWork) -> None:
    matter = uow.session.get(Matter, matter_id)
    assert matter is not None
    refresh(matter, uow=uow)


def listen(office: Office) -> None:
    """Hear of every fact from now on. Calling it again changes nothing."""
    table: dict[type, Listener] = {
        ComplaintChanged: on_complaint,
        ProceedingChanged: on_proceeding,
        DecisionRecorded: on_proceeding,
        FilingRecorded: on_proceeding,
    }
    for kind, listener in table.items():
        heard = office.listeners.setdefault(kind, [])
        if listener not in heard:
            heard.append(listener)
