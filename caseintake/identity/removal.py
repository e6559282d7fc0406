"""Two coordinators agree that a third leaves: one proposes with a reason, another confirms.

The rule is the roster's own (`Roster.vouchers_needed`), so that one coordinator with the database in hand cannot
shorten the way. The signature of who proposes is good for the very next roster entry only: nobody keeps one for later.
"""

from uuid import UUID

from sqlalchemy import select

from caseintake.identity import vouching
from caseintake.identity.model import Person, RemovalProposal
from caseintake.identity.refusals import Refused, Why
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import verify_signature
from caseintake.vault.roster import RosterPerson
from caseintake.work import UnitOfWork


def needs_two(person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Whether one coordinator is not enough to take this person's keys away."""
    known = uow.roster.find(person_id)
    return known is not None and uow.roster.vouchers_needed(vouching.leaving(known)) > 1


def propose(person: Person, reason: str, *, uow: UnitOfWork) -> RemovalProposal:
    """Sign that this coordinator should leave, and say why. Raises `Refused`."""
    known, docket = _may_act(person, uow), uow.roster.office_vaults[VaultKind.DOCKET]
    if open_proposal(person.id, uow=uow) is not None:
        raise Refused(Why.ALREADY_PROPOSED)
    assert uow.keyring.keys is not None
    row = RemovalProposal(
        vault_id=docket,
        person_id=person.id,
        proposed_by=uow.actor.id,
        proposed_on=uow.clock.today(),
        reason=reason,
        seq=uow.roster.seq + 1,
        agreed=uow.keyring.keys.sign(uow.roster.agreement(vouching.leaving(known))),
    )
    uow.add(row)
    uow.say("proposed that a coordinator leaves")
    return row


def confirm(person: Person, *, uow: UnitOfWork) -> int:
    """Agree with the open proposal and take the keys away. Answers as `vouching.remove`; raises `Refused`."""
    _may_act(person, uow)
    proposal = open_proposal(person.id, uow=uow)
    if proposal is None:
        raise Refused(Why.OUT_OF_DATE)
    if proposal.proposed_by == uow.actor.id:
        raise Refused(Why.NEEDS_SECOND)
    return vouching.remove(person, [(proposal.proposed_by, proposal.agreed)], uow=uow)


def withdraw(person: Person, *, uow: UnitOfWork) -> None:
    """Take one's own proposal back. Its signature ends with the next entry of the roster. Raises `Refused`."""
    proposal = open_proposal(person.id, uow=uow)
    if proposal is None or proposal.proposed_by != uow.actor.id:
        raise Refused(Why.OUT_OF_DATE)
    uow.delete(proposal)
    uow.say("withdrew a proposal")


def open_proposal(person_id: UUID, *, uow: UnitOfWork) -> RemovalProposal | None:
    """The proposal about somebody that can still be confirmed."""
    return open_proposals(uow=uow).get(person_id)


def open_proposals(*, uow: UnitOfWork) -> dict[UUID, RemovalProposal]:
    """By person; empty for whoever does not hold the docket. One whose signature no longer fits is not there."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if not uow.keystore.can_open(docket):
        return {}
    rows = uow.session.scalars(select(RemovalProposal).where(RemovalProposal.vault_id == docket))
    return {row.person_id: row for row in rows if row.seq == uow.roster.seq + 1 and _holds_good(row, uow)}


def _holds_good(row: RemovalProposal, uow: UnitOfWork) -> bool:
    known, signer = uow.roster.find(row.person_id), uow.roster.find(row.proposed_by)
    if known is None or signer is None or not signer.may_vouch:
        return False
    try:
        if uow.proof(row).author != Holder.person(signer.id):
            return False
    except ForgedRecord:
        return False  # `verify` names it; the page of people must not fall with it
    return verify_signature(signer.sign_public, row.agreed, uow.roster.agreement(vouching.leaving(known)))


def _may_act(person: Person, uow: UnitOfWork) -> RosterPerson:
    me, known = uow.roster.find(uow.actor.id), uow.roster.find(person.id)
    if me is None or not me.may_vouch or uow.keyring.keys is None:
        raise Refused(Why.NOT_YOURS)
    if person.id == me.id:
        raise Refused(Why.OWN_SELF)
    if known is None:
        raise Refused(Why.NOT_ON_ROSTER)
    if not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DOCKET]):
        raise Refused(Why.NO_DOCKET)
    return known
