"""Remedies of a matter: the exhaustion grid, what the proceedings suggest, and section G of the form."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.articles import needs_remedies
from caseintake.matters.model import Complaint, Decision, Proceeding
from caseintake.matters.wording import tell, word
from caseintake.remedies import catalogue, section_g, service
from caseintake.remedies.catalogue import OWN
from caseintake.remedies.grid import Grid, Line, lines
from caseintake.remedies.kinds import RemedyState
from caseintake.remedies.suggesting import Suggestion
from caseintake.remedies.wording import STATES
from caseintake.web.asked import one_of, whole_number
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office import draft_language
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    id_or_none,
    matter,
    may,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.numbers import NumbersField, spans
from caseintake.web.office.proceeding_title import title_of

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
TONES = {
    RemedyState.NOT_NEEDED: ("calm", ""),
    RemedyState.OPEN: ("warning", "alert"),
    RemedyState.PENDING: ("calm", "clock"),
    RemedyState.EXHAUSTED: ("done", "done"),
    RemedyState.INEFFECTIVE: ("calm", "info"),
}


class Table(NamedTuple):
    """The grid of one complaint."""

    complaint: Complaint
    remedies: list[str]
    lines: list[Line]


class Offer(NamedTuple):
    """One suggestion in words."""

    key: str
    complaint: str
    remedy: str
    state: RemedyState
    numbers: str
    shown_by: str


def about(row: Complaint) -> str:
    """What a complaint is called on these pages."""
    head = _("Article %(article)s", article=row.article)
    return f"{head}: {row.what}" if row.what else head


def columns(complaint: Complaint, grid: Grid, among: Iterable[Suggestion] = ()) -> list[str]:
    """The remedies of a complaint that something is said or suggested of: those of the State first, then our own."""
    used = {spot.remedy for spot in grid if spot.complaint_id == complaint.id}
    used |= {one.remedy for one in among if one.complaint_id == complaint.id}
    known = [one.id for one in catalogue.of_state(complaint.state)]
    return [id for id in known if id in used] + sorted(used - set(known))


@pages.get("/matters/<uuid:matter_id>/remedies", guard=READ, endpoint="remedies")
def show(matter_id: UUID) -> str:
    """Complaint by complaint: who stands alike is one line, whatever their number."""
    grid = service.grid(matter(), uow=g.uow)
    offered = service.suggested(matter(), uow=g.uow)
    numbers = {row.id: row.number for row in queries.applicants(matter(), uow=g.uow)}
    tables = []
    for row in queries.complaints(matter(), uow=g.uow):
        remedies = columns(row, grid)
        tables.append(Table(row, remedies, lines(row.id, row.applicants, remedies, grid)))
    return render_template(
        "office/matters/remedies.html",
        **frame("remedies"),
        tables=tables,
        offers=_offers(offered, numbers),
        about=about,
        title=catalogue.title,
        find=catalogue.find,
        words=STATES,
        tones=TONES,
        span=lambda ids: spans([numbers[id] for id in ids if id in numbers]),
        needs_remedies=needs_remedies,
        first=lambda ids: min((numbers[id] for id in ids if id in numbers), default=0),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _offers(offered: Sequence[Suggestion], numbers: Mapping[UUID, int]) -> list[Offer]:
    complaints = {row.id: row for row in queries.complaints(matter(), uow=g.uow)}
    rows = {row.id: row for row in queries.proceedings(matter(), uow=g.uow)} if offered else {}
    return [
        Offer(
            _key(one),
            about(complaints[one.complaint_id]),
            catalogue.title(one.remedy),
            one.state,
            spans([numbers[id] for id in one.applicants if id in numbers]),
            title_of(rows[one.course_id]),
        )
        for one in offered
    ]


def _key(one: Suggestion) -> str:
    return ".".join(map(str, (one.complaint_id, one.remedy, one.state, one.course_id, one.decision_id or "")))


class AcceptForm(MatterForm):
    chosen = SelectMultipleField(lazy("Suggestions"), validate_choice=False)


@pages.post("/matters/<uuid:matter_id>/remedies/accept", guard=RECORD, endpoint="accept_remedies")
def accept(matter_id: UUID) -> ResponseReturnValue:
    """Take over what was ticked, signed by who ticked it; what the proceedings say otherwise by now is left out."""
    form = AcceptForm()
    if form.validate():
        ticked = set(form.chosen.data or ())
        chosen = [one for one in service.suggested(matter(), uow=g.uow) if _key(one) in ticked]
        save(form, partial(service.accept, matter(), chosen, uow=g.uow))
    return redirect(url_for("matters.remedies", matter_id=matter_id), 303)


class RemedyForm(MatterForm):
    remedy = SelectField(lazy("Remedy"))
    own = StringField(lazy("Another remedy, in words"), [at_most(200)], filters=[trimmed])
    numbers = NumbersField(lazy("For which applicants, by number"), [Needed(), at_most(5000)], filters=[trimmed])
    state = SelectField(lazy("Where it stands"))
    reason = TextAreaField(lazy("Why"), [at_most(4000)], filters=[trimmed])
    decision_id = SelectField(lazy("The decision that shows it"), default="")
    filing_id = SelectField(lazy("What was lodged"), default="")

    def offer(self, complaint: Complaint) -> None:
        known = [(one.id, _named(one)) for one in catalogue.of_state(complaint.state)]
        grid = service.grid(matter(), uow=g.uow)
        own = [(id, catalogue.title(id)) for id in columns(complaint, grid) if id.startswith(OWN)]
        self.remedy.choices = [*known, *own, (OWN, _("another remedy, written below"))]
        self.state.choices = [(one.value, str(words)) for one, words in STATES.items()]
        rows = [row for row in queries.proceedings(matter(), uow=g.uow) if row.state == complaint.state]
        decided, lodged = queries.decisions(rows, uow=g.uow), queries.filings(rows, uow=g.uow)
        nothing = [("", _("not recorded yet"))]
        self.decision_id.choices = nothing + [
            (str(one.id), _decision(row, one)) for row in rows for one in decided[row.id]
        ]
        self.filing_id.choices = nothing + [
            (str(one.id), f"{title_of(row)}: {word(one.kind)}, {tell(one.lodged_on)}")
            for row in rows
            for one in lodged[row.id]
        ]

    def value(self) -> dict[str, Any]:
        remedy = self.remedy.data or ""
        return {
            "remedy": OWN + (self.own.data or "") if remedy == OWN else remedy,
            "state": RemedyState(self.state.data),
            "reason": self.reason.data or "",
            "decision_id": id_or_none(self.decision_id.data),
            "filing_id": id_or_none(self.filing_id.data),
        }


def _named(one: catalogue.Remedy) -> str:
    name = catalogue.title(one.id)
    return _("%(remedy)s (needs a lawyer's check)", remedy=name) if one.doubtful else name


def _decision(row: Proceeding, one: Decision) -> str:
    return f"{title_of(row)}: {word(one.instance)}, {word(one.kind)}, {tell(one.decided_on or one.act_on)}"


@pages.route(
    "/matters/<uuid:matter_id>/complaints/<uuid:complaint_id>/remedies",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="say_remedy",
)
def say(matter_id: UUID, complaint_id: UUID) -> ResponseReturnValue:
    """Where one remedy stands for one applicant, for a group of the grid, or for all."""
    complaint = queries.within(Complaint, complaint_id, matter(), uow=g.uow)
    people = [row for row in queries.applicants(matter(), uow=g.uow) if row.id in set(complaint.applicants)]
    form = RemedyForm()
    form.offer(complaint)
    if not posted():
        _prefill(form, complaint, {row.id: row.number for row in people})
    elif form.validate():
        whose = form.numbers.whose(people)
        value = form.value()
        if not form.errors and save(form, lambda: _said(complaint, whose, value)):
            return redirect(url_for("matters.remedies", matter_id=matter_id), 303)
    drawn = render_template(
        "office/matters/remedy_form.html", **frame("remedies"), form=form, complaint=complaint, said=about(complaint)
    )
    return drawn, status()


def _said(complaint: Complaint, whose: Sequence[UUID], value: Mapping[str, Any]) -> None:
    given = dict(value)
    service.say(matter(), complaint, given.pop("remedy"), given.pop("state"), whose, **given, uow=g.uow)


def _prefill(form: RemedyForm, complaint: Complaint, numbers: Mapping[UUID, int]) -> None:
    """``?like=`` a number: everybody of its line in the grid; without it everybody of the complaint."""
    like = whole_number("like", default=0)
    grid = service.grid(matter(), uow=g.uow)
    remedies = columns(complaint, grid)
    whose: Sequence[UUID] = complaint.applicants
    for line in lines(complaint.id, complaint.applicants, remedies, grid):
        if like and like in (numbers.get(id) for id in line.applicants):
            whose = line.applicants
    form.numbers.data = spans([numbers[id] for id in whose if id in numbers])
    choices = tuple(str(pair[0]) for pair in form.remedy.choices or ())
    form.remedy.data = one_of("remedy", choices, default=choices[0])
    form.state.data = RemedyState.EXHAUSTED.value


@pages.get("/matters/<uuid:matter_id>/remedies/section-g", guard=READ, endpoint="section_g")
def form_text(matter_id: UUID) -> str:
    """Section G as text to copy: one for all who share it; ``?applicant=`` shows one applicant alone, ``?words=`` the
    language of the form."""
    people = queries.applicants(matter(), uow=g.uow)
    asked = request.args.get("applicant", "")
    one = next((row.id for row in people if str(row.id) == asked), None)
    numbers = {row.id: row.number for row in people}
    language = draft_language.chosen(draft_language.for_court())
    kept = {"applicant": str(one)} if one is not None else {}
    return render_template(
        "office/matters/section_g.html",
        **frame("section_g"),
        texts=_texts(one, language),
        language_of_draft=language,
        languages=draft_language.offered(language, draft_language.for_court(), **kept),
        people=called_all(people),
        one=one,
        about=about,
        span=lambda ids: spans([numbers[id] for id in ids if id in numbers]),
    )


def _texts(one: UUID | None, language: str) -> list[section_g.Text]:
    grid = service.grid(matter(), uow=g.uow)
    rows = queries.proceedings(matter(), uow=g.uow)
    decided = queries.decisions(rows, uow=g.uow)
    filings = {each.id: each for filed in queries.filings(rows, uow=g.uow).values() for each in filed}
    served = queries.services([each for made in decided.values() for each in made], uow=g.uow)
    record = section_g.Record({row.id: row for row in rows}, decided, section_g.own_days(served), filings)
    found = []
    for row in queries.complaints(matter(), uow=g.uow):
        whose = [id for id in row.applicants if one in (None, id)]
        found += section_g.texts(row, whose, columns(row, grid), grid, record, language)
    return found
