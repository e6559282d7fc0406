"""From which days a time-limit may run, what set it running and where it is recorded that it ended, for its page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, url_for

from caseintake.deadlines import event_words, lodging, reading, starts, wording
from caseintake.deadlines.counting import chosen
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.reading_words import said
from caseintake.deadlines.situations import Case, Course
from caseintake.deadlines.starts import OTHER_REMEDY, THE_ACT, Possible
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, format_day, lazy
from caseintake.law import explain
from caseintake.law.events import EVENTS, Told
from caseintake.law.result import Candidate
from caseintake.law.scenarios import scenarios
from caseintake.matters import queries
from caseintake.matters.model import ProceduralEvent
from caseintake.matters.wording import word
from caseintake.remedies import looking, warnings
from caseintake.remedies import service as remedies
from caseintake.web.office.matters_pages import matter
from caseintake.web.office.proceeding_title import title_of

WHYS: Final[Mapping[str, str]] = {
    OTHER_REMEDY: lazy("Counts if what was tried after it was no effective remedy."),
    THE_ACT: lazy("Counts if there was no effective remedy at all."),
}


class Line(NamedTuple):
    """One possible start in words."""

    fact: str
    remedy: str
    address: str
    candidate: Candidate
    earliest: date
    relied: bool
    why: str


def story(row: Deadline) -> dict[str, Any]:
    """What the page of a limit says of its starts; keeps nothing and changes nothing."""
    case = reading.case(matter(), uow=g.uow)
    titles = {one.id: title_of(one) for one in queries.proceedings(matter(), uow=g.uow)}
    possible = starts.of_limit(row.key, row.counted.candidates, case, the_law())
    first = starts.earliest(possible)
    doubted = _doubted(row, possible, case)
    effective = starts.earliest(each for each in possible if _place(each) not in doubted)
    return {
        "starts": [_line(each, case, titles, doubted.get(_place(each), "")) for each in possible],
        "doubted": next((doubted[_place(each)] for each in possible if each.relied and _place(each) in doubted), ""),
        "effective": _line(effective, case, titles) if effective is not None else None,
        "first": _line(first, case, titles) if first is not None else None,
        "others": _scenarios(row),
        "readings": _readings(row),
        "event": _event(row),
        "ends_at": _ends_at(row),
    }


def _place(each: Possible) -> tuple[UUID | None, UUID | None]:
    return each.course_id, each.decision_id


def _doubted(row: Deadline, possible: Iterable[Possible], case: Case) -> dict[tuple[UUID | None, UUID | None], str]:
    """The starts of remedies the office holds not effective, with the reason it gives. They stay in the table."""
    if row.applicant_id is None:
        return {}
    about = [row.complaint_id] if row.complaint_id is not None else [
        claim.id for claim in case.claims if row.applicant_id in claim.applicants
    ]  # fmt: skip
    said = warnings.cells_by_person(remedies.grid(matter(), uow=g.uow))
    cells = [cell for id in about for cell in said.get((row.applicant_id, id), ())]
    found = {}
    for each in possible:
        ending = warnings.Ending(row.applicant_id, row.complaint_id, *_place(each), each.earliest)
        cell = warnings.ineffective(ending, case.course(each.course_id), cells, looking.forums())
        if cell is not None and each.why != THE_ACT and each.decision_id is not None:
            found[_place(each)] = cell.reason
    return found


def _line(each: Possible, case: Case, titles: Mapping[UUID, str], doubt: str = "") -> Line:
    course = case.course(each.course_id)
    address = ""
    if course is not None:
        address = url_for("matters.proceeding", matter_id=matter().id, proceeding_id=course.id)
    why = str(WHYS[each.why]) if each.why in WHYS else explain.candidate_words(each.why, _)
    if doubt:
        why = _("The office holds this remedy not effective: %(reason)s", reason=doubt)
    remedy = _remedy(each, course, titles)
    return Line(
        wording.fact_name(each.candidate.fact), remedy, address, each.candidate, each.earliest, each.relied, why
    )


def _remedy(each: Possible, course: Course | None, titles: Mapping[UUID, str]) -> str:
    """The decision or act and before whom, as far as there is one."""
    if course is None:
        return ""
    ruling = next((one for one in course.rulings if one.id == each.decision_id), None)
    what = "" if ruling is None else word(ruling.instance if ruling.instance.value != "none" else ruling.kind)
    return ", ".join(part for part in (what, titles.get(course.id, "")) if part)


def _scenarios(row: Deadline) -> list[tuple[str, date | None]]:
    """If the other side is right: each open question with the last day it would give, the earliest first."""
    rule, counted = the_law().rules.get(row.rule), row.counted
    if rule is None or not row.running:
        return []
    known = {fact.name: fact.interval for fact in counted.facts}
    choices = chosen(counted.respondent, counted.decision_kind, counted.choices)
    found = scenarios(rule, known, the_law().calendars, choices)
    return [
        (explain.scenario_words(each, _, format_day, wording.title), each.due) for each in found if each.due != row.due
    ]


def _readings(row: Deadline) -> tuple[tuple[str, date], ...]:
    """What each reading of conflicting texts would give, while the office has chosen none."""
    refused = row.counted.no_date
    if refused is None or refused.code != "choose_reading":
        return ()
    rule = the_law().rules.get(row.rule)
    return tuple((said(rule, reading), day) for reading, day in refused.refused.readings)


def _event(row: Deadline) -> tuple[str, str] | None:
    """What happened and set it running, with its page."""
    if row.event_id is None:
        return None
    event = g.uow.session.get(ProceduralEvent, row.event_id)
    if event is None or event.vault_id != matter().vault_id:
        return None
    return event_words.title(event.kind), url_for("matters.edit_event", matter_id=matter().id, event_id=event.id)


def _ends_at(row: Deadline) -> tuple[str, str] | None:
    """Where it is recorded that this ended, if not by a filing on this page: what, and the page."""
    met = lodging.met_by(row.rule)
    if met not in EVENTS or lodging.kind_of(row) is not None:
        return None
    here: dict[str, Any] = {"matter_id": matter().id}
    if EVENTS[met].told is Told.EVENT:
        where = url_for("matters.add_event", **here, word=met, proceeding=row.proceeding_id, applicant=row.applicant_id)
        return event_words.title(met), where
    if EVENTS[met].told is Told.FILING:
        return _("a filing at its proceeding"), url_for("matters.proceedings", **here)
    return None
