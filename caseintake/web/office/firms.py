"""Firms that act together in a matter, and one that leaves with its clients' files."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.i18n import lazy
from caseintake.matters import queries, team
from caseintake.matters.model import Applicant
from caseintake.representation import firms
from caseintake.representation.firms import Told
from caseintake.representation.model import FirmInCase
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.authorities import RepresentationForm, apart
from caseintake.web.office.matters_pages import frame, matter, may, name_of, pages, save
from caseintake.web.office.numbers import meant

HERE: Final = "/matters/<uuid:matter_id>/firms"


class FirmForm(RepresentationForm):
    """One firm. ``row`` is empty for a new one."""

    row = HiddenField(default="")
    name = StringField(lazy("Firm"), [Needed(), at_most(200)], filters=[trimmed])
    leads = BooleanField(lazy("It leads the case"))
    corresponds = BooleanField(lazy("It writes to the Court and receives its letters"))
    costs = TextAreaField(lazy("Who bears which costs"), [at_most(2000)], filters=[trimmed])
    declared_on = DayField(lazy("Declared on that no conflict keeps it from acting"))
    declared = TextAreaField(lazy("Who declared it, in which words"), [at_most(2000)], filters=[trimmed])

    def fill(self, row: FirmInCase) -> None:
        self.row.data = str(row.id)
        for name in ("name", "leads", "corresponds", "costs", "declared_on", "declared"):
            self[name].data = getattr(row, name)
        self.declared_on.typed = self.declared_on.shown(row.declared_on)

    def value(self) -> Told:
        return Told(
            self.name.data or "",
            bool(self.leads.data),
            bool(self.corresponds.data),
            self.costs.data or "",
            self.declared_on.data,
            self.declared.data or "",
        )


class LeaveForm(RepresentationForm):
    """A firm leaves, and takes the files of these clients."""

    numbers = StringField(lazy("Clients who go with it, by number"), [at_most(2000)], filters=[trimmed])
    left_on = DayField(lazy("Leaves on"), [Needed(lazy("Write the day."))])
    left_why = StringField(lazy("Why it leaves"), [Needed(), at_most(300)], filters=[trimmed])

    def chosen(self) -> list[Applicant]:
        """The clients who go; refuses at the box what cannot be read."""
        return meant(self.numbers, {row.number: row for row in queries.applicants(matter(), uow=g.uow)})


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="firms")
def index(matter_id: UUID) -> ResponseReturnValue:
    """Every firm with its people."""
    return _page({}, 200)


@pages.post(HERE, guard=may(Action.TEAM_CHANGE), endpoint="record_firm")
def record(matter_id: UUID) -> ResponseReturnValue:
    """A firm acts here, or something about it changed."""
    form = FirmForm()
    row = _row(form.row.data) if form.row.data else None
    if form.validate() and save(form, partial(firms.record, matter(), form.value(), row=row, uow=g.uow)):
        return redirect(url_for("matters.firms", matter_id=matter_id), 303)
    return _page({("firm", form.row.data or ""): form}, 422)


@pages.post(f"{HERE}/<uuid:firm_id>/leave", guard=may(Action.TEAM_CHANGE), endpoint="firm_leaves")
def leave(matter_id: UUID, firm_id: UUID) -> ResponseReturnValue:
    """Its people lose the key of the matter and keep the files of these clients alone."""
    form = LeaveForm()
    row = firms.firm(matter(), firm_id, uow=g.uow)
    closed: list[Applicant] = []
    if form.validate():
        clients = form.chosen()
        if not form.errors and save(
            form,
            lambda: closed.extend(
                firms.leave(
                    matter(), row, clients, on=form.left_on.data, why=form.left_why.data or "", uow=g.uow
                )
            ),
        ):  # fmt: skip
            if closed:
                return _page({}, 200, closed)
            return redirect(url_for("matters.firms", matter_id=matter_id), 303)
    return _page({("leave", str(row.id)): form}, 422)


def _row(text: str | None) -> FirmInCase:
    try:
        return firms.firm(matter(), UUID(text or ""), uow=g.uow)
    except ValueError:
        raise NotVisible from None


def _page(
    sent: Mapping[tuple[str, str], RepresentationForm], code: int, closed: Sequence[Applicant] = ()
) -> ResponseReturnValue:
    rows = firms.of_matter(matter(), uow=g.uow)
    named = [row.name for row in rows if row.left_on is None]
    on_team = set(team.members(matter(), uow=g.uow))
    of_others = team.firms(matter(), uow=g.uow)
    there = {firm for person, firm in of_others.items() if person in on_team}
    drawn = render_template(
        "office/representation/firms.html",
        **frame("firms"),
        rows=[(row, firms.people_of(matter(), row, uow=g.uow) if row.left_on is None else []) for row in rows],
        ours=sorted(name_of(id) for id in on_team - of_others.keys()),
        unnamed=sorted(firm for firm in there if not any(firms.same(firm, name) for name in named)),
        form_of=partial(_form_of, sent),
        faulty=next(iter(sent.values()), None),
        closed=closed,
        may_change=allows(g.uow.actor.role, Action.TEAM_CHANGE),
    )
    return drawn, code


def _form_of(
    sent: Mapping[tuple[str, str], RepresentationForm], word: str, row: FirmInCase | None = None
) -> RepresentationForm:
    """The form as it was sent, or one with what is known."""
    id = str(row.id) if row is not None else ""
    form = sent.get((word, id))
    if form is None:
        form = FirmForm(formdata=None) if word == "firm" else LeaveForm(formdata=None)
        if isinstance(form, FirmForm) and row is not None:
            form.fill(row)
    apart(form, f"{word}{id[:8]}")
    return form
