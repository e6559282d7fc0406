"""Which language a request is answered in, without a cookie.

Public: the first part of the address. Office: what the person chose, else ``?language=`` (which our own links
carry on until sign-in), else what the browser asks for.
"""

from contextlib import ExitStack
from typing import Any

from flask import Flask, g, has_request_context, request

from caseintake.i18n import LANGUAGES, SOURCE_LANGUAGE, current_language, use

#: Prefix of every public page that speaks.
IN_LANGUAGE = f"/<any({', '.join(LANGUAGES)}):language>"


def install_public(app: Flask) -> None:
    """Take the language out of the address before a view sees it, and put it into every link."""
    app.before_request(lambda: speak(_first_segment() or preferred()))
    app.url_value_preprocessor(lambda _endpoint, values: _drop_language(values))
    app.url_defaults(lambda endpoint, values: _add_segment(app, endpoint, values))
    app.teardown_request(_fall_silent)


def install_office(app: Flask) -> None:
    """Office pages; `speak` is called once more when the sign-in has found the person's own language."""
    app.before_request(lambda: speak(chosen() or preferred()))
    app.url_defaults(_carry_choice)
    app.teardown_request(_fall_silent)


def speak(language: str) -> None:
    """Answer this request in ``language`` from here on; the last call counts. Raises `UnknownLanguage`."""
    stack: ExitStack | None = g.get("spoken")
    if stack is None:
        stack = g.spoken = ExitStack()
    stack.enter_context(use(language))


def preferred() -> str:
    """The best of our languages by ``Accept-Language``; English when none fits."""
    return request.accept_languages.best_match(LANGUAGES, SOURCE_LANGUAGE) or SOURCE_LANGUAGE


def chosen() -> str | None:
    """A language asked for by ``?language=``; anything we do not speak is no choice."""
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else None


def _fall_silent(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("spoken", None)
    if stack is not None:
        stack.close()


def _first_segment() -> str | None:
    segment = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    return segment if segment in LANGUAGES else None


def _drop_language(values: dict[str, Any] | None) -> None:
    if values:
        values.pop("language", None)


def _add_segment(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()


def _carry_choice(endpoint: str, values: dict[str, Any]) -> None:
    if has_request_context() and endpoint != "styles.sheet" and (language := chosen()):
        values.setdefault("language", language)
