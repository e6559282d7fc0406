"""Signing in with one button, in the demo only.

These pages are made from a `SignIns`, which `sign_ins.read` gives for a demo office with the very fingerprint it was
written for, and they are named only where `serving` makes the application of a demo. No other application has them.
"""

from typing import Final

from flask import make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from caseintake.demo.sign_ins import NotTheDemo, SignIn, SignIns
from caseintake.identity import words
from caseintake.identity.credentials import WrongPassphrase, open_bundle, unwrap
from caseintake.identity.desk import Entrant, believed_role
from caseintake.identity.model import Credential, Person
from caseintake.identity.refusals import SignInFailed
from caseintake.kernel.actor import Role
from caseintake.kernel.words import read
from caseintake.vault.keyring import Keyring
from caseintake.web.asked import return_path
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.names import ROLES
from caseintake.web.signed_in import desk, give_cookie
from caseintake.web.units import office
from caseintake.work import Office

NAME: Final = "demo"


def shortcut(sign_ins: SignIns) -> Pages:
    """The page with a button for each colleague of this demo office."""
    pages = Pages(NAME, __name__, template_folder="templates")

    def draw(refused: bool = False) -> str:
        people = [(number, one, Role(one.role)) for number, one in enumerate(sign_ins.people)]
        return render_template("demo/choose.html", people=people, roles=ROLES, refused=refused)

    @pages.get("/demo", guard=Guard.anyone())
    def choose() -> ResponseReturnValue:
        _require_this_office(sign_ins)
        return draw()

    @pages.post("/demo/<int:number>", guard=Guard.anyone())
    def come_in(number: int) -> ResponseReturnValue:
        _require_this_office(sign_ins)
        if number >= len(sign_ins.people):
            raise NotFound
        try:
            token = _begin(sign_ins.people[number], office())
        except (SignInFailed, WrongPassphrase):
            return make_response(draw(refused=True), 401)
        response = make_response(redirect(return_path(), 303))
        give_cookie(response, token)
        return response

    return pages


def _require_this_office(sign_ins: SignIns) -> None:
    settings = office().settings
    if not settings.demo or settings.fingerprint != sign_ins.fingerprint:
        raise NotTheDemo("this is not the office these sign-ins were made for")


def _begin(person: SignIn, served: Office) -> str:
    """A session for this colleague: the passphrase opens the key, the one-time code is left out."""
    with served.unit() as uow:
        statement = select(Person, Credential).join(Credential, Credential.person_id == Person.id)
        row = uow.session.execute(statement.where(Person.handle == words.read_handle(person.handle))).first()
    if row is None:
        raise SignInFailed
    account, credential = row.Person, row.Credential
    wrapped = credential.under_passphrase()
    secret = unwrap(read(person.passphrase), wrapped, fingerprint=served.fingerprint, person_id=account.id)
    bundle = open_bundle(secret, credential.bundle, account.id, credential.revision)
    with served.unit() as uow:
        role = believed_role(account, Keyring.person(account.id, secret), uow=uow)
    entrant = Entrant(account.id, role, secret, bundle.last_step, None, alarmed=False)
    return desk().begin(entrant, credential.version, bundle.language)
