"""How one person can be reached: the safe contact of old first, then every other, and what must never be used."""

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters.facts import Fault
from caseintake.matters.model import ClientFile
from caseintake.matters.person import Channel, Contact
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


def all_of(file: ClientFile) -> tuple[Contact, ...]:
    """Every contact of a file; what stands in the two boxes of its head comes first."""
    first = []
    if file.contact:
        first.append(Contact(channel=Channel.OTHER, value=file.contact))
    if file.never:
        first.append(Contact(channel=Channel.OTHER, value=file.never, never=True))
    return (*first, *file.contacts)


def safe(file: ClientFile) -> tuple[Contact, ...]:
    """Those that may be used."""
    return tuple(one for one in all_of(file) if not one.never)


def add(file: ClientFile, contact: Contact, *, uow: UnitOfWork) -> None:
    """One more way, or one more that must never be used. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([] if contact.value.strip() else [Fault("value", "needed")]))
    if contact not in file.contacts:
        file.contacts = (*file.contacts, contact)
        file.safety_changed_on = uow.clock.today()
    uow.say("client file changed")
    uow.flush()


def drop(file: ClientFile, number: int, *, uow: UnitOfWork) -> None:
    """Take out one of ``file.contacts`` by its place in the list. Raises `Refusal` for one that is not there."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([] if 0 <= number < len(file.contacts) else [Fault("value", "unknown_choice")]))
    file.contacts = file.contacts[:number] + file.contacts[number + 1 :]
    file.safety_changed_on = uow.clock.today()
    uow.say("client file changed")
    uow.flush()
