"""What a client agrees to: the answers that count, every answer given, what has gone out, and what is to be done."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, current_language, lazy
from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import HowGiven
from caseintake.matters import tasks
from caseintake.matters.model import ClientFile, InMatter, Task
from caseintake.representation import newcomers
from caseintake.web import once
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.inbox import consent_title
from caseintake.web.office.matters_conversation import opened
from caseintake.web.office.matters_pages import MatterForm, called, frame, matter, may, pages
from caseintake.web.public.counter import papers

ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/consents"
WRITER = may(Action.CLIENT_ANSWER)

HOW = {
    "form": lazy("at first contact"),
    "code": lazy("with the code"),
    "spoken": lazy("spoken to who wrote it down"),
    HowGiven.IN_PERSON: lazy("in person, read by the client"),
    HowGiven.READ_ALOUD: lazy("in person, read aloud"),
    HowGiven.IN_PRISON: lazy("through a lawyer in prison"),
    HowGiven.WITHDRAWAL: lazy("when asked about a wish to leave"),
}
OFFERED = (HowGiven.IN_PERSON, HowGiven.READ_ALOUD, HowGiven.IN_PRISON)


class TakeForm(MatterForm):
    """An answer given to the person who fills this in."""

    use = SelectField(lazy("For what"), [Needed()])
    answer = RadioField(
        lazy("What did the client say?"),
        [Needed()],
        choices=[SelectChoice("yes", lazy("Yes")), SelectChoice("no", lazy("No"))],
    )
    scope = StringField(lazy("For whom or for what exactly"), [at_most(500)], filters=[trimmed])
    language = SelectField(lazy("In which language the text was read"), [Needed()])
    how = RadioField(
        lazy("How it was given"), [Needed()], choices=[SelectChoice(one.value, HOW[one]) for one in OFFERED]
    )
    present = StringField(lazy("Who else was there"), [at_most(300)], filters=[trimmed])
    review_on = DayField(lazy("Ask again on"))

    def offer(self) -> None:
        language = current_language()
        uses = [SelectChoice(one.use, one.text(language).title) for one in papers().questionnaire.consents]
        self.use.choices = [SelectChoice("", _("Choose")), *uses]
        self.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in LANGUAGES]

    def validate_scope(self, field: StringField) -> None:
        uses = {one.use: one for one in papers().questionnaire.consents}
        wanted = uses.get(self.use.data)
        if wanted is not None and wanted.scope and self.answer.data == "yes" and not field.data:
            raise ValidationError(_("Please write for whom or for what."))

    def value(self) -> Agreed:
        text = papers().questionnaire.consent(self.use.data, self.language.data)
        yes = self.answer.data == "yes"
        return Agreed(text.use, yes, text.version, text.language, text.digest, (self.scope.data or "") if yes else "")


class OutForm(MatterForm):
    """Something that has left the office."""

    use = SelectField(lazy("For what"), [Needed()])
    scope = StringField(lazy("To whom"), [Needed(), at_most(300)], filters=[trimmed])
    what = TextAreaField(lazy("What went out"), [Needed(), at_most(4000)], filters=[trimmed])
    on = DayField(lazy("On which day"), [Needed()])

    def offer(self) -> None:
        language = current_language()
        uses = [SelectChoice(one.use, one.text(language).title) for one in papers().questionnaire.consents]
        self.use.choices = [SelectChoice("", _("Choose")), *uses]


@pages.get(ONE, guard=may(Action.MATTER_READ), endpoint="consents")
def show(matter_id: UUID, applicant_id: UUID) -> str:
    """Every use with the answer that counts, what the client changed, what has gone out, and all answers."""
    row, file = opened(applicant_id)
    answers = consenting.history(file, uow=g.uow)
    return render_template(
        "office/matters/consents.html",
        **_frame(row, file),
        uses=[(use, use.text(current_language())) for use in papers().questionnaire.consents],
        current=consenting.current(answers),
        history=answers,
        waiting=consenting.waiting(file, uow=g.uow),
        tasks=tasks.tasks_of([file], uow=g.uow),
        gone_out=consenting.gone_out(file, uow=g.uow),
        lodged=consenting.lodged_for(row.id, matter(), uow=g.uow),
        by_person=lambda one: consenting.by_person(one, uow=g.uow),
        how=HOW,
        today=g.uow.clock.today(),
        may_write=allows(g.uow.actor.role, Action.CLIENT_ANSWER),
        to_open=row.restricted
        and allows(g.uow.actor.role, Action.FILE_RESTRICT)
        and row.id in newcomers.agreed(matter(), uow=g.uow),
    )


def _frame(row: InMatter, file: ClientFile) -> dict[str, Any]:
    return {
        **frame("applicants"),
        "applicant": row,
        "called": called(row, file),
        "title_of": consent_title,
    }


def _back(applicant_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("matters.consents", matter_id=matter().id, applicant_id=applicant_id), 303)


@pages.route(f"{ONE}/take", methods=["GET", "POST"], guard=WRITER, endpoint="take_consent")
def take(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Write down an answer given face to face, with the very text that was read."""
    row, file = opened(applicant_id)
    form = TakeForm()
    form.offer()
    if form.is_submitted() and form.validate():
        consenting.take(
            file, form.value(), HowGiven(form.how.data), form.present.data or "", form.review_on.data, uow=g.uow
        )
        g.uow.commit()
        return _back(applicant_id)
    texts = [(use, [(code, use.text(code)) for code in LANGUAGES]) for use in papers().questionnaire.consents]
    drawn = render_template(
        "office/matters/consent_take.html", **_frame(row, file), form=form, texts=texts, own_names=OWN_NAMES
    )
    return drawn, 422 if form.errors else 200


@pages.route(f"{ONE}/out", methods=["GET", "POST"], guard=WRITER, endpoint="note_gone_out")
def note_out(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Something has gone out: recorded in any case, amber where no consent stood for it."""
    row, file = opened(applicant_id)
    form = OutForm()
    form.offer()
    if form.is_submitted() and form.validate():
        if form.on.data > g.uow.clock.today():
            form.refuse("on", _("This day has not come yet."))
        else:
            use, scope, what = form.use.data, form.scope.data or "", form.what.data or ""
            consenting.note_gone_out(file, use, scope, what, form.on.data, uow=g.uow)
            g.uow.commit()
            return _back(applicant_id)
    drawn = render_template("office/matters/gone_out.html", **_frame(row, file), form=form)
    return drawn, 422 if form.errors else 200


@pages.post(f"{ONE}/<uuid:consent_id>/looked-after", guard=WRITER, endpoint="consent_looked_after")
def looked_after(matter_id: UUID, applicant_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """What runs for this use was looked through."""
    _row, file = opened(applicant_id)
    if MatterForm().validate():
        if consenting.looked_after(file, consent_id, uow=g.uow) is None:
            raise NotVisible
        once.heed()
        g.uow.commit()
    return _back(applicant_id)


@pages.post(f"{ONE}/tasks/<uuid:task_id>", guard=WRITER, endpoint="task_done")
def done(matter_id: UUID, applicant_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """A task of this client is done."""
    _row, file = opened(applicant_id)
    task = g.uow.session.get(Task, task_id)
    if task is None or task.vault_id != file.vault_id:
        raise NotVisible
    if MatterForm().validate():
        tasks.finish(task, uow=g.uow)
        g.uow.commit()
    return _back(applicant_id)
