"""The time-limits of a matter: the list, one limit with why it ends when it does, and what a person may do about it."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.access.policy import Action, allows
from caseintake.deadlines import changes, hours, lodging, rule_readings, service, slips, wording
from caseintake.deadlines.board import Line
from caseintake.deadlines.counting import again, linked
from caseintake.deadlines.lodging import Whose
from caseintake.deadlines.model import Deadline, DeadlineAct
from caseintake.deadlines.states import State
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import FilingKind
from caseintake.matters.model import Proceeding
from caseintake.matters.refusal import Refusal, refuse_if
from caseintake.matters.wording import word
from caseintake.plans import service as plans
from caseintake.vault.errors import ForgedRecord
from caseintake.web.asked import whole_number
from caseintake.web.office import deadline_starts
from caseintake.web.office.deadline_forms import (
    DropForm,
    LimitForm,
    LodgedForm,
    OverrideForm,
    ReasonForm,
    SlipForm,
)
from caseintake.web.office.decisions import papers
from caseintake.web.office.matters_pages import called_all, frame, matter, may, name_of, pages
from caseintake.web.office.numbers import spans
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.signed_in import pressed
from caseintake.web.units import office

LISTED = 200
#: So many equal time-limits stand in one line.
TOGETHER = 6
ONE = "/matters/<uuid:matter_id>/time-limits/<uuid:deadline_id>"
READ, RECORD, DECIDE = may(Action.MATTER_READ), may(Action.FACT_RECORD), may(Action.MATTER_CHANGE)


@pages.app_template_global()
def time_left(of: Deadline | Line) -> tuple[str, str]:
    """How long it is to a last day, in words, and the tone it is drawn in; in hours where the period is in hours."""
    if of.ends_at is not None:
        zone = office().settings.zone
        return wording.hours_left(hours.left(of.rule, of.ends_at, now=g.uow.clock.now(), office=zone))
    today, again_by = g.uow.clock.today(), of.again if isinstance(of, Line) else of.send_again_by
    return wording.left(of.rule, of.due, again_by, today, of.state), wording.tone(of.due, today, of.state)


def limit(deadline_id: UUID) -> Deadline:
    """The limit of the address, if it is of this matter."""
    row = g.uow.session.get(Deadline, deadline_id)
    if row is None or row.vault_id != matter().vault_id or row.matter_id != matter().id:
        raise NotFound
    found: Deadline = row
    return found


@pages.get("/matters/<uuid:matter_id>/time-limits", guard=READ, endpoint="deadlines")
def index(matter_id: UUID) -> str:
    """Every limit of the matter: what runs first, the first to end on top."""
    people = queries.applicants(matter(), uow=g.uow)
    numbers: dict[UUID | None, int] = {row.id: row.number for row in people}
    every = service.deadlines_of(matter(), uow=g.uow)
    # What never ran (its facts were corrected, or came later) must not stand between what does.
    rows = [row for row in every if row.state is not State.RETIRED]
    rows.sort(key=lambda row: (not row.running, row.due or date.min, row.rule, numbers.get(row.applicant_id, 0)))
    followed = rule_readings.chosen(uow=g.uow)
    number = whole_number("page", default=1, least=1)
    lines = _alike(rows)
    shown = lines[(number - 1) * LISTED : number * LISTED]
    complaints = {row.id: row for row in queries.complaints(matter(), uow=g.uow)}
    called = called_all(people)
    return render_template(
        "office/deadlines/index.html",
        **frame("deadlines"),
        lines=shown,
        page=number,
        last_page=-(-len(lines) // LISTED),
        paged=lambda at: url_for("matters.deadlines", matter_id=matter_id, page=at),
        people=called,
        whom=_whom([row for line in shown for row in line], called),
        by_number=lambda line: spans([numbers[row.applicant_id] for row in line]),
        complaints=complaints,
        retired=[row for row in every if row.state is State.RETIRED],
        outdated=sum(1 for row in rows if row.running and not service.by_todays_law(row, followed)),
        answered=service.unheard(rows, uow=g.uow),
        to_accept=len(changes.to_accept(rows)),
        earlier=len(changes.moved_earlier(rows, g.uow.clock.today())),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **_words(),
    )


def _alike(rows: Iterable[Deadline]) -> list[list[Deadline]]:
    """The limits that differ in nothing but the applicant as one line, where they are so many that they hide others."""
    of: dict[tuple[Any, ...], list[Deadline]] = {}
    for row in rows:
        counted = row.counted
        same = (row.due, counted.due_at, counted.cautious, row.rule, row.state, counted.respondent, row.complaint_id)
        once = (row.send_again_by, row.override is not None, row.applicant_id is None and row.id)
        of.setdefault((*same, *once), []).append(row)
    return [line for some in of.values() for line in ([some] if len(some) >= TOGETHER else [[row] for row in some])]


def _whom(rows: Sequence[Deadline], people: Mapping[UUID, str]) -> dict[UUID, str]:
    """Whom each limit is about. One clock for several is that of the people its event was recorded for."""
    shared = any(row.event_id is not None and row.applicant_id is None for row in rows)
    happened = {one.id: one.applicants for one in queries.events(matter(), uow=g.uow)} if shared else {}

    def words(row: Deadline) -> str:
        if row.applicant_id is not None:
            return people.get(row.applicant_id, "–")
        told = happened.get(row.event_id, ()) if row.event_id is not None else ()
        return ", ".join(people.get(id, "–") for id in told) if told else _("all of them")

    return {row.id: words(row) for row in rows}


def _words() -> dict[str, Any]:
    return {"w": wording, "today": g.uow.clock.today()}


@pages.post("/matters/<uuid:matter_id>/time-limits/count", guard=RECORD, endpoint="count_deadlines")
def recount(matter_id: UUID) -> ResponseReturnValue:
    """Count every limit anew and take in what second readers have answered."""
    pressed()
    service.refresh(matter(), uow=g.uow)
    g.uow.say("time-limits counted")
    g.uow.commit()
    return redirect(url_for("matters.deadlines", matter_id=matter_id), 303)


@pages.get(ONE, guard=READ, endpoint="deadline")
def show(matter_id: UUID, deadline_id: UUID) -> str:
    """One limit: why it ends that day, what may still move it, who has read it, what was done."""
    return _drawn(limit(deadline_id))


def _drawn(row: Deadline, sent: str = "", form: LimitForm | None = None) -> str:
    counted, law, asked = row.counted, the_law(), slips.about(row, uow=g.uow)
    rule = law.rules.get(row.rule)
    result = again(row.rule, counted.facts, counted.respondent, counted.decision_kind, law, counted.choices)
    proceeding = queries.within(Proceeding, row.proceeding_id, matter(), uow=g.uow) if row.proceeding_id else None
    people = called_all(queries.applicants(matter(), uow=g.uow))
    return render_template(
        "office/deadlines/show.html",
        **frame("deadlines"),
        row=row,
        counted=counted,
        rule=rule,
        rule_words=rule.file.explain.get(current_language()) if rule else "",
        links=linked(result, law) if result is not None and row.running else (),
        plan=plans.for_limit(matter(), row, uow=g.uow),
        waiting=service.waiting(row),
        outdated=not service.by_todays_law(row, rule_readings.chosen(uow=g.uow)),
        applicant=_whom([row], people)[row.id],
        complaint=next((one for one in queries.complaints(matter(), uow=g.uow) if one.id == row.complaint_id), None),
        proceeding=proceeding,
        proceeding_title=title_of(proceeding) if proceeding else "",
        files=lodging.kind_of(row) is not None,
        **deadline_starts.story(row),
        by_post=lodging.kind_of(row) is FilingKind.APPLICATION,
        asked=asked,
        answered=row.running and slips.agreement(row, row.aimed, asked) != row.confirmed,
        alike=len(slips.alike(row, _all())),
        acts=[(act, _signer(act)) for act in service.acts_of(row, uow=g.uow).values()],
        forms={name: form if name == sent and form is not None else _form(row, name) for name in FORMS},
        sent=sent,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        may_decide=allows(g.uow.actor.role, Action.MATTER_CHANGE),
        word=word,
        steps=wording.why(counted, row.rule),
        **_words(),
    )


def _signer(act: DeadlineAct) -> UUID | None:
    """Who signed what was decided; None if the signature does not fit, which the page says aloud."""
    try:
        author: UUID = g.uow.proof(act).author.id
    except ForgedRecord:
        return None
    return author


def _all() -> list[Deadline]:
    """Every limit of the matter, read once a request."""
    if "limits" not in g:
        g.limits = service.deadlines_of(matter(), uow=g.uow)
    found: list[Deadline] = g.limits
    return found


def _form(row: Deadline, name: str, *, filled: bool = False) -> LimitForm:
    made = FORMS[name](prefix=f"{name}-") if filled else FORMS[name](formdata=None, prefix=f"{name}-")
    if isinstance(made, LodgedForm):
        known = papers()
        made.offer(known, _whose(row))
        made.lodged_on.documents = known
    elif isinstance(made, SlipForm):
        made.offer(sorted(((str(id), name_of(id)) for id in slips.readers(uow=g.uow)), key=lambda pair: pair[1]))
    return made


def _whose(row: Deadline) -> dict[Whose, str]:
    """For whom one filing may have been, each with how many limits it meets, as far as they differ."""
    same_day, everybody = len(lodging.of_same_day(row, _all())), len(lodging.met_together(row, _all()))
    found = {Whose.ONE: _("this applicant only")}
    if 1 < same_day < everybody:
        found[Whose.SAME_DAY] = _("all whose time-limit ends on this day: %(n)s time-limits", n=same_day)
    found[Whose.ALL] = _("all applicants of this proceeding: %(n)s time-limits", n=everybody)
    return found


FORMS: dict[str, type[LimitForm]] = {
    "lodged": LodgedForm,
    "slip": SlipForm,
    "override": OverrideForm,
    "lift": ReasonForm,
    "drop": DropForm,
    "miss": ReasonForm,
    "resume": ReasonForm,
    "accept": LimitForm,
}


def _do(deadline_id: UUID, name: str, act: Callable[[Deadline, Any], object]) -> ResponseReturnValue:
    """Read the form ``name``, do it, make it true; or draw the page again with what cannot be."""
    row = limit(deadline_id)
    form = _form(row, name, filled=True)
    if form.validate():
        try:
            act(row, form)
            g.uow.commit()
            return redirect(url_for("matters.deadline", matter_id=matter().id, deadline_id=deadline_id), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            g.pop("limits", None)
            form.show(refusal.faults)
    return _drawn(row, name, form), 422


@pages.post(f"{ONE}/lodged", guard=RECORD, endpoint="deadline_lodged")
def lodged(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """It was lodged: recorded at once by one person."""
    return _do(
        deadline_id,
        "lodged",
        lambda row, form: lodging.record(row, matter(), **form.value()._asdict(), rows=_all(), uow=g.uow),
    )


@pages.post(f"{ONE}/slip", guard=DECIDE, endpoint="deadline_slip")
def ask(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Ask somebody for a second reading of this date, and of all with the same question if that was ticked."""

    def act(row: Deadline, form: SlipForm) -> None:
        asked = form.value()._asdict()
        slips.make(row, matter(), others=_all() if asked.pop("together") else (), **asked, uow=g.uow)

    return _do(deadline_id, "slip", act)


@pages.post(f"{ONE}/override", guard=DECIDE, endpoint="deadline_override")
def override(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Set a date by hand."""
    return _do(deadline_id, "override", lambda row, form: service.override(row, **form.value()._asdict(), uow=g.uow))


@pages.post(f"{ONE}/lift", guard=DECIDE, endpoint="deadline_lift")
def lift(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Take back a date set by hand."""
    return _do(deadline_id, "lift", lambda row, form: service.lift_override(row, reason=form.value(), uow=g.uow))


@pages.post(f"{ONE}/accept", guard=DECIDE, endpoint="deadline_accept")
def accept(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Work with a date that moved after it was confirmed: the one that was shown, and no other since."""

    def act(row: Deadline, _form: LimitForm) -> None:
        refuse_if(*([] if request.form.get("seen") == str(row.aimed) else [Fault("", "nothing_to_accept")]))
        service.accept(row, uow=g.uow)

    return _do(deadline_id, "accept", act)


@pages.post(f"{ONE}/drop", guard=DECIDE, endpoint="deadline_drop")
def drop(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Not pursued, by decision of somebody."""
    return _do(deadline_id, "drop", lambda row, form: service.drop(row, **form.value()._asdict(), uow=g.uow))


@pages.post(f"{ONE}/missed", guard=DECIDE, endpoint="deadline_missed")
def miss(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """It passed and nothing was lodged."""
    return _do(deadline_id, "miss", lambda row, form: service.miss(row, reason=form.value(), uow=g.uow))


@pages.post(f"{ONE}/resume", guard=DECIDE, endpoint="deadline_resume")
def resume(matter_id: UUID, deadline_id: UUID) -> ResponseReturnValue:
    """Take it up again."""
    return _do(deadline_id, "resume", lambda row, form: service.resume(row, reason=form.value(), uow=g.uow))
