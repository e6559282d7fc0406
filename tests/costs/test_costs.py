"""Costs of a matter: who opens them, what they come to, who learns of them, and how they end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from caseintake import leavers
from caseintake.access.visibility import visible
from caseintake.costs import service
from caseintake.costs.model import CostBook, CostItem, CostKind, CostsEnd, CostStage
from caseintake.costs.money import Money, parts, shown, totals, typed
from caseintake.costs.schedule import Missing, missing, schedule
from caseintake.costs.service import Cost
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, team
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import Locked
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests

pytestmark = pytest.mark.one_engine
DAY = date(2026, 2, 20)
EUR = "EUR"


def eur(text: str) -> Money:
    return typed(text, EUR)


def work(minutes: int, rate: str | None, *applicants: UUID, stage: CostStage = CostStage.STRASBOURG) -> Cost:
    return Cost(
        kind=CostKind.TIME, stage=stage, on=DAY, what="Observations", who="Leyla Quliyeva", minutes=minutes,
        rate=eur(rate) if rate else None, applicants=applicants,
    )  # fmt: skip


def spent(amount: str, *applicants: UUID, no_receipt: bool = False) -> Cost:
    return Cost(
        kind=CostKind.EXPENSE, stage=CostStage.DOMESTIC, on=DAY, what="Court fee", amount=eur(amount),
        applicants=applicants, no_receipt=no_receipt,
    )  # fmt: skip


def the_matter(cast: Cast, uow: UnitOfWork) -> Matter:
    return queries.matter(cast.matter, uow=uow)


def opened(office: OfficeForTests) -> tuple[Cast, UUID]:
    """The second lawyer joins the team and holds the costs with the lead; a third is on the team without them."""
    cast = set_scene(office)
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        team.add_member(matter, cast.second, uow=uow)
        team.add_member(matter, third, uow=uow)
        book = service.open_book(matter, other=cast.second, uow=uow)
        for cost in (work(90, "150"), work(60, None, cast.applicants[0]), spent("100.01", no_receipt=True)):
            service.write(book, matter, cost, uow=uow)
        uow.commit()
    return cast, third


def the_book(cast: Cast, uow: UnitOfWork) -> CostBook:
    book = service.book_of(the_matter(cast, uow), uow=uow)
    assert book is not None
    return book


def refused(act: object, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        act()  # type: ignore[operator]
    assert code in [fault.code for fault in refusal.value.faults]


# --- sums -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"), [("1250", "1250.00"), ("1 250,5", "1250.50"), ("1'250.05", "1250.05"), ("0.1", "0.10")]
)
def test_sums_as_people_type_them(text: str, amount: str) -> None:
    assert typed(text, EUR) == Money(amount, EUR)


@pytest.mark.parametrize("text", ["1,250", "1.250", "-5", "1e3", "١٢", "1.2.3", "12.345", "", "EUR 5"])
def test_what_is_no_sum_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        typed(text, EUR)


def test_sums_are_exact_and_currencies_stay_apart() -> None:
    tenths = totals([eur("0.1"), eur("0.2"), typed("5", "AZN"), *[eur("0.1")] * 7])
    assert tenths == (Money("5.00", "AZN"), Money("1.00", "EUR"))
    assert shown(eur("1234567.5")).replace("\u00a0", " ") == "EUR 1 234 567.50"
    for number in range(1, 30):
        pieces = parts(eur("100.01"), number)
        assert sum(piece.amount for piece in pieces) == Decimal("100.01")
        assert max(pieces, key=lambda one: one.amount).amount - pieces[-1].amount <= Decimal("0.01")


def test_shares_of_all_applicants_add_up_to_the_whole() -> None:
    everyone = [new_id() for _ in range(7)]

    def item(cost: Cost) -> CostItem:
        return CostItem(
            vault_id=new_id(), book_id=new_id(), kind=cost.kind, stage=cost.stage, on=cost.on, what=cost.what,
            minutes=cost.minutes, rate=cost.rate, amount=cost.amount, applicants=cost.applicants,
        )  # fmt: skip

    items = [item(work(50, "99.99")), item(spent("10", *everyone[:3])), item(spent("0.05", *everyone[2:6]))]
    whole = schedule(items, everyone, everyone)
    assert whole.totals == (eur("93.38"),)  # 83.325 is rounded half up
    each = [schedule(items, everyone, [id]).totals[0].amount for id in everyone]
    assert sum(each) == Decimal("93.38")
    alone = schedule(items, everyone, everyone[6:])
    assert [(line.of, line.here) for line in alone.lines] == [(7, 1)]


# --- the vault --------------------------------------------------------------------------------------------------------


def test_what_a_line_lacks_is_marked_and_never_refused(office: OfficeForTests) -> None:
    cast, _third = opened(office)
    with office.unit(cast.second, write=False) as uow:
        rows = service.items(the_book(cast, uow), uow=uow)
        assert sorted(str(missing(row)) for row in rows) == ["None", Missing.RATE, Missing.RECEIPT]
        found = schedule(rows, cast.applicants, cast.applicants)
        assert found.totals == (eur("325.01"),)
        assert (found.minutes, found.missing) == (150, 2)
        assert all(uow.proof(row).author.id == cast.lawyer for row in rows)


def test_whoever_is_not_named_finds_no_trace(office: OfficeForTests) -> None:
    cast, third = opened(office)
    with office.unit(third, write=False) as uow:  # on the team, holds the matter
        assert service.book_of(the_matter(cast, uow), uow=uow) is None
        assert visible(CostItem, uow=uow) == []
        (row,) = uow.session.query(CostBook).all()
        with pytest.raises(Locked):
            _ = row.matter_id


def test_only_the_lead_opens_costs_and_two_people_hold_them(office: OfficeForTests) -> None:
    cast, third = opened(office)
    with office.unit(cast.second) as uow:
        matter, book = the_matter(cast, uow), the_book(cast, uow)
        refused(lambda: service.open_book(matter, other=cast.lawyer, uow=uow), "not_the_lead")
        refused(lambda: service.hand_over(book, matter, leaves=None, joins=third, uow=uow), "two_hold")
        service.hand_over(book, matter, leaves=cast.lawyer, joins=third, uow=uow)
        service.write(book, matter, spent("7"), uow=uow)
        uow.commit()
    with office.unit(third, write=False) as uow:
        assert len(service.items(the_book(cast, uow), uow=uow)) == 4
    with office.unit(cast.lawyer, write=False) as uow:
        assert service.book_of(the_matter(cast, uow), uow=uow) is None


def test_whoever_leaves_the_team_leaves_the_costs(office: OfficeForTests) -> None:
    """Taken in the same act by who holds them; else by the other holder at the next sign-in; never the last key."""
    leavers.listen(office.office)
    cast, third = opened(office)
    with office.unit(third) as uow:  # holds the matter, and knows of no costs
        team.remove_member(the_matter(cast, uow), cast.second, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        assert [person for _row, person in leavers.waiting(uow=uow)] == [cast.second]
        assert leavers.turn(uow=uow) == 1
        matter, book = the_matter(cast, uow), the_book(cast, uow)
        service.write(book, matter, spent("7"), uow=uow)
        refused(lambda: team.remove_member(matter, cast.lawyer, uow=uow), "last_beside")
        uow.session.rollback()
    with office.unit(cast.lawyer) as uow:
        leavers.turn(uow=uow)
        service.hand_over(the_book(cast, uow), the_matter(cast, uow), leaves=None, joins=third, uow=uow)
        uow.commit()
        vault_id = the_book(cast, uow).vault_id
    with office.unit(cast.lawyer) as uow:
        team.remove_member(the_matter(cast, uow), third, uow=uow)
        service.write(the_book(cast, uow), the_matter(cast, uow), spent("8"), uow=uow)
        uow.commit()
    for gone in (cast.second, third):
        with office.unit(gone, write=False) as uow:
            assert not uow.keystore.can_open(vault_id)
            with pytest.raises(Locked):
                _ = uow.session.query(CostBook).one().matter_id


def test_taken_out_lines_stay_but_are_not_claimed(office: OfficeForTests) -> None:
    cast, _third = opened(office)
    with office.unit(cast.second) as uow:
        rows = service.items(the_book(cast, uow), uow=uow)
        refused(lambda: service.take_out(rows[0], why=" ", uow=uow), "needed")
        for row in rows:
            service.take_out(row, why="Another matter", uow=uow)
        uow.commit()
        assert len(service.items(the_book(cast, uow), uow=uow)) == 3
        assert schedule(rows, cast.applicants, cast.applicants).lines == ()


def test_two_destroy_the_costs_and_nobody_alone(office: OfficeForTests) -> None:
    cast, _third = opened(office)
    with office.unit(cast.lawyer) as uow:
        book = the_book(cast, uow)
        refused(lambda: service.end(book, uow=uow), "nobody_asked")
        service.ask_to_end(book, why="Paid in 2024, the term is over", uow=uow)
        refused(lambda: service.end(book, uow=uow), "needs_second")
        uow.commit()
    with office.unit(cast.second) as uow:
        service.end(the_book(cast, uow), uow=uow)
        uow.commit()
    for person in (cast.lawyer, cast.second):
        with office.unit(person, write=False) as uow:
            assert uow.session.query(CostBook).all() == []
            assert uow.session.query(CostItem).all() == []
            assert service.book_of(the_matter(cast, uow), uow=uow) is None


def test_a_wish_taken_back_and_put_back_by_sql_ends_nothing(office: OfficeForTests) -> None:
    cast, _third = opened(office)
    table = CostsEnd.__table__
    with office.unit(cast.lawyer) as uow:
        service.ask_to_end(the_book(cast, uow), why="Over", uow=uow)
        uow.commit()
    with office.office.engine.begin() as connection:
        old = dict(connection.execute(select(table)).mappings().one())
    with office.unit(cast.lawyer) as uow:
        service.withdraw_end(the_book(cast, uow), uow=uow)
        uow.commit()
    with office.office.engine.begin() as connection:
        connection.execute(insert(table).values(**old))
    with office.unit(cast.second) as uow:
        refused(lambda: service.end(the_book(cast, uow), uow=uow), "nobody_asked")


def test_a_wish_signed_by_somebody_else_ends_nothing(office: OfficeForTests) -> None:
    """Whoever writes the database moves a holder's signed wish to another book, or a former holder's word stays."""
    cast, _third = opened(office)
    with office.unit(cast.lawyer) as uow:
        service.ask_to_end(the_book(cast, uow), why="Over", uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:
        book = the_book(cast, uow)
        service.hand_over(book, the_matter(cast, uow), leaves=cast.lawyer, joins=None, uow=uow)
        assert service.asked_to_end(book, uow=uow) is None
        refused(lambda: service.end(book, uow=uow), "nobody_asked")
