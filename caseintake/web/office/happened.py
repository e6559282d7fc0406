"""What happened and is neither a decision nor a filing: one page to choose, one page with just its fields, the list."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import letters, place
from caseintake.casework.model import Letter
from caseintake.deadlines import asking, event_words
from caseintake.deadlines.statute import the_law
from caseintake.deadlines.wording import short
from caseintake.i18n import _, lazy
from caseintake.law.events import EVENTS
from caseintake.matters import happened, queries, service, states
from caseintake.matters.facts import DateFact
from caseintake.matters.model import ProceduralEvent
from caseintake.matters.wording import MISSING, tell
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.by_number import ByNumber
from caseintake.web.office.decisions import (
    ErasableFact,
    FactsForm,
    choice_fields,
    choices_in,
    chosen_in,
    cleared_in,
    dates_of,
    facts_in,
    offer_choices,
    show_choices,
    show_facts,
)
from caseintake.web.office.matters_pages import (
    MatterForm,
    applicant_choices,
    called_all,
    frame,
    id_or_none,
    ids,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.proceedings import proceeding_of

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)


class EventWords(NamedTuple):
    """What a record of what happened says, without its dates."""

    proceeding_id: UUID | None
    choices: Mapping[str, str]
    applicants: tuple[UUID, ...]
    complaints: tuple[UUID, ...]
    documents: tuple[UUID, ...]
    note: str


class EventForm(ByNumber, FactsForm):
    proceeding = SelectField(lazy("In which proceeding"))
    everybody = BooleanField(lazy("All applicants of this proceeding, or of the matter if none is chosen"))
    applicants = SelectMultipleField(lazy("Only these applicants"))
    complaints = SelectMultipleField(lazy("Only these complaints"))
    documents = SelectMultipleField(lazy("Documents that prove it"))
    note = TextAreaField(lazy("Note"), [at_most(10_000)], filters=[trimmed])

    def offer(self, *, everybody: bool) -> None:
        rows = queries.proceedings(matter(), uow=g.uow)
        self.proceeding.choices = [("", _("none")), *((str(row.id), title_of(row)) for row in rows)]
        self.applicants.choices = applicant_choices()
        self.complaints.choices = [
            (str(row.id), f"{states.name_of(row.state)}: {_('Article %(article)s', article=row.article)}")
            for row in queries.complaints(matter(), uow=g.uow)
        ]
        self.documents.choices = [(str(id), name) for id, name in self.offer_papers()]
        if not posted():
            self.everybody.data = everybody
        offer_choices(self)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators=extra_validators))
        if not self.everybody.data and not self.applicants.data:
            self.refuse("applicants", _("Say whom it happened to: tick people, or that it is about all."))
            fine = False
        return fine

    def value(self) -> EventWords:
        return EventWords(
            id_or_none(self.proceeding.data),
            choices_in(self),
            # Whoever is ticked by name goes before "all".
            ids(self.applicants.data),
            ids(self.complaints.data),
            ids(self.documents.data),
            self.note.data or "",
        )


def form_of(kind: str) -> EventForm:
    """The form with just the dates and choices the rules ask of this kind of event."""
    law = the_law()
    fields: dict[str, Any] = {name: ErasableFact(event_words.fact(name)) for name in asking.facts_asked(kind, law)}
    fields |= choice_fields(asking.choices_asked(kind, law))
    made: EventForm = type("OneEventForm", (EventForm,), fields)()
    made.offer(everybody=not asking.personal(kind, law) or len(made_for()) == 1)
    return made


def made_for() -> list[UUID]:
    """Everybody of the matter."""
    return [row.id for row in queries.applicants(matter(), uow=g.uow)]


@pages.get("/matters/<uuid:matter_id>/happened", guard=READ, endpoint="happened")
def index(matter_id: UUID) -> str:
    """What can be recorded, by where it belongs; and all that was, with what is missing."""
    law = the_law()
    grouped = {
        place: [word for word in asking.offered(law) if EVENTS[word].place is place] for place in event_words.PLACES
    }
    return render_template(
        "office/matters/happened.html",
        **frame("happened"),
        groups={place: words for place, words in grouped.items() if words},
        events=[(row, said(row)) for row in reversed(queries.events(matter(), uow=g.uow))],
        proceedings={row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)},
        here=request.args.get("proceeding", type=UUID),
        letter=request.args.get("letter", type=UUID),
        rules=lambda word: [short(rule.id) for rule in (*asking.rules_of(word, law), *asking.ended_by(word, law))],
        people=called_all(queries.applicants(matter(), uow=g.uow)),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **words(),
    )


def words() -> dict[str, Any]:
    """What templates that list events need."""
    return {"e": event_words, "tell": tell, "signed": _signed}


def said(row: ProceduralEvent) -> list[str]:
    """What is missing in a record, in words."""
    return [] if row.taken_back else [str(MISSING[code]) for code in happened.missing(row)]


def _signed(row: ProceduralEvent) -> UUID:
    """Who signed it. Raises `ForgedRecord`: a forged one must not look like any other."""
    signer: UUID = g.uow.proof(row).author.id
    return signer


def offered_word(kind: str) -> str:
    """The word of the address, if somebody can record it; else 404."""
    if kind not in asking.offered(the_law()):
        raise NotFound
    return kind


@pages.route(
    "/matters/<uuid:matter_id>/happened/new/<word>", methods=["GET", "POST"], guard=RECORD, endpoint="add_event"
)
def add(matter_id: UUID, word: str) -> ResponseReturnValue:
    """One thing that happened: recorded at once, with what is known of it."""
    kind = offered_word(word)
    form = form_of(kind)
    letter = _letter()
    if not posted() and letter is not None:
        form.proceeding.data = str(letter.proceeding_id or "")
        form.applicants.data = [str(id) for id in letter.applicants]
        form.everybody.data = not letter.applicants
        form.documents.data = [str(letter.document_id)]
        show_facts(form, letters.facts_of(letter))
    elif not posted():
        here, whose = request.args.get("proceeding", type=UUID), request.args.get("applicant", type=UUID)
        form.proceeding.data = str(proceeding_of(here).id) if here is not None else ""
        form.applicants.data = [str(whose)] if whose is not None else []
    elif form.validate() and save(form, partial(_record, form, kind, letter)):
        return _back()
    return _page(form, kind, None)


def _letter() -> Letter | None:
    """The letter of the register because of which this is recorded."""
    id = request.args.get("letter", type=UUID)
    return place.within(Letter, id, matter(), uow=g.uow) if id is not None else None


def _record(form: EventForm, kind: str, letter: Letter | None) -> None:
    made = service.record_event(
        matter(), kind=kind, **form.value()._asdict(), facts=facts_in(form), uow=g.uow
    )  # fmt: skip
    if letter is not None:
        letters.link_event(letter, made, uow=g.uow)


def _back() -> ResponseReturnValue:
    return redirect(url_for("matters.happened", matter_id=matter().id), 303)


def event_of(event_id: UUID) -> ProceduralEvent:
    """The record of the address, if it is of this matter."""
    return queries.within(ProceduralEvent, event_id, matter(), uow=g.uow)


@pages.route(
    "/matters/<uuid:matter_id>/happened/<uuid:event_id>",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="edit_event",
)
def edit(matter_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Change what was recorded; every date that changes is kept in its history."""
    row = event_of(event_id)
    form = form_of(row.kind)
    if not posted():
        _fill(form, row)
    elif form.validate():
        act = partial(
            service.change_event,
            row,
            matter=matter(),
            **form.value()._asdict(),
            facts=facts_in(form),
            clear=cleared_in(form),
            reasons={name: field.typed.get("reason", "") for name, field in dates_of(form).items()},
            uow=g.uow,
        )
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return _back()
    return _page(form, row.kind, row)


def _fill(form: EventForm, row: ProceduralEvent) -> None:
    form.proceeding.data, form.note.data = str(row.proceeding_id or ""), row.note
    form.applicants.data = [str(id) for id in row.applicants]
    form.complaints.data = [str(id) for id in row.complaints]
    form.documents.data = [str(id) for id in row.documents]
    form.everybody.data = not row.applicants
    show_choices(form, row.choices)
    show_facts(form, row.facts)
    form.revision.data = version(row)


def _as_it_stands(row: ProceduralEvent) -> list[tuple[str, str]]:
    facts: list[tuple[str, DateFact | None]] = [(event_words.fact(name), fact) for name, fact in row.facts.items()]
    return [*((name, tell(fact)) for name, fact in facts), (_("Note"), row.note)]


class TakeBackForm(MatterForm):
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed])

    def value(self) -> str:
        return self.reason.data or ""


@pages.post("/matters/<uuid:matter_id>/happened/<uuid:event_id>/take-back", guard=RECORD, endpoint="take_back_event")
def take_back(matter_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """It did not happen, or stands there twice."""
    row = event_of(event_id)
    sent = TakeBackForm()
    if sent.validate() and save(sent, lambda: service.take_back(row, matter=matter(), reason=sent.value(), uow=g.uow)):
        return _back()
    form = form_of(row.kind)
    _fill(form, row)
    return _page(form, row.kind, row, sent)


def _page(form: EventForm, kind: str, row: ProceduralEvent | None, back: TakeBackForm | None = None) -> tuple[str, int]:
    law = the_law()
    drawn = render_template(
        "office/matters/event_form.html",
        **frame("happened"),
        form=form,
        back=back or TakeBackForm(formdata=None),
        sent_back=back is not None,
        row=row,
        kind=kind,
        title=event_words.title(kind),
        facts=list(dates_of(form)),
        chosen=[field.name for field in chosen_in(form)],
        standing=row.facts if row is not None else {},
        starts=[short(rule.id) for rule in asking.rules_of(kind, law)],
        ends=[short(rule.id) for rule in asking.ended_by(kind, law)],
        **words(),
    )
    return drawn, status()
