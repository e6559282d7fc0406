"""From the first statement to the matter, at the services: who can read what at every step."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.intake import drafts, queries, returning, sending, service
from caseintake.intake.model import (
    ANY_DAY,
    DATED,
    URGENT_ANY_DAY,
    Conversation,
    Message,
    MessageKind,
    State,
    Wish,
)
from caseintake.intake.receipts import Code, new_code
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.vault.errors import Locked
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.tables import Receipt
from caseintake.work import UnitOfWork
from tests.intake.people import STATEMENT, agreed, content, draft, officer, papers, send, visit
from tests.office import OfficeForTests

CANARY = "Canary for colleagues only: Quvvetli-Serçe-77"


def only(office: OfficeForTests, person: UUID) -> Conversation:
    with office.unit(person, write=False) as uow:
        return queries.inbox(uow=uow).rows[0]


def test_a_statement_reaches_the_officer_signed_and_leaves_no_draft(office: OfficeForTests) -> None:
    reader = officer(office)
    code = send(office.office)
    with office.unit(reader, write=False) as uow:
        (row,) = queries.inbox(uow=uow).rows
        seen = queries.whole(row, uow=uow)
        (said,) = seen.messages
        assert said.message.text == STATEMENT
        assert said.proof is not None
        assert said.proof.author.id == code.id
        assert seen.consents["intake"].agreed
        assert seen.has_code
        assert drafts.read(code, uow=uow) is None


def test_sending_twice_makes_one_conversation(office: OfficeForTests) -> None:
    code = draft(office.office)
    sent: list[bool] = []
    barrier = threading.Barrier(2)

    def press() -> None:
        barrier.wait()
        sent.append(sending.submit(code, papers=papers(), office=office.office))

    presses = [threading.Thread(target=press) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(sent) == [False, True]
    assert sending.submit(code, papers=papers(), office=office.office) is False
    with office.office.unit() as uow:
        assert len(uow.session.scalars(select(Conversation.id)).all()) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_who_presses_again_while_the_first_press_arrives_is_not_told_that_nothing_waits(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process sends this very draft between two questions of this one. PostgreSQL then shows half of it."""
    code = draft(office.office)
    first: list[bool] = []
    read = drafts.read

    def arrives_just_now(code: Code, *, uow: UnitOfWork) -> drafts.Opened | None:
        if not first:
            first.append(True)
            first[0] = sending.submit(code, papers=papers(), office=office.office)
        return read(code, uow=uow)

    monkeypatch.setattr(drafts, "read", arrives_just_now)
    assert sending.submit(code, papers=papers(), office=office.office) is False
    assert first == [True]


def test_without_the_one_consent_nothing_is_sent_and_the_draft_stays(office: OfficeForTests) -> None:
    code = draft(office.office, content(consents=()))
    with pytest.raises(sending.NotReady) as refused:
        sending.submit(code, papers=papers(), office=office.office)
    assert refused.value.missing is sending.Missing.CONSENT
    with office.office.unit() as uow:
        assert drafts.read(code, uow=uow) is not None


SERVED = {"served-precision": "day", "served-day": "5", "served-month": "1", "served-year": "2026"}
ACT = {"act-precision": "day", "act-day": "5", "act-month": "1", "act-year": "2026"}


@pytest.mark.parametrize(
    ("answers", "urgency", "earliest"),
    [
        ({}, ANY_DAY, None),
        ({"safety_urgent": "detained"}, URGENT_ANY_DAY, None),
        (SERVED, DATED, date(2026, 5, 5)),
        (ACT, DATED, date(2026, 5, 5)),
        (ACT | {"decision_what": "Court of Nizami"}, ANY_DAY, None),
        ({"served-precision": "unknown"}, ANY_DAY, None),
    ],
)
def test_the_triage_date_is_the_earliest_or_any_day(
    office: OfficeForTests, answers: dict[str, str], urgency: int, earliest: date | None
) -> None:
    reader = officer(office)
    send(office.office, content({"what_happened": "a"} | answers))
    with office.unit(reader, write=False) as uow:
        (row,) = queries.inbox(uow=uow).rows
        assert (row.urgency, row.earliest_last_day) == (urgency, earliest)
        assert row.possible_week == (earliest and earliest - timedelta(days=earliest.weekday()))


def test_the_code_opens_answers_for_seven_days_and_never_the_statement(office: OfficeForTests) -> None:
    reader = officer(office)
    code = send(office.office)
    with office.unit(reader) as uow:
        row = service.find(only(office, reader).id, uow=uow)
        service.ask(row, "Please send the envelope.", "The envelope", date(2026, 3, 20), once="1", uow=uow)
        uow.commit()
    with visit(office.office, code, write=True) as uow:
        own = returning.own(uow=uow)
        assert (own.state, own.needed, own.needed_by) == (State.AWAITING, "The envelope", date(2026, 3, 20))
        (answer,) = returning.answers_of(own, uow=uow)
        assert returning.read_answer(answer.id, own, uow=uow).text == "Please send the envelope."
        statement = next(m for m in uow.session.scalars(select(Message)) if m.kind is MessageKind.STATEMENT)
        with pytest.raises(returning.AnswerGone):
            returning.read_answer(statement.id, own, uow=uow)
        uow.commit()
    office.clock.advance(timedelta(days=7))
    with visit(office.office, code) as uow:
        assert returning.answers_of(returning.own(uow=uow), uow=uow)[0].readable
    office.clock.advance(timedelta(days=1))
    with visit(office.office, code) as uow:
        own = returning.own(uow=uow)
        assert not returning.answers_of(own, uow=uow)[0].readable
        with pytest.raises(returning.AnswerGone):
            returning.read_answer(answer.id, own, uow=uow)


def test_an_addition_is_written_once_and_calls_the_officer(office: OfficeForTests) -> None:
    reader = officer(office)
    code = send(office.office)
    for _ in range(2):
        with visit(office.office, code, write=True) as uow:
            own = returning.own(uow=uow)
            returning.write(content({}, addition="One more thing."), "once", own, uow=uow)
            uow.commit()
    with office.unit(reader, write=False) as uow:
        seen = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow)
        assert [said.message.text for said in seen.messages] == [STATEMENT, "One more thing."]
        assert all(said.proof for said in seen.messages)


@pytest.mark.parametrize("wish", list(Wish))
def test_stop_and_delete_close_the_conversation_to_the_code_at_once(office: OfficeForTests, wish: Wish) -> None:
    reader = officer(office)
    code = send(office.office)
    with visit(office.office, code, write=True) as uow:
        returning.withdraw(wish, 30, returning.own(uow=uow), uow=uow)
        uow.commit()
    assert returning.keyring_of(code, office=office.office) is None
    with office.unit(reader, write=False) as uow:
        row = queries.inbox(uow=uow).rows[0]
        seen = queries.whole(row, uow=uow)
        assert row.state is State.WITHDRAWAL
        assert not seen.has_code
        assert seen.withdrawals[0].wish is wish
        assert uow.proof(seen.withdrawals[0]).author.id == code.id
        assert uow.session.get(Receipt, code.id) is None


def test_a_locked_code_opens_nothing_and_staff_can_give_a_new_one(office: OfficeForTests) -> None:
    reader = officer(office)
    code = send(office.office)
    with visit(office.office, code, write=True) as uow:
        returning.lock(returning.own(uow=uow), uow=uow)
        uow.commit()
    assert returning.keyring_of(code, office=office.office) is None
    with office.unit(reader) as uow:
        fresh = service.issue_code(service.find(only(office, reader).id, uow=uow), service.Known.QUESTION, uow=uow)
        uow.commit()
    with visit(office.office, fresh, write=True) as uow:
        returning.write(content({}, addition="It is me again."), "1", returning.own(uow=uow), uow=uow)
        uow.commit()
    with office.unit(reader, write=False) as uow:
        seen = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow)
        assert [said.proof and said.proof.author.id for said in seen.messages] == [code.id, fresh.id]


def test_a_replaced_code_is_dead_and_the_new_one_reads_unread_answers(office: OfficeForTests) -> None:
    reader = officer(office)
    code, new = send(office.office), new_code()
    with office.unit(reader) as uow:
        service.answer(service.find(only(office, reader).id, uow=uow), "We read it.", once="1", uow=uow)
        uow.commit()
    with visit(office.office, code, write=True) as uow:
        returning.replace_code(new, returning.own(uow=uow), uow=uow)
        uow.commit()
    assert returning.keyring_of(code, office=office.office) is None
    with visit(office.office, new, write=True) as uow:
        own = returning.own(uow=uow)
        (row,) = returning.answers_of(own, uow=uow)
        assert returning.read_answer(row.id, own, uow=uow).text == "We read it."
        assert returning.foreign_messages(own, uow=uow) == 0
        uow.commit()
    third = new_code()
    with visit(office.office, new, write=True) as uow:
        returning.replace_code(third, returning.own(uow=uow), uow=uow)
        uow.commit()
    with visit(office.office, third) as uow:
        assert returning.own(uow=uow).reference


def test_consents_change_with_the_code_and_the_last_one_counts(office: OfficeForTests) -> None:
    code = send(office.office)
    for answer in (True, False, True):
        with visit(office.office, code, write=True) as uow:
            returning.change_consent(agreed("strasbourg", answer), returning.own(uow=uow), uow=uow)
            uow.commit()
    with visit(office.office, code) as uow:
        given = returning.consents_of(returning.own(uow=uow), uow=uow)
        assert given["strasbourg"].agreed
        assert uow.proof(given["strasbourg"]).sequence == 4


def test_a_keyring_from_the_code_alone_finds_nothing_meant_for_colleagues(office: OfficeForTests) -> None:
    reader, lawyer = officer(office), office.hire(Role.LAWYER)
    code = send(office.office)
    with office.unit(reader) as uow:
        row = service.find(only(office, reader).id, uow=uow)
        service.take(row, uow=uow)
        service.note(row, CANARY, uow=uow)
        uow.commit()
    with office.unit(reader) as uow:
        row = service.find(row.id, uow=uow)
        matter = matters.create_matter(codename=CANARY, about=CANARY, responsible=lawyer, join=False, uow=uow)
        service.accept_into(row, matter, name=CANARY, text="A lawyer is ready.", once="2", uow=uow)
        uow.commit()
    texts = []
    with visit(office.office, code) as uow:
        for model in SealedRecord.__subclasses__():
            for record in uow.session.scalars(select(model)):
                try:
                    texts.append(repr(record.payload()))
                except Locked:
                    continue
    assert any(STATEMENT in text for text in texts)
    assert not any(CANARY in text for text in texts)


def test_accepting_gives_the_conversation_to_the_team_and_takes_it_from_intake(office: OfficeForTests) -> None:
    reader, lawyer = officer(office), office.hire(Role.LAWYER)
    code = send(office.office)
    with office.unit(reader) as uow:
        row = service.find(only(office, reader).id, uow=uow)
        matter = matters.create_matter(codename="Heron", responsible=lawyer, join=False, uow=uow)
        applicant = service.accept_into(row, matter, name="Aytən M.", text="Ready.", once="1", uow=uow)
        uow.commit()
    office.clock.advance(timedelta(minutes=1))
    with visit(office.office, code, write=True) as uow:
        returning.write(content({}, addition="I agree."), "2", returning.own(uow=uow), uow=uow)
        uow.commit()
    with office.unit(reader, write=False) as uow:
        assert not queries.inbox(all_states=True, uow=uow).rows
        with pytest.raises(Locked):
            service.find(row.id, uow=uow)
    with office.unit(lawyer, write=False) as uow:
        found = service.find(row.id, uow=uow)
        assert found.matter_id == matter.id == applicant.matter_id
        assert [said.message.kind for said in queries.whole(found, uow=uow).messages] == [
            MessageKind.STATEMENT, MessageKind.ACCEPTED, MessageKind.ADDITION,
        ]  # fmt: skip
        assert queries.whole(found, uow=uow).notes == []
