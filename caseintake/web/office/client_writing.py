"""Writing to a person through her conversation: the same pages at intake and in a client file.

Each function is one page. The two blueprints find the conversation, each behind its own guard, and say where the
person who writes came from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.i18n import OWN_NAMES, _, lazy
from caseintake.intake import queries, service
from caseintake.intake.model import Conversation
from caseintake.intake.refusal import Refused
from caseintake.intake.service import Known
from caseintake.matters import service as matters
from caseintake.matters.wording import say
from caseintake.web import once
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, OnceField, at_most, trimmed

WHY = {
    "day_over": lazy("This day is over. Please choose a later one."),
    "accepted": lazy("This case has been accepted already."),
    "withdrawal": lazy("Somebody with the code asked to stop. First find out whose wish it was."),
    "no_withdrawal": lazy("Nobody asked to stop."),
    "not_yet": lazy("This day has not come yet."),
    "deletion_not_asked": lazy("Nothing is to be destroyed here."),
    "deletion_kept": lazy("The last day of keeping has not passed yet."),
    "deletion_second_person": lazy("A second person must do this."),
    "deletion_changed": lazy("A note on a wish to leave was changed from outside. Tell a coordinator."),
    "nothing_asked": lazy("Nothing is asked of the person."),
    "no_code": lazy("No code opens this conversation any more."),
    "day_ahead": lazy("This day has not come yet."),
    "paper_known": lazy("This paper form has been written down already. Look for its number in the inbox."),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is read: at intake or in a client file."""

    #: Text and address of the pages above, the nearest last.
    trail: tuple[tuple[str, str], ...]

    @property
    def back(self) -> str:
        """The address of the page of the conversation."""
        return self.trail[-1][1]


class WriteForm(OfficeForm):
    """A message to the person."""

    text = TextAreaField(lazy("What the person will read"), [Needed(), at_most(service.LONGEST)], filters=[trimmed])
    once = OnceField()


class AskForm(WriteForm):
    """A message that asks for something."""

    needed = StringField(lazy("What we need, in one line"), [Needed(), at_most(300)], filters=[trimmed])
    needed_by = DayField(lazy("By which day"))


class CodeForm(OfficeForm):
    """Before a new code is given: how the person is known, then once more whether to do it."""

    how = RadioField(
        lazy("How do you know who it is?"),
        [Needed()],
        choices=[
            SelectChoice(Known.QUESTION.value, lazy("The safe question was answered rightly")),
            SelectChoice(Known.IN_PERSON.value, lazy("The person is here and I know her or him")),
        ],
    )
    sure = HiddenField()


def draw(form: OfficeForm, row: Conversation, place: Place, template: str, **values: Any) -> ResponseReturnValue:
    """A page of one act, with what the person wrote below it."""
    letter = service.statement_of(row, uow=g.uow)
    taken = queries.taken_down(row, uow=g.uow).get(letter.id) if letter is not None else None
    drawn = render_template(
        f"office/inbox/{template}",
        form=form, row=row, place=place, letter=letter, taken=taken, own_names=OWN_NAMES, **values,
    )  # fmt: skip
    return drawn, 422 if form.errors or form.form_errors else 200


def tried(form: OfficeForm, act: Callable[[], object], box: str = "text") -> bool:
    """Do it and make it true; False when the form now says what cannot be."""
    try:
        if "once" not in form:  # else the service itself answers with what was written the first time
            once.heed()
        act()
        g.uow.commit()
    except once.SentAlready:
        return True
    except Refused as error:
        g.uow.session.rollback()
        form.refuse(box, str(WHY[error.why])) if box in form else form.form_errors.append(str(WHY[error.why]))
        return False
    except matters.Refusal as error:
        g.uow.session.rollback()
        for fault in error.faults:
            form.refuse(fault.field if fault.field in form else box, say(fault))
        return False
    return True


def answer(row: Conversation, place: Place) -> ResponseReturnValue:
    """Answer without asking for anything."""
    form = WriteForm()
    if form.validate_on_submit():
        text, once = form.text.data or "", form.once.value.hex
        if tried(form, lambda: service.answer(row, text, once=once, uow=g.uow)):
            return redirect(place.back, 303)
    return draw(form, row, place, "write.html", title=_("Answer"))


def ask(row: Conversation, place: Place) -> ResponseReturnValue:
    """Ask for something by a day."""
    form = AskForm()
    if form.validate_on_submit():
        text, needed, once = form.text.data or "", form.needed.data or "", form.once.value.hex
        by = form.needed_by.data
        if tried(form, lambda: service.ask(row, text, needed, by, once=once, uow=g.uow), "needed_by"):
            return redirect(place.back, 303)
    return draw(form, row, place, "ask.html")


def withdraw_question(row: Conversation, place: Place) -> ResponseReturnValue:
    """Say that nothing is needed any more; pressed twice it changes nothing."""
    form = OfficeForm()
    if form.validate():
        tried(form, lambda: service.withdraw_question(row, uow=g.uow))
    return redirect(place.back, 303)


def code(row: Conversation, place: Place) -> ResponseReturnValue:
    """A new code in two steps. Shown on this answer alone."""
    form = CodeForm()
    if form.validate_on_submit():
        if form.sure.data != "yes":
            return draw(form, row, place, "code_sure.html")
        new = service.issue_code(row, Known(form.how.data), uow=g.uow)
        g.uow.commit()
        return render_template("office/inbox/code_given.html", row=row, place=place, groups=new.groups)
    return draw(form, row, place, "code.html", said=_safe_question(row))


def retire(row: Conversation, place: Place) -> ResponseReturnValue:
    """The code was lost or taken: ask once, then close it."""
    form = OfficeForm()
    if form.validate_on_submit() and tried(form, lambda: service.retire_code(row, uow=g.uow)):
        return redirect(place.back, 303)
    return draw(form, row, place, "code_retire.html")


def _safe_question(row: Conversation) -> list[tuple[str, str]]:
    """The safe question and its answer, as they were left at first contact."""
    wanted = {"safe_question", "safe_answer"}
    seen = service.statement_of(row, uow=g.uow)
    found = {answer.question: answer.values[0] for answer in seen.answers if answer.question in wanted} if seen else {}
    return [(name, found.get(name, "")) for name in ("safe_question", "safe_answer")]
