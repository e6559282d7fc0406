"""The records of a settlement vault. Every word is sealed, also of which matter it is and whether there is an offer.

Negotiations are confidential (Article 39 § 2 of the Convention, Rule 62 § 2 of the Rules of Court); an intentional
breach can be abuse of the right of application. Nothing here is read by packs, summaries, searches, exports or the
log of public statements.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class OfferKind(StrEnum):
    """A friendly settlement needs the applicant's yes; a unilateral declaration only asks for comments."""

    FRIENDLY = "friendly"
    UNILATERAL = "unilateral"


class OfferedBy(StrEnum):
    """Who proposes."""

    REGISTRY = "registry"
    GOVERNMENT = "government"
    US = "us"


class Answer(StrEnum):
    """What one applicant says to one offer."""

    WAITING = "waiting"
    ACCEPTS = "accepts"
    REFUSES = "refuses"
    ASKS = "asks"


class SettlementPart(SealedRecord):
    """The closed part of one matter. That there is one, and of which matter, only its holders can read."""

    __tablename__ = "settlement_part"
    __kind__ = "settlement part"

    matter_id: Sealed[UUID] = sealed()
    opened_on: Sealed[date] = sealed()


class Offer(SealedRecord):
    """What was offered to one applicant. Signed; never changed: another offer is another record."""

    __tablename__ = "settlement_offer"
    __kind__ = "settlement offer"
    __signed__ = True

    applicant_id: Sealed[UUID] = sealed()
    kind: Sealed[OfferKind] = sealed()
    by: Sealed[OfferedBy] = sealed()
    offered_on: Sealed[date] = sealed()
    #: The last day for an answer, as the letter fixes it. The time-limit itself is counted from the letter.
    answer_by: Sealed[date | None] = sealed(default=None)
    #: The date in the matter's diary that says this day and no more; offers of one paper share it.
    date_id: Sealed[UUID | None] = sealed(default=None)
    #: The sum and its currency as the paper says it, and the other terms in words.
    amount: Sealed[str] = sealed(default="")
    terms: Sealed[str] = sealed(default="")
    #: Why it was taken out: written down twice, or never made.
    taken_out: Sealed[str] = sealed(default="")


class OfferAnswer(SealedRecord):
    """What one applicant said to an offer, on which day. Signed; the last of the latest day counts, all are kept."""

    __tablename__ = "settlement_answer"
    __kind__ = "settlement answer"
    __signed__ = True

    offer_id: Sealed[UUID] = sealed()
    answer: Sealed[Answer] = sealed()
    answered_on: Sealed[date] = sealed()
    #: How it was given, and what is asked.
    said: Sealed[str] = sealed(default="")
    #: Orders answers of one day.
    number: Sealed[int] = sealed(default=0)
