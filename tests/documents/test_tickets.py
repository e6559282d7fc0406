"""Upload tickets: good once, for one session or draft, and before a byte is read."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from caseintake.documents import tickets
from caseintake.documents.model import UploadTicket
from caseintake.documents.refusals import TicketRefused
from tests.office import OfficeForTests

MINE, THEIRS = b"my session", b"another session"


def issue(office: OfficeForTests, bound_to: bytes = MINE) -> str:
    with office.office.unit(write=True) as uow:
        ticket = tickets.issue(bound_to, uow=uow)
        uow.commit()
    return ticket


def redeem(office: OfficeForTests, ticket: str, bound_to: bytes | None = MINE) -> tickets.Redeemed:
    with office.office.unit(write=True) as uow:
        redeemed = tickets.redeem(ticket, bound_to, uow=uow)
        uow.commit()
    return redeemed


def test_a_ticket_is_good_once(office: OfficeForTests) -> None:
    ticket = issue(office)
    redeem(office, ticket)
    with pytest.raises(TicketRefused) as caught:
        redeem(office, ticket)
    assert caught.value.status == 403


def test_a_ticket_of_somebody_else_is_refused_and_stays_theirs(office: OfficeForTests) -> None:
    ticket = issue(office, THEIRS)
    with pytest.raises(TicketRefused):
        redeem(office, ticket)
    redeem(office, ticket, THEIRS)


def test_whose_it_is_may_be_asked_after_the_body(office: OfficeForTests) -> None:
    redeemed = redeem(office, issue(office), None)
    redeemed.require(MINE)
    with pytest.raises(TicketRefused):
        redeemed.require(THEIRS)


def test_after_a_broken_connection_the_same_page_may_be_sent_again(office: OfficeForTests) -> None:
    ticket = issue(office)
    redeemed = redeem(office, ticket)
    with office.office.unit(write=True) as uow:
        tickets.give_back(redeemed, uow=uow)
        uow.commit()
    redeem(office, ticket)


def test_an_old_ticket_is_refused_and_removed(office: OfficeForTests) -> None:
    ticket = issue(office)
    office.clock.advance(timedelta(days=8))
    with pytest.raises(TicketRefused):
        redeem(office, ticket)
    with office.office.unit(write=True) as uow:
        assert tickets.remove_old(uow=uow) == 1
        uow.commit()
    with office.office.unit() as uow:
        assert uow.session.scalar(select(func.count()).select_from(UploadTicket)) == 0


@pytest.mark.parametrize("wrong", ["", "x", "ə" * 43, "A" * 43, "A" * 4000, "../../etc/passwd", "\0" * 43])
def test_a_made_up_ticket_is_refused(office: OfficeForTests, wrong: str) -> None:
    with pytest.raises(TicketRefused):
        redeem(office, wrong)


def test_the_table_links_a_ticket_to_nobody(office: OfficeForTests) -> None:
    tickets_made = [issue(office) for _ in range(2)]
    with office.office.unit() as uow:
        rows = list(uow.session.scalars(select(UploadTicket)))
    assert len({row.bound for row in rows}) == 2, "two tickets of one session do not look alike"
    assert all(ticket.encode() not in row.id + row.bound for row in rows for ticket in tickets_made)


def test_of_many_at_once_one_gets_through(office: OfficeForTests) -> None:
    ticket = issue(office)
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            redeem(office, ticket)
            outcomes.append("in")
        except TicketRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["refused"] * 5
