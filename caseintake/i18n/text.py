"""From an English sentence to the sentence of the language now spoken."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from caseintake.i18n.catalogues import translations
from caseintake.i18n.languages import current_language, known


def _filled(text: str, values: dict[str, object]) -> str:
    # Without values nothing is interpolated, so a sentence may hold a bare per cent sign.
    return _ended(text % values) if values else text


def _ended(text: str) -> str:
    # A Russian day ends in "г.": at the end of a sentence its full stop is also the sentence's.
    return text.replace("\u202fг..", "\u202fг.")


def gettext(message: str, /, **values: object) -> str:
    """Translate `message`; with keyword values, fill its `%(name)s` places."""
    if not message:
        return ""  # the empty key of a catalogue is its header, not a sentence
    return _filled(translations(current_language()).gettext(message), values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The form that fits `number`. `%(n)s` is always the number; a bare per cent sign is written `%%`."""
    text = translations(current_language()).ngettext(singular, plural, number)
    return _ended(text % {"n": number, **values})


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for the catalogues and leave it in English for now."""
    return message


class LazyText:
    """A sentence that chooses its language when it is written out, not when it is defined.

    Not a `str`: joining or storing one by mistake raises `TypeError` instead of quietly
    freezing English into a page.
    """

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: dict[str, object]) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __repr__(self) -> str:
        return f"lazy({self._message!r})"

    def __mod__(self, values: object) -> str:
        # WTForms fills the messages of its validators with the per cent operator.
        return str(self) % values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LazyText):
            return NotImplemented
        return (self._message, self._values) == (other._message, other._values)

    def __hash__(self) -> int:
        return hash(self._message)


def lazy(message: str, /, **values: object) -> str:
    """A `LazyText`, typed `str` because labels and messages of forms are declared so."""
    return cast(str, LazyText(message, values))


def capitalised(text: object) -> str:
    """The words with a capital letter in front, as the language now spoken has it: i becomes İ in Azerbaijani."""
    words = str(text)
    first = "İ" if words[:1] == "i" and current_language() == "az" else words[:1].upper()
    return f"{first}{words[1:]}"


def in_capitals(text: object) -> str:
    """The words all in capitals, as the language now spoken has them: a heading of a plain text."""
    words = str(text)
    return (words.replace("i", "İ") if current_language() == "az" else words).upper()


def gettext_for(language: str) -> Callable[..., str]:
    """`gettext` of one language, whatever is spoken around it. Raises `UnknownLanguage`."""
    known(language)

    def bound(message: str, /, **values: object) -> str:
        return _filled(translations(language).gettext(message), values) if message else ""

    return bound


def ngettext_for(language: str) -> Callable[..., str]:
    """`ngettext` of one language. Raises `UnknownLanguage`."""
    known(language)

    def bound(singular: str, plural: str, number: int, /, **values: object) -> str:
        return _ended(translations(language).ngettext(singular, plural, number) % {"n": number, **values})

    return bound
