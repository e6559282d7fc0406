"""The one page of a translator or an expert: what is shared with her, and the way to send something back."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, roles
from caseintake.documents import service as documents
from caseintake.documents.refusals import TicketRefused, UploadRefused
from caseintake.i18n import _, lazy
from caseintake.outside import sharing
from caseintake.outside.model import Share
from caseintake.web.downloads import download_response
from caseintake.web.forms import OfficeForm
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.taking_in import take_in, ticket_for
from caseintake.web.signed_in import pressed

pages = Pages("shared", __name__)
OUTSIDE = Guard.role(*roles(Action.SHARED_READ))


@pages.get("/shared", guard=OUTSIDE, nav=Nav(lazy("Shared with you"), 10))
def show() -> str:
    """What is shared, for what, until when. Nothing of the case it belongs to."""
    shares = sharing.mine(uow=g.uow)
    return render_template(
        "office/shared/show.html",
        shares=shares,
        there={row.id: sharing.lent_now(row, uow=g.uow) for row in shares},
        sent={row.id: _sent(row) for row in shares},
    )


def _sent(row: Share) -> int:
    lent = {item.copy_id for item in row.items}
    return sum(one.id not in lent for one in documents.documents_in(row.vault_id, uow=g.uow))


@pages.post("/shared/<uuid:lent_id>/<uuid:document_id>", guard=OUTSIDE, endpoint="open")
def give(lent_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One document as a download. The team sees that it was opened."""
    row = sharing.one(lent_id, uow=g.uow)
    document = sharing.open_item(row, document_id, uow=g.uow)
    pressed()
    number = next(n for n, item in enumerate(row.items, 1) if item.copy_id == document.id)
    response = download_response(document, f"{number:03}", uow=g.uow)
    g.uow.note(row.vault_id, "document opened", document.id)
    g.uow.commit()
    return response


@pages.post("/shared/<uuid:lent_id>/return", guard=OUTSIDE, endpoint="begin_upload")
def begin(lent_id: UUID) -> ResponseReturnValue:
    """Hand out a ticket: without one no file is read."""
    row = sharing.one(lent_id, uow=g.uow)
    pressed()
    ticket = ticket_for(row.vault_id)
    return redirect(url_for("shared.upload", lent_id=lent_id, ticket=ticket), 303)


@pages.get("/shared/<uuid:lent_id>/return/<ticket>", guard=OUTSIDE, endpoint="upload")
def ask(lent_id: UUID, ticket: str) -> ResponseReturnValue:
    """The form for a return."""
    return _form(sharing.one(lent_id, uow=g.uow), ticket)


def _form(row: Share, ticket: str, refused: str = "", code: int = 200) -> tuple[str, int]:
    drawn = render_template(
        "office/shared/send.html",
        form=OfficeForm(None),  # the body may still be unread
        row=row,
        ticket=ticket,
        refused=refused,
    )
    return drawn, code


@pages.post("/shared/<uuid:lent_id>/return/<ticket>", guard=OUTSIDE, uploads=True, endpoint="send_files")
def send(lent_id: UUID, ticket: str) -> ResponseReturnValue:
    """Take a return in, sealed as it arrives. The ticket is used up before the first byte is read."""
    row = sharing.one(lent_id, uow=g.uow)
    try:
        received = take_in(ticket, row.vault_id)
    except TicketRefused as refused:
        return _form(row, "", str(refused), refused.status)
    except UploadRefused as refused:
        return _again(row, str(refused), refused.status)
    with received:
        request.use_fields(received.fields)  # type: ignore[attr-defined]
        if not OfficeForm().validate():
            return _again(row, _("Send the file again."), 422)
        if not received.files:
            said = "; ".join(str(one.why) for one in received.not_kept) or _("Choose at least one file.")
            return _again(row, said, 422)
        sharing.send_back(row, received.files, uow=g.uow)
        g.uow.commit()
    return redirect(url_for("shared.show"), 303)


def _again(row: Share, refused: str, code: int) -> tuple[str, int]:
    """The form once more, with a new ticket: the old one is used up."""
    return _form(row, ticket_for(row.vault_id), refused, code)
