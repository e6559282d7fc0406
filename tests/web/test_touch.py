"""Keeping in touch: one message to many, sealed singly; one press answers; what came counts as contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from caseintake.casework import contacts
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.statute import the_law
from caseintake.intake import service
from caseintake.intake.model import Conversation, Message, MessageKind
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.vault.holders import HolderKind
from caseintake.web.office import touch as touch_page
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields, at_desk
from tests.web.test_client_conversation import Client

pytestmark = pytest.mark.one_engine


@pytest.fixture
def client(office: OfficeForTests) -> Client:
    return Client(office)


@pytest.fixture
def desk(office: OfficeForTests, client: Client) -> Iterator[Desk]:
    with at_desk(office, client.lawyer) as desk:
        yield desk


def test_one_message_to_many_and_one_press_that_proves_contact(
    office: OfficeForTests, client: Client, desk: Desk
) -> None:
    with office.unit(client.lawyer) as uow:
        matter = queries.matter(client.matter_id, uow=uow)
        by_hand = matters.add_applicant(matter, name="Тофик Гасанов", contact="Her sister, Mondays", uow=uow)
        uow.commit()
    touch = f"/matters/{client.matter_id}/touch"
    page = desk.get(touch)
    assert "none recorded" in page
    assert page.count("90 days left") == 2, "a first contact has its day from the opening of the file"
    rule = the_law().rules[touch_page.CONTACT]
    assert {version.period.days for version in rule.file.versions} == {contacts.FIRST_WITHIN.days, 30}
    desk.post(f"{touch}/write", 422, applicants=[str(client.applicant_id)], text_en="")
    desk.post(f"{touch}/write", 422, text_en="Hello")
    everybody = [str(client.applicant_id), str(by_hand.id)]
    form = desk.fields(f"{touch}/write")
    sent = desk.send(f"{touch}/write", form, applicants=everybody, text_en="Hello [name]: still?", asks="y")
    again = desk.send(f"{touch}/write", form, applicants=everybody, text_en="Hello [name]: still?", asks="y")
    assert again.location == sent.location, "pressed twice, sent once"
    shown = desk.get(sent.location)
    assert "Her sister, Mondays" in shown, "whoever has no code stands on the call list"
    assert "not yet" in shown

    forms = Fields(client.post("/visit")).forms
    ids = [fields["message"] for action, fields in forms if action.endswith("/visit/answer")]
    pages = {id: client.post("/visit/answer", message=id) for id in ids}
    (asked,) = [id for id, text in pages.items() if "Hello Günel Əsədova: still?" in text]
    assert "Yes, go on" in pages[asked]
    assert not any("Yes, go on" in text for id, text in pages.items() if id != asked)
    client.post("/visit/wanted", message=asked, say="yes")
    client.post("/visit/wanted", message=asked, say="yes")

    shown = desk.get(sent.location)
    assert "not yet" not in shown
    assert "1 person has read it" in shown
    assert "1 applicant has been in touch" in desk.get(touch)
    desk.press(touch, f"{touch}/record")
    assert "has been in touch" not in desk.get(touch)
    with office.unit(client.lawyer, write=False) as uow:
        said = [one for one in uow.session.query(Message) if one.text == "I still want this case. Please go on."]
        assert [uow.proof(one).author.kind for one in said] == [HolderKind.RECEIPT]
        matter = queries.matter(client.matter_id, uow=uow)
        (event,) = queries.events(matter, uow=uow)
        assert (event.kind, event.applicants) == ("contact_made", (client.applicant_id,))
        limits = [row for row in deadlines.deadlines_of(matter, uow=uow) if row.rule == "echr.contact"]
        assert [(row.applicant_id, (row.due - uow.clock.today()).days) for row in limits if row.due] == [
            (client.applicant_id, 90)
        ]


def test_who_pressed_something_else_can_take_it_back(office: OfficeForTests, client: Client) -> None:
    with office.unit(client.lawyer) as uow:
        conversation = uow.session.query(Conversation).one()
        service.ask_still_wanted(conversation, "Still?", once="1", uow=uow)
        uow.commit()
    with office.unit(client.lawyer, write=False) as uow:
        (asked,) = [str(one.id) for one in uow.session.query(Message) if one.kind is MessageKind.STILL_WANT]
    for say in ("yes", "no", "no", "yes", "yes"):
        office.clock.advance(timedelta(minutes=1))
        client.post("/visit/wanted", message=asked, say=say)
    with office.unit(client.lawyer, write=False) as uow:
        rows = [one for one in uow.session.query(Message) if one.kind is MessageKind.ADDITION]
        texts = [one.text for one in sorted(rows, key=lambda one: one.written_at)]
        assert [text.startswith("I still want") for text in texts] == [True, False, True]


def test_only_what_asks_can_be_answered_with_a_press(office: OfficeForTests, client: Client) -> None:
    with office.unit(client.lawyer, write=False) as uow:
        rows = {one.kind: one.id for one in uow.session.query(Message)}
    app_page = client.post  # a page of a visit must answer 200: these must not
    for fields in ({"message": str(rows[MessageKind.ACCEPTED]), "say": "yes"}, {"message": "x", "say": "yes"}, {}):
        with pytest.raises(AssertionError):
            app_page("/visit/wanted", **fields)
    with office.unit(client.lawyer, write=False) as uow:
        assert not [one for one in uow.session.query(Message) if one.kind is MessageKind.ADDITION]
