"""Decisions and acts with their dates, for all applicants and for one."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, TextAreaField

from caseintake.access.policy import Action
from caseintake.deadlines import asking
from caseintake.deadlines.statute import the_law
from caseintake.documents.service import documents_in
from caseintake.i18n import _, lazy
from caseintake.matters import queries, service, states
from caseintake.matters.facts import FACTS, PARTS, DateFact
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance
from caseintake.matters.model import Decision, Proceeding, ServiceOnApplicant
from caseintake.matters.wording import CHOICE_NAMES, FACT_NAMES, tell, word
from caseintake.matters.wording import CHOICES as CHOICE_WORDS
from caseintake.web.facts import FactField, words_of
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.applicants import applicant_of
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
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
from caseintake.web.office.outside import title_of_document
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.proceedings import back_to, proceeding_of


class ErasableFact(FactField):
    """A date that goes only by a tick and a reason: leaving its boxes empty keeps it."""

    boxes: tuple[str, ...] = (*PARTS, "clear", "reason")

    @property
    def reason(self) -> str | None:
        """Why the date goes; None if it stays."""
        return self.typed.get("reason", "").strip() if self.typed.get("clear") else None


def dates_of(form: MatterForm) -> dict[str, ErasableFact]:
    """The date fields of a form by name."""
    return {field.name: field for field in form if isinstance(field, ErasableFact)}


def facts_in(form: MatterForm) -> dict[str, DateFact]:
    """The dates that were given in a form."""
    return {
        name: field.data for name, field in dates_of(form).items() if field.data is not None and field.reason is None
    }


def cleared_in(form: MatterForm) -> dict[str, str]:
    """The dates somebody ticked to go, with the reason."""
    return {name: field.reason for name, field in dates_of(form).items() if field.reason is not None}


def show_facts(form: MatterForm, facts: Mapping[str, DateFact | None]) -> None:
    """Fill the boxes with the dates as they stand."""
    for name, field in dates_of(form).items():
        field.data = facts.get(name)
        field.typed = field.shown(field.data)


def papers() -> list[tuple[UUID, str]]:
    """The documents of the matter a date can be proven by."""
    rows = documents_in(matter().vault_id, uow=g.uow)
    return [(row.id, title_of_document(row, "", number)) for number, row in enumerate(rows, 1)]


#: What a choice is called in a form: a fact and a choice may have one name.
CHOICE = "choice_"


def choice_fields(names: Iterable[str]) -> dict[str, SelectField]:
    """Boxes for what the rules ask beside days, by the name in the form."""
    return {CHOICE + name: SelectField(str(CHOICE_NAMES.get(name, name))) for name in names}


def chosen_in(form: MatterForm) -> list[SelectField]:
    """The choices of a form."""
    return [field for field in form if isinstance(field, SelectField) and field.name.startswith(CHOICE)]


def choices_in(form: MatterForm) -> dict[str, str]:
    """What was chosen, by the names of the rules."""
    return {field.name.removeprefix(CHOICE): field.data for field in chosen_in(form) if field.data}


def offer_choices(form: MatterForm) -> None:
    """Fill the boxes with what can be chosen; "not known" is always an answer."""
    for field in chosen_in(form):
        name = field.name.removeprefix(CHOICE)
        known = (
            states.choices()
            if name == "state"
            else [(one, str(CHOICE_WORDS.get(f"{name}.{one}", one))) for one in asking.values_of(name)]
        )
        field.choices = [("", _("not known")), *known]


def show_choices(form: MatterForm, choices: Iterable[tuple[str, str]]) -> None:
    """Choose what stands."""
    known = dict(choices)
    for field in chosen_in(form):
        field.data = known.get(field.name.removeprefix(CHOICE), "")


class DecisionWords(NamedTuple):
    """What a decision says, without its dates."""

    kind: DecisionKind
    instance: Instance
    outcome: str
    is_final: Finality
    documents: tuple[UUID, ...]
    choices: dict[str, str]


class FactsForm(MatterForm):
    """A form with dates; each knows the papers of the matter."""

    def offer_papers(self) -> list[tuple[UUID, str]]:
        known = papers()
        for field in self:
            if isinstance(field, FactField):
                field.documents = known
        return known


class DecisionForm(FactsForm):
    kind = SelectField(lazy("What it is"))
    instance = SelectField(lazy("Who decided"))
    outcome = TextAreaField(lazy("Outcome in a line"), [at_most(1000)], filters=[trimmed])
    is_final = SelectField(lazy("Is it final?"))
    documents = SelectMultipleField(lazy("Documents"))
    act_on = ErasableFact(FACT_NAMES["act_on"])
    decided_on = ErasableFact(FACT_NAMES["decided_on"])
    reasons_on = ErasableFact(FACT_NAMES["reasons_on"])
    served_on = ErasableFact(FACT_NAMES["served_on"])
    served_on_lawyer = ErasableFact(FACT_NAMES["served_on_lawyer"])
    known_on = ErasableFact(FACT_NAMES["known_on"])
    judgment_on = ErasableFact(FACT_NAMES["judgment_on"])
    announced_on = ErasableFact(FACT_NAMES["announced_on"])
    posted_on = ErasableFact(FACT_NAMES["posted_on"])
    final_on = ErasableFact(FACT_NAMES["final_on"])

    def offer(self) -> None:
        self.kind.choices, self.instance.choices = words_of(DecisionKind), words_of(Instance)
        self.is_final.choices = words_of(Finality)
        self.documents.choices = [(str(id), name) for id, name in self.offer_papers()]
        offer_choices(self)

    def value(self) -> DecisionWords:
        return DecisionWords(
            kind=DecisionKind(self.kind.data),
            instance=Instance(self.instance.data),
            outcome=self.outcome.data or "",
            is_final=Finality(self.is_final.data),
            documents=ids(self.documents.data),
            choices=choices_in(self),
        )


def form_before(forum: Forum) -> DecisionForm:
    """The form of a decision with the choices the rules of its forum ask."""
    fields: dict[str, Any] = choice_fields(asking.choices_of_decisions(forum, the_law()))
    made: DecisionForm = type("OneDecisionForm", (DecisionForm,), fields)()
    made.offer()
    return made


class ServiceForm(FactsForm):
    """The days on which a decision reached one applicant."""

    served_on = ErasableFact(FACT_NAMES["served_on"])
    served_on_lawyer = ErasableFact(FACT_NAMES["served_on_lawyer"])
    known_on = ErasableFact(FACT_NAMES["known_on"])


#: The dates a page shows first, by what the proceeding is; the others are one click away.
FIRST: Mapping[Forum, tuple[str, ...]] = {
    Forum.NO_REMEDY: ("act_on", "known_on"),
    Forum.ECHR: ("judgment_on", "final_on"),
    Forum.CRIMINAL: ("decided_on", "announced_on", "served_on", "served_on_lawyer"),
    Forum.ADMIN_OFFENCE: ("decided_on", "announced_on", "served_on", "served_on_lawyer"),
}
USUAL = ("decided_on", "served_on", "served_on_lawyer")


def _page(form: DecisionForm, proceeding: Proceeding, title: str, row: Decision | None) -> tuple[str, int]:
    first = FIRST.get(proceeding.forum, USUAL)
    drawn = render_template(
        "office/matters/decision_form.html",
        **frame("proceedings"),
        form=form,
        proceeding=proceeding,
        proceeding_title=title_of(proceeding),
        title=title,
        first=first,
        others=[name for name in FACTS if name not in first],
        chosen=[field.name for field in chosen_in(form)],
        standing=row.facts if row is not None else {},
    )
    return drawn, status()


@pages.route(
    "/matters/<uuid:matter_id>/proceedings/<uuid:proceeding_id>/decisions/new",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="add_decision",
)
def add(matter_id: UUID, proceeding_id: UUID) -> ResponseReturnValue:
    """A new decision or act with what is known of its dates."""
    proceeding = proceeding_of(proceeding_id)
    form = form_before(proceeding.forum)
    if not posted():
        _guess(form, proceeding.forum)
    elif form.validate():
        act = partial(
            service.record_decision,
            proceeding,
            **form.value()._asdict(),
            facts=facts_in(form),
            uow=g.uow,
        )
        if save(form, act):
            return back_to(proceeding)
    title = _("New act") if proceeding.forum is Forum.NO_REMEDY else _("New decision")
    return _page(form, proceeding, title, None)


def _guess(form: DecisionForm, forum: Forum) -> None:
    """What the new record most likely is."""
    form.is_final.data = Finality.UNCLEAR.value
    form.kind.data, form.instance.data = DecisionKind.JUDGMENT.value, Instance.FIRST.value
    if forum is Forum.NO_REMEDY:
        form.kind.data, form.instance.data = DecisionKind.ACT.value, Instance.NONE.value
    if forum is Forum.ECHR:
        form.instance.data = Instance.ECHR_CHAMBER.value


def decision_of(decision_id: UUID) -> tuple[Proceeding, Decision]:
    """The decision of the address with its proceeding, if they are of this matter."""
    row = queries.within(Decision, decision_id, matter(), uow=g.uow)
    return proceeding_of(row.proceeding_id), row


@pages.route(
    "/matters/<uuid:matter_id>/decisions/<uuid:decision_id>",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="edit_decision",
)
def edit(matter_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """Change a decision; every date that changes is kept in its history."""
    proceeding, row = decision_of(decision_id)
    form = form_before(proceeding.forum)
    if not posted():
        form.kind.data, form.instance.data = row.kind.value, row.instance.value
        form.outcome.data, form.is_final.data = row.outcome, row.is_final.value
        form.documents.data = [str(id) for id in row.documents]
        show_facts(form, row.facts)
        show_choices(form, row.choices)
        form.revision.data = version(row)
    elif form.validate():
        act = partial(
            service.change_decision,
            row,
            proceeding=proceeding,
            **form.value()._asdict(),
            facts=facts_in(form),
            clear=cleared_in(form),
            reasons={name: field.typed.get("reason", "") for name, field in dates_of(form).items()},
            uow=g.uow,
        )
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return back_to(proceeding)
    return _page(form, proceeding, _("Change the decision"), row)


def _as_it_stands(row: Decision | ServiceOnApplicant) -> list[tuple[str, str]]:
    facts = [(str(FACT_NAMES[name]), tell(fact)) for name, fact in row.facts.items() if fact is not None]
    if isinstance(row, ServiceOnApplicant):
        return facts
    return [(_("What it is"), word(row.kind)), (_("Outcome in a line"), row.outcome), *facts]


@pages.route(
    "/matters/<uuid:matter_id>/decisions/<uuid:decision_id>/applicants/<uuid:applicant_id>",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="service_on",
)
def serve(matter_id: UUID, decision_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """The days on which a decision reached one applicant, where they differ from the common ones."""
    proceeding, decision = decision_of(decision_id)
    applicant = applicant_of(applicant_id)
    rows = queries.services([decision], uow=g.uow)[decision.id]
    row = next((one for one in rows if one.applicant_id == applicant.id), None)
    form = ServiceForm()
    form.offer_papers()
    if not posted():
        show_facts(form, row.facts if row is not None else {})
        form.revision.data = version(row) if row is not None else ""
    elif form.validate():
        act = partial(
            service.record_service,
            decision,
            proceeding=proceeding,
            applicant_id=applicant.id,
            facts=facts_in(form),
            clear=cleared_in(form),
            uow=g.uow,
        )
        theirs: Any = partial(_as_it_stands, row) if row is not None else tuple
        if save(form, act, *([row] if row is not None else []), theirs=theirs):
            return back_to(proceeding)
    drawn = render_template(
        "office/matters/service_form.html",
        **frame("proceedings"),
        form=form,
        proceeding=proceeding,
        decision=decision,
        proceeding_title=title_of(proceeding),
        called=called(applicant, queries.client_file(applicant, uow=g.uow)),
        standing=row.facts if row is not None else {},
        tell=tell,
        fact_names=FACT_NAMES,
    )
    return drawn, status()
