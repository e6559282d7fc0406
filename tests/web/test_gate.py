"""What must not come in is refused before a byte of its body is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient

from caseintake.web.body import FORM_BYTES, FORM_FIELDS
from caseintake.web.guards import Guard, Pages
from caseintake.web.surface import Surface
from tests.web.showcase import showcase

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


class Unreadable(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = readinto = readall = read  # type: ignore[assignment]


def post(client: FlaskClient, path: str, kind: str, length: int | None, **headers: str) -> int:
    """The answer to a POST whose body raises when anybody reads it."""
    environ: dict[str, Any] = {"wsgi.input": Unreadable(), "CONTENT_TYPE": kind}
    environ["CONTENT_LENGTH"] = "" if length is None else str(length)
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return client.open(path, method="POST", environ_overrides=environ).status_code


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:81"},
    {"Origin": "http://[broken"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: " ".join(headers.values()))
def test_a_form_of_another_site_is_refused_unread(
    desk: FlaskClient, visitor: FlaskClient, headers: dict[str, str]
) -> None:
    assert post(desk, "/everything", FORM, 200 << 20, **headers) == 403
    assert post(desk, "/upload", MULTIPART, 200 << 20, **headers) == 403
    assert post(visitor, "/az/answer", FORM, 10, **headers) == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {},
                                     {"Sec-Fetch-Site": "same-origin", "Origin": "null"}])  # fmt: skip
def test_our_own_form_comes_in(visitor: FlaskClient, headers: dict[str, str]) -> None:
    answer = visitor.post("/az/answer", data={"statement": "Zəng etdilər"}, headers=headers)
    assert answer.status_code == 200


def test_a_link_from_elsewhere_may_open_a_page(visitor: FlaskClient) -> None:
    assert visitor.get("/fr/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(("kind", "length", "code"), [
    (FORM, FORM_BYTES + 1, 413),
    (FORM, 300 << 20, 413),
    (FORM, None, 411),
    (MULTIPART, 10, 415),
    ("application/json", 10, 415),
    ("text/plain", 10, 415),
    ("", 10, 415),
])  # fmt: skip
def test_a_body_no_route_asked_for_is_refused_unread(
    desk: FlaskClient, visitor: FlaskClient, kind: str, length: int | None, code: int
) -> None:
    assert post(desk, "/everything", kind, length) == code
    assert post(visitor, "/az/answer", kind, length) == code
    assert post(visitor, "/nowhere", kind, length) == code


@pytest.mark.parametrize("word", ["abc", "-5", "1e3", "9" * 30])
def test_a_length_that_is_no_number_is_refused_unread(desk: FlaskClient, word: str) -> None:
    environ = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": word, "CONTENT_TYPE": FORM}
    assert desk.open("/everything", method="POST", environ_overrides=environ).status_code == 400


def test_a_chunked_body_is_refused_unread(desk: FlaskClient) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    assert post(desk, "/everything", FORM, None, **headers) == 411
    assert post(desk, "/upload", MULTIPART, None, **headers) == 411


def test_an_upload_larger_than_the_office_takes_is_refused_unread(office_app: Surface, desk: FlaskClient) -> None:
    assert post(desk, "/upload", MULTIPART, office_app.config["UPLOAD_BYTES"] + 1, **{"X-Role": "lawyer"}) == 413


def test_an_upload_route_takes_multipart_and_nobody_reads_it_before_the_guard(desk: FlaskClient) -> None:
    assert post(desk, "/upload", MULTIPART, 50 << 20) == 401
    answer = desk.post("/upload", data=b"--x--", content_type=MULTIPART, headers={"X-Role": "lawyer"})
    assert (answer.status_code, answer.text) == (200, "5")


def test_a_get_with_a_body_is_refused_unread(desk: FlaskClient) -> None:
    environ = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": "5", "CONTENT_TYPE": FORM}
    assert desk.get("/sign-in", environ_overrides=environ).status_code == 400


def test_a_form_cut_off_on_its_way_is_not_taken_for_a_whole_one(visitor: FlaskClient) -> None:
    environ = {"wsgi.input": io.BytesIO(b"statement=half"), "CONTENT_LENGTH": "400", "CONTENT_TYPE": FORM}
    assert visitor.open("/az/answer", method="POST", environ_overrides=environ).status_code == 400


@pytest.mark.parametrize("body", [b"statement=%ff%fe", b"statement=\xff", b"statement=a%00b", b"%00=a"])
def test_bytes_that_are_no_text_are_refused_in_words(visitor: FlaskClient, body: bytes) -> None:
    answer = visitor.post("/en/answer", data=body, content_type=FORM)
    assert answer.status_code == 400
    assert "could not be read" in answer.text


def test_a_million_empty_fields_are_not_parsed(visitor: FlaskClient) -> None:
    assert visitor.post("/az/answer", data=b"a&" * (FORM_FIELDS + 1), content_type=FORM).status_code == 413


def test_a_long_statement_in_any_script_fits(visitor: FlaskClient) -> None:
    text = "Мне позвонили ночью. " * 4700
    answer = visitor.post("/en/answer", data={"statement": text})
    assert answer.status_code == 200
    assert text.strip() in answer.text


@pytest.mark.parametrize("path", ["/az/%00", "/az/?q=%00", "/%ff/%fe", "/az//", "/" + "1" * 3000, "/az/?" + "&" * 900,
                                  "/az/?language=zz", "/az/../../etc", "/s/x.css", "/az/\u202e"])  # fmt: skip
def test_a_bad_address_is_answered_in_words(visitor: FlaskClient, desk: FlaskClient, path: str) -> None:
    for client in (visitor, desk):
        assert client.get(path).status_code in (200, 302, 303, 308, 400, 404)


def test_the_stock_parser_can_neither_spool_nor_be_asked_for_files(office_app: Surface) -> None:
    from werkzeug.exceptions import UnsupportedMediaType

    with office_app.test_request_context("/upload", method="POST", data=b"--x--", content_type=MULTIPART) as context:
        with pytest.raises(UnsupportedMediaType):
            context.request.files  # noqa: B018
        with pytest.raises(UnsupportedMediaType):
            context.request._get_file_stream(10, None)


def test_limits_stand_on_the_request_itself_and_not_only_in_the_configuration(tmp_path: Path) -> None:
    pages = Pages("limits", __name__)

    @pages.post("/limits", guard=Guard.anyone())
    def limits() -> list[int | None]:
        return [request.max_content_length, request.max_form_memory_size, request.max_form_parts]

    app = showcase(tmp_path, "office", pages)
    app.config.update(MAX_CONTENT_LENGTH=None, MAX_FORM_MEMORY_SIZE=None, MAX_FORM_PARTS=None)
    assert app.test_client().post("/limits").json == [FORM_BYTES, FORM_BYTES, 200]


def test_another_host_name_is_refused(office_app: Surface) -> None:
    office_app.config["TRUSTED_HOSTS"] = ["office.example"]
    assert office_app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert office_app.test_client().get("/sign-in", headers={"Host": "office.example"}).status_code == 200
