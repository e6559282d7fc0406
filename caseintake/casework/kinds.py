"""The words the daily work chooses from. Pure."""

from enum import StrEnum


class About(StrEnum):
    """What a note is about."""

    MATTER = "matter"
    APPLICANT = "applicant"
    PROCEEDING = "proceeding"
    DOCUMENT = "document"
    TASK = "task"


class Way(StrEnum):
    """How somebody was in touch."""

    VISIT = "visit"
    CALL = "call"
    MESSENGER = "messenger"
    EMAIL = "email"
    LETTER = "letter"
    VIDEO = "video"
    THROUGH_SOMEBODY = "through_somebody"
    OTHER = "other"


class Direction(StrEnum):
    """Who sought the other, or which way a letter went."""

    OUT = "out"
    IN = "in"


class Reached(StrEnum):
    """Who was reached. Only the client in person, or a signed word of the client, keeps an application alive."""

    CLIENT = "client"
    SOMEBODY_ELSE = "somebody_else"
    NOBODY = "nobody"


class Safe(StrEnum):
    """Whether the contact was safe, as far as anybody can say."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Party(StrEnum):
    """Who writes to us, or to whom we write."""

    REGISTRY = "registry"
    COURT = "court"
    PROSECUTOR = "prosecutor"
    GOVERNMENT = "government"
    BAR = "bar"
    PRISON = "prison"
    UN = "un"
    LAWYER = "lawyer"
    OTHER = "other"


class Road(StrEnum):
    """How a letter came or went."""

    POST = "post"
    REGISTERED_POST = "registered_post"
    COURIER = "courier"
    BY_HAND = "by_hand"
    ECOMMS = "ecomms"
    ECOURT = "ecourt"
    EMAIL = "email"
    FAX = "fax"
    PRISON = "prison"
    OTHER = "other"
