"""One code in two windows, and a button pressed twice: what the other does comes in the middle of what this does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from caseintake.intake import drafts, queries
from caseintake.intake.model import Message
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.web.public import coming_back, ending, writing
from caseintake.web.surface import Surface
from tests.intake.people import officer, send
from tests.office import OfficeForTests
from tests.web.asking import Phone
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def once_before(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, act: Callable[[], object]) -> None:
    """The next call of this function finds that ``act`` has just been done."""
    real = getattr(where, name)

    def called(*values: Any, **named: Any) -> Any:
        monkeypatch.setattr(where, name, real)
        act()
        return real(*values, **named)

    monkeypatch.setattr(where, name, called)


@pytest.fixture
def windows(counter: Surface) -> tuple[Phone, Phone]:
    """Two windows on one conversation."""
    one, other = Phone(counter.test_client()), Phone(counter.test_client())
    one.begin().tell().send()
    other.code = one.code
    return one.come_back(), other.come_back()


def said(office: OfficeForTests) -> list[str]:
    with office.unit(officer(office), write=False) as uow:
        (row,) = queries.inbox(uow=uow).rows
        return [one.text for one in uow.session.scalars(select(Message).where(Message.vault_id == row.vault_id))]


@pytest.mark.parametrize("end", ["lock", "stop"])
def test_a_code_that_was_closed_a_moment_ago_is_no_wrong_address(
    windows: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    one, other = windows
    once_before(monkeypatch, ending, "_chosen", lambda: other.visit_post("/visit/ending/do", end=end))
    closed = one.visit_post("/visit/ending/do", end=end)
    assert one.visit_post("/visit") == closed, "as every page of a visit that is over"


def test_each_window_sends_its_own_words(
    office: OfficeForTests, windows: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = windows
    sends = lambda: other.visit_post("/visit/add", go="send", addition="other words", once="2" * 32)  # noqa: E731
    once_before(monkeypatch, coming_back, "_send", sends)
    one.visit_post("/visit/add", go="send", addition="my words", once="1" * 32)
    assert {"my words", "other words"} <= set(said(office))


def test_what_one_window_only_keeps_waits_while_the_other_sends(
    office: OfficeForTests, windows: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = windows
    once_before(
        monkeypatch, coming_back, "_send", lambda: other.visit_post("/visit/add", go="save", addition="not yet")
    )
    one.visit_post("/visit/add", go="send", addition="my words", once="1" * 32)
    assert "my words" in said(office)
    assert "not yet" in other.visit_post("/visit/add")


def test_a_draft_that_is_begun_and_sent_while_one_begins_it_is_begun_again(
    office: OfficeForTests, windows: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = windows
    sends = lambda: other.visit_post("/visit/add", go="send", addition="other words", once="2" * 32)  # noqa: E731
    real = drafts.begin

    def begin(*values: Any, **named: Any) -> bool:
        monkeypatch.setattr(drafts, "begin", real)
        assert real(*values, **named)  # the other window was quicker
        sends()
        return False

    monkeypatch.setattr(drafts, "begin", begin)
    one.visit_post("/visit/add", go="send", addition="my words", once="1" * 32)
    assert {"my words", "other words"} <= set(said(office))


def test_what_is_written_while_another_window_sends_is_given_back(
    counter: Surface, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Phone(counter.test_client()), Phone(counter.test_client())
    one.begin().tell()
    other.code, other.sitting, other.began = one.code, one.sitting, one.began
    more = "And then they came back for the papers. " * 4
    once_before(monkeypatch, writing, "_answers", other.send)
    assert more in one.write("what_happened", status=409, what_happened=more)


def test_who_presses_twice_is_led_on_where_the_thing_cannot_be_done_once_more(office: OfficeForTests) -> None:
    """The second press finds the code gone, and would be told that something is wrong."""
    send(office.office)
    reader = officer(office)
    with at_desk(office, reader) as desk:
        with office.unit(reader, write=False) as uow:
            here = f"/inbox/{queries.inbox(uow=uow).rows[0].id}"
        retire = desk.fields(f"{here}/code/retire")
        assert desk.send(f"{here}/code/retire", retire).location == here
        assert desk.send(f"{here}/code/retire", retire).location == here
        note = desk.fields(f"{here}/note")
        for _press in range(2):
            assert desk.send(f"{here}/note", note, text="Written once.").location == here
        assert desk.get(here).count("Written once.") == 1
        desk.post(f"{here}/code/retire", 422)  # another form: nothing is there to be retired


def test_a_button_pressed_twice_shows_no_missing_page(office: OfficeForTests) -> None:
    keeper = office.hire(Role.COORDINATOR, VaultKind.INTAKE, VaultKind.DIRECTORY)
    officer(office)
    with at_desk(office, keeper) as desk:
        back = desk.fields("/holders", "/holders/intake/back")
        for _press in range(2):
            assert desk.send("/holders/intake/back", back).location == "/holders"
