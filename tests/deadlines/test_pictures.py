"""Month and year as drawings: every day has its place, nothing lies on anything else, every number is there."""

from __future__ import annotations

import calendar
from datetime import date
from itertools import combinations

import pytest

from caseintake.deadlines import pictures
from caseintake.deadlines.pictures import NARROW, WIDE, Box, Picture
from caseintake.deadlines.states import Severity

F, S, W, A = Severity.FATAL, Severity.SANCTION, Severity.WATCH, Severity.ALARM


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x + 1e-6
        or other.x + other.width <= one.x + 1e-6
        or one.y + one.height <= other.y + 1e-6
        or other.y + other.height <= one.y + 1e-6
    )


def inside(one: Box, outer: Box) -> bool:
    return (
        one.x >= outer.x - 1e-6
        and one.y >= outer.y - 1e-6
        and one.x + one.width <= outer.x + outer.width + 1e-6
        and one.y + one.height <= outer.y + outer.height + 1e-6
    )


def sound(picture: Picture) -> None:
    """No day on another, no bar on another or out of its day, nothing out of the picture."""
    whole = Box(0, 0, picture.width, picture.height)
    for one, other in combinations(picture.cells, 2):
        assert apart(one.box, other.box), (one.day, other.day)
    for cell in picture.cells:
        assert inside(cell.box, whole), cell.day
        for bar in cell.bars:
            assert inside(bar.box, cell.box), (cell.day, bar.severity)
        for first, second in combinations(cell.bars, 2):
            assert apart(first.box, second.box), cell.day
    for head in (*picture.names, *picture.days):
        assert 0 <= head.x <= picture.width
        assert 0 <= head.y <= picture.height


#: One of each, as many as there can be on a day, a great number beside a small one.
CROWD = [(date(2024, 2, 29), severity, number) for severity, number in zip(Severity, (4, 1, 900, 7, 2, 3), strict=True)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_month_has_every_day_once_and_nothing_overlaps(width: int) -> None:
    for number in range(1, 13):
        picture = pictures.month(date(2024, number, 1), CROWD, width=width)
        days = [cell.day.day for cell in picture.cells]
        assert days == list(range(1, calendar.monthrange(2024, number)[1] + 1))
        sound(picture)


def test_a_month_tells_every_number_and_only_its_own() -> None:
    picture = pictures.month(date(2024, 2, 1), [*CROWD, (date(2024, 3, 1), F, 9), (date(2024, 2, 1), F, 2)])
    bars = {cell.day: [(bar.severity, bar.number) for bar in cell.bars] for cell in picture.cells if cell.bars}
    assert bars[date(2024, 2, 29)] == [
        (F, 4), (A, 3), (S, 1), (W, 900), (Severity.SOFT, 7), (Severity.INTERNAL, 2),
    ]  # fmt: skip
    assert bars[date(2024, 2, 1)] == [(F, 2)]
    assert set(bars) == {date(2024, 2, 1), date(2024, 2, 29)}


def test_weeks_begin_on_monday_under_their_names() -> None:
    picture = pictures.month(date(2026, 11, 1), [])
    first, second = picture.cells[0], picture.cells[1]
    assert first.day.weekday() == 6
    assert second.box.x == 0
    assert second.box.y > first.box.y
    for head in picture.names:
        column = [cell.box.x for cell in picture.cells if cell.day.weekday() == head.index]
        assert len(set(column)) == 1
        assert column[0] < head.x < column[0] + picture.width / 7


def test_more_on_a_day_is_a_longer_bar() -> None:
    falls = [(date(2026, 11, day), F, number) for day, number in ((3, 1), (4, 5), (5, 50))]
    picture = pictures.month(date(2026, 11, 1), falls)
    widths = [cell.bars[0].box.width for cell in picture.cells if cell.bars]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3
    assert min(widths) >= pictures.LEAST_BAR


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("of", [2024, 2026])
def test_a_year_has_every_day_once_and_nothing_overlaps(of: int, upright: bool) -> None:
    picture = pictures.year(of, CROWD, upright=upright)
    assert len({cell.day for cell in picture.cells}) == (366 if of == 2024 else 365)
    sound(picture)
    marked = [cell for cell in picture.cells if cell.bars]
    # The worst gives the look; the number is that of all of them.
    assert [(cell.bars[0].severity, cell.bars[0].number) for cell in marked] == ([(F, 917)] if of == 2024 else [])


def test_a_year_on_a_telephone_stays_within_its_width() -> None:
    assert pictures.year(2026, [], upright=True).width == NARROW
    assert pictures.month(date(2026, 1, 1), CROWD, width=NARROW).width == NARROW


def test_a_word_nobody_knows_counts_as_the_worst() -> None:
    (counts,) = pictures.by_day([(date(2026, 1, 1), "nonsense", 2), (date(2026, 1, 1), F, 1)]).values()  # type: ignore[list-item]
    assert counts == ((F, 3),)


def test_totals_leave_out_what_there_is_none_of() -> None:
    assert pictures.totals([(date(2026, 1, 1), W, 2), (date(2026, 5, 1), F, 1)]) == {F: 1, W: 2}
    assert list(pictures.totals([(date(2026, 1, 1), W, 2), (date(2026, 5, 1), F, 1)])) == [F, W]
