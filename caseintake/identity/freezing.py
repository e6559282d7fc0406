"""Closing an account so that the right passphrase opens nothing, and opening it again by two.

A flag would be undone by one UPDATE and would not stop whoever has a passphrase and a copy of the database. So what is
stored under the passphrase is sealed once more, to the coordinators' docket vault, and the original goes. That takes
public keys alone: it works at once and with nobody else signed in. Copies of the database made before still hold the
old row.
"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.identity import agreeing
from caseintake.identity.agreeing import Subject
from caseintake.identity.credentials import noise
from caseintake.identity.model import Credential, Device, Person, PersonState
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.vault import canonical
from caseintake.vault.errors import Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import DoesNotOpen, hpke_seal
from caseintake.work import UnitOfWork


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What a frozen row seals: what stood under the passphrase, who froze it (None: the second passphrase), when."""

    wrapped: bytes
    by: UUID | None
    on: date


def frozen(*, uow: UnitOfWork) -> frozenset[UUID]:
    """Everybody whose account is frozen."""
    return frozenset(uow.session.scalars(select(Credential.person_id).where(Credential.frozen.is_not(None))))


def may_freeze(person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Whether the acting person may freeze this account: a coordinator any, a colleague that of somebody beside her.

    A colleague freezes no coordinator, so that nobody who is forced to can close the office; and none is frozen
    while too few would be left to open the account again. Closing her sign-in is possible all the same.
    """
    me, known = uow.roster.find(uow.actor.id), uow.roster.find(person_id)
    if me is None or known is None or person_id == me.id:
        return False
    if me.may_vouch:
        able = len(_coordinators(uow) - {person_id})
        return not known.may_vouch or able >= signatures_needed(person_id, uow=uow)
    return me.role is Role.LAWYER and not known.may_vouch and bool(shared(person_id, uow=uow))


def can_be_opened_again(person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Whether there is a coordinator beside this person who could open the account after a freeze."""
    return len(_coordinators(uow) - {person_id}) > 0


def shared(person_id: UUID, *, uow: UnitOfWork) -> frozenset[UUID]:
    """The matters' vaults that the acting person and this colleague both hold."""
    chains = uow.keystore.chains
    theirs = Holder.person(person_id)
    return frozenset(
        id
        for id in uow.keystore.mine()
        if chains.current(id).kind is VaultKind.MATTER and chains.current(id).holders.get(theirs)
    )


def freeze(person_id: UUID, *, uow: UnitOfWork) -> None:
    """Close the account at once: sessions end, the passphrase opens nothing. Raises `Refused`."""
    if not may_freeze(person_id, uow=uow):
        raise Refused(Why.NOT_YOURS)
    _freeze(person_id, uow.actor.id, uow=uow)


def freeze_itself(person_id: UUID, *, uow: UnitOfWork) -> None:
    """The second passphrase was typed. By the host: there is nobody else who could be asked."""
    _freeze(person_id, None, uow=uow)


def _freeze(person_id: UUID, by: UUID | None, *, uow: UnitOfWork) -> None:
    credential = _credential(person_id, uow)
    if credential.frozen is not None:
        return
    docket = Holder.vault(uow.roster.office_vaults[VaultKind.DOCKET])
    kept = msgspec.msgpack.encode(Kept(credential.wrapped, by, uow.clock.today()))
    credential.frozen = hpke_seal(uow.keystore.public.of(docket), kept, _place(credential, uow))
    # Noise of the same size: trying a passphrase costs the same and fails in the same words as a wrong one.
    credential.wrapped, credential.alarm = noise(), noise()
    credential.version += 1
    for device in uow.session.scalars(select(Device).where(Device.person_id == person_id)):
        uow.session.delete(device)
    uow.say("froze an account")
    uow.flush()


def signatures_needed(person_id: UUID, *, uow: UnitOfWork) -> int:
    """How many coordinators must agree before this account opens again: two, where the roster has two besides.

    Frozen ones count: otherwise one could freeze the others, by the page or by SQL, and then agree with herself.
    """
    others = [one for one in uow.roster.people() if one.may_vouch and one.id != person_id]
    return max(1, min(2, len(others)))


def thaw(person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Agree that the account opens again. True once enough coordinators have and it is open.

    Raises `Refused`; `Tampered` if what was frozen is not what is there now.
    """
    person = uow.session.get(Person, person_id)
    credential = _credential(person_id, uow)
    if person is None or credential.frozen is None:
        raise Refused(Why.NOT_FROZEN)
    agreeing.agree(person_id, Subject.THAW, credential, uow=uow)
    if len(agreeing.agreed(person_id, Subject.THAW, credential, uow=uow)) < signatures_needed(person_id, uow=uow):
        return False
    kept = opened(credential, uow=uow)
    credential.wrapped, credential.frozen = kept.wrapped, None
    credential.version += 1
    if person.state is PersonState.DISABLED:
        person.state = PersonState.ACTIVE
    agreeing.forget(person_id, uow=uow)
    uow.say("opened a frozen account")
    uow.flush()
    return True


def opened(credential: Credential, *, uow: UnitOfWork) -> Kept:
    """What a frozen row keeps. Raises `Refused` for whoever holds no docket, `Tampered` for a changed row."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if not uow.keystore.can_open(docket):
        raise Refused(Why.NO_DOCKET)
    sealed = credential.frozen
    assert sealed is not None
    for number in range(uow.keystore.chains.current(docket).number, 0, -1):
        try:
            secret = uow.keystore.keys(docket, number).pair.open_grant(sealed, _place(credential, uow))
        except DoesNotOpen:
            continue  # sealed to an earlier or later key of the docket
        return msgspec.msgpack.decode(secret, type=Kept)
    raise Tampered(f"the frozen account of person {credential.person_id} was changed")


def _place(credential: Credential, uow: UnitOfWork) -> bytes:
    return canonical.encode("frozen", 1, uow.office.fingerprint, credential.person_id, credential.salt)


def _credential(person_id: UUID, uow: UnitOfWork) -> Credential:
    found = uow.session.scalar(select(Credential).where(Credential.person_id == person_id).with_for_update())
    if found is None:
        raise Refused(Why.NO_SUCH_PERSON)
    return found


def _coordinators(uow: UnitOfWork) -> frozenset[UUID]:
    """Coordinators who are not frozen."""
    return frozenset(one.id for one in uow.roster.people() if one.may_vouch) - frozen(uow=uow)
