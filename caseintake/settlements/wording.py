"""What the words of a settlement are called on a page."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.settlements.model import Answer, OfferedBy, OfferKind

KINDS: Final[Mapping[OfferKind, str]] = {
    OfferKind.FRIENDLY: lazy("friendly settlement"),
    OfferKind.UNILATERAL: lazy("unilateral declaration"),
}
BY: Final[Mapping[OfferedBy, str]] = {
    OfferedBy.REGISTRY: lazy("the Registry"),
    OfferedBy.GOVERNMENT: lazy("the Government"),
    OfferedBy.US: lazy("us"),
}
ANSWERS: Final[Mapping[Answer, str]] = {
    Answer.WAITING: lazy("no answer yet"),
    Answer.ACCEPTS: lazy("accepts"),
    Answer.REFUSES: lazy("refuses"),
    Answer.ASKS: lazy("asks"),
}
#: What a date of the diary brought that the whole team reads: nothing.
OVER: Final = lazy("over")
FAULTS: Final[Mapping[str, str]] = {
    "not_the_lead": lazy("Only whoever is responsible for the matter opens this part."),
    "settlement_open": lazy("You hold this part already."),
    "holds_already": lazy("This person holds the key already."),
    "not_a_holder": lazy("This person does not hold the key."),
    "last_holder": lazy("Nobody would be left who opens this part. Give the key to somebody first."),
    "need_reason": lazy("Say why."),
}
#: Deeds of this package, as the sealed log of its vault says them.
DEEDS: Final[Mapping[str, str]] = {
    "closed part opened": lazy("opened the part for settlements"),
    "key of the closed part given": lazy("gave the key of this part"),
    "key of the closed part taken": lazy("took the key of this part"),
    "offer recorded": lazy("recorded an offer"),
    "answer to an offer recorded": lazy("recorded the answer to an offer"),
    "offer taken out": lazy("took an offer out"),
    "settlement paper added": lazy("added a paper about a settlement"),
}
