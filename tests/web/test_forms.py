"""Forms: the token of the session, fields drawn by our own macros, nothing typed is lost."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import g, render_template_string
from flask.testing import FlaskClient

from caseintake.web.forms import form_token, token_fits
from caseintake.web.surface import Surface
from tests.web.showcase import EverythingForm

GOOD = {
    "name": "Aysel Qaya", "how": "post", "forum": "baku",
    "decided-day": "3", "decided-month": "7", "decided-year": "2025",
    "served-precision": "month", "served-month": "8", "served-year": "2025",
}  # fmt: skip


def token(desk: FlaskClient) -> str:
    page = desk.get("/everything", headers={"X-Role": "lawyer"}).text
    found = re.search(
        r'action="/everything"[^>]*novalidate>\s*<input type="hidden" name="csrf_token" value="(\w+)"', page
    )
    assert found
    return found[1]


def test_a_form_with_the_token_of_its_session_is_taken(desk: FlaskClient) -> None:
    answer = desk.post("/everything", data=GOOD | {"csrf_token": token(desk)}, headers={"X-Role": "lawyer"})
    assert answer.status_code == 303


@pytest.mark.parametrize("given", ["", "00" * 48, "zz", "é"])
def test_a_foreign_token_is_refused_and_the_text_comes_back_with_a_fresh_one(desk: FlaskClient, given: str) -> None:
    answer = desk.post("/everything", data=GOOD | {"csrf_token": given}, headers={"X-Role": "lawyer"})
    assert answer.status_code == 422
    assert "older than your sign-in" in answer.text
    assert 'value="Aysel Qaya"' in answer.text
    fresh = re.search(r'name="csrf_token" value="(\w{96})"', answer.text)
    assert fresh
    again = desk.post("/everything", data=GOOD | {"csrf_token": fresh[1]}, headers={"X-Role": "lawyer"})
    assert again.status_code == 303


def test_an_answer_that_was_not_offered_is_refused_and_not_repeated(desk: FlaskClient) -> None:
    sent = GOOD | {"csrf_token": token(desk), "uses": ["read", "another%(n)sone"]}
    answer = desk.post("/everything", data=sent, headers={"X-Role": "lawyer"})
    assert answer.status_code == 422
    assert "Not a valid choice." in answer.text
    assert "another%" not in answer.text


def test_a_token_belongs_to_one_session_and_is_never_written_twice_alike(office_app: Surface) -> None:
    with office_app.test_request_context("/"):
        assert form_token() == ""
        assert not token_fits("")
        g.csrf_key = b"a" * 32
        one, two = form_token(), form_token()
        assert one != two
        assert token_fits(one)
        assert token_fits(two)
        g.csrf_key = b"b" * 32
        assert not token_fits(one)


def test_errors_stand_at_the_field_and_in_the_summary(desk: FlaskClient) -> None:
    data = GOOD | {"csrf_token": token(desk), "name": " ", "how": "pigeon", "decided-month": "6", "decided-day": "31"}
    page = desk.post("/everything", data=data, headers={"X-Role": "lawyer"}).text
    assert "Please look at 3 answers again" in page
    assert '<a href="#name">' in page
    assert '<a href="#how">' in page
    assert '<a href="#decided-day">' in page
    assert 'id="name-error"' in page
    assert 'aria-describedby="name-hint name-error"' in page
    assert re.search(r'id="decided-day"[^>]*value="31"[^>]*aria-invalid="true"', page)
    assert "This month has 30 days" in page
    for target in re.findall(r'<a href="#([\w-]+)">', page):
        assert page.count(f'id="{target}"') == 1


def test_the_once_number_survives_a_refused_form(desk: FlaskClient) -> None:
    page = desk.get("/everything", headers={"X-Role": "lawyer"}).text
    number = re.search(r'name="once" value="(\w+)"', page)
    assert number
    again = desk.post("/everything", data={"once": number[1]}, headers={"X-Role": "lawyer"}).text
    assert f'name="once" value="{number[1]}"' in again
    forged = desk.post("/everything", data={"once": "'; drop"}, headers={"X-Role": "lawyer"})
    assert forged.status_code == 422
    assert "changed on its way" in forged.text


def test_the_once_number_is_a_uuid_for_the_service(office_app: Surface) -> None:
    with office_app.test_request_context("/everything"):
        assert isinstance(EverythingForm().once.value, UUID)


def test_what_people_type_is_escaped_everywhere(desk: FlaskClient, visitor: FlaskClient) -> None:
    attack = '"><script>alert(1)</script>'
    data = dict.fromkeys((*GOOD, "note", "csrf_token", "once", "uses", "minor", "served-unknown"), attack)
    page = desk.post("/everything", data=data, headers={"X-Role": "lawyer"}).text
    page += visitor.post("/az/answer", data={"statement": attack, "known-day": attack}).text
    assert "<script" not in page


def test_a_widget_of_the_library_is_never_drawn(office_app: Surface) -> None:
    with office_app.test_request_context("/everything"), pytest.raises(TypeError, match=r"macros/form\.html"):
        render_template_string("{{ form.name() }}", form=EverythingForm())


def test_a_name_a_template_misspells_is_not_silently_empty(office_app: Surface) -> None:
    from jinja2 import UndefinedError

    with office_app.test_request_context("/everything"), pytest.raises(UndefinedError):
        render_template_string("{{ statment }}")
