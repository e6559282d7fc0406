"""What the public may see of somebody who asked that the name be kept from it."""

from caseintake.matters.model import ClientFile
from caseintake.people.known import names_of
from caseintake.search import fold


def public(file: ClientFile) -> str:
    """The name for whatever the public can see: initials where the person asked for them, else the name."""
    return initials(file.name) if file.name_wish is not None else file.name


def stands_in(file: ClientFile, text: str) -> bool:
    """Whether somebody could be found by this text: two words of the name in any spelling, or its only one."""
    words = set(fold.words(text))
    return any(_met(fold.terms(name), words) for name in names_of(file))


def _met(terms: list[frozenset[str]], words: set[str]) -> bool:
    return 0 < min(2, len(terms)) <= sum(not words.isdisjoint(term) for term in terms)


def initials(name: str) -> str:
    """The first letter of each part, as the Court writes them: *L. H.*"""
    return " ".join(f"{part[0].upper()}." for part in name.replace("-", " ").split() if part[0].isalpha())
