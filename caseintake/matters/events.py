"""What happened to a matter, for the floors above.

Told inside the unit of work that did it, after a flush: a listener finds the rows by query and reads their sealed
attributes. What it adds is committed or rolled back with them.
"""

from dataclasses import dataclass
from uuid import UUID

from caseintake.matters.model import (
    Applicant,
    ClientFile,
    Complaint,
    Decision,
    Filing,
    InMatter,
    Matter,
    OtherPlace,
    ProceduralEvent,
    Proceeding,
)


@dataclass(frozen=True, slots=True)
class MatterCreated:
    matter: Matter


@dataclass(frozen=True, slots=True)
class MatterChanged:
    """Its label, its state or what it is about."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class TeamChanged:
    """``person_id`` was given the key of the matter, or lost it."""

    matter: Matter
    person_id: UUID
    joined: bool


@dataclass(frozen=True, slots=True)
class ApplicantAdded:
    matter: Matter
    applicant: Applicant
    #: The client file was made with it: nothing can be known of this person yet.
    new: bool = False


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """To somebody who is no applicant here, or not in this place."""

    matter: Matter
    place: OtherPlace


@dataclass(frozen=True, slots=True)
class ClientFileRenamed:
    """The name or a spelling of it, in every matter where the person has a place."""

    file: ClientFile


@dataclass(frozen=True, slots=True)
class FileAccessChanged:
    """The client file of this place was closed to the team, opened to it again, or opens to other people by name."""

    matter: Matter
    place: InMatter


@dataclass(frozen=True, slots=True)
class ComplaintChanged:
    """Made or changed."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ProceedingChanged:
    """Made or changed."""

    proceeding: Proceeding


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """Recorded, or any of its dates changed, for all applicants or for one."""

    proceeding: Proceeding
    decision: Decision


@dataclass(frozen=True, slots=True)
class FilingRecorded:
    """Recorded or changed."""

    proceeding: Proceeding
    filing: Filing


@dataclass(frozen=True, slots=True)
class EventRecorded:
    """Recorded, changed or taken back."""

    matter: Matter
    event: ProceduralEvent
