"""A file that reached the office by another way, put into a conversation: an envelope, a scan, a message on a phone."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from caseintake.documents import service as documents
from caseintake.documents import tickets
from caseintake.documents.receive import Received, receive
from caseintake.documents.refusals import TicketRefused, UploadRefused
from caseintake.i18n import _, lazy
from caseintake.intake.model import Conversation
from caseintake.web.forms import TOKEN_FIELD, Needed, OfficeForm, at_most, trimmed
from caseintake.web.office.inbox import OFFICER, ONE, find
from caseintake.web.office.inbox_told import pages
from caseintake.web.signed_in import pressed
from caseintake.web.units import office

__all__ = ["pages"]  # the same pages, with these on them


class FilesForm(OfficeForm):
    note = StringField(
        lazy("How it reached us"),
        [Needed(lazy("Say how it reached us: it is asked later.")), at_most(300)],
        filters=[trimmed],
    )
    intimate = BooleanField(lazy("Shows somebody's body or private life"))


@pages.post(f"{ONE}/files/add", guard=OFFICER)
def begin_upload(conversation_id: UUID) -> ResponseReturnValue:
    """Hand out a ticket: without one no file is read."""
    pressed()
    ticket = tickets.issue(_bound(find(conversation_id)), uow=g.uow)
    g.uow.commit()
    return redirect(url_for("inbox.upload", conversation_id=conversation_id, ticket=ticket), 303)


def _bound(conversation: Conversation) -> bytes:
    """A ticket is good for this sign-in and this conversation alone."""
    key: bytes = g.csrf_key
    return key + conversation.vault_id.bytes


@pages.get(f"{ONE}/files/add/<ticket>", guard=OFFICER)
def upload(conversation_id: UUID, ticket: str) -> ResponseReturnValue:
    """The form for files."""
    return _form(find(conversation_id), ticket)


def _form(
    conversation: Conversation, ticket: str, refused: str = "", status: int = 200, form: FilesForm | None = None
) -> tuple[str, int]:
    drawn = render_template(
        "office/inbox/upload.html",
        form=form or FilesForm(None),  # the body may still be unread
        row=conversation,
        ticket=ticket,
        refused=refused,
    )
    return drawn, status


@pages.post(f"{ONE}/files/add/<ticket>", guard=OFFICER, uploads=True)
def send_files(conversation_id: UUID, ticket: str) -> ResponseReturnValue:
    """Take files in, sealed as they arrive. The ticket is used up before the first byte is read."""
    row = find(conversation_id)
    try:
        tickets.redeem(ticket, _bound(row), uow=g.uow)
        g.uow.commit()  # also leaves the database to others while the files arrive
        received = _received()
    except UploadRefused as refused:
        g.uow.session.rollback()
        if isinstance(refused, TicketRefused):
            return _form(row, "", str(refused), refused.status)
        return _again(row, str(refused), refused.status)
    with received:
        request.use_fields(received.fields)  # type: ignore[attr-defined]
        form = FilesForm()
        if not form.validate():
            return _again(row, "; ".join(message for _at, _label, message in form.faults()), 422, form)
        if not received.files and not received.not_kept:
            return _again(row, _("Choose at least one file."), 422, form)
        for made in documents.keep(received.files, row.vault_id, uow=g.uow, intimate=bool(form.intimate.data)):
            made.note = form.note.data or ""
        g.uow.say("documents added")
        g.uow.commit()
    if received.not_kept:
        return _again(row, "; ".join(str(one.why) for one in received.not_kept), 413, form)
    return redirect(url_for("inbox.show", conversation_id=conversation_id), 303)


def _received() -> Received:
    return receive(
        request.stream,
        request.headers.get("Content-Type", ""),
        request.content_length,
        store=documents.store_of(office()),
        limits=office().settings.limits,
        today=office().clock.today(),
        fields={TOKEN_FIELD, "note", "intimate"},
        file_fields={"files"},
    )


def _again(conversation: Conversation, refused: str, status: int, form: FilesForm | None = None) -> tuple[str, int]:
    """The form once more, with what was said in it and a new ticket: the old one is used up."""
    ticket = tickets.issue(_bound(conversation), uow=g.uow)
    g.uow.commit()
    return _form(conversation, ticket, refused, status, form)
