"""Dates that changed: old, new and why, to accept one by one; and what has moved earlier, which counts at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.deadlines import service
from caseintake.deadlines.model import Deadline, Happened, What
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

#: So long a date that moved earlier stands on top of its matter's list.
RECENT: Final = timedelta(days=7)
MOVES: Final = frozenset({What.MOVED, What.RECOUNTED})


@dataclass(frozen=True, slots=True)
class Change:
    """One date that changed. ``old`` is worked with until ``new`` is accepted; ``why``: names of the days that changed.

    ``by_rule``: no day changed, the rule or calendar did.
    """

    row: Deadline
    old: date | None
    new: date | None
    why: tuple[str, ...]
    by_rule: bool


def to_accept(rows: Iterable[Deadline]) -> list[Change]:
    """Later dates that nobody has accepted yet, the first to end first."""
    found = [(row, service.waiting(row)) for row in rows if row.running and row.override is None]
    changes = [_change(row, row.due, new) for row, new in found if new is not None]
    return sorted(changes, key=lambda one: (one.old or date.min, one.row.rule, one.row.id))


def moved_earlier(rows: Iterable[Deadline], today: date) -> list[Change]:
    """Running dates that moved earlier in the last week, or lost their date: these count already."""
    return [
        _change(row, row.was, row.due)
        for row in rows
        if row.running
        and row.moved_on is not None
        and row.moved_on > today - RECENT
        and row.was is not None
        and (row.due is None or row.due < row.was)
    ]


def accept(rows: Sequence[Deadline], wanted: Iterable[UUID], *, uow: UnitOfWork) -> int:
    """Accept the new date of each limit that was ticked. Raises `Refusal` if none was, or one does not wait."""
    waiting = {one.row.id: one.row for one in to_accept(rows)}
    ticked = list(dict.fromkeys(wanted))
    refuse_if(*([] if ticked and set(ticked) <= set(waiting) else [Fault("limits", "unknown_choice")]))
    for id in ticked:
        service.accept(waiting[id], uow=uow)
    return len(ticked)


def _change(row: Deadline, old: date | None, new: date | None) -> Change:
    last = _last(row)
    why = last.facts if last is not None else ()
    return Change(row, old, new, why, by_rule=last is not None and last.what is What.RECOUNTED)


def _last(row: Deadline) -> Happened | None:
    return next((one for one in reversed(row.history) if one.what in MOVES), None)
