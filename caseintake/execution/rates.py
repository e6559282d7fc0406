"""The marginal lending rate of the European Central Bank as dated data: ``config/rates``."""

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from caseintake.law.rules import RuleError, shipped_directory


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "from"}):
    """From its day until the next one, in per cent a year. ``mark``: V read in a primary text, S in a secondary one."""

    begins: date
    percent: str
    mark: str

    @property
    def per_cent(self) -> Decimal:
        return Decimal(self.percent)


class Rates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The list, complete up to ``until``."""

    schema: str
    id: str
    source: str
    checked_on: date
    until: date
    rates: tuple[Rate, ...]


@cache
def the_rates() -> Rates:
    """The rates that came with the program. Raises `RuleError`."""
    return load(shipped_directory() / "rates" / "ecb_marginal_lending.toml")


def load(path: Path) -> Rates:
    """Raises `RuleError`, naming the file."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Rates, strict=True)
        numbers = [rate.per_cent for rate in found.rates]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, InvalidOperation) as error:
        raise RuleError(f"{path.name}: {error}") from None
    if not numbers or not _in_order(found.rates) or found.until < found.rates[-1].begins:
        raise RuleError(f"{path.name}: rates: each begins after the one before, and the last one before `until`")
    return found


def _in_order(rates: Sequence[Rate]) -> bool:
    return all(one.begins < other.begins for one, other in pairwise(rates))
