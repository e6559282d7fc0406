"""The table of all possible starts: which is relied on, and why the others are not."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from caseintake.law.plan import LETTER
from caseintake.law.result import Candidate
from caseintake.law.rules import Rule

#: Codes, worded by `explain.candidate_words`.
Why = Literal["only", "earliest", "best", "makeshift", "letter", "later", "weaker"]


class Row(msgspec.Struct, frozen=True):
    """One possible start with the reason it is relied on or not. ``earliest``: the first day that it can lead to."""

    candidate: Candidate
    relied: bool
    why: Why
    earliest: date


def table(rule: Rule, candidates: Sequence[Candidate]) -> tuple[Row, ...]:
    """Every start in the order of the rule, the one relied on first. ``candidates``: of a result, in its order."""
    ranks = {fact: (rank, provisional) for fact, rank, provisional in rule.plan.ranks}
    first = candidates[0]
    best = ranks.get(first.fact, (0, False))[0]
    return tuple(
        Row(each, each is first, _why(each, first, best, ranks, len(candidates)), min(each.due, each.cautious))
        for each in candidates
    )


def _why(each: Candidate, first: Candidate, best: int, ranks: dict[str, tuple[int, bool]], number: int) -> Why:
    rank, provisional = ranks.get(each.fact, (0, False))
    if each is not first:
        return "later" if rank == best else "weaker"
    if each.version == LETTER:
        return "letter"
    if provisional:
        return "makeshift"
    if number == 1:
        return "only"
    together = sum(1 for fact, (other, _) in ranks.items() if other == rank and fact != each.fact)
    return "earliest" if together else "best"
