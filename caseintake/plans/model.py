"""How much work a matter is: the numbers its plans are counted with."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class MatterLoad(SealedRecord):
    """The numbers of one matter; beside its label, so that coordinators see the days of a plan without its key."""

    __tablename__ = "matter_load"
    __kind__ = "matter load"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    #: None: as many as the matter has.
    applicants: Sealed[int | None] = sealed(default=None)
    in_prison: Sealed[int] = sealed(default=0)
    abroad: Sealed[int] = sealed(default=0)
    to_translate: Sealed[int] = sealed(default=0)
    changed_on: Sealed[date | None] = sealed(default=None)
