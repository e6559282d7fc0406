"""Simple interest on what a State has not paid in time. Pure.

Operative parts of the Court: from the expiry of three months until settlement, "simple interest shall be payable … at a
rate equal to the marginal lending rate of the European Central Bank during the default period plus three percentage
points". The rate moves with the days; a year has 365 of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from caseintake.costs.money import Money, money
from caseintake.execution.rates import Rates
from caseintake.law.dates import add_months

#: Percentage points on top of the bank's rate.
ON_TOP: Final = Decimal(3)
YEAR_DAYS: Final = 365
MONTHS: Final = 3
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days with one rate and one sum outstanding, the first and the last one counted."""

    first: date
    last: date
    on: Decimal
    #: The bank's rate alone, in per cent a year.
    bank: Decimal
    #: V or S as in the data; T: typed by somebody of the team.
    mark: str
    interest: Decimal

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Owed:
    """What one award comes to on a day."""

    outstanding: Money
    interest: Money
    spans: tuple[Span, ...]
    #: The first day for which no rate is known: add one. Nothing is counted from there on.
    no_rate_from: date | None


def due_on(final_on: date, months: int = MONTHS) -> date:
    """The last day to pay: the same day-number months later, or the end of a shorter month."""
    return add_months(final_on, months)


def owed(
    award: Money,
    due: date,
    paid: Sequence[tuple[date, Decimal]],
    today: date,
    rates: Rates,
    added: Sequence[tuple[date, Decimal]] = (),
) -> Owed:
    """``paid``: days and sums. A payment ends interest on that sum with its day; it counts for the award first.

    ``added``: the bank's rate from days after the data end, each until the next one.
    """
    steps = sorted(paid)
    edges = {due + _ONE, today + _ONE, rates.until + _ONE, *(rate.begins for rate in rates.rates)}
    edges |= {day + _ONE for day, _sum in steps} | {begins for begins, _rate in added}
    days = sorted(edge for edge in edges if due < edge <= today + _ONE)
    spans: list[Span] = []
    no_rate: date | None = None
    for first, after in pairwise(days):
        outstanding = award.amount - sum((sum_ for day, sum_ in steps if day < first), Decimal(0))
        if outstanding <= 0:
            break
        found = _rate(first, rates, added)
        if found is None:
            no_rate = no_rate or first
            continue
        bank, mark = found
        length = (after - first).days
        part = outstanding * (bank + ON_TOP) / 100 * length / YEAR_DAYS
        spans.append(Span(first, after - _ONE, outstanding, bank, mark, part))
    whole = sum((span.interest for span in spans), Decimal(0))
    left = award.amount - sum((sum_ for day, sum_ in steps if day <= today), Decimal(0))
    return Owed(money(max(left, Decimal(0)), award.currency), money(whole, award.currency), tuple(spans), no_rate)


def _rate(day: date, rates: Rates, added: Sequence[tuple[date, Decimal]]) -> tuple[Decimal, str] | None:
    if day > rates.until:
        later = [one for one in added if one[0] <= day]
        return (max(later)[1], "T") if later else None
    known = [rate for rate in rates.rates if rate.begins <= day]
    return (known[-1].per_cent, known[-1].mark) if known else None
