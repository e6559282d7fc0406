"""The board, a limit, a slip and the calendar through the pages, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from uuid import UUID

import pytest

from caseintake.app import create_app
from caseintake.deadlines import slips
from caseintake.i18n import LANGUAGES, format_day
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters.model import Decision
from tests.deadlines.scene import DUE, Scene, change, damage, limit, of, proven, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


@contextmanager
def desks(scene: Scene, *people: UUID) -> Iterator[list[Desk]]:
    with ExitStack() as stack:
        yield [stack.enter_context(at_desk(scene.office, person)) for person in people]


def id_of(scene: Scene) -> UUID:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        return limit(scene, uow).id


def said(day: date) -> str:
    return format_day(day, "en")


def here(scene: Scene) -> str:
    return f"/matters/{scene.cast.matter}/time-limits"


def test_from_a_decision_to_a_confirmed_date(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    with desks(scene, scene.cast.lawyer, scene.reader) as (lawyer, reader):
        page = lawyer.get(one)
        for words in ("Why this date", f"The last day is {said(DUE)}; it ends at midnight.", "To the post by",
                      "Sabail District Court", "Sevda Qarayeva", "needs a second reading"):  # fmt: skip
            assert words in page, words
        fields = lawyer.fields(one, "/slip")
        given = {"slip__proof": "Envelope", "slip__page": "5 Feb 2026", "slip__together": []}
        lawyer.send(f"{one}/slip", fields, slip__reader=scene.reader, **given)

        listed = reader.get("/slips")
        assert "Quince 14" in listed
        assert "Qarayeva" not in listed
        with scene.office.unit(scene.reader, write=False) as uow:
            slip = f"/slips/{slips.to_read(uow=uow)[0].slip.id}"
        shown = reader.get(slip)
        for words in ("Envelope", "5 Feb 2026", said(date(2026, 2, 5)), f"The last day is {said(DUE)}"):
            assert words in shown, words
        for secret in ("Qarayeva", "Sabail", "Searches in March"):
            assert secret not in shown, secret
        reader.post(slip, verdict="agree")
        assert "agreed" in reader.get("/slips")

        assert "A second reader has agreed" in lawyer.get(here(scene))
        lawyer.press(here(scene), f"{here(scene)}/count")
        assert "confirmed by a second reader" in lawyer.get(one)
        assert "confirmed by a second reader" in reader.get("/board")


def test_a_coordinator_without_a_grant_opens_no_name(scene: Scene) -> None:
    with desks(scene, scene.reader) as (reader,):
        page = reader.get("/board")
        assert "Quince 14" in page
        assert "Leyla Quliyeva" in page  # the colleague who is responsible, never a client
        for secret in ("Qarayeva", "Алиев", "Ərdoğan", "Sabail", f"/matters/{scene.cast.matter}"):
            assert secret not in page, secret
        for address in (here(scene), f"{here(scene)}/{id_of(scene)}", f"/matters/{scene.cast.matter}"):
            reader.get(address, 404)


def test_who_holds_no_key_finds_nothing_anywhere(scene: Scene) -> None:
    with desks(scene, scene.cast.second) as (other,):
        page = other.get("/board")
        assert "No time-limit here." in page
        assert "Quince" not in page
        assert "No time-limit here." in other.get(f"/board?matter={scene.cast.matter}")
        other.get(here(scene), 404)
        other.get(f"{here(scene)}/{id_of(scene)}", 404)


def test_a_limit_of_another_matter_does_not_exist_here(scene: Scene) -> None:
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        lawyer.get(f"{here(scene)}/{new_id()}", 404)
        lawyer.get(f"/slips/{new_id()}", 404)


def test_the_board_narrows_and_never_breaks_on_nonsense(scene: Scene) -> None:
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        assert "Later: 3" in lawyer.get("/board")
        assert "Later: 3" in lawyer.get(f"/board?lawyer={scene.cast.lawyer}")
        assert "Later" not in lawyer.get(f"/board?lawyer={scene.cast.second}").partition('class="filters"')[2]
        assert "3 time-limits" in lawyer.get("/board?section=later&page=1")
        for query in ("section=nothing", "page=-1", "state=x&severity=y&need=z", "lawyer=1", "matter=ä",
                      "section=later&page=99999", "need=unowned", "need=moved", "need=reading"):  # fmt: skip
            lawyer.get(f"/board?{query}")


def test_nobody_responsible_is_found(scene: Scene) -> None:
    from caseintake.matters import queries, service

    with scene.office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        service.change_matter(matter, codename="Quince 14", about="", responsible=None, deputy=None, uow=uow)
        uow.commit()
    with desks(scene, scene.reader) as (reader,):
        assert "nobody" in reader.get("/board?need=unowned")
        assert "Later: 3" in reader.get("/board?need=unowned")


def test_what_may_end_any_day_is_on_top_in_words(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        decision = of(Decision, scene.decision, uow)
        change(decision, clear="served_on", uow=uow)
        change(decision, clear="decided_on", uow=uow)
        uow.commit()
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        assert "May end any day: 3" in lawyer.get("/board")
        page = lawyer.get(f"{here(scene)}/{id_of(scene)}")
        assert "Nobody can say when this ends." in page
        assert "The date from which the time runs is missing." in page
        lawyer.get(here(scene))


def test_it_was_lodged_is_never_refused_for_what_is_missing(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        lawyer.send(f"{one}/lodged", lawyer.fields(one, "/lodged"))
        assert "lodged, proof missing" in lawyer.get(one)
        assert "Lodged, proof missing: 1" in lawyer.get("/board")


def test_set_by_hand_and_taken_back(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        wrong = lawyer.send(
            f"{one}/override", lawyer.fields(one, "/override"), 422,
            override__due__day="31", override__due__month="6", override__due__year="2026",
        )  # fmt: skip
        assert "This month has 30 days" in wrong.text
        assert "Say why." in wrong.text
        lawyer.send(
            f"{one}/override", lawyer.fields(one, "/override"), override__reason="Stamp unclear",
            override__due__day="20", override__due__month="5", override__due__year="2026",
        )  # fmt: skip
        page = lawyer.get(one)
        assert "Stamp unclear" in page
        assert said(date(2026, 5, 20)) in page
        assert said(DUE) in page
        lawyer.send(f"{one}/lift", lawyer.fields(one, "/lift"), lift__reason="Seen the original")
        assert "Set by hand</dt>" not in lawyer.get(one)


def test_not_pursued_and_taken_up_again(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        lawyer.send(f"{one}/drop", lawyer.fields(one, "/drop"), 422)
        lawyer.send(f"{one}/drop", lawyer.fields(one, "/drop"), drop__decided_by="The client", drop__reason="Tired")
        assert "by decision of The client" in lawyer.get(one)
        assert "Later: 2" in lawyer.get("/board")
        lawyer.send(f"{one}/resume", lawyer.fields(one, "/resume"), resume__reason="She will go on")
        assert "Later: 3" in lawyer.get("/board")


def test_missed_says_what_can_still_be_done(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    scene.office.clock.advance(date(2026, 6, 8) - scene.office.clock.today())
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        assert "Overdue: 3" in lawyer.get("/board")
        lawyer.send(f"{one}/missed", lawyer.fields(one, "/missed"), miss__reason="The parcel was lost")
        assert "What can still be done" in lawyer.get(one)


def test_a_moved_date_is_shown_with_what_it_was(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on_lawyer=proven(date(2026, 2, 2)), uow=uow)
        uow.commit()
    with desks(scene, scene.reader, scene.cast.lawyer) as (reader, lawyer):
        assert f"was {said(DUE)}" in reader.get("/board?need=moved")
        page = lawyer.get(f"{here(scene)}/{id_of(scene)}")
        assert f"This time-limit now ends earlier: it was {said(DUE)}." in page
        assert "Every day the time may run from" in page


def test_a_row_changed_outside_is_said_aloud(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    damage(scene.office, due=date(2026, 9, 5))
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        assert "changed from outside" in lawyer.get("/board")
        lawyer.get(one, 409)


def test_every_page_speaks_four_languages(scene: Scene) -> None:
    one = f"{here(scene)}/{id_of(scene)}"
    seen = set()
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        for language in LANGUAGES:
            for page in ("/board", one, here(scene), "/slips", "/calendar"):
                assert f'<html lang="{language}">' in lawyer.get(f"{page}?language={language}")
            page = lawyer.get(f"{one}?language={language}")
            seen.add(page.partition("<ol>")[2].partition("</ol>")[0])
    assert len(seen) == 4


def test_an_observer_sees_and_an_assistant_records_but_neither_decides(scene: Scene) -> None:
    from caseintake.matters import queries, service

    one = f"{here(scene)}/{id_of(scene)}"
    observer, assistant = (hire(scene.office, role, name) for role, name in (
        (Role.OBSERVER, "Nurlan Isayev"), (Role.ASSISTANT, "Aynur Mustafa")))  # fmt: skip
    with scene.office.unit(scene.cast.lawyer) as uow:
        for person in (observer, assistant):
            service.add_member(queries.matter(scene.cast.matter, uow=uow), person, uow=uow)
        uow.commit()
    with desks(scene, observer, assistant) as (looking, helping):
        assert "/lodged" not in looking.get(one)
        assert "/lodged" in helping.get(one)
        for desk in (looking, helping):
            assert "/override" not in desk.get(one)
            desk.client.get("/slips").close()
        assert looking.client.post(f"{one}/lodged").status_code == 404
        assert helping.client.post(f"{one}/override").status_code == 404


def test_the_calendar_address_is_shown_once_and_works_without_a_sign_in(scene: Scene) -> None:
    with desks(scene, scene.cast.lawyer) as (lawyer,):
        before = lawyer.get("/calendar")
        assert "copy what they read to a cloud" in before
        made = lawyer.send("/calendar/new", lawyer.fields("/calendar", "/calendar/new"), 200).text
        path = made.partition("http://localhost")[2].partition("<")[0]
        assert path.startswith("/feed/")
        assert path.endswith(".ics")
        assert path not in lawyer.get("/calendar")
        stranger = create_app(scene.office.office, "office").test_client()
        answer = stranger.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        assert answer.headers["Cache-Control"] == "no-store"
        assert DUE.strftime("%Y%m%d").encode() in answer.data
        unknown = stranger.get(f"/feed/{'A' * 43}.ics")
        lawyer.send("/calendar/end", lawyer.fields("/calendar", "/calendar/end"), 200)
        dead = stranger.get(path)
        assert (dead.status_code, dead.data) == (unknown.status_code, unknown.data)
        assert dead.status_code == 404
