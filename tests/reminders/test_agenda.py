"""A year of days and outages: nothing is lost, nothing is said twice, nobody who is silent stays alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseintake.deadlines.states import Severity
from caseintake.kernel.ids import new_id
from caseintake.reminders.agenda import ASK_DAYS, STEPS, Item, Said, Staff, listeners, step_of, to_say

LEYLA, MARC, AYAN = new_id(), new_id(), new_id()
STAFF = Staff(frozenset({LEYLA, MARC, AYAN}), frozenset({AYAN}))
DUE = date(2026, 6, 5)


def item(**changed: object) -> Item:
    usual = Item(new_id(), "KQWTZ", "echr.application", Severity.FATAL, DUE, responsible=LEYLA, deputy=MARC)
    return replace(usual, **changed)  # type: ignore[arg-type]


def live(items: list[Item], days: list[date], staff: Staff = STAFF) -> dict[Said, date]:
    """Run on these days; the answer says what was said and when. Fails if anything is said twice."""
    before: dict[Said, date] = {}
    for day in days:
        for said, _ in to_say(items, before, staff, day):
            before.setdefault(said, day)
    return before


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_every_step_is_said_on_its_day() -> None:
    said = live([item(seen_by=(LEYLA,))], span(date(2026, 1, 1), DUE))
    mine = sorted((int(one.step), (DUE - day).days) for one, day in said.items() if one.person == LEYLA)
    assert mine == [(step, step) for step in sorted(STEPS[Severity.FATAL])]
    assert {one.person for one in said} == {LEYLA}


def test_silence_draws_in_the_deputy_the_next_day_and_the_coordinators_the_day_after() -> None:
    said = live([item()], span(date(2026, 1, 1), DUE))
    first = {person: min(day for one, day in said.items() if one.person == person) for person in (LEYLA, MARC, AYAN)}
    asked = DUE - timedelta(days=ASK_DAYS)
    assert first == {LEYLA: DUE - timedelta(days=90), MARC: asked + timedelta(days=1), AYAN: asked + timedelta(days=2)}


def test_an_answer_ends_it() -> None:
    asked = DUE - timedelta(days=ASK_DAYS)
    before = live([item()], span(date(2026, 1, 1), asked))
    seen = item(seen_by=(LEYLA,))
    seen = replace(seen, matter_id=next(iter(before)).matter)
    later = {said.person for day in span(asked, DUE) for said, _ in to_say([seen], before, STAFF, day)}
    assert later == {LEYLA}


@pytest.mark.parametrize(
    ("changed", "heard"),
    [
        ({"responsible": None, "deputy": None, "holders": (MARC,)}, {MARC}),
        ({"responsible": None, "deputy": None}, {AYAN}),
        ({"responsible": new_id()}, {MARC}),
        ({"responsible": new_id(), "deputy": new_id()}, {AYAN}),
        ({"damaged": True}, {LEYLA, MARC, AYAN}),
    ],
)
def test_somebody_always_hears_of_it(changed: dict[str, object], heard: set[UUID]) -> None:
    assert listeners(item(**changed), STAFF, DUE - timedelta(days=90), None) == heard


def test_what_is_over_is_said_to_all_and_again_every_week() -> None:
    days = span(DUE + timedelta(days=1), DUE + timedelta(days=15))
    said = live([item()], days)
    assert {one.person for one in said} == {LEYLA, MARC, AYAN}
    assert sorted({one.step for one in said}) == ["over 0", "over 1", "over 2"]


def test_what_has_no_day_is_said_once_a_month() -> None:
    said = live([item(due=None)], span(date(2026, 1, 1), date(2026, 12, 31)))
    assert sorted(one.due.month for one in said) == list(range(1, 13))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 0.9))
def test_a_year_with_outages_loses_nothing_and_says_nothing_twice(seed: int, out: float) -> None:
    chance = random.Random(seed)
    start = date(2026, 1, 1)
    items = [
        item(due=start + timedelta(days=chance.randrange(120, 360)), severity=chance.choice(list(STEPS)))
        for _ in range(12)
    ]
    running = [day for day in span(start, start + timedelta(days=420)) if chance.random() >= out]
    counted: dict[Said, int] = {}
    before: dict[Said, date] = {}
    for day in running:
        for said, _ in to_say(items, before, STAFF, day):
            if said not in before:
                counted[said] = counted.get(said, 0) + 1
                before[said] = day
    assert set(counted.values()) <= {1}
    for one in items:
        first = {said.step: day for said, day in sorted(before.items(), key=lambda pair: -pair[1].toordinal())
                 if said.matter == one.matter_id}  # fmt: skip
        for day in running:
            step = step_of(one, day)
            assert step is None or first[step] <= day
