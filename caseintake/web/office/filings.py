"""Filings: what was lodged, how, when, with what proof."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField

from caseintake.access.policy import Action
from caseintake.i18n import _, lazy
from caseintake.intake import consenting
from caseintake.matters import queries, service
from caseintake.matters.kinds import FilingKind, Forum, Lodged
from caseintake.matters.model import Filing, Proceeding
from caseintake.matters.wording import FACT_NAMES, tell, word
from caseintake.web.facts import words_of
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.by_number import ByNumber
from caseintake.web.office.decisions import ErasableFact, FactsForm, show_facts
from caseintake.web.office.matters_pages import (
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
from caseintake.web.office.proceedings import back_to, proceeding_of


class FilingWords(NamedTuple):
    """What a filing says, without its day."""

    kind: FilingKind
    what: str
    how: Lodged
    lodged_by: str
    applicants: tuple[UUID, ...]
    proof_id: UUID | None


class FilingForm(ByNumber, FactsForm):
    kind = SelectField(lazy("What was lodged"))
    what = StringField(lazy("In words"), [at_most(300)], filters=[trimmed])
    how = SelectField(lazy("How it was lodged"))
    lodged_on = ErasableFact(FACT_NAMES["lodged_on"])
    lodged_by = StringField(lazy("Who lodged it"), [at_most(200)], filters=[trimmed])
    proof_id = SelectField(lazy("Proof of lodging"))
    applicants = SelectMultipleField(lazy("Only for these applicants"))
    taken_back = StringField(lazy("Recorded by mistake, because"), [at_most(300)], filters=[trimmed])

    def offer(self, proceeding: Proceeding) -> None:
        self.kind.choices, self.how.choices = words_of(FilingKind), words_of(Lodged)
        proofs = [(str(id), name) for id, name in self.offer_papers()]
        self.proof_id.choices = [("", _("no document yet")), *proofs]
        self.applicants.choices = applicant_choices(proceeding.applicants)

    def value(self) -> FilingWords:
        return FilingWords(
            kind=FilingKind(self.kind.data),
            what=self.what.data or "",
            how=Lodged(self.how.data),
            lodged_by=self.lodged_by.data or "",
            applicants=ids(self.applicants.data),
            proof_id=id_or_none(self.proof_id.data),
        )


@pages.route(
    "/matters/<uuid:matter_id>/proceedings/<uuid:proceeding_id>/filings/new",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="add_filing",
)
def add(matter_id: UUID, proceeding_id: UUID) -> ResponseReturnValue:
    """Something was lodged: recorded at once, with what proof there is."""
    proceeding = proceeding_of(proceeding_id)
    form = FilingForm()
    form.offer(proceeding)
    if not posted():
        before_court = proceeding.forum is Forum.ECHR
        form.kind.data = (FilingKind.APPLICATION if before_court else FilingKind.APPEAL).value
        form.how.data = Lodged.POST.value
    elif form.validate():
        act = partial(
            service.record_filing,
            proceeding,
            **form.value()._asdict(),
            lodged_on=form.lodged_on.data,
            uow=g.uow,
        )
        if save(form, act):
            return back_to(proceeding)
    return _page(form, proceeding, _("New filing"), None)


@pages.route(
    "/matters/<uuid:matter_id>/filings/<uuid:filing_id>",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="edit_filing",
)
def edit(matter_id: UUID, filing_id: UUID) -> ResponseReturnValue:
    """Change a filing; who changes it signs it."""
    row = queries.within(Filing, filing_id, matter(), uow=g.uow)
    proceeding = proceeding_of(row.proceeding_id)
    form = FilingForm()
    form.offer(proceeding)
    if not posted():
        form.kind.data, form.how.data, form.what.data = row.kind.value, row.how.value, row.what
        form.lodged_by.data, form.proof_id.data = row.lodged_by, str(row.proof_id or "")
        form.applicants.data, form.taken_back.data = [str(id) for id in row.applicants], row.taken_back
        show_facts(form, row.facts)
        form.revision.data = version(row)
    elif form.validate():
        act = partial(
            service.change_filing,
            row,
            proceeding=proceeding,
            **form.value()._asdict(),
            lodged_on=None if form.lodged_on.reason is not None else form.lodged_on.data,
            clear=form.lodged_on.reason,
            taken_back=form.taken_back.data or "",
            uow=g.uow,
        )
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return back_to(proceeding)
    return _page(form, proceeding, _("Change the filing"), row)


def _page(form: FilingForm, proceeding: Proceeding, title: str, row: Filing | None) -> tuple[str, int]:
    drawn = render_template(
        "office/matters/filing_form.html",
        **frame("proceedings"),
        form=form,
        proceeding=proceeding,
        proceeding_title=title_of(proceeding),
        title=title,
        standing=row.facts if row is not None else {},
        recorded=row is not None,
        no_consent=_without_consent(proceeding),
    )
    return drawn, status()


def _without_consent(proceeding: Proceeding) -> list[str]:
    """Who has not agreed to a filing before this forum: a warning, because what was lodged was lodged."""
    people = called_all(queries.applicants(matter(), uow=g.uow))
    missing = consenting.without_consent(proceeding.applicants, proceeding.forum, matter(), uow=g.uow)
    return [people[id] for id in missing]


def _as_it_stands(row: Filing) -> list[tuple[str, str]]:
    return [
        (_("What was lodged"), word(row.kind)),
        (_("In words"), row.what),
        (_("How it was lodged"), word(row.how)),
        (_("Lodged"), tell(row.lodged_on)),
    ]
