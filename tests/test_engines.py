"""The instruments of the other tests: databases of both kinds, and the guard against reaching out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests import network
from tests.cluster import Cluster
from tests.engines import Prepare

ROOT = Path(__file__).parents[1]
_TIMES: list[str] = []


def _with_one_row(url: str) -> None:
    _TIMES.append(url)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE matter (name varchar(20))"))
        connection.execute(text("INSERT INTO matter VALUES ('Əliyeva v. A')"))
    engine.dispose()


def _rows(url: str) -> list[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM matter")).scalars())


def test_a_database_is_empty_and_of_the_engine_asked_for(database_url: str, engine_name: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)

    assert engine.dialect.name == engine_name
    assert inspect(engine).get_table_names() == []


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(database_url: str, turn: int) -> None:
    _with_one_row(database_url)

    assert _rows(database_url) == ["Əliyeva v. A"]


def test_a_copy_is_prepared_once_and_changed_alone(database_copy: Callable[[Prepare], str]) -> None:
    _TIMES.clear()
    first, second = database_copy(_with_one_row), database_copy(_with_one_row)
    engine = create_engine(first, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM matter"))

    assert (_rows(first), _rows(second)) == ([], ["Əliyeva v. A"])
    assert len(_TIMES) <= 1


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_test_may_ask_for_one_engine(database_url: str) -> None:
    assert database_url.startswith("sqlite:///")


@pytest.mark.postgres
@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_run_that_is_killed_leaves_no_server(database_url: str) -> None:
    started = (
        "from tests.cluster import Cluster; import time; "
        "print(Cluster.planned().started().folder, flush=True); time.sleep(600)"
    )
    leader = subprocess.Popen([sys.executable, "-c", started], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert leader.stdout is not None
    cluster = Cluster(Path(leader.stdout.readline().strip()), leader.pid)
    pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 0)

    leader.kill()
    leader.communicate()
    until = time.monotonic() + 120
    while (cluster.data / "postmaster.pid").exists() and time.monotonic() < until:
        time.sleep(0.1)

    assert not (cluster.data / "postmaster.pid").exists()
    cluster.stop()


def test_files_made_by_the_code_under_test_are_for_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "statement").touch()

    assert (tmp_path / "statement").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "0.0.0.1", "example.invalid"])
def test_no_address_off_this_machine_can_be_reached(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(network.Outgoing):
        sock.connect((address, 443))
    with socket.socket(family, socket.SOCK_DGRAM) as sock, pytest.raises(network.Outgoing):
        sock.sendto(b"", (address, 53))
    network._REFUSED.clear()


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_a_test_whose_code_swallowed_the_refusal_still_fails(tmp_path: Path) -> None:
    (tmp_path / "test_reaching.py").write_text(
        "import socket\n"
        "def test_reaching():\n"
        "    try:\n"
        "        socket.create_connection(('192.0.2.1', 443), timeout=1)\n"
        "    except AssertionError:\n"
        "        pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "tests.network", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert "tried to reach 192.0.2.1:443" in done.stdout
    assert done.returncode == 1
