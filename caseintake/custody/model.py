"""The custody record of one client and its dated entries, in the client's file: they open to whom that opens."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.custody.kinds import Happened, Listened
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class CustodyRecord(SealedRecord):
    """One time in custody, from the arrest to the release. Signed by who changed it last."""

    __tablename__ = "custody_record"
    __kind__ = "custody record"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    place: Sealed[str] = sealed()
    since: Sealed[date | None] = sealed(default=None)
    #: Why: the order of which court, under which article.
    basis: Sealed[str] = sealed(default="")
    review_on: Sealed[date | None] = sealed(default=None)
    #: Which lawyer the prison lets in.
    lawyer: Sealed[str] = sealed(default="")
    health: Sealed[str] = sealed(default="")
    hunger_since: Sealed[date | None] = sealed(default=None)
    #: What to ask on the next visit, one a line: nothing else goes through the gate.
    questions: Sealed[str] = sealed(default="")
    ended_on: Sealed[date | None] = sealed(default=None)

    @property
    def runs(self) -> bool:
        return self.ended_on is None

    def hunger_day(self, today: date) -> int | None:
        """Which day of the hunger strike it is, the first counted; None: there is none."""
        return None if self.hunger_since is None else (today - self.hunger_since).days + 1


class CustodyEntry(SealedRecord):
    """One thing that happened in custody, signed; never changed. A correction is a new entry."""

    __tablename__ = "custody_entry"
    __kind__ = "custody entry"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    record_id: Sealed[UUID] = sealed()
    kind: Sealed[Happened] = sealed()
    on: Sealed[date] = sealed()
    #: The hour by the clock of the place, ``14:20``; empty: nobody knows.
    hour: Sealed[str] = sealed(default="")
    #: Who saw the client, who refused, who examined.
    who: Sealed[str] = sealed(default="")
    listened: Sealed[Listened] = sealed(default=Listened.UNSURE)
    #: Notes from memory, what was found, where the client was taken.
    text: Sealed[str] = sealed(default="")
    #: The reason that was given to us.
    reason: Sealed[str] = sealed(default="")
    document_id: Sealed[UUID | None] = sealed(default=None)
    written_at: Sealed[datetime] = sealed()
