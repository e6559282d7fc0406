"""My matters, a new matter, and a matter at a glance."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows, roles
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as deadline_words
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State as DeadlineState
from caseintake.i18n import OWN_NAMES, _, lazy
from caseintake.matters import decisions, dispatches, queries, service, team
from caseintake.matters import places as placing
from caseintake.matters.codenames import suggest
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import ClientFile, Decision, Proceeding
from caseintake.people import barriers, contacts, places
from caseintake.remedies import looking
from caseintake.web.asked import one_of
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.guards import Guard, Nav
from caseintake.web.office import remedies_warnings
from caseintake.web.office.matters_pages import (
    MatterForm,
    frame,
    id_or_none,
    ids,
    label,
    matter,
    may,
    name_of,
    names,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.numbers import spans

#: How many of the next time-limits stand on the overview.
SHOWN = 6
#: Among so many applicants the list of matters counts whose files stand in none of them; among more it reads nobody.
FEW = 500
READERS = roles(Action.MATTER_READ)


class MatterWords(NamedTuple):
    """What a matter's own form says."""

    codename: str
    about: str
    responsible: UUID | None
    deputy: UUID | None


class AboutForm(MatterForm):
    """Codename, what it is about, who looks after it."""

    codename = StringField(lazy("Codename"), [Needed(), at_most(60)], filters=[trimmed])
    about = TextAreaField(lazy("What it is about"), [at_most(4000)], filters=[trimmed])
    responsible = SelectField(lazy("Responsible"))
    deputy = SelectField(lazy("Deputy"))

    def value(self) -> MatterWords:
        return MatterWords(
            self.codename.data or "",
            self.about.data or "",
            id_or_none(self.responsible.data),
            id_or_none(self.deputy.data),
        )


class NewForm(AboutForm):
    """A new matter, perhaps with clients whose files the person holds already."""

    clients = SelectMultipleField(lazy("Clients whose files you hold outside any matter"))

    def chosen(self, files: list[ClientFile]) -> list[ClientFile]:
        """Whom it begins with. Whoever must not learn of one of them cannot look after this matter."""
        ticked = set(ids(self.clients.data))
        found = [file for file in files if file.id in ticked]
        for box in ("responsible", "deputy"):
            who = id_or_none(self[box].data)
            for file in found:
                if who is not None and who != g.uow.actor.id and any(one.who == who for one in file.barriers):
                    self.refuse(box, _("%(who)s must not learn of %(whom)s.", who=name_of(who), whom=file.name))
        return found


def _offer(form: AboutForm, people: list[UUID], named: UUID | None = None) -> None:
    """``named`` is responsible now, and stays on offer whatever role she has."""
    offered = sorted(((str(id), name_of(id)) for id in people), key=lambda pair: pair[1].casefold())
    nobody = ("", _("nobody yet"))
    able = {str(id) for id in (*team.may_look_after(uow=g.uow), named)}
    form.responsible.choices = [nobody, *(pair for pair in offered if pair[0] in able)]
    form.deputy.choices = [nobody, *offered]


@pages.get("/matters", guard=Guard.role(*READERS), nav=Nav(lazy("Matters"), 30))
def index() -> str:
    """The matters whose key the person holds; of others not a trace."""
    shown = one_of("state", ("open", "closed"), default="open")
    lines = queries.my_matters(uow=g.uow, state=MatterState(shown))
    creates = allows(g.uow.actor.role, Action.MATTER_CREATE)
    held = creates and places.holds_files(uow=g.uow)
    few = sum(line.applicants for line in lines) <= FEW
    return render_template(
        "office/matters/index.html",
        lines=lines,
        taken_along=len(places.without_matter(uow=g.uow)) if held and few else 0,
        perhaps_taken_along=held and not few,
        state=shown,
        name_of=name_of,
        may_create=creates,
    )


@pages.route("/matters/new", methods=["GET", "POST"], guard=Guard.role(*roles(Action.MATTER_CREATE)), endpoint="new")
def new() -> ResponseReturnValue:
    """A new matter: a codename is enough. Clients of a matter the person's firm has left can come along."""
    form, files = NewForm(), places.without_matter(uow=g.uow)
    form.clients.choices = [(str(file.id), file.name) for file in files]
    me = g.uow.actor.id
    could = [person.id for person in g.uow.roster.people() if person.active and person.role in READERS]
    _offer(form, [id for id in could if id == me or id in names()])
    if not posted():
        form.codename.data = suggest({line.label.codename for line in queries.my_matters(uow=g.uow)})
        form.responsible.data = str(me) if me in team.may_look_after(uow=g.uow) else ""
    elif form.validate():
        clients, made = form.chosen(files), list[UUID]()
        if not form.errors and save(form, lambda: made.append(_made(form.value(), clients))):
            return redirect(url_for("matters.overview", matter_id=made[0]), 303)
    page = {"form": form, "files": files, "contacts": contacts.all_of, "languages": OWN_NAMES}
    return render_template("office/matters/new.html", **page), status()


def _made(value: MatterWords, clients: list[ClientFile]) -> UUID:
    """The matter with these clients as its first applicants; their files are opened to it and stay one each."""
    made = service.create_matter(**value._asdict(), uow=g.uow)
    for file in clients:
        placing.give_place(made, None, file, uow=g.uow)
        barriers.mark(file, made, uow=g.uow)
    return made.id


@pages.get("/matters/<uuid:matter_id>", guard=may(Action.MATTER_READ))
def overview(matter_id: UUID) -> str:
    """Who is in it, where it stands, what is missing."""
    here = matter()
    people = queries.applicants(here, uow=g.uow)
    files = queries.client_files(people, uow=g.uow)
    running = queries.proceedings(here, uow=g.uow)
    decided = queries.decisions(running, uow=g.uow)
    lodged = queries.filings(running, uow=g.uow)
    unfinished = dispatches.amber((one for filed in lodged.values() for one in filed), uow=g.uow)
    limits = deadlines.deadlines_of(here, uow=g.uow)
    amber = [
        (row, _incomplete(row, decided[row.id]) + sum(one.id in unfinished for one in lodged[row.id]))
        for row in running
    ]
    return render_template(
        "office/matters/overview.html",
        **frame("overview"),
        applicants=len(people),
        closed=len(people) - len(files),
        without_contact=sum(not file.contact for file in files.values()),
        complaints=queries.complaints(here, uow=g.uow),
        amber=amber,
        whose={row.id: _numbers(row, {person.id: person.number for person in people}) for row in running},
        ending=_ending(limits),
        warned=remedies_warnings.shown(looking.warnings(here, limits=limits, uow=g.uow)),
        limits=deadline_words,
        today=g.uow.clock.today(),
        team=team.members(here, uow=g.uow),
        may_change=allows(g.uow.actor.role, Action.MATTER_CHANGE),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


class Ending(NamedTuple):
    """Running limits of one rule that end on one day: the first of them, of how many applicants, and how many.

    A limit of a whole proceeding is of no applicant in particular.
    """

    due: date | None
    rule: str
    state: DeadlineState
    first: UUID
    number: int
    limits: int


def _ending(limits: list[Deadline]) -> list[Ending]:
    """The next to end, those that may end any day on top."""
    found: dict[tuple[date | None, str, DeadlineState], list[Deadline]] = {}
    for row in limits:
        if row.running:
            found.setdefault((row.due, row.rule, row.state), []).append(row)
    return [
        Ending(*key, rows[0].id, len({row.applicant_id for row in rows if row.applicant_id}), len(rows))
        for key, rows in list(found.items())[:SHOWN]
    ]


def _numbers(row: Proceeding, known: Mapping[UUID, int]) -> str:
    """Of which applicants a proceeding is, by number: ``1–4, 7``."""
    said = spans([known[id] for id in row.applicants if id in known])
    return _("applicants %(numbers)s", numbers=said) if said else ""


def _incomplete(row: Proceeding, decided: list[Decision]) -> int:
    """How many decisions of a proceeding are not complete; one that must exist and is not there is one."""
    found = len(decisions.nothing_yet(row, decided))
    return found + sum(bool(decisions.missing(one, row.forum)) for one in decided)


@pages.route(
    "/matters/<uuid:matter_id>/edit",
    methods=["GET", "POST"],
    guard=may(Action.MATTER_CHANGE),
    endpoint="edit",
)
def edit(matter_id: UUID) -> ResponseReturnValue:
    """Codename, what it is about, responsible and deputy."""
    here, its_label = matter(), label()
    form = AboutForm()
    _offer(form, team.members(here, uow=g.uow), its_label.responsible)
    if not posted():
        form.codename.data, form.about.data = its_label.codename, here.about
        form.responsible.data = str(its_label.responsible or "")
        form.deputy.data = str(its_label.deputy or "")
        form.revision.data = version(here, its_label)
    elif form.validate():
        value = form.value()
        act = partial(service.change_matter, here, **value._asdict(), uow=g.uow)
        if save(form, act, here, its_label, theirs=_as_it_stands):
            return redirect(url_for("matters.overview", matter_id=here.id), 303)
    return render_template("office/matters/edit.html", **frame("overview"), form=form), status()


def _as_it_stands() -> list[tuple[str, str]]:
    """What a colleague has saved meanwhile."""
    here, its_label = matter(), label()
    return [
        (_("Codename"), its_label.codename),
        (_("What it is about"), here.about),
        (_("Responsible"), name_of(its_label.responsible)),
        (_("Deputy"), name_of(its_label.deputy)),
    ]


@pages.post("/matters/<uuid:matter_id>/state", guard=may(Action.MATTER_CHANGE))
def change_state(matter_id: UUID) -> ResponseReturnValue:
    """Close the matter, or open it again."""
    form = MatterForm()
    if form.validate():
        here = matter()
        state = MatterState.OPEN if here.state is MatterState.CLOSED else MatterState.CLOSED
        save(form, lambda: service.set_state(here, state, uow=g.uow))
        return redirect(url_for("matters.overview", matter_id=here.id), 303)
    return render_template("office/matters/stale.html", **frame("overview"), form=form), 422
