"""That an office was restored, and who has looked at it since."""

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.logged import LoggedRecord


class Restoration(LoggedRecord):
    """The office was made from a backup. Until coordinators confirm its roster, it stays closed."""

    __tablename__ = "restoration"
    __kind__ = "restoration"

    archive_id: Mapped[UUID]
    #: The day of the backup: what happened after it is not here.
    taken_on: Mapped[date]
    restored_on: Mapped[date]
    #: How many chains the operator knew to be longer, and accepted to lose.
    lost: Mapped[int]


class RestorationConfirmed(LoggedRecord):
    """One coordinator has compared the restored roster with what she knows. Believed only with her signature."""

    __tablename__ = "restoration_confirmed"
    __kind__ = "restoration confirmed"
    __table_args__ = (UniqueConstraint("restoration_id", "person_id", "roster_seq"),)

    restoration_id: Mapped[UUID] = mapped_column(to("restoration.id"))
    person_id: Mapped[UUID]
    #: The roster she looked at ended with this entry.
    roster_seq: Mapped[int]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_on: Mapped[date]
