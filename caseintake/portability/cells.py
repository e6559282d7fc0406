"""From the cells of a table to rows whose words are understood, or a sentence for each row that is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from caseintake.i18n import LANGUAGES, OWN_NAMES, _, use
from caseintake.incidents import wording as incidents
from caseintake.incidents.kinds import Doer, IncidentKind, Origin, PlaceKind
from caseintake.matters.facts import Certainty, DateFact
from caseintake.matters.person import FileKind
from caseintake.matters.wording import word
from caseintake.old_cases.columns import folded
from caseintake.old_cases.days import day_of
from caseintake.old_cases.rows import NO, YES
from caseintake.portability.columns import FIELDS, What

#: Enumerations of both tables, with the words a person may write for each member.
CHOICES: Final[Mapping[str, Mapping[Any, str]]] = {
    "incident kind": incidents.KINDS,
    "place_kind": incidents.PLACES,
    "actor": incidents.DOERS,
    "origin": incidents.ORIGINS,
}
_KINDS: Final[Mapping[str, type[Any]]] = {
    "incident kind": IncidentKind, "place_kind": PlaceKind, "actor": Doer, "origin": Origin,
    "certainty": Certainty, "person kind": FileKind,
}  # fmt: skip
#: A nationality is a country, by its two letters.
PARTED_BY: Final = (";", ",", "/")


@dataclass(frozen=True, slots=True)
class Told:
    """One row: its number in the table, and every field that was filled in."""

    row: int
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, and what was not, in words, by the number of the row."""

    rows: tuple[Told, ...]
    faults: tuple[tuple[int, str], ...]


def read(what: What, cells: Sequence[Sequence[str]], mapping: Sequence[str], today: date) -> Read:
    """Every row below the headings. An empty cell says nothing: it never erases what is there."""
    rows: list[Told] = []
    faults: list[tuple[int, str]] = []
    for number, values in enumerate(cells[1:], 2):
        told = {name: value for name, value in zip(mapping, values, strict=True) if name and value}
        if not told:
            continue
        said: dict[str, Any] = {}
        wrong: list[str] = []
        for name, text in told.items():
            try:
                said[name] = _value(what, name, text, today)
            except ValueError as fault:
                wrong.append(_("%(field)s: %(fault)s", field=label(what, name), fault=fault))
        faults += [(number, sentence) for sentence in wrong]
        if not wrong:
            rows.append(Told(number, said))
    return Read(tuple(rows), tuple(faults))


def mapping_fault(what: What, mapping: Sequence[str]) -> str:
    """What is wrong with a mapping, in a sentence; empty if nothing is."""
    for name in FIELDS[what]:
        if list(mapping).count(name) > 1:
            return _("Two columns are “%(field)s”. Choose one.", field=label(what, name))
    if what is What.PEOPLE and not {"name", "number", "external_key"} & set(mapping):
        return _("Say which column holds the name, or the number or key by which people are found.")
    if what is What.INCIDENTS and not ({"applicants", "kind"} <= set(mapping) or "external_key" in mapping):
        return _("Say which columns hold the applicants and what happened, or the key by which incidents are found.")
    return ""


def label(what: What, field: str) -> str:
    """What the pages call a field."""
    words = FIELDS[what][field]
    return _(words)


def _value(what: What, name: str, text: str, today: date) -> Any:
    """Raises `ValueError` with a sentence."""
    if name == "number":
        if not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise ValueError(_("write this with digits only."))
        return int(text)
    if name in ("born_on", "on", "until"):
        return _day(name, text, today)
    if name == "woman_lawyer":
        low = folded(text) if text.strip() not in ("+", "-") else text.strip()
        if low not in YES | NO:
            raise ValueError(_("write yes or no."))
        return low in YES
    if name == "nationalities":
        return _countries(text)
    if name == "language":
        return _languages().get(folded(text), text)
    if name in ("place_kind", "actor", "origin", "certainty"):
        return _choice(name, text)
    if name == "kind":
        return _choice("incident kind" if what is What.INCIDENTS else "person kind", text)
    return text


def _day(name: str, text: str, today: date) -> Any:
    read_ = day_of(text, today)
    if isinstance(read_, str):
        raise ValueError(read_)  # noqa: TRY004 - a sentence for the person, not a type
    if name == "born_on":
        if not isinstance(read_, DateFact) or not read_.exact:
            raise ValueError(_("write one day."))
        return read_.earliest
    return read_


def _countries(text: str) -> tuple[str, ...]:
    for mark in PARTED_BY:
        text = text.replace(mark, " ")
    found = tuple(part.upper() for part in text.split())
    if any(len(part) != 2 or not part.isalpha() or not part.isascii() for part in found):
        raise ValueError(_("write the two letters of each country, like AZ or GE."))
    return found


def _choice(name: str, text: str) -> Any:
    found = _words(name).get(folded(text))
    if found is None:
        known = ", ".join(dict.fromkeys(said(name, one) for one in _KINDS[name]))
        raise ValueError(_("“%(text)s” is not known. Known are: %(known)s.", text=text[:40], known=known))
    return found


def said(name: str, member: Any) -> str:
    """A member of an enumeration in words."""
    if name == "person kind":
        return _("organisation") if member is FileKind.ORGANISATION else _("person")
    return str(CHOICES[name][member]) if name in CHOICES else word(member)


@cache
def _words(name: str) -> Mapping[str, Any]:
    """Every member by its code and by its name in each of the four languages."""
    found = {folded(one.value.replace("_", " ")): one for one in _KINDS[name]}
    found |= {one.value: one for one in _KINDS[name]}
    for code in LANGUAGES:
        with use(code):
            found |= {folded(said(name, one)): one for one in _KINDS[name]}
    return found


@cache
def _languages() -> Mapping[str, str]:
    return {folded(name): code for code, name in OWN_NAMES.items()} | {code: code for code in LANGUAGES}
