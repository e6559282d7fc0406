"""A test office served for real: both surfaces under gunicorn, each in a process group of its own.

`served(office)` starts ``caseintake serve`` on sockets that the test holds open, so no port is guessed and a server
that was killed comes back under the same address. What the servers say is kept in files beside the office.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from caseintake import schema
from caseintake import settings as settings_file
from caseintake.app import SurfaceName
from caseintake.identity.credentials import step_of
from caseintake.vault.primitives import totp
from tests.intake.people import with_office_words
from tests.office import OfficeForTests
from tests.signing_in import Account

#: Seconds a server may take until it answers, and until it has stopped, also on a machine that does much else.
PATIENCE = 120

#: What a server needs of the environment of the tests; nothing else is handed on.
HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


@dataclass
class Server:
    """One surface of one office on one loopback address."""

    directory: Path
    surface: SurfaceName
    listening: socket.socket
    workers: int = 1
    threads: int = 4
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    @property
    def said(self) -> Path:
        """Everything the server wrote to its terminal, over all its lives."""
        return self.directory.parent / f"{self.directory.name}-{self.surface}.said"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            sys.executable, "-m", "caseintake", "serve", "--dir", str(self.directory), "--surface", self.surface,
            "--bind", f"fd://{self.listening.fileno()}", "--workers", str(self.workers), "--threads", str(self.threads),
        ]  # fmt: skip
        handed = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                command,
                stdout=said,
                stderr=said,
                env={**handed, "PYTHONPATH": str(Path(__file__).parents[1]), **self.environment},
                pass_fds=[self.listening.fileno()],
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said.read_text()[-3000:]
            try:
                with urllib.request.urlopen(f"{self.url}/robots.txt", timeout=10):  # noqa: S310 - our own server
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"{self.surface} does not answer\n{self.said.read_text()[-3000:]}")

    def kill(self) -> None:
        """What a power cut does: every process of the server ends at once, without a word."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Stopping gently waits for every connection a browser keeps open; a server has nothing to put in order."""
        self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            group, self.process = self.process, None
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(group.pid, number)
            group.wait(PATIENCE)


@dataclass
class Live:
    """An office that is being served. Its people are those of ``office``; the servers go by the clock of the wall."""

    office: OfficeForTests
    public: Server
    desk: Server

    def code(self, account: Account) -> str:
        """The one-time code of the coming half-minute: taken already now, and for a minute at least."""
        return totp(account.totp_secret, step_of(datetime.now(UTC)) + 1)


def prepare(office: OfficeForTests) -> None:
    """Write down what ``caseintake serve`` reads: the settings, and the words of the office that open the form."""
    office.clock.set(datetime.now(UTC))
    say_the_schema(office.office.engine)
    with_office_words(office.office.settings.directory)
    settings_file.save(office.office.settings)


def say_the_schema(engine: Engine) -> None:
    """The tables of a test office are made from the models; a server asks for the number of the last migration."""
    with engine.execution_options(writing=True).begin() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(schema.scripts())), "head")


@contextmanager
def server(office: OfficeForTests, surface: SurfaceName, *, workers: int = 1, threads: int = 4) -> Iterator[Server]:
    """One surface, started; stopped at the end, whatever happened."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one = Server(office.office.settings.directory, surface, listening, workers, threads)
        try:
            one.start()
            yield one
        finally:
            one.stop()


@contextmanager
def served(office: OfficeForTests) -> Iterator[Live]:
    """Both surfaces of a prepared office."""
    prepare(office)
    with ExitStack() as both:
        public = both.enter_context(server(office, "public"))
        desk = both.enter_context(server(office, "office"))
        yield Live(office, public, desk)
