"""Applicants of a matter: adding somebody in under a minute, one person's page, who may open the file."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as deadline_words
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, lazy
from caseintake.intake import consenting
from caseintake.matters import queries, service, tasks, team
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Spellings
from caseintake.matters.model import Applicant, ClientFile, InMatter, OtherPlace
from caseintake.matters.person import FileKind
from caseintake.people import contacts, lifecycle, merges, places, relations
from caseintake.people.abroad import hours_there
from caseintake.people.model import Relation
from caseintake.people.wording import AMBER, CHANNELS, INVERSE, KINDS, LIVES, RELATIONS, ROLES, SHELTERS
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.cautions import heeded
from caseintake.web.office.matters_conversation import opened, sent
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    ids,
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
from caseintake.web.office.other_firms import asking
from caseintake.web.office.same_person import MayBeKnown, Question, facts
from caseintake.web.office.still_read import still_read

OTHER = "other"
#: Whoever is of no other firm.
OURS = "-"


class FileWords(NamedTuple):
    """What a client file says."""

    name: str
    spellings: Spellings
    born_on: date | None
    language: str
    contact: str
    never: str
    safety: str
    came_through: str
    note: str
    custody: str
    kind: FileKind
    nationalities: tuple[str, ...]
    registered: str
    woman_lawyer: bool
    household_risk: str


class FileForm(MatterForm):
    """A client file. Only the name is needed: what is missing is marked, not refused."""

    name = StringField(lazy("Name"), [Needed(), at_most(200)], filters=[trimmed])
    language = SelectField(lazy("Language"))
    other_language = StringField(lazy("Which other language"), [at_most(60)], filters=[trimmed])
    contact = TextAreaField(lazy("Safe contact"), [at_most(2000)], filters=[trimmed])
    never = TextAreaField(lazy("Never use"), [at_most(2000)], filters=[trimmed])
    safety = TextAreaField(lazy("Safety note"), [at_most(4000)], filters=[trimmed])
    custody = StringField(lazy("In custody: where, since when"), [at_most(300)], filters=[trimmed])
    came_through = StringField(lazy("Source of the contact"), [at_most(200)], filters=[trimmed])
    born_on = DayField(lazy("Date of birth"))
    name_az = StringField(lazy("Name in Azerbaijani documents"), [at_most(200)], filters=[trimmed])
    name_ru = StringField(lazy("Name in Russian documents"), [at_most(200)], filters=[trimmed])
    name_en = StringField(lazy("Name in English documents"), [at_most(200)], filters=[trimmed])
    name_fr = StringField(lazy("Name in French documents"), [at_most(200)], filters=[trimmed])
    note = TextAreaField(lazy("Note"), [at_most(10_000)], filters=[trimmed])
    kind = SelectField(lazy("This file is of"), default=FileKind.PERSON.value)
    nationalities = StringField(lazy("Nationality"), [at_most(200)], filters=[trimmed])
    registered = StringField(lazy("Registered: where, since when, number"), [at_most(300)], filters=[trimmed])
    woman_lawyer = BooleanField(lazy("Wishes a woman as lawyer"))
    household_risk = TextAreaField(lazy("Danger at home"), [at_most(2000)], filters=[trimmed])

    def offer(self) -> None:
        known = [(code, OWN_NAMES[code]) for code in LANGUAGES]
        self.language.choices = [("", _("not known yet")), *known, (OTHER, _("another language"))]
        self.kind.choices = [(kind.value, str(words)) for kind, words in KINDS.items()]

    def value(self) -> FileWords:
        spoken = self.other_language.data if self.language.data == OTHER else self.language.data
        return FileWords(
            name=self.name.data or "",
            spellings=Spellings(
                az=self.name_az.data or "",
                ru=self.name_ru.data or "",
                en=self.name_en.data or "",
                fr=self.name_fr.data or "",
            ),
            born_on=self.born_on.data,
            language=spoken or "",
            contact=self.contact.data or "",
            never=self.never.data or "",
            safety=self.safety.data or "",
            came_through=self.came_through.data or "",
            note=self.note.data or "",
            custody=self.custody.data or "",
            kind=FileKind(self.kind.data),
            nationalities=tuple(part for one in (self.nationalities.data or "").split(";") if (part := one.strip())),
            registered=self.registered.data or "",
            woman_lawyer=bool(self.woman_lawyer.data),
            household_risk=self.household_risk.data or "",
        )

    def fill(self, file: ClientFile) -> None:
        for name in (
            "name", "contact", "never", "safety", "custody", "came_through", "born_on", "note", "registered",
            "woman_lawyer", "household_risk",
        ):  # fmt: skip
            self[name].data = getattr(file, name)
        self.kind.data, self.nationalities.data = file.kind.value, "; ".join(file.nationalities)
        self.born_on.typed = self.born_on.shown(file.born_on)
        for code in LANGUAGES:
            self[f"name_{code}"].data = getattr(file.spellings, code)
        known = file.language in ("", *LANGUAGES)
        self.language.data = file.language if known else OTHER
        self.other_language.data = "" if known else file.language


class NewForm(FileForm, MayBeKnown):
    restricted = BooleanField(lazy("Only I may open this client file, not the whole team"))


class AccessForm(MatterForm):
    """Who opens a client file: the whole team, or people by name."""

    whole_team = BooleanField(lazy("The whole team"))
    holders = SelectMultipleField(lazy("Only these people"))
    firms = SelectMultipleField(lazy("Everybody on the team of"))

    def offer(self, on_team: Sequence[UUID], firms: Mapping[UUID, str]) -> None:
        """Each person with the firm; where two firms work together, also each firm as a whole."""
        self.holders.choices = [
            (str(id), f"{name_of(id)}, {firms[id]}" if id in firms else name_of(id)) for id in on_team
        ]
        others = sorted({firms[id] for id in on_team if id in firms})
        self.firms.choices = [(OURS, _("this office")), *((name, name) for name in others)] if others else []

    def named(self, on_team: Sequence[UUID], firms: Mapping[UUID, str]) -> set[UUID]:
        """Whom the form names: by name, and as everybody of a firm."""
        chosen = set(self.firms.data or ())
        return set(ids(self.holders.data)) | {id for id in on_team if firms.get(id, OURS) in chosen}


def applicant_of(applicant_id: UUID) -> Applicant:
    """The applicant of the address, if they are of this matter."""
    return queries.within(Applicant, applicant_id, matter(), uow=g.uow)


def spoken(language: str) -> str:
    """A language by its own name, or in the words it was written in."""
    return OWN_NAMES.get(language, language)


@pages.route(
    "/matters/<uuid:matter_id>/applicants/new",
    methods=["GET", "POST"],
    guard=may(Action.APPLICANT_ADD),
    endpoint="add_applicant",
)
def add(matter_id: UUID) -> ResponseReturnValue:
    """A client file and a place in the matter, by hand."""
    form = asking(NewForm, matter())
    form.offer()
    question = None
    if posted() and form.validate():
        said, restricted = form.value()._asdict(), bool(form.restricted.data)
        question = Question(form, facts(said))
        if question.settled(restricted=restricted):
            made: list[InMatter] = []

            def act() -> None:
                opening = question.opening(restricted=restricted)
                if (known := question.chosen) is not None:
                    made.append(question.come(known, None, opening))
                else:
                    made.append(service.add_applicant(matter(), **said, **opening, uow=g.uow))
                    question.keep_apart(made[0])
                question.begin(made[0], restricted=restricted)

            if save(form, act):
                return redirect(url_for("matters.applicant", matter_id=matter_id, applicant_id=made[0].id), 303)
    drawn = render_template("office/matters/applicant_new.html", **frame("applicants"), form=form, question=question)
    return drawn, status()


@pages.get(
    "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>",
    guard=may(Action.MATTER_READ),
    endpoint="applicant",
)
def show(matter_id: UUID, applicant_id: UUID) -> str:
    """One person of the matter: the client file if it is open, what is complained of, where it runs."""
    row = in_matter(applicant_id)
    file = queries.client_file(row, uow=g.uow)
    own = [one for one in queries.proceedings(matter(), uow=g.uow) if row.id in one.applicants]
    role = g.uow.actor.role
    return render_template(
        "office/matters/applicant.html",
        **frame("persons" if isinstance(row, OtherPlace) else "applicants"),
        applicant=row,
        file=file,
        called=called(row, file),
        spoken=spoken,
        **_person(row, file),
        holders=team.people(row.client_file_vault_id, uow=g.uow),
        complaints=[one for one in queries.complaints(matter(), uow=g.uow) if row.id in one.applicants],
        proceedings=own,
        limits=[
            one for one in deadlines.deadlines_of(matter(), uow=g.uow) if one.arises and one.applicant_id == row.id
        ],
        w=deadline_words,
        today=g.uow.clock.today(),
        may_change=file is not None and allows(role, Action.APPLICANT_CHANGE),
        may_restrict=file is not None and row in g.uow.session and allows(role, Action.FILE_RESTRICT),
        to_do=_to_do(file) if file is not None else 0,
        **sent(file),
    )


def _person(row: InMatter, file: ClientFile | None) -> dict[str, Any]:
    """What a client file tells beside the case: contacts, kin, places, and what age or an organisation asks for."""
    if file is None:
        return {}
    related = [one for one in relations.here(matter(), uow=g.uow) if file.id in (one.one, one.other)]
    ends = {id for one in related for id in (one.one, one.other)}
    known = places.files_here(matter(), uow=g.uow, among=ends | {file.id})
    return {
        "is_place": isinstance(row, OtherPlace),
        "state": None if isinstance(row, OtherPlace) else lifecycle.state_of(row.moves),
        "lives": LIVES,
        "shelters": SHELTERS,
        "there": hours_there(file.abroad, g.uow.clock.now()),
        "contacts": contacts.all_of(file),
        "channels": CHANNELS,
        "kin": kin(file, related, known),
        "to_see": [
            (AMBER[one.what], one.on)
            for one in relations.to_see(known, related, g.uow.clock.today(), of_applicants=[file.id])
        ],
        "merged": merges.behind(file, uow=g.uow),
        "also": [one for one in queries.places_of(matter(), file.id, uow=g.uow) if one.id != row.id],
        "place_roles": ROLES,
        "organisation": file.kind is FileKind.ORGANISATION,
    }


def kin(file: ClientFile, related: list[Relation], known: Mapping[UUID, ClientFile]) -> list[tuple[Relation, str, str]]:
    """The relations of one person as (row, words, name of the other); who is closed to the reader is left out."""
    found = []
    for row in related:
        other = known.get(row.other if row.one == file.id else row.one)
        if other is not None:
            words = RELATIONS[row.kind] if row.one == file.id else INVERSE[row.kind]
            found.append((row, str(words), other.name))
    return found


def _to_do(file: ClientFile) -> int:
    """How many tasks wait in this client's file, with the answers the client changed."""
    open_tasks = [task for task in tasks.tasks_of([file], uow=g.uow) if task.done_on is None]
    return len(open_tasks) + len(consenting.waiting(file, uow=g.uow))


@pages.route(
    "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/edit",
    methods=["GET", "POST"],
    guard=may(Action.APPLICANT_CHANGE),
    endpoint="edit_applicant",
)
def edit(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Change the client file."""
    row, file = opened(applicant_id)
    form = FileForm()
    form.offer()
    if not posted():
        form.fill(file)
        form.revision.data = version(file)
    elif form.validate():
        act = partial(service.change_client_file, file, **form.value()._asdict(), uow=g.uow)
        if save(form, act, file, theirs=partial(_as_it_stands, file)):
            return redirect(url_for("matters.applicant", matter_id=matter_id, applicant_id=row.id), 303)
    return render_template(
        "office/matters/applicant_edit.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        called=called(row, file),
    ), status()


def _as_it_stands(file: ClientFile) -> list[tuple[str, str]]:
    return [
        (_("Name"), file.name),
        (_("Safe contact"), file.contact),
        (_("Never use"), file.never),
        (_("Safety note"), file.safety),
        (_("In custody: where, since when"), file.custody),
        (_("Danger at home"), file.household_risk),
        (_("Note"), file.note),
    ]


@pages.route(
    "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/access",
    methods=["GET", "POST"],
    guard=may(Action.FILE_RESTRICT),
    endpoint="applicant_access",
)
def access(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Close the client file to all but people by name, or open it to the whole team again."""
    row, file = opened(applicant_id)
    if row not in g.uow.session:
        raise NotVisible  # a file behind another opens and closes with it
    form = AccessForm()
    on_team = team.members(matter(), uow=g.uow)
    firms = team.firms(matter(), uow=g.uow)
    form.offer(on_team, firms)
    if not posted():
        form.whole_team.data = not row.restricted
        form.holders.data = [str(id) for id in team.people(row.client_file_vault_id, uow=g.uow)]
        form.revision.data = version(row)
    elif form.validate() and _whole_or_named(form) and _firms_agreed(form, row) and _may_read(form, file):
        named = form.named(on_team, firms)

        def act() -> None:
            if not form.whole_team.data:
                service.restrict(row, named, matter=matter(), uow=g.uow)
            elif row.restricted:
                service.lift_restriction(row, matter=matter(), uow=g.uow)

        if save(form, act, row):
            return redirect(url_for("matters.applicant", matter_id=matter_id, applicant_id=row.id), 303)
    return render_template(
        "office/matters/applicant_access.html",
        **frame("applicants"),
        form=form,
        still=still_read(row, file),
        applicant=row,
        called=called(row, file),
    ), status()


def _firms_agreed(form: AccessForm, row: InMatter) -> bool:
    """Whoever of another firm would open this file: the client has agreed to that firm by name."""
    on_team = team.members(matter(), uow=g.uow)
    firm_of = team.firms(matter(), uow=g.uow)
    reads = set(on_team) if form.whole_team.data else form.named(on_team, firm_of)
    firms = {firm for person, firm in firm_of.items() if person in reads}
    for firm in sorted(firms):
        if consenting.closed_to(firm, [row], uow=g.uow):
            form.refuse("holders", _("This client has not agreed that %(firm)s reads the file.", firm=firm))
    return not form.errors


def _may_read(form: AccessForm, file: ClientFile) -> bool:
    """No colleague opens the file who must not learn of this person."""
    on_team = team.members(matter(), uow=g.uow)
    reads = set(on_team) if form.whole_team.data else form.named(on_team, team.firms(matter(), uow=g.uow))
    return heeded(form, reads - {g.uow.actor.id}, about={file.id})


def _whole_or_named(form: AccessForm) -> bool:
    """One of the two, never both: the page must not close a file that somebody meant to open."""
    if form.whole_team.data and (form.holders.data or form.firms.data):
        form.show([Fault("holders", "team_or_names")])
        return False
    return True
