"""Every answer keeps the page where it belongs."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from caseintake.web.surface import Surface

PATHS = ["/", "/az/", "/ru/leave", "/nowhere", "/sign-in", "/everything", "/everything?role=lawyer", "/robots.txt"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_sets_a_cookie_or_rests_in_a_cache(desk: FlaskClient, visitor: FlaskClient, path: str) -> None:
    for client in (desk, visitor):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy


def test_refusals_of_the_gate_are_hardened_too(visitor: FlaskClient) -> None:
    answer = visitor.post("/az/answer", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_strict_transport_is_said_over_https_only(visitor: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/az/").headers
    assert "Strict-Transport-Security" in visitor.get("/az/", base_url="https://localhost").headers


def test_the_style_sheet_has_an_address_made_of_its_content_and_says_nothing(public_app: Surface) -> None:
    address = str(public_app.jinja_env.globals["style_address"])
    answer = public_app.test_client().get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "caseintake" not in address
    assert b"caseintake" not in answer.data.lower()
    assert public_app.test_client().get("/s/0123456789abcdef.css").status_code == 404


def test_pages_carry_no_script_no_inline_style_and_nothing_from_elsewhere(
    desk: FlaskClient, visitor: FlaskClient
) -> None:
    for page in (desk.get("/everything?role=lawyer").text, visitor.get("/az/").text, visitor.get("/x").text):
        for word in ("<script", "style=", "onclick", "http://", "https://", "<iframe", "javascript:"):
            assert word not in page


def test_no_template_has_a_script(public_app: Surface) -> None:
    templates = public_app.jinja_env.list_templates()
    assert len(templates) > 50
    for name in templates:
        source, _, _ = public_app.jinja_env.loader.get_source(public_app.jinja_env, name)
        written = re.sub(r"\{[{%#].*?[}%#]\}", "", source, flags=re.DOTALL)
        assert not re.search(r"<script|javascript:|\son[a-z]+\s*=", written), name


def test_leaving_shows_nothing_goes_on_by_itself_and_empties_the_cache(visitor: FlaskClient) -> None:
    answer = visitor.post("/ru/leave", data={"visit": "live"})
    assert answer.status_code == 200
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Refresh"].startswith("0; url=https://")
    assert "live" not in answer.text


def test_the_session_of_flask_refuses_to_hold_anything(office_app: Surface) -> None:
    from flask import session

    with office_app.test_request_context("/"), pytest.raises(RuntimeError):
        session["secret"] = "x"
