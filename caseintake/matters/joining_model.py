"""That one proceeding was joined to another, or some of its applicants severed from it."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import Status
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class MoveKind(StrEnum):
    """``JOINED``: everybody of a proceeding; ``SEVERED``: some go into another one."""

    JOINED = "joined"
    SEVERED = "severed"


class Joining(SealedRecord):
    """Applicants who went from one proceeding to another, signed by who recorded it."""

    __tablename__ = "joining"
    __kind__ = "joining of proceedings"
    __signed__ = True

    #: Where they came from.
    proceeding_id: Mapped[UUID] = mapped_column(to("proceeding.id"), index=True)
    kind: Sealed[MoveKind] = sealed()
    into_id: Sealed[UUID] = sealed()
    #: Everybody who went; ``new`` those of them who were not there before.
    applicants: Sealed[tuple[UUID, ...]] = sealed()
    new: Sealed[tuple[UUID, ...]] = sealed()
    #: Complaints the other proceeding was not about before.
    complaints: Sealed[tuple[UUID, ...]] = sealed(default=())
    ordered_on: Sealed[DateFact | None] = sealed(default=None)
    #: The decision of the court that ordered it.
    decision_id: Sealed[UUID | None] = sealed(default=None)
    note: Sealed[str] = sealed(default="")
    #: Where the proceeding stood that was joined to another.
    status_before: Sealed[Status] = sealed(default=Status.PENDING)
    #: Why it was taken back. Then everybody is where they were before.
    taken_back: Sealed[str] = sealed(default="")

    @property
    def missing(self) -> tuple[str, ...]:
        """What makes it amber, as codes of `wording.MISSING`."""
        found = [] if self.ordered_on is not None and self.ordered_on.dated else ["no_day_of_event"]
        return tuple(found + ([] if self.decision_id is not None else ["no_order"]))
