"""The applicants grid: narrowed, ordered, grouped by its address; and one act for those it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from caseintake.deadlines.events import listen
from caseintake.deadlines.service import deadlines_of
from caseintake.matters import queries, service
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Forum, Instance
from caseintake.matters.model import Proceeding
from caseintake.web.office import grid_asked
from tests.deadlines.scene import DECIDED, SERVED
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields, at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    listen(office.office)
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        closed = service.add_applicant(matter, name="Rəna Vəliyeva", language="ru", uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        service.restrict(closed, {cast.second}, matter=matter, uow=uow)
        domestic = queries.within(Proceeding, cast.proceeding, matter, uow=uow)
        service.record_decision(
            domestic, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, uow=uow,
            facts={"decided_on": exactly(DECIDED), "served_on": exactly(SERVED)},
        )  # fmt: skip
        for number, people in (("11/26", cast.applicants[:1]), ("12/26", cast.applicants[1:])):
            service.record_proceeding(
                matter, state="AZ", forum=Forum.ECHR, case_number=number, applicants=people, uow=uow
            )
        uow.commit()
    return cast


@pytest.fixture
def desk(office: OfficeForTests, cast: Cast) -> Iterator[Desk]:
    with at_desk(office, cast.lawyer) as desk:
        yield desk


def _shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'name="who" value="(\d+)"', page)]


def test_the_grid_is_narrowed_sorted_and_grouped_by_an_address_without_names(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}/applicants"
    page = desk.get(here)
    assert _shown(page) == [1, 2, 3, 4]
    assert "Applicant 4 (closed to you)" in page
    assert "Vəliyeva" not in page
    assert "missing: birth" in page
    for address in re.findall(r'href="([^"]+)"', page):
        assert "Qarayeva" not in address
    assert _shown(desk.get(f"{here}?identity=closed")) == [4]
    assert _shown(desk.get(f"{here}?language=ru&view=people")) == [], "a closed file is found by nothing in it"
    assert _shown(desk.get(f"{here}?application=none")) == [4]
    assert _shown(desk.get(f"{here}?sort=-application")) == [2, 3, 1, 4], "who is in none stands at the end"
    grouped = desk.get(f"{here}?group=application&view=case")
    assert re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', grouped) == ["11/26: 1", "12/26: 2", "in no application: 1"]
    assert "5 February 2026" in grouped
    for nonsense in ("sort=<b>", "group=name", "view=none", "language=%25", "identity=" + "x" * 500):
        assert _shown(desk.get(f"{here}?{nonsense}")) in ([1, 2, 3, 4], [])


def test_a_long_list_stands_on_pages_and_no_tick_is_lost_between_them(
    desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid_asked, "ROWS", 2)
    here = f"/matters/{cast.matter}/applicants"
    act, first = f"{here}/together", desk.get(here)
    assert "Page 1 of 2" in first
    assert _shown(first) == _shown(desk.get(f"{here}?page=-1")) == [1, 2]
    assert _shown(desk.get(f"{here}?page=99")) == [3, 4]
    assert _shown(desk.get(f"{here}?page=all&sort=-application")) == [2, 3, 1, 4]
    assert _shown(desk.get(f"{here}?page=2&sort=-application")) == [1, 4], "all are ordered, not those of a page"
    grouped = desk.get(f"{here}?group=application&view=people")
    assert re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', grouped) == ["11/26: 1", "12/26: 2"], "as many as there are"
    second = desk.send(f"{here}?page=2", _form(first, "act"), 200, who="2").text
    assert _shown(second) == [3, 4]
    assert "also on other pages: 2" in second
    chosen = _form(second, "act")
    assert "by number: 2–3." in desk.send(act, chosen, 200, act="task", who="3").text
    assert "by number: 1–4." in desk.send(act, chosen, 200, act="task", scope="shown").text
    back = desk.send(f"{here}?page=1", chosen, 200, who="3").text
    assert re.findall(r'name="who" value="(\d+)" checked', back) == ["2"]
    assert 'name="elsewhere" value="3"' in back
    planted = desk.send(f"{here}?page=1", chosen, 200, who="3", csrf_token="0" * 96).text
    assert "elsewhere" not in planted, "nobody else ticks for her"


def _form(page: str, name: str) -> MultiDict[str, str]:
    """The fields of the form that has this field, as they stand."""
    return next(fields for _at, fields in Fields(page).forms if name in fields)


def test_an_act_for_all_that_is_shown_is_said_first_and_then_done(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}/applicants"
    act = f"{here}/together"
    chosen = _form(desk.get(f"{here}?application=none&view=case"), "act")
    assert "For 1 applicant, by number: 4." in desk.send(act, chosen, 200, act="service", scope="shown").text
    nobody = _form(desk.get(here), "act")
    assert "Nobody is ticked." in desk.send(act, nobody, 422, act="service").text
    unknown = desk.send(act, nobody, 422, act="burn", scope="shown").text
    assert "This cannot be done for several at once" in unknown
    older = desk.send(act, _form(unknown, "shown"), 422, act="service", csrf_token="0" * 96).text
    assert "This page is older than your sign-in." in older
    assert "Nobody is ticked." in desk.send(act, _form(unknown, "shown"), 422, act="service", numbers="1–80; x").text
    asked = _form(desk.send(act, _form(unknown, "shown"), 200, act="service").text, "numbers")
    assert _form(older, "numbers")["numbers"] == asked["numbers"], "who was chosen is not lost"
    assert asked["numbers"] == "1–4"
    assert "Write the day for these people." in desk.send(act, asked, 422).text
    day = {"day-day": "20", "day-month": "2", "day-year": "2026"}
    told = desk.send(act, asked, 200, **day).text
    assert "It will be done for 3 applicants: 1–3." in told
    assert "Not for 4: Not in this proceeding." in told
    assert "20 February 2026" not in desk.get(f"{here}?view=case"), "nothing happens before somebody says yes"
    sure = _form(told, "numbers")
    assert "Done for 3 applicants: 1–3." in desk.send(act, sure, 200, go="sure").text
    assert desk.get(f"{here}?view=case").count("20 February 2026") == 3
    later = _form(desk.send(act, _form(desk.get(here), "act"), 200, act="service", scope="shown").text, "numbers")
    warned = desk.send(act, later, 200, **{**day, "day-day": "27"}).text
    assert "20 February 2026 stands there for 1–3 and would be replaced." in warned
    log = desk.get(f"/matters/{cast.matter}/log")
    assert log.count("recorded service on many applicants") == 1, "one line an act"


def test_moving_warns_of_other_clocks_and_of_names_beside_others(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}/applicants"
    act = f"{here}/together"
    grid = _form(desk.get(here), "act")
    service_form = _form(desk.send(act, grid, 200, act="service", who="1").text, "numbers")
    assert service_form["numbers"] == "1"
    desk.send(act, service_form, 200, **{"day-day": "1", "day-month": "3", "day-year": "2026", "go": "sure"})
    page = desk.send(act, grid, 200, act="move", who="1").text
    target = re.search(r'value="([0-9a-f-]{36})"[^>]*>12/26', page)
    assert target is not None
    told = desk.send(act, _form(page, "numbers"), 200, target=target[1]).text
    assert "Their time-limits would end on different days" in told
    assert "No yes to stand beside others in one form, as far as you can see: 1–3." in told
    desk.send(act, _form(told, "numbers"), 200, go="sure")
    assert _shown(desk.get(f"{here}?application={target[1]}")) == [1, 2, 3]


def test_each_act_has_its_form_and_a_paper_asked_for_stands_in_the_client_file(desk: Desk, cast: Cast) -> None:
    here = f"/matters/{cast.matter}/applicants"
    act = f"{here}/together"
    grid = _form(desk.get(here), "act")
    answers = {
        "look_after": {"person": str(cast.second)},
        "task": {"what": "Ring them"},
        "paper": {"paper": "Copy of the passport", "text_en": "Please bring your passport, [name]."},
        "sign_off": {"complete": "yes"},
    }
    for word, said in answers.items():
        asked = _form(desk.send(act, grid, 200, act=word, who=["1", "4"]).text, "numbers")
        sure = _form(desk.send(act, asked, 200, **said).text, "numbers")
        done = desk.send(act, sure, 200, go="sure").text
        assert "Done for" in done
        assert ("Not for 4: This file is closed to you" in done) == (word in ("paper", "sign_off"))
        assert ("Not for 4: Closed files: No. 4." in done) == (word == "task"), "words about all would be about her"
    assert "The message reaches 0 of 2" in desk.send(act, _paper(desk, act, grid), 200, go="sure").text
    page = desk.get(here)
    assert "0 files, 2 asked for, complete, signed: Leyla Quliyeva, 2 March 2026" in page
    assert _shown(desk.get(f"{here}?papers=signed")) == [1]
    assert _shown(desk.get(f"{here}?responsible={cast.second}")) == [1, 4]
    assert _shown(desk.get(f"{here}?pack=yes")) == []
    assert "Copy of the passport" in desk.get(f"/matters/{cast.matter}/applicants/{cast.applicants[0]}/consents")


def _paper(desk: Desk, act: str, grid: MultiDict[str, str]) -> MultiDict[str, str]:
    asked = _form(desk.send(act, grid, 200, act="paper", who=["1", "4"]).text, "numbers")
    return _form(desk.send(act, asked, 200, paper="Power of attorney", text_en="Hello [name]").text, "numbers")


def test_many_equal_time_limits_stand_in_one_line_and_each_can_be_opened(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        domestic = queries.within(Proceeding, cast.proceeding, matter, uow=uow)
        more = [service.add_applicant(matter, name=f"Applicant No {n}", uow=uow) for n in range(8)]
        service.change_proceeding(
            domestic, matter=matter, state="AZ", forum=Forum.CIVIL, complaints=[cast.complaint], court="",
            applicants=[*cast.applicants, *(row.id for row in more)], case_number="", status=domestic.status,
            note="", uow=uow,
        )  # fmt: skip
        limits = {row.id for row in deadlines_of(matter, uow=uow) if row.running and row.applicant_id is not None}
        uow.commit()
    with at_desk(office, cast.lawyer) as desk:
        page = desk.get(f"/matters/{cast.matter}/time-limits")
    assert "8 applicants: 5–12" in page, "who is not in the complaint has another clock"
    for id in limits:
        assert f"/time-limits/{id}" in page
