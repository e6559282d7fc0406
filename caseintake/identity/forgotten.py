"""A forgotten passphrase: the same person comes in again with new keys, and nothing of the old ones comes with her.

One coordinator begins. That closes the old account as a freeze does and gives out a code; whoever has the code draws
new keys, which open nothing. Then coordinators compare words with her. The old key cannot sign for the new one, so two
must, where two can be asked: that is the roster's own rule (`Roster.vouchers_needed`). Until then one press goes back:
a coordinator alone takes over nothing and destroys nothing.
"""

from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.identity import agreeing, freezing, people
from caseintake.identity.credentials import Wrapped, noise
from caseintake.identity.model import Credential, ForgottenPassphrase, Invitation, Person, PersonState
from caseintake.identity.refusals import Refused, Why
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import Argon2Cost
from caseintake.vault.roster import Introduction
from caseintake.work import UnitOfWork


class Closed(msgspec.Struct, frozen=True, array_like=True):
    """The account as it was closed, to be put back: the columns of its frozen `Credential`."""

    salt: bytes
    memory_kib: int
    iterations: int
    lanes: int
    bundle: bytes
    frozen: bytes
    revision: int


def begin(person: Person, reason: str, *, uow: UnitOfWork) -> tuple[str, ...]:
    """Close the account and draw a code for new keys, shown once. Raises `Refused`.

    Again, while it is open: another code, for instance after two weeks.
    """
    docket = _may_act(person, uow)
    if person.state is PersonState.DISABLED:
        raise Refused(Why.NOT_ENROLLED)
    row = under_way(person, uow=uow)
    if row is None:
        row = _close(person, reason, docket, uow=uow)
    elif person.state is PersonState.ENROLLED:
        _put_back(person, row, uow=uow)
    for stale in uow.session.scalars(select(Invitation).where(Invitation.person_id == person.id)):
        uow.delete(stale)
    uow.flush()
    code, invitation = people.draw_invitation(person.id, uow=uow)
    uow.add(invitation)
    person.state = PersonState.INVITED
    uow.say("began anew for a forgotten passphrase")
    uow.flush()
    return code


def _close(person: Person, reason: str, docket: UUID, *, uow: UnitOfWork) -> ForgottenPassphrase:
    freezing.freeze(person.id, uow=uow)
    old = uow.session.scalars(select(Credential).where(Credential.person_id == person.id)).one()
    assert old.frozen is not None
    closed = Closed(old.salt, old.memory_kib, old.iterations, old.lanes, old.bundle, old.frozen, old.revision)
    forget(person.id, uow=uow)
    row = ForgottenPassphrase(
        vault_id=docket,
        person_id=person.id,
        begun_by=uow.actor.id,
        begun_on=uow.clock.today(),
        reason=reason,
        closed=msgspec.msgpack.encode(closed),
        keys=(person.hpke_public or b"", person.sign_public or b""),
    )
    uow.add(row)
    return row


def go_back(person: Person, *, uow: UnitOfWork) -> None:
    """It was found again, or should not have been begun: the old account stands there as before, frozen.

    It opens as any frozen account does, by two. Raises `Refused`.
    """
    _may_act(person, uow)
    row = under_way(person, uow=uow)
    if row is None:
        raise Refused(Why.OUT_OF_DATE)
    for open_one in uow.session.scalars(select(Invitation).where(Invitation.person_id == person.id)):
        uow.delete(open_one)
    if person.state is PersonState.ENROLLED:
        _put_back(person, row, uow=uow)
    waits = person.sign_public != uow.roster.person(person.id).sign_public
    person.state = PersonState.ENROLLED if waits else PersonState.ACTIVE
    forget(person.id, uow=uow)
    agreeing.forget(person.id, uow=uow)
    uow.say("went back to the account before")
    uow.flush()


def _put_back(person: Person, row: ForgottenPassphrase, *, uow: UnitOfWork) -> None:
    closed = msgspec.msgpack.decode(row.closed, type=Closed)
    newer = uow.session.scalars(select(Credential).where(Credential.person_id == person.id).with_for_update()).one()
    version = newer.version + 1
    uow.delete(newer)
    uow.flush()  # one credential a person: the newer one must be gone first
    back = Credential(person_id=person.id, bundle=closed.bundle, version=version, revision=closed.revision)
    back.wrap_anew(Wrapped(closed.salt, Argon2Cost(closed.memory_kib, closed.iterations, closed.lanes), noise()))
    back.frozen = closed.frozen
    uow.add(back)
    person.hpke_public, person.sign_public = row.keys


def under_way(person: Person, *, uow: UnitOfWork) -> ForgottenPassphrase | None:
    """What a coordinator began about this person and nobody has ended; None for whoever does not hold the docket.

    A row that no coordinator of today signed is not there: written by SQL, it would make a stranger's keys look asked
    for.
    """
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if person.state not in (PersonState.INVITED, PersonState.ENROLLED) or not uow.keystore.can_open(docket):
        return None
    rows = uow.session.scalars(select(ForgottenPassphrase).where(ForgottenPassphrase.vault_id == docket))
    return next((row for row in rows if row.person_id == person.id and _by_a_coordinator(row, uow)), None)


def _by_a_coordinator(row: ForgottenPassphrase, uow: UnitOfWork) -> bool:
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return False  # `verify` names it; the page of the person must not fall with it
    signer = uow.roster.find(author.id)
    return signer is not None and signer.may_vouch and signer.id != row.person_id


def to_compare(person_id: UUID, *, uow: UnitOfWork) -> int:
    """How many coordinators will have to compare words with this person and sign."""
    known = uow.roster.person(person_id)
    said = Introduction("replace", known.id, known.role, known.hpke_public, known.sign_public)
    return uow.roster.vouchers_needed(said)


def forget(person_id: UUID, *, uow: UnitOfWork) -> None:
    """It is over: what was kept to go back goes, and with it the last of the old account."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if not uow.keystore.can_open(docket):
        return
    for row in uow.session.scalars(select(ForgottenPassphrase).where(ForgottenPassphrase.vault_id == docket)):
        if row.person_id == person_id:
            uow.delete(row)


def _may_act(person: Person, uow: UnitOfWork) -> UUID:
    """The docket. Raises `Refused`."""
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if person.id == me.id:
        raise Refused(Why.OWN_SELF)
    if uow.roster.find(person.id) is None:
        raise Refused(Why.NOT_ON_ROSTER)
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if not uow.keystore.can_open(docket):
        raise Refused(Why.NO_DOCKET)
    return docket
