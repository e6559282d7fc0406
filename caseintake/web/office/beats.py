"""The line on every office page that says whether backup and reminders run: red when one of them is late.

And that a colleague has not come back as agreed, to whoever is to know; and that the recovery shares signed for a
coordinator: whoever hears it too late cannot object.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from flask import current_app

from caseintake.health import heartbeat
from caseintake.health.duties import DUTIES, Duty
from caseintake.health.findings import Question
from caseintake.health.heartbeat import Heartbeat as Done
from caseintake.health.heartbeat import Result
from caseintake.health.keys import STOOD_IN, stood_in
from caseintake.i18n import _, format_day, lazy
from caseintake.reminders import check_in
from caseintake.vault.errors import VaultError
from caseintake.web import errors
from caseintake.web.guards import signed_in_person
from caseintake.web.signed_in import me
from caseintake.web.units import office

#: What colleagues must know on every page; the rest is on the page about health.
_SHOWN = {Question.REMINDERS: lazy("reminders"), Question.BACKUP: lazy("backup")}
#: Seconds a process believes what it found.
_LOOK_AGAIN = 60.0
_KEPT = "beats"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When reminders and backup last ran, in words; ``late`` draws it in red on every page."""

    text: str
    late: bool


def beat() -> Heartbeat | None:
    """The line for whoever is signed in. A demo has no timer, and nothing in it can be lost."""
    if signed_in_person() is None or office().settings.demo:
        return None
    done, shares_signed, missed = _found()
    late = [str(duty.never if good is None else duty.late) for duty, good in done.items() if _late(duty, good)]
    if me().id in missed:
        late.append(_("A colleague has not come back as agreed: see the page Check-in."))
    if shares_signed:
        late.append(str(STOOD_IN))
    if late:
        return Heartbeat(" ".join(late), late=True)
    ran = [f"{_SHOWN[duty.question]} {format_day(good.day)}" for duty, good in done.items() if good is not None]
    return Heartbeat(_("Last ran: %(what)s", what=", ".join(ran)), late=False)


def _late(duty: Duty, good: Done | None) -> bool:
    return good is None or good.age(office().clock) > duty.allowed


_Found = tuple[dict[Duty, Done | None], bool, frozenset[UUID]]


def _found() -> _Found:
    """When each duty was last done, whether the recovery shares signed lately, and who is told of a missed check-in."""
    kept: tuple[float, _Found] | None = current_app.extensions.get(_KEPT)
    if kept is not None and time.monotonic() < kept[0]:
        return kept[1]
    found: dict[Duty, Done | None] = {}
    shares_signed, missed = False, frozenset[UUID]()
    try:
        with office().unit() as uow:
            for duty in DUTIES:
                if duty.question in _SHOWN:
                    found[duty] = heartbeat.latest(duty.kind, Result.DONE, uow=uow)
            shares_signed = stood_in(uow)
            missed = frozenset(id for row in check_in.missed(uow=uow) for id in row.colleagues)
    except VaultError as error:
        errors.note(error)
    current_app.extensions[_KEPT] = (time.monotonic() + _LOOK_AGAIN, (found, shares_signed, missed))
    return found, shares_signed, missed
