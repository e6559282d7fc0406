"""Taking times, and rows of the table that say what they mean.

Targets are judged by processor time, of this process and of the database server it started, so that other work of the
machine decides nothing; the clock on the wall stands beside it.
"""

import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROUNDS = 5
Row = dict[str, Any]
#: The processes whose work counts as ours: the database server's.
_SERVERS: list[int] = []


class Took(NamedTuple):
    """Seconds of work by processors, and seconds on the wall."""

    work: float
    wall: float

    def __truediv__(self, number: float) -> "Took":
        return Took(self.work / number, self.wall / number)


def counts_too(postmaster: int) -> None:
    """The work of this server and its children is ours as well."""
    _SERVERS.append(postmaster)


def once(act: Callable[[], object]) -> Took:
    """How long it takes this time."""
    gc.collect()
    begun, worked = time.perf_counter(), _worked()
    act()
    return Took(_worked() - worked, time.perf_counter() - begun)


def in_turns(*acts: Callable[[], object], rounds: int = ROUNDS) -> list[Took]:
    """The middle of so many times of each, taking turns, so that a busy moment of the machine hits all alike."""
    taken = [[once(act) for act in acts] for _ in range(rounds)]
    return [
        Took(median(one.work for one in some), median(one.wall for one in some)) for some in zip(*taken, strict=True)
    ]


def seconds(name: str, took: Took, most: float | None = None) -> Row:
    """A time, and what it may be at most."""
    if took.work < 10:
        return figure(name, took.work * 1e3, "ms", None if most is None else most * 1e3, f"wall {took.wall * 1e3:,.0f}")
    return figure(name, took.work, "s", most, f"wall {took.wall:,.1f}")


def against(name: str, took: Took, other: Took, most: float | None = None) -> Row:
    """How many times as long as the other."""
    note = f"{took.work * 1e3:,.1f} to {other.work * 1e3:,.1f} ms; by the wall {took.wall / other.wall:,.2f}"
    return figure(name, took.work / other.work, "×", most, note)


def figure(name: str, value: float, unit: str, most: float | None = None, note: str = "") -> Row:
    """Any figure of which less is better."""
    return {
        "name": name, "value": value, "unit": unit, "note": note,
        "target": None if most is None else f"≤ {round(most, 2):,g}", "ok": most is None or value <= most,
    }  # fmt: skip


def _worked() -> float:
    return time.process_time() + sum(_of(process) for server in _SERVERS for process in _family(server))


def _family(server: int) -> Iterable[int]:
    """A server and the processes that answer for it."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [server, *map(int, children)]


def _of(process: int) -> float:
    """Seconds a process has worked so far; none for one that has just ended."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0
