"""How people come to be believed: words compared by a coordinator, signatures, and the roster.

An invited account holds nothing. It becomes grantable by a roster entry only; who may sign one is the roster's own rule
(vault/roster.py), so that no page and no row can get round it.
"""

import dataclasses
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.identity import forgotten, words
from caseintake.identity.model import Compared, DisplayName, Person, PersonState, Vouch, VouchNote
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.vault import directory, roster
from caseintake.vault.errors import NotVouched
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import verify_signature
from caseintake.vault.roster import Introduction, RosterEntry, RosterPerson
from caseintake.vault.tables import EpochRow
from caseintake.work import UnitOfWork

#: Whose work needs colleagues' names. Assistants and observers see them in their own matters.
KNOW_NAMES = frozenset({Role.COORDINATOR, Role.INTAKE_OFFICER, Role.LAWYER})


def append_to_roster(
    introduction: Introduction, vouches: Iterable[tuple[UUID, bytes]], *, uow: UnitOfWork
) -> RosterEntry:
    """Append a signed entry by the acting coordinator. Raises `ForgedRoster` when the rules are not met."""
    if uow.keyring.keys is None:
        raise NotVouched("nobody is here to sign")
    longer = roster.read(directory.entries(uow.session), uow.office.fingerprint, uow.office.removals_by_one)
    entry = longer.append(introduction, vouches, uow.actor.id, uow.keyring.keys)
    directory.append_entry(uow.session, entry)
    uow.use_roster(longer)
    return entry


def introduction_of(person: Person, *, uow: UnitOfWork) -> Introduction:
    """What a voucher signs of this person now: that she comes, or that she has new keys. Raises `Refused`."""
    if person.hpke_public is None or person.sign_public is None:
        raise Refused(Why.NOT_ENROLLED)
    known = uow.roster.find(person.id)
    if known is None:
        return person.introduction()
    return Introduction("replace", person.id, known.role, person.hpke_public, person.sign_public)


def awaits(person: Person, *, uow: UnitOfWork) -> bool:
    """Whether this person's keys wait for a coordinator: the first ones, or new ones she has signed with the old."""
    if person.state is not PersonState.ENROLLED or person.sign_public is None:
        return False
    history = uow.roster.history(person.id)
    return not history or (history[-1].active and history[-1].sign_public != person.sign_public)


def words_of(person: Person, *, uow: UnitOfWork) -> tuple[str, ...]:
    """The nine words a coordinator compares with this person. Raises `Refused` before enrolment."""
    if person.hpke_public is None or person.sign_public is None:
        raise Refused(Why.NOT_ENROLLED)
    return words.compared(uow.roster.fingerprint, person.id, person.hpke_public, person.sign_public)


def valid_vouches(person: Person, *, uow: UnitOfWork) -> list[Vouch]:
    """Signatures for these very keys by people who may vouch today; anything else does not count."""
    message = introduction_of(person, uow=uow).message(uow.roster.fingerprint)
    found = []
    for vouch in uow.session.scalars(select(Vouch).where(Vouch.person_id == person.id)):
        voucher = uow.roster.find(vouch.voucher_id)
        if (
            voucher is not None
            and voucher.may_vouch
            and voucher.id != person.id
            and verify_signature(voucher.sign_public, vouch.signature, message)
        ):
            found.append(vouch)
    return found


def vouchers_missing(person: Person, *, uow: UnitOfWork) -> int:
    """How many coordinators must still compare words with this person."""
    if not awaits(person, uow=uow):
        return 0
    introduction = introduction_of(person, uow=uow)
    needed = uow.roster.vouchers_needed(introduction, herself=own_signature(introduction, uow=uow) is not None)
    return max(0, needed - len(valid_vouches(person, uow=uow)))


def lost_keys(person: Person, *, uow: UnitOfWork) -> bool:
    """Whether these are new keys that the old ones have not signed."""
    introduction = introduction_of(person, uow=uow)
    return introduction.action == "replace" and own_signature(introduction, uow=uow) is None


def own_signature(introduction: Introduction, *, uow: UnitOfWork) -> bytes | None:
    """The signature for these new keys by the ones the person has on the roster; None when she has lost those."""
    known = uow.roster.find(introduction.person_id)
    own = select(Vouch.signature).where(
        Vouch.person_id == introduction.person_id, Vouch.voucher_id == introduction.person_id
    )
    signature = uow.session.scalar(own)
    if known is None or signature is None:
        return None
    good = verify_signature(known.sign_public, signature, introduction.message(uow.roster.fingerprint))
    return signature if good else None


def vouch(person: Person, how: Compared, name: str, remark: str, *, uow: UnitOfWork) -> bool:
    """Sign that these keys are this person's. True if that was enough and she is on the roster with them now."""
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if person.id == me.id:
        raise Refused(Why.OWN_SELF)
    if not awaits(person, uow=uow):
        raise Refused(Why.NOT_ENROLLED)
    earlier = valid_vouches(person, uow=uow)
    if any(given.voucher_id == me.id for given in earlier):
        raise Refused(Why.ALREADY_VOUCHED)
    names = uow.roster.office_vaults[VaultKind.DIRECTORY]
    if not uow.keystore.can_open(names):
        raise Refused(Why.NO_DIRECTORY)

    introduction = introduction_of(person, uow=uow)
    own = own_signature(introduction, uow=uow)
    if introduction.action == "replace" and own is None and forgotten.under_way(person, uow=uow) is None:
        raise Refused(Why.NOBODY_BEGAN)
    signature = uow.keyring.keys.sign(introduction.message(uow.roster.fingerprint))
    _record(person, signature, names, how, remark, uow=uow)
    name_person(person.id, name, uow=uow)
    uow.say("vouched")
    if len(earlier) + 1 < uow.roster.vouchers_needed(introduction, herself=own is not None):
        return False
    signatures = [(given.voucher_id, given.signature) for given in earlier]
    if introduction.action == "replace":
        _replace(introduction, [*signatures, *([(person.id, own)] if own is not None else [])], uow=uow)
        forgotten.forget(person.id, uow=uow)
    else:
        append_to_roster(introduction, signatures, uow=uow)
    person.state = PersonState.ACTIVE
    if person.role in KNOW_NAMES:
        uow.keystore.grant(names, Holder.person(person.id))
    return True


def _replace(introduction: Introduction, signatures: list[tuple[UUID, bytes]], *, uow: UnitOfWork) -> None:
    """New keys for somebody on the roster, and no vault stays under a key the old ones open."""
    made = tuple(signed_by(introduction.person_id, uow=uow))
    said = dataclasses.replace(introduction, made=made)
    append_to_roster(said, signatures, uow=uow)
    uow.keystore.refresh_held_by(Holder.person(introduction.person_id))
    uow.flush()


def _record(person: Person, signature: bytes, names: UUID, how: Compared, remark: str, *, uow: UnitOfWork) -> None:
    stale = select(Vouch).where(Vouch.person_id == person.id, Vouch.voucher_id == uow.actor.id)
    if (row := uow.session.scalar(stale)) is not None:
        row.signature, row.vouched_on = signature, uow.clock.today()
        note = uow.session.scalar(select(VouchNote).where(VouchNote.vouch_id == row.id))
        if note is not None:
            note.how, note.remark = how, remark
        return
    row = Vouch(
        person_id=person.id,
        voucher_id=uow.actor.id,
        signature=signature,
        vouched_on=uow.clock.today(),
    )
    uow.add(row, VouchNote(vault_id=names, vouch_id=row.id, how=how, remark=remark))


def name_person(person_id: UUID, name: str, *, uow: UnitOfWork) -> None:
    """Say what colleagues call somebody. Raises `Locked` for whoever does not hold the directory."""
    row = uow.session.scalar(select(DisplayName).where(DisplayName.person_id == person_id))
    if row is not None:
        row.name = name
    else:
        names = uow.roster.office_vaults[VaultKind.DIRECTORY]
        uow.add(DisplayName(vault_id=names, person_id=person_id, name=name))


def describe_person(person_id: UUID, name: str, bar_number: str, *, uow: UnitOfWork) -> None:
    """What colleagues call somebody, from the invitation on, and the Bar number if there is one.

    Only a coordinator who holds the directory may. Raises `Refused`.
    """
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch:
        raise Refused(Why.NOT_YOURS)
    if not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DIRECTORY]):
        raise Refused(Why.NO_DIRECTORY)
    name_person(person_id, name, uow=uow)
    uow.flush()
    uow.session.scalars(select(DisplayName).where(DisplayName.person_id == person_id)).one().bar_number = bar_number
    uow.say("described a person")


def remove(person: Person, agreed: Iterable[tuple[UUID, bytes]] = (), *, uow: UnitOfWork) -> int:
    """Take somebody off the roster and turn every vault she held that the acting coordinator opens.

    ``agreed`` is the second coordinator's signature where one is needed (`removal.confirm`). Answers how many vaults
    her key still opens: nobody here can turn those, the next holder's write does. Ends her sessions with the next
    request.
    """
    me = uow.roster.find(uow.actor.id)
    if me is None or not me.may_vouch:
        raise Refused(Why.NOT_YOURS)
    if person.id == me.id:
        raise Refused(Why.OWN_SELF)
    known = uow.roster.find(person.id)
    if known is None:
        person.state = PersonState.DISABLED
        return 0
    if [other.id for other in uow.roster.people() if other.may_vouch] == [person.id]:
        raise Refused(Why.LAST_COORDINATOR)
    signatures = tuple(agreed)
    if uow.roster.vouchers_needed(leaving(known)) > 1 + len(signatures):
        raise Refused(Why.NEEDS_SECOND)
    person.state = PersonState.DISABLED
    append_to_roster(leaving(known, signed_by(person.id, uow=uow)), signatures, uow=uow)
    uow.keystore.refresh_held_by(Holder.person(person.id))
    uow.say("removed a person")
    uow.flush()
    return still_opened_by(person.id, uow=uow)


def leaving(known: RosterPerson, made: Iterable[bytes] = ()) -> Introduction:
    """The removal of somebody, as its entry says it."""
    return Introduction("remove", known.id, known.role, known.hpke_public, known.sign_public, tuple(made))


def signed_by(person_id: UUID, *, uow: UnitOfWork) -> list[bytes]:
    """Hashes of all epoch rows this person has signed: a later row under her old key is not believed."""
    holder = Holder.person(person_id)
    rows = uow.session.scalars(select(EpochRow))
    epochs = (row.epoch() for row in rows)
    return sorted(epoch.hash for epoch in epochs if epoch.maker == holder)


def still_opened_by(person_id: UUID, *, uow: UnitOfWork) -> int:
    """How many vaults' current epoch this person was given."""
    holder = Holder.person(person_id)
    newest: dict[UUID, EpochRow] = {}
    for row in uow.session.scalars(select(EpochRow).order_by(EpochRow.vault_id, EpochRow.seq)):
        newest[row.vault_id] = row
    return sum(1 for row in newest.values() if row.epoch().holders.get(holder))
