"""The course of a case as a drawing: in order, nothing on anything else, every limit from its start to its end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from random import Random

import pytest

from caseintake.deadlines import timeline
from caseintake.deadlines.timeline import NARROW, SIGN, WIDE, Course, Entry, Lane, Mark

TODAY = Entry(date(2026, 3, 2), Lane.DOMESTIC, Mark.TODAY, "2 March 2026", "Today")


def crowd(number: int, seed: int = 1) -> list[Entry]:
    """A course of so many things over thirty years, many on one day, limits of every length, some without a day."""
    chance = Random(seed)
    made = []
    for at in range(number):
        day = None if at % 17 == 3 else date(1996, 1, 1) + timedelta(days=chance.randrange(0, 11_000, 30))
        lane = chance.choice(list(Lane))
        since = day - timedelta(days=chance.randrange(1, 400)) if day and lane is Lane.LIMITS else None
        words = " ".join("ölkədaxili" * chance.randrange(1, 6) for _ in range(chance.randrange(1, 9)))
        mark = Mark.LIMIT if lane is Lane.LIMITS else Mark.DECISION
        made.append(Entry(day, lane, mark, "a day", f"{at} {words}", tone="open", since=since))
    return made


def sound(course: Course) -> None:
    """Lines of words never touch, signs never do, nothing leaves the picture, bars of one track never overlap."""
    for one, other in pairwise(course.rows):
        assert one.top + one.height < other.top
    for row in course.rows:
        assert row.top >= 0
        assert row.top + row.height <= course.height
        assert 0 < row.x < row.left
        assert row.top <= row.y <= row.top + row.height
        for words in row.words:
            assert row.left + len(words) * SIGN <= course.width, words
    for first, second in combinations(course.spans, 2):
        beside = first.x + first.width <= second.x + 1e-6 or second.x + second.width <= first.x + 1e-6
        assert beside or first.bottom < second.top or second.bottom < first.top
    edge = min((row.left for row in course.rows), default=0)
    for span in course.spans:
        assert span.top <= span.bottom
        assert 0 <= span.x < span.x + span.width <= edge


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("number", [0, 1, 2, 40, 200])
def test_nothing_overlaps_and_nothing_is_lost(width: int, number: int) -> None:
    entries = crowd(number)
    course = timeline.draw(entries, TODAY, width=width)
    sound(course)
    assert sorted(row.entry.text for row in course.rows) == sorted(one.text for one in entries)
    for row in course.rows:
        assert "".join("".join(row.words).split()) == "".join(f"{row.entry.said} {row.entry.text}".split())


def test_time_runs_downwards_and_what_has_no_day_stands_last() -> None:
    course = timeline.draw(crowd(60), TODAY)
    days = [row.entry.day for row in course.rows]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert all(day is None for day in days[len(known) :])
    assert course.today is not None
    for row in course.rows:
        if row.entry.day is not None:
            assert (row.y < course.today) is (row.entry.day <= date(2026, 3, 2))


def test_more_days_are_more_room_up_to_a_point() -> None:
    def room(days: int) -> float:
        begun = date(2026, 4, 1)
        entries = [Entry(begun + timedelta(days=n), Lane.DOMESTIC, Mark.FILING, "a day", "x") for n in (0, days)]
        one, other = timeline.draw(entries, TODAY).rows
        return other.top - (one.top + one.height)

    assert room(0) < room(10) < room(100)
    assert room(4000) == room(9000) == timeline.ROOM + timeline.MOST


def test_a_limit_is_drawn_from_the_day_it_runs_to_its_last_day() -> None:
    served, due = date(2026, 2, 5), date(2026, 6, 5)
    entries = [
        Entry(served, Lane.DOMESTIC, Mark.DECISION, "5 February", "judgment"),
        Entry(due, Lane.LIMITS, Mark.LIMIT, "5 June", "application", tone="open", since=served),
        Entry(due, Lane.LIMITS, Mark.LIMIT, "5 June", "another", tone="open", since=served),
    ]
    course = timeline.draw(entries, TODAY)
    judgment = next(row for row in course.rows if row.entry.text == "judgment")
    for span in course.spans:
        assert span.top == judgment.y
        assert span.bottom == next(row.y for row in course.rows if row.entry is span.entry)
        assert span.x < next(row.x for row in course.rows if row.entry is span.entry) < span.x + span.width
    assert len({span.x for span in course.spans}) == 2


def test_lanes_begin_and_end_with_what_lies_in_them() -> None:
    course = timeline.draw(crowd(40), TODAY)
    for lane, x, top, bottom in course.lanes:
        mine = [row for row in course.rows if row.entry.lane is lane and row.entry.day is not None]
        if lane is Lane.LIMITS:
            continue
        assert {row.x for row in mine} == {x}
        assert (top, bottom) == (min(row.y for row in mine), max(row.y for row in mine))
