"""`caseintake rules check`: every rule proves itself by its own examples, and every day has exactly one law."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.dates import ONE_DAY
from caseintake.law.engine import compute
from caseintake.law.facts import parse_given
from caseintake.law.plan import Length
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rule_file import Example, Expect
from caseintake.law.rules import Law, Rule

COVERED_FROM: Final = date(1990, 1, 1)
COVERED_TO: Final = date(2040, 12, 31)
FEWEST_TESTS: Final = 3


class Problem(msgspec.Struct, frozen=True):
    """A failure, with the file it is in and the test or the key that found it."""

    file: str
    place: str
    message: str


def check(law: Law) -> tuple[Problem, ...]:
    """Run the examples of every rule, and look for gaps and overlaps of its versions day by day, 1990 to 2040."""
    found: list[Problem] = []
    for rule in law.rules.values():
        if len(rule.file.tests) < FEWEST_TESTS:
            message = f"a rule has at least {FEWEST_TESTS} tests, this one {len(rule.file.tests)}"
            found.append(Problem(rule.name, "tests", message))
        for example in rule.file.tests:
            found += [Problem(rule.name, example.name, message) for message in failures(rule, example, law.calendars)]
        found += [Problem(rule.name, "versions", message) for message in coverage(rule)]
    return tuple(found)


def failures(rule: Rule, example: Example, calendars: Calendars) -> list[str]:
    """What one example expects and does not get; empty when it holds."""
    try:
        facts, choices = parse_given(example.given.items())
        result = compute(rule, facts, calendars, choices)
    except Refused as refused:
        if example.expect.refused == refused.code:
            return []
        return [f"expected {example.expect.refused or example.expect.due}, was refused: {refused}"]
    if example.expect.refused is not None:
        return [f"expected the refusal {example.expect.refused}, got {result.due}"]
    return list(_differences(example.expect, result))


def _differences(expect: Expect, result: Result) -> Iterator[str]:
    for name in ("due", "cautious", "latest", "provisional", "version"):
        wanted, got = getattr(expect, name), getattr(result, name)
        if wanted is not None and wanted != got:
            yield f"{name}: expected {wanted}, got {got}"
    for flag in expect.flags:
        if flag not in result.flags:
            yield f"flags: expected {flag}, got {', '.join(result.flags) or 'none'}"


def coverage(rule: Rule) -> Iterator[str]:
    """Days with no version or with two, for each kind of decision; days before the first version are not in force."""
    for kind in sorted({length.kind for length in rule.plan.lengths}, key=str):
        lengths = [length for length in rule.plan.lengths if length.kind == kind]
        yield from _days_without_one(lengths, max(COVERED_FROM, min(length.since for length in lengths)))


def _days_without_one(lengths: list[Length], day: date) -> Iterator[str]:
    before = 1
    while day <= COVERED_TO:
        number = sum(1 for length in lengths if length.since <= day <= length.until)
        if number not in (before, 1):
            yield f"on {day} {'no version applies' if number == 0 else f'{number} versions apply'}"
        before = number
        day += ONE_DAY
