"""Texts that are data: read from TOML, whole in four languages, or refused with file and reason.

They live outside the catalogues because they have versions: what a person was told, and what she
agreed to, must be found again word for word years later.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from caseintake.i18n import LANGUAGES, UnknownLanguage

T = TypeVar("T")

_PLACE: Final = re.compile(r"%\((\w+)\)s")


class BadWording(ValueError):
    """A text file that cannot be used: which file, and what to mend in it."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path.name}: {reason}")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the four languages."""

    en: str
    az: str
    ru: str
    fr: str

    def in_(self, language: str) -> str:
        """The text in one language. Raises `UnknownLanguage`."""
        if language not in LANGUAGES:
            raise UnknownLanguage(language)
        return str(getattr(self, language))

    def fault(self) -> str | None:
        """What is wrong with the text: a language left empty, or places that differ; else nothing."""
        for language in LANGUAGES:
            text = self.in_(language)
            if not text.strip():
                return f"the {language} text is empty"
            if places(text) != places(self.en):
                return f"the {language} text does not fill the same places as the English one"
            if "%" in _PLACE.sub("", text):
                return f"the {language} text holds a per cent sign that fills nothing"
        return None


def places(text: str) -> frozenset[str]:
    """The names of the `%(name)s` places in a text."""
    return frozenset(_PLACE.findall(text))


def read(path: Path, shape: type[T]) -> T:
    """A TOML file as a value of `shape`. Raises `BadWording`, naming the file and the place in it."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except FileNotFoundError:
        raise BadWording(path, "the file is missing") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadWording(path, str(error)) from error


def refuse_faults(path: Path, named: Mapping[str, Words | None]) -> None:
    """Raise `BadWording` at the first text that is not whole."""
    for name, words in named.items():
        fault = words.fault() if words is not None else None
        if fault:
            raise BadWording(path, f"{name}: {fault}")


def refuse_doubles(path: Path, kind: str, ids: list[str]) -> None:
    """Raise `BadWording` if an id is used twice."""
    doubles = sorted({name for name in ids if ids.count(name) > 1})
    if doubles:
        raise BadWording(path, f"{kind} used twice: {', '.join(doubles)}")


def digest(*parts: str) -> str:
    """SHA-256, in hexadecimal, over the parts; each part is preceded by its length, so no two lists meet."""
    total = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        total.update(len(encoded).to_bytes(8, "big") + encoded)
    return total.hexdigest()
