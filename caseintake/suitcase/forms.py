"""Blank forms in a suitcase, to print or to write by: the questions for whoever asks for help, and Rule 39."""

from collections.abc import Iterator
from typing import Final

from caseintake.custody import texts
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, current_language
from caseintake.intake import papers
from caseintake.intake.questionnaire import Field, Questionnaire
from caseintake.suitcase.pages import Page
from caseintake.work import UnitOfWork

#: Lines to write on.
_LINE: Final = "_" * 60
_DATE: Final = "__ . __ . ____"
_LONG: Final = 3


def forms(*, uow: UnitOfWork) -> Iterator[Page]:
    """Nothing on them says whose they are. Raises `BadWording` or `RuleError`."""
    questions = papers.read(uow.office.settings).questionnaire
    for language in LANGUAGES:
        yield _paper_form(questions, language)
    yield _rule39()


def _paper_form(questions: Questionnaire, language: str) -> Page:
    """The questions of the form in the language of whoever is asked."""
    page = Page(_("Forms"), f"{_('Paper form')}: {OWN_NAMES[language]}")
    for field in questions.safety:
        if any(option.urgent for option in field.options):
            page.text(field.label.in_(language), _room(field, language))
    for number, section in enumerate(questions.sections, 1):
        asked = [f"{field.label.in_(language)}\n{_room(field, language)}" for field in section.fields]
        page.text(f"{number}. {section.title.in_(language)}", "\n\n".join(asked))
    return page


def _room(field: Field, language: str) -> str:
    if field.kind == "date":
        return _DATE
    if field.options:
        return "   ".join(f"☐ {option.label.in_(language)}" for option in field.options)
    return "\n".join([_LINE] * (_LONG if field.kind == "text" else 1))


def _rule39() -> Page:
    page, spoken = Page(_("Forms"), _("Rule 39: life or health in danger")), current_language()
    for step in texts.rule39().steps:
        page.text(step.title.get(spoken), step.text.get(spoken))
    return page
