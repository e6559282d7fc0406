"""The records of execution. Awards stand in a judgment anybody can read; into whose account they go does not."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.costs.money import Money
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Supervision(StrEnum):
    """How the Committee of Ministers supervises a judgment."""

    NOT_YET = "not_yet"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    CLOSED = "closed"


class AwardKind(StrEnum):
    PECUNIARY = "pecuniary"
    NON_PECUNIARY = "non_pecuniary"
    COSTS = "costs"


class StepKind(StrEnum):
    """What happens on the way to execution."""

    INDIVIDUAL_MEASURE = "individual_measure"
    GENERAL_MEASURE = "general_measure"
    ACTION_PLAN = "action_plan"
    ACTION_REPORT = "action_report"
    RULE_9_1 = "rule_9_1"
    RULE_9_2 = "rule_9_2"
    COMMITTEE_DECISION = "committee_decision"
    FINAL_RESOLUTION = "final_resolution"


class ExecutedJudgment(SealedRecord):
    """One judgment on its way to execution."""

    __tablename__ = "executed_judgment"
    __kind__ = "executed judgment"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    proceeding_id: Sealed[UUID | None] = sealed(default=None)
    #: What it is called: case name and application number.
    title: Sealed[str] = sealed()
    judged_on: Sealed[date | None] = sealed(default=None)
    final_on: Sealed[date | None] = sealed(default=None)
    #: Months the operative part gives for payment.
    months: Sealed[int] = sealed(default=3)
    supervision: Sealed[Supervision] = sealed(default=Supervision.NOT_YET)
    note: Sealed[str] = sealed(default="")


class Award(SealedRecord):
    """What the State must pay: to each of these applicants, or to all of them together."""

    __tablename__ = "award"
    __kind__ = "award"

    judgment_id: Mapped[UUID] = mapped_column(to("executed_judgment.id"), index=True)
    kind: Sealed[AwardKind] = sealed()
    sum: Sealed[Money] = sealed()
    #: One sum for all of them; else everybody named gets the sum.
    jointly: Sealed[bool] = sealed(default=False)
    #: None named: everybody in the judgment's matter.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())


class Payment(SealedRecord):
    """The State paid: on one day the same sum to each of these applicants, or once for a joint award. Signed."""

    __tablename__ = "payment"
    __kind__ = "payment"
    __signed__ = True

    award_id: Mapped[UUID] = mapped_column(to("award.id"), index=True)
    on: Sealed[date] = sealed()
    #: Of the award, without interest.
    sum: Sealed[Money] = sealed()
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    taken_back: Sealed[str] = sealed(default="")
    #: What was recorded as having happened when with this payment everything was paid to some of them.
    event_id: Sealed[UUID | None] = sealed(default=None)


class ExecutionStep(SealedRecord):
    """A measure, a plan or report of the State, a communication under Rule 9, a decision of the Committee. Signed."""

    __tablename__ = "execution_step"
    __kind__ = "execution step"
    __signed__ = True

    judgment_id: Mapped[UUID] = mapped_column(to("executed_judgment.id"), index=True)
    kind: Sealed[StepKind] = sealed()
    on: Sealed[date] = sealed()
    what: Sealed[str] = sealed(default="")
    #: Of a measure: the day it was carried out.
    done_on: Sealed[date | None] = sealed(default=None)


class AddedRate(SealedRecord):
    """The bank's rate from a day after the shipped data end, as somebody of the team read it at the bank. Signed."""

    __tablename__ = "added_rate"
    __kind__ = "added rate"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    begins: Sealed[date] = sealed()
    #: In per cent a year, without the Court's three points.
    percent: Sealed[str] = sealed()
    #: Where it was read, and when.
    source: Sealed[str] = sealed()
    taken_back: Sealed[str] = sealed(default="")


class PaymentDetails(SealedRecord):
    """Where the money of one judgment goes: accounts, who receives for whom. In the costs vault, never the matter's."""

    __tablename__ = "payment_details"
    __kind__ = "payment details"

    judgment_id: Sealed[UUID] = sealed()
    text: Sealed[str] = sealed(default="")
