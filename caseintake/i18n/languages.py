"""Which languages the house speaks, and which one is being spoken now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

#: ISO 639-1 codes, in the order in which a page offers them.
LANGUAGES: Final = ("az", "ru", "en", "fr")

#: The language the source strings are written in; it needs no catalogue.
SOURCE_LANGUAGE: Final = "en"

#: A language is offered under the name its own speakers give it.
OWN_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"az": "Azərbaycanca", "ru": "Русский", "en": "English", "fr": "Français"}
)


class UnknownLanguage(ValueError):
    """A language code the house does not speak."""

    def __init__(self, language: str) -> None:
        super().__init__(f"unknown language {language[:12]!r}; choose one of {', '.join(LANGUAGES)}")


def known(language: str) -> str:
    """The same code, or `UnknownLanguage`."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    return language


_current: ContextVar[str] = ContextVar("caseintake_language", default=SOURCE_LANGUAGE)


def current_language() -> str:
    """The code of the language spoken in this request, thread or task; English if nobody chose."""
    return _current.get()


@contextmanager
def use(language: str) -> Iterator[str]:
    """Speak `language` inside the block; the language spoken before returns afterwards.

    Raises `UnknownLanguage`.
    """
    token = _current.set(known(language))
    try:
        yield language
    finally:
        _current.reset(token)
