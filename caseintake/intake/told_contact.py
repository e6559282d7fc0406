"""How the person wants to be reached and what must never happen, as told at first contact. Pure.

Taken over into the client file when a case is accepted: a lawyer who does not see it may ring the wrong telephone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from caseintake.i18n import _
from caseintake.intake.model import Answer

WAY = "contact_way"
#: In which language to answer, and which one if it is none of the house.
LANGUAGE = "wish_language"
OTHER_LANGUAGE = "wish_language_other"
OTHER = "other"
WITH_THE_CODE = "code"


@dataclass(frozen=True, slots=True)
class ToldContact:
    """Texts for the fields of a client file."""

    contact: str
    never: str
    safety: str
    #: One of the house, any other in words, or empty if nothing was wished.
    language: str = ""


def told_contact(answers: Iterable[Answer]) -> ToldContact:
    """What the answers of all messages say; a later answer to the same question counts."""
    told: Mapping[str, tuple[str, ...]] = {answer.question: answer.values for answer in answers}

    def text(question: str) -> str:
        return " ".join(told.get(question, ())).strip()

    ways = [text("contact_person"), text("contact_place")]
    if WITH_THE_CODE in told.get(WAY, ()):
        ways.insert(0, _("Comes back with the code."))
    barred, wished = text("others_never"), text(LANGUAGE)
    return ToldContact(
        contact="\n".join(way for way in ways if way),
        never=text("contact_never"),
        safety=_("Must never learn of it: %(who)s", who=barred) if barred else "",
        language=text(OTHER_LANGUAGE) if wished == OTHER else wished,
    )
