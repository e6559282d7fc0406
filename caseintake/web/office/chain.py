"""The chain of proceedings: which grew from which, joined and severed; and the page that records such an act."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as deadline_words
from caseintake.deadlines.model import Deadline
from caseintake.i18n import _, lazy, ngettext
from caseintake.matters import joinings, queries
from caseintake.matters.facts import DateFact
from caseintake.matters.joining_model import Joining, MoveKind
from caseintake.matters.kinds import DecisionKind, Forum
from caseintake.matters.model import Applicant, Decision, Proceeding
from caseintake.matters.wording import MISSING, tell, word
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.decisions import ErasableFact, FactsForm
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
from caseintake.web.office.proceedings import proceeding_of

NEW = "new"


@dataclass(slots=True)
class Node:
    """One proceeding in the tree, in words."""

    row: Proceeding
    title: str
    last: str
    next: Deadline | None
    idle: int | None
    whose: str
    moves: list[Joining]
    children: list["Node"] = field(default_factory=list)


@pages.get("/matters/<uuid:matter_id>/proceedings/chain", guard=may(Action.MATTER_READ), endpoint="chain")
def show(matter_id: UUID) -> str:
    """Every proceeding under the one it grew from; ``?applicant=`` shows those of one applicant."""
    people = queries.applicants(matter(), uow=g.uow)
    asked = request.args.get("applicant", "")
    whose = next((row for row in people if str(row.id) == asked), None)
    titles = {row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)}
    numbers = {row.id: row.number for row in people}
    return render_template(
        "office/matters/chain.html",
        **frame("chain"),
        nodes=nodes(whose, people),
        whose=whose,
        people=people,
        called=called_all(people),
        titles=titles,
        span=lambda ids: spans([numbers[id] for id in ids if id in numbers]),
        MISSING=MISSING,
        tell=tell,
        word=word,
        limits=deadline_words,
        today=g.uow.clock.today(),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def nodes(whose: Applicant | None, people: Sequence[Applicant]) -> list[Node]:
    """The tree of the matter, or of one applicant; what stands under something left out stands at the top."""
    rows = [row for row in queries.proceedings(matter(), uow=g.uow) if whose is None or whose.id in row.ever]
    decided = queries.decisions(rows, uow=g.uow)
    ending: dict[UUID, Deadline] = {}
    for limit in deadlines.deadlines_of(matter(), uow=g.uow):
        mine = whose is None or limit.applicant_id in (None, whose.id)
        if limit.running and limit.proceeding_id is not None and mine:
            ending.setdefault(limit.proceeding_id, limit)
    moves = joinings.of_matter(matter(), uow=g.uow)
    numbers = {row.id: row.number for row in people}
    made = {}
    for row in rows:
        last = decided[row.id][-1] if decided[row.id] else None
        made[row.id] = Node(
            row,
            title_of(row),
            _last(last),
            ending.get(row.id),
            _idle(last),
            spans([numbers[id] for id in row.applicants if id in numbers]),
            [one for one in moves if one.proceeding_id == row.id and (whose is None or whose.id in one.applicants)],
        )
    return _tree(rows, made)


def _tree(rows: Sequence[Proceeding], made: Mapping[UUID, Node]) -> list[Node]:
    top: list[Node] = []
    for row in rows:
        parent = made.get(row.parent_id) if row.parent_id is not None else None
        (parent.children if parent is not None else top).append(made[row.id])
    return top


def _last(row: Decision | None) -> str:
    if row is None:
        return _("no decision yet")
    what = word(row.kind) if row.kind is DecisionKind.ACT else f"{word(row.instance)}: {word(row.kind)}"
    return f"{what}, {tell(row.decided_on or row.judgment_on or row.act_on)}, {word(row.is_final)}"


def _idle(row: Decision | None) -> int | None:
    """Days since the last decision, as far as its day is known."""
    days = [fact.latest for fact in (row.facts.values() if row is not None else ()) if fact is not None]
    known = [day for day in days if day is not None]
    return (g.uow.clock.today() - max(known)).days if known else None


class MoveForm(FactsForm):
    what = RadioField(lazy("What the court did"))
    into = SelectField(lazy("Into which proceeding"))
    court = StringField(lazy("Court of the new proceeding"), [at_most(200)], filters=[trimmed])
    case_number = StringField(lazy("Its case number"), [at_most(100)], filters=[trimmed])
    numbers = NumbersField(lazy("Which applicants, by number"), [at_most(2000)], filters=[trimmed])
    ordered_on = ErasableFact(lazy("Day of the order"))
    decision_id = SelectField(lazy("The decision that ordered it"), default="")
    note = TextAreaField(lazy("Note"), [at_most(4000)], filters=[trimmed])

    def offer(self, source: Proceeding) -> None:
        rows = queries.proceedings(matter(), uow=g.uow)
        others = [row for row in rows if row.id != source.id and _can_take(row, source)]
        self.what.choices = [
            (MoveKind.JOINED.value, _("joined: everybody goes into another proceeding")),
            (MoveKind.SEVERED.value, _("severed: some applicants go into another proceeding")),
        ]
        self.into.choices = [(NEW, _("a new proceeding")), *((str(row.id), title_of(row)) for row in others)]
        decided = queries.decisions(rows, uow=g.uow)
        self.decision_id.choices = [("", _("not recorded yet"))] + [
            (str(one.id), f"{title_of(row)}: {_last(one)}") for row in rows for one in decided[row.id]
        ]
        self.offer_papers()

    def value(self) -> dict[str, object]:
        on: DateFact | None = self.ordered_on.data
        return {"ordered_on": on, "decision_id": id_or_none(self.decision_id.data), "note": self.note.data or ""}


def _can_take(row: Proceeding, source: Proceeding) -> bool:
    return row.state == source.state and row.forum is not Forum.NO_REMEDY


@pages.route(
    "/matters/<uuid:matter_id>/proceedings/<uuid:proceeding_id>/move",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="move_applicants",
)
def move(matter_id: UUID, proceeding_id: UUID) -> ResponseReturnValue:
    """The court joined this proceeding to another, or severed applicants from it."""
    source = proceeding_of(proceeding_id)
    people = queries.applicants(matter(), uow=g.uow)
    form = MoveForm()
    form.offer(source)
    if not posted():
        form.what.data = MoveKind.SEVERED.value
    elif form.validate():
        severed = form.what.data == MoveKind.SEVERED.value
        whose = form.numbers.whose(people) if severed else source.applicants
        if not form.errors and save(form, partial(_moved, form, source, whose, severed=severed), source):
            return redirect(url_for("matters.chain", matter_id=matter_id), 303)
    form.revision.data = str(source.revision)
    drawn = render_template(
        "office/matters/move_form.html",
        **frame("chain"),
        form=form,
        proceeding=source,
        proceeding_title=title_of(source),
        standing=spans([row.number for row in people if row.id in set(source.applicants)]),
    )
    return drawn, status()


def _moved(form: MoveForm, source: Proceeding, whose: Sequence[UUID], *, severed: bool) -> None:
    if form.into.data == NEW:
        given = {"court": form.court.data or source.court, "case_number": form.case_number.data or ""}
        target = joinings.new_beside(source, **given, uow=g.uow)
    else:
        target = proceeding_of(UUID(form.into.data))
    if severed:
        joinings.sever(source, target, whose, **form.value(), uow=g.uow)  # type: ignore[arg-type]
    else:
        joinings.join(source, target, **form.value(), uow=g.uow)  # type: ignore[arg-type]


class BackForm(MatterForm):
    reason = StringField(lazy("Why it is taken back"), [at_most(300)], filters=[trimmed])


@pages.route(
    "/matters/<uuid:matter_id>/joinings/<uuid:joining_id>",
    methods=["GET", "POST"],
    guard=may(Action.FACT_RECORD),
    endpoint="take_back_joining",
)
def back(matter_id: UUID, joining_id: UUID) -> ResponseReturnValue:
    """One joining or severing, and the way back."""
    row = queries.within(Joining, joining_id, matter(), uow=g.uow)
    form = BackForm()
    if posted() and form.validate():
        act = partial(joinings.take_back, row, matter=matter(), reason=form.reason.data or "", uow=g.uow)
        if save(form, act, row):
            return redirect(url_for("matters.chain", matter_id=matter_id), 303)
    form.revision.data = str(row.revision)
    titles = {one.id: title_of(one) for one in queries.proceedings(matter(), uow=g.uow)}
    numbers = [one.number for one in queries.applicants(matter(), uow=g.uow) if one.id in set(row.applicants)]
    drawn = render_template(
        "office/matters/joining.html",
        **frame("chain"),
        form=form,
        row=row,
        said=said(row, titles, numbers),
        signer=g.uow.proof(row).author.id,
        tell=tell,
        amber=[str(MISSING[code]) for code in row.missing],
    )
    return drawn, status()


def said(row: Joining, titles: Mapping[UUID, str], numbers: Sequence[int]) -> str:
    """One such act in a sentence."""
    whom = ngettext("applicant %(numbers)s", "applicants %(numbers)s", len(numbers), numbers=spans(numbers))
    given = {"whom": whom, "into": titles.get(row.into_id, "–"), "day": tell(row.ordered_on)}
    if row.kind is MoveKind.JOINED:
        return _("Joined into %(into)s (%(whom)s), order of %(day)s", **given)
    return _("Severed into %(into)s: %(whom)s, order of %(day)s", **given)
