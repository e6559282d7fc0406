"""What came back from the form, held against the questionnaire.

The browser is not believed: a field that was not asked, a choice that was not offered, a text that
is too long each become a `Problem` by name. What was typed stays in `Checked`, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import msgspec

from caseintake.intake.questionnaire import Field, Option, Questionnaire
from caseintake.intake.told_dates import PARTS, Bounds, DateAnswer, Problem, read_date, validate_dates

#: What remembering a date in one's own words may take, in characters.
NOTE_LENGTH = 500

#: Control characters no keyboard types; some databases refuse them. Line feed and tab stay.
_UNTYPED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


class Checked(msgspec.Struct, frozen=True):
    """Answers after checking. With problems they may be drawn again but not sent."""

    texts: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, DateAnswer]
    bounds: Mapping[str, Bounds]
    problems: tuple[Problem, ...]
    #: Some answer asks for an officer at once.
    urgent: bool

    def said(self, field: str) -> str:
        """The text or the single choice of a field; empty if it was left open."""
        return self.texts.get(field) or next(iter(self.choices.get(field, ())), "")


def check(
    questionnaire: Questionnaire,
    fields: Iterable[Field],
    raw: Mapping[str, str | Sequence[str]],
    today: date,
) -> Checked:
    """Check the answers to `fields` (the questions of one page, or all of them).

    `raw` is the form as posted, without the fields of the form itself (tickets and the like):
    a name in it that no question has is a problem.
    """
    texts: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    dates: dict[str, DateAnswer] = {}
    problems: list[Problem] = []
    left = {name: _several(value) for name, value in raw.items()}
    urgent = False
    for field in fields:
        if field.kind == "date":
            answer = _date(questionnaire, field, left, problems)
            if answer is not None:
                dates[field.id] = answer
        elif field.kind in ("choice", "choices"):
            choices[field.id] = _choice(field, left.pop(field.id, ()), problems)
            urgent = urgent or _asks_for_help(field, choices[field.id])
        else:
            texts[field.id] = _text(field.id, left.pop(field.id, ()), field.max_length, problems)
    problems.extend(Problem(name, "unknown_field") for name in left)
    found, wrong = validate_dates(dates, questionnaire.facts(), today)
    return Checked(
        texts=MappingProxyType(texts),
        choices=MappingProxyType(choices),
        dates=MappingProxyType(dates),
        bounds=MappingProxyType(found),
        problems=(*problems, *wrong),
        urgent=urgent,
    )


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def clean(text: str) -> str:
    """The text with one kind of line end and without characters no keyboard types."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNTYPED)


def _text(name: str, given: tuple[str, ...], limit: int, problems: list[Problem]) -> str:
    if len(given) > 1:
        problems.append(Problem(name, "one_answer"))
    text = clean("\n".join(given))
    if len(text) > limit:
        problems.append(Problem(name, "too_long", limit))
    return text


def _choice(field: Field, given: tuple[str, ...], problems: list[Problem]) -> tuple[str, ...]:
    offered = {option.id for option in field.options}
    chosen = tuple(dict.fromkeys(option for option in given if option))
    if any(option not in offered for option in chosen):
        problems.append(Problem(field.id, "unknown_choice"))
    if field.kind == "choice" and len(chosen) > 1:
        problems.append(Problem(field.id, "one_answer"))
    kept = tuple(option for option in chosen if option in offered)
    return kept or ((field.default,) if field.default else ())


def _asks_for_help(field: Field, chosen: tuple[str, ...]) -> bool:
    return any(option.urgent for option in field.options if option.id in chosen)


def _date(
    questionnaire: Questionnaire, field: Field, left: dict[str, tuple[str, ...]], problems: list[Problem]
) -> DateAnswer | None:
    parts: dict[str, str] = {}
    before = len(problems)
    for part in PARTS:
        name = f"{field.id}-{part}"
        parts[name] = _text(name, left.pop(name, ()), NOTE_LENGTH, problems)
    anchor = parts[f"{field.id}-anchor"]
    if anchor and anchor not in _ids(questionnaire.anchors):
        problems.append(Problem(f"{field.id}-anchor", "unknown_choice"))
    result = read_date(field.id, parts)
    if isinstance(result, tuple):
        problems.extend(result)
        return None
    return result if len(problems) == before else None


def _ids(options: tuple[Option, ...]) -> frozenset[str]:
    return frozenset(option.id for option in options)
