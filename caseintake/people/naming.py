"""What the public may see of somebody who asked that the name be kept from it."""

from collections.abc import Iterable
from uuid import UUID

from caseintake.matters import queries
from caseintake.matters.model import ClientFile, Matter
from caseintake.people.known import names_of
from caseintake.search import fold
from caseintake.work import UnitOfWork


def public(file: ClientFile) -> str:
    """The name for whatever the public can see: initials where the person asked for them, else the name."""
    return initials(file.name) if file.name_wish is not None else file.name


def stands_in(file: ClientFile, text: str) -> bool:
    """Whether somebody could be found by this text: two words of the name in any spelling, or its only one."""
    words = set(fold.words(text))
    return any(_met(fold.terms(name), words) for name in names_of(file))


def kept(matter: Matter, *, uow: UnitOfWork) -> dict[UUID, ClientFile]:
    """Who in the matter asked that the name be kept from the public, by place, as far as their files open."""
    files = queries.client_files(queries.everybody(matter, uow=uow), uow=uow)
    return {id: file for id, file in files.items() if file.name_wish is not None}


def standing(kept: Iterable[ClientFile], texts: Iterable[tuple[str, str]]) -> list[tuple[ClientFile, list[str]]]:
    """Who of these stands in a text for the public, and in which: ``texts`` are pairs of what a text is called and it.

    The whole of it counts as well as each part, for a name may begin in one field and end in the next.
    """
    parts = [(title, text) for title, text in texts if text.strip()]
    whole = " ".join(text for _title, text in parts)
    found = []
    for file in {file.id: file for file in kept}.values():
        where = [title for title, text in parts if stands_in(file, text)]
        if where or stands_in(file, whole):
            found.append((file, where or [title for title, _text in parts]))
    return found


def _met(terms: list[frozenset[str]], words: set[str]) -> bool:
    return 0 < min(2, len(terms)) <= sum(not words.isdisjoint(term) for term in terms)


def initials(name: str) -> str:
    """The first letter of each part, as the Court writes them: *L. H.*"""
    return " ".join(f"{part[0].upper()}." for part in name.replace("-", " ").split() if part[0].isalpha())
