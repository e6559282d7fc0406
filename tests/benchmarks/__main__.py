"""``python3 run.py bench [--keep FOLDER] [NAME …]``: every benchmark, as ratios measured in one run, in one table.

A figure that misses its target is printed as missed; nothing is timed in the test suite. With ``--keep`` the large
offices are built into FOLDER once, and taken from there the next time.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks import kept


def names(wanted: list[str]) -> list[str]:
    """The benchmarks to run: all, or those named without their ``bench_``."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    unknown = [name for name in wanted if f"bench_{name}" not in found]
    if unknown:
        known = ", ".join(name.removeprefix("bench_") for name in found)
        sys.exit(f"no benchmark called {', '.join(unknown)}; there are: {known}")
    return [name for name in found if not wanted or name.removeprefix("bench_") in wanted]


def line(result: dict[str, Any]) -> str:
    """One row of the table."""
    wanted = result.get("target")
    target = f"{wanted:g}" if isinstance(wanted, int | float) else wanted or ""
    mark = "  " if result.get("target") is None else "ok" if result["ok"] else "--"
    figure = f"{result['value']:>10,.2f} {result['unit']:6} {target:>8}"
    return f"{mark} {result['name']:76} {figure}  {result.get('note', '')}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description="Every benchmark, or those named.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the large offices that are built here")
    parser.add_argument("names", nargs="*", metavar="NAME")
    asked = parser.parse_args()
    if asked.keep is not None:
        kept.keep_in(asked.keep)
    missed = 0
    print("   load of the machine: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()), flush=True)
    print(f"   {'':76} {'measured':>10} {'':6} {'target':>8}")
    for name in names(asked.names):
        for result in importlib.import_module(f"tests.benchmarks.{name}").run():
            missed += result.get("target") is not None and not result["ok"]
            print(line(dict(result)), flush=True)
    print(f"   {missed} missed" if missed else "   every target met")
    return 0


if __name__ == "__main__":
    sys.exit(main())
