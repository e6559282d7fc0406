"""The dates of a matter that no rule computes: the list with a line to type one, one date, changing it."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.deadlines import slips
from caseintake.deadlines import wording as limits
from caseintake.diary import queries as diary
from caseintake.diary import service, wording
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.diary.queries import Dated
from caseintake.i18n import _, format_day
from caseintake.matters import queries
from caseintake.people.wording import AMBER
from caseintake.representation import of_age
from caseintake.web.office.cautions import files_of, heeded
from caseintake.web.office.date_forms import AskForm, DateForm, DiaryForm, DoneForm, WhyForm
from caseintake.web.office.decisions import papers
from caseintake.web.office.matters_pages import called_all, frame, matter, may, name_of, pages, posted, save, status
from caseintake.web.office.matters_pages import version as version_of
from caseintake.web.office.numbers import spans

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
ONE = "/matters/<uuid:matter_id>/dates/<uuid:entry_id>"


def dated(entry_id: UUID) -> Dated:
    """The date of the address, if it is of this matter."""
    return diary.date_of(matter(), entry_id, uow=g.uow)


def words() -> dict[str, Any]:
    """What templates of the diary need to say anything."""
    return {"d": wording, "w": limits, "today": g.uow.clock.today(), "hour": wording.hour}


@pages.get("/matters/<uuid:matter_id>/dates", guard=READ, endpoint="dates")
def index(matter_id: UUID) -> str:
    """What is to come, what was, and one line to type the next."""
    every = diary.dates_of(matter(), uow=g.uow)
    people = queries.applicants(matter(), uow=g.uow)
    form = DateForm(formdata=None)
    form.offer(new=True)
    return render_template(
        "office/dates/index.html",
        **frame("dates"),
        **words(),
        coming=[one for one in every if one.entry.running],
        over=[one for one in every if not one.entry.running],
        whose=partial(_numbers, {row.id: row.number for row in people}),
        birthdays=of_age.birthdays(people, queries.client_files(people, uow=g.uow), uow=g.uow),
        amber=AMBER,
        clashing=_clashing([one.entry.due for one in every if one.entry.running]),
        answered=len(service.agreed([one.entry for one in every], uow=g.uow)),
        form=form,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


def _numbers(known: Mapping[UUID, int], entry: DiaryEntry) -> str:
    return spans([known[id] for id in entry.applicants if id in known])


def _clashing(days: list[date]) -> set[UUID]:
    """The dates around these days that somebody of ours cannot attend both."""
    if not days:
        return set()
    found = diary.clashes(min(days) - timedelta(days=1), max(days) + timedelta(days=1), g.uow)
    return {id for each, _first, _second in found for id in (each.first, each.second)}


@pages.route("/matters/<uuid:matter_id>/dates/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_date")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new date: kind and day are enough."""
    form = DateForm()
    form.offer(new=True)
    if posted() and form.validate() and _may_meet(form):
        made: list[Dated] = []
        if save(form, lambda: made.append(service.record(matter(), form.value(), uow=g.uow))):
            return redirect(url_for("matters.date", matter_id=matter_id, entry_id=made[0].entry.id), 303)
    return _page(form, _("New date"), None)


def _may_meet(form: DateForm) -> bool:
    """Whoever stands in one list of a hearing meets the others in the corridor and hears their names."""
    typed = form.value()
    if typed.kind is not Kind.HEARING:
        return True
    people = files_of(typed.applicants or [row.id for row in queries.applicants(matter(), uow=g.uow)])
    return heeded(form, people, about=people, typed=[one.who for one in typed.appearances])


@pages.get(ONE, guard=READ, endpoint="date")
def show(matter_id: UUID, entry_id: UUID) -> str:
    """One date: when, where, who for whom, what it clashes with, what it brought, what was done."""
    return drawn(dated(entry_id))


def drawn(one: Dated, sent: str = "", form: DiaryForm | None = None) -> str:
    entry, label = one
    every = diary.dates_of(matter(), uow=g.uow)
    role, called = g.uow.actor.role, called_all(queries.applicants(matter(), uow=g.uow))
    return render_template(
        "office/dates/show.html",
        **frame("dates"),
        **words(),
        entry=entry,
        when=label,
        title=entry.what or wording.KINDS[entry.kind],
        people=[called[id] for id in entry.applicants],
        everybody=len(called),
        proof=dict(papers()).get(entry.proof_id) if entry.proof_id else None,
        clashes=diary.clashes_with(one, g.uow),
        earlier=next((each.entry for each in every if each.entry.id == entry.follows), None),
        later=next((each.entry for each in every if each.entry.follows == entry.id), None),
        notes=len(diary.notes_of(entry, uow=g.uow)),
        asked=slips.about(entry, uow=g.uow),
        answered=bool(service.agreed([entry], uow=g.uow)),
        forms={name: form if name == sent and form is not None else act_form(name) for name in FORMS},
        sent=sent,
        zone=g.uow.office.settings.zone,
        may_record=allows(role, Action.FACT_RECORD),
        may_decide=allows(role, Action.MATTER_CHANGE),
    )


FORMS: dict[str, type[DiaryForm]] = {
    "done": DoneForm, "cancel": WhyForm, "reopen": WhyForm, "slip": AskForm,
}  # fmt: skip


def act_form(name: str, *, filled: bool = False) -> DiaryForm:
    """A form of the page of one date, each with its own boxes."""
    made = FORMS[name](prefix=f"{name}-") if filled else FORMS[name](formdata=None, prefix=f"{name}-")
    if isinstance(made, AskForm):
        readers = ((str(id), name_of(id)) for id in slips.readers(uow=g.uow))
        made.reader.choices = sorted(readers, key=lambda pair: pair[1])
    return made


@pages.route(f"{ONE}/edit", methods=["GET", "POST"], guard=RECORD, endpoint="edit_date")
def edit(matter_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Change it; a day or hour that moves needs a reason."""
    one = dated(entry_id)
    form = DateForm()
    form.offer(new=False)
    if not posted():
        form.fill(one)
        form.revision.data = version_of(*one)
    elif form.validate() and _may_meet(form):
        act = partial(service.change, one, matter(), form.value(), why=form.why.data or "", uow=g.uow)
        if save(form, act, *one, theirs=partial(_as_it_stands, one)):
            return redirect(url_for("matters.date", matter_id=matter_id, entry_id=entry_id), 303)
    return _page(form, _("Change the date"), one)


def _page(form: DateForm, title: str, one: Dated | None) -> tuple[str, int]:
    page = render_template("office/dates/form.html", **frame("dates"), form=form, title=title, one=one)
    return page, status()


def _as_it_stands(one: Dated) -> list[tuple[str, str]]:
    return [
        (_("What it is"), str(wording.KINDS[one.entry.kind])),
        (_("Day"), format_day(one.entry.due)),
        (_("Time"), wording.hour(one.label.minute)),
        (_("In a line"), one.entry.what),
    ]
