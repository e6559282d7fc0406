"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from caseintake.costs.model import CostKind, CostStage
from caseintake.costs.schedule import Missing
from caseintake.i18n import lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault

W = TypeVar("W", bound=StrEnum)

KINDS: Final[Mapping[CostKind, str]] = {
    CostKind.TIME: lazy("hours of work"),
    CostKind.EXPENSE: lazy("expense"),
}

STAGES: Final[Mapping[CostStage, str]] = {
    CostStage.DOMESTIC: lazy("before the domestic authorities"),
    CostStage.STRASBOURG: lazy("before the Court in Strasbourg"),
    CostStage.EXECUTION: lazy("execution of the judgment"),
}

MISSING: Final[Mapping[Missing, str]] = {
    Missing.RATE: lazy("no rate"),
    Missing.PROOF: lazy("proof is missing"),
    Missing.RECEIPT: lazy("no receipt"),
}

FAULTS: Final[Mapping[str, str]] = {
    "not_the_lead": lazy("Only whoever is responsible for the matter opens its costs."),
    "yourself": lazy("Name a second person: you hold the key anyway."),
    "costs_open": lazy("You hold the costs of this matter already."),
    "not_a_holder": lazy("This person does not hold the costs."),
    "holds_already": lazy("This person holds the costs already."),
    "two_hold": lazy("Two people hold the costs, never more. Say also who hands the key over."),
    "last_holder": lazy("Nobody would be left who opens the costs. Give the key to somebody first."),
    "no_such_time": lazy("Write the time worked on one day, like 2:30 or 2.5, at most 24 hours."),
    "no_sum": lazy("Write a sum like 1250.50, without a sign for the currency."),
    "not_in_matter": lazy("Choose from this matter only."),
    "nobody_asked": lazy("Nobody has asked for that, or the wish has been taken back."),
    "needs_second": lazy("You asked for it yourself. The other holder has the second word."),
}

#: Deeds of this package, as the sealed log of its vault says them.
DEEDS: Final[Mapping[str, str]] = {
    "costs opened": lazy("opened the costs"),
    "cost written": lazy("wrote a cost"),
    "cost taken out": lazy("took a cost out"),
    "receipt added": lazy("added a receipt"),
    "key of the costs handed over": lazy("handed the key of the costs over"),
    "term of the costs set": lazy("set how long the costs are kept"),
    "end of the costs asked for": lazy("asked to destroy the costs"),
    "costs kept after all": lazy("kept the costs after all"),
    "schedule taken as a file": lazy("took the schedule as a file"),
    "costs destroyed": lazy("destroyed the costs"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words)


def choices(words: Mapping[W, str]) -> list[tuple[str, str]]:
    """(value, word) of every member, for selects."""
    return [(str(member), str(word)) for member, word in words.items()]


def hours(minutes: int) -> str:
    """``2:30``: minutes as hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"
