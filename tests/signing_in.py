"""Accounts for the people of a test office, and signing them in.

`sign_in(client, office, person)` is quick: it puts a session where the real sign-in would and hands the browser its
cookie. `account(office, person)` gives what a person types at the real page.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from caseintake.identity import people, words
from caseintake.identity.credentials import NewKeys, step_of, wrap
from caseintake.identity.desk import Desk, Entrant
from caseintake.identity.model import Credential, Person
from caseintake.kernel.actor import Role
from caseintake.vault.primitives import Argon2Cost, random_bytes, totp
from tests.office import OfficeForTests

#: The least a passphrase may cost: tests open many.
QUICK = Argon2Cost(8 * 1024, 1, 1)
SESSION_COOKIE = "__Host-session"
DEVICE_COOKIE = "__Host-device"


def other_word(word: str) -> str:
    """A word of the list that is not this one, whatever was drawn. (Letters after the fourth make no other word.)"""
    return "acid" if word != "acid" else "zero"


@dataclass
class Account:
    """What somebody has on paper and on her phone."""

    person_id: UUID
    handle: str
    words: tuple[str, ...]
    totp_secret: bytes

    @property
    def passphrase(self) -> str:
        return " ".join(self.words)

    def code(self, office: OfficeForTests, steps: int = 0) -> str:
        """The one-time code of now, or ``steps`` half-minutes away."""
        return totp(self.totp_secret, step_of(office.clock.now()) + steps)

    def wrong_code(self, office: OfficeForTests) -> str:
        """Six digits that are no code of these minutes, whatever was drawn."""
        near = {self.code(office, steps) for steps in range(-4, 5)}
        return next(digits for digits in map("{:06}".format, range(10)) if digits not in near)

    def form(self, office: OfficeForTests, **changed: str) -> dict[str, str]:
        typed = {"handle": self.handle, "passphrase": self.passphrase, "code": self.code(office)}
        return {**typed, **changed}


def account(office: OfficeForTests, person_id: UUID) -> Account:
    """An account for somebody hired directly. Once a person."""
    keys = NewKeys(office.secrets[person_id], random_bytes(20))
    passphrase, handle = words.draw_passphrase(), words.draw_handle()
    with office.unit(person_id, write=False) as uow:
        taken = set(uow.session.scalars(select(Person.handle)))
    while handle in taken:  # as the office itself does when it invites somebody
        handle = words.draw_handle()
    wrapped = wrap(passphrase, keys.secret, fingerprint=office.office.fingerprint, person_id=person_id, cost=QUICK)
    with office.unit(person_id) as uow:
        people.add_account(person_id, office.roles[person_id], keys, wrapped, 0, handle, uow=uow)
        uow.commit()
    return Account(person_id, handle, passphrase, keys.totp_secret)


def desk_of(client: FlaskClient) -> Desk:
    """The front desk of the application behind this browser."""
    from caseintake.web.signed_in import desk

    with client.application.app_context():
        return desk()


def sign_in(client: FlaskClient, office: OfficeForTests, person_id: UUID) -> FlaskClient:
    """This browser is signed in as that person from now on; signing in again replaces whoever was there."""
    with office.unit(person_id, write=False) as uow:
        credential = uow.session.scalar(select(Credential).where(Credential.person_id == person_id))
    if credential is None:
        account(office, person_id)
    role: Role = office.roles[person_id]
    entrant = Entrant(person_id, role, office.secrets[person_id], 0, None, alarmed=False)
    token = desk_of(client).begin(entrant, credential.version if credential is not None else 1)
    client.set_cookie(SESSION_COOKIE, token)
    return client
