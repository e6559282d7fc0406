"""A filing on three roads and the answers of the Registry, through the pages, without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from caseintake.i18n import LANGUAGES, format_day
from caseintake.matters.channels import the_channels
from tests.deadlines.scene import DUE, Scene, set_limits
from tests.deadlines.test_chase import POSTED, WAIT, filed, on
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk, errors

pytestmark = pytest.mark.one_engine


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


@contextmanager
def desk_on(scene: Scene, day: date, hour: int = 12, minute: int = 0) -> Iterator[Desk]:
    """The lawyer signs in on this day."""
    on(scene, day, hour, minute)
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        yield desk


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}__day": str(on.day), f"{name}__month": str(on.month), f"{name}__year": str(on.year)}


def said(day: date) -> str:
    return format_day(day, "en")


def test_the_last_evening_by_one_lawyer_alone(scene: Scene) -> None:
    here = f"/matters/{scene.cast.matter}"
    proceeding = f"{here}/proceedings/{scene.cast.proceeding}"
    with desk_on(scene, DUE, 17, 50) as desk:
        early = day("lodged_on", DUE - timedelta(days=4))
        desk.post(f"{proceeding}/filings/new", kind="application", how="post", **early)
        sets = re.findall(rf'href="({here}/filings/[0-9a-f-]+/dispatches)"', desk.get(proceeding))[0]
        assert "The proof of lodging is missing." in desk.get(sets)

        # At the counter: no paper is scanned yet. Recorded all the same, and amber.
        desk.post(f"{sets}/new", channel="registered_post", tracking="RR 123 456 789 AZ", **day("handed_on", DUE))
        desk.post(f"{sets}/new", channel="fax", contents="First page only", **day("handed_on", DUE))
        page = desk.get(sets)
        for words in ("RR 123 456 789 AZ", "registered letter", "by fax", "First page only",
                      "counts for 3 time-limits",
                      "Only a complete form sent by post stops the time-limit before the Court."):  # fmt: skip
            assert words in page, words

        new = f"{sets}/new"
        tomorrow = desk.send(new, desk.fields(new), 422, **day("handed_on", DUE + timedelta(days=1)))
        assert "This day has not come yet." in errors(tomorrow.text)


def test_no_answer_then_a_rejection_then_a_number(scene: Scene) -> None:
    on(scene, POSTED)
    filing, here = filed(scene, POSTED), f"/matters/{scene.cast.matter}"
    sets, answers = f"{here}/filings/{filing}/dispatches", f"{here}/filings/{filing}/answers/new"
    with desk_on(scene, POSTED) as desk:
        assert f"If the Registry has not written by {said(POSTED + WAIT)}, ring them." in desk.get(sets)
    with desk_on(scene, POSTED + WAIT + timedelta(days=1)) as desk:
        left = (DUE - POSTED - WAIT).days - 1
        assert f"{left} days left to send again, until {said(DUE)}." in desk.get(sets)
        for address in ("/board", "/monday", f"{here}/time-limits"):
            assert f"no answer, {left} days left to send again" in desk.get(address), address

        desk.post(answers, kind="rejected", why="Section G is empty", **day("answered_on", date(2026, 4, 20)))
        page = desk.get(sets)
        for words in ("The original time-limit never stopped.", said(DUE), "Section G is empty",
                      "Until when a new complete form must be posted"):  # fmt: skip
            assert words in page, words
        (taken,) = set(re.findall(rf'action="({here}/answers/[0-9a-f-]+/back)"', page))
        assert "Say why." in desk.send(taken, desk.fields(sets, "/back"), 422).text
        desk.send(taken, desk.fields(sets, "/back"), reason="It was another application")
        page = desk.get(sets)
        assert "It was another application" in page
        assert "days left to send again" in page

        desk.post(answers, kind="acknowledged", number="12345/26", **day("answered_on", date(2026, 4, 21)))
        assert "The Court has registered it under 12345/26." in desk.get(sets)
        for address in ("/board", "/monday"):
            assert "left to send again" not in desk.get(address)


def test_what_a_dispatch_says_is_kept_when_it_is_changed(scene: Scene) -> None:
    filing = filed(scene, POSTED)
    sets = f"/matters/{scene.cast.matter}/filings/{filing}/dispatches"
    with desk_on(scene, POSTED) as desk:
        desk.post(f"{sets}/new", channel="courier", carrier="Swift Parcels", country="GE", **day("handed_on", POSTED))
        (one,) = set(re.findall(rf'href="(/matters/{scene.cast.matter}/dispatches/[0-9a-f-]+)"', desk.get(sets)))
        assert desk.fields(one)["carrier"] == "Swift Parcels"
        assert desk.fields(one)["country"] == "GE"
        desk.post(one, **day("returned_on", POSTED))
        page = desk.get(sets)
        assert "Swift Parcels" in page
        assert "It came back: it never arrived and stops nothing." in page


def test_the_roads_are_told_in_every_language(scene: Scene) -> None:
    filing = filed(scene, POSTED)
    with desk_on(scene, POSTED) as desk:
        for language in LANGUAGES:
            address = f"/matters/{scene.cast.matter}/filings/{filing}/dispatches/new?language={language}"
            page = html.unescape(desk.get(address))
            for one in the_channels().values():
                assert one.title.get(language) in page
                assert one.proof.get(language) in page
