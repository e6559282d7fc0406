"""Before a journey or an interrogation somebody says by when she will be back. If she is not, colleagues are told.

What they are told says nothing: that somebody has not come back, and to sign in. Nothing is opened, frozen or given to
anybody by itself. It stands in clear so that a timer without a key knows whom to tell, and goes when she is back.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from caseintake.deadlines.states import Severity
from caseintake.reminders import gathering
from caseintake.reminders.agenda import MISSED, Item
from caseintake.reminders.model import CheckIn
from caseintake.work import UnitOfWork

MOST_HOURS: Final = 30 * 24
MOST_GRACE: Final = 72


class BadCheckIn(ValueError):
    """``args[0]`` is the field: ``hours``, ``grace`` or ``colleagues``."""


def ask(hours: int, grace: int, colleagues: Sequence[UUID], *, uow: UnitOfWork) -> None:
    """The acting person will be back within ``hours``; ``grace`` hours later these one or two colleagues are told.

    Takes the place of what she asked before. Raises `BadCheckIn`.
    """
    people = list(dict.fromkeys(colleagues))
    known = [uow.roster.find(id) for id in people]
    if not 1 <= hours <= MOST_HOURS:
        raise BadCheckIn("hours")
    if not 1 <= grace <= MOST_GRACE:
        raise BadCheckIn("grace")
    if not 1 <= len(people) <= 2 or uow.actor.id in people or any(one is None or not one.active for one in known):
        raise BadCheckIn("colleagues")
    back = int(uow.clock.now().timestamp()) // 60 + hours * 60
    _end(own(uow=uow), uow)
    second = people[1] if len(people) > 1 else None
    uow.add(CheckIn(person_id=uow.actor.id, first=people[0], second=second, back_by=back, told_at=back + grace * 60))
    uow.say("asked for a check-in")
    uow.flush()


def own(*, uow: UnitOfWork) -> CheckIn | None:
    """What the acting person has asked for."""
    return uow.session.scalar(select(CheckIn).where(CheckIn.person_id == uow.actor.id))


def back(*, uow: UnitOfWork) -> None:
    """The acting person is back; nobody is told any more."""
    _end(own(uow=uow), uow)
    uow.say("came back from a check-in")
    uow.flush()


def settle(check_in_id: UUID, *, uow: UnitOfWork) -> None:
    """Colleagues who were told know how she is. Raises `LookupError` for what was not missed, or is not theirs."""
    row = next((row for row in told(uow=uow) if row.id == check_in_id), None)
    if row is None:
        raise LookupError("no check-in of a colleague that was missed")
    _end(row, uow)
    uow.say("settled a check-in")
    uow.flush()


def told(*, uow: UnitOfWork) -> list[CheckIn]:
    """The missed ones of which the acting person is told: as a colleague who was named, or as a coordinator."""
    me = uow.roster.find(uow.actor.id)
    coordinates = me is not None and me.may_vouch
    rows = missed(uow=uow)
    return [row for row in rows if row.person_id != uow.actor.id and (coordinates or uow.actor.id in row.colleagues)]


def missed(*, uow: UnitOfWork) -> list[CheckIn]:
    """Everybody's whose hour is over, of those that their own person wrote."""
    now = int(uow.clock.now().timestamp()) // 60
    good, _forged = gathering.check_ins(uow=uow)
    return [row for row in good if row.told_at <= now]


def items(*, uow: UnitOfWork) -> list[Item]:
    """What a run of the reminders says of them: no name, no hour, no word of where."""
    return [
        Item(row.id, "", MISSED, Severity.ALARM, local(row.told_at, uow)[0], holders=row.colleagues)
        for row in missed(uow=uow)
    ]


def local(minutes: int, uow: UnitOfWork) -> tuple[date, int]:
    """The day where the office is, and the minutes after midnight."""
    at = datetime.fromtimestamp(minutes * 60, UTC).astimezone(ZoneInfo(uow.office.settings.zone))
    return at.date(), int(timedelta(hours=at.hour, minutes=at.minute).total_seconds()) // 60


def _end(row: CheckIn | None, uow: UnitOfWork) -> None:
    if row is not None:
        uow.delete(row)
        uow.flush()
