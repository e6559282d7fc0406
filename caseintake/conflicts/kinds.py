"""The words of the conflict check. Pure."""

from enum import StrEnum


class Side(StrEnum):
    """What somebody is in the other case."""

    APPLICANT = "applicant"
    OTHER_PERSON = "other_person"
    RELATIVE = "relative"
    WITNESS = "witness"
    EXPERT = "expert"
    OFFICIAL = "official"
    OPPONENT = "opponent"


class Verdict(StrEnum):
    """What is answered to whoever asks. Never in which case, never a name."""

    NO = "no"
    YES = "yes"
    #: Speak with this colleague first.
    ASK = "ask"
    #: The answer was given to the lead alone.
    TO_LEAD = "to_lead"


class Strength(StrEnum):
    """How near a name comes."""

    #: A spelling of the whole name.
    NAME = "name"
    #: Every word that was asked stands in the name.
    WORDS = "words"


class Between(StrEnum):
    """What stands between two applicants of one case."""

    WITNESS_AGAINST = "witness_against"
    ACCUSED_WITH = "accused_with"
    SAME_EMPLOYER = "same_employer"
    FAMILY = "family"
    STATE_SERVICE = "state_service"
    OTHER = "other"


class InnerKind(StrEnum):
    """What is written down in an inner circle."""

    NOTE = "note"
    #: Somebody may not be on the side of the case.
    SUSPICION = "suspicion"
    CONFLICT = "conflict"
