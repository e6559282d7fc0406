"""Telling of money: hours and receipts of the claim under Article 41, and a judgment that is not paid to everybody."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.costs import service as costs
from caseintake.costs.model import CostKind, CostStage
from caseintake.costs.money import typed
from caseintake.costs.service import Cost
from caseintake.demo.cast import Cast
from caseintake.execution import service as execution
from caseintake.execution.model import AwardKind, StepKind, Supervision
from caseintake.execution.service import Judged
from caseintake.matters import queries
from caseintake.portability import rights

AGO: Final = 1
CASE: Final = "Juniper 41"
WHO: Final = "Leyla Həsənova"
#: Days ago, minutes, rate in euro, stage, work.
_HOURS: Final = (
    (40, 390, "80", CostStage.DOMESTIC, "Appeal: reading the file at the court, draft"),
    (33, 240, "80", CostStage.DOMESTIC, "Hearing of the Court of Appeal, with travel"),
    (12, 450, "110", CostStage.STRASBOURG, "Application form, sections E to G"),
    (5, 150, None, CostStage.STRASBOURG, "Meeting with the applicants about their own statements"),
)
#: Days ago, sum, currency, whether there is no receipt, what it was.
_SPENT: Final = (
    (33, "42.00", "AZN", True, "Bus to the hearing and back, three people"),
    (12, "318.40", "EUR", False, "Translation into English, 12 pages"),
    (11, "27.90", "EUR", False, "Registered post to Strasbourg"),
)


def write_down(matters: Mapping[str, UUID], cast: Cast) -> None:
    """The lead and her deputy hold the costs; some lines lack a rate or a receipt, as they do."""
    with cast.unit("leyla") as uow:
        matter = queries.matter(matters[CASE], uow=uow)
        book = costs.open_book(matter, other=cast.members["marc"].id, uow=uow)
        first = tuple(row.id for row in queries.applicants(matter, uow=uow)[:6])
        for ago, minutes, rate, stage, what in _HOURS:
            work = Cost(
                kind=CostKind.TIME, stage=stage, on=cast.today - timedelta(days=ago), what=what, who=WHO,
                minutes=minutes, rate=typed(rate, "EUR") if rate else None,
                applicants=first if stage is CostStage.DOMESTIC else (),
            )  # fmt: skip
            costs.write(book, matter, work, uow=uow)
        for ago, amount, currency, none, what in _SPENT:
            fee = Cost(
                kind=CostKind.EXPENSE, stage=CostStage.STRASBOURG, on=cast.today - timedelta(days=ago), what=what,
                who=WHO, amount=typed(amount, currency), no_receipt=none,
            )  # fmt: skip
            costs.write(book, matter, fee, uow=uow)
        uow.commit()


def judge(matters: Mapping[str, UUID], cast: Cast) -> None:
    """An older judgment in the same case: eighteen awards, four of them unpaid, and a plan that came late."""
    with cast.unit("leyla") as uow:
        matter = queries.matter(matters[CASE], uow=uow)
        judged = Judged(
            title="Əhmədova and Others v. Azerbaijan", judged_on=date(2023, 2, 28), final_on=date(2023, 5, 30),
            supervision=Supervision.ENHANCED,
        )  # fmt: skip
        row = execution.record(matter, judged, uow=uow)
        people = [one.id for one in queries.applicants(matter, uow=uow)]
        sum_ = typed("4500", "EUR")
        award = execution.award(row, matter, kind=AwardKind.NON_PECUNIARY, amount=sum_, uow=uow)
        costs_ = execution.award(row, matter, kind=AwardKind.COSTS, amount=typed("3000", "EUR"), jointly=True, uow=uow)
        execution.pay(award, row, matter, on=date(2023, 10, 12), amount=sum_, applicants=people[:-4], uow=uow)
        execution.pay(costs_, row, matter, on=date(2023, 8, 25), amount=typed("3000", "EUR"), uow=uow)
        for kind, on, what in (
            (StepKind.ACTION_PLAN, date(2024, 2, 9), "Amendment of the Law on Operative-Search Activity announced"),
            (StepKind.GENERAL_MEASURE, date(2024, 2, 9), "Independent authorisation of interception"),
            (StepKind.RULE_9_2, date(2025, 1, 20), "Bar association: no bill has been laid before parliament"),
        ):
            execution.step(row, matter, kind=kind, on=on, what=what, uow=uow)
        rights.ask(matter, reason="A copy for Marc in Paris before the hearing", to_person=cast.id("marc"), uow=uow)
        uow.commit()
