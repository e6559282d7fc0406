"""Which language is spoken, without a cookie."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from caseintake.i18n import current_language


def spoken(page: str) -> str:
    return page.split('<html lang="', 1)[1][:2]


@pytest.mark.parametrize(("asked", "first"), [
    ("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("az", "az"), ("ru-RU,ru", "ru"), ("de, xx", "en"), ("", "en"),
    ("*;;q=x", "en"),
])  # fmt: skip
def test_the_bare_address_leads_to_the_language_the_browser_prefers(
    visitor: FlaskClient, asked: str, first: str
) -> None:
    answer = visitor.get("/", headers={"Accept-Language": asked})
    assert answer.headers["Location"] == f"/{first}/"


@pytest.mark.parametrize("language", ["az", "ru", "en", "fr"])
def test_a_public_page_speaks_the_language_of_its_address_and_its_links_stay_in_it(
    visitor: FlaskClient, language: str
) -> None:
    page = visitor.get(f"/{language}/", headers={"Accept-Language": "en"}).text
    assert spoken(page) == language
    assert f'action="/{language}/answer"' in page
    assert f'action="/{language}/leave"' in page


def test_an_unknown_language_is_no_page_and_offers_the_four(visitor: FlaskClient) -> None:
    answer = visitor.get("/de/")
    assert answer.status_code == 404
    for language in ("az", "ru", "en", "fr"):
        assert f'href="/{language}/"' in answer.text


def test_office_language_persons_own_before_browser_and_a_choice_before_both(desk: FlaskClient) -> None:
    headers = {"X-Role": "lawyer", "X-Language": "az", "Accept-Language": "fr"}
    assert spoken(desk.get("/everything", headers={"X-Role": "lawyer", "Accept-Language": "fr"}).text) == "fr"
    assert spoken(desk.get("/everything", headers=headers).text) == "az"
    assert spoken(desk.get("/everything?language=ru", headers=headers).text) == "ru"
    assert spoken(desk.get("/everything?language=xx", headers=headers).text) == "az"


def test_a_choice_is_carried_on_by_our_own_links(desk: FlaskClient) -> None:
    answer = desk.get("/board?language=ru")
    assert "language=ru" in answer.headers["Location"]
    page = desk.get("/everything?language=ru&x=1&_scheme=evil&endpoint=2", headers={"X-Role": "lawyer"}).text
    assert 'href="/?language=ru"' in page
    assert "x=1&amp;_scheme=evil&amp;endpoint=2&amp;language=fr" in page


def test_silence_after_the_request(visitor: FlaskClient) -> None:
    visitor.get("/fr/")
    assert current_language() == "en"
