"""The conflict card of a matter, and what some of its team keep among themselves.

Everybody of the team is offered the same page about inner circles, with the same words: who is in none, and who is
the reason for one, see the same bytes.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.conflicts import cards, inner, wording
from caseintake.conflicts.kinds import Between, InnerKind, Side
from caseintake.conflicts.model import InnerCircle
from caseintake.documents import service as documents
from caseintake.i18n import _, lazy
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Spellings
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    id_or_none,
    ids,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.signed_in import pressed

WRITE = may(Action.APPLICANT_ADD)


class _Form(MatterForm):
    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class NameForm(_Form):
    name = StringField(lazy("Name"), [Needed(), at_most(200)], filters=[trimmed])
    side = SelectField(lazy("What the person is in the case"))
    other = StringField(lazy("Another spelling"), [at_most(200)], filters=[trimmed])
    note = StringField(lazy("Note for the team"), [at_most(400)], filters=[trimmed])


class CircleForm(_Form):
    people = SelectMultipleField(lazy("Who else is in it"))


class InnerForm(_Form):
    circle = SelectField(lazy("Inner circle"))
    kind = RadioField(lazy("What it is"), default=InnerKind.NOTE.value)
    first = SelectField(lazy("About whom"))
    second = SelectField(lazy("And whom"))
    between = SelectField(lazy("What stands between them"))
    text = TextAreaField(lazy("In words"), [at_most(10_000)], filters=[trimmed])


@pages.route("/matters/<uuid:matter_id>/conflicts", methods=["GET", "POST"], guard=WRITE, endpoint="conflicts")
def conflicts(matter_id: UUID) -> ResponseReturnValue:
    """Whose names stand on the card, and one more by hand."""
    form = NameForm()
    form.side.choices = [(str(side), str(title)) for side, title in wording.SIDES.items() if side is not Side.APPLICANT]
    if not posted():
        form.side.data = Side.OFFICIAL.value
    here = matter()

    def add() -> None:
        spellings = Spellings(en=form.other.data or "")
        cards.add_name(
            here,
            form.name.data or "",
            Side(form.side.data),
            spellings=spellings,
            note=form.note.data or "",
            uow=g.uow,
        )

    if posted() and form.validate() and save(form, add):
        return redirect(url_for("matters.conflicts", matter_id=matter_id), 303)
    shown = render_template(
        "office/conflicts/card.html",
        **frame("conflicts"),
        form=form,
        named=cards.named(here, uow=g.uow),
        behind=cards.behind(here, uow=g.uow),
        people=len(queries.everybody(here, uow=g.uow)),
        w=wording,
    )
    return shown, status()


@pages.post("/matters/<uuid:matter_id>/conflicts/write", guard=WRITE)
def write_card(matter_id: UUID) -> ResponseReturnValue:
    """Bring the card up to the names as they stand now."""
    pressed()
    cards.bring_up_to_date(matter(), uow=g.uow)
    g.uow.commit()
    return redirect(url_for("matters.conflicts", matter_id=matter_id), 303)


@pages.post("/matters/<uuid:matter_id>/conflicts/<uuid:named_id>/off", guard=WRITE)
def off_card(matter_id: UUID, named_id: UUID) -> ResponseReturnValue:
    """Take a name that was recorded by hand away again."""
    pressed()
    cards.take_off(matter(), named_id, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("matters.conflicts", matter_id=matter_id), 303)


@pages.get("/matters/<uuid:matter_id>/inner", guard=may(Action.FACT_RECORD), endpoint="inner")
def inner_page(matter_id: UUID) -> ResponseReturnValue:
    """The inner circles this person is in, and how to make one."""
    return _inner(_circle_form(), _inner_form())


@pages.post("/matters/<uuid:matter_id>/inner/circles", guard=may(Action.FACT_RECORD))
def make_circle(matter_id: UUID) -> ResponseReturnValue:
    """A new inner circle of named people."""
    form = _circle_form()
    if form.validate() and save(form, lambda: inner.make(matter(), ids(form.people.data), uow=g.uow)):
        return redirect(url_for("matters.inner", matter_id=matter_id), 303)
    return _inner(form, _inner_form())


@pages.post("/matters/<uuid:matter_id>/inner", guard=may(Action.FACT_RECORD))
def write_inner(matter_id: UUID) -> ResponseReturnValue:
    """Keep something in a circle."""
    form = _inner_form()

    def write() -> None:
        row = inner.circle(matter(), UUID(form.circle.data), uow=g.uow)
        about = tuple(id for field in (form.first, form.second) if (id := id_or_none(field.data)) is not None)
        kind = InnerKind(form.kind.data)
        between = Between(form.between.data) if form.between.data else None
        inner.write(row, kind, about=about, between=between, text=form.text.data or "", uow=g.uow)

    if form.validate() and save(form, write):
        return redirect(url_for("matters.inner", matter_id=matter_id), 303)
    return _inner(_circle_form(), form)


def _circle_form() -> CircleForm:
    form = CircleForm()
    others = [id for id in team.members(matter(), uow=g.uow) if id != g.uow.actor.id]
    form.people.choices = sorted(((str(id), name_of(id)) for id in others), key=lambda pair: pair[1].casefold())
    return form


def _inner_form() -> InnerForm:
    form = InnerForm()
    rows = inner.circles(matter(), uow=g.uow)
    form.circle.choices = [(str(row.id), _people(row)) for row in rows]
    form.kind.choices = [(str(kind), str(title)) for kind, title in wording.INNER.items()]
    named = [(str(id), name) for id, name in _names().items()]
    form.first.choices = form.second.choices = [("", _("nobody by name")), *named]
    form.between.choices = [("", _("choose")), *((str(kind), str(title)) for kind, title in wording.BETWEEN.items())]
    return form


def _people(row: InnerCircle) -> str:
    return ", ".join(sorted(name_of(id) for id in inner.people(row, uow=g.uow)))


def _names() -> dict[UUID, str]:
    """Applicants, then colleagues, by id."""
    here = matter()
    people = called_all(queries.applicants(here, uow=g.uow))
    return people | {id: name_of(id) for id in team.members(here, uow=g.uow)}


def _inner(circle: CircleForm, form: InnerForm) -> ResponseReturnValue:
    rows = inner.circles(matter(), uow=g.uow)
    shown = render_template(
        "office/conflicts/inner.html",
        **frame("inner"),
        circle=circle,
        form=form,
        rows=[
            (row, _people(row), inner.notes(row, uow=g.uow), len(documents.documents_in(row.vault_id, uow=g.uow)))
            for row in rows
        ],
        called=_names(),
        proof=lambda row: g.uow.proof(row).author.id,
        w=wording,
        may_restrict=allows(g.uow.actor.role, Action.FILE_RESTRICT),
    )
    return shown, status()
