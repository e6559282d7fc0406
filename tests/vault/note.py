"""A sealed model for tests of the vault and the log."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped

from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from tests.office import OfficeForTests


class Place(msgspec.Struct, frozen=True):
    town: str
    seen_on: date | None = None


class Note(SealedRecord):
    """A model for these tests only."""

    __tablename__ = "note_for_tests"
    __kind__ = "note for tests"
    __signed__ = True

    state: Mapped[str]
    due: Mapped[date | None]
    rank: Mapped[int | None]
    hidden: Mapped[bool | None]
    other: Mapped[UUID | None]
    text: Sealed[str] = sealed()
    places: Sealed[tuple[Place, ...]] = sealed(default=())
    told_on: Sealed[date | None] = sealed(default=None)


class Leaf(SealedRecord):
    """One sealed word, unsigned."""

    __tablename__ = "leaf_for_tests"
    __kind__ = "leaf for tests"

    word: Sealed[str] = sealed()


def write(office: OfficeForTests, person: UUID, vault_id: UUID, **values: object) -> UUID:
    with office.unit(person) as uow:
        fields = {"state": "new", "due": date(2026, 5, 4), "rank": 3, "hidden": False, "other": None, "text": "Нигяр"}
        note = Note(vault_id=vault_id, **{**fields, **values})
        uow.add(note)
        uow.commit()
        return note.id
