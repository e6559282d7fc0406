"""Power cuts while people write and send: what was acknowledged is there, nothing is there by half, work goes on."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from caseintake import housekeeping
from caseintake import settings as settings_file
from caseintake.cli.health import checked
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.intake import drafts, queries
from caseintake.intake.model import Conversation, MessageKind
from caseintake.intake.receipts import Code
from caseintake.work import Office
from tests.intake.people import officer
from tests.live import Server, prepare, server
from tests.office import OfficeForTests
from tests.product_alone import product_alone
from tests.web.asking import Phone, hidden, ticket

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

WRITERS = 4
CUTS = 2


@dataclass
class Answer:
    """As much of a response as `Phone` looks at."""

    status_code: int
    text: str


class Cut(Exception):
    """The connection broke: nobody knows what became of this request."""


class Wire:
    """A browser over a real connection, one for each request."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc

    def post(self, address: str, data: dict[str, Any], content_type: str = "") -> Answer:
        built = EnvironBuilder(method="POST", data=data, content_type=content_type or None).get_environ()
        body, headers = built["wsgi.input"].read(), {}
        if body:
            headers["Content-Type"] = built["CONTENT_TYPE"]
        connection = http.client.HTTPConnection(self._host, timeout=60)
        try:
            connection.request("POST", address, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        except (OSError, http.client.HTTPException) as error:
            raise Cut from error
        finally:
            connection.close()


@dataclass
class Told:
    """What one person was told about her statement."""

    text: str
    file: bytes
    code: Code | None = None
    saved: bool = False
    uploaded: bool = False
    #: She pressed "Send"; whether it arrived she knows only if ``done`` is true.
    pressed: bool = False
    done: bool = False
    #: The connection broke under her.
    cut: bool = False


@dataclass
class Writers:
    """People who write and send, again and again, until they are told to stop."""

    url: str
    told: list[Told] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def write_on(self, who: int) -> None:
        number = 0
        while not self.ended.is_set():
            number += 1
            told = Told(f"Statement {who}.{number}: они пришли ночью", os.urandom(200_000))
            self.told.append(told)
            try:
                self._one(told)
            except Cut:
                told.cut = True
                time.sleep(0.05)
            except AssertionError as error:
                self.faults.append(str(error)[:2000])

    def _one(self, told: Told) -> None:
        phone = Phone(Wire(self.url))  # type: ignore[arg-type]
        phone.begin()
        told.code = phone.code
        phone.write("consent", consent__intake="yes")
        phone.write("what_happened", what_happened=told.text)
        told.saved = True
        self._hang(phone, told)
        told.uploaded = True
        told.pressed = True
        phone.send()
        told.done = True

    @staticmethod
    def _hang(phone: Phone, told: Told) -> None:
        """Send the file; while many others are sending theirs, wait as the page asks and send it again."""
        for _ in range(200):
            phone.write("files", go="stay")
            try:
                phone.upload((told.file, "səs.mp3"), kind="ordinary", **phone.mine)
            except AssertionError as error:
                if not str(error).startswith("503"):
                    raise
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the files were never taken")


def test_power_cuts_lose_nothing_that_was_acknowledged(office: OfficeForTests) -> None:
    reader = officer(office)
    prepare(office)
    with server(office, "public", workers=2) as public:
        writers = Writers(public.url)
        threads = [threading.Thread(target=writers.write_on, args=(who,)) for who in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            _cut_power(public, writers)
            _wait_until(lambda: sum(told.done for told in writers.told) >= WRITERS, writers)
        finally:
            writers.ended.set()
            for thread in threads:
                thread.join()
        _cut_an_upload_and_come_back(public, writers, office)
        public.kill()
    assert not writers.faults, writers.faults[0]

    _sent_is_readable(office, reader, writers.told)
    _saved_waits_under_its_code(office, writers.told)
    _verify_is_clean(office)
    _what_nobody_finished_goes(office)


def _cut_power(public: Server, writers: Writers) -> None:
    """Again and again: once something has got through, in the middle of something else. It may just have ended."""
    chance, cuts = random.Random(7), 0
    while cuts < CUTS or not any(told.saved and told.cut for told in writers.told):
        assert cuts < 20, "no cut came in the middle"
        cuts += 1
        done = sum(told.done for told in writers.told)
        _wait_until(lambda done=done: sum(told.done for told in writers.told) > done, writers)
        _wait_until(lambda: any(told.saved and not told.done and not told.cut for told in writers.told), writers)
        time.sleep(chance.uniform(0, 0.06))
        public.kill()
        public.start()


def _wait_until(holds: Callable[[], bool], writers: Writers) -> None:
    until = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < until, writers.faults or "nothing gets through any more"
        time.sleep(0.002)


def _cut_an_upload_and_come_back(public: Server, writers: Writers, office: OfficeForTests) -> None:
    """The power goes while a file is half sent. She comes back with her code, sends it again, and all of it arrives."""
    told = Told("The last statement", os.urandom(12_000_000), saved=True, uploaded=True, pressed=True, done=True)
    phone = Phone(Wire(public.url))  # type: ignore[arg-type]
    phone.begin()
    told.code = phone.code
    phone.write("consent", consent__intake="yes")
    phone.write("what_happened", what_happened=told.text)
    phone.write("files", go="stay")
    with _half_sent(public.url, ticket(phone.page), told.file, phone.mine):
        arriving = office.office.settings.blobs / "incoming"
        _wait_until(lambda: any(_size(path) > 500_000 for path in arriving.glob("*.part")), writers)
        public.kill()
    public.start()

    phone.post("/return", typed=phone.code.text)
    phone.sitting = hidden(phone.page, "sitting")
    phone.write("files", go="stay")
    phone.upload((told.file, "səs.mp3"), kind="ordinary", **phone.mine)
    phone.send()
    writers.told.append(told)


def _size(path: Path) -> int:
    """Bytes; none of a file that was tidied away since it was listed."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def _half_sent(url: str, address: str, content: bytes, fields: dict[str, Any]) -> Iterator[None]:
    """A connection over which half of an upload has gone, and nothing more comes."""
    data = {**fields, "kind": "ordinary", "files": [(BytesIO(content), "səs.mp3")]}
    built = EnvironBuilder(method="POST", data=data, content_type="multipart/form-data").get_environ()
    body = built["wsgi.input"].read()
    host = urlsplit(url)
    with socket.create_connection((str(host.hostname), host.port or 0), timeout=60) as connection:
        head = f"POST {address} HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Type: {built['CONTENT_TYPE']}\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[: len(body) // 2])
        yield


def _sent_is_readable(office: OfficeForTests, reader: Any, told: list[Told]) -> None:
    """Each acknowledged statement once, with its file; and each conversation there is, whole."""
    by_text = {one.text: one for one in told}
    found: list[str] = []
    with office.unit(reader, write=False) as uow:
        for row in uow.session.scalars(select(Conversation)).all():
            seen = queries.whole(row, uow=uow)
            (first,) = [said.message for said in seen.messages if said.message.kind is MessageKind.STATEMENT]
            assert all(said.proof is not None for said in seen.messages)
            one = by_text[first.text]
            assert one.pressed, "sent without having been sent"
            found.append(first.text)
            kept = documents.documents_in(row.vault_id, uow=uow)
            assert len(kept) == len(first.files)
            if one.uploaded:
                (file,) = kept
                opened = documents.open_document(file, uow=uow)
                with opened.file:
                    assert hashlib.sha256(b"".join(opened.pieces)).digest() == hashlib.sha256(one.file).digest()
    assert len(found) == len(set(found)), "a statement arrived twice"
    lost = {one.text for one in told if one.done} - set(found)
    assert not lost, f"acknowledged and lost: {sorted(lost)}"


def _saved_waits_under_its_code(office: OfficeForTests, told: list[Told]) -> None:
    with office.office.unit() as uow:
        for one in told:
            if not one.saved or one.done or one.code is None:
                continue
            draft = drafts.read(one.code, uow=uow)
            if draft is None:
                assert one.pressed, f"saved and lost: {one.text}"
                continue
            assert draft.content.answers["what_happened"] == (one.text,)
            if one.uploaded:
                (drafted,) = draft.content.files
                documents.store_of(office.office).open(drafted.file.blob_id).close()


def _verify_is_clean(office: OfficeForTests) -> None:
    """As ``caseintake verify`` finds it, which knows nothing but what is on the disk."""
    again = Office.open(settings_file.load(office.office.settings.directory), office.clock)
    with product_alone():
        report = checked(again, again.fingerprint)
    again.close()
    assert report.exit_code == 0, report.findings


def _what_nobody_finished_goes(office: OfficeForTests) -> None:
    """After the days that drafts are kept, nothing is left but what records name."""
    office.clock.advance(timedelta(days=office.office.settings.limits.draft_days + 4))
    assert housekeeping.tidy(office.office)
    store = documents.store_of(office.office)
    with office.office.unit() as uow:
        assert uow.session.scalars(select(drafts.Draft)).all() == []
        named = {str(id) for id in uow.session.scalars(select(Document.blob_id))}
    left = {path.name for path in store.folder.rglob("*") if path.is_file()}
    assert left == named
