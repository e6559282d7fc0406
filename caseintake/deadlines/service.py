"""Counting the limits of a matter anew, and what a person may decide about one.

`refresh` runs in the unit that changed a fact, so a date on the board is never older than the facts it stands on.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import arising, chase, reading, rule_readings, slips
from caseintake.deadlines.counting import Counted, count
from caseintake.deadlines.model import Act, Deadline, DeadlineAct, Happened, Override, What
from caseintake.deadlines.situations import Clock, Key
from caseintake.deadlines.slips import Asked
from caseintake.deadlines.states import COSTS, RUNNING, Given, Severity, State, standing
from caseintake.deadlines.statute import the_law
from caseintake.law.rules import Law
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

NO_READINGS: Final[Mapping[str, str]] = {}


def deadlines_of(matter: Matter, *, uow: UnitOfWork) -> list[Deadline]:
    """Every limit the matter ever had: those that may end any day first, then by day."""
    rows = uow.session.scalars(queries.kept_by(matter, Deadline))
    return sorted(rows, key=lambda row: (not row.running, row.due or date.min, row.rule, row.id))


def refresh(matter: Matter, *, uow: UnitOfWork) -> list[Deadline]:
    """Count every clock of the matter, write what differs, and answer the limits whose date or state changed.

    Takes in what second readers have answered meanwhile.
    """
    law = the_law()
    rows = {row.key: row for row in deadlines_of(matter, uow=uow)}
    asked = slips.about_each(rows.values(), uow=uow)
    arisen = [*arising.clocks(reading.case(matter, uow=uow), law), *chase.clocks(matter, law, uow=uow)]
    running, before, changed = {clock.key: clock for clock in arisen}, list(rows.values()), []
    for key, clock in running.items():
        row, counted = rows.pop(key, None), count(clock, law)
        if row is None:
            row = _completed(rows, running, key, uow)
        if row is None:
            changed.append(_first(matter, clock, counted, law, uow))
        elif _again(row, counted, asked[row.id], uow):
            changed.append(row)
    changed += [row for row in rows.values() if row.arises and _retire(row, uow)]
    changed += [row for row in chase.mark({*before, *changed}) if row not in changed]
    if changed:
        uow.flush()
    return changed


def _completed(rows: dict[Key, Deadline], running: Container[Key], key: Key, uow: UnitOfWork) -> Deadline | None:
    """The limit that ran for want of this decision or complaint, taken out of ``rows``: it goes on with its history.

    Otherwise a proceeding recorded before its decision leaves a limit that ran for a minute beside one that began.
    One that somebody has decided or asked about stays what it was, and a new one begins.
    """
    without = (
        key._replace(decision_id=None),
        key._replace(complaint_id=None),
        key._replace(decision_id=None, complaint_id=None),
    )
    for its in without:
        row = rows.get(its)
        if row is None or its in running or not row.arises:
            continue
        if row.override or row.dropped_by or row.missed_by or row.confirmed or row.slips:
            continue
        _note(row, uow, What.COMPLETED)
        row.decision_id, row.complaint_id = key.decision_id, key.complaint_id
        return rows.pop(its)
    return None


def outdated(matter: Matter, *, uow: UnitOfWork) -> int:
    """How many running limits of the matter were counted by rules or calendars that have changed since."""
    chosen = rule_readings.chosen(uow=uow)
    return sum(1 for row in deadlines_of(matter, uow=uow) if row.running and not by_todays_law(row, chosen))


def by_todays_law(row: Deadline, readings: Mapping[str, str] = NO_READINGS) -> bool:
    """Whether rule and calendar are those of today. Reads plaintext columns only, save for a rule of ``readings``."""
    if row.rule in readings and dict(row.counted.choices).get("reading") != readings[row.rule]:
        return False
    return is_todays_law(row.rule, row.rule_digest, row.calendar_digest)


def is_todays_law(rule_id: str, rule_digest: str, calendar_digest: str) -> bool:
    """Whether a rule and its calendars still have these digests."""
    law = the_law()
    rule = law.rules.get(rule_id)
    if rule is None or rule.digest != rule_digest:
        return False
    return not calendar_digest or law.calendars.digest_of(rule.plan.calendars) == calendar_digest


def _first(matter: Matter, clock: Clock, counted: Counted, law: Law, uow: UnitOfWork) -> Deadline:
    key, severity = clock.key, Severity(law.rules[clock.key.rule].file.severity)
    now = standing(_given(counted, severity))
    row = Deadline(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        rule=key.rule,
        severity=severity,
        state=now.state,
        running=now.state in RUNNING,
        due=now.due,
        moved_on=None,
        was=None,
        rule_digest=counted.rule_digest,
        calendar_digest=counted.calendar_digest,
        applicant_id=key.applicant_id,
        complaint_id=key.complaint_id,
        proceeding_id=key.proceeding_id,
        decision_id=key.decision_id,
        event_id=key.event_id,
        counted=counted,
        history=(Happened(uow.clock.today(), What.COUNTED, uow.actor.id, None, now.due),),
    )
    uow.add(row)
    return row


def _again(row: Deadline, counted: Counted, asked: Iterable[Asked], uow: UnitOfWork) -> bool:
    """Put a new count into a row. True if anything in it differs."""
    answered = slips.agreement(row, counted.due if row.override is None else row.override.due, asked)
    if counted == row.counted and row.arises and answered == row.confirmed:
        return False
    before, now = row.counted, uow.clock.today()
    if not row.arises:
        row.arises = True
        _note(row, uow, What.AROSE_AGAIN)
    if answered is not None and answered != row.confirmed:
        row.confirmed = answered
        row.history += (Happened(now, What.CONFIRMED, answered.reader, row.due, answered.due),)
    if counted != before:
        row.counted = counted
        row.rule_digest, row.calendar_digest = counted.rule_digest, counted.calendar_digest
        if counted.due != before.due or counted.no_date != before.no_date:
            read_anew = dict(before.choices).get("reading") != dict(counted.choices).get("reading")
            if (read_anew or _cause(before, counted) is What.RECOUNTED) and row.running and row.due is not None:
                # Nobody recorded anything new: a rule that gives more time is believed once a person has looked at it.
                row.held = row.due
            _note(row, uow, _cause(before, counted), before.due, counted.due, _differing(before, counted))
        if counted.lodged != before.lodged and counted.lodged is not None:
            _note(row, uow, What.LODGED)
    settle(row, uow=uow)
    return True


def _cause(before: Counted, counted: Counted) -> What:
    return What.MOVED if _differing(before, counted) or before.rule_digest == counted.rule_digest else What.RECOUNTED


def _differing(before: Counted, after: Counted) -> tuple[str, ...]:
    """Names of the days that are not what they were."""
    old = {fact.name: (fact.earliest, fact.latest) for fact in before.facts}
    new = {fact.name: (fact.earliest, fact.latest) for fact in after.facts}
    return tuple(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))


def _retire(row: Deadline, uow: UnitOfWork) -> bool:
    row.arises = False
    _note(row, uow, What.RETIRED, row.due)
    settle(row, uow=uow)
    return True


def _given(counted: Counted, severity: Severity, row: Deadline | None = None) -> Given:
    return Given(
        computed=counted.due,
        refused=counted.no_date.code if counted.no_date else None,
        doubtful=bool(counted.doubts),
        lodged=counted.lodged.proven if counted.lodged else None,
        confirmed=row.confirmed.due if row and row.confirmed else None,
        override=row.override.due if row and row.override else None,
        held=row.held if row else None,
        dropped=row is not None and row.dropped_by is not None,
        missed=row is not None and row.missed_by is not None,
        arises=row is None or row.arises,
        costs=severity in COSTS,
    )


def unheard(rows: Iterable[Deadline], *, uow: UnitOfWork) -> int:
    """How many of these running limits a second reader has agreed to since they were last counted."""
    running = [row for row in rows if row.running]
    asked = slips.about_each(running, uow=uow)
    return sum(1 for row in running if slips.agreement(row, row.aimed, asked[row.id]) != row.confirmed)


def waiting(row: Deadline) -> date | None:
    """A later date that counts only once somebody accepted it or a second person agreed."""
    return standing(_given(row.counted, row.severity, row)).waiting


def settle(row: Deadline, *, uow: UnitOfWork) -> None:
    """Bring the plaintext columns in line with what the row now says."""
    now = standing(_given(row.counted, row.severity, row))
    if now.due != row.due and row.due is None and row.history[0].on == uow.clock.today():
        row.due = now.due  # its first date, on the day it was first counted: nothing moved for anybody
    elif now.due != row.due:
        row.was, row.moved_on, row.due = row.due, uow.clock.today(), now.due
    elif now.waiting is not None and row.moved_on is None:
        row.was, row.moved_on = row.due, uow.clock.today()
    row.state, row.running = now.state, now.state in RUNNING


def _note(
    row: Deadline,
    uow: UnitOfWork,
    what: What,
    old: date | None = None,
    new: date | None = None,
    facts: Iterable[str] = (),
    why: str = "",
) -> None:
    row.history += (Happened(uow.clock.today(), what, uow.actor.id, old, new, tuple(facts), why),)


# --- what a person decides --------------------------------------------------------------------------------------------


def override(row: Deadline, *, due: date, reason: str, uow: UnitOfWork) -> None:
    """Set a date by hand; the computed one stays visible. Raises `Refusal`.

    An earlier date counts at once. A later one counts when a second person has agreed to it: until then the earlier
    one is worked with.
    """
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(*_needed("reason", reason), *_running_only(row, "due-year"))
    act = _act(row, Act.OVERRIDE, uow, due=due, reason=reason)
    old = row.due
    row.override = Override(due, reason.strip(), uow.actor.id, uow.clock.today(), act.id)
    _note(row, uow, What.OVERRIDDEN, old, due, why=reason.strip())
    _done(row, "time-limit set by hand", uow)


def lift_override(row: Deadline, *, reason: str, uow: UnitOfWork) -> None:
    """Go back to the computed date. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(*_needed("reason", reason), *([] if row.override else [Fault("reason", "nothing_to_lift")]))
    _act(row, Act.LIFT_OVERRIDE, uow, reason=reason)
    old, row.override = row.override, None
    _note(row, uow, What.OVERRIDE_LIFTED, old.due if old else None, row.counted.due, why=reason.strip())
    _done(row, "date set by hand taken back", uow)


def accept(row: Deadline, *, uow: UnitOfWork) -> None:
    """Work with the later date that facts or rule now give. It needs a new second reading."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(*([] if row.confirmed is not None or row.held is not None else [Fault("", "nothing_to_accept")]))
    _act(row, Act.ACCEPT, uow, due=row.aimed)
    old, row.confirmed, row.held = row.due, None, None
    _note(row, uow, What.ACCEPTED, old, row.aimed)
    _done(row, "moved time-limit accepted", uow)


def drop(row: Deadline, *, decided_by: str, reason: str, uow: UnitOfWork) -> None:
    """Not pursued, by decision of somebody. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(*_needed("decided_by", decided_by), *_needed("reason", reason), *_running_only(row, "reason"))
    row.dropped_by = _act(row, Act.DROP, uow, reason=reason, decided_by=decided_by).id
    _note(row, uow, What.DROPPED, row.due, None, why=reason.strip())
    _done(row, "time-limit not pursued", uow)


def miss(row: Deadline, *, reason: str, uow: UnitOfWork) -> None:
    """It passed and nothing was lodged. Raises `Refusal` before the last day is over."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    today = uow.clock.today()
    not_yet = row.due is not None and row.due >= today
    refuse_if(*_running_only(row, "reason"), *([Fault("reason", "not_over")] if not_yet else []))
    row.missed_by = _act(row, Act.MISS, uow, due=row.due, reason=reason).id
    _note(row, uow, What.MISSED, row.due, None, why=reason.strip())
    _done(row, "time-limit missed", uow)


def resume(row: Deadline, *, reason: str, uow: UnitOfWork) -> None:
    """Take back that it is not pursued, or was missed. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    given_up = row.dropped_by is not None or row.missed_by is not None
    refuse_if(*_needed("reason", reason), *([] if given_up else [Fault("reason", "it_runs")]))
    _act(row, Act.RESUME, uow, reason=reason)
    row.dropped_by = row.missed_by = None
    _note(row, uow, What.RESUMED, None, row.aimed, why=reason.strip())
    _done(row, "time-limit pursued again", uow)


def acts_of(row: Deadline, *, uow: UnitOfWork) -> dict[UUID, DeadlineAct]:
    """What people decided about this limit, by id. Who, says `uow.proof` of each."""
    found = uow.session.scalars(select(DeadlineAct).where(DeadlineAct.deadline_id == row.id))
    return {act.id: act for act in found if act.vault_id == row.vault_id}


def _act(
    row: Deadline, act: Act, uow: UnitOfWork, *, due: date | None = None, reason: str = "", decided_by: str = ""
) -> DeadlineAct:
    made = DeadlineAct(
        vault_id=row.vault_id,
        deadline_id=row.id,
        act=act,
        due=due,
        reason=reason.strip(),
        decided_by=decided_by.strip(),
        done_on=uow.clock.today(),
    )
    uow.add(made)
    return made


def _done(row: Deadline, said: str, uow: UnitOfWork) -> None:
    settle(row, uow=uow)
    uow.say(said)
    uow.flush()


def _needed(box: str, text: str) -> list[Fault]:
    return [] if text.strip() else [Fault(box, "needed")]


def _running_only(row: Deadline, box: str) -> list[Fault]:
    return [] if row.running else [Fault(box, "not_running")]


__all__ = [
    "Key",
    "State",
    "accept",
    "acts_of",
    "by_todays_law",
    "deadlines_of",
    "drop",
    "is_todays_law",
    "lift_override",
    "miss",
    "outdated",
    "override",
    "refresh",
    "resume",
    "settle",
    "unheard",
    "waiting",
]
