"""Execution of judgments: what is paid and what is owed with interest, measures, plans, Rule 9."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.costs import service as costs
from caseintake.costs.money import shown, totals
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as limits
from caseintake.execution import service, wording
from caseintake.execution.interest import due_on
from caseintake.execution.model import AddedRate, Award, ExecutedJudgment, Payment
from caseintake.execution.rates import the_rates
from caseintake.execution.service import Group, Watched
from caseintake.i18n import _
from caseintake.matters import queries
from caseintake.web.office.execution_forms import (
    AwardForm,
    BackForm,
    DetailsForm,
    ExecutionForm,
    JudgmentForm,
    PaymentForm,
    RateForm,
    StepForm,
)
from caseintake.web.office.kept_names import heeded
from caseintake.web.office.matters_pages import frame, matter, may, name_of, pages, posted, save, status, version

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
HERE: Final = "/matters/<uuid:matter_id>/execution"
ONE: Final = f"{HERE}/<uuid:judgment_id>"
RULES: Final = ("echr.payment", "cm.action_plan", "cm.rule9")


@pages.get(HERE, guard=READ, endpoint="execution")
def index(matter_id: UUID) -> str:
    """Every judgment: final on, to be paid until, who has been paid, what the Committee does."""
    rows = service.judgments(matter(), uow=g.uow)
    return render_template(
        "office/execution/index.html",
        **frame("execution"),
        **words(),
        judgments=rows,
        watched=service.watched(rows, _everyone(), uow=g.uow, added=service.added_rates(matter(), uow=g.uow)),
        steps=service.steps(rows, uow=g.uow),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def words() -> dict[str, Any]:
    """What templates of execution need to say anything."""
    return {"x": wording, "shown": shown, "totals": totals, "today": g.uow.clock.today(), "due_on": due_on}


def _everyone() -> list[UUID]:
    return [row.id for row in queries.applicants(matter(), uow=g.uow)]


def _judgment(judgment_id: UUID) -> ExecutedJudgment:
    return service.of_matter(ExecutedJudgment, judgment_id, matter(), uow=g.uow)


@pages.route(f"{HERE}/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_judgment")
@pages.route(f"{ONE}/edit", methods=["GET", "POST"], guard=RECORD, endpoint="edit_judgment")
def edit(matter_id: UUID, judgment_id: UUID | None = None) -> ResponseReturnValue:
    """A judgment, or what is known better now."""
    row = None if judgment_id is None else _judgment(judgment_id)
    form = JudgmentForm()
    form.offer()
    rows = [] if row is None else [row]
    if not posted():
        if row is not None:
            form.fill(row)
            form.revision.data = version(row)
    elif form.validate():
        made: list[ExecutedJudgment] = []
        act = lambda: made.append(service.record(matter(), form.value(), row=row, uow=g.uow))  # noqa: E731 - one call
        if heeded(form, form.for_the_public()) and save(form, act, *rows):
            return redirect(url_for("matters.judgment", matter_id=matter_id, judgment_id=made[0].id), 303)
    page = render_template("office/execution/edit.html", **frame("execution"), form=form, row=row)
    return page, status()


@pages.get(ONE, guard=READ, endpoint="judgment")
def show(matter_id: UUID, judgment_id: UUID) -> ResponseReturnValue:
    """One judgment with everything about it."""
    return _page(_judgment(judgment_id))


@pages.post(f"{ONE}/add/<any(award, payment, step, rate, details):what>", guard=RECORD, endpoint="add_to_judgment")
def add(matter_id: UUID, judgment_id: UUID, what: str) -> ResponseReturnValue:
    """An award, a payment, a step, a newer rate, or where the money goes."""
    row = _judgment(judgment_id)
    form = _form(what, row, filled=True)
    acts: dict[str, Callable[[], object]] = {
        "award": lambda: service.award(row, matter(), **form.value(), uow=g.uow),  # type: ignore[attr-defined]
        "payment": lambda: service.pay(_award(form), row, matter(), **form.value(), uow=g.uow),  # type: ignore[attr-defined]
        "step": lambda: service.step(row, matter(), **form.value(), uow=g.uow),  # type: ignore[attr-defined]
        "rate": lambda: service.add_rate(matter(), **form.value(), uow=g.uow),  # type: ignore[attr-defined]
        "details": lambda: service.keep_details(row, matter(), form["text"].data or "", uow=g.uow),
    }
    if form.validate() and heeded(form, form.for_the_public()) and save(form, acts[what]):
        return redirect(url_for("matters.judgment", matter_id=matter_id, judgment_id=row.id), 303)
    return _page(row, what, form), 422


@pages.route(
    f"{HERE}/payments/<uuid:payment_id>/back", methods=["GET", "POST"], guard=RECORD, endpoint="take_payment_back"
)
def back(matter_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """The money did not come after all, or was recorded twice."""
    row = service.of_matter(Payment, payment_id, matter(), uow=g.uow)
    award = service.of_matter(Award, row.award_id, matter(), uow=g.uow)
    form = BackForm()
    if (
        posted()
        and form.validate()
        and save(form, partial(service.take_back, row, matter(), why=form.why.data or "", uow=g.uow))
    ):
        return redirect(url_for("matters.judgment", matter_id=matter_id, judgment_id=award.judgment_id), 303)
    page = render_template("office/execution/back.html", **frame("execution"), **words(), form=form, row=row)
    return page, status()


@pages.route(f"{HERE}/rates/<uuid:rate_id>/back", methods=["GET", "POST"], guard=RECORD, endpoint="take_rate_back")
def rate_back(matter_id: UUID, rate_id: UUID) -> ResponseReturnValue:
    """A rate that was added was wrong."""
    row = service.of_matter(AddedRate, rate_id, matter(), uow=g.uow)
    form = BackForm()
    act = partial(service.take_rate_back, row, why=form.why.data or "", uow=g.uow)
    if posted() and form.validate() and save(form, act):
        return redirect(url_for("matters.execution", matter_id=matter_id), 303)
    page = render_template("office/execution/rate_back.html", **frame("execution"), form=form, row=row)
    return page, status()


def _award(form: ExecutionForm) -> Award:
    return service.of_matter(Award, UUID(form["award"].data), matter(), uow=g.uow)


def _form(what: str, row: ExecutedJudgment, *, filled: bool = False) -> ExecutionForm:
    kinds = {"award": AwardForm, "payment": PaymentForm, "step": StepForm, "rate": RateForm, "details": DetailsForm}
    values = {"prefix": f"{what}-"} if filled else {"prefix": f"{what}-", "formdata": None}
    form = kinds[what](**values)
    if isinstance(form, PaymentForm):
        form.offer(_titled(service.watched([row], _everyone(), uow=g.uow).get(row.id, [])))
    elif isinstance(form, AwardForm | StepForm):
        form.offer()
    return form


def _titled(watched: Sequence[Watched]) -> list[tuple[Award, str]]:
    return [(one.award, f"{wording.AWARDS[one.award.kind]}, {shown(one.award.sum)}") for one in watched]


def _page(row: ExecutedJudgment, sent: str = "", form: ExecutionForm | None = None) -> str:
    book = costs.book_of(matter(), uow=g.uow)
    added = service.added_rates(matter(), uow=g.uow)
    watched = service.watched([row], _everyone(), uow=g.uow, added=added).get(row.id, [])
    forms = {name: _form(name, row) for name in ("award", "payment", "step", "rate", "details")}
    kept = service.details(book, row, uow=g.uow) if book is not None else None
    if kept is not None:
        forms["details"]["text"].data = kept.text
    if form is not None:
        forms[sent] = form
    numbers = {one.id: one.number for one in queries.applicants(matter(), uow=g.uow)}
    return render_template(
        "office/execution/show.html",
        **frame("execution"),
        **words(),
        row=row,
        due=due_on(row.final_on, row.months) if row.final_on else None,
        watched=watched,
        steps=service.steps([row], uow=g.uow).get(row.id, []),
        limits=[one for one in deadlines.deadlines_of(matter(), uow=g.uow) if one.rule in RULES],
        w=limits,
        rates=the_rates(),
        added=added,
        author=lambda one: name_of(g.uow.proof(one).author.id),
        no_rate=min((group.owed.no_rate_from for group in _unpaid(watched) if group.owed.no_rate_from), default=None),
        said=lambda people: _numbers(people, numbers),
        holds_costs=book is not None,
        kept=kept,
        forms=forms,
        sent=sent,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _unpaid(watched: Sequence[Watched]) -> list[Group]:
    return [group for one in watched for group in one.groups]


def _numbers(people: Sequence[UUID], numbers: dict[UUID, int]) -> str:
    """Of few their numbers, of many how many."""
    known = sorted(numbers[id] for id in people if id in numbers)
    if len(known) == len(numbers):
        return _("all")
    return ", ".join(map(str, known)) if len(known) <= 8 else str(len(known))
