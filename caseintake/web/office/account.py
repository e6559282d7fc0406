"""One's own account: what waits, a new passphrase, signing out everywhere."""

from flask import Response, current_app, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone, NotFound, ServiceUnavailable
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from caseintake.i18n import LANGUAGES, OWN_NAMES, _, lazy
from caseintake.identity import replacing, signing_in, words
from caseintake.identity.credentials import AlarmRaised, NewKeys, Wrapped, WrongPassphrase, unwrap, wrap
from caseintake.identity.desk import cost
from caseintake.identity.refusals import Refused
from caseintake.identity.throttle import Busy
from caseintake.kernel.actor import Actor
from caseintake.kernel.words import read
from caseintake.reminders import service as reminders
from caseintake.web.drawing import navigation
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.hardening import forget
from caseintake.web.office import drawn as drawing
from caseintake.web.office import enrol
from caseintake.web.office.drawn import Drawn, Outgoing
from caseintake.web.office.names import OPENED, REFUSALS, ROLES
from caseintake.web.office.sign_in_forms import ChangeForm, KnownForm, LanguageForm, StepForm, TokenForm
from caseintake.web.signed_in import desk, give_cookie, me, present, pressed, take_cookie
from caseintake.web.units import office

PURPOSE = "passphrase"
pages = Pages("account", __name__)


@pages.get("/", guard=Guard.signed_in())
def home() -> ResponseReturnValue:
    """Where a day begins: the first page of this person's role, or what somebody new waits for."""
    if me().waiting:
        return _waiting()
    entries = navigation(current_app)
    return redirect(entries[0].address if entries else url_for("account.show"), 303)


@pages.get("/account", guard=Guard.signed_in(), nav=Nav(lazy("My account"), 900))
def show() -> ResponseReturnValue:
    if me().waiting:
        return _waiting()
    form = LanguageForm(formdata=None, language=me().language or "")
    form.language.choices = _languages()
    return _account_page(form, 200)


def _account_page(form: LanguageForm, code: int) -> Response:
    left = signing_in.codes_left(present().secret, uow=g.uow)
    return _draw("account", form, code, handle=me().handle, role=_role(), codes_left=left)


def _waiting() -> Response:
    """The words a coordinator compares, made from the keys in hand and the fingerprint of this machine's settings."""
    keys = present().keyring.keys
    assert keys is not None
    compared = words.compared(office().fingerprint, me().id, keys.hpke_public, keys.sign_public)
    return make_response(render_template("office/enrol/waiting.html", words=compared, handle=me().handle, codes=()))


@pages.post("/account/language", guard=Guard.signed_in())
def speak() -> ResponseReturnValue:
    """Keep the language of the office pages."""
    _settled()
    form = LanguageForm()
    form.language.choices = _languages()
    if not form.validate_on_submit():
        return _account_page(form, 400)
    language = form.language.data or None
    signing_in.choose_language(present().secret, language, uow=g.uow)
    reminders.speak(language, uow=g.uow)
    g.uow.commit()
    desk().speak(present(), language)
    return redirect(url_for("account.show"), 303)


@pages.post("/account/everywhere", guard=Guard.signed_in())
def leave_everywhere() -> ResponseReturnValue:
    """End every session of this person, in this browser and in all others."""
    pressed()
    _settled()
    signing_in.end_everywhere(me().id, present().secret, uow=g.uow)
    g.uow.commit()
    desk().sessions.end_all(me().id)
    response = make_response(redirect(url_for("sign.sign_in"), 303))
    take_cookie(response)
    return forget(response)


@pages.post("/account/passphrase", guard=Guard.signed_in())
def new_passphrase() -> ResponseReturnValue:
    """Draw a new passphrase and show it; the old one holds until the last step."""
    pressed()
    _settled()
    token, drawn = drawing.draw(PURPOSE, me().id, me().handle)
    return _draw("new_words", TokenForm(formdata=None, token=token), drawn=drawn)


@pages.get("/account/known", guard=Guard.signed_in())
def known() -> ResponseReturnValue:
    """Somebody else knows the passphrase: what the keys open, and the way to new ones."""
    _settled()
    return _known_page(KnownForm(formdata=None), 200)


@pages.post("/account/known", guard=Guard.signed_in())
def new_keys() -> ResponseReturnValue:
    """Draw new keys, signed by the old ones; from here on the steps are those of an enrolment."""
    _settled()
    form, here, fresh = KnownForm(), present(), NewKeys.draw()
    # Reads only, and the passphrase is slow to try: the one unit that may write must not stand open meanwhile.
    with office().unit(actor=Actor("person", here.person_id, here.role), keyring=here.keyring) as uow:
        form.alone = len(replacing.reach(uow=uow).alone)
        if not form.validate_on_submit() or not knows(form):
            return _known_page(form, 400)
        try:
            outgoing = Outgoing(replacing.sign_new(fresh.pairs, uow=uow), replacing.memory(here.secret, uow=uow))
        except Refused as refused:
            form.form_errors.append(str(REFUSALS[refused.why]))
            return _known_page(form, 400)
    token, drawn = drawing.draw(enrol.PURPOSE, me().id, me().handle, fresh, outgoing)
    step = StepForm(formdata=None, token=token)
    return make_response(render_template("office/enrol/words.html", form=step, drawn=drawn))


def _known_page(form: KnownForm, code: int) -> Response:
    reach = replacing.reach(uow=g.uow)
    opened = sorted((str(OPENED[kind]), count) for kind, count in reach.by_kind.items())
    return _draw("known", form, code, opened=opened, alone=len(reach.alone))


@pages.post("/account/passphrase/ask", guard=Guard.signed_in())
def ask() -> ResponseReturnValue:
    """Ask three words of the new one and all of the old one."""
    pressed()
    token = TokenForm().token.data or ""
    drawn = _drawn(token)
    form = ChangeForm(formdata=None, token=token)
    form.asks(drawn.positions)
    return _draw("ask", form)


@pages.post("/account/passphrase/words", guard=Guard.signed_in())
def show_words() -> ResponseReturnValue:
    """The words once more."""
    pressed()
    token = TokenForm().token.data or ""
    return _draw("new_words", TokenForm(formdata=None, token=token), drawn=_drawn(token))


@pages.post("/account/passphrase/change", guard=Guard.signed_in())
def change() -> ResponseReturnValue:
    """Put the keys under the new passphrase; every other session of this person ends."""
    _settled()
    form = ChangeForm()
    drawn = _drawn(form.value())
    form.asks(drawn.positions)
    if not form.validate_on_submit() or not form.fits(drawn.words, drawn.positions):
        return _draw("ask", form, 400)
    wrapped = _rewrapped(form, drawn)
    if wrapped is None:
        return _draw("ask", form, 400)
    here = present()
    credential = signing_in.change_passphrase(me().id, here.secret, wrapped, uow=g.uow)
    g.uow.commit()
    desk().sessions.end_all(me().id)
    response = make_response(render_template("office/account/changed.html"))
    give_cookie(response, desk().renew(here, credential.version))
    return response


def _rewrapped(form: ChangeForm, drawn: Drawn) -> Wrapped | None:
    """The keys under the new passphrase, if the old one opens them. Slow, so before the write begins."""
    if not knows(form):
        return None
    here = present()
    try:
        with desk().turns.turn():
            return wrap(
                drawn.words,
                here.secret,
                fingerprint=office().fingerprint,
                person_id=here.person_id,
                cost=cost(office().settings),
            )
    except Busy:
        raise ServiceUnavailable from None


def knows(form: ChangeForm | KnownForm) -> bool:
    """Whether the passphrase of now was typed: whoever finds a session open does not know it. Slow."""
    here = present()
    with office().unit() as uow:
        old = signing_in.own_credential(here.person_id, uow=uow)
    if not desk().may_try(here):
        form.refuse("current", _("There were five wrong tries. Wait 15 minutes. Nothing is lost by waiting."))
        return False
    try:
        with desk().turns.turn():
            unwrap(
                read(form.current.data or ""),
                old.under_passphrase(),
                fingerprint=office().fingerprint,
                person_id=here.person_id,
                alarm=old.alarm,
            )
    except AlarmRaised:
        desk().sound_alarm(here.person_id)
        form.refuse("current", _("This is not your passphrase of now."))
        return False
    except WrongPassphrase:
        form.refuse("current", _("This is not your passphrase of now."))
        return False
    except Busy:
        raise ServiceUnavailable from None
    desk().succeeded(here)
    return True


def _drawn(token: str) -> Drawn:
    kept, drawn = drawing.opened(PURPOSE, token)
    if kept.person_id != me().id:
        raise Gone
    return drawn


def _settled() -> None:
    """Somebody nobody has vouched for signs nothing, so there is nothing for her to change."""
    if me().waiting:
        raise NotFound


def _role() -> str:
    role = me().role
    return str(ROLES[role]) if role is not None else ""


def _languages() -> list[SelectChoice]:
    known = [SelectChoice(code, OWN_NAMES[code]) for code in LANGUAGES]
    return [SelectChoice("", _("As the browser asks")), *known]


def _draw(page: str, form: object, code: int = 200, **values: object) -> Response:
    return make_response(render_template(f"office/account/{page}.html", form=form, **values), code)
