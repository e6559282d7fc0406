"""That a suitcase was fetched: a copy of what somebody can read has left the house."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.logged import LoggedRecord


class SuitcaseFetched(LoggedRecord):
    """Who, when, and the files of how many matters were in it. In the office chain, shown to coordinators."""

    __tablename__ = "suitcase_fetched"
    __kind__ = "suitcase fetched"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), index=True)
    fetched_on: Mapped[date]
    matters: Mapped[int]
