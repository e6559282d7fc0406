"""What was written down away from the office: the side file comes in, one accepts from a list.

The sealed bytes travel in the form of the list and are opened again when it is sent: nothing of them stays here.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from caseintake.access.policy import Action, roles
from caseintake.casework import wording as casework
from caseintake.diary import wording as diary
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import _
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import Refusal
from caseintake.suitcase import accepting, side
from caseintake.suitcase.accepting import Line, Stands
from caseintake.suitcase.noting import WHATS
from caseintake.suitcase.side import MOST_BYTES, Entry, NotYours
from caseintake.vault.errors import Locked, VaultError
from caseintake.web.forms import OfficeForm
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.one_file import received
from caseintake.web.signed_in import me
from caseintake.web.units import office

pages = Pages("side_file", __name__)
MAY = Guard.role(*roles(Action.FACT_RECORD))
#: Bytes of the form that brings one.
FORM_BYTES: Final = MOST_BYTES + 64 * 1024


class SideForm(OfficeForm):
    #: The sealed file as letters; the boxes that were ticked stand beside it.
    file = HiddenField()


class _Unreadable(Exception):
    """Why, in words."""


@pages.post("/suitcase/side", guard=MAY, uploads=True, reads=True)
def look() -> ResponseReturnValue:
    """Open it and show what is in it; nothing is taken in."""
    try:
        fields, content = received(set(), FORM_BYTES)
    except UploadRefused as refused:
        return _page(SideForm(None), refused=str(refused), status=refused.status)
    request.use_fields(fields)  # type: ignore[attr-defined]
    form = SideForm()
    if not form.validate():
        return _page(form, status=422)
    return _shown(form, content)


@pages.post("/suitcase/side/accept", guard=MAY)
def accept() -> ResponseReturnValue:
    """Make the ticked entries records of their matters: all of them, or none and why."""
    form = SideForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        content = urlsafe_b64decode(form.file.data or "")
    except ValueError:
        content = b""
    return _shown(form, content, frozenset(request.form.getlist("accept")))


def _shown(form: SideForm, content: bytes, ticked: frozenset[str] | None = None) -> ResponseReturnValue:
    try:
        entries = _read(content)
    except _Unreadable as unread:
        return _page(form, refused=str(unread), status=422)
    form.file.data = urlsafe_b64encode(content).decode("ascii")
    lines = accepting.look(entries, uow=g.uow)
    if ticked is None:
        return _page(form, lines)
    taken = 0
    for line in lines:
        if str(line.entry.id) not in ticked or line.stands is not Stands.OPEN:
            continue
        try:
            accepting.take(line, uow=g.uow)
        except Refusal as refusal:
            g.uow.session.rollback()
            why = "; ".join(dict.fromkeys(_say(line.entry, fault) for fault in refusal.faults))
            lines = accepting.look(entries, uow=g.uow)
            return _page(form, lines, ticked=ticked, wrong={line.entry.id: why}, status=422)
        taken += 1
    g.uow.commit()
    # What was left out stays so until somebody ticks it.
    return _page(form, accepting.look(entries, uow=g.uow), ticked=frozenset(), taken=taken)


def _read(content: bytes) -> list[Entry]:
    """Raises `_Unreadable`."""
    if not content:
        raise _Unreadable(_("Choose a file."))
    keys = g.keyring.keys
    if keys is None:
        raise Locked("nobody is here whose side file it would be")
    try:
        return side.read(content, keys, side.about(office().fingerprint, me().id))
    except NotYours:
        why = _("This side file was not written with a suitcase of yours. It opens for its owner alone.")
    except VaultError:
        why = _("This is no side file, or it was cut or changed. Nothing was taken in.")
    raise _Unreadable(why)


def _say(entry: Entry, fault: Fault) -> str:
    if fault.code == "barred":
        return _("Somebody must not learn of this hearing. Type it in the matter, and read the warning there.")
    return diary.say(fault) if entry.what.dated else casework.say(fault)


def _page(
    form: SideForm,
    lines: list[Line] | None = None,
    *,
    refused: str = "",
    ticked: frozenset[str] | None = None,
    wrong: dict[object, str] | None = None,
    taken: int | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    drawn = render_template(
        "office/suitcase/side.html",
        form=form,
        lines=lines,
        refused=refused,
        ticked=ticked,
        wrong=wrong or {},
        taken=taken,
        whats=WHATS,
        any_open=any(line.stands is Stands.OPEN for line in lines or ()),
    )
    return drawn, status
