"""Calendar programs of others take the feed: vdirsyncer fetches it from a real server, khal reads what it keeps."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

import pytest

from caseintake.deadlines import feed
from caseintake.matters import queries
from caseintake.matters.model import Decision
from tests.deadlines.scene import SERVED, Scene, change, of, proven, set_limits
from tests.deadlines.scene import limits as running
from tests.engines import missing
from tests.live import Server, prepare, server
from tests.office import OfficeForTests

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

TITLE = "Application to the European Court of Human Rights after a final domestic decision"
#: All that a calendar and an entry of it may say, word for word: nothing of a name fits in between.
CALENDAR = re.compile(
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Caseintake//Calendar//EN\n((?:BEGIN:VEVENT\n.*?END:VEVENT\n)*)END:VCALENDAR\n",
    re.DOTALL,
)
ENTRY = re.compile(
    "BEGIN:VEVENT\nSUMMARY:[A-Z]{5}: (?P<title>[^\n]+)\nDTSTART;VALUE=DATE:(?P<day>[0-9]{8})\n"
    "DTEND;VALUE=DATE:[0-9]{8}\nDTSTAMP:(?P<stamp>[0-9]{8}T000000Z)\nUID:(?P<uid>[0-9a-f]{32})\nTRANSP:TRANSPARENT\n"
    "END:VEVENT\n"
)


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


@pytest.fixture
def desk(scene: Scene) -> Iterator[Server]:
    prepare(scene.office)
    with server(scene.office, "office") as one:
        yield one


def address(scene: Scene, person: UUID) -> str:
    with scene.office.unit(person) as uow:
        token = feed.make(uow=uow)
        uow.commit()
        return f"/feed/{token}.ics"


def fetched(desk: Server, path: str, language: str = "en") -> bytes:
    with urlopen(Request(desk.url + path, headers={"Accept-Language": language}), timeout=120) as answer:  # noqa: S310
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        content: bytes = answer.read()
        return content


def entries(written: bytes) -> list[dict[str, str]]:
    """Every entry, after the lines were looked at (RFC 5545 § 3.1): CRLF, 75 octets, a letter never cut in two."""
    assert written.endswith(b"\r\n")
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")
    calendar = CALENDAR.fullmatch(written.decode().replace("\r\n ", "").replace("\r\n", "\n"))
    assert calendar is not None, written.decode()
    found = list(ENTRY.finditer(calendar[1]))
    assert "".join(entry[0] for entry in found) == calendar[1]
    return [entry.groupdict() for entry in found]


def move(scene: Scene, *, day: int) -> None:
    """The judgment was served on another day of February, so all limits end on that day of June."""
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on=proven(SERVED.replace(day=day)), uow=uow)
        uow.commit()


def test_an_entry_stays_the_same_in_every_language_and_on_another_day(scene: Scene, desk: Server) -> None:
    mine, theirs = address(scene, scene.cast.lawyer), address(scene, scene.reader)
    (english,), (azerbaijani,) = entries(fetched(desk, mine)), entries(fetched(desk, mine, "az"))
    assert (english["title"], english["day"]) == (TITLE, "20260605")
    assert azerbaijani["title"] != TITLE
    assert (english["uid"], english["day"]) == (azerbaijani["uid"], azerbaijani["day"])
    (hers,) = entries(fetched(desk, theirs))
    assert hers["uid"] != english["uid"], "two feeds laid side by side do not show that they speak of one matter"
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        ids = {row.id.hex for row in running(scene, uow)} | {queries.matter(scene.cast.matter, uow=uow).id.hex}
    assert english["uid"] not in ids
    move(scene, day=3)
    (moved,) = entries(fetched(desk, mine))
    assert (moved["uid"], moved["day"]) == (english["uid"], "20260603")


def test_vdirsyncer_fetches_it_and_khal_shows_it(scene: Scene, desk: Server, tmp_path: Path) -> None:
    if shutil.which("vdirsyncer") is None or shutil.which("khal") is None:
        missing("no vdirsyncer and khal here: install Debian's packages of these names")
    mine = address(scene, scene.cast.lawyer)
    home = subscribed(tmp_path / "home", desk.url + mine)
    assert run(home, "vdirsyncer", "sync") == ""
    assert shown(home) == [f"2026-06-05 {ref(scene)}: {TITLE}"]

    move(scene, day=3)
    run(home, "vdirsyncer", "sync")
    assert shown(home) == [f"2026-06-03 {ref(scene)}: {TITLE}"]

    with scene.office.unit(scene.cast.lawyer) as uow:
        feed.end(uow=uow)
        uow.commit()
    with pytest.raises(HTTPError, match="404"):
        fetched(desk, mine)
    assert "NOT FOUND" in run(home, "vdirsyncer", "sync", refused=True)
    assert shown(home) == [f"2026-06-03 {ref(scene)}: {TITLE}"], "what a program has copied stays with it"


def ref(scene: Scene) -> str:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        return queries.matter(scene.cast.matter, uow=uow).ref


def subscribed(home: Path, url: str) -> Path:
    """The settings of somebody who has this address, and the first question answered."""
    (home / "days").mkdir(parents=True)
    (home / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{home}/status"\n'
        '[pair feed]\na = "here"\nb = "there"\ncollections = null\nconflict_resolution = "b wins"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{home}/days"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{url}"\n'
    )
    (home / "khal.conf").write_text(
        f"[calendars]\n[[feed]]\npath = {home}/days\nreadonly = True\n"
        "[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = Asia/Baku\ndefault_timezone = Asia/Baku\n"
        f"[sqlite]\npath = {home}/khal.db\n"
    )
    run(home, "vdirsyncer", "discover")
    return home


def run(home: Path, *words: str, refused: bool = False) -> str:
    """What the program says of faults."""
    environment = {"PATH": os.defpath, "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    environment |= {"VDIRSYNCER_CONFIG": str(home / "vdirsyncer.conf")}
    quiet = ["-v", "WARNING"] if words[0] == "vdirsyncer" else []
    done = subprocess.run(
        [words[0], *quiet, *words[1:]], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode != 0) is refused, done.stdout + done.stderr
    return done.stderr if words[0] == "vdirsyncer" else done.stdout


def shown(home: Path) -> list[str]:
    """What khal lists, a line an entry: its first day and its words."""
    options = ["--format", "{start-date} {title}", "--day-format", ""]
    said = run(home, "khal", "-c", str(home / "khal.conf"), "list", *options, "2026-06-01", "60d")
    return [line for line in said.splitlines() if line.strip()]
