"""Catalogues: the .po files of this folder, compiled in memory when a language is first spoken."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from caseintake.i18n.languages import LANGUAGES, SOURCE_LANGUAGE, known

CATALOGUES: Final = Path(__file__).parent / "catalogues"

#: The languages that have a catalogue: all but the one the source is written in.
TRANSLATED: Final = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)


def path_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return CATALOGUES / f"{language}.po"


def read(language: str) -> Catalog:
    """The catalogue as written by the translators. Raises `PoFileError` on a damaged file."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


@cache
def translations(language: str) -> NullTranslations:
    """The compiled catalogue of a language, made once in a process.

    Raises `UnknownLanguage`.
    """
    if known(language) == SOURCE_LANGUAGE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    return Translations(compiled)
