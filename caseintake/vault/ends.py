"""Grants for a time: the last day on which somebody opens a vault.

Nothing can turn a key while nobody is signed in. After that day the code refuses, and the next holder who writes or
signs in turns the key; until then a copy of the database with the old key still opens.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class GrantEnd(SealedRecord):
    """The last day of one person's grant to this vault. In clear, for it is read before anything is opened."""

    __tablename__ = "grant_end"
    __kind__ = "grant end"

    person_id: Mapped[UUID] = mapped_column(index=True)
    until: Mapped[date] = mapped_column(index=True)
    given_by: Sealed[UUID] = sealed()


class Ends:
    """Whose grants are over today, as one unit of work sees it. ``today`` None: nobody asks, as in a rescue."""

    def __init__(self, session: Session, today: date | None) -> None:
        self._session = session
        self._today = today
        self._over: frozenset[tuple[UUID, UUID]] | None = None

    def all(self) -> frozenset[tuple[UUID, UUID]]:
        """Every grant that is over, as (vault, person)."""
        if self._today is None:
            return frozenset()
        if self._over is None:
            rows = self._session.execute(
                select(GrantEnd.vault_id, GrantEnd.person_id).where(GrantEnd.until < self._today)
            )
            self._over = frozenset((vault_id, person_id) for vault_id, person_id in rows)
        return self._over

    def over(self, vault_id: UUID, person_id: UUID) -> bool:
        """Whether this grant has ended."""
        return (vault_id, person_id) in self.all()

    def put(self, vault_id: UUID, person_id: UUID, until: date | None, *, by: UUID) -> None:
        """Set the last day of a grant, or with None take it away. Sealed with the unit's next flush; then `forget`."""
        statement = select(GrantEnd).where(GrantEnd.vault_id == vault_id, GrantEnd.person_id == person_id)
        for row in self._session.scalars(statement).all():
            self._session.delete(row)
        if until is not None:
            self._session.add(GrantEnd(vault_id=vault_id, person_id=person_id, until=until, given_by=by))

    def forget(self) -> None:
        """After an end was set or taken away in this unit."""
        self._over = None
