"""Where marks and cells stand, for what is known and what is not."""

from datetime import date
from itertools import pairwise

from caseintake.incidents import picture
from caseintake.incidents.kinds import FAMILY, LETTER, IncidentKind
from caseintake.incidents.picture import Seen

SEARCH, LEAK = IncidentKind.SEARCH, IncidentKind.LEAK


def seen(line: str, first: date | None, last: date | None, kind: IncidentKind = SEARCH) -> Seen:
    return Seen(line, kind, first, last)


def test_every_kind_has_its_own_letter_and_a_family() -> None:
    assert len(set(LETTER.values())) == len(IncidentKind) == len(FAMILY)


def test_a_doubt_is_a_bar_as_long_as_it_is() -> None:
    day, month = date(2026, 3, 10), (date(2026, 1, 1), date(2026, 1, 31))
    drawn = picture.lines(
        ["1", "2"],
        [seen("1", day, day), seen("2", *month), seen("2", None, date(2026, 2, 1)), seen("2", None, None)],
    )
    exact, bar, open_ended = sorted(drawn.marks, key=lambda one: (one.seen.line, one.seen.earliest is None))
    assert exact.left == exact.right
    step = drawn.heads[1].x - drawn.heads[0].x
    assert step * 0.9 < bar.right - bar.left <= step
    assert open_ended.left == drawn.names, "nobody knows since when: it reaches the edge"
    assert [(line.name, line.undated) for line in drawn.lines] == [("1", 0), ("2", 1)]
    assert bar.y != open_ended.y, "two marks at one time stand below one another"
    assert all(drawn.names <= mark.x <= drawn.width for mark in drawn.marks)
    assert [head.month.month for head in drawn.heads] == [1, 2, 3]


def test_no_name_of_a_month_is_cut_at_the_edge() -> None:
    for months in range(1, 40):
        last = date(2025 + (months - 1) // 12, (months - 1) % 12 + 1, 1)
        drawn = picture.lines(["1"], [seen("1", date(2025, 1, 1), last)], width=picture.NARROW)
        named = [head.x for head in drawn.heads if head.named]
        assert named[0] == drawn.names
        assert named[-1] + picture.NAME_OF_MONTH <= drawn.width


def test_the_heat_counts_what_has_a_month_and_names_the_rest() -> None:
    known = [seen("", date(2026, 1, 5), date(2026, 1, 20))] * 8 + [seen("", date(2026, 3, 1), date(2026, 3, 1))]
    loose = [seen("", date(2025, 1, 1), date(2025, 12, 31)), seen("", None, None, LEAK)]
    drawn = picture.heat({SEARCH: "search", LEAK: "leak"}, [*known, *loose])
    assert [(cell.month.month, cell.number, cell.depth) for cell in drawn.cells] == [(1, 8, 4), (3, 1, 1)]
    assert [line.undated for line in drawn.lines] == [1, 1]
    assert len(drawn.heads) == 3, "a year of doubt does not widen the picture"


def test_nothing_dated_is_no_error_and_ten_years_fit() -> None:
    assert picture.lines(["1"], [seen("1", None, None)]).marks == ()
    long = picture.lines(["1"], [seen("1", date(2014, 1, 1), date(2014, 1, 1)), seen("1", date(2026, 1, 1), None)])
    named = [head for head in long.heads if head.named]
    assert len(long.heads) == 145
    assert all(b.x - a.x >= picture.NAME_OF_MONTH for a, b in pairwise(named))
