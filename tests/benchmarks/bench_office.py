"""An office of 400 matters, 2,500 applicants, 80,000 documents' records and 10,000 time-limits, on both engines.

The pages somebody opens every morning, each beside the same page of an office of 10 applicants and beside the same
page of the same office with nothing sealed: what sealing costs, and that nothing grows with what a page does not show.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from caseintake.audit.verify import verify
from tests.benchmarks.big_office import Size, whole_office
from tests.benchmarks.comparing import Side, Three, three
from tests.benchmarks.kept import ENGINES, Building
from tests.benchmarks.timing import Row, figure, once
from tests.office import OfficeForTests

LARGE: Final = Size(matters=400, applicants=2_500, documents=80_000, limits=10_000)
#: As many papers and time-limits for each of 10 applicants as the others have.
SMALL: Final = Size(matters=2, applicants=10, documents=320, limits=40)
#: Seconds that a page of everything may take, one of a lawyer's own cases, and one of a single matter.
ALL, OWN, ONE = 3.0, 1.0, 0.25
#: How many times as long the pages of one matter may take as in the office of 10 applicants: they show as much.
SAME: Final = 2.0
#: Entries of the log checked in a second.
VERIFIED: Final = 15_000


def _matter(page: str) -> Callable[[Side], str]:
    return lambda side: f"/matters/{side.ids['matter']}{page}"


def _client(page: str) -> Callable[[Side], str]:
    return lambda side: f"/matters/{side.ids['matter']}/applicants/{side.ids['applicant']}{page}"


def _plain(page: str) -> Callable[[Side], str]:
    return lambda _side: page


PAGES: Final = (
    ("matters of a lawyer of 20", "lawyer", _plain("/matters"), OWN, None),
    ("her board", "lawyer", _plain("/board"), OWN, None),
    ("her Monday", "lawyer", _plain("/monday"), OWN, None),
    ("matters of the lead, who holds all 400", "lead", _plain("/matters"), ALL, None),
    ("the lead's board", "lead", _plain("/board"), ALL, None),
    ("the lead's Monday", "lead", _plain("/monday"), ALL, None),
    ("board of a coordinator without keys", "coordinator", _plain("/board"), ALL, None),
    ("his Monday", "coordinator", _plain("/monday"), ALL, None),
    ("one matter", "lawyer", _matter(""), ONE, SAME),
    ("its applicants", "lawyer", _matter("/applicants"), ONE, SAME),
    ("its time-limits", "lawyer", _matter("/time-limits"), ONE, SAME),
    ("its papers", "lawyer", _matter("/documents"), ONE, SAME),
    ("papers of one client", "lawyer", _client("/documents"), ONE, SAME),
)


def run() -> Iterator[Row]:
    """Measure and answer the rows."""
    large = Building("office-400", partial(whole_office, size=LARGE), version=2)
    small = Building("office-2", partial(whole_office, size=SMALL), version=2)
    for engine in ENGINES:
        with three(engine, large, small, "lead", "lawyer", "coordinator") as offices:
            for name, who, address, most, times in PAGES:
                yield from offices.page(name, who, address, most=most, times=times)
            yield from _verified(offices)


def _verified(offices: Three) -> Iterator[Row]:
    """The whole office proven: every entry of the log, every signature, every row."""
    found: list[int] = []
    took = once(lambda: found.append(_proven(offices.large.office)))
    note = f"{found[0]:,} in {took.work:.1f} s, wall {took.wall:.1f}"
    rate = figure(f"{offices.engine}: entries and rows of it all proven", found[0] / took.work, "/s", note=note)
    yield {**rate, "target": f"≥ {VERIFIED:,}", "ok": rate["value"] >= VERIFIED}


def _proven(office: OfficeForTests) -> int:
    """How many rows and entries were checked; nothing may be wrong with any."""
    host = office.office
    with host.unit() as uow:
        report = verify(
            uow.session,
            fingerprint=host.fingerprint,
            host_keys=host.settings.host_log_keys,
            remembered_heads={},
            remembered_roster=0,
        )
    assert not report.findings, report.findings[:3]
    return report.entries + report.rows
