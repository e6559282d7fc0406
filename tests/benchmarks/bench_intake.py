"""First contact: whole submissions through gunicorn, against the same pages writing one row in clear; the inbox.

A submission is six requests: first page, code, one group asked back, consent, a statement of 2 KB, send. The shortest
is four: a client that skips the first page and the group. Both servers run at the same time and are asked in turns, so
that what else the machine does falls on both.
"""

import http.client
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from sqlalchemy import func, select, text

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.intake.model import ANY_DAY, DATED, Conversation, State
from caseintake.intake.receipts import read_code
from caseintake.kernel.ids import new_ref
from caseintake.storage import Base, make_engine
from caseintake.vault.holders import Holder, VaultKind
from tests.intake.people import officer, with_office_words
from tests.office import OfficeForTests, make_office
from tests.web.matters_desk import Desk, at_desk

ROOT = Path(__file__).parents[2]
CLIENTS, WORKERS, ROUNDS, SECONDS = 4, 2, 3, 4.0
STATEMENT = ("They opened my telephone in the corridor and read it. " * 40)[:2048]
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def run() -> list[dict[str, Any]]:
    """The figures of submissions and of the inbox."""
    return [*submissions(), inbox()]


def founded(directory: Path) -> OfficeForTests:
    directory.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{directory / 'office.sqlite3'}"
    engine = make_engine(url)
    with engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    engine.dispose()
    office = make_office(directory, url)
    with_office_words(directory)
    settings = office.office.settings
    # Nobody sends so many in an hour; the pace that slows such a crowd down is not what is measured.
    limits = msgspec.structs.replace(settings.limits, starts_an_hour=10**9)
    written = msgspec.json.encode(msgspec.structs.replace(settings, limits=limits), enc_hook=str)
    (directory / "settings.json").write_bytes(written)
    return office


@contextmanager
def server(directory: Path, how: str) -> Iterator[int]:
    """gunicorn with two workers; the answer is its port."""
    port_file = directory / "port"
    environ = os.environ | {
        "CASEINTAKE_BENCH_FOLDER": str(directory),
        "CASEINTAKE_BENCH_HOW": how,
        "CASEINTAKE_BENCH_PORT": str(port_file),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.benchmarks.intake_app:app", "--worker-class", "gthread",
         "--workers", str(WORKERS), "--threads", "4", "--bind", "127.0.0.1:0", "--no-control-socket",
         "--log-level", "error", "--config", str(ROOT / "tests/benchmarks/upload_gunicorn.py")],
        cwd=ROOT, env=environ,
    )  # fmt: skip
    try:
        while not port_file.exists():
            if process.poll() is not None:
                raise RuntimeError("gunicorn did not start")
            time.sleep(0.05)
        yield int(port_file.read_text())
    finally:
        process.terminate()
        process.wait(30)


def submit_once(connection: http.client.HTTPConnection, *, shortest: bool = False) -> None:
    """One whole submission. Raises AssertionError when any page is not what it must be."""

    def ask(path: str, **fields: str) -> str:
        body = urlencode(fields) if fields else None
        connection.request("POST" if fields else "GET", path, body, HEADERS if fields else {})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, (path, answer.status)
        return page

    if not shortest:
        ask("/en/")
    page = ask("/en/code", safety_watched="no")
    code = read_code(re.findall(r'name="code" value="(\w+)"', page)[0])
    mine = {"code": code.text} | {
        name: re.findall(rf'name="{name}" value="([\w-]+)"', page)[0] for name in ("sitting", "began")
    }
    group = code.groups[code.id.bytes[0] % len(code.groups)]
    if not shortest:
        ask("/en/write", step="group", group=group, safety_watched="no", **mine)
    ask("/en/write", **{"step": "consent", "consent-intake": "yes", **mine})
    ask("/en/write", step="what_happened", what_happened=STATEMENT, **mine)
    assert "It has arrived" in ask("/en/send", **mine)


def client(port: int, until: float, results: Any, shortest: bool) -> None:
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < until:
        began = time.perf_counter()
        submit_once(connection, shortest=shortest)
        times.append(time.perf_counter() - began)
    results.put(times)


def burst(port: int, *, shortest: bool = False) -> tuple[float, list[float]]:
    """Submissions a second by four clients, and how long each took."""
    fork = multiprocessing.get_context("fork")
    results, began = fork.Queue(), time.monotonic()
    clients = [fork.Process(target=client, args=(port, began + SECONDS, results, shortest)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    times = [took for _ in clients for took in results.get(timeout=120)]
    for one in clients:
        one.join()
    return len(times) / (time.monotonic() - began), times


def submissions() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="caseintake-bench-") as folder:
        sealed, clear = Path(folder) / "sealed", Path(folder) / "clear"
        office = founded(sealed)
        founded(clear).office.close()
        with server(sealed, "sealed") as sealed_port, server(clear, "clear") as clear_port:
            burst(sealed_port), burst(clear_port)  # warm
            with office.office.unit() as uow:
                before = uow.session.scalar(select(func.count(Conversation.id))) or 0
            rounds = [(burst(sealed_port), burst(clear_port)) for _ in range(ROUNDS)]
            short = [burst(sealed_port, shortest=True) for _ in range(ROUNDS)]
        with office.office.unit() as uow:
            stored = (uow.session.scalar(select(func.count(Conversation.id))) or 0) - before
        office.office.close()
    ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in rounds)
    rate = statistics.median(ours[0] for ours, _ in rounds)
    times = sorted(took for ours, _ in rounds for took in ours[1])
    short_times = sorted(took for _, taken in short for took in taken)
    sent = len(times) + len(short_times)
    clear_rate = statistics.median(theirs[0] for _, theirs in rounds)
    how = f"{CLIENTS} clients, {WORKERS} workers, SQLite; six requests each"
    return [
        result("whole submission, sealed ÷ in clear", ratio, "×", 0.3, ratio >= 0.3, f"clear {clear_rate:.0f}/s"),
        result("whole submissions", rate, "1/s", None, True, how),
        result("whole submission, 95 of 100 within", times[int(len(times) * 0.95)] * 1000, "ms", None, True, how),
        result(
            "shortest whole submissions",
            statistics.median(rate for rate, _ in short),
            "1/s",
            None,
            True,
            "four requests",
        ),
        result("shortest, 95 of 100 within", short_times[int(len(short_times) * 0.95)] * 1000, "ms", None, True, ""),
        result("submissions acknowledged and not stored", sent - stored, "", 0, sent == stored, f"{sent} acknowledged"),
    ]


def filled(directory: Path, count: int) -> tuple[OfficeForTests, UUID]:
    """An office whose inbox holds ``count`` conversations."""
    office = founded(directory)
    reader = officer(office)
    start = date(2026, 3, 2)
    for at in range(0, count, 500):
        with office.unit(reader) as uow:
            intake = uow.roster.office_vaults[VaultKind.INTAKE]
            for number in range(at, min(count, at + 500)):
                dated = number % 3 > 0
                uow.add(
                    Conversation(
                        vault_id=uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.vault(intake)]),
                        state=State.NEW if number % 2 else State.DECLINED,
                        open=number % 2,
                        received_on=start - timedelta(days=number % 90),
                        urgency=DATED if dated else ANY_DAY,
                        possible_week=start + timedelta(weeks=number % 20) if dated else None,
                        reference=new_ref(),
                        language="en",
                        urgent_because=(),
                        earliest_last_day=start + timedelta(weeks=number % 20) if dated else None,
                    )
                )
            uow.commit()
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("ANALYZE"))
    return office, reader


def inbox(many: int = 10_000, few: int = 100) -> dict[str, Any]:
    """The first page of the inbox. Half of ``few`` is open: one page of 50."""
    with tempfile.TemporaryDirectory(prefix="caseintake-bench-") as folder:
        large, small = filled(Path(folder) / "many", many), filled(Path(folder) / "few", few)
        with at_desk(*large) as large_desk, at_desk(*small) as small_desk:
            pairs = [(timed(large_desk), timed(small_desk)) for _ in range(25)][5:]
        for office, _reader in (large, small):
            office.office.close()
    ratio = statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs)
    note = f"{statistics.median(one for one, _ in pairs) * 1000:.0f} ms against {few // 2} open"
    return result(f"first page of the inbox at {many:,}, ÷ one page in all", ratio, "×", 2.0, ratio <= 2, note)


def timed(desk: Desk) -> float:
    began = time.perf_counter()
    desk.get("/inbox")
    return time.perf_counter() - began


def result(name: str, value: float, unit: str, target: float | None, ok: bool, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target, "ok": ok, "note": note}
