"""What happened, recorded at a browser without JavaScript: one page of just its fields, the clock, the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from tests.deadlines.scene import DUE, Scene, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk, errors

pytestmark = pytest.mark.one_engine


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


@pytest.fixture
def lawyer(scene: Scene) -> Iterator[Desk]:
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        yield desk


def on(day: date, name: str) -> dict[str, int]:
    return {f"{name}__day": day.day, f"{name}__month": day.month, f"{name}__year": day.year}


def limit_of(lawyer: Desk, here: str, words: str) -> str:
    """The page of the first limit in the list whose line has these words."""
    lines = re.findall(r"<tr>(.*?)</tr>", lawyer.get(f"{here}/time-limits"), re.DOTALL)
    found = [line for line in lines if words in line]
    assert found, f"no time-limit: {words}"
    address = re.search(r'href="([^"]+)"', found[0])
    assert address is not None
    return address[1]


def test_from_an_arrest_to_its_clock_and_back(scene: Scene, lawyer: Desk) -> None:
    here, (sevda, timur, _nil) = f"/matters/{scene.cast.matter}", scene.cast.applicants
    assert f"{here}/happened/new/arrested" in lawyer.get(f"{here}/happened")
    lawyer.get(f"{here}/happened/new/application_dispatched", 404)  # a filing, recorded at its proceeding
    page = f"{here}/happened/new/arrested"
    asked = set(lawyer.fields(page))
    assert {"arrested_at-day", "arrested_at-time", "choice_exceptional"} <= asked
    assert not {name for name in asked if name.startswith(("served_on", "letter", "choice_gravity"))}

    day = on(date(2026, 3, 1), "arrested_at")
    refused = lawyer.post(page, 422, **day, arrested_at__time="14h", applicants=str(sevda), note="At the airport")
    assert "Write the time with hours and minutes" in errors(refused.text)
    assert 'value="14h"' in refused.text
    assert "At the airport" in refused.text
    nobody = lawyer.post(page, 422, **day, arrested_at__time="14:20")
    assert "Say whom it happened to" in errors(nobody.text)
    lawyer.post(page, **day, arrested_at__time="14.20", applicants=str(sevda), note="At the airport")

    limit = limit_of(lawyer, here, "before a judge")
    shown = lawyer.get(limit)
    for words in ("3 March 2026", "14:20", "Set running by:", "It ends with:", "relied on"):
        assert words in shown, words
    # The page of what ends it knows of whom.
    ends = re.search(r'It ends with:\s*<a href="([^"]+)"', shown)
    assert ends is not None
    answer = ends[1].replace("&amp;", "&")
    assert f'value="{sevda}" autocomplete="off" checked' in lawyer.get(answer)
    assert f'value="{timur}" autocomplete="off" checked' not in lawyer.get(answer)

    event = re.search(rf'href="({here}/happened/[0-9a-f-]{{36}})"', lawyer.get(f"{here}/happened"))
    assert event is not None
    one = event[1]
    lawyer.send(one, lawyer.fields(one), **on(date(2026, 2, 28), "arrested_at"))
    assert "1 March 2026, 14:20" in lawyer.get(one)  # what stood there before, in the history
    assert "2 March 2026" in lawyer.get(limit)
    without = lawyer.send(f"{one}/take-back", lawyer.fields(one, "/take-back"), 422)
    assert "Say why" in errors(without.text)
    lawyer.send(f"{one}/take-back", lawyer.fields(one, "/take-back"), reason="Recorded twice")
    assert "did not run" in lawyer.get(limit)
    assert "Recorded twice" in lawyer.get(f"{here}/happened")


def test_a_letter_without_its_day_asks_for_it(scene: Scene, lawyer: Desk) -> None:
    here = f"/matters/{scene.cast.matter}"
    lawyer.post(f"{here}/happened/new/observations_invited", **on(date(2026, 3, 1), "letter_on"))
    limit = limit_of(lawyer, here, "bservations")
    assert "nobody has typed it yet" in lawyer.get(limit)
    event = re.search(r'Set running by: <a href="([^"]+)"', lawyer.get(limit).replace("</dt>", ""))
    assert event is not None
    lawyer.post(event[1], **on(date(2026, 4, 15), "letter_due_on"))  # a day that lies ahead
    assert "15 April 2026" in lawyer.get(limit)


def test_one_decision_served_on_three_people_on_two_days(scene: Scene, lawyer: Desk) -> None:
    here = f"/matters/{scene.cast.matter}"
    page = f"{here}/decisions/{scene.decision}/served"
    days = {**on(date(2026, 2, 10), "day0"), **on(date(2026, 2, 20), "day1")}
    for wrong, said in (
        ({"numbers0": "1-2, 9", "numbers1": "3"}, "There is no applicant 9 here."),
        ({"numbers0": "1–2", "numbers1": "2, 3"}, "stands under an earlier day"),
        ({"numbers0": ", ".join(["1-10000"] * 200), "numbers1": "3"}, "There is no applicant 4 here."),
        ({"numbers0": "1 to 2", "numbers1": "3"}, "Write numbers like"),
        ({"numbers0": "1"}, "Say who it was on this day."),
        ({"numbers0": "1", "numbers1": "2", "numbers2": "3"}, "Write the day for these people."),
    ):
        answer = lawyer.post(page, 422, **days, **wrong)
        assert said in errors(answer.text), said
        assert f'value="{wrong["numbers0"]}"' in answer.text
        assert answer.text.count("There is no applicant") < 4, "one number is enough to say"
    more = lawyer.post(page, 200, **days, numbers0="1–2", more="1")
    assert "day5-day" in more.text
    assert 'value="1–2"' in more.text
    given = {**days, "numbers0": "1–2", "people1": [str(scene.cast.applicants[2])]}
    warned = lawyer.post(page, 422, **given).text
    assert "5 February 2026 stands there for 1–3 and would be replaced." in warned
    assert "10 June 2026" not in lawyer.get(f"{here}/time-limits"), "no clock moves before somebody says yes"
    lawyer.post(page, **given, replace="yes")
    text = lawyer.get(f"{here}/time-limits")
    assert text.count("10 June 2026") >= 2
    assert "20 June 2026" in text


def test_a_proceeding_that_is_none_is_said_at_its_box(scene: Scene, lawyer: Desk) -> None:
    here = f"/matters/{scene.cast.matter}/happened/new/new_fact/many"
    for nonsense in ("other", str(scene.cast.matter)):
        refused = lawyer.post(here, 422, proceeding=nonsense, numbers0="1", **on(date(2026, 3, 1), "day0"))
        assert "Not a valid choice" in errors(refused.text)


def test_the_page_of_a_limit_lists_every_start_with_its_remedy(scene: Scene, lawyer: Desk) -> None:
    here = f"/matters/{scene.cast.matter}"
    proceeding = f"{here}/proceedings/{scene.cast.proceeding}"
    early = {**on(date(2025, 12, 1), "decided_on"), **on(date(2025, 12, 10), "served_on")}
    lawyer.post(f"{proceeding}/decisions/new", kind="judgment", instance="appeal", is_final="no", **early)
    page = lawyer.get(limit_of(lawyer, here, "Application to the Court"))
    table = page[page.index("Every day the time may run from") :]
    for words in ("cassation, Sabail", "appeal, Sabail", "was no effective remedy", "relied on"):
        assert words in table, words
    assert "Earliest day that any of them gives: 1 April 2026" in page
    assert f"{DUE.day} June 2026" in page


def test_the_office_chooses_between_texts_that_contradict_each_other(scene: Scene, lawyer: Desk) -> None:
    page = "/rules/readings"
    assert "Nobody has chosen yet" in lawyer.get(page)
    address = f"{page}/az.crim.cassation"
    fields = lawyer.fields(page, address)
    assert lawyer.send(address, fields, 422).text.count("Say why.") >= 1
    readings = re.findall(r'name="az.crim.cassation-reading" value="([a-z_]+)"', lawyer.get(page))
    lawyer.send(
        address, fields, **{"az.crim.cassation-reading": readings[0], "az.crim.cassation-reason": "Read on paper"}
    )
    shown = lawyer.get(page)
    assert "We follow:" in shown
    assert "Read on paper" in shown
    assert "Leyla Quliyeva" in shown
