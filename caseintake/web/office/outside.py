"""Documents lent to one outside person: what is out, what came back, sharing and ending; and the card of a document."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.i18n import _, lazy
from caseintake.kernel.actor import OUTSIDE
from caseintake.matters.facts import Fault
from caseintake.outside import papers, sharing, wording
from caseintake.outside.model import ShareNote, Translation
from caseintake.web.days import DayField
from caseintake.web.facts import FactField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_documents import Place, place_of
from caseintake.web.office.matters_pages import (
    MatterForm,
    frame,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
    version,
)

#: A share ends after so many days, if nobody says another day.
USUAL_DAYS = 14


class OutsideForm(MatterForm):
    """A form whose refusals may be those of this package."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault) if fault.code in wording.FAULTS else super().sentence(fault)


def asked_place() -> Place:
    """Where the documents lie: ``?applicant=`` with one client, else with the matter."""
    try:
        return place_of(UUID(request.args.get("applicant", "")))
    except ValueError:
        return place_of(None)


def title_of_document(row: Document, card_title: str, number: int) -> str:
    """A document in a list of ours: its card's title, else its name, of a private one neither."""
    return _("Item %(n)s, private", n=number) if row.intimate or row.possible_minor else card_title or row.name


@pages.get("/matters/<uuid:matter_id>/shares", guard=may(Action.MATTER_READ), endpoint="shares")
def index(matter_id: UUID) -> str:
    """What is out with whom until when, what was opened, what came back."""
    notes = sharing.notes_of(matter(), uow=g.uow)
    return render_template(
        "office/matters/shares.html",
        **frame("shares"),
        notes=notes,
        returns={note.id: sharing.returns(note, uow=g.uow) for note in notes},
        openings=sharing.openings(notes, uow=g.uow),
        today=g.uow.clock.today(),
        may_share=allows(g.uow.actor.role, Action.TEAM_CHANGE),
        may_take=allows(g.uow.actor.role, Action.DOCUMENT_ADD),
    )


class ShareForm(OutsideForm):
    person = SelectField(lazy("With whom"), [Needed()])
    items = SelectMultipleField(lazy("Which documents"))
    purpose = TextAreaField(lazy("What it is for"), [Needed(), at_most(2000)], filters=[trimmed])
    until = DayField(lazy("Until which day"), [Needed()])
    may_return = BooleanField(lazy("A file may be sent back"))

    def offer(self, rows: list[Document], titles: dict[UUID, str]) -> None:
        people = [one for one in g.uow.roster.people() if one.active and one.role in OUTSIDE]
        self.person.choices = sorted(((str(one.id), name_of(one.id)) for one in people), key=lambda pair: pair[1])
        self.items.choices = [
            (str(row.id), title_of_document(row, titles.get(row.id, ""), number))
            for number, row in enumerate(rows, 1)
            if not row.intimate and not row.possible_minor
        ]


@pages.route(
    "/matters/<uuid:matter_id>/share",
    methods=["GET", "POST"],
    guard=may(Action.TEAM_CHANGE),
    endpoint="share",
)
def share(matter_id: UUID) -> ResponseReturnValue:
    """Lend chosen documents to one translator or expert."""
    place = asked_place()
    rows = documents.documents_in(place.vault_id, uow=g.uow)
    known = papers.cards([place.vault_id], uow=g.uow)
    form = ShareForm()
    form.offer(rows, {id: card.title for id, card in known.items()})
    if not posted():
        until = g.uow.clock.today() + timedelta(days=USUAL_DAYS)
        form.until.data, form.until.typed = until, form.until.shown(until)
    elif form.validate():
        ticked = set(form.items.data or ())
        chosen = [row for row in rows if str(row.id) in ticked]
        titles = {id: card.title_en or card.title_fr for id, card in known.items()}
        given = {"purpose": form.purpose.data or "", "until": form.until.data, "may_return": bool(form.may_return.data)}
        act = partial(
            sharing.share, matter(), place.vault_id, chosen, UUID(form.person.data), titles=titles, **given, uow=g.uow
        )
        if save(form, act):
            return redirect(url_for("matters.shares", matter_id=matter_id), 303)
    drawn = render_template("office/matters/share_form.html", **frame("shares"), form=form, place=place)
    return drawn, status()


def _note(share_id: UUID) -> ShareNote:
    found = next((row for row in sharing.notes_of(matter(), uow=g.uow) if row.id == share_id), None)
    if found is None:
        raise NotVisible
    return found


@pages.post("/matters/<uuid:matter_id>/shares/<uuid:share_id>/end", guard=may(Action.TEAM_CHANGE), endpoint="end_share")
def end(matter_id: UUID, share_id: UUID) -> ResponseReturnValue:
    """Now: the key of the small vault is turned without her."""
    form, note = OutsideForm(), _note(share_id)
    if form.validate():
        save(form, partial(sharing.end, note, uow=g.uow))
    return redirect(url_for("matters.shares", matter_id=matter_id), 303)


@pages.post(
    "/matters/<uuid:matter_id>/shares/<uuid:share_id>/returns/<uuid:document_id>",
    guard=may(Action.DOCUMENT_ADD),
    endpoint="take_return",
)
def take(matter_id: UUID, share_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Take what came back to where the documents came from."""
    form, note = OutsideForm(), _note(share_id)
    if form.validate():
        save(form, partial(sharing.take, note, document_id, uow=g.uow))
    return redirect(url_for("matters.shares", matter_id=matter_id), 303)


class CardForm(OutsideForm):
    title = StringField(lazy("Title as it stands on the paper"), [at_most(300)], filters=[trimmed])
    title_en = StringField(lazy("Title in English"), [at_most(300)], filters=[trimmed])
    title_fr = StringField(lazy("Title in French"), [at_most(300)], filters=[trimmed])
    dated_on = FactField(lazy("Its date"))
    author = StringField(lazy("Who wrote it"), [at_most(200)], filters=[trimmed])
    proves_en = TextAreaField(lazy("What it proves, in English"), [at_most(600)], filters=[trimmed])
    proves_fr = TextAreaField(lazy("What it proves, in French"), [at_most(600)], filters=[trimmed])
    language = StringField(lazy("Its language"), [at_most(60)], filters=[trimmed])
    translation = SelectField(lazy("Translation"))
    translator = StringField(lazy("Who translates"), [at_most(200)], filters=[trimmed])
    due_on = DayField(lazy("Due on"))

    def value(self) -> dict[str, Any]:
        """Everything the card says."""
        texts = ("title", "title_en", "title_fr", "author", "proves_en", "proves_fr", "language", "translator")
        said: dict[str, Any] = {name: self[name].data or "" for name in texts}
        days = {"dated_on": self.dated_on.data, "due_on": self.due_on.data}
        return said | days | {"translation": Translation(self.translation.data)}


@pages.route(
    "/matters/<uuid:matter_id>/cards/<uuid:document_id>",
    methods=["GET", "POST"],
    guard=may(Action.DOCUMENT_ADD),
    endpoint="card",
)
def card(matter_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """What a document is and proves, and where its translation stands; ``?applicant=`` for one of a client's."""
    place = asked_place()
    row = next((one for one in documents.documents_in(place.vault_id, uow=g.uow) if one.id == document_id), None)
    if row is None:
        raise NotVisible
    known = papers.cards([place.vault_id], uow=g.uow).get(document_id)
    form = CardForm()
    form.translation.choices = [(one.value, str(words)) for one, words in wording.TRANSLATIONS.items()]
    if not posted() and known is not None:
        for field in form:
            if field.name not in ("revision", "csrf_token"):
                field.data = getattr(known, field.name)
        form.dated_on.typed, form.due_on.typed = form.dated_on.shown(known.dated_on), form.due_on.shown(known.due_on)
        form.revision.data = version(known)
    elif posted() and form.validate():
        act = partial(papers.describe, row, **form.value(), uow=g.uow)
        if save(form, act, *([known] if known is not None and form.revision.data else [])):
            return redirect(place.address("documents"), 303)
    drawn = render_template(
        "office/matters/card_form.html",
        **frame("documents"),
        form=form,
        place=place,
        name=title_of_document(row, "", 1),
    )
    return drawn, status()
