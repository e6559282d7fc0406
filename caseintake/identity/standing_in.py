"""The office's half of making a coordinator with the recovery shares, when no coordinator or too few can be reached.

Waiting is no way through: nobody here is believed about time, and whoever holds one coordinator and has locked up the
others would wait. Shares on paper, in other countries, are what she has not. They count as one coordinator's signature.
"""

import dataclasses

from sqlalchemy import select

from caseintake.identity import freezing, people
from caseintake.identity.model import Invitation, Person, PersonState
from caseintake.identity.refusals import Refused, Why
from caseintake.identity.vouching import awaits, introduction_of, own_signature, signed_by, valid_vouches
from caseintake.kernel.actor import Role
from caseintake.vault import directory, roster
from caseintake.vault.errors import ForgedRoster
from caseintake.vault.holders import RECOVERY
from caseintake.vault.locks import write_alone
from caseintake.vault.stand_in import StandIn, StandInRequest
from caseintake.work import UnitOfWork


def begin(person: Person, *, uow: UnitOfWork) -> tuple[str, ...]:
    """At the machine itself: close the account of a coordinator and draw a code for new keys, shown once.

    For the last coordinator there is no way back but the shares. Raises `Refused`.
    """
    known = uow.roster.find(person.id)
    if uow.actor.kind != "host":
        raise Refused(Why.NOT_YOURS)
    if known is None or not known.may_vouch:
        raise Refused(Why.WRONG_ROLE)
    freezing.freeze_itself(person.id, uow=uow)
    for stale in uow.session.scalars(select(Invitation).where(Invitation.person_id == person.id)):
        uow.delete(stale)
    uow.flush()
    code, invitation = people.draw_invitation(person.id, uow=uow)
    uow.add(invitation)
    person.state = PersonState.INVITED
    uow.say("began anew for a forgotten passphrase")
    uow.flush()
    return code


def request(person: Person, *, uow: UnitOfWork) -> StandInRequest:
    """What the shares need to sign for a coordinator who waits for it. Raises `Refused`.

    `NEEDS_SECOND`: the shares stand in for one coordinator, and another one must compare words first.
    """
    if not awaits(person, uow=uow):
        raise Refused(Why.NOT_ENROLLED)
    said = introduction_of(person, uow=uow)
    if said.role is not Role.COORDINATOR:
        raise Refused(Why.WRONG_ROLE)
    own = own_signature(said, uow=uow)
    vouches = [(given.voucher_id, given.signature) for given in valid_vouches(person, uow=uow)]
    if uow.roster.vouchers_needed(said, herself=own is not None) > len(vouches) + 1:
        raise Refused(Why.NEEDS_SECOND)
    if said.action == "replace":
        said = dataclasses.replace(said, made=tuple(signed_by(person.id, uow=uow)))
    return StandInRequest(
        fingerprint=uow.roster.fingerprint,
        introduction=said,
        vouches=(*vouches, *([(person.id, own)] if own is not None else [])),
        entries=tuple(directory.entries(uow.session)),
        by_one=tuple(sorted(uow.office.removals_by_one)),
    )


def take_in(answer: StandIn, *, uow: UnitOfWork) -> Person:
    """Write the entry that came back, and let its person sign in.

    Raises `ForgedRoster` when the roster has moved on or the recovery key did not sign; `Refused` when the account has
    other keys by now, or this is for another office.
    """
    if answer.fingerprint != uow.office.fingerprint:
        raise Refused(Why.OUT_OF_DATE)
    if answer.entry.signer != RECOVERY.id:
        raise ForgedRoster("the recovery key did not sign this entry")
    write_alone(uow.session.connection())
    longer = roster.read(directory.entries(uow.session), uow.office.fingerprint, uow.office.removals_by_one)
    longer.accept(answer.entry)
    known = next(one for one in longer.people() if one.seq == answer.entry.seq)
    person = people.find(known.id, uow=uow)
    if person.state is not PersonState.ENROLLED or person.sign_public != known.sign_public:
        raise Refused(Why.OUT_OF_DATE)
    directory.append_entry(uow.session, answer.entry)
    uow.use_roster(longer)
    person.state = PersonState.ACTIVE
    uow.say("a coordinator by the recovery shares")
    uow.flush()
    return person
