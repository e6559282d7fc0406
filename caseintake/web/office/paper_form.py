"""The form on paper: the same questions in the same order on two pages, for people no screen reaches.

Nothing on it says whose it is: no sign, no name of an office, no address. Whoever is found with it carries a list of
questions and a number that stands nowhere else.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from caseintake.i18n import gettext_for
from caseintake.intake.papers import Papers
from caseintake.intake.questionnaire import Field, Section
from caseintake.intake.sending import STATEMENT

#: Ruled lines for a long answer; the statement takes what is left of its page.
LINES: Final = 2
#: The page of each section, by its place: what happened and when on the first, all others on the second.
FIRST_PAGE: Final = 2


class Question(msgspec.Struct, frozen=True):
    """One question as it is printed."""

    kind: str
    label: str
    hint: str
    options: tuple[str, ...]
    lines: int


class Part(msgspec.Struct, frozen=True):
    """One of the six questions, with its number."""

    number: int
    title: str
    intro: str
    questions: tuple[Question, ...]


class Sheet(msgspec.Struct, frozen=True):
    """Everything on the two pages but the number."""

    language: str
    words: dict[str, str]
    first: tuple[Question, ...]
    pages: tuple[tuple[Part, ...], tuple[Part, ...]]
    exactly: tuple[str, ...]


def sheet(papers: Papers, language: str) -> Sheet:
    """The paper form in one language. Raises `UnknownLanguage`."""
    questions = papers.questionnaire
    urgent = tuple(field for field in questions.safety if any(option.urgent for option in field.options))
    parts = tuple(_part(number, section, language) for number, section in enumerate(questions.sections, 1))
    return Sheet(
        language=language,
        words=_words(gettext_for(language)),
        first=tuple(_question(field, language) for field in urgent),
        pages=(parts[:FIRST_PAGE], parts[FIRST_PAGE:]),
        exactly=tuple(option.label.in_(language) for option in questions.precisions),
    )


def _part(number: int, section: Section, language: str) -> Part:
    intro = section.intro.in_(language) if section.intro is not None else ""
    return Part(
        number, section.title.in_(language), intro, tuple(_question(field, language) for field in section.fields)
    )


def _question(field: Field, language: str) -> Question:
    return Question(
        kind="statement" if field.id == STATEMENT else field.kind,
        label=field.label.in_(language),
        hint=field.hint.in_(language) if field.hint is not None else "",
        options=tuple(option.label.in_(language) for option in field.options),
        lines=LINES if field.kind == "text" else 1,
    )


def _words(_: Callable[[str], str]) -> dict[str, str]:
    """What the sheet says besides the questions, in its own language."""
    return {
        "number": _("Number"),
        "page": _("Page"),
        "empty": _("Answer what you can. An empty field is not a mistake."),
        "day": _("Day"),
        "month": _("Month"),
        "year": _("Year"),
        "exactly": _("How exactly"),
        "yes": _("Yes"),
        "no": _("No"),
        "consent": _("Whoever I give this sheet to may read it, to see whether they can help."),
        "for_writer": _("If somebody else writes for you"),
        "spoke": _("Who spoke"),
        "wrote": _("Who wrote, and for whom the writer works"),
        "read_back": _("Was the text read back to you?"),
    }
