"""How far the work for a last day has come, and who is away: what the Monday page asks for beside dates."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Stage(StrEnum):
    """How far the work for a last day has come, in the order in which it is done."""

    NOT_BEGUN = "not_begun"
    FACTS = "facts"
    SIGNATURES = "signatures"
    TRANSLATION = "translation"
    PACK = "pack"
    AT_THE_POST = "at_the_post"
    PROOF_HERE = "proof_here"


class Progress(msgspec.Struct, frozen=True):
    """The stage of the work for one rule and one last day of a matter. ``due`` None: it may end any day.

    ``done`` of ``whole``: signatures in hand, pages translated; None where nothing is counted.
    """

    rule: str
    due: date | None
    stage: Stage
    by: UUID
    on: date
    done: int | None = None
    whole: int | None = None
    note: str = ""


class WorkStages(SealedRecord):
    """How far the work of one matter has come; beside its label, so that coordinators may know and nobody else."""

    __tablename__ = "work_stages"
    __kind__ = "work stages"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    progress: Sealed[tuple[Progress, ...]] = sealed(default=())


class Away(StrEnum):
    """Why somebody cannot be counted on."""

    AWAY = "away"
    ILL = "ill"
    SUSPENDED = "suspended"
    DETAINED = "detained"
    LEFT = "left"


class Absence(SealedRecord):
    """Days on which a colleague cannot be counted on. In the directory vault: whoever knows the name may know this."""

    __tablename__ = "absence"
    __kind__ = "absence"
    __signed__ = True

    person_id: Sealed[UUID] = sealed()
    why: Sealed[Away] = sealed()
    first: Sealed[date] = sealed()
    #: The last day; None: nobody knows yet.
    last: Sealed[date | None] = sealed(default=None)
    recorded_on: Sealed[date] = sealed()
    #: The day somebody said that it is over, or was never so.
    ended_on: Sealed[date | None] = sealed(default=None)

    def covers(self, day: date) -> bool:
        """Whether the colleague is away on this day."""
        return self.ended_on is None and self.first <= day and (self.last is None or day <= self.last)


class AwayDays(LoggedRecord):
    """The days of an absence, without the reason, in clear: a timer without a key draws in the deputy."""

    __tablename__ = "away_days"
    __kind__ = "away days"

    absence_id: Mapped[UUID] = mapped_column(to("absence.id"), unique=True)
    person_id: Mapped[UUID]
    first: Mapped[date]
    last: Mapped[date | None]
