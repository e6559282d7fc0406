"""The laboratory records and the chronology of a matter: one page each, list and form together."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.documents import service as documents
from caseintake.i18n import _, lazy
from caseintake.matters.wording import tell
from caseintake.outside import papers, wording
from caseintake.outside.model import ChronologyLine, LabRecord, Named
from caseintake.vault.sealed import SealedRecord
from caseintake.web.facts import FactField
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.matters_pages import frame, id_or_none, matter, may, pages, posted, save, status, version
from caseintake.web.office.outside import OutsideForm, asked_place, title_of_document

R = TypeVar("R", bound=SealedRecord)
READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)


def _titles(vault_id: UUID) -> dict[UUID, str]:
    """The documents of a place by what they are called; private ones without a name."""
    known = papers.cards([vault_id], uow=g.uow)
    rows = documents.documents_in(vault_id, uow=g.uow)
    titles = {id: card.title or card.title_en for id, card in known.items()}
    return {row.id: title_of_document(row, titles.get(row.id, ""), number) for number, row in enumerate(rows, 1)}


def _asked(rows: Sequence[R]) -> R | None:
    """The row named after the question mark, to be changed."""
    return next((row for row in rows if str(row.id) == request.args.get("one", "")), None)


def _fill(form: OutsideForm, row: SealedRecord) -> None:
    for field in form:
        if field.name not in ("revision", "csrf_token", "remove") and hasattr(row, field.name):
            field.data = getattr(row, field.name)
            if isinstance(field, FactField):
                field.typed = field.shown(field.data)
            elif isinstance(field, SelectField):
                field.data = str(field.data or "")
    form.revision.data = version(row)


class LabForm(OutsideForm):
    device = StringField(lazy("Device"), [at_most(300)], filters=[trimmed])
    handed_by = StringField(lazy("Handed over by"), [at_most(200)], filters=[trimmed])
    handed_on = FactField(lazy("When"))
    bag = StringField(lazy("Seal on the bag"), [at_most(200)], filters=[trimmed])
    laboratory = StringField(lazy("Laboratory"), [at_most(200)], filters=[trimmed])
    report = TextAreaField(lazy("What the report says"), [at_most(4000)], filters=[trimmed])
    report_id = SelectField(lazy("The report"), default="")
    retest = StringField(lazy("Second test, by whom"), [at_most(300)], filters=[trimmed])
    named = SelectField(lazy("May the laboratory be named?"))

    def value(self) -> dict[str, Any]:
        """Everything the record says."""
        texts = ("device", "handed_by", "bag", "laboratory", "report", "retest")
        said: dict[str, Any] = {name: self[name].data or "" for name in texts}
        more = {"handed_on": self.handed_on.data, "report_id": id_or_none(self.report_id.data)}
        return said | more | {"named": Named(self.named.data)}


@pages.get("/matters/<uuid:matter_id>/laboratory", guard=READ, endpoint="laboratory")
def laboratory(matter_id: UUID) -> str:
    """Every device in a laboratory the person may know of."""
    return render_template(
        "office/matters/laboratory.html",
        **frame("laboratory"),
        rows=papers.lab_records(matter(), uow=g.uow),
        named=wording.NAMED,
        tell=tell,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


@pages.route(
    "/matters/<uuid:matter_id>/laboratory/record", methods=["GET", "POST"], guard=RECORD, endpoint="lab_record"
)
def record(matter_id: UUID) -> ResponseReturnValue:
    """A device, from hand to hand; ``?one=`` changes a record, ``?applicant=`` puts a new one into a client's file."""
    place, row = asked_place(), _asked(papers.lab_records(matter(), uow=g.uow))
    vault_id = row.vault_id if row is not None else place.vault_id
    form = LabForm()
    form.named.choices = [(one.value, str(words)) for one, words in wording.NAMED.items()]
    form.report_id.choices = [("", _("no document yet")), *((str(id), name) for id, name in _titles(vault_id).items())]
    if not posted() and row is not None:
        _fill(form, row)
    elif posted() and form.validate():
        act = partial(papers.keep_lab_record, row, matter(), vault_id, **form.value(), uow=g.uow)
        if save(form, act, *([row] if isinstance(row, LabRecord) else [])):
            return redirect(url_for("matters.laboratory", matter_id=matter_id), 303)
    drawn = render_template("office/matters/lab_form.html", **frame("laboratory"), form=form, place=place)
    return drawn, status()


class LineForm(OutsideForm):
    happened_on = FactField(lazy("Date"))
    fact = TextAreaField(lazy("Fact"), [at_most(2000)], filters=[trimmed])
    document_id = SelectField(lazy("Document that shows it"), default="")
    page = StringField(lazy("Page"), [at_most(40)], filters=[trimmed])
    remove = BooleanField(lazy("Take this line out"))

    def value(self) -> dict[str, Any]:
        """Everything the line says."""
        shown_by = {"document_id": id_or_none(self.document_id.data), "page": self.page.data or ""}
        return {"happened_on": self.happened_on.data, "fact": self.fact.data or "", **shown_by}


@pages.get("/matters/<uuid:matter_id>/chronology", guard=READ, endpoint="chronology")
def chronology(matter_id: UUID) -> str:
    """The facts in their order, each with the page that shows it; to be printed."""
    return render_template(
        "office/matters/chronology.html",
        **frame("chronology"),
        lines=papers.chronology(matter(), uow=g.uow),
        titles=_titles(matter().vault_id),
        tell=tell,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


@pages.route(
    "/matters/<uuid:matter_id>/chronology/line", methods=["GET", "POST"], guard=RECORD, endpoint="chronology_line"
)
def line(matter_id: UUID) -> ResponseReturnValue:
    """One fact; ``?one=`` changes it or takes it out."""
    row = _asked(papers.chronology(matter(), uow=g.uow))
    form = LineForm()
    form.document_id.choices = [
        ("", _("no document yet")),
        *((str(id), name) for id, name in _titles(matter().vault_id).items()),
    ]
    if not posted() and row is not None:
        _fill(form, row)
    elif posted() and form.validate():
        removed = isinstance(row, ChronologyLine) and bool(form.remove.data)
        act = (
            partial(papers.remove_line, row, uow=g.uow)
            if removed and row is not None
            else partial(papers.keep_line, row, matter(), **form.value(), uow=g.uow)
        )
        if save(form, act, *([row] if row is not None else [])):
            return redirect(url_for("matters.chronology", matter_id=matter_id), 303)
    drawn = render_template("office/matters/line_form.html", **frame("chronology"), form=form, changes=row is not None)
    return drawn, status()
