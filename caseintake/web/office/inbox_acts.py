"""What an intake officer does with a conversation, each on a page of its own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from caseintake.i18n import _, lazy
from caseintake.intake import letters, queries, service, withdrawal
from caseintake.intake.model import Conversation
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.matters import team
from caseintake.matters.codenames import suggest
from caseintake.matters.model import Applicant, Matter
from caseintake.representation import newcomers
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.office import client_writing, withdrawals
from caseintake.web.office.client_writing import Place, WriteForm, draw, tried
from caseintake.web.office.inbox import OFFICER, ONE, find, intake_vault, pages, place_of, require_intake
from caseintake.web.office.matters_pages import name_of
from caseintake.web.office.other_firms import AsksFirms, asking
from caseintake.web.office.withdrawals import FindingForm
from caseintake.web.public.counter import papers

__all__ = ["pages"]  # the same pages, with the acts on them


class DeclineForm(WriteForm):
    """Our own words; what must always be said is added below them."""

    text = TextAreaField(lazy("Why we cannot take it, in kind words"), [Needed(), at_most(20_000)], filters=[trimmed])
    kept = DayField(lazy("We keep what was sent until"), [Needed()])


class NoteForm(OfficeForm):
    """A note for the other officers."""

    text = TextAreaField(lazy("Note for colleagues at intake"), [Needed(), at_most(20_000)], filters=[trimmed])


class AcceptForm(WriteForm, AsksFirms):
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
    return draw(form, conversation, place_of(conversation), template, **values)


def _done(conversation: Conversation) -> ResponseReturnValue:
    return redirect(url_for("inbox.show", conversation_id=conversation.id), 303)


@pages.route(f"{ONE}/answer", methods=["GET", "POST"], guard=OFFICER)
def answer(conversation_id: UUID) -> ResponseReturnValue:
    """Answer without asking for anything."""
    row = find(conversation_id)
    return client_writing.answer(row, place_of(row))


@pages.route(f"{ONE}/ask", methods=["GET", "POST"], guard=OFFICER)
def ask(conversation_id: UUID) -> ResponseReturnValue:
    """Ask for something by a day."""
    row = find(conversation_id)
    return client_writing.ask(row, place_of(row))


@pages.post(f"{ONE}/ask/withdraw", guard=OFFICER)
def withdraw_question(conversation_id: UUID) -> ResponseReturnValue:
    """What was asked for is not needed any more."""
    row = find(conversation_id)
    return client_writing.withdraw_question(row, place_of(row))


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
        if tried(form, lambda: service.decline(row, text, until, once=once, uow=g.uow), "kept"):
            return _done(row)
    always = letters.declined(row, form.kept.data or letters.kept_until(papers(), today), papers())
    return _page(form, row, "decline.html", always=always, helplines=papers().questionnaire.helplines)


@pages.route(f"{ONE}/refer", methods=["GET", "POST"], guard=OFFICER)
def refer(conversation_id: UUID) -> ResponseReturnValue:
    """Say who can help better."""
    row, form = find(conversation_id), WriteForm()
    if form.validate_on_submit():
        text, once = form.text.data or "", form.once.value.hex
        if tried(form, lambda: service.refer(row, text, once=once, uow=g.uow)):
            return _done(row)
    helplines = papers().questionnaire.helplines
    return _page(form, row, "write.html", title=_("Refer to somebody else"), helplines=helplines)


@pages.route(f"{ONE}/note", methods=["GET", "POST"], guard=OFFICER)
def note(conversation_id: UUID) -> ResponseReturnValue:
    """A note the person never sees."""
    row, form = find(conversation_id), NoteForm()
    if form.validate_on_submit():
        text = form.text.data or ""
        if tried(form, lambda: service.note(row, text, uow=g.uow)):
            return _done(row)
    return _page(form, row, "note.html")


@pages.route(f"{ONE}/withdrawal", methods=["GET", "POST"], guard=OFFICER, endpoint="withdrawal")
def settle(conversation_id: UUID) -> ResponseReturnValue:
    """What came out when the person was asked the safe way."""
    row, form = find(conversation_id), FindingForm()
    if form.validate_on_submit() and tried(form, lambda: withdrawal.settle(row, form.value(), uow=g.uow), "how"):
        return _done(row)
    return _page(form, row, "withdrawal.html")


@pages.get(f"{ONE}/pressure/<uuid:finding_id>", guard=OFFICER)
def pressure(conversation_id: UUID, finding_id: UUID) -> ResponseReturnValue:
    """What to do about pressure, and the draft of a letter."""
    row = find(conversation_id)
    return withdrawals.paper(
        row, intake_vault(), finding_id, place_of(row), applicant="", number="", state=""
    )  # fmt: skip


@pages.route(f"{ONE}/delete", methods=["GET", "POST"], guard=OFFICER)
def delete(conversation_id: UUID) -> ResponseReturnValue:
    """Destroy what was sent, keys first: pressed by a second person, after the last day of keeping."""
    row, form = find(conversation_id), OfficeForm()
    if form.validate_on_submit() and tried(form, lambda: withdrawal.destroy(row, uow=g.uow)):
        return redirect(url_for("inbox.deletions"), 303)
    if not withdrawal.open_deletion(row, uow=g.uow):
        raise NotFound
    until = withdrawal.requests(row, uow=g.uow)[-1].kept_until
    alone_from = until + timedelta(days=withdrawal.DAYS_FOR_A_SECOND)
    why = withdrawal.hindrance(row, uow=g.uow)
    return _page(form, row, "delete.html", why=why, until=until, alone_from=alone_from)


@pages.get("/inbox/deletions", guard=OFFICER)
def deletions() -> str:
    """The records of what was destroyed."""
    require_intake()
    rows = withdrawal.deletions(uow=g.uow)
    place = Place(((_("Inbox"), url_for("inbox.index")),))
    return render_template("office/inbox/deletions.html", place=place, rows=rows, name_of=name_of)


@pages.route(f"{ONE}/code", methods=["GET", "POST"], guard=OFFICER)
def code(conversation_id: UUID) -> ResponseReturnValue:
    """A new code to the same conversation."""
    row = find(conversation_id)
    return client_writing.code(row, place_of(row))


@pages.route(f"{ONE}/code/retire", methods=["GET", "POST"], guard=OFFICER)
def retire_code(conversation_id: UUID) -> ResponseReturnValue:
    """The code opens nothing any more."""
    row = find(conversation_id)
    return client_writing.retire(row, place_of(row))


@pages.route(f"{ONE}/accept", methods=["GET", "POST"], guard=OFFICER)
def accept(conversation_id: UUID) -> ResponseReturnValue:
    """Take the case into a new matter or into one of the officer's own."""
    row, form = find(conversation_id), asking(AcceptForm, _chosen())
    _offer(form)
    if request.method == "GET":
        taken = {line.label.codename for line in matters_read.my_matters(uow=g.uow)}
        form.codename.data = suggest(taken)
    elif form.validate() and (form.restricted.data or form.answered()):
        made: list[Applicant] = []
        if tried(form, lambda: made.append(_accept(row, form)), "matter"):
            return redirect(_after(made[0], joined=_joins(form)), 303)
    return _page(form, row, "accept.html")


def _chosen() -> Matter | None:
    """The matter that the form names, if it is one of the officer's own."""
    lines = matters_read.my_matters(uow=g.uow)
    return next((line.matter for line in lines if str(line.matter.id) == request.form.get("matter")), None)


def _offer(form: AcceptForm) -> None:
    mine = [SelectChoice(str(line.matter.id), line.label.codename) for line in matters_read.my_matters(uow=g.uow)]
    form.matter.choices = [SelectChoice("", _("A new matter")), *mine]
    could = [SelectChoice(str(id), name_of(id)) for id in team.may_look_after(uow=g.uow)]
    by_name = sorted(could, key=lambda choice: choice.label.casefold())
    form.responsible.choices = [SelectChoice("", _("nobody yet")), *by_name]


def _joins(form: AcceptForm) -> bool:
    """Whether the officer holds the key of the matter afterwards: she joins a new one, or it is one of her own."""
    return bool(form.join.data or form.matter.data)


def _after(applicant: Applicant, *, joined: bool) -> str:
    """The address of a client just accepted; the inbox, which says so, for an officer who does not open the matter."""
    if joined:
        return url_for("matters.applicant", matter_id=applicant.matter_id, applicant_id=applicant.id)
    return url_for("inbox.index", accepted="yes")


def _accept(row: Conversation, form: AcceptForm) -> Applicant:
    responsible = UUID(form.responsible.data) if form.responsible.data else None
    joins = _joins(form)
    if form.matter.data:
        matter = matters_read.matter(UUID(form.matter.data), uow=g.uow)
    else:
        matter = matters.create_matter(
            codename=form.codename.data or "", responsible=responsible, join=joins, uow=g.uow
        )
    named = {responsible, g.uow.actor.id if joins else None} - {None}
    by_name = tuple(person for person in named if person)
    closed = bool(form.restricted.data)
    word = form.word()
    applicant = service.accept_into(
        row,
        matter,
        name=form.name.data or "",
        text=form.text.data or "",
        once=form.once.value.hex,
        came_through=queries.spoke_for(row, uow=g.uow)[:200],
        restricted_to=by_name if closed else tuple(newcomers.opening(matter, word, uow=g.uow).get("holders", ())),
        uow=g.uow,
    )
    if form.matter.data and not closed:
        newcomers.begin(matter, [applicant], word, uow=g.uow)
    return applicant
