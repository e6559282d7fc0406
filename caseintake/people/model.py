"""Records about people and what they are to one another, and about two files that were of one person."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.people.kinds import RelationKind, Wish
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Relation(SealedRecord):
    """What ``one`` is of ``other``, both client files. It lies in one of the two files' vaults, never in a matter's."""

    __tablename__ = "relation"
    __kind__ = "relation"

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    kind: Sealed[RelationKind] = sealed()
    one: Sealed[UUID] = sealed()
    other: Sealed[UUID] = sealed()
    #: Their interests differ: a guardian who is suspected, a parent on the other side.
    conflict: Sealed[bool] = sealed(default=False)
    note: Sealed[str] = sealed(default="")
    wish: Sealed[Wish] = sealed(default=Wish.NOT_ASKED)
    wish_on: Sealed[date | None] = sealed(default=None)
    recorded_on: Sealed[date] = sealed()
    #: The id it had before it went into another file's vault: a merge that can be undone remembers that one.
    was: Sealed[UUID | None] = sealed(default=None)


class BarrierMark(SealedRecord):
    """That somebody of a matter must not learn of somebody in it: to be careful of whom, and not for whose sake.

    It warns also those to whom the file is closed that asked for it.
    """

    __tablename__ = "barrier_mark"
    __kind__ = "barrier mark"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    barrier_id: Sealed[UUID] = sealed()
    #: A client file or a colleague.
    who: Sealed[UUID] = sealed()


class Repointed(msgspec.Struct, frozen=True):
    """A row that named the merged file and now names the kept one; ``kind`` is the model's."""

    kind: str
    id: UUID


class Opened(msgspec.Struct, frozen=True):
    """That a matter's vault ``to`` was given the file vault ``vault_id`` for a merge."""

    vault_id: UUID
    to: UUID


class Merge(SealedRecord):
    """Two client files made one, signed by who did it, with all that is needed to undo it. In the kept file's vault."""

    __tablename__ = "merge"
    __kind__ = "merge"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    other_id: Sealed[UUID] = sealed()
    other_vault_id: Sealed[UUID] = sealed()
    #: What the kept file said before and after, as `merging.Facts` in msgpack; empty: it arrived as one, and stays one.
    before: Sealed[bytes] = sealed(default=b"")
    after: Sealed[bytes] = sealed(default=b"")
    repointed: Sealed[tuple[Repointed, ...]] = sealed(default=())
    granted: Sealed[tuple[Opened, ...]] = sealed(default=())
    merged_on: Sealed[date] = sealed()
    undone_on: Sealed[date | None] = sealed(default=None)
