"""What was said of a remedy, for whom."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.remedies.kinds import RemedyState
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class RemedyEntry(SealedRecord):
    """One statement about one remedy and one complaint for some applicants, signed by who made it.

    Nothing is overwritten: of several the one with the highest number counts, applicant by applicant.
    """

    __tablename__ = "remedy_entry"
    __kind__ = "remedy entry"
    __signed__ = True

    complaint_id: Mapped[UUID] = mapped_column(to("complaint.id"), index=True)
    #: A word of `catalogue`, or a remedy typed by hand.
    remedy: Sealed[str] = sealed()
    applicants: Sealed[tuple[UUID, ...]] = sealed()
    state: Sealed[RemedyState] = sealed()
    number: Sealed[int] = sealed()
    said_on: Sealed[date] = sealed()
    reason: Sealed[str] = sealed(default="")
    #: What shows it: the decision that ended it, or what was lodged.
    decision_id: Sealed[UUID | None] = sealed(default=None)
    filing_id: Sealed[UUID | None] = sealed(default=None)
    #: Where it runs, as long as there is no decision.
    proceeding_id: Sealed[UUID | None] = sealed(default=None)
