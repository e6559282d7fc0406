"""The questions of first contact as forms. Which fields there are stands in the questionnaire, not here.

WTForms reads them and our macros draw them; what is wrong is decided by `intake.answers`, once, for pages and services
alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field as AnyField
from wtforms import (
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.i18n import current_language
from caseintake.intake.questionnaire import Field, Option, Questionnaire
from caseintake.intake.told_dates import PARTS, Problem
from caseintake.web.forms import OnceField, PublicForm

Answers = Mapping[str, tuple[str, ...]]
_SHAPES: dict[tuple[str, ...], type[PublicForm]] = {}


class DateParts(Form):
    """The boxes of one date as people remember it."""

    precision = SelectField()
    day, month, year = StringField(), StringField(), StringField()
    to_day, to_month, to_year = StringField(), StringField(), StringField()
    anchor = SelectField()
    anchor_note = StringField()


def names_of(field: Field) -> tuple[str, ...]:
    """The names one question has in the form."""
    return tuple(f"{field.id}-{part}" for part in PARTS) if field.kind == "date" else (field.id,)


def posted(form: MultiDict[str, str], fields: Iterable[Field]) -> dict[str, tuple[str, ...]]:
    """What was sent for these questions, as it was typed."""
    return {name: tuple(form.getlist(name)) for field in fields for name in names_of(field) if name in form}


def question_form(questionnaire: Questionnaire, fields: Sequence[Field], answers: Answers) -> PublicForm:
    """A form of these questions holding these answers."""
    shape = _shape(questionnaire, fields)
    held = MultiDict([(name, value) for name, values in answers.items() for value in values])
    for field in fields:
        if field.default and field.id not in held:
            held.add(field.id, field.default)
    return shape(formdata=held)


def _shape(questionnaire: Questionnaire, fields: Sequence[Field]) -> type[PublicForm]:
    """The class of a form, made once a process: classes are dear, and these depend on text and language alone."""
    key = (questionnaire.digest, current_language(), *(field.id for field in fields))
    if key not in _SHAPES:
        _SHAPES[key] = type("QuestionForm", (PublicForm,), {field.id: _field(field, questionnaire) for field in fields})
    return _SHAPES[key]


def _field(field: Field, questionnaire: Questionnaire) -> Any:
    label = field.label.in_(current_language())
    match field.kind:
        case "text":
            return TextAreaField(label)
        case "line":
            return StringField(label)
        case "choice":
            return RadioField(label, choices=_choices(field.options), validate_choice=False)
        case "choices":
            return SelectMultipleField(label, choices=_choices(field.options), validate_choice=False)
        case "date":
            return FormField(_date_parts(questionnaire), label)


def _date_parts(questionnaire: Questionnaire) -> type[DateParts]:
    class Parts(DateParts):
        precision = SelectField(choices=_choices(questionnaire.precisions), validate_choice=False)
        anchor = SelectField(choices=_choices(questionnaire.anchors), validate_choice=False)

    return Parts


def _choices(options: tuple[Option, ...]) -> list[SelectChoice]:
    return [SelectChoice(option.id, option.label.in_(current_language())) for option in options]


def put(form: PublicForm, problems: Iterable[Problem]) -> None:
    """Put each problem at the box it is about; what no box of this page is about stands above the form."""
    for problem in problems:
        at = _box(form, problem.field)
        if at is None:
            form.form_errors.append(problem.message)
        else:
            at.errors = [*at.errors, problem.message]


def _box(form: PublicForm, name: str) -> AnyField | None:
    question, _, part = name.partition("-")
    if question not in form:
        return None
    field = form[question]
    if isinstance(field, FormField):
        return field[part] if part in field.form else None
    return field


def faults(form: PublicForm) -> list[tuple[str, str]]:
    """Every problem as (id of the box, sentence). Of several dates on a page the sentence names the one it is about."""
    found = []
    for field in form:
        if isinstance(field, FormField):
            found += [(box.id, f"{field.label.text} — {message}") for box in field for message in box.errors]
        else:
            found += [(field.id, str(message)) for message in field.errors]
    return found + [("", str(message)) for message in form.form_errors]


class CodeForm(PublicForm):
    """The code typed from paper."""

    typed = StringField()


class GroupForm(PublicForm):
    """One group of the code, to see that it is on paper."""

    group = StringField()


class AdditionForm(PublicForm):
    """Something more to say."""

    addition = TextAreaField()
    once = OnceField()
