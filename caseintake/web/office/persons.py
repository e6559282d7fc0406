"""Everybody in a matter beside the applicants, kin and guardians, and people who have a place already elsewhere."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, lazy
from caseintake.matters import places as placing
from caseintake.matters import queries
from caseintake.matters.model import ClientFile, InMatter, OtherPlace
from caseintake.matters.person import FileKind, PlaceRole
from caseintake.people import barriers, known, relations
from caseintake.people.wording import AMBER, INVERSE, KINDS, RELATIONS, ROLES
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    matter,
    may,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.other_firms import asking
from caseintake.web.office.same_person import MayBeKnown, Question, facts, may_come, shown

HERE = "/matters/<uuid:matter_id>/persons"
APPLICANT = "applicant"


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, str(words)) for role, words in ROLES.items()]


class PersonForm(MayBeKnown):
    """Somebody who is no applicant. Role and name are enough."""

    role = SelectField(lazy("What this person is here"))
    name = StringField(lazy("Name"), [Needed(), at_most(200)], filters=[trimmed])
    kind = SelectField(lazy("This file is of"), default=FileKind.PERSON.value)
    language = SelectField(lazy("Language"))
    contact = TextAreaField(lazy("Safe contact"), [at_most(2000)], filters=[trimmed])
    never = TextAreaField(lazy("Never use"), [at_most(2000)], filters=[trimmed])
    safety = TextAreaField(lazy("Safety note"), [at_most(4000)], filters=[trimmed])
    born_on = DayField(lazy("Date of birth"))
    note = TextAreaField(lazy("Note"), [at_most(10_000)], filters=[trimmed])
    restricted = BooleanField(lazy("Only I may open this file, not the whole team"))

    def offer(self) -> None:
        self.role.choices = role_choices()
        self.kind.choices = [(kind.value, str(words)) for kind, words in KINDS.items()]
        self.language.choices = [("", _("not known yet")), *((code, OWN_NAMES[code]) for code in LANGUAGES)]

    def value(self) -> tuple[PlaceRole, dict[str, Any], bool]:
        """The role, what the file says, and whether it is closed to the team."""
        said = {
            "name": self.name.data or "",
            "kind": FileKind(self.kind.data),
            "language": self.language.data or "",
            "contact": self.contact.data or "",
            "never": self.never.data or "",
            "safety": self.safety.data or "",
            "note": self.note.data or "",
            "born_on": self.born_on.data,
        }
        return PlaceRole(self.role.data), said, bool(self.restricted.data)


class KnownForm(MatterForm):
    """Somebody we know already: first the name, then which of those found."""

    name = StringField(lazy("Name, in any spelling"), [Needed(), at_most(200)], filters=[trimmed])
    file = SelectField(lazy("Who it is"), validate_choice=False)
    role = SelectField(lazy("What this person is here"))
    restricted = BooleanField(lazy("Only I may open this file here, not the whole team"))

    def offer(self) -> None:
        self.role.choices = [(APPLICANT, _("Applicant")), *role_choices()]
        self.file.choices = []


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="persons")
def index(matter_id: UUID) -> str:
    """Who else is in the matter, what people are to one another, and what age or law asks to be done."""
    everybody = queries.everybody(matter(), uow=g.uow)
    files = queries.client_files(everybody, uow=g.uow)
    by_file = {file.id: file for file in files.values()}
    row_of = {row.client_file_id: row for row in reversed(everybody)}
    related = [one for one in relations.here(matter(), uow=g.uow) if one.one in by_file and one.other in by_file]
    to_see = relations.to_see(
        by_file,
        related,
        g.uow.clock.today(),
        of_applicants=[row.client_file_id for row in everybody if not isinstance(row, OtherPlace)],
    )
    return render_template(
        "office/matters/persons.html",
        **frame("persons"),
        lines=[
            (row, files.get(row.id), called(row, files.get(row.id))) for row in everybody if isinstance(row, OtherPlace)
        ],
        related=related,
        files=by_file,
        row_of=row_of,
        to_see=to_see,
        amber=AMBER,
        roles=ROLES,
        words=RELATIONS,
        inverse=INVERSE,
        today=g.uow.clock.today(),
        may_add=allows(g.uow.actor.role, Action.APPLICANT_ADD),
    )


def _to(row: InMatter) -> ResponseReturnValue:
    return redirect(url_for("matters.applicant", matter_id=matter().id, applicant_id=row.id), 303)


@pages.route(f"{HERE}/new", methods=["GET", "POST"], guard=may(Action.APPLICANT_ADD), endpoint="add_person")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A witness, a relative, a guardian: with an own file, so that nobody's facts lie in somebody else's."""
    form = asking(PersonForm, matter())
    form.offer()
    question = None
    if posted() and form.validate():
        role, said, restricted = form.value()
        question = Question(form, facts(said))
        if question.settled(restricted=restricted):
            made: list[InMatter] = []

            def act() -> None:
                opening = question.opening(restricted=restricted)
                if (known_one := question.chosen) is not None:
                    made.append(question.come(known_one, role, opening))
                else:
                    made.append(placing.add_place(matter(), role, **said, **opening, uow=g.uow))
                    question.keep_apart(made[0])
                question.begin(made[0], restricted=restricted)

            if save(form, act):
                return _to(made[0])
    drawn = render_template("office/matters/person_new.html", **frame("persons"), form=form, question=question)
    return drawn, status()


@pages.route(f"{HERE}/known", methods=["GET", "POST"], guard=may(Action.APPLICANT_ADD), endpoint="known_person")
def known_person(matter_id: UUID) -> ResponseReturnValue:
    """Somebody of this or another of my matters: the same file is opened here, nothing is copied."""
    form = KnownForm()
    form.offer()
    found: list[ClientFile] = []
    if posted() and form.validate():
        found = known.called(form.name.data or "", uow=g.uow)
        form.file.choices = [(str(file.id), shown(file)) for file in found]
        chosen = next((file for file in found if str(file.id) == form.file.data), None)
        closed = bool(form.restricted.data)
        go = chosen is not None and request.form.get("go") == "add"
        if chosen is not None and go and may_come(form, chosen, "file", restricted=closed):
            made: list[InMatter] = []
            role = None if form.role.data == APPLICANT else PlaceRole(form.role.data)

            def act() -> None:
                made.append(placing.give_place(matter(), role, chosen, restricted=closed, uow=g.uow))
                barriers.mark(chosen, matter(), uow=g.uow)

            if save(form, act):
                return _to(made[0])
    drawn = render_template(
        "office/matters/person_known.html", **frame("persons"), form=form, found=found, asked=posted()
    )
    return drawn, 422 if form.errors else 200
