"""The conflict check: asking, looking up, answering. Details of a case are shown to nobody here.

Names are sent with POST and never stand in an address. A question's address holds its random id alone.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, roles
from caseintake.access.visibility import NotVisible, find
from caseintake.conflicts import asking, cards, wording
from caseintake.conflicts.asking import Match
from caseintake.conflicts.kinds import Verdict
from caseintake.conflicts.model import ConflictQuestion
from caseintake.i18n import _, lazy
from caseintake.intake.model import Conversation
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import Refusal
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.matters_pages import id_or_none, name_of, names, posted, status
from caseintake.web.signed_in import pressed

pages = Pages("conflicts", __name__)
ASKERS = Guard.role(*roles(Action.APPLICANT_ADD))


class _Form(OfficeForm):
    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class NamesForm(_Form):
    names = TextAreaField(
        lazy("Names"), [Needed(lazy("Write at least one name, one person a line.")), at_most(4000)], filters=[trimmed]
    )

    def value(self) -> asking.Names:
        return asking.read_names(self.names.data or "")


class AskForm(NamesForm):
    note = StringField(lazy("What the person answering should know"), [at_most(400)], filters=[trimmed])
    lead = SelectField(lazy("The answer goes to"))
    matter = HiddenField()
    conversation = HiddenField()


class AnswerForm(_Form):
    verdict = RadioField(lazy("Answer"), validators=[Needed(lazy("Choose an answer."))], validate_choice=False)
    person = SelectField(lazy("Whom to speak with"))
    words = StringField(lazy("In a few words, without details of the case"), [at_most(400)], filters=[trimmed])


@pages.get("/conflicts", guard=ASKERS, nav=Nav(lazy("Conflict check"), 32))
def home() -> ResponseReturnValue:
    """My questions; for who holds the conflicts vault, everybody's, the box to look up, and how often who looked."""
    return _home(NamesForm(), None)


@pages.post("/conflicts/look", guard=ASKERS)
def look() -> ResponseReturnValue:
    """Look names up at once: only for who holds the conflicts vault, and each time is written down."""
    if not asking.answers_here(uow=g.uow):
        raise NotVisible
    form = NamesForm()
    found: list[Match] | None = None
    if form.validate():
        try:
            found = asking.look_up(form.value(), uow=g.uow)
            g.uow.commit()
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    return _home(form, found)


def _home(form: NamesForm, found: Sequence[Match] | None) -> ResponseReturnValue:
    holds = asking.answers_here(uow=g.uow)
    answered = asking.answers(uow=g.uow)
    rows = asking.questions(uow=g.uow)
    shown = render_template(
        "office/conflicts/home.html",
        form=form,
        found=found,
        asked=form.value() if found is not None else (),
        holds=holds,
        waiting=[row for row in rows if row.id not in answered],
        untrusted=asking.untrusted(uow=g.uow),
        answered=[(row, answered[row.id]) for row in rows if row.id in answered],
        counts=asking.counted(uow=g.uow) if holds else (),
        old=cards.old_ones(uow=g.uow) if holds else (),
        **_words(),
    )
    return shown, 422 if posted() and found is None else 200


@pages.route("/conflicts/ask", methods=["GET", "POST"], guard=ASKERS, endpoint="ask")
def ask() -> ResponseReturnValue:
    """Put a question; from a matter or a person asking, which the address names by id alone."""
    form = AskForm()
    form.lead.choices = [("", _("me")), *_colleagues()]
    if not posted():
        form.matter.data, form.conversation.data = request.args.get("matter", ""), request.args.get("conversation", "")
    matter_id, conversation_id = _about(form)
    if posted() and form.validate():
        try:
            made = asking.ask(
                form.value(),
                note=form.note.data or "",
                matter_id=matter_id,
                conversation_id=conversation_id,
                lead=id_or_none(form.lead.data),
                uow=g.uow,
            )
            g.uow.commit()
            return redirect(url_for("conflicts.one", question_id=made.id), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    return render_template("office/conflicts/ask.html", form=form, **_words()), status()


def _about(form: AskForm) -> tuple[UUID | None, UUID | None]:
    """What the question is for. Raises `NotVisible` for what the person cannot see."""
    try:
        matter_id, conversation_id = id_or_none(form.matter.data), id_or_none(form.conversation.data)
    except ValueError:
        raise NotVisible from None
    if matter_id is not None:
        queries.matter(matter_id, uow=g.uow)
    if conversation_id is not None:
        find(Conversation, conversation_id, uow=g.uow)
    return matter_id, conversation_id


@pages.route("/conflicts/<uuid:question_id>", methods=["GET", "POST"], guard=ASKERS, endpoint="one")
def one(question_id: UUID) -> ResponseReturnValue:
    """One question: its answer for who asked; for who answers also whom the names may mean."""
    row = asking.question(question_id, uow=g.uow)
    holds = asking.answers_here(uow=g.uow)
    form = AnswerForm()
    form.verdict.choices = [(str(v), str(wording.VERDICTS[v])) for v in Verdict if v is not Verdict.TO_LEAD]
    form.person.choices = [("", _("nobody")), *_colleagues()]
    if posted() and not holds:
        raise NotVisible
    found: list[Match] = []
    if posted() and "look" in request.form:
        found = _looked_up(row)
    elif posted() and form.validate():
        try:
            verdict, person = Verdict(form.verdict.data), id_or_none(form.person.data)
            asking.answer(row, verdict, person=person, words=form.words.data or "", uow=g.uow)
            g.uow.commit()
            return redirect(url_for("conflicts.home"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
        except ValueError:
            form.refuse("verdict", _("Choose an answer."))
    looked = posted() and "look" in request.form
    shown = render_template(
        "office/conflicts/one.html",
        row=row,
        author=g.uow.proof(row).author.id,
        answers=asking.answers(uow=g.uow).get(row.id, ()),
        untrusted=row.id in asking.untrusted(uow=g.uow),
        form=form,
        holds=holds,
        found=found if looked else None,
        asked=row.names,
        old=cards.old_ones(uow=g.uow) if holds else (),
        **_words(),
    )
    return shown, 422 if posted() and not looked else 200


def _looked_up(row: ConflictQuestion) -> list[Match]:
    """The button "look up" of a question: written down like every look-up."""
    pressed()
    found = asking.look_up(row.names, question_id=row.id, uow=g.uow)
    g.uow.commit()
    return found


def _colleagues() -> list[tuple[str, str]]:
    active = {person.id for person in g.uow.roster.people() if person.active and person.id != g.uow.actor.id}
    return sorted(
        ((str(id), name) for id, name in names().items() if id in active), key=lambda pair: pair[1].casefold()
    )


def _words() -> dict[str, object]:
    return {"w": wording, "name_of": name_of, "proof": lambda row: g.uow.proof(row).author.id}
