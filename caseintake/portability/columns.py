"""What the columns of a table of people or of incidents can mean, and which heading means what. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from caseintake.i18n import LANGUAGES, N_, gettext_for
from caseintake.old_cases.columns import folded


class What(StrEnum):
    """What a row is about."""

    PEOPLE = "people"
    INCIDENTS = "incidents"


#: Every field with what the pages call it; in each of the four languages that is a heading too.
PEOPLE: Final[Mapping[str, str]] = {
    "number": N_("Number in the matter"),
    "external_key": N_("Key of another list"),
    "name": N_("Name"),
    "name_az": N_("Name in Azerbaijani"),
    "name_ru": N_("Name in Russian"),
    "name_en": N_("Name in English"),
    "name_fr": N_("Name in French"),
    "born_on": N_("Born on"),
    "kind": N_("Person or organisation"),
    "registered": N_("Registered"),
    "nationalities": N_("Nationalities"),
    "language": N_("Language"),
    "contact": N_("Safe contact"),
    "never": N_("Never use"),
    "safety": N_("Safety"),
    "household_risk": N_("Danger at home"),
    "custody": N_("Custody"),
    "woman_lawyer": N_("Wants a woman as lawyer"),
    "came_through": N_("Came through"),
    "label": N_("Label for the team"),
    "note": N_("Note"),
}
INCIDENTS: Final[Mapping[str, str]] = {
    "applicants": N_("Applicants"),
    "kind": N_("What happened"),
    "on": N_("Day"),
    "until": N_("Until"),
    "place_kind": N_("Kind of place"),
    "place": N_("Place"),
    "actor": N_("Who did it"),
    "actor_name": N_("Who exactly"),
    "alleged_by": N_("Who says so"),
    "device": N_("Device"),
    "origin": N_("Source"),
    "certainty": N_("How sure"),
    "others": N_("Other people"),
    "note": N_("Note"),
    "external_key": N_("Key of another list"),
}
FIELDS: Final[Mapping[What, Mapping[str, str]]] = {What.PEOPLE: PEOPLE, What.INCIDENTS: INCIDENTS}
#: What people head them with besides.
HEADINGS: Final[Mapping[What, Mapping[str, tuple[str, ...]]]] = {
    What.PEOPLE: {
        "number": ("no", "№", "#", "n", "number"),
        "external_key": ("id", "key", "ref", "reference"),
        "name": ("full name", "applicant", "ad", "soyad ad", "фио", "имя", "nom", "nom complet"),
        "born_on": ("date of birth", "born", "dob", "birth", "doğum tarixi", "дата рождения", "date de naissance"),
        "contact": ("phone", "telephone", "e-mail", "address", "telefon", "телефон", "adresse", "téléphone"),
        "note": ("notes", "comment", "qeyd", "примечание", "remarque"),
    },
    What.INCIDENTS: {
        "external_key": ("id", "key", "ref", "reference"),
        "applicants": ("applicant", "number", "no", "№", "ərizəçi", "заявитель", "requérant"),
        "kind": ("type", "kind", "növ", "вид", "type d'incident"),
        "on": ("date", "day", "tarix", "дата", "jour"),
        "note": ("notes", "description", "qeyd", "описание", "remarque"),
    },
}


def guessed(what: What, heads: Sequence[str]) -> tuple[str, ...]:
    """The field of each heading, empty where none is meant; no field twice, the first heading has it."""
    found: list[str] = []
    for head in heads:
        field = _known(what).get(folded(head), "")
        found.append("" if field in found else field)
    return tuple(found)


@cache
def _known(what: What) -> Mapping[str, str]:
    own = {folded(heading): field for field, heads in HEADINGS[what].items() for heading in heads}
    names = {folded(gettext_for(code)(label)): field for field, label in FIELDS[what].items() for code in LANGUAGES}
    codes = {folded(field.replace("_", " ")): field for field in FIELDS[what]} | {
        field: field for field in FIELDS[what]
    }
    return own | codes | names
