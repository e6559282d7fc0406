"""The calculator: every rule draws, counts its own examples, refuses at the box, and keeps nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseintake.deadlines.statute import the_law
from caseintake.i18n import LANGUAGES, format_day
from caseintake.law.engine import compute
from caseintake.law.facts import parse_given
from caseintake.law.refusal import Refused
from caseintake.storage import Base
from tests.office import OfficeForTests
from tests.surfaces import lent_app

pytestmark = pytest.mark.one_engine


@pytest.fixture
def client(office: OfficeForTests) -> Iterator[FlaskClient]:
    """A browser nobody has signed in with."""
    with lent_app(office.office) as app:
        yield app.test_client()


def test_every_rule_counts_its_own_examples_on_the_page(client: FlaskClient) -> None:
    law = the_law()
    listed = client.get("/calculator").text
    for rule in law.rules.values():
        page = f"/calculator/{rule.id}"
        assert f'href="{page}"' in listed
        assert client.get(page).status_code == 200
        example = rule.file.tests[0]
        answer = client.post(page, data=example.given)
        assert answer.status_code == 200, (rule.id, example.name)
        try:
            facts, choices = parse_given(example.given.items())
            due = compute(rule, facts, law.calendars, choices).due
        except Refused:
            assert "No date can be given" in answer.text, (rule.id, example.name)
        else:
            shown = f'<h2><time datetime="{due.isoformat()}">'
            assert shown in answer.text, (rule.id, example.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_page(client: FlaskClient, language: str) -> None:
    rule = the_law().rules["echr.application"]
    page = client.post(f"/calculator/{rule.id}?language={language}", data={"served_on": "31.10.2023"})
    assert rule.file.title.get(language) in page.text
    facts, _choices = parse_given([("served_on", "2023-10-31")])
    assert format_day(compute(rule, facts, the_law().calendars).due, language) in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"served_on": "yesterday"}, "yesterday"),
        ({"served_on": "31.02.2024"}, "2024-02-31"),
        ({"state": "XX", "served_on": "2024-02-01"}, ""),
        ({"decided_on": "2024-05-10", "served_on": "2024-05-09"}, "No date can be given"),
        ({}, "No date can be given"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    client: FlaskClient, typed: dict[str, str], said: str
) -> None:
    page = client.post("/calculator/echr.application", data=typed)
    assert page.status_code in (200, 422)
    assert said in page.text
    for name, text in typed.items():
        assert f'value="{text}"' in page.text or name == "state"


def test_there_is_no_such_rule(client: FlaskClient) -> None:
    assert client.get("/calculator/az.dream").status_code == 404


def test_nothing_of_it_is_kept(client: FlaskClient, office: OfficeForTests, caplog: pytest.LogCaptureFixture) -> None:
    def rows() -> list[int]:
        with office.office.unit() as uow:
            tables = Base.metadata.sorted_tables
            return [uow.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    before = rows()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/calculator/echr.application", data={"served_on": "17.04.2023"})
    assert answer.status_code == 200
    assert rows() == before
    assert "Set-Cookie" not in answer.headers
    assert not [said for said in ("17.04.2023", "2023-04-17") if said in caplog.text]
