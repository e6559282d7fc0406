"""What becomes of a wish to leave when somebody of the office, or somebody with SQL, has plans of his own with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, select, update

from caseintake.intake import queries, returning, service
from caseintake.intake.drafts import Content
from caseintake.intake.model import Conversation, State, Whose, Wish, WithdrawalFinding, WithdrawalRequest
from caseintake.intake.refusal import Refused
from caseintake.intake.withdrawal import Found, NotYet, hindrance, requests, settle
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork
from tests.intake.people import officer, send, visit
from tests.office import OfficeForTests


@pytest.fixture
def reader(office: OfficeForTests) -> UUID:
    return officer(office)


def leaves(office: OfficeForTests) -> None:
    """Somebody sends a statement and asks, with her code, to delete it."""
    code = send(office.office)
    with visit(office.office, code, write=True) as uow:
        returning.withdraw(Wish.DELETE, 30, returning.own(uow=uow), uow=uow)
        uow.commit()


def only(office: OfficeForTests, reader: UUID) -> UUID:
    with office.unit(reader, write=False) as uow:
        (row,) = queries.inbox(uow=uow, all_states=True).rows
        return row.id


def finding(conversation: Conversation, whose: Whose, by: UUID, uow: UnitOfWork) -> WithdrawalFinding:
    return WithdrawalFinding(
        vault_id=uow.roster.office_vaults[VaultKind.INTAKE], conversation_id=conversation.id,
        request_id=requests(conversation, uow=uow)[-1].id, whose=whose, asked_by=by,
        asked_on=uow.clock.today(), how="By telephone",
    )  # fmt: skip


def test_one_person_does_not_become_two_by_writing_another_name(office: OfficeForTests, reader: UUID) -> None:
    """Her own program, the key of her office: she finds for a colleague and destroys alone."""
    colleague = officer(office)
    leaves(office)
    id = only(office, reader)
    with office.unit(reader) as uow:
        uow.add(finding(service.find(id, uow=uow), Whose.OWN, colleague, uow))
        uow.commit()
    office.clock.advance(timedelta(days=30))
    with office.unit(reader, write=False) as uow:
        assert hindrance(service.find(id, uow=uow), uow=uow) is NotYet.SECOND_PERSON


def test_a_wish_no_code_signed_destroys_nothing(office: OfficeForTests, reader: UUID) -> None:
    send(office.office)
    id = only(office, reader)
    with office.unit(reader) as uow:
        row = service.find(id, uow=uow)
        today = uow.clock.today()
        uow.add(WithdrawalRequest(vault_id=row.vault_id, conversation_id=id, wish=Wish.DELETE, asked_on=today,
                                  kept_until=today))  # fmt: skip
        row.state = State.WITHDRAWAL
        uow.commit()
    with office.unit(reader) as uow, pytest.raises(Refused):
        settle(service.find(id, uow=uow), Found(Whose.OWN, "Said so"), uow=uow)


@pytest.mark.parametrize("also_taken_away", [False, True])
def test_pressure_found_later_is_not_undone_by_older_rows_put_back(
    office: OfficeForTests, reader: UUID, also_taken_away: bool
) -> None:
    """Somebody with SQL wants the evidence destroyed by the officers themselves."""
    leaves(office)
    id, colleague = only(office, reader), officer(office)
    with office.unit(reader) as uow:
        settle(service.find(id, uow=uow), Found(Whose.OWN, "At the agreed place"), uow=uow)
        uow.commit()
    table, findings = (model.__table__ for model in (Conversation, WithdrawalFinding))
    assert isinstance(table, Table)
    assert isinstance(findings, Table)
    with office.office.engine.connect() as connection:
        before = dict(connection.execute(select(table).where(table.c.id == id)).mappings().one())
    office.clock.advance(timedelta(days=1))
    with office.unit(reader) as uow:
        settle(service.find(id, uow=uow), Found(Whose.PRESSURE, "Her sister wrote", None, "Her sister"), uow=uow)
        uow.commit()
        (pressed,) = (row.id for row in uow.session.scalars(select(WithdrawalFinding)) if row.whose is Whose.PRESSURE)
    office.clock.advance(timedelta(days=40))
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(table).where(table.c.id == id).values(**before))
        if also_taken_away:
            connection.execute(delete(findings).where(findings.c.id == pressed))
    with office.unit(colleague, write=False) as uow:
        why = hindrance(service.find(id, uow=uow), uow=uow)
    assert why is (NotYet.CHANGED if also_taken_away else NotYet.NOT_ASKED)


def test_a_wish_to_leave_is_not_put_away_by_another_act(office: OfficeForTests, reader: UUID) -> None:
    leaves(office)
    id = only(office, reader)
    for act in (
        lambda row, uow: service.ask(row, "Send it.", "The letter", None, once="1", uow=uow),
        lambda row, uow: service.decline(row, "No.", uow.clock.today() + timedelta(days=9), once="2", uow=uow),
        lambda row, uow: service.refer(row, "There.", once="3", uow=uow),
    ):
        with office.unit(reader) as uow, pytest.raises(Refused):
            act(service.find(id, uow=uow), uow)
    with office.unit(reader) as uow:
        code = service.issue_code(service.find(id, uow=uow), service.Known.IN_PERSON, uow=uow)
        uow.commit()
    with visit(office.office, code, write=True) as uow:
        returning.write(Content("en", addition="I am here."), "9", returning.own(uow=uow), uow=uow)
        uow.commit()
    with office.unit(reader, write=False) as uow:
        assert service.find(id, uow=uow).state is State.WITHDRAWAL
