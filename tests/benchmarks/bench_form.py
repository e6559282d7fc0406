"""The first form page against a bare Jinja page of the same size, both through gunicorn, in turns.

Ours reads the roster and the intake's epoch from the database (is the form open?), reads its fields with WTForms,
speaks the language of the address and sends every header; the bare one is a template in a loop.
"""

import http.client
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_intake import CLIENTS, ROUNDS, founded, result, server

SECONDS = 2.0
TARGET = 0.5


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="caseintake-bench-") as folder:
        office, nothing = Path(folder) / "office", Path(folder) / "bare"
        founded(office).office.close()
        nothing.mkdir()
        with server(office, "sealed") as ours, server(nothing, "bare") as bare:
            size = len(_page(http.client.HTTPConnection("127.0.0.1", ours), "/en/"))
            addresses = (ours, "/en/"), (bare, f"/{size}")
            for port, path in addresses:
                _rate(port, path)  # warm
            rounds = [[_rate(port, path) for port, path in addresses] for _ in range(ROUNDS)]
    ratio = statistics.median(mine / theirs for mine, theirs in rounds)
    note = f"{size:,} bytes; ours {statistics.median(mine for mine, _ in rounds):.0f}/s"
    return [result("form page ÷ bare Jinja page of its size", ratio, "×", TARGET, ratio >= TARGET, note)]


def _page(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read()
    assert answer.status == 200, (path, answer.status)
    return page


def _client(port: int, path: str, until: float, counts: Any) -> None:
    connection, count = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
    while time.monotonic() < until:
        _page(connection, path)
        count += 1
    counts.put(count)


def _rate(port: int, path: str) -> float:
    """Pages a second by four clients."""
    fork = multiprocessing.get_context("fork")
    counts, began = fork.Queue(), time.monotonic()
    clients = [fork.Process(target=_client, args=(port, path, began + SECONDS, counts)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    total = sum(counts.get(timeout=60) for _ in clients)
    for one in clients:
        one.join()
    return float(total / (time.monotonic() - began))
