"""The records of a costs vault. Every word and figure is sealed, also of which matter it is.

Who funds whom is no business of this vault: it holds what Rule 60 of the Rules of Court asks for (work, hours, rate,
receipts) and has no room for donors, salaries or grants.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.costs.money import Money
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class CostKind(StrEnum):
    """Hours of work, or money spent."""

    TIME = "time"
    EXPENSE = "expense"


class CostStage(StrEnum):
    """Before which authorities a cost was incurred."""

    DOMESTIC = "domestic"
    STRASBOURG = "strasbourg"
    EXECUTION = "execution"


class CostBook(SealedRecord):
    """The costs of one matter. That there is one, and for which matter, only its two holders can read."""

    __tablename__ = "cost_book"
    __kind__ = "cost book"

    matter_id: Sealed[UUID] = sealed()
    opened_on: Sealed[date] = sealed()
    #: Until when the office keeps it; None: as long as the claim is not decided and paid.
    keep_until: Sealed[date | None] = sealed(default=None)


class CostItem(SealedRecord):
    """One line of the claim, signed by who wrote it. It is never changed: it is taken out, and written anew."""

    __tablename__ = "cost_item"
    __kind__ = "cost item"
    __signed__ = True

    book_id: Mapped[UUID] = mapped_column(to("cost_book.id"), index=True)
    kind: Sealed[CostKind] = sealed()
    stage: Sealed[CostStage] = sealed()
    on: Sealed[date] = sealed()
    #: The work done, or what was paid for.
    what: Sealed[str] = sealed()
    #: Who worked or paid, as it shall stand in the schedule.
    who: Sealed[str] = sealed(default="")
    minutes: Sealed[int] = sealed(default=0)
    #: What an hour costs; None: not agreed yet.
    rate: Sealed[Money | None] = sealed(default=None)
    #: Of an expense.
    amount: Sealed[Money | None] = sealed(default=None)
    proceeding_id: Sealed[UUID | None] = sealed(default=None)
    #: None named: all applicants of the matter.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    #: A document in the same vault.
    proof_id: Sealed[UUID | None] = sealed(default=None)
    #: Nobody gave a receipt and nobody will.
    no_receipt: Sealed[bool] = sealed(default=False)
    #: Why it is in no claim any more; empty: it is.
    taken_out: Sealed[str] = sealed(default="")


class CostsEnd(SealedRecord):
    """One holder wants the costs destroyed, signed; the other one's word does it."""

    __tablename__ = "costs_end"
    __kind__ = "costs end"
    __signed__ = True

    book_id: Mapped[UUID] = mapped_column(to("cost_book.id"), index=True)
    asked_on: Sealed[date] = sealed()
    why: Sealed[str] = sealed()
