"""The chase: an application went out and the Registry has not answered.

Post to Strasbourg does get lost. After the time of the rule `CHASE` somebody rings the Registry and, if nothing is
known there, sends the whole set again while the original time-limit runs. Until that day it is an internal date; from
the day after it is as grave as the limit it stands for, without anybody having to open the matter.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal

from caseintake.deadlines.counting import FactSeen, again
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.situations import APPLICATION, NO_REMEDY, Clock, Key, Sent
from caseintake.deadlines.states import Severity
from caseintake.law.dates import Interval
from caseintake.law.engine import compute
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rules import Law
from caseintake.matters import dispatches, queries
from caseintake.matters.dispatch_model import AnswerKind, RegistryAnswer
from caseintake.matters.dispatches import Road, first_day
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import FilingKind
from caseintake.matters.model import Filing, Matter, Proceeding
from caseintake.work import UnitOfWork

CHASE: Final = "echr.acknowledgement"
RESUBMIT: Final = "echr.resubmit"
_APPLICATIONS: Final = (APPLICATION, NO_REMEDY)


def clocks(matter: Matter, law: Law, *, uow: UnitOfWork) -> list[Clock]:
    """One clock for each application of the matter that went out: from dispatch to an answer of the Registry."""
    found = []
    rows = queries.proceedings(matter, uow=uow)
    filed = queries.filings(rows, uow=uow)
    everything = [one for each in filed.values() for one in each if one.kind is FilingKind.APPLICATION]
    sent, answers = dispatches.of_filings(everything, uow=uow), dispatches.answers_to(everything, uow=uow)
    proceedings = {row.id: row for row in rows}
    for filing in everything:
        sets = dispatches.roads(filing, sent[filing.id], answers[filing.id])
        clock = clock_of(filing, proceedings[filing.proceeding_id], sets, answers[filing.id], law)
        if clock is not None:
            found.append(clock)
    return found


def clock_of(
    filing: Filing, proceeding: Proceeding, sets: Iterable[Road], answers: Sequence[RegistryAnswer], law: Law
) -> Clock | None:
    """The clock of one application; None where nothing is on its way that could be answered, and nothing was."""
    said = [row for row in answers if not row.taken_back]
    waiting = [road for road in sets if road.stands and first_day(road.handed_on) is not None]
    registered = [row for row in said if row.kind is AnswerKind.ACKNOWLEDGED]
    met = registered[-1] if registered else said[-1] if said and not waiting else None
    since = waits_from([road.handed_on for road in waiting], law)
    if since is None and met is None:
        return None
    return Clock(
        key=Key(CHASE, None, None, proceeding.id, None, filing.id),
        state=proceeding.state,
        facts={"dispatched_on": since},
        lodged=None if met is None else Sent(met.id, filing.kind, None, proven=met.document_id is not None, event=True),
    )


def waits_from(days: Iterable[DateFact | None], law: Law) -> DateFact | None:
    """From which dispatch an answer is waited for: the first, or the first one after its time had passed."""
    since: DateFact | None = None
    until: date | None = None
    for day in sorted((day for day in days if day is not None), key=lambda day: first_day(day) or date.max):
        first = first_day(day)
        if first is not None and (until is None or first > until):
            since, until = day, _due(CHASE, {"dispatched_on": day.interval}, law)
    return since


def resubmit_by(rows: Iterable[Deadline], rejected_on: DateFact, law: Law) -> dict[UUID, Result]:
    """By the rule `RESUBMIT`: until when a new complete form must go out after a rejection, by the limit's id.

    Nothing where the law refuses: the limit itself says why.
    """
    found = {}
    for row in rows:
        if row.rule in _APPLICATIONS and row.arises:
            counted = row.counted
            rejected = FactSeen.of("rejected_on", rejected_on)
            result = again(
                RESUBMIT, (*counted.facts, rejected), counted.respondent, counted.decision_kind, law, counted.choices
            )
            if result is not None:
                found[row.id] = result
    return found


def _due(rule: str, known: dict[str, Interval], law: Law) -> date | None:
    try:
        return compute(law.rules[rule], known, law.calendars, {}).due
    except Refused:
        return None


def of_filing(rows: Iterable[Deadline], filing_id: UUID) -> Deadline | None:
    """The chase of one application, as it stands among the limits of its matter."""
    return next((row for row in rows if row.rule == CHASE and row.event_id == filing_id and row.arises), None)


def mark(rows: Iterable[Deadline]) -> list[Deadline]:
    """Write into each chase until when another set can go out: the earliest last day of what its application met.

    Answers those that were something else before.
    """
    every = [row for row in rows if row.arises]
    last: dict[UUID, date] = {}
    for row in every:
        if row.rule in _APPLICATIONS and row.due is not None and row.counted.lodged is not None:
            filing_id = row.counted.lodged.filing_id
            last[filing_id] = min(row.due, last.get(filing_id, row.due))
    changed = []
    for row in every:
        by = last.get(row.event_id) if row.rule == CHASE and row.event_id is not None else None
        if row.send_again_by != by:
            row.send_again_by = by
            changed.append(row)
    return changed


def overdue(rule: str, due: date | None, today: date) -> bool:
    """Whether this is a chase whose time has passed without an answer."""
    return rule == CHASE and due is not None and due < today


def gravity(rule: str, severity: Severity, due: date | None, today: date) -> Severity:
    """How grave a limit is today."""
    return Severity.FATAL if overdue(rule, due, today) else severity


def gravity_of(today: date) -> ColumnElement[Any]:
    """`gravity` as the database says it."""
    late = and_(Deadline.rule == CHASE, Deadline.due < today)
    return case((late, literal(Severity.FATAL, Deadline.severity.type)), else_=Deadline.severity)
