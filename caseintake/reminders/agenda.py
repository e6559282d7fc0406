"""Who is reminded of what today. Pure: today, what runs, and what was said before are arguments.

Each step of the way to a last day is said once to each person. After an outage only the step of today is said; no
step that is still to come is lost. Inside the last fortnight somebody must answer "I have seen it": without an answer
the deputy is drawn in on the next day, and the coordinators on the day after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from caseintake.deadlines.states import Severity

_FATAL: Final = (90, 60, 30, 14, 7, 3, 2, 1, 0)
_COSTLY: Final = (30, 14, 7, 3, 1, 0)
#: Days before the last day on which something is said.
STEPS: Final[Mapping[Severity, tuple[int, ...]]] = {
    Severity.FATAL: _FATAL,
    Severity.ALARM: _FATAL,
    Severity.SANCTION: _COSTLY,
    Severity.WATCH: (30, 7, 1, 0),
    Severity.SOFT: (7, 1, 0),
    Severity.INTERNAL: (7, 1, 0),
}
#: Somebody must answer, from this many days before the last day on.
ASKED: Final = frozenset({Severity.FATAL, Severity.ALARM, Severity.SANCTION})
ASK_DAYS: Final = 14
#: Overdue and still running: said again every so many days.
OVERDUE_EVERY: Final = 7
#: Not a rule of the law: somebody in danger, hurt or in custody has written, and nobody has answered.
URGENT: Final = "intake.urgent"
#: Nor is this: a colleague has not come back as agreed. The matter is the check-in, the day when it was missed.
MISSED: Final = "check_in.missed"
#: Nor this: something one colleague does by a day. The matter is the task, so that each is said for itself.
TASK: Final = "task"
#: A task is said once when so many days are left, and once when its day has passed.
TASK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Item:
    """What ends in one matter by one rule on one day, for however many applicants.

    Of `URGENT` the matter is the intake vault, the day that on which it came; an answer to the person ends it.
    ``due`` None: it may end any day, or nobody can say when. ``damaged``: something in this matter is not what was
    written, so no date of it is told, but that somebody must look; ``rule`` is then empty.
    """

    matter_id: UUID
    ref: str
    rule: str
    severity: Severity
    due: date | None
    number: int = 1
    responsible: UUID | None = None
    deputy: UUID | None = None
    #: People who hold the matter: they are told where nobody is responsible.
    holders: tuple[UUID, ...] = ()
    #: Who has said that he has seen it.
    seen_by: tuple[UUID, ...] = ()
    damaged: bool = False

    def must_answer(self, today: date) -> bool:
        """Whether somebody is to say that he has seen it."""
        near = self.due is not None and (self.due - today).days <= ASK_DAYS
        return near and self.severity in ASKED and self.rule not in (URGENT, MISSED)


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One thing said to one person once: which step of which date."""

    person: UUID
    matter: UUID
    rule: str
    due: date
    step: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here today."""

    people: frozenset[UUID]
    coordinators: frozenset[UUID]
    #: Who has said to be away today, or of whom a coordinator has. They hear all the same: nobody is silenced by it.
    away: frozenset[UUID] = frozenset()


def to_say(items: Iterable[Item], before: Mapping[Said, date], staff: Staff, today: date) -> list[tuple[Said, Item]]:
    """What is to be said on this day. ``before``: what was, with the day on which it was first to be said."""
    asked = _asked(before)
    found = []
    for item in items:
        step = step_of(item, today)
        if step is None:
            continue
        day = _day_of(item, today)
        first = asked.get((item.matter_id, item.rule, day))
        heard = sorted(listeners(item, staff, today, first))
        found += [(Said(person, item.matter_id, item.rule, day, step), item) for person in heard]
    return found


def _day_of(item: Item, today: date) -> date:
    """The day by which a thing is known to have been said: an alarm is said daily, what has no day once a month."""
    if item.damaged:
        return today
    return today.replace(day=1) if item.due is None else item.due


def _asked(before: Mapping[Said, date]) -> dict[tuple[UUID, str, date], date]:
    """Since when somebody is asked to answer."""
    asked: dict[tuple[UUID, str, date], date] = {}
    for said, day in before.items():
        if said.step.isdecimal() and int(said.step) <= ASK_DAYS:
            key = (said.matter, said.rule, said.due)
            asked[key] = min(day, asked.get(key, day))
    return asked


def step_of(item: Item, today: date) -> str | None:
    """The name of the step this date is at, or None while there is nothing to say."""
    if item.damaged:
        return "alarm"
    if item.due is None:
        return "any day"
    left = (item.due - today).days
    if item.rule == TASK:
        return "over" if left < 0 else "week" if left <= TASK_DAYS else None
    if left < 0:
        return f"over {(-left - 1) // OVERDUE_EVERY}"
    steps = [step for step in STEPS[item.severity] if step >= left]
    return str(min(steps)) if steps else None


def listeners(item: Item, staff: Staff, today: date, asked_on: date | None) -> set[UUID]:
    """Who hears of it on this day. Never nobody: where no holder is left, the coordinators are told."""
    responsible = _here(staff, item.responsible)
    deputy = _here(staff, item.deputy)
    heard = responsible or deputy or (_here(staff, *item.holders) if item.responsible is None else set())
    if item.rule == TASK and heard:
        return heard | deputy if heard <= staff.away else heard
    answered = bool(item.seen_by) or asked_on is None or not item.must_answer(today)
    waited = 0 if answered or asked_on is None else (today - asked_on).days
    loud = item.damaged or (item.due is not None and item.due < today)
    alone = bool(heard) and heard <= staff.away
    if alone or loud or waited >= 1:
        heard = heard | deputy
    if alone and not deputy - staff.away:
        heard = heard | staff.coordinators
    if loud or waited >= 2 or (waited >= 1 and not deputy) or not heard:
        heard = heard | staff.coordinators
    return heard


def _here(staff: Staff, *people: UUID | None) -> set[UUID]:
    return {person for person in people if person is not None and person in staff.people}
