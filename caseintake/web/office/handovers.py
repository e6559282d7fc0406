"""A lawyer is gone: what needs somebody else in every matter, prepared in one act, and how far it is for each client.

No page here says that standing moved because a key moved.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import SelectField, StringField

from caseintake.access.policy import Action, allows
from caseintake.casework import tasks
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as limits
from caseintake.deadlines.model import Deadline
from caseintake.i18n import _, lazy, use
from caseintake.identity import freezing
from caseintake.matters import queries, team
from caseintake.matters.kinds import DOMESTIC, Forum, Status
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.people import barriers
from caseintake.representation import desk, firms, handover, standing, wording
from caseintake.representation.handover import Load, Seat
from caseintake.representation.kinds import Arena, Errand, LawyerState
from caseintake.representation.model import Handover
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.office import draft_language
from caseintake.web.office.authorities import RECORD, WhoseForm, drawing, last_days, offered
from caseintake.web.office.matters_pages import MatterForm, called, frame, matter, may, name_of, save
from caseintake.web.office.matters_pages import pages as matter_pages
from caseintake.web.office.numbers import meant
from caseintake.web.office.other_firms import why_not
from caseintake.web.office.standings import SEES
from caseintake.web.office.standings import pages as standing_pages

HERE: Final = "/matters/<uuid:matter_id>/handover/<uuid:handover_id>"


class Near(NamedTuple):
    """The same last day of the same rule, for so many people."""

    rule: str
    day: date
    number: int
    row: Deadline


def near_limits(of: Matter) -> list[Near]:
    """What ends within thirty days or has ended, the first on top."""
    today = g.uow.clock.today()
    rows = [
        row
        for row in deadlines.deadlines_of(of, uow=g.uow)
        if row.running and row.due is not None and (row.due - today).days <= handover.DAYS
    ]
    count = Counter((row.due, row.rule) for row in rows)
    first = {(row.due, row.rule): row for row in rows}
    return [Near(rule, day, count[day, rule], first[day, rule]) for day, rule in sorted(count) if day is not None]


def _prepare_form(loads: Sequence[Load], person: UUID, *, sent: bool) -> Any:
    """A form with a box for each matter: who goes on there."""
    fields: dict[str, Any] = {
        "why": StringField(lazy("Why, in one sentence for the letters"), [Needed(), at_most(300)], filters=[trimmed])
    }
    for load in loads:
        fields[f"successor_{load.matter.id.hex}"] = SelectField(_("Who goes on"), default="")
        fields[f"firm_{load.matter.id.hex}"] = StringField(_("Of which other firm"), [at_most(200)], filters=[trimmed])
    form = type("PrepareHandover", (OfficeForm,), fields)(**({} if sent else {"formdata": None}))
    for load in loads:
        people = [(str(id), name_of(id)) for id in handover.could_follow(load.matter, person, uow=g.uow)]
        form[f"successor_{load.matter.id.hex}"].choices = [("", _("nothing is prepared here")), *people]
    return form


@standing_pages.get("/handover/<uuid:person_id>", guard=SEES, endpoint="handover_of")
def show(person_id: UUID) -> ResponseReturnValue:
    """Everything of this lawyer's that needs somebody else, as far as one's own keys reach."""
    loads = _loads(person_id)
    return _overview(person_id, loads, _prepare_form(loads, person_id, sent=False), 200)


def _loads(person_id: UUID) -> list[Load]:
    if g.uow.roster.find(person_id) is None:
        raise NotFound
    return handover.loads(person_id, uow=g.uow)


@standing_pages.post("/handover/<uuid:person_id>", guard=SEES, endpoint="prepare")
def prepare(person_id: UUID) -> ResponseReturnValue:
    """Prepare everything in one act: keys the acting person holds, names, pages for ink, drafts."""
    loads = _loads(person_id)
    form = _prepare_form(loads, person_id, sent=True)
    if not form.validate():
        return _overview(person_id, loads, form, 422)
    boxes = [
        (load.matter, form[f"successor_{load.matter.id.hex}"], form[f"firm_{load.matter.id.hex}"]) for load in loads
    ]
    chosen = [(of, field, firm) for of, field, firm in boxes if field.data]
    if not chosen:
        form.refuse("why", _("Choose who goes on in one matter at least."))
        return _overview(person_id, loads, form, 422)
    for of, field, firm in chosen:
        if why := _firm_waits(of, UUID(field.data), firm.data or ""):
            form.refuse(firm.name, why)
        if _must_not_learn(of, UUID(field.data)):
            form.refuse(field.name, _("Somebody must not learn of this. Read the warning, then decide."))
    if form.errors:
        return _overview(person_id, loads, form, 422)
    box = "why"
    try:
        for of, field, firm in chosen:
            box = field.name
            handover.prepare(of, person_id, UUID(field.data), why=form.why.data, firm=firm.data or "", uow=g.uow)
        g.uow.commit()
    except Refusal as refusal:
        g.uow.session.rollback()
        for fault in refusal.faults:
            form.refuse(box, wording.say(fault))
        return _overview(person_id, _loads(person_id), form, 422)
    return redirect(url_for("standing.handover_of", person_id=person_id), 303)


def _firm_waits(of: Matter, successor: UUID, firm: str) -> str:
    """What keeps somebody of another firm from being given the key; nothing for whoever is on the team."""
    if successor in team.members(of, uow=g.uow):
        return ""
    return why_not(of, firm or firms.known_of(successor, uow=g.uow))


def _must_not_learn(of: Matter, successor: UUID) -> bool:
    """Whether a file would open to somebody of whom its person asked that they never learn.

    Whoever decides for it all the same gives the key on the page of the team, where the warning says why.
    """
    on_team = successor in team.members(of, uow=g.uow)
    new = {
        row.client_file_id
        for row in queries.everybody(of, uow=g.uow)
        if not on_team or (row.restricted and successor not in team.people(row.client_file_vault_id, uow=g.uow))
    }
    known = {name_of(successor)}
    return bool(barriers.cautions(of, {successor}, about=new, names=known, uow=g.uow))


def _overview(person_id: UUID, loads: Sequence[Load], form: Any, code: int) -> ResponseReturnValue:
    drawn = render_template(
        "office/representation/handover.html",
        person_id=person_id,
        loads=[
            (load, queries.label_of(load.matter, uow=g.uow), near_limits(load.matter), _latest(load.matter, person_id))
            for load in loads
        ],
        frozen=person_id in freezing.frozen(uow=g.uow),
        beyond=desk.out_of_reach(person_id, uow=g.uow),
        people=lambda some: ", ".join(map(name_of, some)),
        form=form,
        successor=lambda load: form[f"successor_{load.matter.id.hex}"],
        firm=lambda load: form[f"firm_{load.matter.id.hex}"],
        now=standing.in_force(uow=g.uow),
        arenas=tuple(Arena),
        active=LawyerState.ACTIVE,
        words=wording,
        name_of=name_of,
        today=g.uow.clock.today(),
        may_prepare=allows(g.uow.actor.role, Action.TEAM_CHANGE),
        l=limits,
    )
    return drawn, code


def _latest(of: Matter, person: UUID) -> Handover | None:
    return next((row for row in handover.handovers(of, uow=g.uow) if row.leaves == person), None)


class TickForm(WhoseForm):
    """The same errand done for many."""

    errand = SelectField(lazy("What is done"), choices=offered(wording.ERRANDS))
    on = DayField(lazy("Day"), [Needed(lazy("Write the day."))])
    why = StringField(lazy("It was not done after all, because"), [at_most(300)], filters=[trimmed])


@matter_pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="handover")
def one(matter_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """How far it is for each client, and what the successor must file first."""
    return _one(handover.handover(matter(), handover_id, uow=g.uow), TickForm(formdata=None), 200)


@matter_pages.post(f"{HERE}/ticks", guard=RECORD, endpoint="tick_handover")
def tick(matter_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """An errand is done for these clients, or what was ticked is taken back with a reason."""
    row = handover.handover(matter(), handover_id, uow=g.uow)
    form = TickForm()
    if form.validate():
        seats = handover.seats(row, matter(), uow=g.uow)
        by_number = {seat.applicant.number: seat for seat in seats}
        some = seats if form.everybody.data else meant(form.numbers, by_number)
        act = partial(handover.take_back, why=form.why.data) if form.why.data else handover.tick
        if not form.errors and save(form, lambda: act(row, some, Errand(form.errand.data), on=form.on.data, uow=g.uow)):
            return redirect(url_for("matters.handover", matter_id=matter_id, handover_id=handover_id), 303)
    return _one(row, form, 422)


@matter_pages.post(f"{HERE}/ask", guard=RECORD, endpoint="ask_for_keys")
def ask(matter_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """A task for everybody who has a key that the successor still misses."""
    row = handover.handover(matter(), handover_id, uow=g.uow)
    form = MatterForm()
    wanted = _wanted(row, handover.seats(row, matter(), uow=g.uow))
    if form.validate() and save(form, lambda: handover.ask_for_keys(matter(), wanted, uow=g.uow)):
        return redirect(url_for("matters.handover", matter_id=matter_id, handover_id=handover_id), 303)
    return _one(row, TickForm(formdata=None), 422)


def _wanted(row: Handover, seats: Sequence[Seat]) -> dict[UUID, str]:
    """What each holder is asked to do, in one sentence that names applicants by number alone."""
    return {
        id: _(
            "Handover: open the files of applicants %(numbers)s to %(name)s",
            numbers=", ".join(map(str, numbers)),
            name=name_of(row.successor),
        )
        for id, numbers in handover.to_ask(seats, uow=g.uow).items()
    }


def _one(row: Handover, form: TickForm, code: int) -> ResponseReturnValue:
    days = last_days(matter(), uow=g.uow)
    seats = handover.seats(row, matter(), uow=g.uow)
    seats.sort(key=lambda seat: (days.get(seat.applicant.id, (date.max,))[0], seat.applicant.number))
    acts = desk.of_matter(matter(), uow=g.uow)
    now = standing.in_force(uow=g.uow)
    wanted = _wanted(row, seats)
    asked = {line.what for line in tasks.of_matter(matter(), uow=g.uow) if line.open} if wanted else set()
    drawn = render_template(
        "office/representation/handover_one.html",
        **frame("authorities"),
        row=row,
        seats=seats,
        done=_counts(seats),
        days=days,
        near=near_limits(matter()),
        acts=acts,
        now=now,
        arenas=tuple(Arena),
        errands=tuple(Errand),
        active=LawyerState.ACTIVE,
        form=form,
        called=called,
        author=g.uow.proof(row).author.id,
        tickers={id: g.uow.proof(tick).author.id for seat in seats for id, tick in _by_id(seat).items()},
        today=g.uow.clock.today(),
        to_ask=[id for id, words in wanted.items() if words not in asked],
        asked=[id for id, words in wanted.items() if words in asked],
        may_open=allows(g.uow.actor.role, Action.FILE_RESTRICT),
        me=g.uow.actor.id,
        people=lambda some: ", ".join(map(name_of, some)),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        may_see=g.uow.actor.role in SEES.roles,
        may_answer=allows(g.uow.actor.role, Action.CLIENT_ANSWER),
        **drawing(),
    )
    return drawn, code


def _by_id(seat: Seat) -> Mapping[UUID, Any]:
    return {one.id: one for one in (*seat.ticks.values(), *seat.taken_back)}


def _counts(seats: Sequence[Seat]) -> list[tuple[str, int]]:
    """What is done for how many."""
    return [
        (_("keys ready"), sum(seat.keys for seat in seats)),
        (_("new page signed, original in hand"), sum(seat.ink for seat in seats)),
        *((str(words), sum(errand in seat.ticks for seat in seats)) for errand, words in wording.ERRANDS.items()),
    ]


@matter_pages.get(f"{HERE}/letters", guard=may(Action.MATTER_READ), endpoint="handover_letters")
def letters(matter_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """Drafts to the Registry and to each court at home, to be printed, read and signed on paper."""
    row = handover.handover(matter(), handover_id, uow=g.uow)
    running = [one for one in queries.proceedings(matter(), uow=g.uow) if one.status is not Status.ENDED]
    files = queries.client_files(queries.applicants(matter(), uow=g.uow), uow=g.uow)
    spoken = [code for code, _number in Counter(file.language for file in files.values()).most_common()]
    language = draft_language.chosen(spoken)
    with use(language):
        courts = [wording.change_of_lawyer(one, name_of(row.successor)) for one in running if one.forum in DOMESTIC]
    return render_template(
        "office/representation/handover_letters.html",
        **frame("authorities"),
        row=row,
        applications=[one for one in running if one.forum is Forum.ECHR],
        letters=courts,
        language_of_draft=language,
        languages=draft_language.offered(language, spoken),
        today=g.uow.clock.today(),
    ), 200
