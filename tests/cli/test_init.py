"""Founding an office at a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from base64 import b32decode
from codecs import getincrementaldecoder
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from caseintake import schema
from caseintake.backup import key as backup_key
from caseintake.cli.office import init
from caseintake.cli.person import person
from caseintake.cli.refused import Refusal
from caseintake.identity import people, words
from caseintake.identity.credentials import step_of
from caseintake.identity.desk import Desk
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.words import read
from caseintake.settings import load
from caseintake.vault import recovery
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import totp
from caseintake.work import Office


class Terminal:
    """A program at a terminal, and somebody who reads it and types."""

    def __init__(self, *arguments: str) -> None:
        ours, theirs = pty.openpty()
        program = "from caseintake.cli.office import init; init()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        self._screen, self._letters = ours, getincrementaldecoder("utf-8")()
        self.seen = ""

    def until(self, question: str) -> str:
        """Everything that appeared up to ``question``."""
        found = ""
        end = time.monotonic() + 120
        while not re.search(question, found):
            ready, _, _ = select.select([self._screen], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"waited in vain for {question!r} after {found[-500:]!r}"
            try:
                found += self._letters.decode(os.read(self._screen, 65536))
            except OSError:
                assert re.search(question, found), found
        self.seen += found
        return found

    def type(self, line: str) -> None:
        os.write(self._screen, line.encode() + b"\n")


def numbered(text: str) -> list[str]:
    return [word for _, word in re.findall(r"(\d+)\. ([a-z]+)", text)]


def write_down(terminal: Terminal, asked: int, *, wrong_once: bool = False) -> list[str]:
    """Read what is shown, wait until it is cleared away, and give back what is asked."""
    shown = numbered(terminal.until("press Enter"))
    terminal.type("")
    for turn in range(asked):
        place = int(re.findall(r"word (\d+): ?$", terminal.until(r"word \d+: ?$"))[-1])
        if wrong_once:
            wrong = next(word for word in shown if word != shown[place - 1])
            terminal.type(wrong)
            terminal.until("see the words again")
            terminal.type("")
            return write_down(terminal, asked)
        terminal.type(shown[place - 1])
        assert turn < asked
    return shown


@pytest.mark.timeout(300)
def test_an_office_is_founded_at_a_terminal(tmp_path: Path) -> None:
    directory = tmp_path / "office"
    terminal = Terminal("--dir", str(directory), "--shares", "3", "--threshold", "2", "--coordinator", "Leyla M.")
    terminal.until("public pages")
    terminal.type("https://forms.example.org")
    terminal.until("office pages")
    terminal.type("")
    terminal.until("first holder")
    terminal.type("")
    shares = [" ".join(write_down(terminal, 2, wrong_once=number == 0)) for number in range(3)]
    handle_and_words = write_down_passphrase(terminal)
    secret = re.search(r"Or type: ([A-Z2-7 ]+)", terminal.until("app shows now")).group(1).replace(" ", "")
    code = totp(b32decode(secret), step_of(datetime.now(UTC)))
    terminal.type(code)
    printed = re.findall(r"(?m)^  ([0-9A-Z]{5} [0-9A-Z]{5})\s*$", terminal.until("Write all of them on paper"))
    assert len(printed) == 10
    terminal.type("")
    terminal.until("Draw a backup key now")
    terminal.type("y")
    terminal.until("Press Enter to see it")
    terminal.type("")
    on_paper = write_down(terminal, 3)
    last = terminal.until("caseintake person invite")
    assert terminal.process.wait(120) == 0

    settings = load(directory)
    assert backup_key.public_of(settings) == backup_key.keys_of(on_paper).hpke_public
    assert settings.fingerprint in last
    assert " ".join(words.of_fingerprint(bytes.fromhex(settings.fingerprint))) in last
    assert settings.public_addresses == ("https://forms.example.org",)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    office = Office.open(settings)
    schema.require_current(office.engine)
    with office.unit() as uow:
        recovery_public = uow.roster.recovery_public
    assert recovery.combine([shares[2], shares[0]], recovery_public)
    nothing_of_it_is_on_the_disk(directory, [*shares, " ".join(on_paper)], handle_and_words[1])
    signed_in(office, *handle_and_words, secret=secret, printed=printed[3])


def write_down_passphrase(terminal: Terminal) -> tuple[str, list[str]]:
    text = terminal.until("press Enter")
    handle = re.search(r"Two-word name: (\S+)", text).group(1)
    shown = numbered(text)
    terminal.type("")
    for _ in range(3):
        place = int(re.findall(r"word (\d+): ?$", terminal.until(r"word \d+: ?$"))[-1])
        terminal.type(shown[place - 1])
    return handle, shown


def nothing_of_it_is_on_the_disk(directory: Path, shares: list[str], passphrase: list[str]) -> None:
    for path in directory.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in [*shares, " ".join(passphrase)]:
                assert secret.encode() not in content, path
                assert " ".join(secret.split()[:4]).encode() not in content, path
            assert b"Leyla" not in content


def signed_in(office: Office, handle: str, passphrase: list[str], *, secret: str, printed: str) -> None:
    """What was written down opens the office, also without the phone; the code of the ceremony is used up."""
    desk = Desk.open(office)
    totp_secret = b32decode(secret)
    later = step_of(datetime.now(UTC)) + 1
    entrant = desk.check(handle, read(" ".join(passphrase)), totp(totp_secret, later), None)
    assert entrant.role is Role.COORDINATOR
    assert desk.check(handle, read(" ".join(passphrase)), printed.lower(), None).person_id == entrant.person_id
    actor = Actor("person", entrant.person_id, entrant.role)
    with office.unit(actor=actor, keyring=Keyring.person(entrant.person_id, entrant.secret)) as uow:
        assert people.display_names(uow=uow) == {entrant.person_id: "Leyla M."}
    desk.close()
    office.close()


def test_init_refuses_a_pipe_and_a_directory_in_use(tmp_path: Path) -> None:
    piped = CliRunner().invoke(init, ["--dir", str(tmp_path / "new")], standalone_mode=False)
    assert isinstance(piped.exception, Refusal)
    assert "terminal" in str(piped.exception)
    assert not (tmp_path / "new").exists()

    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "something").touch()
    used = CliRunner().invoke(init, ["--dir", str(tmp_path / "used")], standalone_mode=False)
    assert "not empty" in str(used.exception)
    many = CliRunner().invoke(init, ["--dir", str(tmp_path / "n"), "--shares", "3", "--threshold", "4"])
    assert isinstance(many.exception, Refusal)


def test_accounts_are_invited_listed_and_closed_without_any_key(office_directory: Path) -> None:
    runner = CliRunner()
    invited = runner.invoke(person, ["invite", "--dir", str(office_directory), "--role", "lawyer"])
    assert invited.exit_code == 0, invited.output
    handle = re.search(r"Two-word name: (\S+)", invited.output).group(1)
    code = read(re.search(r"Invitation: +(.+)", invited.output).group(1))
    office = Office.open(load(office_directory))
    with office.unit() as uow:
        assert people.invited(code, uow=uow).handle == handle
    listed = runner.invoke(person, ["list", "--dir", str(office_directory)])
    assert re.search(rf"{handle} +lawyer +invited +-", listed.output)
    assert "Leyla" not in listed.output

    closed = runner.invoke(person, ["disable", "--dir", str(office_directory), handle.replace("-", " ").upper()])
    assert closed.exit_code == 0, closed.output
    with office.unit() as uow, pytest.raises(people.Refused):
        people.invited(code, uow=uow)
    unknown = runner.invoke(person, ["disable", "--dir", str(office_directory), "acid-acid"], standalone_mode=False)
    assert isinstance(unknown.exception, Refusal)
    office.close()


@pytest.fixture
def office_directory(tmp_path: Path) -> Path:
    from caseintake.founding import open_office, prepare
    from caseintake.settings import Limits, Settings

    directory = tmp_path / "office"
    settings = Settings(
        directory=directory,
        database_url=f"sqlite:///{directory / 'office.sqlite3'}",
        runtime=tmp_path / "run",
        secure=False,
        limits=Limits(argon2_memory_kib=8 * 1024),
    )
    pinned = open_office(settings, prepare(), "Leyla M.")
    assert load(directory) == pinned, "what was written is what was meant"
    return directory
