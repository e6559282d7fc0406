"""The counter of the public pages: what every one of them says, and whether the form is open."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from babel.dates import get_month_names
from flask import Response, current_app, make_response, render_template
from markupsafe import Markup

from caseintake.health.findings import Light, Question
from caseintake.i18n import current_language
from caseintake.intake.papers import Papers, read
from caseintake.intake.questionnaire import Field
from caseintake.vault.errors import VaultError
from caseintake.web import errors
from caseintake.web.observed import watch
from caseintake.web.units import office


def papers() -> Papers:
    """The texts and rules of this process, read when they are first needed."""
    extensions = current_app.extensions
    if "papers" not in extensions:
        extensions["papers"] = read(office().settings)
    return cast(Papers, extensions["papers"])


def steps() -> tuple[str, ...]:
    """The pages of the flow in their order."""
    return ("consent", *(section.id for section in papers().questionnaire.sections), "files", "check")


def draw(template: str, status: int = 200, **values: Any) -> Response:
    """A public page, with ``say`` for the texts of the questionnaire."""
    drawn = render_template(f"public/{template}", say=papers().voice(current_language()), papers=papers(), **values)
    return make_response(drawn, status)


def months() -> tuple[tuple[int, str], ...]:
    """The months by number and name in the language now spoken."""
    return _months(current_language())


@cache
def _months(language: str) -> tuple[tuple[int, str], ...]:
    names = get_month_names("wide", context="stand-alone", locale=language)
    return tuple(sorted(names.items()))


def drawn_once(question: Field, box: Any, draw: Callable[..., Markup]) -> Markup:
    """A question. While nobody has answered it, it looks the same to everybody: drawn once a process and language."""
    answered = any(box.data.values()) if isinstance(box.data, dict) else box.data
    if answered or box.errors:
        return draw(question, box)
    kept = current_app.extensions.setdefault("questions", {})
    key = (current_language(), question.id)
    if key not in kept:
        kept[key] = draw(question, box)
    return cast(Markup, kept[key])


def somebody_is_told() -> bool:
    """Whether a mail reaches an officer when somebody in danger has written: what is not so is not promised."""
    try:
        return any(found.question is Question.ALERT and found.light is Light.GREEN for found in watch().findings())
    except VaultError as error:
        errors.note(error)
        return False


def is_open() -> bool:
    """Whether new people may write: the office is ready, nobody closed the form, and somebody we can prove reads it.

    Closed rather than sealed to a doubtful key. Whoever has begun goes on, and a code always lets in.
    """
    if papers().office is None:
        return False
    try:
        return watch().is_open()
    except VaultError as error:
        errors.note(error)
        return False


def closed(*, codes: bool = True) -> Response:
    """The form is shut for now: whom else to ask, and whether a code works meanwhile."""
    return draw("form_closed.html", 503, codes=codes)
