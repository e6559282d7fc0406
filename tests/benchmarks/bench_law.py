"""How fast the law counts, beside bare `relativedelta` arithmetic in the same run.

`python tests/benchmarks/bench_law.py` prints the table; `run()` answers it as rows.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from dateutil.relativedelta import relativedelta

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from caseintake.law import rules
from caseintake.law.dates import Interval
from caseintake.law.engine import compute
from caseintake.law.explain import explain

TARGET = 0.3
ROUNDS = 15
CALLS = 4000


class Row(TypedDict):
    """One line of the table. ``target`` and ``ok`` are None for a figure that is only shown."""

    name: str
    value: float
    unit: str
    target: float | None
    ok: bool | None


def _seconds(call: Callable[[], object]) -> float:
    begun = perf_counter()
    for _ in range(CALLS):
        call()
    return (perf_counter() - begun) / CALLS


def _best(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    # Rounds take turns, so that a busy moment of the machine hits both sides of a ratio.
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            best[name] = min(best[name], _seconds(call))
    return best


def run() -> list[Row]:
    """Measure and answer the rows."""
    law = rules.load(rules.shipped_directory())
    day = date(2023, 7, 17)
    rule = law.rules["echr.application"]
    served = {"decided_on": Interval(date(2023, 6, 20), date(2023, 6, 20)), "served_on": Interval(day, day)}
    ranged = {"decided_on": Interval(date(2022, 1, 15), date(2022, 2, 20))}
    appeal = law.rules["az.civil.appeal"]
    only_served = {"served_on": Interval(day, day)}
    judgment = {"decision_kind": "judgment"}
    six = relativedelta(months=6)
    calls: dict[str, Callable[[], object]] = {
        "relativedelta, made and added": lambda: day + relativedelta(months=6),
        "relativedelta, added only": lambda: day + six,
        "compute, served and decided": lambda: compute(rule, served, law.calendars),
        "compute, served only": lambda: compute(rule, only_served, law.calendars),
        "compute, range over a version border": lambda: compute(rule, ranged, law.calendars),
        "compute, with working days": lambda: compute(appeal, only_served, law.calendars, judgment),
        "compute and explain": lambda: explain(compute(rule, served, law.calendars)),
    }
    best = _best(calls)
    rows: list[Row] = [
        {"name": name, "value": seconds * 1e6, "unit": "µs", "target": None, "ok": None}
        for name, seconds in best.items()
    ]
    for base in ("relativedelta, made and added", "relativedelta, added only"):
        ratio = best[base] / best["compute, served and decided"]
        # The strict reading carries the target: the same object added again and again.
        held = base.endswith("added only")
        target = TARGET if held else None
        ok = ratio >= TARGET if held else None
        rows.append({"name": f"compute() against {base}", "value": ratio, "unit": "×", "target": target, "ok": ok})
    return rows


def main() -> int:
    """Print the table; 1 when a target is missed."""
    rows = run()
    for row in rows:
        target = "" if row["target"] is None else f"target ≥ {row['target']} {'ok' if row['ok'] else 'MISSED'}"
        print(f"{row['name']:<58} {row['value']:>8.2f} {row['unit']:<3} {target}")
    return 0 if all(row["ok"] is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
