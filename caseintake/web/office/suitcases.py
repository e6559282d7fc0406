"""Fetching one's suitcase, and who has fetched one."""

from flask import Response, g, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable
from wtforms import PasswordField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from caseintake.access.policy import Action, allows, roles
from caseintake.i18n import _, current_language, lazy
from caseintake.identity import people, signing_in
from caseintake.identity.credentials import WrongPassphrase, unwrap
from caseintake.identity.desk import cost
from caseintake.identity.throttle import Busy
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.words import NotAWord, read
from caseintake.matters import queries
from caseintake.suitcase import packing
from caseintake.suitcase.lock import Lock
from caseintake.vault.primitives import SECRET_BYTES, random_bytes
from caseintake.web.forms import Needed, OfficeForm
from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.web.signed_in import desk, me, present
from caseintake.web.units import close, office

pages = Pages("suitcase", __name__)
OWNER = Guard.role(*roles(Action.MATTER_READ))


class FetchForm(OfficeForm):
    passphrase = PasswordField(lazy("Your passphrase of today"), [Needed(lazy("Type your passphrase."))])
    matters = SelectMultipleField(lazy("Matters whose files go in"), coerce=str)


@pages.get("/suitcase", guard=OWNER)
def show() -> Response:
    """What it is, and who has one."""
    return _draw(_form(FetchForm(formdata=None)))


@pages.post("/suitcase", guard=OWNER)
def fetch() -> ResponseReturnValue:
    """The file itself, sealed as it goes out. First it is written into the log."""
    form = _form(FetchForm())
    if not form.validate_on_submit():
        return _draw(form, 400)
    chosen = frozenset(line.matter.id for line in _mine() if str(line.matter.id) in (form.matters.data or ()))
    close()  # the passphrase is slow, and nobody waits for the write lock meanwhile
    key = random_bytes(SECRET_BYTES)
    lock = _locked(form, key)
    if lock is None:
        return _draw(form, 400)
    packing.note(len(chosen), uow=g.uow)
    g.uow.commit()
    close()
    actor = Actor("person", me().id, me().role)
    stream = packing.pack(office(), actor, g.keyring, chosen, lock=lock, key=key, language=current_language())
    response = Response(stream, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="suitcase-{lock.day.isoformat()}.case"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _locked(form: FetchForm, key: bytes) -> Lock | None:
    """The file key under the passphrase, if it is this person's. Slow."""
    here = present()
    with office().unit() as uow:
        wrapped = signing_in.own_credential(here.person_id, uow=uow).under_passphrase()
    if not desk().may_try(here):
        form.refuse("passphrase", _("There were five wrong tries. Wait 15 minutes. Nothing is lost by waiting."))
        return None
    try:
        words = read(form.passphrase.data or "")
        with desk().turns.turn():
            unwrap(words, wrapped, fingerprint=office().fingerprint, person_id=here.person_id)
            lock = Lock.close(words, key, office().clock.today(), cost(office().settings))
    except (WrongPassphrase, NotAWord):
        form.refuse("passphrase", _("This is not your passphrase of now."))
        return None
    except Busy:
        raise ServiceUnavailable from None
    desk().succeeded(here)
    return lock


def _mine() -> list[queries.MatterLine]:
    return queries.my_matters(uow=g.uow)


def _form(form: FetchForm) -> FetchForm:
    form.matters.choices = [SelectChoice(str(line.matter.id), line.label.codename) for line in _mine()]
    return form


def _draw(form: FetchForm, code: int = 200) -> Response:
    drawn = render_template(
        "office/suitcase/show.html",
        form=_form(form),
        fetched=packing.fetched(uow=g.uow, everybody=me().role is Role.COORDINATOR),
        names=people.called(uow=g.uow),
        may_record=allows(me().role, Action.FACT_RECORD),
    )
    return make_response(drawn, code)
