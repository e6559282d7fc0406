"""Attacks on a served office: slow, many, foreign. The pages must go on answering people meanwhile."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest

from caseintake.cli.connections import BODY_SECONDS, HEAD_SECONDS, body_seconds
from caseintake.identity import words
from caseintake.settings import Limits
from tests.engines import Engines
from tests.live import PATIENCE, Server, prepare, server
from tests.office import OfficeForTests, make_office, make_tables

pytestmark = pytest.mark.timeout(300)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(one: Server, path: str, body: str | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(one.url).netloc, timeout=PATIENCE)
    connection.request(
        "POST" if body is not None else "GET", path, body, {**(FORM if body is not None else {}), **headers}
    )
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return found


@contextmanager
def half_sent(one: Server, *lines: bytes) -> Iterator[socket.socket]:
    """A connection that says so much and then nothing more."""
    host = urlsplit(one.url)
    with socket.create_connection((str(host.hostname), host.port or 0), timeout=PATIENCE) as connection:
        connection.sendall(b"\r\n".join(lines))
        yield connection


@pytest.fixture(scope="module")
def public(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all attacks that it outlives."""
    url = engines["sqlite"].create(like=engines.prepared("sqlite", make_tables))
    house = make_office(tmp_path_factory.mktemp("attacked") / "office", url)
    prepare(house)
    with server(house, "public", threads=4) as one:
        yield one
    house.office.close()
    engines["sqlite"].drop(url)


def head(path: str, length: int, kind: str = FORM["Content-Type"]) -> tuple[bytes, ...]:
    said = f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {kind}", f"Content-Length: {length}", "", ""
    return tuple(line.encode() for line in said)


def answered(connection: socket.socket) -> tuple[int, str]:
    """The status and the page that come back, whole."""
    with http.client.HTTPResponse(connection) as answer:
        answer.begin()
        return answer.status, answer.read().decode()


def test_slow_people_hold_no_place_for_ever(public: Server) -> None:
    """More silent, half-asking and half-telling connections than there are threads; then a person comes."""
    with ExitStack() as held:
        for _ in range(30):
            held.enter_context(half_sent(public))
        began = time.monotonic()
        assert ask(public, "/en/")[0] == 200
        assert time.monotonic() - began < 6 * HEAD_SECONDS, "a connection that says nothing holds none of four threads"
        began = time.monotonic()
        slow = held.enter_context(half_sent(public, *head("/en/return", 400), b"typed=AAAA"))
        # One more than there are threads left: nobody else is answered before three of these have been let go.
        for _ in range(4):
            held.enter_context(half_sent(public, b"GET /en/ HTTP/1.1", b"Host: 127.0.0.1"))
        assert ask(public, "/en/")[0] == 200
        status, page = answered(slow)
        assert time.monotonic() - began > BODY_SECONDS - 2, "a slow connection is no attack yet"
        assert (status, "This could not be read" in page) == (400, True)


def test_bodies_of_many_fields_and_of_no_form_are_refused_in_words(public: Server) -> None:
    status, page, headers = ask(public, "/ru/return", "&".join(f"f{n}=1" for n in range(10_000)))
    assert (status, "Это слишком много" in page or "413" in page or "<h1>" in page) == (413, True)
    assert "server" not in headers, "an answer does not say which program made it"
    assert ask(public, "/en/return", "typed=A", **{"Content-Type": "multipart/form-data; boundary=b"})[0] == 415
    assert ask(public, "/en/", **{f"X-{n}": "1" for n in range(80)})[0] in (400, 431)


def test_a_foreign_ticket_and_a_foreign_stamp_are_refused_before_anything_is_read(public: Server) -> None:
    with half_sent(public, *head(f"/en/files/{'A' * 43}", 900_000_000, "multipart/form-data; boundary=b")) as sending:
        assert answered(sending)[0] == 403, "of what was announced not a byte has come"
    page = ask(public, "/en/code", "safety_watched=no")[1]
    code, number = (re.findall(rf'name="{name}" value="(\w+)"', page)[0] for name in ("code", "sitting"))
    status, page, _ = ask(public, "/en/send", urlencode({"code": code, "sitting": number, "began": "1-00"}))
    assert (status, "Please press Send once more" in page, code in page) == (429, True, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_stops(public: Server, number: signal.Signals) -> None:
    """Also while browsers keep their connections open and somebody is half through a form."""
    host = urlsplit(public.url)
    kept = http.client.HTTPConnection(host.netloc, timeout=PATIENCE)
    kept.request("GET", "/en/")
    kept.getresponse().read()
    announced = 1_000_000
    with half_sent(public, *head("/en/return", announced), b"typed=AAAA"):
        time.sleep(0.3)
        assert public.process is not None
        public.process.send_signal(number)
        public.process.wait(PATIENCE)
        assert body_seconds(str(announced)) > 2 * PATIENCE, "it waited for nobody"
    kept.close()
    public.start()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_fifty_at_once_do_not_stop_the_door(office: OfficeForTests) -> None:
    """Sign-ins at the real cost of a passphrase: two are checked, eight wait, the others are asked to come again."""
    house = office.office
    house.settings = msgspec.structs.replace(house.settings, limits=Limits(seconds_to_write=0))
    prepare(office)
    handles, passphrase = [words.draw_handle() for _ in range(50)], " ".join(words.draw_passphrase())
    with server(office, "office", threads=16) as desk, ThreadPoolExecutor(50) as crowd:
        together = threading.Barrier(51)

        def come(number: int) -> tuple[int, str]:
            together.wait(PATIENCE)
            typed = {"handle": handles[number], "passphrase": passphrase, "code": "123456"}
            return ask(desk, "/sign-in", urlencode(typed))[:2]

        answers = [crowd.submit(come, number) for number in range(50)]
        together.wait(PATIENCE)
        time.sleep(0.1)
        began = time.monotonic()
        assert ask(desk, "/sign-in")[0] == 200
        assert time.monotonic() - began < 60, "the page itself is still there"
        found = [one.result() for one in answers]
    assert {status for status, _ in found} <= {400, 401, 503}
    busy = [page for status, page in found if status == 503]
    assert busy
    assert all("Try again in half a minute" in page for page in busy)
    assert "Traceback" not in desk.said.read_text()
