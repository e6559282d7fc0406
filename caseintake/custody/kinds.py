"""The words of the custody record. Pure."""

from enum import StrEnum
from typing import Final


class Happened(StrEnum):
    """What an entry of the record tells."""

    VISIT_ASKED = "visit_asked"
    VISIT_REFUSED = "visit_refused"
    VISIT = "visit"
    TRANSFER = "transfer"
    HEALTH = "health"
    HUNGER_BEGAN = "hunger_began"
    HUNGER_ENDED = "hunger_ended"
    SIGNATURE_REFUSED = "signature_refused"
    SIGNATURE_DELAYED = "signature_delayed"
    PAPER_GIVEN = "paper_given"
    REVIEW = "review"
    MESSAGE = "message"
    RELEASED = "released"
    OTHER = "other"


#: Staff stood between a client and the Court: Article 34 forbids it, and it is kept as an incident as well.
HINDERED: Final = frozenset({Happened.SIGNATURE_REFUSED, Happened.SIGNATURE_DELAYED, Happened.VISIT_REFUSED})


class Listened(StrEnum):
    """Whether somebody could hear what was said on a visit."""

    UNSURE = "unsure"
    NO = "no"
    YES = "yes"
