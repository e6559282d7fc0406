"""What can be done with one file of a list: download it, mark it as private, set it aside, describe it.

The same for the inbox and for a matter; each finds the file behind its own guard.
"""

from uuid import UUID

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, TextAreaField

from caseintake.documents import service as documents
from caseintake.documents import setting_aside
from caseintake.documents.model import Document, SetAside
from caseintake.i18n import lazy
from caseintake.web import once
from caseintake.web.downloads import download_response
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.office.client_writing import Place


class ReasonForm(OfficeForm):
    """Why a private file has to be opened."""

    reason = TextAreaField(lazy("Why you must open it"), [Needed(), at_most(1000)], filters=[trimmed])
    #: Set once the question has been shown, so that the first press is no mistake.
    asked = HiddenField(default="yes")


class DescribeForm(OfficeForm):
    text = TextAreaField(lazy("Description"), [Needed(), at_most(20_000)], filters=[trimmed])


def file_in(document_id: UUID, *vaults: UUID | None) -> Document:
    """The file of the address. Raises 404 unless it lies in one of these vaults and opens."""
    row: Document | None = g.uow.session.get(Document, document_id)
    if row is None or row.vault_id not in vaults or not g.uow.keystore.can_open(row.vault_id):
        raise NotFound
    return row


def give_out(row: Document, ref: str, place: Place) -> ResponseReturnValue:
    """The file as a download. A private one asks for the reason first, and keeps it beside the file."""
    if not documents.may_open(row, uow=g.uow):
        raise NotFound
    if row.intimate:
        form = ReasonForm() if "asked" in request.form else ReasonForm(formdata=None)
        if "asked" not in request.form or not form.validate():
            return render_template("office/files/reason.html", form=form, place=place), 422 if form.errors else 200
        documents.note_viewing(row, form.reason.data or "", uow=g.uow)
    elif not OfficeForm().validate():
        return redirect(place.back, 303)
    response = download_response(row, f"{ref}-{row.id.hex[:6].upper()}", uow=g.uow)
    g.uow.note(row.vault_id, "document opened", row.id)
    g.uow.say("document opened")
    g.uow.commit()
    return response


def mark_private(row: Document, place: Place) -> ResponseReturnValue:
    """From now on without a name in lists, and opened only with a reason."""
    if OfficeForm().validate():
        documents.mark_intimate(row, uow=g.uow)
        g.uow.commit()
    return redirect(place.back, 303)


def set_aside(row: Document, stays_in: UUID, place: Place) -> ResponseReturnValue:
    """One press, no look: the file closes to everybody but the legal officers."""
    if OfficeForm().validate():
        once.heed()
        setting_aside.set_aside(row, stays_in, uow=g.uow)
        g.uow.commit()
    return redirect(place.back, 303)


def describe(kept_id: UUID, stays_in: UUID, place: Place) -> ResponseReturnValue:
    """The sheet that the case uses instead of a file set aside."""
    kept = g.uow.session.get(SetAside, kept_id)
    if kept is None or kept.vault_id != stays_in or not g.uow.keystore.can_open(stays_in):
        raise NotFound
    back = setting_aside.given_back(kept, uow=g.uow) is not None
    if back and "back" in request.form and OfficeForm().validate():
        setting_aside.put_back(kept, uow=g.uow)
        g.uow.commit()
        return redirect(place.back, 303)
    form = DescribeForm()
    if form.validate_on_submit():
        setting_aside.describe(kept, form.text.data or "", uow=g.uow)
        g.uow.commit()
        return redirect(place.back, 303)
    if not form.is_submitted():
        form.text.data = kept.description
    drawn = render_template("office/files/describe.html", form=form, place=place, kept=kept, back=back)
    return drawn, 422 if form.errors else 200
