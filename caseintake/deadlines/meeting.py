"""What ended a clock: a filing of the kind its rule names, or a later event. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from caseintake.deadlines.situations import Case, Course, Facts, Happening, Key, Sent
from caseintake.law.events import EVENTS, Place, Told
from caseintake.matters.facts import AHEAD, DateFact
from caseintake.matters.kinds import LODGED_AS, FilingKind, Forum

if TYPE_CHECKING:
    from caseintake.deadlines.arising import Start
    from caseintake.law.rules import Rule

#: Where a filing is noted that goes to another forum than the decision it answers.
ELSEWHERE: Final = {
    Place.COURT: frozenset({Forum.ECHR}),
    Place.EXECUTION: frozenset({Forum.ECHR, Forum.EXECUTION}),
    Place.UN: frozenset({Forum.UN, Forum.HRC}),
}
#: What was lodged before this happened is lodged: it asks only for what is still to come.
EARLIER_COUNTS: Final = frozenset({"departure_notified"})


def sent_for(rule: Rule, start: Start, key: Key, facts: Facts, case: Case) -> list[Sent]:
    """Everything that may have ended this clock."""
    event = rule.file.met_by.event
    if EVENTS[event].told is Told.EVENT:
        return list(_happened(event, start, key, case))
    if EVENTS[event].told is Told.CHAIN:
        return _printed(start, facts)
    if event not in LODGED_AS:
        return []
    own = start.happening.facts if start.happening is not None else facts
    if start.happening is not None and start.happening.kind in EARLIER_COUNTS:
        own = {}
    return [each for each in _filed(event, start, key, case) if not _too_early(each.lodged_on, own)]


def _printed(start: Start, facts: Facts) -> list[Sent]:
    """Finality, once the Court has printed its day."""
    day = facts.get("final_on")
    if start.ruling is None or day is None or not day.dated:
        return []
    return [Sent(start.ruling.id, FilingKind.OTHER, day, proven=day.proven, event=True)]


def _filed(event: str, start: Start, key: Key, case: Case) -> Iterator[Sent]:
    kind, place = LODGED_AS[event], EVENTS[event].place
    for other in case.courses:
        here = other.id == start.course.id if start.course is not None else _about(other, start, key)
        if here or (place in ELSEWHERE and _waits_for(other, start, key, ELSEWHERE[place])):
            for each in other.sent:
                whose = each.applicants or other.surely_in(each.lodged_on)
                if each.kind is kind and (key.applicant_id is None or key.applicant_id in whose):
                    yield each


def _waits_for(other: Course, start: Start, key: Key, forums: frozenset[Forum]) -> bool:
    """Whether ``other`` is the application this clock waits for: same State, and this complaint if it names any."""
    return other.forum in forums and _about(other, start, key)


def _about(other: Course, start: Start, key: Key) -> bool:
    known = key.complaint_id is None or not other.complaints or key.complaint_id in other.complaints
    return known and start.state in ("", other.state)


def _too_early(lodged: DateFact | None, facts: Facts) -> bool:
    """Lodged before anything of this clock happened: it was about something else, and must not hide a running time."""
    began = [
        fact.earliest
        for name, fact in facts.items()
        if name not in AHEAD and fact is not None and fact.earliest is not None
    ]
    return lodged is not None and lodged.latest is not None and bool(began) and lodged.latest < min(began)


def _happened(event: str, start: Start, key: Key, case: Case) -> Iterator[Sent]:
    """Later events of the kind that ends it, as if they had been sent."""
    began = order(start.happening) if start.happening is not None else ("", "")
    facts = start.facts_for(key.applicant_id)
    for other in case.happenings:
        apart = None not in (other.proceeding_id, key.proceeding_id) and other.proceeding_id != key.proceeding_id
        theirs = key.applicant_id is None or not other.applicants or key.applicant_id in other.applicants
        if other.kind != event or apart or not theirs:
            continue
        later = order(other) > began if start.happening is not None else True
        if not later or _too_early(other.day, {} if start.happening is not None else facts):
            continue
        yield Sent(other.id, FilingKind.OTHER, other.day, other.applicants, proven=other.proven, event=True)


def order(happening: Happening) -> tuple[str, str]:
    """By day and hour; what has no day yet comes last, because it is being recorded now."""
    day = happening.day
    first = day and (day.earliest or day.latest)
    return f"{first.isoformat()} {day.time if day else ''}" if first else "9999", happening.id.hex
