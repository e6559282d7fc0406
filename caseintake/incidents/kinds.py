"""The words a record of an incident chooses from. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class IncidentKind(StrEnum):
    """What was done to somebody."""

    SPYWARE = "spyware"
    INTERCEPTION = "interception"
    HIDDEN_CAMERA = "hidden_camera"
    ACCOUNT_TAKEOVER = "account_takeover"
    LEAK = "leak"
    BLACKMAIL = "blackmail"
    FOLLOWED = "followed"
    SEARCH = "search"
    TRAVEL_BAN = "travel_ban"
    DETENTION = "detention"
    SUMMONS = "summons"
    PRESSURE = "pressure"
    SMEAR = "smear"
    RELATIVES = "relatives"
    OTHER = "other"


class Family(StrEnum):
    """Kinds that look alike in the picture: one shape and one colour each."""

    DIGITAL = "digital"
    IMAGES = "images"
    FORCE = "force"
    PRESSURE = "pressure"


FAMILY: Final[Mapping[IncidentKind, Family]] = {
    IncidentKind.SPYWARE: Family.DIGITAL,
    IncidentKind.INTERCEPTION: Family.DIGITAL,
    IncidentKind.ACCOUNT_TAKEOVER: Family.DIGITAL,
    IncidentKind.HIDDEN_CAMERA: Family.IMAGES,
    IncidentKind.LEAK: Family.IMAGES,
    IncidentKind.BLACKMAIL: Family.IMAGES,
    IncidentKind.FOLLOWED: Family.FORCE,
    IncidentKind.SEARCH: Family.FORCE,
    IncidentKind.TRAVEL_BAN: Family.FORCE,
    IncidentKind.DETENTION: Family.FORCE,
    IncidentKind.SUMMONS: Family.PRESSURE,
    IncidentKind.PRESSURE: Family.PRESSURE,
    IncidentKind.SMEAR: Family.PRESSURE,
    IncidentKind.RELATIVES: Family.PRESSURE,
    IncidentKind.OTHER: Family.PRESSURE,
}
#: Each kind's letter in the picture, so that no kind is told by colour alone: A, B, C … in the order above.
LETTER: Final[Mapping[IncidentKind, str]] = {kind: chr(ord("A") + at) for at, kind in enumerate(IncidentKind)}
#: What touches the body or private life: kept in the client's file unless somebody says otherwise, and no part of a
#: file made for outside.
INTIMATE: Final = frozenset({IncidentKind.HIDDEN_CAMERA, IncidentKind.LEAK, IncidentKind.BLACKMAIL})
#: What is also an event of the law: the word of `caseintake.law.events` under which its clock is set running, or
#: empty where it is an act recorded among the decisions of a proceeding.
OF_THE_LAW: Final[Mapping[IncidentKind, str]] = {IncidentKind.DETENTION: "arrested", IncidentKind.SEARCH: ""}


class Doer(StrEnum):
    """Who did it, as far as anybody says."""

    UNKNOWN = "unknown"
    POLICE = "police"
    SECURITY = "security"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    PRISON = "prison"
    BORDER = "border"
    OTHER_AUTHORITY = "other_authority"
    MEDIA = "media"
    PRIVATE = "private"


class PlaceKind(StrEnum):
    """What sort of place: all that ever leaves the office of it."""

    UNKNOWN = "unknown"
    HOME = "home"
    WORK = "work"
    STREET = "street"
    OFFICIAL = "official"
    CUSTODY = "custody"
    BORDER = "border"
    ONLINE = "online"
    ABROAD = "abroad"


class Origin(StrEnum):
    """From whom the office has it."""

    CLIENT = "client"
    DOCUMENT = "document"
    LABORATORY = "laboratory"
    PRESS = "press"
    WITNESS = "witness"
    OTHER = "other"
