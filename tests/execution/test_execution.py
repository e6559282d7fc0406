"""Awards and interest: counted by hand from the bank's table, and as the team records what comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.access.visibility import NotVisible
from caseintake.costs import service as costs
from caseintake.costs.money import Money, typed
from caseintake.execution import service
from caseintake.execution.interest import due_on, owed
from caseintake.execution.model import AwardKind, ExecutedJudgment, PaymentDetails, StepKind
from caseintake.execution.rates import the_rates
from caseintake.execution.service import Judged
from caseintake.kernel.actor import Role
from caseintake.matters import queries, team
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import Locked
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests

pytestmark = pytest.mark.one_engine
EUR = "EUR"
FINAL = date(2023, 5, 30)
#: Three months later; 30 August has a 30th.
DUE = date(2023, 8, 30)


def eur(text: str) -> Money:
    return typed(text, EUR)


# --- interest ---------------------------------------------------------------------------------------------------------


def test_three_months_end_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert due_on(FINAL) == DUE
    assert due_on(date(2023, 11, 30)) == date(2024, 2, 29)


def test_one_rate() -> None:
    """1 July to 31 August 2019: 62 days at 0.25 + 3 per cent on EUR 10,000: 10000 × 0.0325 × 62 / 365 = 55.2055."""
    found = owed(eur("10000"), date(2019, 6, 30), [(date(2019, 8, 31), Decimal(10000))], date(2020, 1, 1), the_rates())
    assert found.interest == eur("55.21")
    assert found.outstanding == eur("0")
    assert [(span.days, span.bank) for span in found.spans] == [(62, Decimal("0.25"))]


def test_the_rate_moves_with_the_days() -> None:
    """31 August to 19 September 2023 at 4.50 (20 days), 20 September to 31 December at 4.75 (103 days)."""
    found = owed(eur("10000"), DUE, [], date(2023, 12, 31), the_rates())
    assert [(span.days, span.bank) for span in found.spans] == [(20, Decimal("4.50")), (103, Decimal("4.75"))]
    expected = Decimal(10000) * (Decimal("0.075") * 20 + Decimal("0.0775") * 103) / 365
    assert found.interest == eur(str(round(expected, 2)))


def test_a_part_paid_ends_interest_on_that_part() -> None:
    found = owed(eur("10000"), DUE, [(date(2023, 9, 19), Decimal(4000))], date(2023, 12, 31), the_rates())
    assert [span.on for span in found.spans] == [Decimal("10000.00"), Decimal("6000.00")]
    assert found.outstanding == eur("6000")


def test_nothing_is_counted_beyond_the_known_rates_until_one_is_added() -> None:
    rates = the_rates()
    due = date(2025, 6, 1)
    found = owed(eur("36500"), due, [], date(2025, 6, 20), rates)
    assert found.no_rate_from == date(2025, 6, 11)
    assert found.spans[-1].last == rates.until
    again = owed(eur("36500"), due, [], date(2025, 6, 20), rates, [(date(2025, 6, 11), Decimal("2.40"))])
    assert again.no_rate_from is None
    # nine days at 5.65 and ten at 5.40 per cent of 36,500: 5.65 and 5.40 euro a day for each point
    assert again.interest == eur("104.85")
    assert again.spans[-1].mark == "T"
    later = owed(eur("36500"), due, [], date(2025, 6, 20), rates, [(date(2025, 6, 13), Decimal("2.40"))])
    assert later.no_rate_from == date(2025, 6, 11), "no day is counted with the rate of another"
    assert later.interest == eur("94.05")


@pytest.mark.parametrize("day", [date(2023, 8, 1), DUE])
def test_in_time_nothing_is_owed(day: date) -> None:
    found = owed(eur("100"), DUE, [(day, Decimal(100))], date(2024, 1, 1), the_rates())
    assert (found.interest, found.spans) == (eur("0"), ())


# --- what the team records --------------------------------------------------------------------------------------------


def judgment_in(cast: Cast, uow: UnitOfWork) -> tuple[Matter, ExecutedJudgment]:
    matter = queries.matter(cast.matter, uow=uow)
    judged = Judged(title="Qarayeva and Others v. Azerbaijan", judged_on=date(2023, 2, 28), final_on=FINAL)
    return matter, service.record(matter, judged, uow=uow)


def test_paid_partly_and_not(office: OfficeForTests) -> None:
    cast = set_scene(office)
    first, second, third = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter, row = judgment_in(cast, uow)
        each = service.award(row, matter, kind=AwardKind.NON_PECUNIARY, amount=eur("4500"), uow=uow)
        joint = service.award(row, matter, kind=AwardKind.COSTS, amount=eur("3000"), jointly=True, uow=uow)
        service.pay(each, row, matter, on=date(2023, 8, 1), amount=eur("4500"), applicants=[first], uow=uow)
        late = service.pay(each, row, matter, on=date(2023, 9, 19), amount=eur("2000"), applicants=[second], uow=uow)
        service.pay(joint, row, matter, on=date(2023, 9, 1), amount=eur("3000"), uow=uow)
        with pytest.raises(Refusal):
            service.pay(each, row, matter, on=date(2023, 9, 1), amount=typed("10", "AZN"), uow=uow)
        costs_row, damage = service.watched([row], cast.applicants, uow=uow)[row.id]
        assert {group.applicants: group.state for group in damage.groups} == {
            (first,): "paid", (second,): "partly", (third,): "not",
        }  # fmt: skip
        assert [(group.state, len(group.applicants)) for group in costs_row.groups] == [("paid", 3)]
        service.take_back(late, matter, why="Another person's money", uow=uow)
        (_costs, damage) = service.watched([row], cast.applicants, uow=uow)[row.id]
        assert damage.number("not") == 2
        uow.commit()


def test_a_payment_and_a_plan_are_what_their_time_limits_wait_for(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter, row = judgment_in(cast, uow)
        award = service.award(row, matter, kind=AwardKind.PECUNIARY, amount=eur("100"), uow=uow)
        service.pay(award, row, matter, on=date(2023, 8, 1), amount=eur("100"), uow=uow)
        service.step(row, matter, kind=StepKind.ACTION_PLAN, on=date(2023, 9, 1), uow=uow)
        kinds = [one.kind for one in queries.events(matter, uow=uow)]
        assert sorted(kinds) == ["action_plan_submitted", "payment_received"]
        uow.commit()


def test_the_time_limit_is_met_for_whom_everything_is_paid_and_runs_again_when_a_payment_is_taken_back(
    office: OfficeForTests,
) -> None:
    cast = set_scene(office)
    first, second, third = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter, row = judgment_in(cast, uow)
        each = service.award(row, matter, kind=AwardKind.NON_PECUNIARY, amount=eur("4500"), uow=uow)
        joint = service.award(row, matter, kind=AwardKind.COSTS, amount=eur("3000"), jointly=True, uow=uow)

        def paid() -> set[UUID]:
            events = [one for one in queries.events(matter, uow=uow) if not one.taken_back]
            return {id for one in events for id in one.applicants}

        service.pay(joint, row, matter, on=date(2023, 8, 2), amount=eur("3000"), uow=uow)
        service.pay(each, row, matter, on=date(2023, 8, 1), amount=eur("2500"), applicants=[first], uow=uow)
        assert paid() == set(), "costs alone, or a part, are not the award"
        rest = service.pay(each, row, matter, on=date(2023, 8, 3), amount=eur("2000"), applicants=[first], uow=uow)
        assert paid() == {first}
        both = service.pay(
            each, row, matter, on=date(2023, 8, 9), amount=eur("4500"), applicants=[second, third], uow=uow
        )
        assert paid() == {first, second, third}
        service.take_back(both, matter, why="The bank sent it back", uow=uow)
        assert paid() == {first}
        service.take_back(rest, matter, why="Recorded twice", uow=uow)
        assert paid() == set()
        with pytest.raises(Refusal):
            service.pay(joint, row, matter, on=date(1999, 8, 2), amount=eur("1"), uow=uow)
        uow.commit()


def test_accounts_lie_in_the_costs_vault(office: OfficeForTests) -> None:
    cast = set_scene(office)
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")
    with office.unit(cast.lawyer) as uow:
        for person in (cast.second, third):
            team.add_member(queries.matter(cast.matter, uow=uow), person, uow=uow)
        matter, row = judgment_in(cast, uow)
        book = costs.open_book(matter, other=cast.second, uow=uow)
        service.keep_details(row, matter, "AZ21NABZ00000000137010001944, her sister receives", uow=uow)
        found = service.details(book, row, uow=uow)
        assert found is not None
        assert found.vault_id == book.vault_id
        uow.commit()
    with office.unit(third) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (row,) = service.judgments(matter, uow=uow)
        with pytest.raises(NotVisible):
            service.keep_details(row, matter, "elsewhere", uow=uow)
        (closed,) = uow.session.scalars(select(PaymentDetails))
        with pytest.raises(Locked):
            _ = closed.text
