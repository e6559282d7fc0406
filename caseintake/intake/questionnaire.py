"""First contact as data: the pages, the questions, the consents, the help, in four languages.

`load` reads `config/` and refuses anything that is not whole: an unknown key, a missing language,
a place that is filled in one language only. The web draws what it finds; it adds no question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from caseintake.intake.consents import ConsentText, ConsentUse, load_consents
from caseintake.intake.told_dates import (
    Bounds,
    DateAnswer,
    Precision,
    Problem,
    bounds,
    read_date,
    validate_dates,
)
from caseintake.intake.wording import BadWording, Words, digest, places, read, refuse_doubles, refuse_faults

__all__ = [
    "BadWording",
    "Bounds",
    "ConsentText",
    "ConsentUse",
    "DateAnswer",
    "Field",
    "FirstAid",
    "Helpline",
    "Option",
    "Precision",
    "Problem",
    "Questionnaire",
    "Section",
    "Words",
    "bounds",
    "load",
    "read_date",
    "validate_dates",
]

#: What a text may leave open; `OfficeTexts.values` fills every one of them.
PLACES: Final = frozenset(
    {"office", "urgent_within", "answer_within", "look_again", "draft_kept", "copy_kept", "advocates", "readers"}
)

#: The facts of the law a date question may ask for.
FACTS: Final = frozenset({"decided_on", "served_on", "served_on_lawyer", "known_on", "act_on"})


#: How long a helpline counts as tried.
CHECKED_DAYS: Final = 183


class UnknownText(LookupError):
    """A text, field or consent the questionnaire does not have."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to choose, and what the page says to whoever chose it."""

    id: str
    label: Words
    #: Shown after this answer was given.
    then: Words | None = None
    #: An officer is alerted, without any content.
    urgent: bool = False


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question: long text, one line, one choice, several choices, or a date."""

    id: str
    kind: Literal["text", "line", "choice", "choices", "date"]
    label: Words
    hint: Words | None = None
    #: Characters, for text and line.
    max_length: int = 0
    options: tuple[Option, ...] = ()
    #: Id of the option that stands when nothing is chosen.
    default: str = ""
    #: For a date: the fact of the law it tells.
    fact: str = ""

    def option(self, option_id: str) -> Option:
        """An option by id. Raises `UnknownText`."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise UnknownText(option_id)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of the six, on a page of its own."""

    id: str
    title: Words
    fields: tuple[Field, ...]
    intro: Words | None = None


class AidLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do, or not to do, and why."""

    id: str
    text: Words
    why: Words | None = None


class FirstAid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First aid for a phone: three lines on the page, a longer sheet to print."""

    version: int
    title: Words
    lines: tuple[AidLine, ...]
    sheet_title: Words
    sheet: tuple[AidLine, ...]


class Helpline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else who helps, and needs no account."""

    id: str
    name: str
    kind: Literal["digital", "legal", "medical", "psychological", "journalists"]
    what: Words
    #: How to reach them: a web address, a mail address or a telephone number, as they publish it.
    reach: tuple[str, ...]
    languages: tuple[str, ...]
    #: Day on which a person of the office last tried it; None is shown to the office as "not checked".
    checked_on: date | None = None

    def is_checked(self, today: date) -> bool:
        """Whether somebody tried it within half a year. A dead line costs a person the day she had."""
        return self.checked_on is not None and (today - self.checked_on).days <= CHECKED_DAYS


class _Helplines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    helplines: tuple[Helpline, ...]


class _FirstContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    texts: dict[str, dict[str, Words]]
    safety: tuple[Field, ...]
    sections: tuple[Section, ...]
    precisions: tuple[Option, ...]
    anchors: tuple[Option, ...]


class Questionnaire(msgspec.Struct, frozen=True):
    """Everything a person asking is told and asked at first contact."""

    version: int
    #: SHA-256 over the files it was read from; kept with each submission.
    digest: str
    texts: Mapping[str, Words]
    safety: tuple[Field, ...]
    sections: tuple[Section, ...]
    precisions: tuple[Option, ...]
    anchors: tuple[Option, ...]
    first_aid: FirstAid
    helplines: tuple[Helpline, ...]
    consents: tuple[ConsentUse, ...]

    def text(self, key: str, language: str, **values: object) -> str:
        """A text such as `code.title`, with its places filled.

        Raises `UnknownText`, `UnknownLanguage`, `KeyError` if a place is not filled.
        """
        if key not in self.texts:
            raise UnknownText(key)
        return self.texts[key].in_(language) % values

    def voice(self, language: str, values: Mapping[str, object]) -> Callable[[str], str]:
        """A function from key to text, for templates, with the office's own values already in it."""

        def say(key: str) -> str:
            return self.text(key, language, **values)

        return say

    def section(self, section_id: str) -> Section:
        """A section by id. Raises `UnknownText`."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise UnknownText(section_id)

    def field(self, field_id: str) -> Field:
        """A question by id, of the safety page or of the six sections. Raises `UnknownText`."""
        for field in self.fields():
            if field.id == field_id:
                return field
        raise UnknownText(field_id)

    def fields(self) -> tuple[Field, ...]:
        """All questions, the safety page first."""
        return self.safety + tuple(field for section in self.sections for field in section.fields)

    def facts(self) -> Mapping[str, str]:
        """Which fact of the law each date question tells, for `validate_dates`."""
        return {field.id: field.fact for field in self.fields() if field.kind == "date"}

    def consent(self, use: str, language: str, version: int | None = None) -> ConsentText:
        """The wording of one use. Raises `UnknownText`, `LookupError`, `UnknownLanguage`."""
        for offered in self.consents:
            if offered.use == use:
                return offered.text(language, version)
        raise UnknownText(use)


def load(directory: Path, helplines: Path | None = None) -> Questionnaire:
    """The questionnaire of `directory` (an office's `config/`), with other ``helplines``. Raises `BadWording`."""
    intake = directory / "intake"
    helplines = helplines or intake / "helplines.toml"
    main = intake / "first_contact.toml"
    contact = read(main, _FirstContact)
    texts = {f"{page}.{name}": words for page, named in contact.texts.items() for name, words in named.items()}
    _check_contact(main, contact, texts)
    aid = read(intake / "first_aid.toml", FirstAid)
    _check_aid(intake / "first_aid.toml", aid)
    lines = read(helplines, _Helplines)
    refuse_doubles(helplines, "helpline", [line.id for line in lines.helplines])
    refuse_faults(helplines, {line.id: line.what for line in lines.helplines})
    return Questionnaire(
        version=contact.version,
        digest=digest(main.read_text("utf-8"), (intake / "first_aid.toml").read_text("utf-8")),
        texts=MappingProxyType(texts),
        safety=contact.safety,
        sections=contact.sections,
        precisions=contact.precisions,
        anchors=contact.anchors,
        first_aid=aid,
        helplines=lines.helplines,
        consents=load_consents(directory / "consent"),
    )


def _check_contact(path: Path, contact: _FirstContact, texts: Mapping[str, Words]) -> None:
    fields = contact.safety + tuple(field for section in contact.sections for field in section.fields)
    refuse_doubles(path, "question", [field.id for field in fields])
    refuse_doubles(path, "section", [section.id for section in contact.sections])
    refuse_faults(path, texts)
    for section in contact.sections:
        refuse_faults(path, {f"{section.id} title": section.title, f"{section.id} intro": section.intro})
    for field in fields:
        _check_field(path, field)
    _check_options(path, "precisions", contact.precisions)
    _check_options(path, "anchors", contact.anchors)
    if {option.id for option in contact.precisions} != set(Precision):
        raise BadWording(path, f"precisions are {', '.join(Precision)}, each once")
    for key, words in texts.items():
        if strange := places(words.en) - PLACES:
            raise BadWording(path, f"{key}: nothing fills {', '.join(sorted(strange))}")


def _check_field(path: Path, field: Field) -> None:
    refuse_faults(path, {f"{field.id} label": field.label, f"{field.id} hint": field.hint})
    _check_options(path, field.id, field.options)
    chosen = field.kind in ("choice", "choices")
    if chosen != bool(field.options):
        raise BadWording(path, f"{field.id}: a choice has options, and nothing else has")
    if (field.kind in ("text", "line")) != (field.max_length > 0):
        raise BadWording(path, f"{field.id}: text has a max_length, and nothing else has")
    if field.default and field.default not in {option.id for option in field.options}:
        raise BadWording(path, f"{field.id}: the default {field.default!r} is not one of the options")
    if (field.kind == "date") != (field.fact in FACTS):
        raise BadWording(path, f"{field.id}: a date tells one of {', '.join(sorted(FACTS))}")


def _check_options(path: Path, name: str, options: tuple[Option, ...]) -> None:
    refuse_doubles(path, f"{name} option", [option.id for option in options])
    refuse_faults(path, {f"{name} {option.id}": option.label for option in options})
    refuse_faults(path, {f"{name} {option.id} then": option.then for option in options})


def _check_aid(path: Path, aid: FirstAid) -> None:
    refuse_faults(path, {"title": aid.title, "sheet_title": aid.sheet_title})
    for line in aid.lines + aid.sheet:
        refuse_faults(path, {line.id: line.text, f"{line.id} why": line.why})
    if len(aid.lines) != 3:
        raise BadWording(path, "the page has room for three lines; put the rest on the sheet")
