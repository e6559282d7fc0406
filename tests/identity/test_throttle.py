"""How often somebody may fail, and how many slow checks run at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caseintake.identity.throttle import Busy, Throttle, Turns
from caseintake.settings import Settings

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def throttle(tmp_path: Path) -> Iterator[Throttle]:
    opened = Throttle.open(Settings(directory=tmp_path, database_url="sqlite://", runtime=tmp_path / "run"))
    yield opened
    opened.close()


def test_the_sixth_try_within_a_quarter_of_an_hour_is_refused(throttle: Throttle) -> None:
    tries = [throttle.count("handle", b"acid-acid", NOW + timedelta(minutes=i)) for i in range(6)]
    assert tries == [True] * 5 + [False]
    assert throttle.full("handle", b"acid-acid", NOW + timedelta(minutes=5))
    assert not throttle.full("handle", b"acid-acid", NOW + timedelta(minutes=15))
    assert throttle.count("handle", b"acid-acid", NOW + timedelta(minutes=15))


def test_buckets_do_not_touch_one_another(throttle: Throttle) -> None:
    for _ in range(5):
        throttle.count("handle", b"one", NOW)
    assert throttle.count("handle", b"two", NOW)
    assert throttle.count("device", b"one", NOW)
    assert not throttle.count("handle", b"one", NOW)


def test_success_takes_the_count_back(throttle: Throttle) -> None:
    for _ in range(4):
        throttle.count("handle", b"one", NOW)
    throttle.clear("handle", b"one")
    assert [throttle.count("handle", b"one", NOW) for _ in range(5)] == [True] * 5


def test_tries_at_the_same_moment_are_counted_each(throttle: Throttle) -> None:
    allowed = []
    crowd = [threading.Thread(target=lambda: allowed.append(throttle.count("handle", b"one", NOW))) for _ in range(20)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert sum(allowed) == 5


def test_a_word_left_for_somebody_is_told_once_and_outlasts_the_count(throttle: Throttle) -> None:
    throttle.alarm("code", b"her")
    throttle.alarm("code", b"her")
    throttle.count("code", b"him", NOW + timedelta(days=1))
    assert throttle.take_alarm("code", b"her")
    assert not throttle.take_alarm("code", b"her")


def test_no_handle_stands_in_the_file(throttle: Throttle, tmp_path: Path) -> None:
    throttle.count("handle", b"acid-laundry", NOW)
    assert not any(b"acid-laundry" in path.read_bytes() for path in (tmp_path / "run").iterdir())


def test_two_run_eight_wait_and_the_next_is_refused(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    go, running, finished = threading.Event(), threading.Semaphore(0), []

    def work() -> None:
        while True:
            try:
                with turns.turn():
                    running.release()
                    go.wait(120)
                finished.append(True)
                return
            except Busy:  # the seat was just being looked at, below
                time.sleep(0.01)

    crowd = [threading.Thread(target=work) for _ in range(10)]
    for thread in crowd:
        thread.start()
    assert running.acquire(timeout=120)
    assert running.acquire(timeout=120)
    _until_full(turns)
    with pytest.raises(Busy), turns.turn():
        pass
    assert not running.acquire(timeout=0.2), "only two at once"
    go.set()
    for thread in crowd:
        thread.join(120)
    assert len(finished) == 10, "whoever waited had a turn"
    with turns.turn():
        pass


def _until_full(turns: Turns) -> None:
    """Wait until all eight have sat down: a seat that can be taken is given back at once."""
    for _ in range(3000):
        seats = [path for path in turns._seats if path.exists()]
        if len(seats) == 8 and not any(_free(path) for path in seats):
            return
        time.sleep(0.01)
    pytest.fail("the queue never filled")


def _free(path: Path) -> bool:
    import fcntl

    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_turns_are_shared_by_processes_and_a_killed_one_gives_its_turn_back(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from caseintake.identity.throttle import Turns\n"
        "with Turns(Path(sys.argv[1]), at_once=1, queue=0).turn():\n"
        "    print('in', flush=True); time.sleep(600)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "in\n"
    turns = Turns(tmp_path, at_once=1, queue=0)
    with pytest.raises(Busy), turns.turn():
        pass
    other.kill()
    other.wait(120)
    with turns.turn():
        pass
