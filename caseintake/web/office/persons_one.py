"""What a client file holds about one person beside the case: contacts, and what others are to her or him."""

from collections.abc import Collection
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, StringField

from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.i18n import _, lazy
from caseintake.matters.model import ClientFile
from caseintake.matters.person import Channel, Contact
from caseintake.people import barriers, contacts, known, places, relations
from caseintake.people.kinds import BOTH_WAYS, RelationKind
from caseintake.people.wording import CHANNELS, INVERSE, RELATIONS
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.applicants import kin
from caseintake.web.office.matters_conversation import opened
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    matter,
    may,
    name_of,
    named,
    names,
    pages,
    posted,
    save,
    status,
    version,
)

ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>"
#: Read from the other end: the person of the page *has* such a one.
TURNED = "has-"
#: So many people are shown at once; among more somebody is looked for by name.
FEW = 12
#: A name of which nobody with a file or an account here is meant.
NOBODY_HERE = "nobody"


class ContactForm(MatterForm):
    channel = SelectField(lazy("By what"))
    value = StringField(lazy("Number, address or place"), [Needed(), at_most(300)], filters=[trimmed])
    whose = StringField(lazy("Whose it is, if not her or his own"), [at_most(200)], filters=[trimmed])
    when = StringField(lazy("When it is safe"), [at_most(200)], filters=[trimmed])
    note = StringField(lazy("Note"), [at_most(500)], filters=[trimmed])
    never = BooleanField(lazy("Never use this: never call, never write"))

    def offer(self) -> None:
        self.channel.choices = [(one.value, str(words)) for one, words in CHANNELS.items()]

    def value_of(self) -> Contact:
        return Contact(
            channel=Channel(self.channel.data),
            value=self.value.data or "",
            whose=self.whose.data or "",
            when=self.when.data or "",
            note=self.note.data or "",
            never=bool(self.never.data),
        )


class RelationForm(MatterForm):
    kind = SelectField(lazy("This person is"))
    name = StringField(lazy("Name, in any spelling"), [at_most(200)], filters=[trimmed])
    other = RadioField(lazy("Who"), validate_choice=False)
    conflict = BooleanField(lazy("Their interests differ"))
    note = StringField(lazy("Note"), [at_most(500)], filters=[trimmed])


def meant_here(name: str, files: Collection[ClientFile]) -> list[ClientFile]:
    """Who of these is meant by a name. Without a name: all of them, where they are few enough to be read."""
    if name:
        return known.matching(name, files)[: known.SHOWN]
    return sorted(files, key=lambda file: file.name.casefold()) if len(files) <= FEW else []


@pages.route(f"{ONE}/contacts", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="reach")
def contacts_of(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Every way to reach somebody, and what must never be used; ``drop`` takes one out."""
    row, file = opened(applicant_id)
    form = ContactForm()
    form.offer()
    dropped = request.form.get("drop", "") if posted() else ""
    if dropped:
        form.value.validators = []
    if not posted():
        form.revision.data = version(file)
    elif form.validate():
        number = int(dropped) if dropped.isascii() and dropped.isdigit() else -1

        def act() -> None:
            if dropped:
                contacts.drop(file, number, uow=g.uow)
            else:
                contacts.add(file, form.value_of(), uow=g.uow)

        if save(form, act, file):
            return redirect(url_for("matters.reach", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/reach.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        file=file,
        called=called(row, file),
        channels=CHANNELS,
    )
    return drawn, status()


@pages.route(f"{ONE}/relations", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="relations")
def relations_of(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Husband, child, guardian, heir, who signs: written down from either end; ``drop`` takes one out."""
    row, file = opened(applicant_id)
    files = places.files_here(matter(), uow=g.uow)
    related = [one for one in relations.here(matter(), uow=g.uow) if file.id in (one.one, one.other)]
    form = RelationForm()
    form.kind.choices = _kinds()
    found = meant_here(form.name.data or "", [one for one in files.values() if one.id != file.id])
    form.other.choices = named(found)
    dropped = request.form.get("drop", "")
    if dropped:
        gone = next((one for one in related if str(one.id) == dropped), None)
        if gone is None:
            raise NotVisible
        done = form.validate() and save(form, lambda: relations.forget(gone, uow=g.uow))
    else:
        done = _related(form, file, found)
    if done:
        return redirect(url_for("matters.relations", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/relations.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        called=called(row, file),
        kin=kin(file, related, files),
        looked=bool(form.name.data),
    )
    return drawn, 422 if form.errors else 200


def _related(form: RelationForm, file: ClientFile, found: Collection[ClientFile]) -> bool:
    """Whether one more was written down; with ``go=look`` the page only shows who is meant."""
    if not posted() or not form.validate():
        return False
    if request.form.get("go") == "look":
        form.other.data = str(next(iter(found)).id) if len(found) == 1 else None
        return False
    other = next((one for one in found if str(one.id) == form.other.data), None)
    if other is None:
        form.refuse("other" if found else "name", _("Choose a person."))
        return False
    turned = form.kind.data.startswith(TURNED)
    kind = RelationKind(form.kind.data.removeprefix(TURNED))
    one, two = (other, file) if turned else (file, other)
    conflict, note = bool(form.conflict.data), form.note.data or ""
    return save(form, lambda: relations.record(one, kind, two, conflict=conflict, note=note, uow=g.uow))


def _kinds() -> list[tuple[str, str]]:
    found = []
    for kind, words in RELATIONS.items():
        found.append((kind.value, str(words)))
        if kind not in BOTH_WAYS:
            found.append((TURNED + kind.value, str(INVERSE[kind])))
    return found


class BarrierForm(MatterForm):
    name = StringField(lazy("Name, in any spelling"), [at_most(200)], filters=[trimmed])
    who = RadioField(lazy("A colleague, or somebody of this matter"), validate_choice=False)
    why = StringField(lazy("Why, and what would happen"), [at_most(500)], filters=[trimmed])


@pages.route(f"{ONE}/barriers", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="barriers")
def barriers_of(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Who must never learn of this person's case; ``drop`` takes one out."""
    row, file = opened(applicant_id)
    files = [one for one in places.files_here(matter(), uow=g.uow).values() if one.id != file.id]
    form = BarrierForm()
    found = _people_called(form.name.data or "", files)
    form.who.choices = [*found, (NOBODY_HERE, _("nobody of these"))] if found else []
    dropped = request.form.get("drop", "")
    if dropped:
        gone = next((one for one in file.barriers if str(one.id) == dropped), None)
        if gone is None:
            raise NotVisible
        done = form.validate() and save(form, lambda: barriers.drop(file, gone.id, uow=g.uow))
    else:
        done = _barred(form, file, {value for value, _name in found})
    if done:
        return redirect(url_for("matters.barriers", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/barriers.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        file=file,
        people={one.id: one.name for one in files} | dict(names()),
        called=called(row, file),
    )
    return drawn, 422 if form.errors else 200


def _people_called(name: str, files: Collection[ClientFile]) -> list[tuple[str, str]]:
    """People of this matter and colleagues to whom a name may belong."""
    if not name:
        return []
    may_be = known.looking_for(name)
    colleagues = [(str(id), name_of(id)) for id, called in names().items() if may_be([called])]
    return [*named(meant_here(name, files)), *sorted(colleagues, key=lambda one: one[1].casefold())]


def _barred(form: BarrierForm, file: ClientFile, found: Collection[str]) -> bool:
    """Whether one more was written down. Who is here under such a name is asked about before the name alone is kept."""
    if not posted() or not form.validate() or request.form.get("go") == "look":
        return False
    chosen = form.who.data if form.who.data in found else None
    if found and chosen is None and form.who.data != NOBODY_HERE:
        form.refuse("who", _("Choose a person."))
        return False
    who, name = (UUID(chosen), "") if chosen else (None, form.name.data or "")
    why = form.why.data or ""
    return save(form, lambda: barriers.add(file, matter(), who=who, name=name, why=why, uow=g.uow))
