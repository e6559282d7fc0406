"""Who may come in is part of the address."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from caseintake.kernel.actor import Actor, Role
from caseintake.web.guards import Guard, Pages
from tests.web.showcase import MATTER, PERSON

ROLES = list(Role)


def test_a_route_without_a_guard_cannot_be_registered() -> None:
    pages = Pages("careless", __name__)

    def view() -> str:
        return ""

    with pytest.raises(TypeError, match=r"/careless \(.*view\): say who may come in"):
        pages.get("/careless")(view)
    with pytest.raises(TypeError, match="say who may come in"):
        pages.add_url_rule("/careless", view_func=view)
    with pytest.raises(TypeError, match="the address has none"):
        pages.get("/matters", guard=Guard.matter())(view)


def test_a_guard_for_no_role_at_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        Guard.role()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "welcome"), [
    ("/", set(ROLES)),
    ("/inbox", {Role.INTAKE_OFFICER}),
    ("/board", {Role.COORDINATOR, Role.LAWYER}),
    (f"/matters/{MATTER}", set(ROLES)),
    (f"/matters/{PERSON}", set()),
])  # fmt: skip
def test_the_truth_table_of_the_showcase(desk: FlaskClient, path: str, welcome: set[Role], role: Role) -> None:
    assert desk.get(path, headers={"X-Role": role}).status_code == (200 if role in welcome else 404)


def test_what_one_may_not_see_looks_exactly_like_what_does_not_exist(desk: FlaskClient) -> None:
    headers = {"X-Role": "lawyer"}
    closed = desk.get(f"/matters/{PERSON}", headers=headers).text
    other_role = desk.get("/inbox", headers=headers).text
    nowhere = desk.get("/nowhere", headers=headers).text

    def plain(page: str) -> str:
        return re.sub(r'value="[0-9a-f]{96}"', "", page)

    assert plain(closed) == plain(other_role) == plain(nowhere)


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(desk: FlaskClient) -> None:
    answer = desk.get("/board?page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/board?page%3D2"


def test_a_client_without_a_live_visit_is_told_in_words(visitor: FlaskClient) -> None:
    assert visitor.post("/en/visit", data={"visit": "live"}).text == "visiting"
    answer = visitor.post("/en/visit", data={"visit": "old"})
    assert answer.status_code == 401
    assert "Your visit has ended" in answer.text


def test_options_are_not_answered_past_the_guard(desk: FlaskClient) -> None:
    assert desk.options("/inbox").status_code == 405
    assert desk.delete("/inbox").status_code == 405


def test_navigation_offers_what_the_role_may_open_and_marks_the_place(desk: FlaskClient) -> None:
    page = desk.get("/everything", headers={"X-Role": "intake_officer"}).text
    assert ">Inbox</a>" in page
    assert ">Time-limits</a>" not in page
    assert 'href="/everything" aria-current="page">Matters' in page
    assert page.count('aria-current="page"') == 2  # the place, and the tab of the showcase


@pytest.mark.parametrize("guard", [Guard.anyone(), Guard.signed_in(), Guard.role(Role.LAWYER), Guard.client()])
def test_roles_say_nothing_about_keys(guard: Guard) -> None:
    lawyer = Actor("person", PERSON, Role.LAWYER)
    assert guard.admits(lawyer) == (guard != Guard.client())
    assert guard.admits(None) == (guard == Guard.anyone())
