"""A file that reached the office by another way, put into a conversation: an envelope, a scan, a message on a phone."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from caseintake.documents import service as documents
from caseintake.documents.refusals import TicketRefused, UploadRefused
from caseintake.i18n import _, lazy
from caseintake.intake.model import Conversation
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.office.inbox import OFFICER, ONE, find
from caseintake.web.office.inbox_told import pages
from caseintake.web.office.taking_in import take_in, ticket_for
from caseintake.web.signed_in import pressed

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
    ticket = ticket_for(find(conversation_id).vault_id)
    return redirect(url_for("inbox.upload", conversation_id=conversation_id, ticket=ticket), 303)


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
        received = take_in(ticket, row.vault_id, {"note", "intimate"})
    except TicketRefused as refused:
        return _form(row, "", str(refused), refused.status)
    except UploadRefused as refused:
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
        return _again(row, "; ".join(str(one.why) for one in received.not_kept), received.not_kept[0].why.status, form)
    return redirect(url_for("inbox.show", conversation_id=conversation_id), 303)


def _again(conversation: Conversation, refused: str, status: int, form: FilesForm | None = None) -> tuple[str, int]:
    """The form once more, with what was said in it and a new ticket: the old one is used up."""
    return _form(conversation, ticket_for(conversation.vault_id), refused, status, form)
