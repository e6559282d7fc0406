"""Where somebody lives who had to leave, and what time it is there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters.facts import Fault
from caseintake.matters.model import ClientFile
from caseintake.matters.person import Abroad
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


def countries() -> frozenset[str]:
    """Every country by its ISO 3166 code."""
    return frozenset(get_global("territory_zones"))


def keep(file: ClientFile, abroad: Abroad | None, *, uow: UnitOfWork) -> None:
    """Somebody lives in another country; None: at home, or it is not said. Raises `Refusal`.

    Without a country nothing can be kept: whoever is already known to be abroad has come home, else one is asked for.
    """
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    if abroad is not None and not abroad.country and file.abroad is not None:
        abroad = None
    known = abroad is None or abroad.country in countries()
    refuse_if(*([] if known else [Fault("country", "unknown_choice" if abroad and abroad.country else "needed")]))
    if abroad != file.abroad:
        file.abroad, file.safety_changed_on = abroad, uow.clock.today()
    uow.say("client file changed")
    uow.flush()


def hours_there(abroad: Abroad | None, now: datetime) -> tuple[str, ...]:
    """What the clocks of that country show ``now``: one hour, or the first and the last where it has several zones."""
    zones = get_global("territory_zones").get(abroad.country, ()) if abroad is not None else ()
    hours = sorted({now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in zones})
    return tuple(dict.fromkeys(hour.strftime("%H:%M") for hour in (hours[:1] + hours[-1:])))
