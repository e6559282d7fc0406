"""Proceedings of a matter: before whom, against which State, for whom; each with its filings and decisions."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.deadlines import event_words
from caseintake.i18n import _, lazy
from caseintake.intake import consenting
from caseintake.matters import decisions, dispatches, happened, queries, service, states
from caseintake.matters.facts import FACTS
from caseintake.matters.kinds import Forum, Status
from caseintake.matters.model import Decision, Filing, ProceduralEvent, Proceeding
from caseintake.matters.wording import FACT_NAMES, MISSING, tell, word
from caseintake.remedies import looking
from caseintake.web.asked import one_of
from caseintake.web.facts import words_of
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office import remedies_warnings
from caseintake.web.office.by_number import ByNumber
from caseintake.web.office.cautions import files_of, heeded
from caseintake.web.office.matters_pages import (
    MatterForm,
    applicant_choices,
    called_all,
    frame,
    id_or_none,
    ids,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.proceeding_title import title_of


class ProceedingWords(NamedTuple):
    """What a proceeding says."""

    state: str
    forum: Forum
    status: Status
    court: str
    case_number: str
    applicants: tuple[UUID, ...]
    complaints: tuple[UUID, ...]
    note: str


class ProceedingForm(ByNumber, MatterForm):
    state = SelectField(lazy("Respondent State"))
    forum = SelectField(lazy("Before whom"))
    court = StringField(lazy("Court or authority"), [at_most(200)], filters=[trimmed])
    case_number = StringField(lazy("Case number"), [at_most(100)], filters=[trimmed])
    status = SelectField(lazy("Where it stands"))
    applicants = SelectMultipleField(lazy("Applicants"))
    complaints = SelectMultipleField(lazy("Complaints it is about"))
    parent = SelectField(lazy("Grew from"), default="")
    note = TextAreaField(lazy("Note"), [at_most(10_000)], filters=[trimmed])

    def offer(self, row: Proceeding | None = None) -> None:
        self.state.choices = states.choices()
        self.forum.choices = words_of(Forum)
        joined = row is not None and row.status is Status.JOINED
        self.status.choices = [pair for pair in words_of(Status) if joined or pair[0] != Status.JOINED]
        others = [one for one in queries.proceedings(matter(), uow=g.uow) if row is None or one.id != row.id]
        self.parent.choices = [("", _("nothing before it")), *((str(one.id), title_of(one)) for one in others)]
        self.applicants.choices = applicant_choices()
        self.complaints.choices = [
            (str(row.id), f"{states.name_of(row.state)}: {_('Article %(article)s', article=row.article)}")
            for row in queries.complaints(matter(), uow=g.uow)
        ]

    def tick_everything(self) -> None:
        """Every applicant, and the complaints against the State that stands first."""
        self.status.data = Status.PENDING.value
        self.applicants.data = [str(row.id) for row in queries.applicants(matter(), uow=g.uow)]
        self.complaints.data = [
            str(row.id) for row in queries.complaints(matter(), uow=g.uow) if row.state == states.FIRST
        ]

    def value(self) -> ProceedingWords:
        return ProceedingWords(
            state=self.state.data or "",
            forum=Forum(self.forum.data),
            status=Status(self.status.data),
            court=self.court.data or "",
            case_number=self.case_number.data or "",
            applicants=ids(self.applicants.data),
            complaints=ids(self.complaints.data),
            note=self.note.data or "",
        )


def _may_stand_together(form: ProceedingForm) -> bool:
    """In one form to the Court every name stands beside the others, and each applicant reads it."""
    people = files_of(form.value().applicants) if form.value().forum is Forum.ECHR else set()
    return heeded(form, people, about=people)


def proceeding_of(proceeding_id: UUID) -> Proceeding:
    """The proceeding of the address, if it is of this matter."""
    return queries.within(Proceeding, proceeding_id, matter(), uow=g.uow)


def back_to(row: Proceeding) -> ResponseReturnValue:
    """To the page of a proceeding, after something of it was saved."""
    return redirect(url_for("matters.proceeding", matter_id=row.matter_id, proceeding_id=row.id), 303)


@pages.get("/matters/<uuid:matter_id>/proceedings", guard=may(Action.MATTER_READ), endpoint="proceedings")
def index(matter_id: UUID) -> str:
    """All proceedings by respondent State, with their last decision and what is missing."""
    rows = queries.proceedings(matter(), uow=g.uow)
    decided = queries.decisions(rows, uow=g.uow)
    lodged = queries.filings(rows, uow=g.uow)
    return render_template(
        "office/matters/proceedings.html",
        **frame("proceedings"),
        proceedings=rows,
        decisions=decided,
        amber=_amber(rows, decided, lodged),
        title_of=title_of,
        warned=remedies_warnings.shown(looking.warnings(matter(), uow=g.uow)),
        word=word,
        tell=tell,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _amber(
    rows: list[Proceeding], decided: dict[UUID, list[Decision]], lodged: dict[UUID, list[Filing]]
) -> dict[UUID, list[str]]:
    """What is missing in each proceeding, each thing said once."""
    unfinished = dispatches.amber((one for filed in lodged.values() for one in filed), uow=g.uow)
    found = {}
    for row in rows:
        codes = list(decisions.nothing_yet(row, decided.get(row.id, ())))
        codes += [code for one in decided.get(row.id, ()) for code in decisions.missing(one, row.forum)]
        codes += [code for one in lodged.get(row.id, ()) for code in unfinished.get(one.id, ())]
        found[row.id] = [str(MISSING[code]) for code in dict.fromkeys(codes)]
    return found


@pages.route(
    "/matters/<uuid:matter_id>/proceedings/new",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="add_proceeding",
)
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new proceeding; every applicant is ticked at first."""
    form = ProceedingForm()
    form.offer()
    if not posted():
        form.tick_everything()
        form.parent.data = one_of(
            "parent", tuple(str(row.id) for row in queries.proceedings(matter(), uow=g.uow)), default=""
        )
    elif form.validate() and _may_stand_together(form):
        made: list[Proceeding] = []

        def act() -> None:
            given = {**form.value()._asdict(), "parent_id": id_or_none(form.parent.data)}
            made.append(service.record_proceeding(matter(), **given, uow=g.uow))

        if save(form, act):
            return back_to(made[0])
    return _page(form, _("New proceeding"))


@pages.get(
    "/matters/<uuid:matter_id>/proceedings/<uuid:proceeding_id>",
    guard=may(Action.MATTER_READ),
    endpoint="proceeding",
)
def show(matter_id: UUID, proceeding_id: UUID) -> str:
    """One proceeding: what was lodged, what was decided, every date with where it is from and what is missing."""
    row = proceeding_of(proceeding_id)
    decided = queries.decisions([row], uow=g.uow)[row.id]
    lodged = queries.filings([row], uow=g.uow, mistaken=True)[row.id]
    people = called_all(queries.applicants(matter(), uow=g.uow))
    unfinished = dispatches.amber(lodged, uow=g.uow)
    return render_template(
        "office/matters/proceeding.html",
        **frame("proceedings"),
        proceeding=row,
        title=title_of(row),
        warned=remedies_warnings.shown(looking.warnings(matter(), uow=g.uow), row.id),
        decisions=[(one, _said(decisions.missing(one, row.forum))) for one in decided],
        nothing_yet=_said(decisions.nothing_yet(row, decided)),
        filings=[(one, _said(unfinished.get(one.id, ()))) for one in lodged],
        services=queries.services(decided, uow=g.uow),
        people=people,
        no_consent=[people[id] for id in consenting.without_consent(row.applicants, row.forum, matter(), uow=g.uow)],
        complaints=[one for one in queries.complaints(matter(), uow=g.uow) if one.id in row.complaints],
        events=[
            (one, [] if one.taken_back else _said(happened.missing(one)))
            for one in queries.events(matter(), uow=g.uow)
            if one.proceeding_id == row.id
        ],
        proceedings={},
        e=event_words,
        fact_names=FACT_NAMES,
        facts=FACTS,
        word=word,
        tell=tell,
        signed=_signed,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _said(codes: tuple[str, ...]) -> list[str]:
    return [str(MISSING[code]) for code in codes]


def _signed(filing: Filing | ProceduralEvent) -> UUID:
    """Who signed a filing. Raises `ForgedRecord`: a forged one must not look like any other."""
    signer: UUID = g.uow.proof(filing).author.id
    return signer


@pages.route(
    "/matters/<uuid:matter_id>/proceedings/<uuid:proceeding_id>/edit",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="edit_proceeding",
)
def edit(matter_id: UUID, proceeding_id: UUID) -> ResponseReturnValue:
    """Change a proceeding."""
    row = proceeding_of(proceeding_id)
    form = ProceedingForm()
    form.offer(row)
    if not posted():
        form.parent.data = str(row.parent_id or "")
        form.state.data, form.forum.data, form.status.data = row.state, row.forum.value, row.status.value
        form.court.data, form.case_number.data, form.note.data = row.court, row.case_number, row.note
        form.applicants.data = [str(id) for id in row.applicants]
        form.complaints.data = [str(id) for id in row.complaints]
        form.revision.data = version(row)
    elif form.validate() and _may_stand_together(form):

        def act() -> None:
            service.grow_from(row, id_or_none(form.parent.data), matter=matter(), uow=g.uow)
            service.change_proceeding(row, matter=matter(), **form.value()._asdict(), uow=g.uow)

        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return back_to(row)
    return _page(form, _("Change the proceeding"))


def _page(form: ProceedingForm, title: str) -> tuple[str, int]:
    drawn = render_template("office/matters/proceeding_form.html", **frame("proceedings"), form=form, title=title)
    return drawn, status()


def _as_it_stands(row: Proceeding) -> list[tuple[str, str]]:
    return [
        (_("Respondent State"), states.name_of(row.state)),
        (_("Before whom"), word(row.forum)),
        (_("Court or authority"), row.court),
        (_("Case number"), row.case_number),
        (_("Where it stands"), word(row.status)),
        (_("Note"), row.note),
    ]
