"""The disk is taken away: what the journey of one person leaves on it, and whether it tells the second she wrote."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caseintake.app import create_app
from tests.intake.people import officer
from tests.office import OfficeForTests
from tests.seizure.search import Moments, beyond_chance
from tests.web.asking import Phone, hidden
from tests.web.matters_desk import at_desk

TEXT = "Kanarienvogel-7731 Они пришли ночью"
FILE = b"canary file content 992817 canary file content"
NAME = "kanarya-qerar-4410.pdf"
PERSON = "Zərifə Kanarya-Quliyeva"
ANSWER = "Canary answer: bring the blue folder 5531"
NOTE = "Canary note: the brother works there 8812"
#: A time that nothing else here has.
MOMENT = datetime(2026, 3, 2, 13, 47, 29, tzinfo=UTC)


def spelled(canary: bytes) -> Iterator[bytes]:
    """A canary in every dress it might be lying around in."""
    text = canary.decode()
    for data in (canary, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("unicode_escape")):
        yield data
        yield data.hex().encode()
        yield data.hex().upper().encode()
        for cut in range(3):
            # Base64 of a piece of something longer: the middle is the same whatever came before.
            yield base64.b64encode(data[cut:])[4:-4]
            yield base64.urlsafe_b64encode(data[cut:])[4:-4]
    yield repr(text).encode()[1:-1]


def everything(directory: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(directory.rglob("*")):
        yield str(path.relative_to(directory)), str(path).encode()
        if path.is_file() and "config" not in path.relative_to(directory).parts:
            yield str(path.relative_to(directory)), path.read_bytes()


def journey(office: OfficeForTests) -> tuple[Phone, str]:
    reader = officer(office)
    phone = Phone(create_app(office.office, "public").test_client())
    phone.begin(safety_urgent="detained").tell(TEXT, safe_answer=PERSON)
    phone.write("files", go="stay")
    phone.upload((FILE, NAME), kind="private", **phone.mine)
    draft = Phone(phone.client).begin()
    draft.write("what_happened", what_happened=TEXT)
    phone.send()
    phone.come_back()
    with at_desk(office, reader) as desk:
        page = desk.get("/inbox")
        one = "/inbox/" + re.findall(r'href="/inbox/([0-9a-f-]{36})"', page)[0]
        desk.press(one, f"{one}/take")
        desk.post(f"{one}/note", text=NOTE)
        desk.post(f"{one}/ask", text=ANSWER, needed=ANSWER)
    phone.visit_post("/visit/add", go="send", addition=TEXT, once="1" * 32)
    phone.come_back()
    phone.visit_post("/visit/answer", message=hidden(phone.page, "message"))
    return phone, one


@pytest.fixture
def taken(office: OfficeForTests, phone: Phone) -> tuple[Path, list[bytes]]:
    """The office's folder after the journey, and every secret that must not be found in it."""
    office.clock.set(MOMENT)
    walked, _ = journey(office)
    secrets = [TEXT.encode(), FILE, NAME.encode(), PERSON.encode(), ANSWER.encode(), NOTE.encode()]
    secrets += [walked.code.text.encode(), "-".join(walked.code.groups).encode(), walked.visit.encode()]
    secrets += [TEXT[:18].encode(), walked.sitting.encode()]
    return office.office.settings.directory, secrets


def test_nothing_of_the_journey_can_be_read_on_the_disk(
    office: OfficeForTests, taken: tuple[Path, list[bytes]]
) -> None:
    directory, secrets = taken
    # As it lies there while the office is open: database, write-ahead log, blobs, runtime folder.
    found = [
        (where, canary)
        for where, data in everything(directory)
        for canary in secrets
        for dress in spelled(canary)
        if len(dress) > 8 and dress in data
    ]
    assert found == []


def test_the_search_itself_finds_what_lies_open(tmp_path: Path) -> None:
    (tmp_path / "open").write_bytes(b"xx" + base64.b64encode(b"y" + TEXT.encode()) + b"zz")
    data = b"".join(data for _, data in everything(tmp_path))
    assert any(dress in data for dress in spelled(TEXT.encode()))


def test_nothing_on_the_disk_tells_the_minute(office: OfficeForTests, taken: tuple[Path, list[bytes]]) -> None:
    directory, _ = taken
    wanted: list[bytes] = []
    for minutes in range(-5, 6):
        at = MOMENT + timedelta(minutes=minutes)
        for zone in (timedelta(), timedelta(hours=4)):
            wanted += [(at + zone).strftime(form).encode() for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M:%S")]
    first, last = int(MOMENT.timestamp()), int(office.clock.now().timestamp())
    wanted += [str(second).encode() for second in range(first - 300, last + 301)]
    noise = [f"{where}: {one!r}" for where, data in everything(directory) for one in wanted if one in data]
    moments = Moments(MOMENT, office.clock.now())
    noise += [f"{where}: {hit}" for where, data in everything(directory) for hit in moments.in_bytes(data)]
    assert beyond_chance(noise) == []
    exact = [second.to_bytes(4, "big") for second in range(first, last + 1)]
    small = [where for where, data in everything(directory) if len(data) < 200_000 for one in exact if one in data]
    assert len(small) <= 1, small  # four random bytes can meet by chance

    # Sealed files carry the day of their change and no time.
    blobs = office.office.settings.blobs
    for path in [blobs, *blobs.rglob("*")]:
        if path.is_file():
            assert int(os.stat(path).st_mtime) % 86_400 == 0, path
