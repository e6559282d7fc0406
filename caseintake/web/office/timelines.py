"""The course of a matter and of one applicant as a picture: what was decided, lodged and answered, and what runs."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action
from caseintake.deadlines import event_words, service, timeline, wording
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.deadlines.timeline import Entry, Lane, Mark
from caseintake.diary import queries as diary
from caseintake.diary.kinds import HEARD
from caseintake.diary.wording import KINDS, hour
from caseintake.i18n import _, current_language, format_day, lazy, ngettext
from caseintake.law.events import EVENTS, Place
from caseintake.matters import dispatches, queries
from caseintake.matters.channels import channel
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import Forum, Instance
from caseintake.matters.model import Applicant, Decision, Filing, Proceeding, ServiceOnApplicant, facts_for
from caseintake.matters.wording import FACT_NAMES, tell, word
from caseintake.web.office.matters_pages import called_all, frame, matter, may, pages
from caseintake.web.office.proceeding_title import title_of

READ: Final = may(Action.MATTER_READ)

LANES: Final = {
    Lane.DOMESTIC: lazy("Domestic"),
    Lane.LIMITS: lazy("Time-limits"),
    Lane.STRASBOURG: lazy("Strasbourg, UN"),
    Lane.EXECUTION: lazy("Execution"),
}
MARKS: Final = {
    Mark.DECISION: lazy("decision"),
    Mark.FILING: lazy("lodged"),
    Mark.ANSWER: lazy("answer of the Registry"),
    Mark.EVENT: lazy("what happened"),
    Mark.HEARING: lazy("hearing"),
    Mark.LIMIT: lazy("last day of a time-limit"),
}
#: Days of a decision that are told beside its own.
BESIDE: Final = ("reasons_on", "served_on", "served_on_lawyer", "known_on")
LANE_OF: Final = {
    Forum.ECHR: Lane.STRASBOURG,
    Forum.UN: Lane.STRASBOURG,
    Forum.HRC: Lane.STRASBOURG,
    Forum.EXECUTION: Lane.EXECUTION,
}
LANE_AT: Final = {
    Place.COURT: Lane.STRASBOURG,
    Place.UN: Lane.STRASBOURG,
    Place.EXECUTION: Lane.EXECUTION,
}


@pages.get("/matters/<uuid:matter_id>/course", guard=READ, endpoint="course")
def show(matter_id: UUID) -> ResponseReturnValue:
    """The whole matter; what is the same for many applicants is one line. ``?applicant=`` leads to one of them."""
    try:
        chosen = UUID(request.args.get("applicant", ""))
    except ValueError:
        return _drawn(None)
    return redirect(url_for("matters.applicant_course", matter_id=matter_id, applicant_id=chosen))


@pages.get("/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/course", guard=READ, endpoint="applicant_course")
def of_applicant(matter_id: UUID, applicant_id: UUID) -> str:
    """What is about one applicant, with the days as they stand for this one."""
    return _drawn(queries.within(Applicant, applicant_id, matter(), uow=g.uow))


def _drawn(whose: Applicant | None) -> str:
    entries = [*_proceedings(whose), *_events(whose), *_hearings(whose), *_limits(whose)]
    today = g.uow.clock.today()
    now = Entry(today, Lane.LIMITS, Mark.TODAY, format_day(today), _("Today"))
    wide = timeline.draw(entries, now)
    applicants = queries.applicants(matter(), uow=g.uow)
    return render_template(
        "office/matters/course.html",
        **frame("course"),
        whose=whose,
        called=called_all(applicants),
        applicants=applicants,
        wide=wide,
        narrow=timeline.draw(entries, now, width=timeline.NARROW),
        lanes=LANES,
        marks={mark: words for mark, words in MARKS.items() if any(one.mark is mark for one in entries)},
        any_day=sum(1 for one in entries if one.day is None and one.mark is Mark.LIMIT),
        today=today,
        line=timeline.LINE,
    )


def _day(fact: DateFact | None) -> date | None:
    return None if fact is None else fact.earliest or fact.latest


def _proceedings(whose: Applicant | None) -> Iterator[Entry]:
    rows = [row for row in queries.proceedings(matter(), uow=g.uow) if whose is None or whose.id in row.ever]
    decided, lodged = queries.decisions(rows, uow=g.uow), queries.filings(rows, uow=g.uow)
    served = queries.services([one for some in decided.values() for one in some], uow=g.uow)
    for row in rows:
        at: dict[str, Any] = {
            "lane": LANE_OF.get(row.forum, Lane.DOMESTIC),
            "link": url_for("matters.proceeding", matter_id=matter().id, proceeding_id=row.id),
        }
        for one in decided[row.id]:
            yield _decision(one, row, served[one.id], whose, at)
        yield from _filings([one for one in lodged[row.id] if _about(whose, one.applicants)], at)


def _about(whose: Applicant | None, applicants: tuple[UUID, ...]) -> bool:
    """Whether something about these applicants (none: all) belongs into this picture."""
    return whose is None or not applicants or whose.id in applicants


def _decision(
    row: Decision, of: Proceeding, served: list[ServiceOnApplicant], whose: Applicant | None, at: dict[str, Any]
) -> Entry:
    facts = row.facts if whose is None else facts_for(row, whose.id, served)
    first = next((fact for name in ("act_on", "decided_on", "judgment_on") if (fact := facts[name]) is not None), None)
    first = first or next((fact for fact in facts.values() if fact is not None), None)
    beside = [
        f"{FACT_NAMES[name]}: {tell(fact)}"
        for name in BESIDE
        if (fact := facts[name]) is not None and fact is not first
    ]
    if whose is None:
        own = Counter(tell(one.served_on) for one in served if one.served_on is not None)
        beside += [
            ngettext("served on %(n)s applicant: %(day)s", "served on %(n)s applicants: %(day)s", number, day=day)
            for day, number in own.items()
        ]
    text = word(row.kind) if row.instance is Instance.NONE else f"{word(row.kind)}, {word(row.instance)}"
    if of.court or of.case_number:
        text += f" ({title_of(of)})"
    return Entry(_day(first), mark=Mark.DECISION, said=tell(first), text=". ".join([text, *beside]), **at)


def _filings(rows: list[Filing], at: dict[str, Any]) -> Iterator[Entry]:
    """Every set of every filing on its road, and what the Registry answered."""
    sent, answers = dispatches.of_filings(rows, uow=g.uow), dispatches.answers_to(rows, uow=g.uow)
    for row in rows:
        for road in dispatches.roads(row, sent[row.id], answers[row.id]):
            proof = _("proof here") if road.proven else _("proof missing")
            text = f"{word(row.kind)}: {channel(road.channel).title.get(current_language())}; {proof}"
            if road.came_back:
                text += f"; {_('came back')}"
            yield Entry(_day(road.handed_on), mark=Mark.FILING, said=tell(road.handed_on), text=text, **at)
        for answer in answers[row.id]:
            if not answer.taken_back:
                on, text = answer.answered_on, f"{word(row.kind)}: {word(answer.kind)} {answer.number}".strip()
                yield Entry(_day(on), mark=Mark.ANSWER, said=tell(on), text=text, **at)


def _events(whose: Applicant | None) -> Iterator[Entry]:
    for row in queries.events(matter(), uow=g.uow):
        if row.taken_back or not _about(whose, row.applicants):
            continue
        fact = next((one for one in row.facts.values() if one is not None), None)
        place = EVENTS[row.kind].place if row.kind in EVENTS else Place.DOMESTIC
        lane = LANE_AT.get(place, Lane.DOMESTIC)
        yield Entry(_day(fact), lane, Mark.EVENT, tell(fact), event_words.title(row.kind))


def _hearings(whose: Applicant | None) -> Iterator[Entry]:
    for row, label in diary.dates_of(matter(), uow=g.uow):
        if row.kind in HEARD and row.state is not State.CANCELLED and _about(whose, row.applicants):
            said = " ".join(filter(None, (format_day(row.due), hour(label.minute))))
            link = url_for("matters.date", matter_id=matter().id, entry_id=row.id)
            yield Entry(row.due, Lane.DOMESTIC, Mark.HEARING, said, str(KINDS[row.kind]), link)


def _limits(whose: Applicant | None) -> Iterator[Entry]:
    """Limits that end on one day by one rule in one state are one line, as on the board."""
    together: dict[tuple[Any, ...], list[Deadline]] = {}
    for row in service.deadlines_of(matter(), uow=g.uow):
        if row.state is State.RETIRED or (whose is not None and row.applicant_id not in (None, whose.id)):
            continue
        together.setdefault((row.rule, row.due, row.state, _since(row)), []).append(row)
    today = g.uow.clock.today()
    for (rule, due, state, since), rows in together.items():
        text = f"{wording.short(rule)}: {wording.stands(rule, state)}"
        if len(rows) > 1:
            text += ", " + ngettext("%(n)s time-limit", "%(n)s time-limits", len(rows))
        yield Entry(
            due,
            Lane.LIMITS,
            Mark.LIMIT,
            format_day(due) if due is not None else str(wording.STATES[state]),
            text,
            url_for("matters.deadline", matter_id=matter().id, deadline_id=rows[0].id)
            if len(rows) == 1
            else url_for("matters.deadlines", matter_id=matter().id),
            wording.tone(due, today, state),
            since,
        )


def _since(row: Deadline) -> date | None:
    """The day the time of a limit runs from: that of the start worked with."""
    return row.counted.candidates[0].start if row.counted.candidates else None
