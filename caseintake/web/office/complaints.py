"""Complaints of a matter."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, lazy
from caseintake.matters import articles, queries, service, states
from caseintake.matters.model import Complaint
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.by_number import ByNumber
from caseintake.web.office.matters_pages import (
    MatterForm,
    applicant_choices,
    called_all,
    frame,
    ids,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)


class ComplaintWords(NamedTuple):
    """What a complaint says."""

    state: str
    article: str
    what: str
    applicants: tuple[UUID, ...]


class ComplaintForm(ByNumber, MatterForm):
    state = SelectField(lazy("Respondent State"))
    main = SelectField(lazy("Article"), default="", id="article-main")  # "main" is the place of the page
    beside = SelectField(lazy("Together with"), default="")
    article = StringField(lazy("Or the article in your words"), [at_most(60)], filters=[trimmed])
    what = TextAreaField(lazy("What is complained of"), [at_most(10_000)], filters=[trimmed])
    applicants = SelectMultipleField(lazy("Applicants"))

    def offer(self) -> None:
        self.state.choices = states.choices()
        self.main.choices = self.beside.choices = [("", _("none")), *articles.choices()]
        self.applicants.choices = applicant_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators=extra_validators))
        if not (self.main.data or self.article.data):
            self.refuse("main", _("Choose the article, or write it."))
            fine = False
        return fine

    def say(self, article: str) -> None:
        """Show an article: chosen where the lists have it, else in the words that stand there."""
        codes = articles.read(article)
        if articles.written(codes) == article and 1 <= len(codes) <= 2:
            self.main.data, self.beside.data = [*codes, ""][:2]
        else:
            self.article.data = article

    def value(self) -> ComplaintWords:
        # What somebody writes in own words goes before what is chosen.
        chosen = articles.written(dict.fromkeys(code for code in (self.main.data, self.beside.data) if code))
        article = self.article.data or chosen
        return ComplaintWords(self.state.data or "", article, self.what.data or "", ids(self.applicants.data))


@pages.get("/matters/<uuid:matter_id>/complaints", guard=may(Action.MATTER_READ), endpoint="complaints")
def index(matter_id: UUID) -> str:
    """Every complaint by State and article, with whom it concerns and where it is exhausted."""
    here = matter()
    return render_template(
        "office/matters/complaints.html",
        **frame("complaints"),
        complaints=queries.complaints(here, uow=g.uow),
        people=called_all(queries.applicants(here, uow=g.uow)),
        proceedings=queries.proceedings(here, uow=g.uow),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


@pages.route(
    "/matters/<uuid:matter_id>/complaints/new",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="add_complaint",
)
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new complaint; every applicant is ticked at first."""
    form = ComplaintForm()
    form.offer()
    if not posted():
        form.applicants.data = [str(row.id) for row in queries.applicants(matter(), uow=g.uow)]
    elif form.validate() and save(
        form, lambda: service.record_complaint(matter(), **form.value()._asdict(), uow=g.uow)
    ):
        return redirect(url_for("matters.complaints", matter_id=matter_id), 303)
    return _page(form, _("New complaint"))


@pages.route(
    "/matters/<uuid:matter_id>/complaints/<uuid:complaint_id>",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="edit_complaint",
)
def edit(matter_id: UUID, complaint_id: UUID) -> ResponseReturnValue:
    """Change a complaint."""
    row = queries.within(Complaint, complaint_id, matter(), uow=g.uow)
    form = ComplaintForm()
    form.offer()
    if not posted():
        form.state.data, form.what.data = row.state, row.what
        form.say(row.article)
        form.applicants.data = [str(id) for id in row.applicants]
        form.revision.data = version(row)
    elif form.validate():
        act = partial(service.change_complaint, row, matter=matter(), **form.value()._asdict(), uow=g.uow)
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return redirect(url_for("matters.complaints", matter_id=matter_id), 303)
    return _page(form, _("Change the complaint"))


def _page(form: ComplaintForm, title: str) -> tuple[str, int]:
    drawn = render_template("office/matters/complaint_form.html", **frame("complaints"), form=form, title=title)
    return drawn, status()


def _as_it_stands(row: Complaint) -> list[tuple[str, str]]:
    return [
        (_("Respondent State"), states.name_of(row.state)),
        (_("Article"), row.article),
        (_("What is complained of"), row.what),
    ]
