"""What a lawyer must be told beside a date: doubts as codes, and the one about the respondent State as a refusal.

Codes are for good: they are stored with results. `explain` holds the sentence of each.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from caseintake.law.calendars import Calendars, StateParty
from caseintake.law.counting import Reading
from caseintake.law.derived import Derived
from caseintake.law.plan import LETTER, Plan, Weighed
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate

Known = Mapping[str, tuple[date | None, date | None]]

#: Doubts about a limit that hold for every date that hangs on it.
CARRIED: Final = frozenset(
    {
        "ask_service_date",
        "start_is_range",
        "version_unsure",
        "straddles_versions",
        "suspension_applied",
        "decision_kind_assumed",
        "choice_assumed",
        "letter_missing",
        "service_presumed",
        "hour_unknown",
        "reading_chosen",
        "state_may_not_be_party",
        "state_has_left",
    }
)

#: Days of the week, ISO numbers, on which a lawyer looks twice at a last day that does not roll.
WEEKEND: Final = (6, 7)


def flags_of(
    plan: Plan,
    weighed: Weighed,
    readings: Sequence[Reading],
    cautious: date,
    known: Known,
    choices: Mapping[str, str],
    calendars: Calendars,
    derived: Derived | None = None,
) -> tuple[str, ...]:
    """Every doubt about a result. Raises `Refused` (``unknown_state``, ``state_not_party``)."""
    first = readings[0]
    chosen = first.candidate
    flags: list[str] = []
    _start_flags(first, flags)
    straddles = len(plan.select) > 1 and _straddles(plan, weighed, chosen.fact, known)
    if straddles:
        flags.append("straddles_versions")
    if cautious != chosen.due:
        flags.append("cautious_differs")
    if cautious < chosen.cautious:
        flags.append("earlier_start_possible")
    _count_flags(first, flags)
    if not plan.rolls and not plan.blocks and chosen.due.isoweekday() in WEEKEND:
        flags.append("ends_on_weekend")
    if plan.calendar is not None:
        _calendar_flags(plan.calendar, chosen, calendars, flags)
    if plan.asked and chosen.version != LETTER:
        _choice_flags(open_choices(plan, weighed, choices), flags)
    if derived is not None:
        _special_flags(plan, first, known, derived, flags)
    if "lodged_on" in known:
        _lodging_flags(first, cautious, known["lodged_on"][0], flags)
    if not known.keys() <= (plan.uses if derived is None else plan.uses | derived.parents.keys()):
        flags.append("unused_fact")
    if "state" in choices:
        _state_flags(plan, calendars.state(choices["state"]), known, flags)
    if straddles or first.unsure or (derived is not None and derived.presumed_unsure):
        flags.append("needs_lawyer_check")
    return tuple(flags) if derived is None else tuple(dict.fromkeys(flags))


def _start_flags(first: Reading, flags: list[str]) -> None:
    if first.provisional:
        flags.append("ask_service_date")
    if first.candidate.start != first.candidate.start_latest:
        flags.append("start_is_range")
    if first.several_versions:
        flags.append("version_unsure")


def _count_flags(first: Reading, flags: list[str]) -> None:
    if first.month_end_open:
        flags.append("month_end_reading")
    if first.suspended:
        flags.append("suspension_applied")


def _straddles(plan: Plan, weighed: Weighed, fact: str, known: Known) -> bool:
    """An act under one version, known under another: no ruling says which governs (law table, row 14)."""
    days = [known[name][0] for name in plan.select if name in known]
    mine = [length for length, worked_with in weighed if worked_with and (not length.start or fact in length.start)]
    found = {length.id for length in mine for day in days if day and length.since <= day <= length.until}
    return len(found) > 1


def open_choices(plan: Plan, weighed: Weighed, choices: Mapping[str, str]) -> set[str]:
    """The choices nobody has made and that would select another version."""
    assumed = dict(plan.asked)
    others = [length for length, worked_with in weighed if not worked_with]
    return {name for length in others for name, value in length.when if name not in choices and assumed[name] != value}


def _choice_flags(missing: set[str], flags: list[str]) -> None:
    if "decision_kind" in missing:
        flags.append("decision_kind_assumed")
    if missing - {"decision_kind"}:
        flags.append("choice_assumed")


def _special_flags(plan: Plan, first: Reading, known: Known, derived: Derived, flags: list[str]) -> None:
    """Doubts that only rules with letters, presumptions, windows, hours or chains have."""
    if plan.fixed_by is not None and plan.fixed_by not in known:
        flags.append("letter_missing")
    if derived.service is not None and first.candidate.fact == "served_on":
        flags.append("service_presumed")
    if first.hour_open:
        flags.append("hour_unknown")
    if first.cut:
        flags.append("ends_before")
    if plan.blocks:
        flags.append("blocks")
    parent = derived.parents.get(first.candidate.fact)
    if parent is not None:
        flags.extend(flag for flag in parent.flags if flag in CARRIED)


def _calendar_flags(name: str, chosen: Candidate, calendars: Calendars, flags: list[str]) -> None:
    if chosen.due != chosen.unrolled:
        flags.append("rolled")
    if not calendars.calendar(name).is_announced(chosen.unrolled):
        flags.append("calendar_not_announced")


def _lodging_flags(first: Reading, cautious: date, lodged: date | None, flags: list[str]) -> None:
    """A lodging after the computed day is more often a missing service date than a missed limit.

    *Kruglov and Others v. Russia*, 19667/16, § 119, and *A.V. v. Slovenia*, 878/13: late by the printed date of the
    decision, admissible all the same.
    """
    if lodged is None:
        return
    if lodged > first.candidate.due:
        unproven = first.provisional or first.candidate.start != first.candidate.start_latest
        flags.append("late_ask_service_date" if unproven else "lodged_late")
    elif lodged > cautious:
        flags.append("lodged_after_cautious")


def _state_flags(plan: Plan, state: StateParty, known: Known, flags: list[str]) -> None:
    name = next((fact for fact in plan.party_on if fact in known), None)
    if name is None:
        return
    earliest, latest = known[name]
    if latest is not None and latest < state.party_from:
        raise Refused("state_not_party", state=state.name, fact=name, day=latest, since_day=state.party_from)
    if earliest is None or earliest < state.party_from:
        flags.append("state_may_not_be_party")
    if state.ceased_on is None:
        return
    if name == "act_on" and earliest is not None and earliest > state.ceased_on:
        raise Refused("state_ceased", state=state.name, fact=name, day=earliest, ceased_day=state.ceased_on)
    if latest is None or latest >= state.ceased_on:
        flags.append("state_has_left")
