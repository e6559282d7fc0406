"""The itemised schedule of Rule 60: of a whole matter, of one application, or of one applicant's share. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from caseintake.costs.model import CostItem, CostKind, CostStage
from caseintake.costs.money import Money, money, parts, totals


class Missing(StrEnum):
    """What the Court would ask about a line."""

    RATE = "no_rate"
    PROOF = "no_proof"
    RECEIPT = "no_receipt"


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its whole sum, and the part of it that falls on those the schedule is for."""

    item: CostItem
    whole: Money | None
    share: Money | None
    #: For how many applicants it was, and how many of them this schedule is for.
    of: int
    here: int
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Lines by stage and day, and what they come to; sums of different currencies stay apart."""

    lines: tuple[Line, ...]

    @property
    def totals(self) -> tuple[Money, ...]:
        return totals(line.share for line in self.lines if line.share is not None)

    @property
    def minutes(self) -> int:
        """Of all lines, whole: hours are not shared out."""
        return sum(line.item.minutes for line in self.lines)

    @property
    def missing(self) -> int:
        """Lines the Court would ask about."""
        return sum(line.missing is not None for line in self.lines)

    def of_stage(self, stage: CostStage) -> "Schedule":
        return Schedule(tuple(line for line in self.lines if line.item.stage is stage))


def schedule(items: Iterable[CostItem], everyone: Sequence[UUID], among: Collection[UUID]) -> Schedule:
    """What falls on the applicants ``among``. ``everyone`` is all of the matter, in the order of their numbers.

    An item for several applicants is divided equally, to the cent: the shares of all of them add up to the item.
    """
    place = {id: at for at, id in enumerate(everyone)}
    lines = []
    for item in items:
        if item.taken_out:
            continue
        named = set(item.applicants)
        whose = sorted(named & place.keys(), key=place.__getitem__) or item.applicants if named else everyone
        here = [at for at, id in enumerate(whose) if id in among]
        if not here and whose:
            continue
        whole = worth(item)
        share = whole if whole is None or len(here) == len(whose) else _of(whole, len(whose), here)
        lines.append(Line(item, whole, share, len(whose), len(here), missing(item)))
    order = list(CostStage)
    lines.sort(key=lambda line: (order.index(line.item.stage), line.item.on, line.item.kind, line.item.id.hex))
    return Schedule(tuple(lines))


def _of(whole: Money, number: int, here: Sequence[int]) -> Money:
    each = parts(whole, number)
    return money(sum((each[at].amount for at in here), Decimal(0)), whole.currency)


def worth(item: CostItem) -> Money | None:
    """Hours by their rate, or the sum spent; None while no rate is agreed."""
    if item.kind is CostKind.EXPENSE:
        return item.amount
    if item.rate is None:
        return None
    return money(item.rate.amount * item.minutes / 60, item.rate.currency)


def missing(item: CostItem) -> Missing | None:
    """What the line lacks. Hours need a rate; money spent needs a receipt or other proof."""
    if item.kind is CostKind.TIME:
        return Missing.RATE if item.rate is None else None
    if item.proof_id is not None:
        return None
    return Missing.RECEIPT if item.no_receipt else Missing.PROOF
