"""What a person does about reminders: says that a date was seen, and where mails may go."""

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from caseintake.matters import queries
from caseintake.reminders import gathering
from caseintake.reminders.agenda import ASK_DAYS, Item
from caseintake.reminders.model import Acknowledgement, DeliveryAddress
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork

#: What SMTP delivers to: one name, one host, no space and nothing a header could be built of.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class NotAnAddress(ValueError):
    """This is not one mail address."""


def waiting(*, uow: UnitOfWork) -> list[tuple[Item, bool]]:
    """What ends within a fortnight or is over and needs an answer, the first to end first; with whether one was given.

    For the people who hold the matter, and for coordinators who hold the docket.
    """
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    everybodys = Holder.person(uow.actor.id) in uow.keystore.holders(docket)
    found = _asked(uow, holder=None if everybodys else uow.actor.id)
    return [(item, bool(item.seen_by)) for item in sorted(found, key=lambda item: (item.due, item.ref, item.rule))]


def _asked(uow: UnitOfWork, **of: UUID | None) -> list[Item]:
    today = uow.clock.today()
    found = gathering.ending(today + timedelta(days=ASK_DAYS), **of, uow=uow)
    return [item for item in found if item.must_answer(today)]


def acknowledge(matter_id: UUID, rule: str, due: str, *, uow: UnitOfWork) -> None:
    """The acting person has seen that this ends on this day. Once; by whoever holds the matter.

    Raises `NotVisible` for a matter without a key, `LookupError` for a date that is no longer the one that counts.
    """
    matter = queries.matter(matter_id, uow=uow)
    for item in _asked(uow, matter=matter_id):
        if (item.rule, str(item.due)) != (rule, due):
            continue
        if uow.actor.id not in item.seen_by:
            assert item.due is not None
            uow.add(
                Acknowledgement(
                    vault_id=matter.vault_id,
                    matter_id=matter_id,
                    rule=rule,
                    due=item.due,
                    person_id=uow.actor.id,
                    seen_on=uow.clock.today(),
                )
            )
            uow.flush()
        return
    raise LookupError("this date is not waited for")


def own_address(*, uow: UnitOfWork) -> DeliveryAddress | None:
    """Where the acting person's reminders go, if anywhere."""
    return uow.session.scalar(select(DeliveryAddress).where(DeliveryAddress.person_id == uow.actor.id))


def set_address(address: str, language: str | None = None, *, uow: UnitOfWork) -> None:
    """Send the acting person's reminders there, in this language. Both stand in clear. Raises `NotAnAddress`."""
    address = address.strip()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise NotAnAddress
    row = own_address(uow=uow)
    if row is None:
        row = DeliveryAddress(person_id=uow.actor.id, address=address, entered_on=uow.clock.today())
        uow.add(row)
    row.address, row.entered_on, row.language = address, uow.clock.today(), language
    uow.say("address for reminders entered")
    uow.flush()


def speak(language: str | None, *, uow: UnitOfWork) -> None:
    """The acting person reads her mails in this language from now on, if she gets any."""
    row = own_address(uow=uow)
    if row is not None:
        row.language = language


def end_address(*, uow: UnitOfWork) -> None:
    """No mail goes to the acting person any more."""
    row = own_address(uow=uow)
    if row is not None:
        uow.delete(row)
        uow.say("address for reminders removed")
        uow.flush()
