"""Files that come in through a form, sealed as they arrive: without a ticket no byte is read."""

from collections.abc import Collection
from uuid import UUID

from flask import g, request

from caseintake.documents import service as documents
from caseintake.documents import tickets
from caseintake.documents.receive import PARTS, Received, receive
from caseintake.documents.refusals import UploadRefused
from caseintake.web.forms import TOKEN_FIELD
from caseintake.web.units import office


def ticket_for(place: UUID) -> str:
    """A ticket that is good for this sign-in and this place alone, written down."""
    ticket = tickets.issue(_bound(place), uow=g.uow)
    g.uow.commit()
    return ticket


def take_in(ticket: str, place: UUID, fields: Collection[str] = (), *, most_files: int = PARTS) -> Received:
    """Use the ticket up, then read the form: its files and these other ``fields``. Use it as a context manager.

    Raises `TicketRefused`, which leaves the body unread, or another `UploadRefused`.
    """
    try:
        tickets.redeem(ticket, _bound(place), uow=g.uow)
        g.uow.commit()
        received = arriving(fields, "files", most_files=most_files)
    except UploadRefused:
        g.uow.session.rollback()
        raise
    return received


def arriving(fields: Collection[str], of_files: str, *, most_files: int = PARTS) -> Received:
    """The form that is being sent, with the files of the field ``of_files``. Raises `UploadRefused`."""
    if "units" in g:
        g.uow.commit()  # leaves the database to others while the files arrive
    return receive(
        request.stream,
        request.headers.get("Content-Type", ""),
        request.content_length,
        store=documents.store_of(office()),
        limits=office().settings.limits,
        today=office().clock.today(),
        fields={TOKEN_FIELD, *fields},
        file_fields={of_files},
        most_files=most_files,
    )


def _bound(place: UUID) -> bytes:
    key: bytes = g.csrf_key
    return key + place.bytes
