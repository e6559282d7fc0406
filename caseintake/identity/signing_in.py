"""Coming in and going out: the short write units after the front desk has said who it is.

They move the one-time code's step, compare what the person remembers with what is there, and let her remember anew.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.identity import checkpoint, factors, freezing
from caseintake.identity.credentials import Bundle, RememberedHead, Wrapped, open_bundle, seal_bundle
from caseintake.identity.desk import Entrant
from caseintake.identity.model import Credential, Device
from caseintake.identity.refusals import Refused, SignInFailed, Why
from caseintake.vault.primitives import random_bytes, sha256
from caseintake.work import UnitOfWork

DEVICE_DAYS = 180


@dataclass(frozen=True)
class Entered:
    """What `enter` leaves for the page: the credential version for the session, what to warn of, what is new."""

    version: int
    language: str | None
    gone: tuple[RememberedHead, ...]
    new_device: str | None
    #: The fresh second factor of somebody whose old one was declared lost.
    new_factor: bytes | None = None


def enter(entrant: Entrant, *, uow: UnitOfWork) -> Entered:
    """Take the code, check what the person remembers, remember anew.

    Raises `SignInFailed` if the code was used, or the account was frozen or got another passphrase since it was tried.

    Of two units that take the same code at the same moment one commits; the other raises `StaleDataError` at flush.
    """
    credential = own_credential(entrant.person_id, uow=uow)
    if credential.version != entrant.version:
        raise SignInFailed
    bundle = open_bundle(entrant.secret, credential.bundle, entrant.person_id, credential.revision)
    bundle = _second_factor(entrant, credential, bundle, uow=uow)
    gone: list[RememberedHead] = []
    if not entrant.waiting:
        gone = checkpoint.check(bundle, uow=uow)
        bundle = checkpoint.renewed(bundle, gone, uow=uow)
        checkpoint.warn(gone, uow=uow)
        checkpoint.remember(bundle, gone, uow=uow)
        if uow.keystore.turn_ended():
            uow.say("keys turned after grants for a time")
    store(credential, entrant.secret, bundle)
    device = None if entrant.device else _new_device(entrant.person_id, uow=uow)
    uow.say("signed in")
    uow.flush()
    new_factor = bundle.totp_secret if entrant.renews else None
    return Entered(credential.version, bundle.language, tuple(gone), device, new_factor)


def _second_factor(entrant: Entrant, credential: Credential, bundle: Bundle, *, uow: UnitOfWork) -> Bundle:
    """Use up what was shown. Raises `SignInFailed` if somebody was quicker."""
    if entrant.renews:
        if not factors.is_lost(entrant.person_id, credential, uow=uow):
            raise SignInFailed
        # What was agreed names the version: put back by SQL it is worth nothing. Sessions of a stolen phone end too.
        credential.version += 1
        return factors.renewed(entrant.person_id, bundle, uow=uow)
    if entrant.spent is not None:
        if entrant.spent not in bundle.codes:
            raise SignInFailed
        return msgspec.structs.replace(bundle, codes=tuple(one for one in bundle.codes if one != entrant.spent))
    if entrant.step <= bundle.last_step:
        raise SignInFailed
    return msgspec.structs.replace(bundle, last_step=entrant.step)


def leave(secret: bytes, *, uow: UnitOfWork) -> None:
    """Remember the heads once more, so that what was done in this session is missed if it is cut off."""
    keep_memory(secret, uow=uow)
    uow.say("signed out")


def keep_memory(secret: bytes, *, uow: UnitOfWork) -> None:
    """Put today's heads into the acting person's bundle."""
    credential = own_credential(uow.actor.id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, uow.actor.id, credential.revision)
    gone = checkpoint.check(bundle, uow=uow)
    bundle = checkpoint.renewed(bundle, gone, uow=uow)
    checkpoint.warn(gone, uow=uow)
    checkpoint.remember(bundle, gone, uow=uow)
    store(credential, secret, bundle)


def own_credential(person_id: UUID, *, uow: UnitOfWork) -> Credential:
    """The one credential of a person. Raises `SignInFailed` if there is none."""
    statement = select(Credential).where(Credential.person_id == person_id)
    # Locked while it is written: a freeze that passed by unseen would leave a row that the log does not know.
    found = uow.session.scalar(statement.with_for_update() if uow.write else statement)
    if found is None:
        raise SignInFailed
    return found


def store(credential: Credential, secret: bytes, bundle: Bundle) -> None:
    """Seal a bundle into its row under the next revision."""
    credential.revision += 1
    credential.bundle = seal_bundle(secret, bundle, credential.person_id, credential.revision)


def _new_device(person_id: UUID, *, uow: UnitOfWork) -> str:
    token = random_bytes(32).hex()
    until = uow.clock.today() + timedelta(days=DEVICE_DAYS)
    uow.add(Device(token_hash=sha256(token.encode("ascii")), person_id=person_id, until=until))
    return token


def change_passphrase(person_id: UUID, secret: bytes, wrapped: Wrapped, *, uow: UnitOfWork) -> Credential:
    """Put the secret under another passphrase. Every session opened before ends with the next request."""
    credential = own_credential(person_id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, person_id, credential.revision)
    credential.wrap_anew(wrapped)
    credential.version += 1
    store(credential, secret, bundle)
    uow.say("changed the passphrase")
    return credential


def set_alarm(person_id: UUID, secret: bytes, alarm: bytes, *, uow: UnitOfWork) -> None:
    """A second passphrase that freezes this account (`credentials.raise_alarm`). Raises `Refused`.

    Refused where nobody else could open the account again.
    """
    if not freezing.can_be_opened_again(person_id, uow=uow):
        raise Refused(Why.NOBODY_TO_OPEN)
    credential = own_credential(person_id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, person_id, credential.revision)
    credential.alarm = alarm
    store(credential, secret, bundle)


def keep_codes(secret: bytes, codes: tuple[str, ...], *, uow: UnitOfWork) -> None:
    """Printed one-time codes of the acting person; any earlier ones are over."""
    credential = own_credential(uow.actor.id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, uow.actor.id, credential.revision)
    store(credential, secret, factors.with_codes(bundle, codes))
    uow.say("printed new one-time codes")


def codes_left(secret: bytes, *, uow: UnitOfWork) -> int:
    """How many printed one-time codes of the acting person were not used yet."""
    credential = own_credential(uow.actor.id, uow=uow)
    return len(open_bundle(secret, credential.bundle, uow.actor.id, credential.revision).codes)


def end_everywhere(person_id: UUID, secret: bytes, *, uow: UnitOfWork) -> None:
    """End every session of this person, this one included."""
    credential = own_credential(person_id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, person_id, credential.revision)
    credential.version += 1
    store(credential, secret, bundle)
    uow.say("signed out everywhere")


def choose_language(secret: bytes, language: str | None, *, uow: UnitOfWork) -> None:
    """The language of the office pages, kept with what only this person can read."""
    credential = own_credential(uow.actor.id, uow=uow)
    bundle = open_bundle(secret, credential.bundle, uow.actor.id, credential.revision)
    store(credential, secret, msgspec.structs.replace(bundle, language=language))
