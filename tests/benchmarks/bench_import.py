"""A table of 1,000 people of whom 50 are written wrongly, taken into a matter; the same of incidents; on both engines.

Through the real page: compare and keep nothing, take over the good rows, send the table again with every contact
changed and accept all changes. Beside a table of 10, and beside the same with nothing sealed.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from tests.benchmarks.bench_joint import EMPTY, FEW, LARGE, MANY, SMALL
from tests.benchmarks.comparing import READ, WRITTEN, Side, Three, three
from tests.benchmarks.kept import ENGINES
from tests.benchmarks.timing import Row, Took, against, seconds
from tests.web.matters_desk import Fields

#: Rows of a table, and every which of them is wrong.
MUCH, LITTLE, WRONG = 1_000, 10, 20
#: Seconds in which a table is compared, and in which it is taken over while somebody waits.
COMPARED, TAKEN = 3.0, 15.0
#: One of 1,000 rows may take so many times one of 10.
EACH: Final = 3.0
HEADS: Final = "id\tname\tborn on\tlanguage\tsafe contact\tnationalities"
#: What people write wrongly, in turn.
MISTAKES: Final = ("31.02.1990", "spring of 1985", "99.99.99", "1.1.2040", "not known")


def people(rows: int, contact: str) -> str:
    """A table with a key for everybody; every twentieth day of birth cannot be."""
    return "\n".join([HEADS, *(_person(at, contact) for at in range(rows))])


def _person(at: int, contact: str) -> str:
    born = MISTAKES[at // WRONG % len(MISTAKES)] if at % WRONG == WRONG - 1 else f"{at % 28 + 1}.{at % 12 + 1}.1985"
    return f"L-{at:04}\tSevda Qarayeva {at}\t{born}\taz\t{contact} {at}\tAZ"


def incidents(rows: int, people_there: int) -> str:
    """What happened to whom; every twentieth is about nobody who is there."""
    kinds = ("search and seizure", "travel ban", "blackmail", "interception", "account takeover")
    lines = ["applicants\twhat happened\tday\tplace\tnote"]
    for at in range(rows):
        whom = people_there + 7 if at % WRONG == WRONG - 1 else at % people_there + 1
        lines.append(f"{whom}\t{kinds[at % 5]}\t{at % 28 + 1}.{at % 12 + 1}.2025\tSumqayıt\tRow {at} of the old list")
    return "\n".join(lines)


def run() -> Iterator[Row]:
    """Measure and answer the rows."""
    for engine in ENGINES:
        with three(engine, LARGE, SMALL, "lawyer") as offices:
            yield from _people(offices)
            yield from _incidents(offices)


def _people(offices: Three) -> Iterator[Row]:
    """Into matters without anybody, one after the other: a table is taken over but once."""
    name = f"{offices.engine}: table of {MUCH:,} people, {MUCH // WRONG} wrong"
    much, little = people(MUCH, "Signal"), people(LITTLE, "Signal")

    def compare(side: Side) -> None:
        _look(side, _empty(side, 0), "people", little if side is offices.small else much)

    yield from _rows(f"{name}, compared", offices.took(compare), COMPARED, READ[offices.engine])
    for said, contact in (("and taken over", "Signal"), ("sent again, every change accepted", "Wire")):
        yield from _rows(f"{name}, {said}", offices.took(_taking(offices, contact), EMPTY, warm=False), TAKEN, WRITTEN)


def _taking(offices: Three, contact: str) -> Callable[[Side], None]:
    """Compare and take over, into the next matter every time."""
    times: Counter[int] = Counter()

    def take(side: Side) -> None:
        rows = LITTLE if side is offices.small else MUCH
        _take(side, _empty(side, times[id(side)]), "people", people(rows, contact), rows)
        times[id(side)] += 1

    return take


def _incidents(offices: Three) -> Iterator[Row]:
    """Into the joint case, where each is about one of its people."""
    name = f"{offices.engine}: table of {MUCH:,} incidents, {MUCH // WRONG} wrong, compared and taken over"

    def take(side: Side) -> None:
        rows, there = (LITTLE, FEW) if side is offices.small else (MUCH, MANY)
        _take(side, side.ids["matter"], "incidents", incidents(rows, there), rows)

    yield from _rows(name, offices.took(take, 1, warm=False), TAKEN, WRITTEN)


def _rows(name: str, taken: tuple[Took, Took, Took], most: float, times: float) -> Iterator[Row]:
    large, small, clear = taken
    yield seconds(name, large, most)
    yield against(f"{name}, a row of these against one of {LITTLE}", large / MUCH, small / LITTLE, EACH)
    yield against(f"{name}, against rows in clear", large, clear, times)


def _empty(side: Side, number: int) -> UUID:
    return side.ids[f"empty {number}"]


def _look(side: Side, matter: UUID, what: str, table: str) -> MultiDict[str, str]:
    """Compare a table and keep nothing; answers what the page would send to take it over."""
    desk, here = side.desks["lawyer"], f"/matters/{matter}/import/{what}"
    sent = {"csrf_token": desk.fields("/search")["csrf_token"], "table": table, "go": "look"}
    page = desk.client.post(here, data=sent)
    assert page.status_code in (200, 422), page.status_code
    return next(fields for _at, fields in Fields(page.text).forms if "seen" in fields)


def _take(side: Side, matter: UUID, what: str, table: str, rows: int) -> None:
    """Compare, then take over every good row and every change."""
    fields = _look(side, matter, what, table)
    page = side.desks["lawyer"].client.post(
        f"/matters/{matter}/import/{what}", data={**fields.to_dict(), "go": "make", "accept": "all"}
    )
    wrong = rows // WRONG
    assert page.status_code == (200 if wrong else 303), page.status_code
    assert not wrong or f"{rows - wrong} rows were taken over" in page.text.replace(",", ""), page.text[-3000:]
