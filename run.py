#!/usr/bin/env python3
"""The one command: `python3 run.py demo`, `python3 run.py test`, and every word of `caseintake`.

Standard library only. Makes `.venv` beside this file, installs the locked requirements into it once, and hands
over. `test`, `bench` and `lint` bring their own tools along; every other word goes to `caseintake`.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
#: What each kind of installation reads. The second holds everything the first does.
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


class CannotSetUp(Exception):
    """This machine lacks something. The message says what, and what to do."""


def setup_name(word: str) -> str:
    """Which installation the command `word` needs: `run`, or `dev` with the tools of tests and checks."""
    return "dev" if word in OWN_COMMANDS else "run"


def refuse_old_python(version: tuple[int, ...]) -> None:
    if version[:2] < OLDEST:
        found, wanted = ".".join(map(str, version[:2])), ".".join(map(str, OLDEST))
        raise CannotSetUp(
            f"Caseintake needs Python {wanted} or newer; this is Python {found}. "
            f"Install a newer one and start it by name, for example: python{wanted} run.py demo"
        )


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


class Setup:
    """The folder `.venv` under `root`, and what has been installed into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        #: There while packages are being put in place. Found at the start, it tells that the last time broke off.
        self._begun = self.venv / ".installing"

    def is_done(self, name: str) -> bool:
        """Whether `name` was installed to its end from the lock as it stands. Starts no process, asks no network."""
        stamp = self._stamp(name)
        return self.python.exists() and stamp.exists() and stamp.read_text() == self._mark(name)

    def make(self, name: str) -> None:
        """Installs `name`. A set-up that was broken off half way is begun anew."""
        with self._alone():
            if self.is_done(name):
                return
            print(
                f"Setting up Caseintake in {self.venv} (once; a minute or less) …",
                file=sys.stderr,
                flush=True,
            )
            if self._begun.exists() or not self._works():
                self._make_venv()
            self._begun.touch()
            # One folder, two locks: whichever is installed now may replace what the other put there.
            for other in LOCKS:
                self._stamp(other).unlink(missing_ok=True)
            self._install(self.root / LOCKS[name])
            self._make_importable()
            stamps = LOCKS if name == "dev" else [name]
            for done in stamps:
                self._stamp(done).write_text(self._mark(done))
            self._begun.unlink()

    def _stamp(self, name: str) -> Path:
        return self.venv / f".installed-{name}"

    def _mark(self, name: str) -> str:
        """Names the lock and the interpreter: when the system's Python is upgraded, what it had installed is gone."""
        return f"{fingerprint(self.root / LOCKS[name])} {self.python.resolve()}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands started at once: the second waits until the first has set up."""
        folder = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _works(self) -> bool:
        """Whether the interpreter in `.venv` starts and finds a place for packages of its own version there."""
        probe = (
            "import os, sys, sysconfig; "
            "sys.exit(sys.prefix == sys.base_prefix or not os.path.isdir(sysconfig.get_path('purelib')))"
        )
        return self.python.exists() and not subprocess.run([self.python, "-c", probe], check=False).returncode

    def _make_venv(self) -> None:
        """Without pip in it: Debian's Python cannot put it there unless python3-venv is installed."""
        if self.venv.exists():
            shutil.rmtree(self.venv)
        done = subprocess.run(
            [sys.executable, "-m", "venv", "--without-pip", self.venv],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(self.venv, ignore_errors=True)
            raise CannotSetUp(f"Python could not make the folder {self.venv}:\n{done.stdout}{done.stderr}".rstrip())

    def _install(self, lock: Path) -> None:
        """Where the packages are is for pip's own settings on this machine to say; the lock says what they must be."""
        command = [*self._pip(), "--disable-pip-version-check", "install", "-qq", "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
        environment = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"}
        if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
            raise CannotSetUp(
                f"pip could not install what {lock.name} lists; its own words are above. Mend the cause, most often "
                "the network, and run the same command again. Without a network: docs/dependencies.md."
            )

    def _pip(self) -> list[str]:
        """The pip of the Python that runs this, told to work in `.venv`; else one unpacked there."""
        if importlib.util.find_spec("pip") is not None:
            return [sys.executable, "-m", "pip", "--python", str(self.python)]
        unpack = [str(self.python), "-m", "ensurepip"]
        if (
            importlib.util.find_spec("ensurepip") is None
            or subprocess.run(unpack, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
        ):
            raise CannotSetUp("This Python has no pip. On Debian and Ubuntu: sudo apt install python3-pip")
        return [str(self.python), "-m", "pip"]

    def _make_importable(self) -> None:
        """Puts the project on the path of its own Python, by a way that survives moving the folder."""
        (packages,) = self.venv.glob("lib/python3*/site-packages")
        (packages / "caseintake-root.pth").write_text("../../../..\n")
        command = self.venv / "bin" / "caseintake"
        command.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m caseintake "$@"\n')
        command.chmod(0o755)


def pytest_arguments(given: Sequence[str], processors: int) -> list[str]:
    """What `test` asks of pytest: all processors, unless the person said otherwise or wants to debug."""
    chosen = ("-n", "--numprocesses", "--pdb", "--trace", "-pno:xdist", "--collect-only", "--co")
    if any(word.startswith(chosen) for word in given) or "no:xdist" in given:
        return list(given)
    return ["-n", str(processors), "--dist", "worksteal", *given]


def in_memory(folder: Path = Path("/dev/shm")) -> dict[str, str]:  # noqa: S108 - pytest makes a folder of its own there
    """Where pytest may keep its files so that no test waits for a disk; nothing where memory is short."""
    try:
        room = os.statvfs(folder)
    except OSError:
        return {}
    plenty = room.f_bavail * room.f_frsize >= 2 << 30 and os.access(folder, os.W_OK)
    return {"PYTEST_DEBUG_TEMPROOT": str(folder)} if plenty else {}


def test(python: Path, arguments: Sequence[str]) -> NoReturn:
    os.chdir(ROOT)
    os.environ.update(in_memory())
    processors = len(os.sched_getaffinity(0))
    hand_over(python, ["-m", "pytest", *pytest_arguments(arguments, processors)])


def bench(python: Path, arguments: Sequence[str]) -> NoReturn:
    os.chdir(ROOT)
    hand_over(python, ["-m", "tests.benchmarks", *arguments])


def lint(python: Path, arguments: Sequence[str]) -> NoReturn:
    """Every check is made even when an earlier one found something."""
    os.chdir(ROOT)
    checks = (["ruff", "check", *arguments], ["ruff", "format", "--check", *arguments], ["mypy", *arguments])
    found = [check[0] for check in checks if subprocess.run([python, "-m", *check], check=False).returncode]
    sys.exit(1 if found else 0)


OWN_COMMANDS: dict[str, Callable[[Path, Sequence[str]], NoReturn]] = {
    "test": test,
    "bench": bench,
    "lint": lint,
}


def hand_over(python: Path, arguments: Sequence[str]) -> NoReturn:
    """This process becomes `python arguments`: signals and the exit code are its own."""
    sys.stdout.flush()
    os.execv(python, [str(python), *arguments])


def main(arguments: Sequence[str]) -> NoReturn:
    word, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    try:
        refuse_old_python(sys.version_info[:2])
        setup, name = Setup(ROOT), setup_name(word)
        if not setup.is_done(name):
            setup.make(name)
    except CannotSetUp as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("Broken off. The same command takes the set-up up again.")
    if word in OWN_COMMANDS:
        OWN_COMMANDS[word](setup.python, rest)
    # -P: a file that happens to lie in the person's folder must not pass for one of our modules.
    hand_over(setup.python, ["-P", "-m", "caseintake", word, *rest])


if __name__ == "__main__":
    main(sys.argv[1:])
