"""Coming in with one button: in the demo, and nowhere else."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest

from caseintake.app import PAGES, create_app
from caseintake.demo import sign_ins
from caseintake.demo.serving import Demo, Doors
from caseintake.demo.shortcut import shortcut
from caseintake.demo.sign_ins import NotTheDemo
from caseintake.work import Office
from tests.demo.conftest import Built
from tests.demo.test_command import free_pair
from tests.office import OfficeForTests


@contextmanager
def running(built: Built) -> Iterator[Doors]:
    doors = Doors.open(free_pair())
    demo = Demo.of(built.settings, doors)
    demo.start()
    try:
        yield doors
    finally:
        demo.stop()
        doors.close()


def ask(
    address: str, method: str, path: str, *, cookie: str = "", form: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Status, ``Location`` or the cookie that was set, and the page."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    body = urlencode(form) if form is not None else None
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    try:
        connection.request(method, path, body, {**headers, **({"Cookie": cookie} if cookie else {})})
        answer = connection.getresponse()
        page = answer.read().decode()
        return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0], page
    finally:
        connection.close()


def test_everybody_comes_in_with_one_button(copy: Built) -> None:
    with running(copy) as doors:
        status, _, page = ask(doors.office_address, "GET", "/demo")
        assert status == 200
        for number, one in enumerate(copy.sign_ins.people):
            assert one.name.replace("&", "&amp;") in page
            status, cookie, _ = ask(doors.office_address, "POST", f"/demo/{number}", form={})
            assert status == 303
            assert cookie.startswith("__Host-session=")
            status, _, account = ask(doors.office_address, "GET", "/account", cookie=cookie)
            assert status == 200
            assert one.handle in account
        assert ask(doors.office_address, "POST", f"/demo/{len(copy.sign_ins.people)}", form={})[0] == 404


def test_what_is_printed_signs_in_at_the_real_page(copy: Built) -> None:
    one = copy.person("leyla")
    with running(copy) as doors:
        typed = {"handle": one.handle, "passphrase": one.passphrase, "code": one.code(datetime.now(UTC))}
        status, cookie, page = ask(doors.office_address, "POST", "/sign-in", form=typed)
        assert status == 303, page
        assert cookie.startswith("__Host-")


def test_the_sign_in_page_of_the_demo_shows_the_way(copy: Built) -> None:
    with running(copy) as doors:
        assert 'href="/demo"' in ask(doors.office_address, "GET", "/sign-in")[2]
        assert ask(doors.public_address, "GET", "/demo")[0] == 404


def test_a_real_office_has_no_such_page(office: OfficeForTests) -> None:
    app = create_app(office.office, "office")
    assert not [rule for rule in app.url_map.iter_rules() if "demo" in rule.rule or "demo" in rule.endpoint]
    client = app.test_client()
    assert client.get("/demo").status_code == 404
    assert client.post("/demo/0").status_code == 404
    assert "demo" not in client.get("/sign-in").text


@pytest.mark.parametrize("lie", ["fingerprint", "demo"])
def test_the_button_opens_no_other_office(built: Built, lie: str) -> None:
    """Even an application that was given the pages by mistake refuses in front of any other office."""
    settings = built.settings
    if lie == "demo":
        settings = msgspec.structs.replace(settings, demo=False)
    else:
        settings = msgspec.structs.replace(settings, fingerprint="11" * 32)
    app = create_app(
        Office.open(settings),
        "office",
        pages=(*PAGES["office"], shortcut(built.sign_ins)),
    )
    answer = app.test_client().post("/demo/0")
    assert answer.status_code >= 400
    assert "Set-Cookie" not in answer.headers


def test_the_file_is_read_in_a_demo_only(built: Built) -> None:
    assert sign_ins.read(built.settings) == built.sign_ins
    with pytest.raises(NotTheDemo):
        sign_ins.read(msgspec.structs.replace(built.settings, demo=False))
    with pytest.raises(NotTheDemo):
        sign_ins.read(msgspec.structs.replace(built.settings, fingerprint="11" * 32))
