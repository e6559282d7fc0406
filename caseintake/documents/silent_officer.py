"""A legal officer who does not answer: whoever is named in her place takes over the file, and decides with the other.

Two names decide for a file set aside. If one of them is in a cell or has left, the file would lie here for ever, and in
most countries that is itself the offence. So three people act instead of two: the officer who decided and waited, a
coordinator who names somebody else, and the one who is named and must still agree.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.documents import setting_aside
from caseintake.documents.model import Document
from caseintake.documents.setting_aside import Refused
from caseintake.identity import holding
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder
from caseintake.work import UnitOfWork

#: Seventy-two hours, in the days that a step is dated with.
WAIT: Final = timedelta(days=3)


def waited(document: Document, *, uow: UnitOfWork) -> bool:
    """Whether a step of the acting officer has waited its time for the other's yes."""
    last = uow.clock.today() - WAIT
    taken = setting_aside.steps(document.vault_id, uow=uow)
    return any(
        one.by == uow.actor.id and not one.agreed and one.document_id == document.id and one.decided_on <= last
        for one in taken
    )


def leaving(document: Document, *, uow: UnitOfWork) -> tuple[UUID, ...]:
    """Who holds the file and is not named any more."""
    named = setting_aside.officers(uow=uow)
    return tuple(person for person in setting_aside.holders(document.vault_id, uow=uow) if person not in named)


def replace(document: Document, *, uow: UnitOfWork) -> None:
    """The file opens to the officers named today, and to who did not answer no more.

    Raises `Refused`: the acting person is not named, has not waited, nobody else was named, or named them herself
    although another coordinator is there.
    """
    named = setting_aside.officers(uow=uow)
    if uow.actor.id not in named:
        raise Refused("not_named")
    if not waited(document, uow=uow):
        raise Refused("not_waited")
    gone = leaving(document, uow=uow)
    if not gone:
        raise Refused("still_named")
    if setting_aside.named_by(uow=uow) == uow.actor.id and _other_coordinator(uow):
        raise Refused("own_naming")
    vault_id = document.vault_id
    for person in named:
        if person not in setting_aside.holders(vault_id, uow=uow):
            uow.keystore.grant(vault_id, Holder.person(person))
            holding.announce(vault_id, person, uow=uow)
    for person in gone:
        uow.keystore.remove(vault_id, Holder.person(person))
    document.begin_draft()  # sealed again: the old key opens only what it opened before
    uow.say("legal officer who did not answer replaced")


def _other_coordinator(uow: UnitOfWork) -> bool:
    everybody = uow.roster.people()
    return any(one.active and one.role is Role.COORDINATOR and one.id != uow.actor.id for one in everybody)
