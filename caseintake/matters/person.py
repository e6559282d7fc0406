"""What a client file knows about one person or organisation, and the lives of a place in a matter. Pure."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec


class FileKind(StrEnum):
    PERSON = "person"
    #: An association, a newspaper, a company: Article 34 knows non-governmental organisations as applicants.
    ORGANISATION = "organisation"


class Channel(StrEnum):
    """How somebody can be reached."""

    PHONE = "phone"
    SIGNAL = "signal"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    EMAIL = "email"
    POST = "post"
    MEETING = "meeting"
    THROUGH = "through"
    OTHER = "other"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach somebody, or one that must never be used."""

    channel: Channel = Channel.OTHER
    value: str
    #: Whose telephone or address it is, if not the person's own.
    whose: str = ""
    #: When it is safe.
    when: str = ""
    #: Never call, never write: somebody else reads or hears it.
    never: bool = False
    note: str = ""


class Shelter(StrEnum):
    """By what right somebody lives in another country; an asylum file is that person's own secret."""

    NOT_SAID = "not_said"
    BY_RIGHT = "by_right"
    ASKED = "asked"
    PROTECTED = "protected"
    WITHOUT = "without"


class Abroad(msgspec.Struct, frozen=True, kw_only=True):
    """The life of somebody who had to leave: where, by what right, who certifies a signature, who is left behind."""

    #: ISO 3166 code.
    country: str
    shelter: Shelter = Shelter.NOT_SAID
    certifies: str = ""
    #: Relatives at home who are at risk.
    at_home: str = ""


class PlaceRole(StrEnum):
    """What somebody is in a matter, beside or instead of being an applicant."""

    WITNESS = "witness"
    RELATIVE = "relative"
    HEIR = "heir"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"
    CONTACT = "contact"
    EXPERT = "expert"
    INTERPRETER = "interpreter"


class Barrier(msgspec.Struct, frozen=True, kw_only=True):
    """Who must never learn of a person's case, as she said it.

    ``who`` is the client file or the colleague meant, if it is one we know; ``name`` is somebody else in words.
    """

    id: UUID
    who: UUID | None = None
    name: str = ""
    why: str = ""
    added_on: date


class NameWish(msgspec.Struct, frozen=True, kw_only=True):
    """A wish that the name be kept from the public (Rules 33 and 47 § 4). It hides nobody from the Government."""

    asked_on: date
    why: str
    #: Asked of the Court on, and granted on, as far as it has come.
    sent_on: date | None = None
    granted_on: date | None = None


class MergedFile(msgspec.Struct, frozen=True):
    """A client file that turned out to be of the same person; its papers and answers stay in its own vault."""

    file_id: UUID
    vault_id: UUID


class Life(StrEnum):
    """How an applicant stands in a matter."""

    ACTIVE = "active"
    JOINED_LATER = "joined_later"
    LEFT = "left"
    STRUCK_OUT = "struck_out"
    DIED = "died"
    HEIRS_PURSUE = "heirs_pursue"
    HEIRS_STOP = "heirs_stop"
    REFERRED = "referred"


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One step in that life. The reason is the client's own affair and stands in the client file."""

    life: Life
    #: The day it happened; None: not known.
    on: date | None
    by: UUID
    recorded_on: date
    #: The matter a client was referred to.
    matter_id: UUID | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why an applicant's life in a matter took a turn, and whose wish it was."""

    applicant_id: UUID
    life: Life
    why: str
    #: Who said so, if it was not the client: a guardian, or somebody with a recorded consent.
    said_by: UUID | None = None
    recorded_on: date
