"""One paper lodged in several proceedings, for applicants by number: one act, one document, a filing in each."""

from functools import partial
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField

from caseintake.access.policy import Action
from caseintake.i18n import _, lazy
from caseintake.matters import queries, service
from caseintake.matters.kinds import FilingKind, Lodged
from caseintake.matters.wording import FACT_NAMES
from caseintake.web.facts import words_of
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.decisions import ErasableFact, FactsForm
from caseintake.web.office.matters_pages import frame, id_or_none, ids, matter, may, pages, posted, save, status
from caseintake.web.office.numbers import NumbersField, spans
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.work_pages import people


class TogetherForm(FactsForm):
    proceedings = SelectMultipleField(lazy("In which proceedings"), [Needed(lazy("Tick at least one proceeding."))])
    applicants = NumbersField(lazy("Only for these applicants, by number"), [at_most(2000)], filters=[trimmed])
    kind = SelectField(lazy("What was lodged"))
    what = StringField(lazy("In words"), [at_most(300)], filters=[trimmed])
    paper_id = SelectField(lazy("The paper"))
    how = SelectField(lazy("How it was lodged"))
    lodged_on = ErasableFact(FACT_NAMES["lodged_on"])
    lodged_by = StringField(lazy("Who lodged it"), [at_most(200)], filters=[trimmed])
    proof_id = SelectField(lazy("Proof of lodging"))

    def offer(self) -> None:
        # Also what has ended: an application to the Court is recorded at the proceeding it complains of.
        rows = queries.proceedings(matter(), uow=g.uow)
        numbers = {row.id: row.number for row in people()}
        whose = {row.id: spans([numbers[id] for id in row.applicants if id in numbers]) for row in rows}
        self.proceedings.choices = [
            (str(row.id), f"{title_of(row)} ({whose[row.id]})" if whose[row.id] else title_of(row)) for row in rows
        ]
        self.kind.choices, self.how.choices = words_of(FilingKind), words_of(Lodged)
        files = [(str(id), name) for id, name in self.offer_papers()]
        self.paper_id.choices = self.proof_id.choices = [("", _("no document yet")), *files]


@pages.route(
    "/matters/<uuid:matter_id>/filings/new",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="file_together",
)
def add(matter_id: UUID) -> ResponseReturnValue:
    """Lodged in several proceedings at once: recorded once."""
    form = TogetherForm()
    form.offer()
    if not posted():
        form.how.data = Lodged.POST.value
        form.applicants.data = request.args.get("numbers", "")[:100]
    elif form.validate():
        chosen = {row.id: row for row in queries.proceedings(matter(), uow=g.uow)}
        whose = form.applicants.whose(people())
        act = partial(
            service.record_together,
            [chosen[id] for id in ids(form.proceedings.data)],
            kind=FilingKind(form.kind.data),
            how=Lodged(form.how.data),
            lodged_on=form.lodged_on.data,
            what=form.what.data or "",
            lodged_by=form.lodged_by.data or "",
            applicants=whose,
            proof_id=id_or_none(form.proof_id.data),
            paper_id=id_or_none(form.paper_id.data),
            uow=g.uow,
        )
        if not form.errors and save(form, act):
            return redirect(url_for("matters.letters", matter_id=matter_id, direction="out"), 303)
    return render_template("office/work/filing_together.html", **frame("letters"), form=form), status()
