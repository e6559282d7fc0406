"""The orders a list of the whole board can stand in."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from caseintake.deadlines.board import Line
from caseintake.deadlines.states import Severity
from caseintake.deadlines.wording import short


class Order(StrEnum):
    """By what a list is sorted; lines that are equal stand by their last day."""

    DAY = "day"
    RULE = "rule"
    SEVERITY = "severity"
    MATTER = "matter"
    MOVED = "moved"


_WORST: Final = {severity: number for number, severity in enumerate(Severity)}


def _day(line: Line) -> tuple[Any, ...]:
    # What may end any day goes before every day.
    return line.due or date.min, line.matter_id, line.rule, line.state


def _matter(line: Line) -> str:
    return line.label.codename.casefold() if line.label is not None else f"\uffff{line.ref}"


def _moved(line: Line) -> int:
    return -line.moved_on.toordinal() if line.moved_on is not None else 0


_KEYS: Final[dict[Order, Callable[[Line], Any]]] = {
    Order.DAY: lambda _line: 0,
    Order.RULE: lambda line: short(line.rule).casefold(),
    Order.SEVERITY: lambda line: _WORST.get(line.severity, -1),
    Order.MATTER: _matter,
    Order.MOVED: _moved,
}


def ordered(lines: Iterable[Line], order: Order) -> list[Line]:
    """The lines in this order. For `Order.MATTER` they need their labels (`board.name`)."""
    by = _KEYS[order]
    return sorted(lines, key=lambda line: (by(line), *_day(line)))
