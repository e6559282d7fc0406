"""Counting everything anew after rules have changed: some at a time, and where it stopped it goes on.

What is still to do is read from the digests beside each time-limit, so nothing has to be remembered between two runs.
"""

from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import rule_readings, service
from caseintake.deadlines.model import Deadline
from caseintake.matters import queries
from caseintake.matters.kinds import MatterState
from caseintake.storage import rows_in
from caseintake.work import UnitOfWork

#: So many time-limits are counted at once; a matter is never counted half.
BATCH: Final = 1000


class Progress(NamedTuple):
    """Running time-limits of the reader's open matters: how many are counted by today's law, and how many there are."""

    done: int
    whole: int

    @property
    def left(self) -> int:
        return self.whole - self.done


def progress(*, uow: UnitOfWork) -> Progress:
    """How far it is. Asked of plaintext columns alone, however many there are."""
    by_matter = _numbers(uow)
    return Progress(sum(done for done, _ in by_matter.values()), sum(whole for _, whole in by_matter.values()))


def go_on(*, uow: UnitOfWork) -> int:
    """Count the next matters whose law has changed, and answer how many time-limits that were."""
    policy.require(uow.actor, Action.FACT_RECORD)
    counted, numbers = 0, _numbers(uow)
    for line in queries.my_matters(uow=uow, state=MatterState.OPEN):
        done, whole = numbers.get(line.matter.id, (0, 0))
        if done < whole and counted < BATCH:
            service.refresh(line.matter, uow=uow)
            counted += whole
    if counted:
        uow.say("time-limits counted")
    return counted


def _numbers(uow: UnitOfWork) -> dict[UUID, tuple[int, int]]:
    """By matter: how many running time-limits are counted by today's law, and how many run."""
    matters = [line.matter.id for line in queries.my_matters(uow=uow, state=MatterState.OPEN)]
    chosen = rule_readings.chosen(uow=uow)
    by = (Deadline.matter_id, Deadline.rule, Deadline.rule_digest, Deadline.calendar_digest)
    statement = select(*by, func.count()).where(Deadline.running, Deadline.rule.not_in(sorted(chosen))).group_by(*by)
    found: dict[UUID, tuple[int, int]] = {}
    for id, rule, digest, calendar, number in rows_in(statement, Deadline.matter_id, matters, uow.session):
        done, whole = found.get(id, (0, 0))
        found[id] = (done + number * service.is_todays_law(rule, digest, calendar), whole + number)
    return found
