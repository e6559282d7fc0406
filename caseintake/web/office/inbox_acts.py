"""What an intake officer does with a conversation, each on a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from caseintake.i18n import OWN_NAMES, _, lazy
from caseintake.intake import letters, service
from caseintake.intake.model import Conversation
from caseintake.kernel.actor import Role
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.matters.codenames import suggest
from caseintake.matters.wording import say
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, OnceField, at_most, trimmed
from caseintake.web.office.inbox import OFFICER, ONE, find, pages
from caseintake.web.office.matters_pages import name_of
from caseintake.web.public.counter import papers

__all__ = ["pages"]  # the same pages, with the acts on them

WHY = {
    "day_over": lazy("This day is over. Please choose a later one."),
    "accepted": lazy("This case has been accepted already."),
    "withdrawal": lazy("Somebody with the code asked to stop. First find out whose wish it was."),
    "no_withdrawal": lazy("Nobody asked to stop."),
}


class WriteForm(OfficeForm):
    """A message to the person."""

    text = TextAreaField(lazy("What the person will read"), [Needed(), at_most(service.LONGEST)], filters=[trimmed])
    once = OnceField()


class AskForm(WriteForm):
    """A message that asks for something."""

    needed = StringField(lazy("What we need, in one line"), [Needed(), at_most(300)], filters=[trimmed])
    needed_by = DayField(lazy("By which day"))


class DeclineForm(WriteForm):
    """Our own words; what must always be said is added below them."""

    text = TextAreaField(lazy("Why we cannot take it, in kind words"), [Needed(), at_most(20_000)], filters=[trimmed])
    kept = DayField(lazy("We keep what was sent until"), [Needed()])


class NoteForm(OfficeForm):
    """A note for the other officers."""

    text = TextAreaField(lazy("Note for colleagues at intake"), [Needed(), at_most(20_000)], filters=[trimmed])


class WithdrawalForm(OfficeForm):
    """Whose wish it was."""

    own_wish = RadioField(
        lazy("Whose wish was it?"),
        [Needed()],
        choices=[("yes", lazy("Her or his own wish")), ("no", lazy("There was pressure, or we cannot be sure"))],
    )
    how = TextAreaField(
        lazy("How we asked, who was there, what was said"), [Needed(), at_most(20_000)], filters=[trimmed]
    )


class CodeForm(OfficeForm):
    """Before a new code is given."""

    how = RadioField(
        lazy("How do you know who it is?"),
        [Needed()],
        choices=[
            ("question", lazy("The safe question was answered rightly")),
            ("person", lazy("The person is here and I know her or him")),
        ],
    )


class AcceptForm(WriteForm):
    """Into which matter, under which name."""

    name = StringField(lazy("Name of the applicant"), [Needed(), at_most(200)], filters=[trimmed])
    matter = SelectField(lazy("Matter"))
    codename = StringField(lazy("Codename of the new matter"), [at_most(60)], filters=[trimmed])
    responsible = SelectField(lazy("Responsible in the new matter"))
    join = BooleanField(lazy("I join the team of the new matter"))
    restricted = BooleanField(lazy("Close this client file to the team: only the responsible person and I, if I join"))

    def validate_codename(self, field: StringField) -> None:
        if not self.matter.data and not field.data:
            raise ValidationError(_("A new matter needs a codename."))

    def validate_responsible(self, field: SelectField) -> None:
        if not self.matter.data and not field.data and not self.join.data:
            raise ValidationError(_("Somebody must be responsible, or you join the team."))


def _page(form: OfficeForm, conversation: Conversation, template: str, **values: Any) -> ResponseReturnValue:
    letter = service.statement_of(conversation, uow=g.uow)
    drawn = render_template(
        f"office/inbox/{template}", form=form, row=conversation, letter=letter, own_names=OWN_NAMES, **values
    )
    return drawn, 422 if form.errors or form.form_errors else 200


def _done(conversation: Conversation) -> ResponseReturnValue:
    return redirect(url_for("inbox.show", conversation_id=conversation.id), 303)


def _tried(form: OfficeForm, act: Callable[[], object], box: str = "text") -> bool:
    """Do it and make it true; False when the form now says what cannot be."""
    try:
        act()
        g.uow.commit()
    except service.Refused as error:
        g.uow.session.rollback()
        form.refuse(box, str(WHY[error.why]))
        return False
    except matters.Refusal as error:
        g.uow.session.rollback()
        for fault in error.faults:
            form.refuse(fault.field if fault.field in form else box, say(fault))
        return False
    return True


@pages.route(f"{ONE}/answer", methods=["GET", "POST"], guard=OFFICER)
def answer(conversation_id: UUID) -> ResponseReturnValue:
    """Answer without asking for anything."""
    row, form = find(conversation_id), WriteForm()
    if form.validate_on_submit():
        text, once = form.text.data or "", form.once.value.hex
        if _tried(form, lambda: service.answer(row, text, once=once, uow=g.uow)):
            return _done(row)
    return _page(form, row, "write.html", title=_("Answer"))


@pages.route(f"{ONE}/ask", methods=["GET", "POST"], guard=OFFICER)
def ask(conversation_id: UUID) -> ResponseReturnValue:
    """Ask for something by a day."""
    row, form = find(conversation_id), AskForm()
    if form.validate_on_submit():
        text, needed, once = form.text.data or "", form.needed.data or "", form.once.value.hex
        by = form.needed_by.data
        if _tried(form, lambda: service.ask(row, text, needed, by, once=once, uow=g.uow), "needed_by"):
            return _done(row)
    return _page(form, row, "ask.html")


@pages.route(f"{ONE}/decline", methods=["GET", "POST"], guard=OFFICER)
def decline(conversation_id: UUID) -> ResponseReturnValue:
    """Decline; what must always be said stands below our own words."""
    row, form = find(conversation_id), DeclineForm()
    today = g.uow.clock.today()
    if request.method == "GET":
        form.kept.process(None, letters.kept_until(papers(), today))
    elif form.validate():
        until, once = form.kept.data, form.once.value.hex
        text = f"{form.text.data}\n\n{letters.declined(row, until, papers())}"
        if _tried(form, lambda: service.decline(row, text, until, once=once, uow=g.uow), "kept"):
            return _done(row)
    always = letters.declined(row, form.kept.data or letters.kept_until(papers(), today), papers())
    return _page(form, row, "decline.html", always=always)


@pages.route(f"{ONE}/refer", methods=["GET", "POST"], guard=OFFICER)
def refer(conversation_id: UUID) -> ResponseReturnValue:
    """Say who can help better."""
    row, form = find(conversation_id), WriteForm()
    if form.validate_on_submit():
        text, once = form.text.data or "", form.once.value.hex
        if _tried(form, lambda: service.refer(row, text, once=once, uow=g.uow)):
            return _done(row)
    return _page(form, row, "write.html", title=_("Refer to somebody else"))


@pages.route(f"{ONE}/note", methods=["GET", "POST"], guard=OFFICER)
def note(conversation_id: UUID) -> ResponseReturnValue:
    """A note the person never sees."""
    row, form = find(conversation_id), NoteForm()
    if form.validate_on_submit():
        text = form.text.data or ""
        if _tried(form, lambda: service.note(row, text, uow=g.uow)):
            return _done(row)
    return _page(form, row, "note.html")


@pages.route(f"{ONE}/withdrawal", methods=["GET", "POST"], guard=OFFICER)
def withdrawal(conversation_id: UUID) -> ResponseReturnValue:
    """What came out when the person was asked the safe way."""
    row, form = find(conversation_id), WithdrawalForm()
    if form.validate_on_submit():
        own, how = form.own_wish.data == "yes", form.how.data or ""
        if _tried(form, lambda: service.settle_withdrawal(row, own_wish=own, how=how, uow=g.uow), "how"):
            return _done(row)
    return _page(form, row, "withdrawal.html")


@pages.route(f"{ONE}/code", methods=["GET", "POST"], guard=OFFICER)
def code(conversation_id: UUID) -> ResponseReturnValue:
    """A new code to the same conversation. Shown on this answer alone."""
    row, form = find(conversation_id), CodeForm()
    if form.validate_on_submit():
        new = service.issue_code(row, uow=g.uow)
        g.uow.commit()
        return render_template("office/inbox/code_given.html", row=row, groups=new.groups)
    return _page(form, row, "code.html", said=_safe_question(row))


def _safe_question(row: Conversation) -> list[tuple[str, str]]:
    """The safe question and its answer, as they were left at first contact."""
    wanted = {"safe_question", "safe_answer"}
    seen = service.statement_of(row, uow=g.uow)
    found = {answer.question: answer.values[0] for answer in seen.answers if answer.question in wanted} if seen else {}
    return [(name, found.get(name, "")) for name in ("safe_question", "safe_answer")]


@pages.route(f"{ONE}/accept", methods=["GET", "POST"], guard=OFFICER)
def accept(conversation_id: UUID) -> ResponseReturnValue:
    """Take the case into a new matter or into one of the officer's own."""
    row, form = find(conversation_id), AcceptForm()
    _offer(form)
    if request.method == "GET":
        taken = {line.label.codename for line in matters_read.my_matters(uow=g.uow)}
        form.codename.data = suggest(taken)
    elif form.validate() and _tried(form, lambda: _accept(row, form), "matter"):
        return redirect(url_for("inbox.index"), 303)
    return _page(form, row, "accept.html")


def _offer(form: AcceptForm) -> None:
    mine = [(str(line.matter.id), line.label.codename) for line in matters_read.my_matters(uow=g.uow)]
    form.matter.choices = [("", _("A new matter")), *mine]
    could = [
        (str(person.id), name_of(person.id))
        for person in g.uow.roster.people()
        if person.active and person.role in (Role.LAWYER, Role.COORDINATOR)
    ]
    form.responsible.choices = [("", _("nobody yet")), *sorted(could, key=lambda pair: pair[1].casefold())]


def _accept(row: Conversation, form: AcceptForm) -> None:
    responsible = UUID(form.responsible.data) if form.responsible.data else None
    joins = bool(form.join.data or form.matter.data)
    if form.matter.data:
        matter = matters_read.matter(UUID(form.matter.data), uow=g.uow)
    else:
        matter = matters.create_matter(
            codename=form.codename.data or "", responsible=responsible, join=joins, uow=g.uow
        )
    named = {responsible, g.uow.actor.id if joins else None} - {None}
    service.accept_into(
        row,
        matter,
        name=form.name.data or "",
        text=form.text.data or "",
        once=form.once.value.hex,
        restricted_to=tuple(person for person in named if person) if form.restricted.data else (),
        uow=g.uow,
    )
