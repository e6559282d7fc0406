"""Tasks of a matter: the list with filters, a new one, one task with its comments."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import notes, place, tasks
from caseintake.casework.kinds import About
from caseintake.casework.model import WorkTask
from caseintake.casework.tasks import Line
from caseintake.i18n import _, lazy
from caseintake.matters.wording import word
from caseintake.web.asked import one_of, whole_number
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import (
    called_all,
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.notes import note_form, told
from caseintake.web.office.numbers import NumbersField
from caseintake.web.office.work_pages import WorkForm, colleagues, page_address, people, words

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
#: Lines on one page.
PAGE: Final = 100
SHOWN: Final = ("open", "overdue", "done", "all")
SORTS: Final = ("due", "person", "made")


class TaskWords(NamedTuple):
    """What a task says."""

    what: str
    more: str
    assignee: UUID | None
    due_on: date | None


class TaskForm(WorkForm):
    what = StringField(lazy("What is to be done"), [Needed(), at_most(300)], filters=[trimmed])
    assignee = SelectField(lazy("Who does it"))
    due_on = DayField(lazy("By which day"))
    applicants = NumbersField(lazy("For which applicants, by number"), [at_most(2000)], filters=[trimmed])
    more = TextAreaField(lazy("More about it"), [at_most(10_000)], filters=[trimmed])

    def offer(self) -> None:
        self.assignee.choices = [("", _("whoever is responsible for the matter")), *colleagues()]

    def value(self) -> TaskWords:
        return TaskWords(
            self.what.data or "", self.more.data or "", id_or_none(self.assignee.data), self.due_on.data
        )  # fmt: skip


def said(line: Line) -> str:
    """A task in words: of a client file its kind goes before."""
    if line.kind is None:
        return line.what
    return ": ".join(part for part in (word(line.kind), line.what) if part)


def asked() -> dict[str, str]:
    """The filters of the address."""
    return {
        "show": one_of("show", SHOWN, default="open"),
        "sort": one_of("sort", SORTS, default="due"),
        "person": request.args.get("person", "")[:36],
    }


def chosen(lines: list[Line], wanted: dict[str, str], today: date) -> list[Line]:
    """The lines the filters let through, in the order asked for."""
    kept = [
        line
        for line in lines
        if (wanted["show"] in ("all", "done" if not line.open else "open") or _late(line, wanted, today))
        and wanted["person"] in ("", str(line.person))
    ]
    if wanted["sort"] == "person":
        kept.sort(key=lambda line: (name_of(line.person).casefold(), line.due_on or date.max))
    elif wanted["sort"] == "made":
        kept.sort(key=lambda line: line.made_on or date.min, reverse=True)
    return kept


def _late(line: Line, wanted: dict[str, str], today: date) -> bool:
    return wanted["show"] == "overdue" and line.overdue(today)


def listed(lines: list[Line], wanted: dict[str, str]) -> dict[str, Any]:
    """What a list of tasks needs, one page of it."""
    today = g.uow.clock.today()
    kept = chosen(lines, wanted, today)
    number = whole_number("page", default=1, least=1)
    return {
        "lines": kept[(number - 1) * PAGE : number * PAGE],
        "number": len(kept),
        "page": number,
        "page_count": -(-len(kept) // PAGE),
        "late": sum(line.overdue(today) for line in lines),
        "asked": wanted,
        "said": said,
        "today": today,
        "pager_address": page_address,
        "may_record": allows(g.uow.actor.role, Action.FACT_RECORD),
    }


@pages.get("/matters/<uuid:matter_id>/tasks", guard=READ, endpoint="tasks")
def index(matter_id: UUID) -> str:
    """Everything that is to be done in this matter: tasks, what client files ask for, letters that wait."""
    return page("")


def page(refused: str) -> str:
    """The list, with what could not be done."""
    lines = tasks.of_matter(matter(), uow=g.uow)
    who = {line.person for line in lines}
    return render_template(
        "office/work/tasks.html",
        **frame("tasks"),
        **(words() | listed(lines, asked())),
        colleagues=colleagues(),
        persons=sorted(((str(id), name_of(id)) for id in who if id is not None), key=lambda pair: pair[1]),
        refused=refused,
    )


@pages.route("/matters/<uuid:matter_id>/tasks/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_task")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new task: what it is, is enough."""
    form = TaskForm()
    form.offer()
    if not posted():
        form.assignee.data = str(g.uow.actor.id)
        form.applicants.data = request.args.get("numbers", "")[:100]
    elif form.validate():
        whose = form.applicants.whose(people())
        act = partial(tasks.add, matter(), **form.value()._asdict(), applicants=whose, uow=g.uow)
        if not form.errors and save(form, act):
            return redirect(url_for("matters.tasks", matter_id=matter_id), 303)
    drawn = render_template("office/work/task_form.html", **frame("tasks"), **words(), form=form, row=None)
    return drawn, status()


@pages.get("/matters/<uuid:matter_id>/tasks/<uuid:work_id>", guard=READ, endpoint="task")
def show(matter_id: UUID, work_id: UUID) -> ResponseReturnValue:
    """One task with its comments."""
    return _one(work_id)


@pages.post("/matters/<uuid:matter_id>/tasks/<uuid:work_id>", guard=RECORD, endpoint="change_task")
def change(matter_id: UUID, work_id: UUID) -> ResponseReturnValue:
    """Say it otherwise, give it to somebody else, take it up again."""
    return _one(work_id)


def _one(work_id: UUID) -> ResponseReturnValue:
    row = place.within(WorkTask, work_id, matter(), uow=g.uow)
    form = TaskForm()
    form.offer()
    if not posted():
        form.what.data, form.more.data = row.what, row.more
        form.assignee.data = str(row.assignee or "")
        form.due_on.data, form.due_on.typed = row.due_on, form.due_on.shown(row.due_on)
        form.revision.data = version(row)
    elif "reopen" in request.form:
        if save(form, partial(tasks.reopen, row, uow=g.uow), row):
            return redirect(url_for("matters.task", matter_id=matter().id, work_id=work_id), 303)
    elif form.validate():
        act = partial(tasks.change, row, **form.value()._asdict(), uow=g.uow)
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return redirect(url_for("matters.tasks", matter_id=matter().id), 303)
    comments = notes.about(notes.of_matter(matter(), uow=g.uow), About.TASK, row.id)
    drawn = render_template(
        "office/work/task_form.html",
        **frame("tasks"),
        **words(),
        form=form,
        row=row,
        whose=[called_all([one])[one.id] for one in people() if one.id in row.applicants][:20],
        comments=comments,
        corrected=notes.corrected(comments),
        comment=note_form(About.TASK, row.id),
        **told(),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )
    return drawn, status()


def _as_it_stands(row: WorkTask) -> list[tuple[str, str]]:
    return [
        (_("What is to be done"), row.what),
        (_("Who does it"), name_of(row.assignee)),
        (_("More about it"), row.more),
    ]
