"""Who acts before the Court in a matter: representatives, the account there and who looks into it, what is missing."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField, StringField

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, lazy
from caseintake.matters import states
from caseintake.representation import desk, standing
from caseintake.representation.desk import Told
from caseintake.representation.kinds import Arena
from caseintake.representation.model import Representation, Representative
from caseintake.web.days import DayField
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.authorities import RepresentationForm, colleagues, drawing
from caseintake.web.office.matters_pages import (
    frame,
    id_or_none,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.signed_in import pressed

HERE: Final = "/matters/<uuid:matter_id>/representation"
#: Representatives one form has room for.
MOST: Final = 4


class DeskForm(RepresentationForm):
    account = StringField(lazy("Which account with the Court"), [at_most(200)], filters=[trimmed])
    checks_account = SelectField(lazy("Who looks into the account"))
    checks_account_too = SelectField(lazy("Who else can look into it"))
    every_days = IntegerField(lazy("Every how many days"), default=7)
    facts_changed_on = DayField(lazy("The facts in the form last changed on"))

    def offer(self) -> None:
        people = [("", _("nobody")), *colleagues()]
        self.checks_account.choices = self.checks_account_too.choices = people
        for at in range(MOST):
            person: Any = self[f"person{at}"]
            country: Any = self[f"country{at}"]
            person.choices = people
            country.choices = [("", _("not known")), *states.choices()]

    def fill(self, row: Representation) -> None:
        self.account.data, self.every_days.data = row.account, row.every_days
        self.checks_account.data = str(row.checks_account or "")
        self.checks_account_too.data = str(row.checks_account_too or "")
        self.facts_changed_on.data = row.facts_changed_on
        self.facts_changed_on.typed = self.facts_changed_on.shown(row.facts_changed_on)
        for at, one in enumerate(row.representatives[:MOST]):
            self[f"person{at}"].data = str(one.person_id or "")
            self[f"name{at}"].data, self[f"country{at}"].data = one.name, one.country
        self.revision.data = version(row)

    def value(self) -> Told:
        named = (
            Representative(
                id_or_none(self[f"person{at}"].data), self[f"name{at}"].data or "", self[f"country{at}"].data
            )
            for at in range(MOST)
        )
        return Told(
            tuple(one for one in named if one.person_id is not None or one.name),
            self.account.data or "",
            id_or_none(self.checks_account.data),
            id_or_none(self.checks_account_too.data),
            self.every_days.data or 0,
            self.facts_changed_on.data,
        )


for _at in range(MOST):
    setattr(DeskForm, f"person{_at}", SelectField(lazy("Colleague")))
    setattr(DeskForm, f"name{_at}", StringField(lazy("or somebody else"), [at_most(200)], filters=[trimmed]))
    setattr(DeskForm, f"country{_at}", SelectField(lazy("Works in"), default=""))


@pages.route(HERE, methods=["GET"], guard=may(Action.MATTER_READ), endpoint="representation")
def show(matter_id: UUID) -> ResponseReturnValue:
    """Who acts, and what would break tomorrow."""
    return _page(None)


@pages.post(HERE, guard=may(Action.MATTER_CHANGE), endpoint="change_representation")
def change(matter_id: UUID) -> ResponseReturnValue:
    """Record who acts."""
    form = DeskForm()
    form.offer()
    row = desk.of_matter(matter(), uow=g.uow)
    known = [row] if row is not None else []
    if form.validate() and save(form, lambda: desk.change(matter(), form.value(), uow=g.uow), *known):
        return redirect(url_for("matters.representation", matter_id=matter_id), 303)
    return _page(form)


@pages.post(f"{HERE}/looked", guard=may(Action.FACT_RECORD), endpoint="looked_into_account")
def looked(matter_id: UUID) -> ResponseReturnValue:
    """I have looked into the account with the Court today."""
    pressed()
    if desk.last_look(matter(), uow=g.uow) != g.uow.clock.today():
        desk.look(matter(), uow=g.uow)
        g.uow.commit()
    return redirect(url_for("matters.representation", matter_id=matter_id), 303)


def _page(form: DeskForm | None) -> ResponseReturnValue:
    row = desk.of_matter(matter(), uow=g.uow)
    if form is None:
        form = DeskForm(formdata=None)
        form.offer()
        if row is not None:
            form.fill(row)
    now = desk.seen(matter(), uow=g.uow)
    by = standing.in_force(uow=g.uow)
    drawn = render_template(
        "office/representation/representing.html",
        **frame("representation"),
        form=form,
        row=row,
        now=now,
        warnings=desk.warnings(now),
        trios=[(form[f"person{at}"], form[f"name{at}"], form[f"country{at}"]) for at in range(MOST)],
        court=partial(_before_court, by),
        may_change=allows(g.uow.actor.role, Action.MATTER_CHANGE),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **drawing(),
    )
    return drawn, status() if posted() else 200


def _before_court(by: Mapping[tuple[UUID, Arena], object], person: UUID | None) -> object:
    return by.get((person, Arena.STRASBOURG)) if person is not None else None
