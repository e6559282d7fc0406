"""`caseintake rules check`: every rule proves itself by its own examples, and every day has exactly one law."""

from collections.abc import Iterator
from datetime import date
from itertools import product
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
    """Run the examples of every rule, and look for gaps and overlaps of its versions, 1990 to 2040."""
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
    for name in ("due", "due_at", "cautious", "earliest", "latest", "opens", "provisional", "version"):
        wanted, got = getattr(expect, name), getattr(result, name)
        if wanted is not None and wanted != got:
            yield f"{name}: expected {wanted}, got {got}"
    for flag in expect.flags:
        if flag not in result.flags:
            yield f"flags: expected {flag}, got {', '.join(result.flags) or 'none'}"


def coverage(rule: Rule) -> Iterator[str]:
    """Days with no version or with two, for each start, reading and combination of choices; every day 1990 to 2040.

    Days before the first version are not in force. Between the first and last days of versions nothing changes, so
    only there the day itself is looked at.
    """
    for words, lengths in _situations(rule):
        found = list(_days_without_one(lengths)) if lengths else ["no version applies"]
        yield from (f"{words}: {problem}" if words else problem for problem in found)


def _situations(rule: Rule) -> Iterator[tuple[str, list[Length]]]:
    """Each start, reading and combination of choices that makes a difference, with the versions for it."""
    every = rule.plan.lengths
    if not every:  # a letter fixes every day of such a rule
        return
    starts = sorted({fact for length in every for fact in length.start})
    if starts:
        starts = [fact for fact, _, _ in rule.plan.ranks]
    names = sorted({name for length in every for name, _ in length.when})
    values = [sorted({value for length in every for each, value in length.when if each == name}) for name in names]
    for start in starts or [""]:
        for reading in rule.plan.readings or ("",):
            mine = [
                length
                for length in every
                if (not length.start or start in length.start) and (not length.reading or length.reading == reading)
            ]
            for combination in product(*values):
                choices = dict(zip(names, combination, strict=True))
                fits = [length for length in mine if all(choices[name] == value for name, value in length.when)]
                words = [start, reading, *(f"{name} = {value}" for name, value in choices.items())]
                yield ", ".join(filter(None, words)), fits


def _days_without_one(lengths: list[Length]) -> Iterator[str]:
    first = max(COVERED_FROM, min(length.since for length in lengths))
    borders = {length.since for length in lengths} | {length.until + ONE_DAY for length in lengths}
    for day in sorted({first, *(day for day in borders if first < day <= COVERED_TO)}):
        number = sum(1 for length in lengths if length.since <= day <= length.until)
        if number != 1:
            yield f"on {day} {'no version applies' if number == 0 else f'{number} versions apply'}"
