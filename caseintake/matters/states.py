"""Respondent States: the members of the Council of Europe and the one that left, by ISO 3166 code."""

from typing import Final

from babel import Locale

from caseintake.i18n import current_language

#: Where most of our cases come from stands first in every list.
FIRST: Final = "AZ"
MEMBERS: Final = frozenset({
    "AL", "AD", "AM", "AT", "AZ", "BE", "BA", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "GE", "DE", "GR", "HU",
    "IS", "IE", "IT", "LV", "LI", "LT", "LU", "MT", "MD", "MC", "ME", "NL", "MK", "NO", "PL", "PT", "RO", "SM", "RS",
    "SK", "SI", "ES", "SE", "CH", "TR", "UA", "GB",
})  # fmt: skip
#: Ceased to be a party on 16 September 2022; what happened until then can still be complained of.
FORMER: Final = frozenset({"RU"})
STATES: Final = MEMBERS | FORMER


def name_of(code: str, language: str | None = None) -> str:
    """The State's name in the language spoken; an unknown code as it is."""
    return str(Locale.parse(language or current_language()).territories.get(code, code))


def choices(language: str | None = None) -> list[tuple[str, str]]:
    """(code, name) for a form, the most needed first, the rest by name."""
    rest = sorted(((code, name_of(code, language)) for code in STATES - {FIRST}), key=lambda pair: pair[1])
    return [(FIRST, name_of(FIRST, language)), *rest]
