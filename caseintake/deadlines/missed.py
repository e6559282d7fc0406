"""After a time-limit was missed: the steps of the hour after, what is still in time, and what was nearly missed."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.deadlines.statute import the_law
from caseintake.law.dates import Interval
from caseintake.law.engine import compute
from caseintake.law.refusal import Refused
from caseintake.law.rule_file import Words
from caseintake.law.rules import RuleError, shipped_directory
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter, MatterLabel
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in, to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from caseintake.work import UnitOfWork

#: Bodies that may still be asked, with the fact of a missed limit from which their own time runs.
OTHER_BODIES: Final = (("un.hrc", "exhausted_on"), ("az.ombudsman", "act_on"))
#: Lodged with so few days left is a near miss.
NEAR: Final = timedelta(days=7)
#: Near misses are listed this far back.
BACK: Final = timedelta(days=366)
LONGEST: Final = 2000


class NextStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the sheet. ``systems``: the beginnings of rule names it is for; none: all."""

    id: str
    systems: tuple[str, ...]
    title: Words
    text: Words


class NextSteps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``config/next_steps/missed.toml``."""

    schema: Literal["caseintake.next_steps/1"]
    steps: tuple[NextStep, ...]


class Taken(msgspec.Struct, frozen=True):
    """A step that was taken, or decided not to be taken: who says so, when, and what proves it."""

    step: str
    on: date
    by: UUID
    note: str = ""
    document_id: UUID | None = None


class MissedSheet(SealedRecord):
    """What was done after a limit was missed; in the vault of its matter, for ever."""

    __tablename__ = "missed_sheet"
    __kind__ = "missed sheet"
    __signed__ = True

    deadline_id: Mapped[UUID] = mapped_column(to("deadline.id"), unique=True)
    #: Who decides what is done now, in words.
    decides: Sealed[str] = sealed(default="")
    taken: Sealed[tuple[Taken, ...]] = sealed(default=())


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A limit lodged with few days left; ``left`` below zero: it was late."""

    label: MatterLabel
    matter_id: UUID
    deadline_id: UUID
    rule: str
    due: date
    lodged: date
    left: int


@cache
def the_steps() -> tuple[NextStep, ...]:
    """Raises `RuleError`."""
    path = shipped_directory() / "next_steps" / "missed.toml"
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), NextSteps, strict=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{path.name}: {error}") from None
    return found.steps


def steps_for(rule: str) -> tuple[NextStep, ...]:
    """The steps to think of after a limit of this rule."""
    return tuple(step for step in the_steps() if not step.systems or rule.startswith(step.systems))


def sheet_of(row: Deadline, *, uow: UnitOfWork) -> MissedSheet | None:
    """What was recorded after this limit was missed."""
    found: MissedSheet | None = uow.session.scalar(select(MissedSheet).where(MissedSheet.deadline_id == row.id))
    return found if found is not None and found.vault_id == row.vault_id else None


def record(
    row: Deadline,
    *,
    decides: str,
    step: str = "",
    note: str = "",
    document_id: UUID | None = None,
    uow: UnitOfWork,
) -> MissedSheet:
    """Say who decides, and that a step was taken. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    known = {one.id for one in steps_for(row.rule)}
    refuse_if(
        *([] if row.state is State.MISSED and (not step or step in known) else [Fault("step", "unknown_choice")]),
        *([Fault("note", "needed")] if step and not note.strip() and document_id is None else []),
    )
    sheet = sheet_of(row, uow=uow)
    if sheet is None:
        sheet = MissedSheet(vault_id=row.vault_id, deadline_id=row.id)
        uow.add(sheet)
    sheet.decides = decides.strip()
    if step:
        sheet.taken += (Taken(step, uow.clock.today(), uow.actor.id, note.strip(), document_id),)
    uow.say("step after a missed time-limit recorded")
    uow.flush()
    return sheet


def still_in_time(row: Deadline, every: Sequence[Deadline]) -> list[Deadline]:
    """What runs beside a missed limit: other complaints of the same applicant first, then other applicants."""
    running = [one for one in every if one.running and one.id != row.id]
    return sorted(running, key=lambda one: (one.applicant_id != row.applicant_id, one.due or date.min, one.id))


def other_bodies(row: Deadline) -> list[tuple[str, date]]:
    """Rule and last day of bodies that may still be asked, from the facts of the missed limit."""
    law = the_law()
    days = {fact.name: Interval(fact.earliest, fact.latest) for fact in row.counted.facts}
    start = days.get("decided_on") or days.get("served_on") or days.get("act_on") or days.get("known_on")
    found = []
    for rule, fact in OTHER_BODIES:
        if rule not in law.rules or start is None:
            continue
        if rule.startswith("az.") and row.counted.respondent != "AZ":
            continue
        try:
            found.append((rule, compute(law.rules[rule], {fact: days.get(fact, start)}, law.calendars).due))
        except Refused:
            continue
    return found


def near_misses(*, uow: UnitOfWork) -> list[NearMiss]:
    """Everything lodged within a week of its last day, or after it, in the last year; the newest first. Own matters."""
    since, found = uow.clock.today() - BACK, []
    lines = {line.matter.id: line for line in queries.my_matters(uow=uow)}
    # What is lodged runs no longer: of ten thousand limits only those that have ended are opened.
    ended = select(Deadline).where(Deadline.running.is_(False), Deadline.due.is_not(None))
    for row in scalars_in(ended, Deadline.matter_id, lines, uow.session):
        matter, label = lines[row.matter_id].matter, lines[row.matter_id].label
        miss = _near(row, matter, label) if row.vault_id == matter.vault_id else None
        if miss is not None and miss.lodged >= since:
            found.append(miss)
    return sorted(found, key=lambda one: (one.lodged, one.due, one.deadline_id.hex), reverse=True)


def _near(row: Deadline, matter: Matter, label: MatterLabel) -> NearMiss | None:
    lodged, due = row.counted.lodged, row.due
    if lodged is None or lodged.latest is None or due is None or due - lodged.latest > NEAR:
        return None
    return NearMiss(label, matter.id, row.id, row.rule, due, lodged.latest, (due - lodged.latest).days)
