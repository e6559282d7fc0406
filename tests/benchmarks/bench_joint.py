"""A joint case of 1,000 applicants beside the same case with 10 and beside the same with nothing sealed.

Through the real pages, on both engines: opening them, searching for a name, recording service on all at once.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from caseintake.matters import queries, service
from tests.benchmarks.big_office import hire_lawyer, joint_case
from tests.benchmarks.comparing import WRITTEN, Side, Three, three
from tests.benchmarks.kept import ENGINES, Building
from tests.benchmarks.timing import Row, against, figure, once, seconds
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields

FEW, MANY = 10, 1_000
#: Matters without anybody, for tables to be taken into.
EMPTY: Final = 3
#: The grid: as long as the page of 10, in seconds, and in millions of bytes.
TIMES, GRID_SECONDS, GRID_BYTES = 12.0, 0.1, 1.5
#: Any other page, and an answer while somebody waits on the telephone.
SLOW, TELEPHONE = 3.0, 2.0
#: One of 1,000 may take so many times one of 10 when something is done for all.
EACH: Final = 3.0
ROUNDS: Final = 3
PAGES: Final = (
    ("grid", "/applicants", GRID_SECONDS, TIMES),
    ("grid, all on one page", "/applicants?page=all", SLOW, None),
    ("grid with every column, grouped", "/applicants?view=all&group=application&sort=left", SLOW, None),
    ("overview", "", SLOW, None),
    ("course", "/course", SLOW, None),
    ("time-limits", "/time-limits", SLOW, None),
    ("keeping in touch", "/touch", SLOW, None),
)


def make(office: OfficeForTests, applicants: int) -> dict[str, UUID]:
    """One lawyer with a joint case of so many, and with empty matters."""
    lawyer = hire_lawyer(office)
    matter, _decision = joint_case(office, lawyer, applicants)
    with office.unit(lawyer) as uow:
        empty = {f"empty {at}": service.create_matter(codename=f"Plum {at}", uow=uow).id for at in range(EMPTY)}
        uow.commit()
    return {"lawyer": lawyer, "matter": matter, **empty}


LARGE: Final = Building("joint-1000", partial(make, applicants=MANY))
SMALL: Final = Building("joint-10", partial(make, applicants=FEW))


def run() -> Iterator[Row]:
    """Measure and answer the rows."""
    for engine in ENGINES:
        with three(engine, LARGE, SMALL, "lawyer") as cases:
            for name, page, most, times in PAGES:
                yield from cases.page(f"{name}, {MANY:,} applicants", "lawyer", _at(page), most=most, times=times)
            yield _bytes(cases)
            yield from _searched(cases)
            yield from _served(cases)


def _at(page: str) -> Callable[[Side], str]:
    return lambda side: f"/matters/{side.ids['matter']}{page}"


def _bytes(cases: Three) -> Row:
    size = len(cases.large.desks["lawyer"].get(_at("/applicants")(cases.large)).encode())
    return figure(f"{cases.engine}: grid, {MANY:,} applicants, size", size / 1e6, "MB", GRID_BYTES)


# --- a name looked for ------------------------------------------------------------------------------------------------


def _searched(cases: Three) -> Iterator[Row]:
    """The first search reads everything and seals what it found; the next ones read that."""
    name = f"{cases.engine}: search for a name, {MANY:,} applicants"
    yield seconds(f"{name}, the first of all", once(lambda: _search(cases.large, "Qarayeva")))
    large, small, clear = cases.took(lambda side: _search(side, "Караева 5"))
    yield seconds(name, large, TELEPHONE)
    yield against(f"{name}, against {FEW}", large, small)
    yield against(f"{name}, against rows in clear", large, clear)
    _change(cases.large)
    yield seconds(f"{name}, after one file was changed", once(lambda: _search(cases.large, "Qarayeva younger")))


def _search(side: Side, words: str) -> None:
    desk = side.desks["lawyer"]
    found = desk.send("/search", desk.fields("/search"), 200, words=words, matter="", group="")
    assert "<mark>" in found.text


def _change(side: Side) -> None:
    """Another spelling in one client file."""
    with side.office.unit(side.ids["lawyer"]) as uow:
        matter = queries.matter(side.ids["matter"], uow=uow)
        file = queries.client_file(queries.applicants(matter, uow=uow)[5], uow=uow)
        assert file is not None
        file.name = "Sevda Qarayeva the younger"
        uow.commit()


# --- service recorded on all ------------------------------------------------------------------------------------------


def _served(cases: Three) -> Iterator[Row]:
    """One day of service for everybody, from the page that asks for it to every time-limit counted anew."""
    days = count()
    large, small, clear = cases.took(lambda side: _serve(side, date(2026, 2, 1) + timedelta(next(days) % 28)), ROUNDS)
    name = f"{cases.engine}: service recorded on {MANY:,}"
    yield seconds(name, large, SLOW)
    yield against(f"{name}, one of them against one of {FEW}", large / MANY, small / FEW, EACH)
    yield against(f"{name}, against rows in clear", large, clear, WRITTEN)


def _serve(side: Side, day: date) -> None:
    desk, act = side.desks["lawyer"], f"{_at('/applicants')(side)}/together"
    here = _at("/applicants")(side)
    chosen = {"csrf_token": _token(desk), "act": "service", "scope": "shown", "shown": f"1–{MANY}"}
    asked = _form(desk.client.post(act, data=chosen).text)
    said = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
    told = _form(desk.send(act, asked, 200, **said).text)
    done = desk.send(act, told, 200, go="sure").text
    assert "Done for" in done, here
    assert "Not for" not in done, here


def _token(desk: Desk) -> str:
    return desk.fields("/search")["csrf_token"]


def _form(html: str) -> MultiDict[str, str]:
    return next(fields for _at, fields in Fields(html).forms if "numbers" in fields)
