"""No small number can be computed: not from one report, and not from two."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from caseintake.reports.guarded import CLEAR, OR_MORE, SMALL, UNDER, Cell, Report, Table, guarded, possible

PARTITIONS = ("month", "stage", "outcome")
Counts = dict[str, dict[str, int]]


def people(random: Random) -> tuple[Counts, int]:
    """A random group of people, everybody with one answer to each of three questions."""
    total = random.choice((0, 1, 4, 5, 6, 9, 12, 20, 33, 447))
    counts: Counts = {}
    for table in PARTITIONS:
        rows = random.randint(1, 5)
        weights = [random.choice((0.01, 0.3, 1, 5)) for _ in range(rows)]
        found = {f"{table} {row}": 0 for row in range(rows)}
        for row in random.choices(range(rows), weights, k=total):
            found[f"{table} {row}"] += 1
        counts[table] = found
    return counts, total


def small_cells(report: Report) -> list[tuple[str, str]]:
    return [(table.name, cell.name) for table in report.tables for cell in table.cells if cell.shown == UNDER]


def test_of_no_hidden_number_anything_can_be_computed() -> None:
    for seed in range(1000):
        counts, total = people(Random(seed))
        report = guarded(counts, total)
        ranges = possible(report, PARTITIONS)
        for where in small_cells(report):
            assert ranges[where] == (0, SMALL - 1), f"seed {seed}: {where} of {report}"
        for table in report.tables:
            for cell in table.cells:
                true = counts[table.name][cell.name]
                assert (
                    cell.shown == true >= SMALL
                    or (cell.shown == UNDER and true < SMALL)
                    or (cell.shown == OR_MORE and true >= SMALL)
                )


def test_hiding_the_small_ones_alone_would_not_be_enough() -> None:
    """What the guard is for: the same numbers with only the small cell hidden give it away."""
    naive = Report((Table("month", (Cell("a", 20), Cell("b", UNDER))), Table("stage", (Cell("c", 23),))), UNDER)
    assert possible(naive, PARTITIONS)["month", "b"] == (3, 3)
    report = guarded({"month": {"a": 20, "b": 3}, "stage": {"c": 23}}, 23)
    assert possible(report, PARTITIONS)["month", "b"] == (0, 4)


def test_what_a_reader_can_compute_is_computed_rightly() -> None:
    """`possible` against every way to fill the hidden cells of a small report."""
    for cells in product((UNDER, OR_MORE, 5, 6), repeat=2):
        for other in (UNDER, OR_MORE, 5, 9):
            tables = (Table("month", tuple(Cell(str(at), one) for at, one in enumerate(cells))),)
            report = Report((*tables, Table("stage", (Cell("x", other),))), UNDER)
            values = {UNDER: range(5), OR_MORE: range(5, 40)}
            ways = [
                way for way in product(*(values.get(one, [one]) for one in (*cells, other))) if sum(way[:2]) == way[2]
            ]
            if not ways:
                continue
            for at, where in enumerate([("month", "0"), ("month", "1"), ("stage", "x")]):
                found = possible(report, PARTITIONS).get(where)
                if found is not None:
                    assert found[0] == min(way[at] for way in ways)
                    top = max(way[at] for way in ways)
                    assert found[1] == top or (found[1] is None and top >= 30)


def test_numbers_are_shown_where_nothing_is_small() -> None:
    report = guarded({"month": {"a": 20, "b": 5}, "stage": {"c": 25}}, 25)
    assert report.total == 25
    assert [cell.shown for table in report.tables for cell in table.cells] == [20, 5, 25]


@pytest.mark.parametrize("numbers", [{}, {"a": 0}, {"a": 4, "b": 4, "c": 4}])
def test_a_table_in_which_nothing_reaches_five_says_nothing(numbers: dict[str, int]) -> None:
    report = guarded({"month": numbers, "stage": {"c": sum(numbers.values())}}, sum(numbers.values()))
    assert report.tables[0].cells == ()


def test_a_change_of_less_than_five_is_not_shown() -> None:
    for before, after in product(range(40), repeat=2):
        first = guarded({"month": {"a": before, "z": 100}}, before + 100)
        second = guarded({"month": {"a": after, "z": 100}}, after + 100, first)
        was, now = first.cell("month", "a"), second.cell("month", "a")
        if was > 0 and now > 0:
            assert was == now or abs(after - before) >= SMALL
        if was != now and UNDER in (was, now):
            assert max(was, now) >= CLEAR


def test_two_reports_together_tell_no_small_number() -> None:
    """Every number under five that leads to the same two reports stays possible: all five of them."""
    seen: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for before, after in product(range(30), repeat=2):
        first = guarded({"month": {"a": before, "z": 100}}, before + 100)
        second = guarded({"month": {"a": after, "z": 100}}, after + 100, first)
        seen.setdefault((first.cell("month", "a"), second.cell("month", "a")), set()).add((before, after))
    for (was, now), pairs in seen.items():
        if was == UNDER:
            assert {before for before, _after in pairs} >= set(range(SMALL))
        if now == UNDER:
            assert {after for _before, after in pairs} >= set(range(SMALL))


def test_a_series_never_takes_a_small_step() -> None:
    for seed in range(300):
        random = Random(seed)
        report: Report | None = None
        number = random.randint(0, 30)
        for _ in range(12):
            number = max(0, number + random.randint(-7, 7))
            new = guarded({"month": {"a": number, "z": 50}}, number + 50, report)
            if report is not None:
                was, now = report.cell("month", "a"), new.cell("month", "a")
                assert was == now or UNDER in (was, now) or abs(was - now) >= SMALL
                assert new.total == UNDER
            report = new
