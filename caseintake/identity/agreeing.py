"""Signatures of coordinators that one thing may be done to one account, once and soon.

Two people are never two ids in a row: each signature is checked with the roster's key when it is counted. It names the
very state of the account it is for, so it is worth nothing once that has changed.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.identity.model import Agreement, Credential
from caseintake.identity.refusals import Refused, Why
from caseintake.vault import canonical
from caseintake.vault.primitives import sha256, verify_signature
from caseintake.work import UnitOfWork

#: An agreement that nobody used is over after so many days.
DAYS: Final = 3


class Subject(StrEnum):
    """What is agreed to."""

    THAW = "thaw"
    NEW_FACTOR = "new_factor"


def agree(person_id: UUID, subject: Subject, credential: Credential, *, uow: UnitOfWork) -> None:
    """Sign, as a coordinator, for somebody else. Raises `Refused`. Doing it twice changes nothing."""
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if person_id == me.id:
        raise Refused(Why.OWN_SELF)
    if me.id in agreed(person_id, subject, credential, uow=uow):
        return
    stale = select(Agreement).where(
        Agreement.person_id == person_id, Agreement.subject == subject, Agreement.coordinator_id == me.id
    )
    for row in uow.session.scalars(stale):
        uow.delete(row)
    uow.flush()
    today = uow.clock.today()
    signature = uow.keyring.keys.sign(_message(person_id, subject, credential, today, uow))
    uow.add(Agreement(person_id=person_id, subject=subject, coordinator_id=me.id, agreed_on=today, signature=signature))
    uow.say("agreed for an account")
    uow.flush()


def agreed(person_id: UUID, subject: Subject, credential: Credential, *, uow: UnitOfWork) -> frozenset[UUID]:
    """The coordinators whose signature counts today."""
    since = uow.clock.today() - timedelta(days=DAYS)
    found = set()
    statement = select(Agreement).where(Agreement.person_id == person_id, Agreement.subject == subject)
    for row in uow.session.scalars(statement):
        signer = uow.roster.find(row.coordinator_id)
        if signer is None or not signer.may_vouch or signer.id == person_id or row.agreed_on < since:
            continue
        message = _message(person_id, subject, credential, row.agreed_on, uow)
        if verify_signature(signer.sign_public, row.signature, message):
            found.add(signer.id)
    return frozenset(found)


def forget(person_id: UUID, *, uow: UnitOfWork) -> None:
    """What was agreed has been done."""
    for row in uow.session.scalars(select(Agreement).where(Agreement.person_id == person_id)):
        uow.delete(row)


def _message(person_id: UUID, subject: Subject, credential: Credential, on: date, uow: UnitOfWork) -> bytes:
    state = sha256(credential.frozen or credential.wrapped)
    return canonical.encode("account", uow.office.fingerprint, person_id, subject.value, credential.version, state, on)
