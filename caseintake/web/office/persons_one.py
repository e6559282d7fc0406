"""What a client file holds about one person beside the case: contacts, and what others are to her or him."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField

from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.i18n import _, lazy
from caseintake.matters.person import Channel, Contact
from caseintake.people import barriers, contacts, places, relations
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
    other = SelectField(lazy("Who"), [Needed(lazy("Choose a person."))])
    conflict = BooleanField(lazy("Their interests differ"))
    note = StringField(lazy("Note"), [at_most(500)], filters=[trimmed])


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
    form.other.choices = [("", _("Choose")), *named(one for one in files.values() if one.id != file.id)]
    form.kind.choices = _kinds()
    if posted():
        dropped = request.form.get("drop")
        if dropped:
            form.other.validators, form.other.validate_choice = [], False
        if form.validate():
            gone = next((one for one in related if str(one.id) == dropped), None)
            if dropped and gone is None:
                raise NotVisible

            def act() -> None:
                if gone is not None:
                    relations.forget(gone, uow=g.uow)
                else:
                    _record(form)

            def _record(form: RelationForm) -> None:
                other = files[UUID(form.other.data)]
                turned = form.kind.data.startswith(TURNED)
                kind = RelationKind(form.kind.data.removeprefix(TURNED))
                one, two = (other, file) if turned else (file, other)
                relations.record(
                    one, kind, two, conflict=bool(form.conflict.data), note=form.note.data or "", uow=g.uow
                )

            if save(form, act):
                return redirect(url_for("matters.relations", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/relations.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        called=called(row, file),
        kin=kin(file, related, files),
    )
    return drawn, status()


def _kinds() -> list[tuple[str, str]]:
    found = []
    for kind, words in RELATIONS.items():
        found.append((kind.value, str(words)))
        if kind not in BOTH_WAYS:
            found.append((TURNED + kind.value, str(INVERSE[kind])))
    return found


class BarrierForm(MatterForm):
    who = SelectField(lazy("A colleague, or somebody of this matter"))
    name = StringField(lazy("Or anybody else, by name"), [at_most(200)], filters=[trimmed])
    why = StringField(lazy("Why, and what would happen"), [at_most(500)], filters=[trimmed])


@pages.route(f"{ONE}/barriers", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="barriers")
def barriers_of(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Who must never learn of this person's case; ``drop`` takes one out."""
    row, file = opened(applicant_id)
    files = places.files_here(matter(), uow=g.uow)
    people = {one.id: one.name for one in files.values() if one.id != file.id} | dict(names())
    form = BarrierForm()
    colleagues = sorted(((str(id), name) for id, name in names().items()), key=lambda pair: pair[1].casefold())
    here = named(one for one in files.values() if one.id != file.id)
    form.who.choices = [("", _("nobody of these")), *here, *colleagues]
    if posted() and form.validate():
        dropped = request.form.get("drop")

        def act() -> None:
            gone = next((one for one in file.barriers if str(one.id) == dropped), None)
            if gone is not None:
                barriers.drop(file, gone.id, uow=g.uow)
            elif not dropped:
                who = UUID(form.who.data) if form.who.data else None
                barriers.add(file, matter(), who=who, name=form.name.data or "", why=form.why.data or "", uow=g.uow)

        if save(form, act):
            return redirect(url_for("matters.barriers", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/barriers.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        file=file,
        people=people,
        called=called(row, file),
    )
    return drawn, status()
