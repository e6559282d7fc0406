"""What a page says of records that were changed after they were written, and how the coordinators hear of it."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple

from flask import g
from sqlalchemy.exc import OperationalError

from caseintake.damaged import VAULT, Damage
from caseintake.i18n import _, lazy
from caseintake.identity import checkpoint
from caseintake.work import Office, UnitOfWork

#: What colleagues call the records they see; the others are entries.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        VAULT: lazy("a matter, a conversation or a file"),
        "applicant": lazy("an applicant"),
        "client file": lazy("the file of a client"),
        "complaint": lazy("a complaint"),
        "consent": lazy("a consent"),
        "conversation": lazy("a conversation"),
        "deadline": lazy("a time-limit"),
        "decision": lazy("a decision"),
        "document": lazy("a file"),
        "filing": lazy("a filing"),
        "matter": lazy("a matter"),
        "matter label": lazy("the codename of a matter"),
        "message": lazy("a message"),
        "proceeding": lazy("a proceeding"),
        "service on applicant": lazy("a day of one applicant"),
        "slip": lazy("a slip for a second reader"),
        "triage note": lazy("a note"),
    }
)


class Missing(NamedTuple):
    """One thing that is not shown: what it is in words, and the beginning of its id for whoever looks for it."""

    name: str
    reference: str
    is_vault: bool


def missing() -> list[Missing]:
    """What this request found changed so far."""
    unit: UnitOfWork | None = g.get("unit")
    damages = unit.damages if unit is not None else []
    return [Missing(str(NAMES.get(one.kind) or _("an entry")), one.id.hex[:8], one.kind == VAULT) for one in damages]


def untold(unit: UnitOfWork) -> list[Damage]:
    """What this unit found changed and no coordinator has been told of."""
    if unit.actor.kind != "person":
        return []
    return [one for one in unit.damages if not checkpoint.is_told(one, uow=unit)]


def tell(office: Office, unit: UnitOfWork, damages: list[Damage]) -> None:
    """Leave a warning for every coordinator, in a unit of its own: the page that found it only read."""
    writing = office.unit(actor=unit.actor, keyring=unit.keyring, write=True)
    with suppress(OperationalError), writing as uow:  # the database is busy: whoever looks next will tell
        checkpoint.warn_of(damages, uow=uow)
        uow.commit()
