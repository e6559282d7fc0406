"""Statements written down for people who never touch the form: whose they are, who reads them, what confirms them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec import structs
from sqlalchemy import select

from caseintake.intake import queries, returning, service, taking_down
from caseintake.intake.answers import Checked, check
from caseintake.intake.model import Circumstances, Confirmed, Conversation, Message, Setting, Speaker, State
from caseintake.intake.service import Known, Refused
from caseintake.intake.sheets import NoNumber, new_number, read_number
from caseintake.intake.taking_down import Told
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import service as matters
from caseintake.matters.model import ClientFile
from caseintake.vault.errors import Locked
from caseintake.vault.holders import VaultKind
from tests.intake.people import officer, papers, visit
from tests.office import OfficeForTests

TODAY = date(2026, 3, 2)
WORDS = "Sevdanı altı gündür görmürük. Qardaşı danışdı."
BROTHER = Told(
    speaker=Speaker.RELATIVE,
    contact="Her brother Elşad, at the bakery in the mornings",
    setting=Setting.TELEPHONE,
    language="az",
)


def answers(text: str = WORDS, **more: str) -> Checked:
    questionnaire = papers().questionnaire
    return check(questionnaire, taking_down.asked(questionnaire), {"what_happened": text, **more}, TODAY)


def written(office: OfficeForTests, person: UUID, told: Told = BROTHER, **more: str) -> UUID:
    with office.unit(person) as uow:
        made = taking_down.write_down(told, answers(**more), papers(), once=new_id(), uow=uow)
        uow.commit()
        return made.id


def whole(office: OfficeForTests, person: UUID, id: UUID) -> queries.Whole:
    with office.unit(person, write=False) as uow:
        found = queries.whole(service.find(id, uow=uow), uow=uow)
        for said in found.messages:
            assert said.message.text is not None  # opened while the unit lives
            if said.taken is not None:
                assert said.taken.circumstances.contact is not None
        return found


def test_it_waits_in_the_inbox_signed_by_its_writer_without_a_code_and_second_hand(office: OfficeForTests) -> None:
    reader = officer(office)
    id = written(office, reader, safety_urgent="detained")
    found = whole(office, reader, id)
    (said,) = found.messages
    assert said.message.text == WORDS
    assert said.proof is not None
    assert said.proof.author.id == reader
    assert not said.from_client
    assert said.taken is not None
    assert said.taken.second_hand
    assert not found.has_code
    assert found.consents == {}  # a brother agrees to nothing for her
    with office.unit(reader, write=False) as uow:
        row = queries.inbox(uow=uow).rows[0]
        assert (row.id, row.state, row.urgent_because) == (id, State.NEW, ("detained",))


def test_only_a_confirmation_signed_by_a_person_ends_second_hand(office: OfficeForTests) -> None:
    reader = officer(office)
    id = written(office, reader)
    with office.unit(reader) as uow:
        row = service.find(id, uow=uow)
        statement = service.statement_of(row, uow=uow)
        assert statement is not None
        tomorrow = office.clock.today() + timedelta(days=1)
        with pytest.raises(Refused):
            taking_down.confirm(statement, row, how=Confirmed.VOICE, on=tomorrow, remark="", uow=uow)
        taking_down.confirm(
            statement, row, how=Confirmed.FACE_TO_FACE, on=office.clock.today(), remark="In the prison", uow=uow
        )
        uow.commit()
    (said,) = whole(office, reader, id).messages
    assert said.taken is not None
    assert not said.taken.second_hand
    assert said.taken.confirmed_to == reader


def test_a_confirmation_moved_from_another_statement_does_not_count(office: OfficeForTests) -> None:
    reader = officer(office)
    one, other = written(office, reader), written(office, reader)
    with office.unit(reader) as uow:
        row = service.find(one, uow=uow)
        statement = service.statement_of(row, uow=uow)
        assert statement is not None
        taking_down.confirm(statement, row, how=Confirmed.VOICE, on=office.clock.today(), remark="", uow=uow)
        uow.commit()
        with pytest.raises(Locked):
            taking_down.confirm(
                statement,
                service.find(other, uow=uow),
                how=Confirmed.VOICE,
                on=office.clock.today(),
                remark="",
                uow=uow,
            )
    (said,) = whole(office, reader, other).messages
    assert said.taken is not None
    assert said.taken.second_hand


def test_whoever_has_the_code_confirms_nothing(office: OfficeForTests) -> None:
    """A code can be beaten out of somebody; how she confirmed it is what one of us heard and signed."""
    reader = officer(office)
    id = written(office, reader)
    with office.unit(reader) as uow:
        code = service.issue_code(service.find(id, uow=uow), Known.IN_PERSON, uow=uow)
        uow.commit()
    with visit(office.office, code, write=True) as uow:
        own = returning.own(uow=uow)
        statement = service.statement_of(own, uow=uow)
        assert statement is not None
        taking_down.confirm(statement, own, how=Confirmed.CODE, on=TODAY, remark="", uow=uow)
        uow.commit()
    (said,) = whole(office, reader, id).messages
    assert said.taken is not None
    assert said.taken.second_hand


def test_the_code_comes_later_opens_the_conversation_and_shows_no_statement(office: OfficeForTests) -> None:
    reader = officer(office)
    id = written(office, reader)
    with office.unit(reader) as uow:
        row = service.find(id, uow=uow)
        code = service.issue_code(row, Known.IN_PERSON, uow=uow)
        service.answer(row, "We have heard your brother. Is it right?", once="1", uow=uow)
        uow.commit()
    with visit(office.office, code, write=True) as uow:
        own = returning.own(uow=uow)
        (answer,) = returning.answers_of(own, uow=uow)
        assert own.id == id
        assert returning.read_answer(answer.id, own, uow=uow).text.startswith("We have heard")
        assert returning.foreign_messages(own, uow=uow) == 0
        told = uow.session.scalars(select(Message)).all()
        statement = next(message for message in told if message.text == WORDS)  # hers, so her code opens it
        with pytest.raises(returning.AnswerGone):
            returning.read_answer(statement.id, own, uow=uow)  # but no page shows it


def test_nobody_but_intake_opens_it(office: OfficeForTests) -> None:
    reader, lawyer = officer(office), office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    id = written(office, reader)
    with office.unit(lawyer, write=False) as uow:
        with pytest.raises(Locked):
            service.find(id, uow=uow)
        row = uow.session.get_one(Conversation, id)
        for kind in (Message, Circumstances):
            (sealed,) = uow.session.scalars(select(kind).where(kind.vault_id == row.vault_id)).all()
            with pytest.raises(Locked):
                assert sealed.message_id if isinstance(sealed, Circumstances) else sealed.text


def test_in_a_matter_it_opens_from_the_client_file_and_accepting_keeps_who_spoke(office: OfficeForTests) -> None:
    lawyer, reader = office.hire(Role.LAWYER, VaultKind.DIRECTORY), officer(office)
    with office.unit(lawyer) as uow:
        matter = matters.create_matter(codename="Quince 14", uow=uow)
        applicant = matters.add_applicant(matter, name="Sevda Qarayeva", uow=uow)
        file = uow.session.get_one(ClientFile, applicant.client_file_id)
        made = taking_down.write_down_for(file, matter, BROTHER, answers(), papers(), once=new_id(), uow=uow)
        office.clock.advance(timedelta(minutes=1))
        taking_down.write_down_more(BROTHER, made, answers("He added more."), papers(), once=new_id(), uow=uow)
        uow.commit()
        assert file.conversation_id == made.id
        assert [said.message.text for said in queries.whole(made, uow=uow).messages] == [WORDS, "He added more."]
        vault_id = made.vault_id
    with office.unit(reader, write=False) as uow:
        assert not uow.keystore.can_open(vault_id)  # it never was at intake
        assert queries.inbox(uow=uow, all_states=True).rows == []


def test_pressing_twice_writes_once_and_a_sheet_goes_in_once(office: OfficeForTests) -> None:
    reader, once, number = officer(office), new_id(), new_number()
    sheet = structs.replace(BROTHER, setting=Setting.PAPER, paper=number)
    for _ in range(2):
        with office.unit(reader) as uow:
            taking_down.write_down(sheet, answers(), papers(), once=once, uow=uow)
            uow.commit()
    with office.unit(reader) as uow:
        assert len(queries.inbox(uow=uow).rows) == 1
        with pytest.raises(Refused, match="paper_known"):
            taking_down.write_down(sheet, answers(), papers(), once=new_id(), uow=uow)


def test_consent_is_noted_only_when_the_client_gave_it(office: OfficeForTests) -> None:
    reader = officer(office)
    herself = structs.replace(BROTHER, speaker=Speaker.CLIENT, contact="", agreed=True, language="Talış")
    (given,) = whole(office, reader, written(office, reader, herself)).consents.values()
    assert (given.use, given.agreed, given.how) == ("intake", True, "spoken")


def test_numbers_of_paper_forms_notice_slips_of_the_pen() -> None:
    number = new_number()
    assert read_number(f" {number.lower().replace('-', ' ')} ") == number
    letters = number.replace("-", "")
    wrong = [letters[:at] + ("7" if letters[at] != "7" else "8") + letters[at + 1 :] for at in range(8)]
    swapped = [letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :] for at in range(7)]
    for typed in (*wrong, *(text for text in swapped if text != letters), letters[:-1], "", "É" * 8):
        with pytest.raises(NoNumber):
            read_number(typed)
