"""What search keeps: one sealed segment a vault, and what a person wants to look for again."""

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import Base, to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class IndexSegment(Base):
    """The folded words of one vault's records, sealed with that vault's record key.

    No sealed record and in no log: it says nothing that other rows do not say, whoever opens it checks it against
    them, and one that was lost, changed or put back in its place is made anew from them.
    """

    __tablename__ = "index_segment"
    __unlogged__ = "made from other rows and checked against them; a lost or old one is made anew"

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"), primary_key=True)
    epoch: Mapped[int]
    #: SHA-256 over id and revision of every row it was made from: whether it is still right, without opening it.
    state: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SavedSearch(SealedRecord):
    """A search somebody wants to do again, in a vault that she alone holds."""

    __tablename__ = "saved_search"
    __kind__ = "saved search"

    name: Sealed[str] = sealed()
    words: Sealed[str] = sealed()
    matter_id: Sealed[UUID | None] = sealed(default=None)
    group: Sealed[str] = sealed(default="")
    since: Sealed[date | None] = sealed(default=None)
