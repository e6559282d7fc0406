"""The office is lost, or the net is: a backup becomes an office again, and a suitcase opens where nothing answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from caseintake import settings as settings_file
from caseintake.backup import key as backup_key
from caseintake.work import Office
from tests.browser.axe import assert_axe_clean
from tests.journeys.house import House, surface
from tests.journeys.office_pages import OfficePages
from tests.journeys.test_hard_days import a_matter
from tests.office import OfficeForTests

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
#: What a program needs of the environment of the tests.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def matter(house: House) -> UUID:
    return a_matter(house, house.leyla, "Quince 14")


def caseintake(*words: object, typed: str = "") -> str:
    """One command as a technician types it. In a session of its own: a passphrase is not asked at our terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "caseintake", *map(str, words)],
        input=typed, capture_output=True, text=True, check=False, env=ENVIRONMENT, start_new_session=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- another machine -----------------------------------------------------------------------------------------------


def test_a_lost_office_stands_again_on_an_empty_machine(
    house: House, closing: ExitStack, matter: UUID, tmp_path: Path
) -> None:
    settings, new = house.office.office.settings, tmp_path / "new"
    paper, file = backup_key.draw(), tmp_path / "away" / "one.backup"
    backup_key.keep_public(settings, backup_key.keys_of(paper))
    leyla = house.sign_in(closing, house.leyla)
    caseintake("backup", "--dir", settings.directory, "--to", file)
    leyla.open(f"/matters/{matter}")  # the office went on running

    told = caseintake("restore", "--dir", new, file, typed="y\n" + " ".join(paper) + "\n")
    assert "verify: clean" in told
    with restored(house, new) as url:
        early = house.sign_in(closing, house.leyla, url=url)
        assert early.page.url == f"{url}/restored", "nobody works before two have looked at the roster"
        assert "Confirm this list" not in early.text
        for coordinator in (house.fatima, house.ayan):
            pages = house.sign_in(closing, coordinator, url=url)
            assert pages.page.url == f"{url}/restored"
            assert "Nərmin Səfərova" in pages.text
            assert_axe_clean(pages.page)
            pages.send(known="yes")
        early.open(f"/matters/{matter}/applicants")
        early.follow('a:has-text("Sevda")')
        assert "Through her sister" in early.text
    assert caseintake("verify", "--dir", new).startswith("clean: ")


@contextmanager
def restored(house: House, directory: Path) -> Iterator[str]:
    """The restored office, served; its people are those of the lost one, with what they have in their heads."""
    clock, lost = house.office.clock, house.office
    again = Office.open(settings_file.load(directory), clock)
    people = OfficeForTests(again, clock, lost.coordinator, lost.recovery_secret, lost.secrets, lost.roles)
    with surface(people, "office") as url:
        yield url
    again.close()


# --- no net --------------------------------------------------------------------------------------------------------


@pytest.fixture
def suitcase(house: House, closing: ExitStack, matter: UUID, tmp_path: Path) -> Path:
    """Leyla's suitcase, as her browser saves it."""
    leyla = house.sign_in(closing, house.leyla)
    leyla.open("/suitcase")
    leyla.page.check(f'input[name="matters"][value="{matter}"]')
    leyla.type("passphrase", house.leyla.passphrase)
    with leyla.page.expect_download() as fetched:
        leyla.page.locator("main form button.main").click()
    saved = tmp_path / fetched.value.suggested_filename
    fetched.value.save_as(saved)
    leyla.open("/suitcase")
    assert "Leyla Quliyeva" in leyla.text, "who has one is written down"
    assert_axe_clean(leyla.page)
    return saved


def test_a_suitcase_is_read_and_written_beside_in_a_browser(
    house: House, closing: ExitStack, suitcase: Path, matter: UUID
) -> None:
    with opened(suitcase) as url:
        pages = house.at_desk(closing, url=url)
        pages.open("/")
        assert "Quince" not in pages.page.content()
        pages.send("form button", passphrase=house.leyla.passphrase)
        assert_axe_clean(pages.page)
        pages.follow('a:has-text("Quince 14")')
        for word in ("Sevda Qarayeva", "Sabail District Court", "Through her sister"):
            assert word in pages.text, word
        assert_axe_clean(pages.page)
        pages.open("/write")
        pages.send(matter=str(matter), what="contact", applicant="1", day="2026-03-01", text="She asks for her glasses")
        pages.send(matter=str(matter), what="note", text="The lift is broken")
        assert "She asks for her glasses" in pages.text
        assert_axe_clean(pages.page)
        pages.page.locator('form[action="/close"] button').click()
        pages.page.wait_for_selector("#passphrase")
        assert "Quince" not in pages.page.content()
    _taken_in(house.sign_in(closing, house.leyla), suitcase.with_name(f"{suitcase.name}.side"), matter)


def _taken_in(leyla: OfficePages, side: Path, matter: UUID) -> None:
    """Back in the office: the list, one entry of the two, and what stands in the matter then."""
    leyla.open("/suitcase")
    leyla.page.set_input_files('main input[name="file"]', side)
    leyla.send('main form[action$="/side"] button')
    assert "The lift is broken" in leyla.text
    assert_axe_clean(leyla.page)
    leyla.page.uncheck("#accept-2")
    leyla.send()
    assert "1 entry was taken in" in leyla.text
    assert_axe_clean(leyla.page)
    leyla.open(f"/matters/{matter}/contacts")
    assert "She asks for her glasses" in leyla.text
    assert "Written away from the office" in leyla.text
    leyla.open(f"/matters/{matter}/notes")
    assert "The lift is broken" not in leyla.text


@contextmanager
def opened(suitcase: Path) -> Iterator[str]:
    """``caseintake open`` in a process of its own; the address that it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "caseintake", "open", str(suitcase)],
        stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=suitcase.parent,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1].rstrip("/")
    finally:
        process.terminate()
        process.wait()


#: Runs where there is no network but loopback: starts the command, types the passphrase, prints what is shown.
ALONE = """
import fcntl, http.client, socket, struct, subprocess, sys, urllib.parse
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
fcntl.ioctl(socket.socket(), SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
command = subprocess.Popen([sys.executable, "-m", "caseintake", "open", sys.argv[1]], stdout=subprocess.PIPE, text=True)
host = command.stdout.readline().split()[-1].split("/")[2]
asked = http.client.HTTPConnection(host, timeout=120)
form = {"Content-Type": "application/x-www-form-urlencoded"}
asked.request("POST", "/open", urllib.parse.urlencode({"passphrase": sys.stdin.read()}), form)
answer = asked.getresponse()
answer.read()
for path in ("/", "/page/0", "/page/1"):
    asked.request("GET", path, headers={"Cookie": answer.headers["Set-Cookie"].partition(";")[0]})
    print(asked.getresponse().read().decode())
command.terminate()
"""


def test_a_suitcase_opens_where_there_is_no_network(house: House, suitcase: Path) -> None:
    """Not by promise of the program: the kernel gives it a network with nothing but itself in it."""
    alone = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        # Some containers forbid it. What the program denies itself is tested beside the suitcase either way.
        pytest.skip("this machine gives nobody a network of his own")
    done = subprocess.run(
        [*alone, sys.executable, "-c", ALONE, str(suitcase)],
        input=house.leyla.passphrase, capture_output=True, text=True, check=False, timeout=240,
        env=ENVIRONMENT, cwd=suitcase.parent,
    )  # fmt: skip
    assert "Quince 14" in done.stdout, done.stderr
    assert "Sevda Qarayeva" in done.stdout
    assert [path.name for path in suitcase.parent.iterdir()] == [suitcase.name], "nothing was written beside it"
