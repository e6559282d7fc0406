"""Recording judgments, awards, payments and steps; what is paid, to whom, and what is owed today."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.costs import service as costs
from caseintake.costs.model import CostBook
from caseintake.costs.money import Money
from caseintake.execution.interest import Owed, due_on, owed
from caseintake.execution.model import (
    AddedRate,
    Award,
    AwardKind,
    ExecutedJudgment,
    ExecutionStep,
    Payment,
    PaymentDetails,
    StepKind,
    Supervision,
)
from caseintake.execution.rates import the_rates
from caseintake.matters import happened, queries
from caseintake.matters.facts import HAPPENED, Fault, Source, exactly
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

#: The word of the law for a paid award, and for a plan the State has handed in.
PAID, PLAN = "payment_received", "action_plan_submitted"
#: In per cent: more than this is a slip of the keyboard.
HIGHEST_RATE: Final = 20
R = TypeVar("R", ExecutedJudgment, Award, Payment, AddedRate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of a judgment."""

    title: str
    proceeding_id: UUID | None = None
    judged_on: date | None = None
    final_on: date | None = None
    months: int = 3
    supervision: Supervision = Supervision.NOT_YET
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Applicants of one award to whom the same was paid on the same days. Of a joint award there is one group."""

    applicants: tuple[UUID, ...]
    owed: Owed
    #: paid, partly, not
    state: str


@dataclass(frozen=True, slots=True)
class Watched:
    """One award with its payments, as they stand on a day."""

    award: Award
    due: date | None
    payments: tuple[Payment, ...]
    groups: tuple[Group, ...]

    def number(self, state: str) -> int:
        return sum(len(group.applicants) for group in self.groups if group.state == state)


def judgments(matter: Matter, *, uow: UnitOfWork) -> list[ExecutedJudgment]:
    """By the day they became final."""
    rows = uow.session.scalars(queries.kept_by(matter, ExecutedJudgment))
    return sorted(rows, key=lambda row: (str(row.final_on), row.id))


def of_matter(model: type[R], id: UUID, matter: Matter, *, uow: UnitOfWork) -> R:
    """Raises `NotVisible` for one of another matter."""
    row = uow.session.get(model, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row


def record(matter: Matter, judged: Judged, *, uow: UnitOfWork, row: ExecutedJudgment | None = None) -> ExecutedJudgment:
    """A new judgment, or what is known better now of ``row``. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    known = {one.id for one in queries.proceedings(matter, uow=uow)}
    late = judged.judged_on and judged.final_on and judged.final_on < judged.judged_on
    refuse_if(
        *([] if judged.title.strip() else [Fault("title", "needed")]),
        *([] if judged.proceeding_id in known | {None} else [Fault("proceeding_id", "not_in_matter")]),
        *([Fault("final_on", "final_before")] if late else []),
        *([] if 0 < judged.months <= 60 else [Fault("months", "no_months")]),
    )
    values = {name: getattr(judged, name) for name in Judged.__slots__}
    if row is None:
        row = ExecutedJudgment(vault_id=matter.vault_id, matter_id=matter.id, **values)
        uow.add(row)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    _done("judgment recorded", uow)
    return row


def award(
    judgment: ExecutedJudgment, matter: Matter, *, kind: AwardKind, amount: Money, jointly: bool = False,
    applicants: Iterable[UUID] = (), uow: UnitOfWork,
) -> Award:  # fmt: skip
    """Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    known = {row.id for row in queries.applicants(matter, uow=uow)}
    refuse_if(*([] if set(whose) <= known else [Fault("numbers", "not_in_matter")]))
    made = Award(
        vault_id=matter.vault_id, judgment_id=judgment.id, kind=kind, sum=amount, jointly=jointly, applicants=whose
    )
    uow.add(made)
    _done("award recorded", uow)
    return made


def pay(
    row: Award, judgment: ExecutedJudgment, matter: Matter, *, on: date, amount: Money, applicants: Iterable[UUID] = (),
    uow: UnitOfWork,
) -> Payment:  # fmt: skip
    """The State paid; for whom everything is paid now the time-limit for payment is met. Raises `Refusal`.

    None named: everybody the award is for. More than the award is taken all the same: interest came with it.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    everyone = whose(row, [one.id for one in queries.applicants(matter, uow=uow)])
    people = tuple(applicants) or everyone
    refuse_if(
        *([Fault("on", "future")] if on > uow.clock.today() else []),
        *([Fault("on", "paid_before")] if judgment.judged_on is not None and on < judgment.judged_on else []),
        *([] if set(people) <= set(everyone) else [Fault("numbers", "not_awarded")]),
        *([] if amount.currency == row.sum.currency else [Fault("amount", "other_currency")]),
    )
    made = Payment(vault_id=matter.vault_id, award_id=row.id, on=on, sum=amount, applicants=people)
    uow.add(made)
    _done("payment recorded", uow)
    _met(made, people, judgment, matter, uow)
    return made


def _met(row: Payment, people: Iterable[UUID], judgment: ExecutedJudgment, matter: Matter, uow: UnitOfWork) -> None:
    """Record that the award was paid, for those of ``people`` to whom nothing of any award is owed any more."""
    everyone = [one.id for one in queries.applicants(matter, uow=uow)]
    awards = watched([judgment], everyone, uow=uow)[judgment.id]
    waiting = {id for each in awards for group in each.groups if group.state != "paid" for id in group.applicants}
    settled = tuple(id for id in everyone if id in set(people) - waiting)
    if settled:
        paid = [one for each in awards for one in each.payments if not one.taken_back]
        last = max(one.on for one in paid if not set(one.applicants).isdisjoint(settled))
        facts = {HAPPENED: exactly(last, source=Source.LAWYER)}
        made = happened.record_event(
            matter, kind=PAID, proceeding_id=judgment.proceeding_id, facts=facts, applicants=settled, uow=uow
        )
        row.event_id = made.id
        uow.flush()


def take_back(row: Payment, matter: Matter, *, why: str, uow: UnitOfWork) -> None:
    """The money did not come, or was recorded twice: for whom it is owed again, time runs again. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if why.strip() else [Fault("why", "needed")]))
    row.taken_back = why.strip()
    _done("payment taken back", uow)
    judgment = of_matter(ExecutedJudgment, of_matter(Award, row.award_id, matter, uow=uow).judgment_id, matter, uow=uow)
    events = {one.id: one for one in queries.events(matter, uow=uow) if one.kind == PAID and not one.taken_back}
    everyone = [one.id for one in queries.applicants(matter, uow=uow)]
    for payment in [one for each in watched([judgment], everyone, uow=uow)[judgment.id] for one in each.payments]:
        event = events.get(payment.event_id) if payment.event_id is not None else None
        if event is not None and not set(event.applicants).isdisjoint(row.applicants):
            happened.take_back(event, matter=matter, reason=row.taken_back, uow=uow)
            _met(payment, event.applicants, judgment, matter, uow)


def step(
    judgment: ExecutedJudgment, matter: Matter, *, kind: StepKind, on: date, what: str = "",
    done_on: date | None = None, uow: UnitOfWork,
) -> ExecutionStep:  # fmt: skip
    """A step, signed. A plan of the State is what its time-limit waits for. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([Fault("on", "future")] if on > uow.clock.today() else []))
    made = ExecutionStep(
        vault_id=matter.vault_id, judgment_id=judgment.id, kind=kind, on=on, what=what.strip(), done_on=done_on
    )
    uow.add(made)
    if kind in (StepKind.ACTION_PLAN, StepKind.ACTION_REPORT):
        facts = {HAPPENED: exactly(on, source=Source.LAWYER)}
        happened.record_event(matter, kind=PLAN, proceeding_id=judgment.proceeding_id, facts=facts, uow=uow)
    _done("step of execution recorded", uow)
    return made


def steps(rows: Sequence[ExecutedJudgment], *, uow: UnitOfWork) -> dict[UUID, list[ExecutionStep]]:
    """By judgment, the newest first."""
    found: dict[UUID, list[ExecutionStep]] = defaultdict(list)
    for one in scalars_in(select(ExecutionStep), ExecutionStep.judgment_id, [row.id for row in rows], uow.session):
        found[one.judgment_id].append(one)
    for each in found.values():
        each.sort(key=lambda one: (one.on, one.id), reverse=True)
    return found


# --- what is owed -----------------------------------------------------------------------------------------------------


def whose(row: Award, everyone: Sequence[UUID]) -> tuple[UUID, ...]:
    """The applicants an award is for; ``everyone`` is all of the matter."""
    return row.applicants or tuple(everyone)


def watched(
    rows: Sequence[ExecutedJudgment], everyone: Sequence[UUID], *, uow: UnitOfWork, added: Iterable[AddedRate] = ()
) -> dict[UUID, list[Watched]]:
    """Awards by judgment with what is owed today; two questions to the database however many applicants there are.

    ``added``: the rates the team has added; without them interest ends where the shipped data end.
    """
    later = [(one.begins, Decimal(one.percent)) for one in added if not one.taken_back]
    awards = scalars_in(select(Award), Award.judgment_id, [row.id for row in rows], uow.session)
    payments: dict[UUID, list[Payment]] = defaultdict(list)
    for payment in scalars_in(select(Payment), Payment.award_id, [row.id for row in awards], uow.session):
        payments[payment.award_id].append(payment)
    found: dict[UUID, list[Watched]] = defaultdict(list)
    due = {row.id: due_on(row.final_on, row.months) if row.final_on else None for row in rows}
    for row in sorted(awards, key=lambda one: (one.kind, one.id)):
        own = sorted(payments[row.id], key=lambda one: (one.on, one.id))
        last, today = due[row.judgment_id], uow.clock.today()
        groups = _groups(row, last, own, everyone, today, later)
        found[row.judgment_id].append(Watched(row, last, tuple(own), groups))
    return found


def _groups(
    row: Award,
    due: date | None,
    own: Sequence[Payment],
    everyone: Sequence[UUID],
    today: date,
    later: Sequence[tuple[date, Decimal]],
) -> tuple[Group, ...]:
    alike: dict[tuple[tuple[date, Decimal], ...], list[UUID]] = defaultdict(list)
    counted = [(one, frozenset(one.applicants)) for one in own if not one.taken_back]
    for id in whose(row, everyone):
        paid = tuple((one.on, one.sum.amount) for one, people in counted if row.jointly or id in people)
        alike[paid].append(id)
    groups = []
    for paid, people in alike.items():
        sum_ = owed(row.sum, due or today, paid, today, the_rates(), later)
        state = "paid" if sum_.outstanding.amount == 0 else "partly" if paid else "not"
        groups.append(Group(tuple(people), sum_, state))
    return tuple(groups)


# --- rates after the shipped data end ---------------------------------------------------------------------------------


def add_rate(matter: Matter, *, begins: date, percent: Decimal, source: str, uow: UnitOfWork) -> AddedRate:
    """The bank's rate from a day on, for every judgment of the matter. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    known = [one for one in added_rates(matter, uow=uow) if not one.taken_back and one.begins == begins]
    refuse_if(
        *([Fault("begins", "future")] if begins > uow.clock.today() else []),
        *([Fault("begins", "rate_known")] if begins <= the_rates().until else []),
        *([Fault("begins", "rate_twice")] if known else []),
        *([] if 0 <= percent <= HIGHEST_RATE else [Fault("percent", "no_rate")]),
        *([] if source.strip() else [Fault("source", "needed")]),
    )
    made = AddedRate(
        vault_id=matter.vault_id, matter_id=matter.id, begins=begins, percent=str(percent), source=source.strip()
    )
    uow.add(made)
    _done("rate added", uow)
    return made


def take_rate_back(row: AddedRate, *, why: str, uow: UnitOfWork) -> None:
    """It was wrong: nothing is counted with it any more. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if why.strip() else [Fault("why", "needed")]))
    row.taken_back = why.strip()
    _done("rate taken back", uow)


def added_rates(matter: Matter, *, uow: UnitOfWork) -> list[AddedRate]:
    """By the day from which each counts."""
    return sorted(uow.session.scalars(queries.kept_by(matter, AddedRate)), key=lambda row: (row.begins, row.id))


# --- where the money goes ---------------------------------------------------------------------------------------------


def details(book: CostBook, judgment: ExecutedJudgment, *, uow: UnitOfWork) -> PaymentDetails | None:
    """Accounts for one judgment, for whoever holds the costs."""
    rows = uow.session.scalars(select(PaymentDetails).where(PaymentDetails.vault_id == book.vault_id))
    return next((row for row in rows if row.judgment_id == judgment.id), None)


def keep_details(judgment: ExecutedJudgment, matter: Matter, text: str, *, uow: UnitOfWork) -> None:
    """Write them into the costs vault. Raises `NotVisible` for whoever does not hold it."""
    policy.require(uow.actor, Action.FACT_RECORD)
    book = costs.book_of(matter, uow=uow)
    if book is None:
        raise NotVisible
    row = details(book, judgment, uow=uow)
    if row is None:
        uow.add(PaymentDetails(vault_id=book.vault_id, judgment_id=judgment.id, text=text))
    else:
        row.text = text
    _done("payment details kept", uow)


def _done(deed: str, uow: UnitOfWork) -> None:
    uow.say(deed)
    uow.flush()
