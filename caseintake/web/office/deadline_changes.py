"""Dates that changed, to accept one by one: old, new, why."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField

from caseintake.access.policy import Action, allows
from caseintake.deadlines import changes, service, wording
from caseintake.deadlines.changes import Change
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.web.office.matters_pages import MatterForm, called_all, frame, ids, matter, may, pages, save, status

HERE = "/matters/<uuid:matter_id>/time-limits/changes"


class ChangesForm(MatterForm):
    limits = SelectMultipleField(lazy("New dates to accept"))


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="changes")
def show(matter_id: UUID) -> str:
    """Every later date that waits for a yes, and what has moved earlier."""
    form = ChangesForm()
    _offer(form)
    return _drawn(form)


@pages.post(HERE, guard=may(Action.MATTER_CHANGE), endpoint="accept_changes")
def accept(matter_id: UUID) -> ResponseReturnValue:
    """Work with the new dates that were ticked."""
    form = ChangesForm()
    _offer(form)
    rows = service.deadlines_of(matter(), uow=g.uow)
    if not form.limits.data:
        form.refuse("limits", _("Tick at least one date."))
    elif form.validate() and save(form, lambda: changes.accept(rows, _ticked(form), uow=g.uow)):
        return redirect(url_for("matters.changes", matter_id=matter_id), 303)
    return _drawn(form), status()


def _offer(form: ChangesForm) -> None:
    waiting = changes.to_accept(service.deadlines_of(matter(), uow=g.uow))
    form.limits.choices = [(_value(one), one.row.rule) for one in waiting]


def _value(one: Change) -> str:
    """Names the limit and its new date: a yes is a yes to the date that was shown, and to no other since."""
    return f"{one.row.id} {one.new}"


def _ticked(form: ChangesForm) -> tuple[UUID, ...]:
    return ids(value.partition(" ")[0] for value in form.limits.data or ())


def _drawn(form: ChangesForm) -> str:
    rows = service.deadlines_of(matter(), uow=g.uow)
    return render_template(
        "office/deadlines/changes.html",
        **frame("deadlines"),
        form=form,
        waiting=changes.to_accept(rows),
        value=_value,
        earlier=changes.moved_earlier(rows, g.uow.clock.today()),
        people=called_all(queries.applicants(matter(), uow=g.uow)),
        may_accept=allows(g.uow.actor.role, Action.MATTER_CHANGE),
        w=wording,
    )
