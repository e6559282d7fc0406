"""What reminders read without a key. Each row tells who looks after which matter, by random ids, and no name."""

from datetime import date
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.logged import LoggedRecord


class MatterDuty(LoggedRecord):
    """Who is responsible for a matter, as its label says it; in clear so that a timer knows whom to remind."""

    __tablename__ = "matter_duty"
    __kind__ = "matter duty"

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"))
    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    responsible: Mapped[UUID | None]
    deputy: Mapped[UUID | None]


class Acknowledgement(LoggedRecord):
    """Somebody who holds the matter has seen that this ends on this day. Of another day it says nothing."""

    __tablename__ = "acknowledgement"
    __kind__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("matter_id", "rule", "due", "person_id"),)

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"))
    matter_id: Mapped[UUID] = mapped_column(to("matter.id"))
    rule: Mapped[str] = mapped_column(String(60))
    due: Mapped[date]
    person_id: Mapped[UUID]
    seen_on: Mapped[date]


class DeliveryAddress(LoggedRecord):
    """Where a person's reminders go by mail. In clear, by that person's own choice after a warning; most have none."""

    __tablename__ = "delivery_address"
    __kind__ = "delivery address"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    entered_on: Mapped[date]
    #: In which of the house's languages the mails are; None: the office's first.
    language: Mapped[str | None] = mapped_column(String(8))


class CheckIn(LoggedRecord):
    """By when a person will be back, and which colleagues are told if she is not. Deleted when she is.

    Times in minutes since 1970-01-01 UTC.
    """

    __tablename__ = "check_in"
    __kind__ = "check-in"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    first: Mapped[UUID]
    second: Mapped[UUID | None]
    back_by: Mapped[int]
    told_at: Mapped[int]

    @property
    def colleagues(self) -> tuple[UUID, ...]:
        return tuple(id for id in (self.first, self.second) if id is not None)
