"""Accounts: inviting, enrolling, stopping, and the list of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from caseintake.identity import words
from caseintake.identity.credentials import Bundle, NewKeys, Wrapped, code_hash
from caseintake.identity.model import Credential, DisplayName, Invitation, Person, PersonState, Vouch
from caseintake.identity.refusals import Refused, Why
from caseintake.identity.signing_in import store
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import sha256
from caseintake.work import UnitOfWork

INVITATION_DAYS = 14


def invite(role: Role, *, uow: UnitOfWork) -> tuple[Person, tuple[str, ...]]:
    """A new account of this role and its code, which is shown once. By an administrator, or at the machine itself."""
    if uow.actor.kind != "host" and uow.actor.role is not Role.ADMINISTRATOR:
        raise Refused(Why.NOT_YOURS)
    person = Person(handle=_free_handle(uow=uow), role=role, state=PersonState.INVITED)
    code, invitation = draw_invitation(person.id, uow=uow)
    uow.add(person, invitation)
    uow.say("invited")
    return person, code


def draw_invitation(person_id: UUID, *, uow: UnitOfWork) -> tuple[tuple[str, ...], Invitation]:
    """A code, and what is kept of it."""
    code = words.draw_invitation()
    until = uow.clock.today() + timedelta(days=INVITATION_DAYS)
    return code, Invitation(person_id=person_id, code_hash=_hash(code), until=until)


def _free_handle(*, uow: UnitOfWork) -> str:
    while True:
        handle = words.draw_handle()
        if uow.session.scalar(select(Person.id).where(Person.handle == handle)) is None:
            return handle


def _hash(code: Iterable[str]) -> bytes:
    return sha256(b"caseintake/v1/invitation\0" + " ".join(code).encode("ascii"))


def invited(code: tuple[str, ...], *, uow: UnitOfWork) -> Person:
    """Whom this code invites. Raises `Refused`: unknown, used, or older than a fortnight."""
    statement = (
        select(Person, Invitation.until)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.code_hash == _hash(code))
    )
    row = uow.session.execute(statement).first()
    if row is None or row.until < uow.clock.today() or row.Person.state is not PersonState.INVITED:
        raise Refused(Why.NO_INVITATION)
    found: Person = row.Person
    return found


def enrol(
    person_id: UUID, keys: NewKeys, wrapped: Wrapped, step: int, *, codes: tuple[str, ...] = (), uow: UnitOfWork
) -> Person:
    """Take an invitation up: public keys, the wrapped secret, the first one-time code as used, the printed ``codes``.

    ``wrapped`` was made before this unit began. Afterwards somebody must vouch. Raises `Refused` if the invitation
    was used meanwhile.
    """
    statement = select(Invitation).where(Invitation.person_id == person_id).with_for_update()
    invitation = uow.session.scalar(statement)
    person = uow.session.get(Person, person_id)
    if invitation is None or person is None or person.state is not PersonState.INVITED:
        raise Refused(Why.NO_INVITATION)
    version = _make_room(person_id, uow=uow)
    uow.delete(invitation)
    person.hpke_public, person.sign_public = keys.pairs.hpke_public, keys.pairs.sign_public
    person.state = PersonState.ENROLLED
    add_credential(person.id, keys, wrapped, step, codes=codes, version=version, uow=uow)
    uow.say("enrolled")
    return person


def _make_room(person_id: UUID, *, uow: UnitOfWork) -> int:
    """Delete the closed credential of somebody who forgot the passphrase; answers the version of the one to come."""
    old = uow.session.scalar(select(Credential).where(Credential.person_id == person_id).with_for_update())
    if old is None:
        return 1
    if old.frozen is None:  # opened again meanwhile, or invited by SQL: a living account is not written over
        raise Refused(Why.NO_INVITATION)
    uow.delete(old)
    uow.flush()  # one credential a person: the old one must be gone before the new one comes
    return old.version + 1


def add_credential(
    person_id: UUID,
    keys: NewKeys,
    wrapped: Wrapped,
    step: int,
    *,
    codes: tuple[str, ...] = (),
    version: int = 1,
    uow: UnitOfWork,
) -> Credential:
    """The credential of somebody who has none."""
    credential = Credential(person_id=person_id, bundle=b"", version=version, revision=0)
    credential.wrap_anew(wrapped)
    printed = tuple(code_hash(code) for code in codes)
    store(credential, keys.secret, Bundle(keys.totp_secret, step, uow.office.fingerprint, codes=printed))
    uow.add(credential)
    return credential


def add_account(
    person_id: UUID,
    role: Role,
    keys: NewKeys,
    wrapped: Wrapped,
    step: int,
    handle: str,
    *,
    codes: tuple[str, ...] = (),
    uow: UnitOfWork,
) -> Person:
    """An account for somebody the roster knows already under these very keys. Raises `Refused`."""
    known = uow.roster.find(person_id)
    pairs = keys.pairs
    if known is None or known.role is not role or known.hpke_public != pairs.hpke_public:
        raise Refused(Why.NOT_ON_ROSTER)
    person = Person(
        id=person_id,
        handle=handle,
        role=role,
        state=PersonState.ACTIVE,
        hpke_public=pairs.hpke_public,
        sign_public=pairs.sign_public,
    )
    uow.add(person)
    add_credential(person_id, keys, wrapped, step, codes=codes, uow=uow)
    return person


def stop(person: Person, *, uow: UnitOfWork) -> None:
    """Close an account at once: no sign-in, and sessions end. Keys are turned by `vouching.remove`."""
    if uow.actor.kind != "host" and uow.actor.role not in (Role.ADMINISTRATOR, Role.COORDINATOR):
        raise Refused(Why.NOT_YOURS)
    if person.id == uow.actor.id:
        raise Refused(Why.OWN_SELF)
    person.state = PersonState.DISABLED
    open_invitation = select(Invitation).where(Invitation.person_id == person.id)
    if (row := uow.session.scalar(open_invitation)) is not None:
        uow.delete(row)
    uow.say("closed an account")


def let_in(person: Person, *, uow: UnitOfWork) -> None:
    """Open a stopped account again. Only a coordinator, and only while the roster still knows the person."""
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch:
        raise Refused(Why.NOT_YOURS)
    known = uow.roster.find(person.id)
    if known is None or person.state is not PersonState.DISABLED:
        raise Refused(Why.NOT_ON_ROSTER)
    waits = person.sign_public != known.sign_public  # for new keys, as before the sign-in was closed
    person.state = PersonState.ENROLLED if waits else PersonState.ACTIVE
    uow.say("opened an account again")


@dataclass(frozen=True)
class Listed:
    """One person as the people page shows her. ``role`` is the roster's once it has one."""

    id: UUID
    handle: str
    name: str | None
    #: Bar and number of an advocate; empty for everybody else and for whoever does not hold the directory.
    bar_number: str
    role: Role
    state: PersonState
    removed: bool
    on_roster: bool
    vouchers: tuple[UUID, ...]
    vouched_on: date | None


def listed(*, uow: UnitOfWork) -> list[Listed]:
    """Everybody, by name where the reader holds the directory, else by handle."""
    names = _directory(uow)
    days: dict[UUID, date] = {}
    for vouch in uow.session.scalars(select(Vouch)):
        days[vouch.person_id] = max(vouch.vouched_on, days.get(vouch.person_id, vouch.vouched_on))
    found = [
        _listed(person, names.get(person.id), days.get(person.id), uow)
        for person in uow.session.scalars(select(Person))
    ]
    return sorted(found, key=lambda one: (one.removed, (one.name or one.handle).casefold()))


def _listed(person: Person, shown: DisplayName | None, day: date | None, uow: UnitOfWork) -> Listed:
    history = uow.roster.history(person.id)
    known = history[-1] if history else None
    return Listed(
        id=person.id,
        handle=person.handle,
        name=shown.name if shown is not None else None,
        bar_number=shown.bar_number if shown is not None else "",
        role=known.role if known is not None else person.role,
        state=person.state,
        removed=known is not None and not known.active,
        on_roster=known is not None and known.active,
        vouchers=known.vouchers if known is not None else (),
        vouched_on=day,
    )


def display_names(*, uow: UnitOfWork) -> dict[UUID, str]:
    """Names of colleagues by id; empty for whoever does not hold the directory."""
    return {id: row.name for id, row in _directory(uow).items()}


def _directory(uow: UnitOfWork) -> dict[UUID, DisplayName]:
    names = uow.roster.office_vaults[VaultKind.DIRECTORY]
    if not uow.keystore.can_open(names):
        return {}
    rows = uow.session.scalars(select(DisplayName).where(DisplayName.vault_id == names))
    return {row.person_id: row for row in rows}


def called(*, uow: UnitOfWork) -> dict[UUID, str]:
    """What to call each person on a page: the name colleagues know, else the handle."""
    unknown = {person.id: str(person.id)[:8] for person in uow.roster.people()}
    handles = {person.id: person.handle for person in uow.session.scalars(select(Person))}
    return {**unknown, **handles, **display_names(uow=uow)}


def find(person_id: UUID, *, uow: UnitOfWork) -> Person:
    """Raises `Refused` if there is no such person."""
    person = uow.session.get(Person, person_id)
    if person is None:
        raise Refused(Why.NO_SUCH_PERSON)
    return person


def find_by_handle(handle: str, *, uow: UnitOfWork) -> Person:
    """Raises `Refused` if there is no such person."""
    person = uow.session.scalar(select(Person).where(Person.handle == handle))
    if person is None:
        raise Refused(Why.NO_SUCH_PERSON)
    return person
