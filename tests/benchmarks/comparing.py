"""One page or act three ways: in the large office, in the small one, and in the large one with nothing sealed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from caseintake.app import create_app
from tests.benchmarks.in_clear import InClear, ask_again, heard
from tests.benchmarks.kept import Building, lent
from tests.benchmarks.timing import ROUNDS, Row, Took, against, in_turns, once, seconds
from tests.office import OfficeForTests
from tests.signing_in import sign_in
from tests.web.matters_desk import Desk

#: Sealed rows are read at 0.6 of the speed of rows in clear on SQLite and at half of it on PostgreSQL, and written at
#: 0.55 over a thousand vaults: so much longer a page or an act may take than without sealing.
READ: Final = {"sqlite": 1 / 0.60, "postgresql": 1 / 0.50}
WRITTEN: Final = 1 / 0.55
#: What takes more than so many seconds is asked so often only.
LONG, FEWER = 1.0, 3


@dataclass
class Side:
    """An office, the ids somebody asks for in it, and a browser for each of its people."""

    office: OfficeForTests
    ids: dict[str, UUID]
    desks: dict[str, Desk]


@dataclass
class Three:
    """The same questions are put to these."""

    engine: str
    large: Side
    small: Side
    clear: Side
    in_clear: InClear

    def took(
        self, act: Callable[[Side], object], rounds: int = ROUNDS, *, warm: bool = True
    ) -> tuple[Took, Took, Took]:
        """How long it takes in the large office, in the small one, and in the large one in clear."""

        def unsealed() -> None:
            with self.in_clear.used():
                act(self.clear)

        acts = (lambda: act(self.large), lambda: act(self.small), unsealed)
        first = [once(one) for one in acts] if warm else []
        slow = any(one.work > LONG for one in first)
        large, small, clear = in_turns(*acts, rounds=FEWER if slow else rounds)
        return large, small, clear

    def page(
        self, name: str, who: str, address: Callable[[Side], str], *, most: float, times: float | None
    ) -> list[Row]:
        """The rows about one page. ``most`` in seconds, ``times`` the page of the small office."""
        large, small, clear = self.took(lambda side: side.desks[who].get(address(side)))
        with self.in_clear.used(), heard(self.clear.office) as asked:
            drawn = self.clear.desks[who].get(address(self.clear))
        sealed = self.large.desks[who].get(address(self.large))
        assert len(drawn) == len(sealed), "it must be the same page"
        (bare,) = in_turns(lambda: ask_again(self.clear.office, asked))
        name = f"{self.engine}: {name}"
        in_clear = against(f"{name}, against rows in clear", large, clear, READ[self.engine])
        in_clear["note"] += f"; its {len(asked)} questions alone, in clear: {bare.work * 1e3:,.1f} ms"
        return [seconds(name, large, most), against(f"{name}, against the small one", large, small, times), in_clear]


@contextmanager
def three(engine: str, large: Building, small: Building, *people: str) -> Iterator[Three]:
    """Copies of both offices with these people signed in; the readers of the one in clear are the same."""
    with ExitStack() as stack:
        sides = [_side(*stack.enter_context(lent(one, engine)), people) for one in (large, small, large)]
        clear = sides[2]
        yield Three(engine, *sides, InClear(clear.office, [clear.ids[name] for name in people]))


def _side(office: OfficeForTests, ids: dict[str, UUID], people: tuple[str, ...]) -> Side:
    ids = {"coordinator": office.coordinator, **ids}
    app = create_app(office.office, "office")
    return Side(office, ids, {name: Desk(sign_in(app.test_client(), office, ids[name])) for name in people})
