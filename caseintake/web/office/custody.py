"""Somebody in custody: the record, what happened, the sheet for the visit, the checklist for Rule 39."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.custody import service, texts, wording
from caseintake.custody.kinds import HINDERED, Happened, Listened
from caseintake.custody.model import CustodyEntry, CustodyRecord
from caseintake.custody.service import Custody, Said
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as limit_words
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language, lazy, use
from caseintake.law.events import EVENTS, Place
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, InMatter
from caseintake.matters.queries import client_file
from caseintake.web.asked import one_of
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office import draft_language
from caseintake.web.office.date_forms import an_hour
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    id_or_none,
    in_matter,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.work_pages import papers
from caseintake.web.units import office

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
_HERE: Final = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/custody"
#: What an entry of the record is usually about, shown first.
_DAYS: Final = ("since", "review_on", "hunger_since")
_WORDS: Final = ("place", "basis", "lawyer", "health", "questions")


class _Form(MatterForm):
    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class CustodyForm(_Form):
    place = StringField(lazy("Where"), [Needed(), at_most(200)], filters=[trimmed])
    since = DayField(lazy("Since"))
    basis = StringField(lazy("Why: order, article"), [at_most(500)], filters=[trimmed])
    review_on = DayField(lazy("Next review"))
    lawyer = StringField(lazy("Which lawyer the prison lets in"), [at_most(200)], filters=[trimmed])
    health = TextAreaField(lazy("Health alert"), [at_most(4000)], filters=[trimmed])
    hunger_since = DayField(lazy("On hunger strike since"))
    questions = TextAreaField(lazy("What to ask on the next visit"), [at_most(4000)], filters=[trimmed])

    def fill(self, row: CustodyRecord) -> None:
        for name in _WORDS:
            self[name].data = getattr(row, name)
        for name in _DAYS:
            day: Any = self[name]
            day.data = getattr(row, name)
            day.typed = day.shown(day.data)
        self.revision.data = version(row)

    def value(self) -> Custody:
        said: dict[str, Any] = {name: self[name].data or "" for name in _WORDS}
        return Custody(**said | {name: self[name].data for name in _DAYS})


class EntryForm(_Form):
    kind = SelectField(lazy("What happened"))
    on = DayField(lazy("On which day"), [Needed(lazy("Write the day."))])
    hour = StringField(lazy("At what hour"), [at_most(5), an_hour], filters=[trimmed])
    who = StringField(lazy("Who saw the client, who refused, who examined"), [at_most(300)], filters=[trimmed])
    listened = SelectField(lazy("Could somebody hear it?"))
    text = TextAreaField(lazy("Notes from memory"), [at_most(20_000)], filters=[trimmed])
    reason = StringField(lazy("Reason that was given"), [at_most(500)], filters=[trimmed])
    document_id = SelectField(lazy("Document"))

    def offer(self, file: ClientFile) -> None:
        self.kind.choices = wording.choices(wording.HAPPENED)
        self.listened.choices = wording.choices(wording.LISTENED)
        self.document_id.choices = papers(file.vault_id)

    def value(self) -> Said:
        return Said(
            kind=Happened(self.kind.data),
            on=self.on.data,
            hour=self.hour.data or "",
            who=self.who.data or "",
            listened=Listened(self.listened.data),
            text=self.text.data or "",
            reason=self.reason.data or "",
            document_id=id_or_none(self.document_id.data),
        )


def _opened(applicant_id: UUID) -> tuple[InMatter, ClientFile]:
    """Who has this place in the matter, with an open file. Raises `NotVisible` for one closed to this person."""
    row = in_matter(applicant_id)
    file = client_file(row, uow=g.uow)
    if file is None:
        raise NotVisible
    return row, file


def _page(name: str, applicant: InMatter, file: ClientFile, **more: Any) -> str:
    return render_template(
        f"office/custody/{name}.html",
        **frame("applicants" if isinstance(applicant, Applicant) else "persons"),
        **more,
        applicant=applicant,
        file=file,
        called=called(applicant, file),
        c=wording,
        is_applicant=isinstance(applicant, Applicant),
        w=limit_words,
        today=g.uow.clock.today(),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


@pages.get(_HERE, guard=READ, endpoint="custody")
def show(matter_id: UUID, applicant_id: UUID) -> str:
    """The record, what happened with notes from memory, drafts under Article 34, harmless messages."""
    applicant, file = _opened(applicant_id)
    row, entries = service.current(file, uow=g.uow), service.entries(file, uow=g.uow)
    language = draft_language.chosen([file.language])
    zone = ZoneInfo(office().settings.zone)

    def draft(one: CustodyEntry) -> str:
        with use(language):
            return wording.draft(file.name, row, one)

    return _page(
        "show",
        applicant,
        file,
        row=row,
        entries=entries,
        seen=service.last_seen(entries),
        hindered=HINDERED,
        author=lambda one: name_of(g.uow.proof(one).author.id),
        written=lambda one: one.written_at.astimezone(zone),
        draft=draft,
        messages=[(one.id, one.text.get(language)) for one in texts.messages()],
        language_of_draft=language,
        languages=draft_language.offered(language, [file.language]),
        limits=_clocks(applicant),
    )


def _clocks(applicant: InMatter) -> list[Deadline]:
    """The time-limits of this person that an arrest or a detention set running, the first to end on top."""
    rules = the_law().rules
    return [
        row
        for row in deadlines.deadlines_of(matter(), uow=g.uow)
        if row.applicant_id == applicant.id
        and row.running
        and EVENTS[rules[row.rule].file.trigger.event].place is Place.CUSTODY
    ]


@pages.route(f"{_HERE}/edit", methods=["GET", "POST"], guard=RECORD, endpoint="edit_custody")
def edit(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Begin the record, or say what has changed; the place is enough."""
    applicant, file = _opened(applicant_id)
    row = service.current(file, uow=g.uow)
    form = CustodyForm()
    if not posted():
        if row is not None:
            form.fill(row)
        else:
            form.place.data = file.custody
    elif form.validate():
        act = partial(service.keep, matter(), file, form.value(), uow=g.uow)
        if save(
            form, act, *([row] if row is not None else []), theirs=lambda: [(_("Where"), row.place if row else "")]
        ):
            return _back(applicant)
    return _page("edit", applicant, file, form=form, row=row), status()


def _back(applicant: InMatter) -> ResponseReturnValue:
    return redirect(url_for("matters.custody", matter_id=matter().id, applicant_id=applicant.id), 303)


@pages.route(f"{_HERE}/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_custody_entry")
def add(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """One thing that happened there; without a record the record is begun first."""
    applicant, file = _opened(applicant_id)
    row = service.current(file, uow=g.uow)
    if row is None:
        return redirect(url_for("matters.edit_custody", matter_id=matter_id, applicant_id=applicant_id), 303)
    form = EntryForm()
    form.offer(file)
    if not posted():
        form.kind.data = one_of("kind", tuple(Happened), default=Happened.VISIT)
        form.text.data = _message(file)
        form.on.data = g.uow.clock.today()
        form.on.typed = form.on.shown(form.on.data)
    elif form.validate() and save(form, partial(service.tell, row, matter(), file, form.value(), uow=g.uow)):
        return _back(applicant)
    return _page("entry", applicant, file, form=form), status()


def _message(file: ClientFile) -> str:
    """The message to relatives the address names."""
    found = next((one for one in texts.messages() if one.id == request.args.get("message")), None)
    return found.text.get(draft_language.chosen([file.language])) if found is not None else ""


@pages.get(f"{_HERE}/visit", guard=READ, endpoint="visit_sheet")
def sheet(matter_id: UUID, applicant_id: UUID) -> str:
    """What goes through the gate: the questions and room for notes; no name, no number, no title that tells."""
    applicant, file = _opened(applicant_id)
    row = service.current(file, uow=g.uow)
    questions = [line.strip() for line in (row.questions if row is not None else "").splitlines() if line.strip()]
    back = url_for("matters.custody", matter_id=matter_id, applicant_id=applicant.id)
    return render_template("office/custody/sheet.html", questions=questions, back=back, today=g.uow.clock.today())


@pages.get(f"{_HERE}/rule-39", guard=READ, endpoint="rule39")
def rule39(matter_id: UUID, applicant_id: UUID) -> str:
    """What to gather and send when life or health is in danger, beside what the record knows."""
    applicant, file = _opened(applicant_id)
    entries = service.entries(file, uow=g.uow)
    return _page(
        "rule39",
        applicant,
        file,
        row=service.current(file, uow=g.uow),
        seen=service.last_seen(entries),
        hindered=[one for one in entries if one.kind in HINDERED],
        checklist=texts.rule39(),
        spoken=current_language(),
    )
