"""The dates of a matter at a browser without JavaScript; many limits read in one step; the board of a changed row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from caseintake.identity.model import Credential
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters import service as matters
from tests.deadlines.scene import Scene, damage, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests
from tests.signing_in import account
from tests.web.matters_desk import Desk, at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


@pytest.fixture
def lawyer(scene: Scene) -> Iterator[Desk]:
    with at_desk(scene.office, scene.cast.lawyer) as desk:
        yield desk


def on(day: date, name: str = "due") -> dict[str, int]:
    return {f"{name}__day": day.day, f"{name}__month": day.month, f"{name}__year": day.year}


def here(scene: Scene) -> str:
    return f"/matters/{scene.cast.matter}"


def soon(scene: Scene, days: int = 3) -> date:
    return scene.office.clock.today() + timedelta(days=days)


def add(lawyer: Desk, scene: Scene, day: date, **said: object) -> str:
    """One line on the tab; the address of the new date."""
    at = f"{here(scene)}/dates"
    answer = lawyer.send(f"{at}/new", lawyer.fields(at, "/dates/new"), **on(day), **said)
    return answer.location


def test_from_one_line_to_the_next_hearing(scene: Scene, lawyer: Desk) -> None:
    day = soon(scene)
    first = add(lawyer, scene, day, kind="hearing", time="9:30", what="Witness Əliyev")
    page = lawyer.get(first)
    assert "Witness Əliyev" in page
    assert "9:30" in page
    assert "all 3 applicants of the matter" in page
    changed = {**on(day + timedelta(days=1)), "appearances": "Marc Orban; Orban & Partners; 1-2", "room": "4"}
    refused = lawyer.post(f"{first}/edit", 422, **changed)
    assert "why" in refused.text
    lawyer.post(f"{first}/edit", why="The judge is ill", **changed)
    page = lawyer.get(first)
    for words in ("The judge is ill", "Orban &amp; Partners", "1-2", "room 4"):
        assert words in page
    answer = lawyer.send(
        f"{first}/done", lawyer.fields(first, "/done"), done__result="Adjourned", done__next_time="11.15",
        **on(day + timedelta(days=9), "done-next_due"),
    )  # fmt: skip
    assert answer.location != first
    later = lawyer.get(answer.location)
    assert "11:15" in later
    assert "Orban &amp; Partners" in later
    assert "Adjourned" in lawyer.get(first)
    lawyer.send(f"{answer.location}/cancel", lawyer.fields(answer.location, "/cancel"), cancel__reason="Withdrawn")
    assert "Withdrawn" in lawyer.get(answer.location)
    assert "Adjourned" in lawyer.get(f"{here(scene)}/dates")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"time": "25:00"}, "Write the hour with two numbers"),
        ({"lasts": "long"}, "Write how many minutes"),
        ({"due__day": "31", "due__month": "2"}, "This month has 28 days"),
        ({"appearances": "Marc; Orban; 1-2; more"}, "Write one person a line"),
    ],
)
def test_what_cannot_be_is_said_at_its_box_and_nothing_is_lost(
    scene: Scene, lawyer: Desk, said: dict[str, str], words: str
) -> None:
    typed: dict[str, object] = {**on(soon(scene)), "what": "Kept as typed", **said}
    page = lawyer.post(f"{here(scene)}/dates/new", 422, **typed).text
    assert words in page
    assert 'value="Kept as typed"' in page


def test_a_clash_is_shown_at_entry_and_on_the_pages(scene: Scene, lawyer: Desk) -> None:
    add(lawyer, scene, soon(scene), time="10:00")
    second = add(lawyer, scene, soon(scene), time="10:40")
    assert "Leyla Quliyeva cannot be at both" in lawyer.get(second)
    assert lawyer.get(f"{here(scene)}/dates").count("clashes with another date") == 2


def test_a_fatal_date_read_by_a_coordinator(scene: Scene, lawyer: Desk) -> None:
    address = add(lawyer, scene, soon(scene), kind="court_date", severity="fatal", what="Sevda pays the fee")
    assert "typed, needs a second reading" in lawyer.get(address)
    lawyer.send(f"{address}/slip", lawyer.fields(address, "/slip"), slip__reader=scene.reader)
    with at_desk(scene.office, scene.reader) as reader:
        board = reader.get("/board")
        assert "typed, needs a second reading" in board
        assert "Sevda" not in board
        slip = re.search(r'href="(/slips/[0-9a-f-]{36})"', reader.get("/slips"))
        assert slip is not None
        page = reader.get(slip[1])
        assert "No rule computes this date" in page
        assert "Sevda" not in page
        reader.post(slip[1], verdict="agree")
    lawyer.press(f"{here(scene)}/dates", f"{here(scene)}/dates/take-in")
    assert "confirmed by a second reader" in lawyer.get(address)


def test_who_is_alone_on_the_last_evening_is_told_that_it_counts(scene: Scene, lawyer: Desk) -> None:
    """A colleague who was taken is not offered as a reader; with nobody left the page says so and asks nothing."""
    office = scene.office
    address, listed = (
        add(lawyer, scene, soon(scene, 0), kind="court_date", severity="fatal"),
        f"{here(scene)}/time-limits",
    )
    limits = re.findall(rf'href="({listed}/[0-9a-f-]{{36}})"', lawyer.get(listed))
    assert "Ayan Babayeva</option>" in lawyer.get(address)
    others = [person for person in office.roles if person != scene.cast.lawyer]
    with office.office.unit() as uow:
        known = set(uow.session.scalars(select(Credential.person_id)))
    for person in others:
        if person not in known:
            account(office, person)
    for gone in ([scene.reader], others):
        with office.office.engine.execution_options(writing=True).begin() as connection:
            connection.execute(update(Credential).where(Credential.person_id.in_(gone)).values(frozen=b"taken"))
        assert "Ayan Babayeva</option>" not in lawyer.get(address)
    for page in (lawyer.get(address), lawyer.get(limits[0])):
        assert "There is nobody else here who could read it now. It counts all the same" in page
        assert "Send the slip" not in page


def test_two_observers_note_side_by_side(scene: Scene, lawyer: Desk) -> None:
    assistant = hire(scene.office, Role.ASSISTANT, "Nil Ərdoğan")
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), assistant, uow=uow)
        uow.commit()
    notes = f"{add(lawyer, scene, soon(scene))}/notes"
    assert 'id="asked-error"' in lawyer.send(notes, lawyer.fields(notes, "/notes"), 422).text
    lawyer.send(notes, lawyer.fields(notes, "/notes"), refused="The video was not admitted")
    with at_desk(scene.office, assistant) as other:
        other.send(notes, other.fields(notes, "/notes"), objections="The record omits our request")
    page = lawyer.get(notes)
    for words in ("The video was not admitted", "The record omits our request", "Nil Ərdoğan", "Leyla Quliyeva"):
        assert words in page
    assert len(set(re.findall(r'<code class="digest">([0-9a-f]{64})</code>', page))) == 2


def test_one_second_reading_for_all_who_were_served_on_one_day(scene: Scene, lawyer: Desk) -> None:
    page = lawyer.get(f"{here(scene)}/time-limits")
    limit = re.search(rf'href="({here(scene)}/time-limits/[0-9a-f-]{{36}})"', page)
    assert limit is not None
    assert "3 time-limits end on this day and stand on the same facts" in lawyer.get(limit[1])
    lawyer.send(f"{limit[1]}/slip", lawyer.fields(limit[1], "/slip"), slip__reader=scene.reader)
    with at_desk(scene.office, scene.reader) as reader:
        slip = re.search(r'href="(/slips/[0-9a-f-]{36})"', reader.get("/slips"))
        assert slip is not None
        assert "This slip is about 3 time-limits" in reader.get(slip[1])
        reader.post(slip[1], verdict="agree")
    lawyer.press(f"{here(scene)}/time-limits", f"{here(scene)}/time-limits/count")
    assert lawyer.get(f"{here(scene)}/time-limits").count("confirmed by a second reader") == 3
    applicant = f"{here(scene)}/applicants/{scene.cast.applicants[0]}"
    assert "confirmed by a second reader" in lawyer.get(applicant)
    lawyer.send(f"{limit[1]}/lodged", lawyer.fields(limit[1], "/lodged"), lodged__whose="all")
    assert lawyer.get(f"{here(scene)}/time-limits").count("lodged, proof missing") >= 3


def test_the_board_shows_red_words_in_place_of_a_forged_date(scene: Scene) -> None:
    damage(scene.office, due=date(2027, 1, 1))
    with at_desk(scene.office, scene.reader) as reader:
        page = reader.get("/board")
    assert "changed from outside: do not rely on it" in page
    assert "3 time-limits of Quince 14 are not what your colleagues wrote" in page
    assert "2027-01-01" not in page
