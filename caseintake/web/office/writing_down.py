"""Writing down a statement for somebody, and noting that she confirmed it: the same pages at intake and in a matter."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from caseintake.i18n import LANGUAGES, OWN_NAMES, _, current_language, lazy
from caseintake.intake import queries, taking_down
from caseintake.intake.answers import Checked, check
from caseintake.intake.model import Confirmed, Conversation, Message, Setting, Speaker
from caseintake.intake.sheets import NoNumber, read_number
from caseintake.intake.taking_down import Told, asked
from caseintake.vault.errors import Locked
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, OnceField, PublicForm, at_most, trimmed
from caseintake.web.office.client_writing import Place, tried
from caseintake.web.public.counter import papers
from caseintake.web.public.forms import faults, posted, put, question_form

#: Writes the statement and answers with the address of the page it stands on.
Make = Callable[[Told, Checked, UUID], str]

OTHER: Final = "other"
SPEAKERS: Final = {
    Speaker.CLIENT: lazy("The person herself or himself"),
    Speaker.RELATIVE: lazy("A relative or friend"),
    Speaker.LAWYER: lazy("Her or his lawyer"),
    Speaker.CELLMATE_LAWYER: lazy("The lawyer of somebody in the same cell"),
    Speaker.INTERPRETER: lazy("An interpreter"),
    Speaker.OTHER: lazy("Somebody else"),
}
SETTINGS: Final = {
    Setting.OFFICE: lazy("with us"),
    Setting.HOME: lazy("at home"),
    Setting.DETENTION: lazy("in prison or with the police"),
    Setting.HOSPITAL: lazy("in hospital"),
    Setting.TELEPHONE: lazy("on the telephone"),
    Setting.RECORDING: lazy("in a recording"),
    Setting.PAPER: lazy("on a paper form"),
    Setting.ELSEWHERE: lazy("elsewhere"),
}
WAYS: Final = {
    Confirmed.FACE_TO_FACE: lazy("face to face, after it was read back"),
    Confirmed.VOICE: lazy("by a voice we know"),
    Confirmed.SIGNED: lazy("with a signature on paper"),
    Confirmed.CODE: lazy("in a message with her or his code"),
}


class ToldForm(OfficeForm):
    """How the statement came about."""

    speaker = RadioField(
        lazy("Who spoke?"), [Needed()], choices=[SelectChoice(one.value, words) for one, words in SPEAKERS.items()]
    )
    contact = TextAreaField(
        lazy("If somebody else spoke: who that is and how they are reached"), [at_most(1000)], filters=[trimmed]
    )
    setting = SelectField(lazy("Where?"), choices=[SelectChoice(one.value, words) for one, words in SETTINGS.items()])
    language = SelectField(lazy("In which language?"))
    other_language = StringField(lazy("Which other language"), [at_most(60)], filters=[trimmed])
    written_in = SelectField(
        lazy("If it is another language: which of ours does the person read?"),
        choices=[SelectChoice(code, OWN_NAMES[code]) for code in ("en", "ru", "az", "fr")],
        default="en",
    )
    interpreter = StringField(lazy("Interpreter"), [at_most(200)], filters=[trimmed])
    read_back = RadioField(
        lazy("Was the text read back to whoever spoke?"),
        [Needed()],
        choices=[SelectChoice("yes", lazy("Yes, and it is right")), SelectChoice("no", lazy("No"))],
    )
    agreed = BooleanField(lazy("The person agreed that we read and keep this"))
    paper = StringField(lazy("Number on the paper form"), [at_most(40)], filters=[trimmed])
    recording = HiddenField()
    once = OnceField()

    def offer(self) -> None:
        self.language.choices = [*((code, OWN_NAMES[code]) for code in LANGUAGES), (OTHER, _("another language"))]

    def validate_contact(self, field: TextAreaField) -> None:
        if self.speaker.data not in (None, "", Speaker.CLIENT) and not field.data:
            raise ValidationError(_("Say who spoke for the person."))

    def validate_other_language(self, field: StringField) -> None:
        if self.language.data == OTHER and not field.data:
            raise ValidationError(_("Say which language it was."))

    def validate_paper(self, field: StringField) -> None:
        try:
            field.data = read_number(field.data) if field.data else ""
        except NoNumber:
            raise ValidationError(
                _("This is not the number of a paper form. Look at each letter and digit again.")
            ) from None

    def value(self) -> Told:
        return Told(
            speaker=Speaker(self.speaker.data),
            contact=self.contact.data or "",
            setting=Setting(self.setting.data),
            language=(self.other_language.data or "") if self.language.data == OTHER else self.language.data,
            written_in=self.written_in.data if self.language.data == OTHER else "",
            interpreter=self.interpreter.data or "",
            read_back=self.read_back.data == "yes",
            paper=self.paper.data or "",
            recording=_id(self.recording.data),
            agreed=bool(self.agreed.data),
        )


class ConfirmForm(OfficeForm):
    """How and when the client said that it is right."""

    how = RadioField(
        lazy("How did she or he confirm it?"),
        [Needed()],
        choices=[SelectChoice(one.value, words) for one, words in WAYS.items()],
    )
    on = DayField(lazy("On which day?"), [Needed()])
    remark = TextAreaField(lazy("Remark"), [at_most(2000)], filters=[trimmed])


def write_down(place: Place, make: Make) -> ResponseReturnValue:
    """The same questions as the form asks, and who spoke, through whom, where, in which language."""
    form, questionnaire = ToldForm(), papers().questionnaire
    form.offer()
    fields = asked(questionnaire)
    given = posted(request.form, fields) if form.is_submitted() else {}
    questions = question_form(questionnaire, fields, given)
    if form.is_submitted():
        answers = check(questionnaire, fields, given, g.uow.clock.today())
        put(questions, answers.problems)
        good = form.validate()
        if good and not _said_anything(answers):
            form.form_errors.append(_("Nothing has been written down yet."))
        elif good and not answers.problems:
            where: list[str] = []
            if tried(form, lambda: where.append(make(form.value(), answers, form.once.value)), "paper"):
                return redirect(where[0], 303)
    else:
        form.language.data = current_language()
        form.recording.data = request.args.get("recording", "")
        form.setting.data = (Setting.RECORDING if _id(form.recording.data) else Setting.OFFICE).value
    return _drawn(form, questions, place)


def _drawn(form: ToldForm, questions: PublicForm, place: Place) -> ResponseReturnValue:
    wrong = faults(questions)
    drawn = render_template(
        "office/inbox/write_down.html",
        form=form,
        questions=questions,
        faults=wrong,
        urgent=[field for field in asked(papers().questionnaire) if field in papers().questionnaire.safety],
        sections=papers().questionnaire.sections,
        place=place,
    )
    return drawn, 422 if wrong or form.errors or form.form_errors else 200


def _said_anything(answers: Checked) -> bool:
    return any(text.strip() for text in answers.texts.values()) or bool(answers.dates)


def confirm(row: Conversation, message_id: UUID, place: Place) -> ResponseReturnValue:
    """The client has confirmed a statement; until then every page calls it second-hand."""
    message = g.uow.session.get(Message, message_id)
    taken = queries.taken_down(row, uow=g.uow).get(message_id)
    if message is None or taken is None:
        raise Locked("no such statement")
    form = ConfirmForm()
    if form.validate_on_submit():
        how, on = Confirmed(form.how.data), form.on.data
        if tried(
            form,
            lambda: taking_down.confirm(message, row, how=how, on=on, remark=form.remark.data or "", uow=g.uow),
            "on",
        ):
            return redirect(place.back, 303)
    drawn = render_template("office/inbox/confirm.html", form=form, place=place, letter=message, taken=taken)
    return drawn, 422 if form.errors or form.form_errors else 200


def words() -> dict[str, Any]:
    """What `office/inbox/told.html` calls these things."""
    return {"speakers": SPEAKERS, "settings": SETTINGS, "ways": WAYS, "own_names": OWN_NAMES}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
