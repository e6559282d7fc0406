"""The record of an incident. Where its vault is decides who reads it: the team's, or that of one client's file."""

from datetime import date
from uuid import UUID

import msgspec

from caseintake.incidents.kinds import Doer, IncidentKind, Origin, PlaceKind
from caseintake.matters.facts import Certainty, DateFact
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a record says. Kept whole in the history when it is corrected; evidence is by id, never a picture."""

    kind: IncidentKind
    on: DateFact | None = None
    #: The last day, of what went on for a time.
    until: DateFact | None = None
    place_kind: PlaceKind = PlaceKind.UNKNOWN
    place: str = ""
    actor: Doer = Doer.UNKNOWN
    #: Which authority or person, and who says that it was they.
    actor_name: str = ""
    alleged_by: str = ""
    device: str = ""
    origin: Origin = Origin.CLIENT
    certainty: Certainty = Certainty.BELIEVED
    applicants: tuple[UUID, ...] = ()
    #: Whom else it concerns: a relative, a colleague.
    others: str = ""
    documents: tuple[UUID, ...] = ()
    complaints: tuple[UUID, ...] = ()
    #: The record of the same thing that sets time running: a procedural event, or a decision or act.
    recorded_as: UUID | None = None
    note: str = ""
    #: What a list kept elsewhere calls it; by this it is found again when that list comes a second time.
    external_key: str = ""


class Was(msgspec.Struct, frozen=True):
    """What a record said before ``by`` corrected it on ``on``."""

    told: Told
    by: UUID
    on: date
    reason: str


class Incident(SealedRecord):
    """One thing that was done to somebody, signed by who recorded it.

    Nothing but the vault stands in clear: a link to the matter would tell whose client file belongs to which case.
    """

    __tablename__ = "incident"
    __kind__ = "incident"
    __signed__ = True

    matter_id: Sealed[UUID] = sealed()
    told: Sealed[Told] = sealed()
    recorded_on: Sealed[date] = sealed()
    #: Why it was taken back: it did not happen, or stands here twice.
    taken_back: Sealed[str] = sealed(default="")
    history: Sealed[tuple[Was, ...]] = sealed(default=())
