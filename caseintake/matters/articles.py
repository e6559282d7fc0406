"""The articles of the Convention and its Protocols that a complaint names, as data. Pure.

A complaint keeps its article as lawyers write it ("8", "13+8", "P1-1"); `read` finds the codes in it, so that
people can be counted by article. The codes are those of the Court's own database (HUDOC).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from caseintake.i18n import lazy

#: Code → what it protects. In the order of the Convention; "P4-2" is Article 2 of Protocol No. 4.
ARTICLES: Final[Mapping[str, str]] = {
    "2": lazy("right to life"),
    "3": lazy("no torture, no inhuman or degrading treatment"),
    "4": lazy("no slavery, no forced labour"),
    "5": lazy("right to liberty and security"),
    "6": lazy("right to a fair trial"),
    "7": lazy("no punishment without law"),
    "8": lazy("private and family life, home, correspondence"),
    "9": lazy("thought, conscience and religion"),
    "10": lazy("freedom of expression"),
    "11": lazy("assembly and association"),
    "12": lazy("right to marry"),
    "13": lazy("right to an effective remedy"),
    "14": lazy("no discrimination"),
    "18": lazy("restrictions used for another purpose"),
    "34": lazy("hindering the right of application"),
    "38": lazy("duty to help the Court examine the case"),
    "P1-1": lazy("property"),
    "P1-2": lazy("education"),
    "P1-3": lazy("free elections"),
    "P4-1": lazy("no prison for debt"),
    "P4-2": lazy("freedom of movement"),
    "P4-3": lazy("no expulsion of nationals"),
    "P4-4": lazy("no collective expulsion of aliens"),
    "P6-1": lazy("no death penalty"),
    "P7-1": lazy("expulsion of aliens with safeguards"),
    "P7-2": lazy("appeal in criminal matters"),
    "P7-3": lazy("compensation for wrongful conviction"),
    "P7-4": lazy("not to be tried twice"),
    "P7-5": lazy("equality of spouses"),
    "P12-1": lazy("general prohibition of discrimination"),
    "P13-1": lazy("no death penalty in any circumstances"),
}
#: About the proceedings in Strasbourg itself: a complaint of these raises no question of admissibility, so no remedy
#: at home has to be used first (*Ergi v. Turkey*, 23818/94, § 105; *Cooke v. Austria*, 25878/94, § 46).
OF_THE_PROCEEDINGS: Final = frozenset({"34", "38"})
#: "§ 1 (c)", "§§ 3": paragraphs are no articles.
_PARAGRAPH: Final = re.compile(r"§+\s*\d+(?:\s*[-–,]\s*\d+)?(?:\s*\([a-z]\))?")
_CODE: Final = re.compile(r"\bp\s?(\d{1,2})\s?[-–]\s?(\d{1,2})\b")
_OF_PROTOCOL: Final = re.compile(r"\b(\d{1,2})\s+of\s+protocol\s*(?:no\.?|n°|№)?\s*(\d{1,2})\b")


def read(text: str) -> tuple[str, ...]:
    """The codes in what stands as an article, in the order written. Empty if any number in it is no article."""
    left = _PARAGRAPH.sub(" ", text.casefold())
    left = _OF_PROTOCOL.sub(r" p\2-\1 ", left)
    found: dict[str, None] = {}
    for protocol, article, plain in re.findall(_CODE.pattern + r"|(\d+)", left):
        found[plain or f"P{int(protocol)}-{int(article)}"] = None
    return tuple(found) if all(code in ARTICLES for code in found) else ()


def place(text: str) -> int:
    """Where a complaint stands in the order of the Convention: by its first article; what is none comes last."""
    codes = read(text)
    return list(ARTICLES).index(codes[0]) if codes else len(ARTICLES)


def needs_remedies(text: str) -> bool:
    """Whether remedies at home must have been used for a complaint of this article; of an unknown one they must."""
    codes = read(text)
    return not codes or not OF_THE_PROCEEDINGS.issuperset(codes)


def written(codes: Iterable[str]) -> str:
    """Codes as they stand in a complaint, the same in every language: ``13+8`` is Article 13 with Article 8 (HUDOC)."""
    return "+".join(codes)


def choices() -> list[tuple[str, str]]:
    """(code, code with its words) of every article."""
    return [(code, f"{code}: {words}") for code, words in ARTICLES.items()]
