"""Sums of money: exact decimals with the code of a currency, never a float. Pure."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

#: ISO 4217 codes that stand in claims before the Court: the euro, the currencies of member States, and the dollar.
CURRENCIES: Final = (
    "EUR", "AZN", "ALL", "AMD", "BAM", "BGN", "CHF", "CZK", "DKK", "GBP", "GEL", "HUF", "ISK", "MDL", "MKD", "NOK",
    "PLN", "RON", "RSD", "RUB", "SEK", "TRY", "UAH", "USD",
)  # fmt: skip
#: Digits after the point where they are not two (ISO 4217).
_DIGITS: Final[Mapping[str, int]] = {"ISK": 0}
_TYPED: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([ '\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?", re.ASCII)


class Money(msgspec.Struct, frozen=True, order=False):
    """An exact sum. ``text`` is the decimal as it is sealed, with a point: ``1250.50``."""

    text: str
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.text)


def money(amount: Decimal, currency: str) -> Money:
    """The sum in the smallest unit of its currency, halves up. Raises `ValueError` for an unknown currency."""
    if currency not in CURRENCIES:
        raise ValueError(f"{currency!r} is no currency of this list")
    return Money(str(amount.quantize(unit(currency), ROUND_HALF_UP)), currency)


def unit(currency: str) -> Decimal:
    """The smallest part of a currency: 0.01 of a euro."""
    return Decimal(1).scaleb(-_DIGITS.get(currency, 2))


def typed(text: str, currency: str) -> Money:
    """What somebody typed: ``1250.5``, ``1 250,50``. Raises `ValueError`; ``1,250`` could be two sums."""
    text = text.strip()
    if not (_TYPED.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise ValueError("no sum of money")
    plain = re.sub(r"[^\d.,]", "", text).replace(",", ".")
    amount = Decimal(plain)
    made = money(amount, currency)
    if made.amount != amount:
        raise ValueError("finer than the currency")
    return made


def totals(sums: Iterable[Money]) -> tuple[Money, ...]:
    """One sum for each currency, in the order of the codes. Currencies are never added up or converted."""
    found: dict[str, Decimal] = {}
    for one in sums:
        found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
    return tuple(money(found[code], code) for code in sorted(found))


def parts(whole: Money, number: int) -> list[Money]:
    """The sum in ``number`` parts that add up to it; the first parts get what cannot be divided."""
    smallest = unit(whole.currency)
    units, rest = divmod(int(whole.amount / smallest), number)
    return [money((units + (1 if at < rest else 0)) * smallest, whole.currency) for at in range(number)]


def shown(sum_: Money) -> str:
    """``EUR 1 250.50``: the code first, as the Court writes it; thousands parted by a space that does not break."""
    return f"{sum_.currency} {sum_.amount:,}".replace(",", "\u00a0").replace(" ", "\u00a0")
