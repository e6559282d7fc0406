"""The log of incidents of a matter: list with filters, record, correct with history, take back."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.deadlines import event_words
from caseintake.documents.service import documents_in
from caseintake.i18n import _, lazy
from caseintake.incidents import queries as incidents
from caseintake.incidents import service, wording
from caseintake.incidents.kinds import INTIMATE, OF_THE_LAW, Doer, IncidentKind, Origin, PlaceKind
from caseintake.incidents.model import Incident, Told
from caseintake.incidents.queries import Wanted
from caseintake.matters import queries
from caseintake.matters.facts import Certainty
from caseintake.matters.model import Applicant
from caseintake.matters.wording import tell, word
from caseintake.web.asked import whole_number
from caseintake.web.facts import FactField, words_of
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.complaint_matrix import said as complaint_said
from caseintake.web.office.matters_pages import (
    MatterForm,
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
from caseintake.web.office.numbers import NumbersField
from caseintake.web.office.proceeding_title import title_of

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
LIST: Final = "/matters/<uuid:matter_id>/incidents"
A_PAGE: Final = 100
TEAM, FILE = "team", "file"


class IncidentForm(MatterForm):
    kind = SelectField(lazy("What was done"), [Needed(lazy("Choose what was done."))])
    on = FactField(lazy("When"))
    until = FactField(lazy("Until when, if it went on"))
    place_kind = SelectField(lazy("Where"))
    place = StringField(lazy("The place in words"), [at_most(200)], filters=[trimmed])
    actor = SelectField(lazy("Who did it"))
    actor_name = StringField(lazy("Which authority or person"), [at_most(200)], filters=[trimmed])
    alleged_by = StringField(lazy("Who says so"), [at_most(200)], filters=[trimmed])
    device = StringField(lazy("Device or account"), [at_most(200)], filters=[trimmed])
    origin = SelectField(lazy("We have it from"))
    certainty = SelectField(lazy("How sure"))
    applicants = SelectMultipleField(lazy("Whom it concerns"))
    numbers = NumbersField(lazy("More of them, by number"), [at_most(2000)], filters=[trimmed])
    others = StringField(lazy("Whom else: a relative, a colleague"), [at_most(400)], filters=[trimmed])
    documents = SelectMultipleField(lazy("Evidence"))
    complaints = SelectMultipleField(lazy("It supports these complaints"))
    recorded_as = SelectField(lazy("The same thing as an event or act of the proceedings"), default="")
    note = TextAreaField(lazy("What happened"), [at_most(10_000)], filters=[trimmed])
    keep = RadioField(lazy("Who may read this record"), default=TEAM, validate_choice=False)
    reason = StringField(lazy("Why it is corrected"), [at_most(400)], filters=[trimmed])

    def offer(self, vaults: Iterable[UUID]) -> None:
        self.kind.choices = [("", _("choose")), *((str(kind), str(title)) for kind, title in wording.KINDS.items())]
        self.place_kind.choices = [(str(kind), str(title)) for kind, title in wording.PLACES.items()]
        self.actor.choices = [(str(kind), str(title)) for kind, title in wording.DOERS.items()]
        self.origin.choices = [(str(kind), str(title)) for kind, title in wording.ORIGINS.items()]
        self.certainty.choices = words_of(Certainty)
        self.keep.choices = [
            (TEAM, _("the team of this matter")),
            (FILE, _("only who holds this one client's file")),
        ]
        people = queries.applicants(matter(), uow=g.uow)
        self.applicants.choices = [(str(id), name) for id, name in called_all(people).items()]
        self.documents.choices = papers_in(vaults)
        self.complaints.choices = [
            (str(row.id), complaint_said(row)) for row in queries.complaints(matter(), uow=g.uow)
        ]
        self.recorded_as.choices = [("", _("not linked")), *events_and_acts()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also reads the numbers, and adds whom they mean to those who are ticked."""
        fine = bool(super().validate(extra_validators=extra_validators))
        more = self.numbers.whose(queries.applicants(matter(), uow=g.uow))
        self.applicants.data = list(dict.fromkeys([*(self.applicants.data or ()), *map(str, more)]))
        return fine and not self.errors

    def value(self) -> Told:
        return Told(
            kind=IncidentKind(self.kind.data),
            on=self.on.data,
            until=self.until.data,
            place_kind=PlaceKind(self.place_kind.data),
            place=self.place.data or "",
            actor=Doer(self.actor.data),
            actor_name=self.actor_name.data or "",
            alleged_by=self.alleged_by.data or "",
            device=self.device.data or "",
            origin=Origin(self.origin.data),
            certainty=Certainty(self.certainty.data),
            applicants=ids(self.applicants.data),
            others=self.others.data or "",
            documents=ids(self.documents.data),
            complaints=ids(self.complaints.data),
            recorded_as=id_or_none(self.recorded_as.data),
            note=self.note.data or "",
        )

    def fill(self, told: Told) -> None:
        """Show what a record says."""
        for name in ("kind", "place_kind", "actor", "origin", "certainty"):
            self[name].data = str(getattr(told, name))
        for name in ("on", "until", "place", "actor_name", "alleged_by", "device", "others", "note"):
            self[name].data = getattr(told, name)
        for name in ("applicants", "documents", "complaints"):
            self[name].data = [str(id) for id in getattr(told, name)]
        self.recorded_as.data = str(told.recorded_as or "")


class TakeBackForm(MatterForm):
    # Its own id: the form that corrects stands on the same page.
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed], id="back-reason")


def papers_in(vaults: Iterable[UUID]) -> list[tuple[str, str]]:
    """Documents to tick, by name; a private one by number alone."""
    found = []
    for vault_id in dict.fromkeys(vaults):
        for number, row in enumerate(documents_in(vault_id, uow=g.uow), 1):
            private = _("Item %(number)s, %(kind)s, marked private", number=number, kind=row.media.value)
            found.append((str(row.id), private if row.intimate else row.name))
    return found


def events_and_acts() -> list[tuple[str, str]]:
    """What of the matter sets time running: an incident is linked to it, and no clock runs twice."""
    courses = {row.id: row for row in queries.proceedings(matter(), uow=g.uow)}
    acts = [row for rows in queries.decisions(courses.values(), uow=g.uow).values() for row in rows]
    found = [
        (str(row.id), f"{event_words.title(row.kind)}: {', '.join(tell(one.fact) for one in row.known) or '–'}")
        for row in queries.events(matter(), uow=g.uow)
        if not row.taken_back
    ]
    return found + [(str(row.id), f"{title_of(courses[row.proceeding_id])}: {word(row.kind)}") for row in acts]


# --- the list ------------------------------------------------------------------------------------------------------


def wanted() -> Wanted:
    """The filter of the address; what cannot be read asks for nothing."""
    asked = request.args
    return Wanted(
        kind=_member(IncidentKind, asked.get("kind")),
        applicant=asked.get("applicant", type=UUID),
        actor=_member(Doer, asked.get("actor")),
        first=_day(asked.get("from")),
        last=_day(asked.get("to")),
    )


def _member(kind: Any, text: str | None) -> Any:
    return kind(text) if text in list(kind) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def asked_again(wants: Wanted) -> dict[str, Any]:
    """The filter as it stands in an address."""
    names = ("kind", "applicant", "actor", "from", "to")
    return {name: str(value) for name, value in zip(names, wants, strict=True) if value is not None}


@pages.get(LIST, guard=READ, endpoint="incidents")
def index(matter_id: UUID) -> str:
    """Every incident the filter shows, the latest first."""
    people = queries.applicants(matter(), uow=g.uow)
    wants = wanted()
    back = request.args.get("back") == "1"
    rows = incidents.of_matter(matter(), wants, taken_back=back, people=people, uow=g.uow)
    last = max(1, -(-len(rows) // A_PAGE))
    page = whole_number("page", default=1, least=1, most=last)
    asked = asked_again(wants)
    return render_template(
        "office/incidents/list.html",
        **frame("incidents"),
        **words(people),
        asked=asked | ({"back": "1"} if back else {}),
        rows=[(row, _missing(row)) for row in rows[(page - 1) * A_PAGE : page * A_PAGE]],
        found=len(rows),
        applicants=people,
        page=page,
        last=last,
        address=lambda number: url_for("matters.incidents", matter_id=matter_id, page=number, **asked),
    )


def words(people: list[Applicant]) -> dict[str, Any]:
    """What every template about incidents needs."""
    return {
        "w": wording,
        "people": called_all(people),
        "lies_with": lambda row: incidents.file_of(row, people),
        "signed": lambda row: g.uow.proof(row).author.id,
        "claims": {row.id: complaint_said(row) for row in queries.complaints(matter(), uow=g.uow)},
        "may_record": allows(g.uow.actor.role, Action.FACT_RECORD),
    }


def _missing(row: Incident) -> list[str]:
    return [] if row.taken_back else [str(wording.MISSING[code]) for code in service.missing(row)]


# --- one incident --------------------------------------------------------------------------------------------------


@pages.route(f"{LIST}/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_incident")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new incident. ``?kind=`` and ``?applicant=`` choose for a start."""
    people = {row.id: row for row in queries.applicants(matter(), uow=g.uow)}
    chosen = people.get(request.args.get("applicant", type=UUID) or matter().id)
    form = IncidentForm()
    form.offer([matter().vault_id, *_file_vault(chosen)])
    if not posted():
        kind = _member(IncidentKind, request.args.get("kind"))
        form.kind.data = kind or ""
        form.certainty.data = Certainty.BELIEVED.value  # nothing is proven because nobody touched the box
        form.keep.data = FILE if kind in INTIMATE or (chosen is not None and chosen.restricted) else TEAM
        form.applicants.data = [str(chosen.id)] if chosen is not None else []
    elif form.validate() and _one_person(form):
        only_for = people[ids(form.applicants.data)[0]] if form.keep.data == FILE else None
        if save(form, lambda: service.record(matter(), form.value(), only_for=only_for, uow=g.uow)):
            return _back()
    return _page(form, None)


def _file_vault(applicant: Applicant | None) -> list[UUID]:
    """The vault of the client's file, if it opens."""
    file = queries.client_file(applicant, uow=g.uow) if applicant is not None else None
    return [file.vault_id] if file is not None else []


def _one_person(form: IncidentForm) -> bool:
    """A record that lies in one client's file needs that client, and a file that opens."""
    whose = ids(form.applicants.data)
    if form.keep.data != FILE:
        return True
    if len(whose) != 1:
        form.refuse("applicants", _("What lies in one client's file is about this client alone. Tick one person."))
    elif not _file_vault(queries.within(Applicant, whose[0], matter(), uow=g.uow)):
        form.refuse("keep", _("The file of this client is closed to you."))
    return not form.errors


@pages.route(f"{LIST}/<uuid:incident_id>", methods=["GET", "POST"], guard=RECORD, endpoint="incident")
def edit(matter_id: UUID, incident_id: UUID) -> ResponseReturnValue:
    """One incident: read it, correct it. What stood there before is kept."""
    row = incidents.one(incident_id, matter(), uow=g.uow)
    form = IncidentForm()
    form.offer([matter().vault_id, row.vault_id])
    if not posted():
        form.fill(row.told)
        form.revision.data = version(row)
    elif form.validate():
        reason = form.reason.data or ""
        act = partial(service.correct, row, form.value(), matter=matter(), reason=reason, uow=g.uow)
        if save(form, act, row, theirs=partial(as_it_stands, row)):
            return _back()
    return _page(form, row)


@pages.post(f"{LIST}/<uuid:incident_id>/take-back", guard=RECORD, endpoint="take_back_incident")
def take_back(matter_id: UUID, incident_id: UUID) -> ResponseReturnValue:
    """It did not happen, or stands here twice."""
    row = incidents.one(incident_id, matter(), uow=g.uow)
    form = TakeBackForm()
    if form.validate() and save(form, lambda: service.take_back(row, form.reason.data or "", uow=g.uow)):
        return _back()
    shown = IncidentForm(None)
    shown.offer([matter().vault_id, row.vault_id])
    shown.fill(row.told)
    shown.revision.data = version(row)
    return _page(shown, row, form)


def _back() -> ResponseReturnValue:
    return redirect(url_for("matters.incidents", matter_id=matter().id), 303)


def _page(form: IncidentForm, row: Incident | None, back: TakeBackForm | None = None) -> tuple[str, int]:
    people = queries.applicants(matter(), uow=g.uow)
    kind = row.told.kind if row is not None else _member(IncidentKind, form.kind.data)
    drawn = render_template(
        "office/incidents/form.html",
        **frame("incidents"),
        **words(people),
        form=form,
        row=row,
        back=back or TakeBackForm(None),
        sent_back=back is not None,
        event=OF_THE_LAW.get(kind) if kind is not None else None,
        lacks=_missing(row) if row is not None else [],
        stood=[(was, as_it_stands(row, was.told)) for was in reversed(row.history)] if row is not None else [],
    )
    return drawn, status()


def as_it_stands(row: Incident, said: Told | None = None) -> list[tuple[str, str]]:
    """What a record says, or said before, as words."""
    told = said or row.told
    called: Mapping[UUID, str] = called_all(queries.applicants(matter(), uow=g.uow))
    found = [
        (_("What was done"), str(wording.KINDS[told.kind])),
        (_("When"), tell(told.on) if told.on is not None else ""),
        (_("Until when, if it went on"), tell(told.until) if told.until is not None else ""),
        (_("Where"), "; ".join(filter(None, (str(wording.PLACES[told.place_kind]), told.place)))),
        (_("Who did it"), "; ".join(filter(None, (str(wording.DOERS[told.actor]), told.actor_name)))),
        (_("Who says so"), told.alleged_by),
        (_("Device or account"), told.device),
        (_("Whom it concerns"), "; ".join([*(called.get(id, "–") for id in told.applicants), told.others])),
        (_("What happened"), told.note),
    ]
    return [(name, value) for name, value in found if value]
