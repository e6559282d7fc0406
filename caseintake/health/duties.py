"""What the host must have done lately: backup, rehearsals, reminders. Asks its own signed words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from caseintake.health import heartbeat
from caseintake.health.findings import Bar, Finding, Light, Question, green
from caseintake.health.heartbeat import Kind, Result
from caseintake.i18n import lazy
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: how long it may lie back, and the words when it is longer."""

    question: Question
    kind: Kind
    allowed: timedelta
    never: str
    late: str
    do: str
    bar: Bar = Bar.MAY_OPEN


#: Of a day in clear "today or yesterday" is all that can be said for what runs every day; a backup says its hour.
DUTIES = (
    Duty(
        Question.BACKUP,
        Kind.BACKUP,
        # In whole hours, so that it is under 24 by the minute too.
        timedelta(hours=23),
        lazy("There is no backup yet: a broken disk would take everything."),
        lazy("The last good backup is older than a day."),
        lazy("Run: caseintake backup, and let a timer run it every day."),
    ),
    Duty(
        Question.RESTORE,
        Kind.RESTORE_REHEARSAL,
        timedelta(days=92),
        lazy("Nobody has tried whether a backup can be restored."),
        lazy("Restoring was last tried more than three months ago."),
        lazy("Run: caseintake rehearse, or restore the last backup on an empty machine."),
    ),
    Duty(
        Question.RECOVERY,
        Kind.RECOVERY_REHEARSAL,
        timedelta(days=366),
        lazy("Nobody has tried whether the recovery shares fit together."),
        lazy("The recovery shares were last tried more than a year ago."),
        lazy("Bring enough shares together on a machine off the network. Run: caseintake keys rehearse"),
    ),
    Duty(
        Question.REMINDERS,
        Kind.REMIND,
        timedelta(days=1),
        lazy("Reminders have never run: a time-limit could pass unseen."),
        lazy("Reminders have not run since yesterday: a time-limit could pass unseen."),
        lazy("Run: caseintake remind, and let a timer run it."),
    ),
    Duty(
        Question.NIGHT,
        Kind.NIGHT_REHEARSAL,
        timedelta(days=184),
        lazy("Nobody has rehearsed the night in which a colleague is taken."),
        lazy("The night in which a colleague is taken was last rehearsed more than half a year ago."),
        lazy("Run: caseintake night, and do what the sheet says."),
        Bar.NONE,
    ),
)


def examine(uow: UnitOfWork) -> Iterator[Finding]:
    for duty in DUTIES:
        yield _about(duty, uow)


def _about(duty: Duty, uow: UnitOfWork) -> Finding:
    good = heartbeat.latest(duty.kind, Result.DONE, uow=uow)
    newest = heartbeat.latest(duty.kind, uow=uow)
    if good is None:
        return _late(duty, duty.never if newest is None else lazy("The last try failed."))
    if good.age(uow.clock) > duty.allowed:
        return _late(duty, duty.late, good.day)
    if newest is not None and newest.result is Result.FAILED:
        return _late(duty, lazy("The last try failed."), good.day)
    return green(duty.question, lazy("Last done:"), good.day)


def _late(duty: Duty, words: str, day: date | None = None) -> Finding:
    """Reminders are red: clients who are here already lose rights by silence. What is here can still be opened."""
    light = Light.RED if duty.question is Question.REMINDERS else Light.AMBER
    return Finding(duty.question, light, words, duty.do, duty.bar, day)
