"""The words a matter's records choose from. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec


class MatterState(StrEnum):
    """Whether a matter is still worked on."""

    OPEN = "open"
    CLOSED = "closed"


class Forum(StrEnum):
    """Before whom a proceeding runs. ``NO_REMEDY`` is an act or measure nobody could be asked to review."""

    CIVIL = "civil"
    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"
    ADMIN_OFFENCE = "admin_offence"
    OTHER = "other"
    ECHR = "echr"
    UN = "un"
    #: Individual communications to the Human Rights Committee.
    HRC = "hrc"
    #: Of a judgment of the Court, before the Committee of Ministers.
    EXECUTION = "execution"
    NO_REMEDY = "no_remedy"


class Status(StrEnum):
    """Where a proceeding stands. ``JOINED``: its applicants went into another one."""

    PREPARED = "prepared"
    PENDING = "pending"
    ENDED = "ended"
    JOINED = "joined"


class DecisionKind(StrEnum):
    """``ACT`` is what is complained of where there was nothing to decide."""

    JUDGMENT = "judgment"
    RULING = "ruling"
    ACT = "act"


class Instance(StrEnum):
    """Who decided."""

    AUTHORITY = "authority"
    FIRST = "first"
    APPEAL = "appeal"
    CASSATION = "cassation"
    EXTRAORDINARY = "extraordinary"
    ECHR_SINGLE_JUDGE = "echr_single_judge"
    ECHR_COMMITTEE = "echr_committee"
    ECHR_CHAMBER = "echr_chamber"
    ECHR_GRAND_CHAMBER = "echr_grand_chamber"
    NONE = "none"


class Finality(StrEnum):
    """Whether no ordinary remedy is left against a decision."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class FilingKind(StrEnum):
    """What was lodged, as far as a time-limit may ask."""

    CLAIM = "claim"
    APPEAL = "appeal"
    CASSATION = "cassation"
    APPLICATION = "application"
    GRAND_CHAMBER_REQUEST = "grand_chamber_request"
    COMPLAINT = "complaint"
    OMBUDSMAN_COMPLAINT = "ombudsman_complaint"
    LETTER_TO_INVESTIGATOR = "letter_to_investigator"
    INTERIM_MEASURE_REQUEST = "interim_measure_request"
    FRIENDLY_SETTLEMENT_ANSWER = "friendly_settlement_answer"
    OBSERVATIONS = "observations"
    JUST_SATISFACTION_CLAIM = "just_satisfaction_claim"
    EXTENSION_REQUEST = "extension_request"
    COMMENTS = "comments"
    THIRD_PARTY_REQUEST = "third_party_request"
    RECTIFICATION_REQUEST = "rectification_request"
    INTERPRETATION_REQUEST = "interpretation_request"
    REVISION_REQUEST = "revision_request"
    LETTER_TO_REGISTRY = "letter_to_registry"
    RULE9_COMMUNICATION = "rule9_communication"
    UN_COMMUNICATION = "un_communication"
    OTHER = "other"


class Lodged(StrEnum):
    """How it was lodged: an application to the Court counts from the postmark, and only if sent by post."""

    POST = "post"
    REGISTERED_POST = "registered_post"
    COURIER = "courier"
    IN_PERSON = "in_person"
    ECOURT = "ecourt"
    ECOMMS = "ecomms"
    PRISON = "prison"
    DIPLOMATIC_BOX = "diplomatic_box"
    FAX = "fax"
    EMAIL = "email"
    OTHER = "other"


#: The filing that is meant by a word of `caseintake.law.events`.
LODGED_AS: Final[Mapping[str, FilingKind]] = {
    "claim_lodged": FilingKind.CLAIM,
    "complaint_lodged": FilingKind.COMPLAINT,
    "appeal_lodged": FilingKind.APPEAL,
    "cassation_lodged": FilingKind.CASSATION,
    "ombudsman_complaint_lodged": FilingKind.OMBUDSMAN_COMPLAINT,
    "investigator_written_to": FilingKind.LETTER_TO_INVESTIGATOR,
    "application_dispatched": FilingKind.APPLICATION,
    "rule39_requested": FilingKind.INTERIM_MEASURE_REQUEST,
    "friendly_settlement_answered": FilingKind.FRIENDLY_SETTLEMENT_ANSWER,
    "observations_sent": FilingKind.OBSERVATIONS,
    "just_satisfaction_claimed": FilingKind.JUST_SATISFACTION_CLAIM,
    "extension_requested": FilingKind.EXTENSION_REQUEST,
    "comments_sent": FilingKind.COMMENTS,
    "third_party_request_sent": FilingKind.THIRD_PARTY_REQUEST,
    "request_received_at_registry": FilingKind.GRAND_CHAMBER_REQUEST,
    "rectification_requested": FilingKind.RECTIFICATION_REQUEST,
    "interpretation_requested": FilingKind.INTERPRETATION_REQUEST,
    "revision_requested": FilingKind.REVISION_REQUEST,
    "registry_informed": FilingKind.LETTER_TO_REGISTRY,
    "rule9_submitted": FilingKind.RULE9_COMMUNICATION,
    "communication_lodged": FilingKind.UN_COMMUNICATION,
}

#: Forums before a court or authority of the respondent State.
DOMESTIC: Final = frozenset({Forum.CIVIL, Forum.ADMINISTRATIVE, Forum.CRIMINAL, Forum.ADMIN_OFFENCE, Forum.OTHER})


class Spellings(msgspec.Struct, frozen=True, kw_only=True):
    """One person's name as documents of four languages write it."""

    az: str = ""
    ru: str = ""
    en: str = ""
    fr: str = ""


#: No name written any other way.
NO_SPELLINGS: Final = Spellings()


class TaskKind(StrEnum):
    """What is to be done for a client."""

    #: The client changed an answer with the code: what runs for that use is looked through and answered.
    CONSENT_CHANGED = "consent_changed"
    #: Somebody with the code wants out: ask in the safe way whose wish it is.
    WITHDRAWAL_ASKED = "withdrawal_asked"
    #: The client leaves one complaint; the others in the case are untouched.
    LEAVE_COMPLAINT = "leave_complaint"
    #: Ask the Court to strike out the application for this applicant alone.
    ASK_TO_STRIKE_OUT = "ask_to_strike_out"
    #: Pressure to withdraw: letter under Article 34, Rule 39, safety.
    PRESSURE = "pressure"
    #: A death: the letter to the Registry, and each heir asked whether to go on.
    TELL_REGISTRY = "tell_registry"
    ASK_HEIR = "ask_heir"
    FIND_HEIRS = "find_heirs"
    #: A request under Rules 33 and 47 § 4 goes with the form or in a letter.
    ASK_NAME_KEPT = "ask_name_kept"
    #: Something of the client went out without her consent: tell her, and ask what can be mended.
    WENT_OUT = "went_out"
    #: Get a paper from the client; which one stands in the task.
    PAPER = "paper"
