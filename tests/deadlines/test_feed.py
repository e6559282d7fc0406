"""The calendar feed: valid, without a name, and dead when its person is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select

from caseintake.deadlines import feed
from caseintake.deadlines.model import FeedToken
from caseintake.i18n import use
from caseintake.identity import people, vouching
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.model import Matter
from tests.deadlines.scene import DUE, Scene, of, set_limits
from tests.matters.cast import hire
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def address(scene: Scene, person: UUID) -> str:
    with scene.office.unit(person) as uow:
        token = feed.make(uow=uow)
        uow.commit()
        return token


def read(scene: Scene, token: str) -> bytes | None:
    """As the route does: by nobody, with no key at all."""
    with scene.office.office.unit() as uow:
        return feed.calendar(token, uow=uow)


def test_it_is_a_valid_calendar_of_whole_days(scene: Scene) -> None:
    written = read(scene, address(scene, scene.cast.lawyer))
    assert written is not None
    parsed = Calendar.from_ical(written)
    assert (parsed["version"], bool(parsed["prodid"])) == ("2.0", True)
    (event,) = parsed.walk("VEVENT")  # three applicants with one day are one line
    assert event["dtstart"].dt == DUE
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt == date(2026, 6, 6)
    assert event["uid"]
    assert event["dtstamp"].dt.tzinfo is not None
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_it_says_day_letters_and_rule_and_nothing_else(scene: Scene) -> None:
    token = address(scene, scene.cast.lawyer)
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        ref = of(Matter, scene.cast.matter, uow).ref
    with use("en"):
        written = read(scene, token)
    assert written is not None
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert sorted(event) == ["DTEND", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID"]
    title = "Application to the European Court of Human Rights after a final domestic decision"
    assert event["summary"] == f"{ref}: {title}"
    text = written.replace(b"\r\n ", b"").decode()
    for secret in ("Quince", "Qarayeva", "Sabail", str(scene.cast.matter), token):
        assert secret not in text
    with use("az"):
        spoken = read(scene, token)
    assert spoken is not None
    assert "Avropa" in spoken.replace(b"\r\n ", b"").decode()


def test_ids_are_the_same_each_time_and_another_persons_differ(scene: Scene) -> None:
    def ids(token: str) -> list[str]:
        return [str(event["uid"]) for event in Calendar.from_ical(read(scene, token) or b"").walk("VEVENT")]

    mine, theirs = address(scene, scene.cast.lawyer), address(scene, scene.reader)
    assert ids(mine) == ids(mine)
    assert ids(mine) != ids(theirs)


def test_each_person_has_what_her_keys_reach(scene: Scene) -> None:
    def days(person: UUID) -> int:
        return len(Calendar.from_ical(read(scene, address(scene, person)) or b"").walk("VEVENT"))

    assert days(scene.cast.lawyer) == 1
    assert days(scene.reader) == 1
    assert days(scene.cast.second) == 0
    assert days(hire(scene.office, Role.COORDINATOR, "Rəna Əliyeva")) == 0  # a role carries no docket


def test_who_left_the_team_has_no_line_any_more(scene: Scene) -> None:
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.add_member(queries.matter(scene.cast.matter, uow=uow), scene.cast.second, uow=uow)
        uow.commit()
    token = address(scene, scene.cast.second)
    assert b"VEVENT" in (read(scene, token) or b"")
    with scene.office.unit(scene.cast.lawyer) as uow:
        matters.remove_member(queries.matter(scene.cast.matter, uow=uow), scene.cast.second, uow=uow)
        uow.commit()
    assert b"VEVENT" not in (read(scene, token) or b"")


def test_dead_and_unknown_are_the_same_nothing(scene: Scene) -> None:
    old = address(scene, scene.cast.lawyer)
    new = address(scene, scene.cast.lawyer)
    assert (read(scene, old), read(scene, "A" * 43), read(scene, "")) == (None, None, None)
    assert read(scene, new) is not None
    with scene.office.unit(scene.cast.lawyer) as uow:
        feed.end(uow=uow)
        uow.commit()
    assert read(scene, new) is None


def test_a_closed_account_and_a_removed_person_have_no_feed(scene: Scene) -> None:
    lawyer, reader = address(scene, scene.cast.lawyer), address(scene, scene.reader)
    with scene.office.unit(scene.office.coordinator) as uow:
        people.stop(people.find(scene.cast.lawyer, uow=uow), uow=uow)
        uow.commit()
    assert read(scene, lawyer) is None
    with scene.office.unit(scene.office.coordinator) as uow:
        vouching.remove(people.find(scene.reader, uow=uow), uow=uow)
        uow.commit()
    assert read(scene, reader) is None


def test_only_a_hash_of_the_address_is_kept(scene: Scene) -> None:
    token = address(scene, scene.cast.lawyer)
    with scene.office.office.unit() as uow:
        row = uow.session.scalars(select(FeedToken)).one()
        assert len(row.token_hash) == 32
        assert token.encode() not in row.token_hash
    assert len(token) == 43  # 256 bits
