"""Second readings of many limits in one go, as far as that is honest.

What can share one yes is one question: limits of one matter with the same rule, that start from the same decision and
stand on the same days. Every question keeps a slip of its own, with its own proof, and is answered by somebody who has
looked at it: nothing here confirms a date unseen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.deadlines import service, slips
from caseintake.deadlines.model import Deadline, Slip, SlipAnswer, Verdict
from caseintake.deadlines.slips import Asked, Question
from caseintake.deadlines.states import UNREAD
from caseintake.matters import queries
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

#: So many questions are looked at on one page.
AT_ONCE: Final = 60


@dataclass(frozen=True, slots=True)
class Unread:
    """One question of one matter that nobody has agreed to yet. ``asked``: the slip that is out, if there is one."""

    matter: Matter
    codename: str
    question: Question
    rows: tuple[Deadline, ...]
    asked: Asked | None = None
    #: A reader has agreed, and nobody has taken that in yet.
    agreed: bool = False

    @property
    def key(self) -> str:
        """What names it in a form: the first of its limits."""
        return self.rows[0].id.hex

    def waits(self, today: date) -> bool:
        """Whether somebody was asked and can still answer."""
        return self.asked is not None and self.asked.verdict is None and not slips.expired(self.asked.slip, today)


def unread(*, uow: UnitOfWork) -> list[Unread]:
    """Every question of the open matters whose key the acting person holds, the first to end first."""
    lines = {line.matter.id: line for line in queries.my_matters(uow=uow, state=MatterState.OPEN)}
    wanted = select(Deadline).where(Deadline.running, Deadline.due.is_not(None), Deadline.state.in_(UNREAD))
    # By the slip that is out as well: whoever was asked about one of them was not asked about the others.
    together: dict[tuple[UUID, UUID | None, UUID | None, Question], list[Deadline]] = {}
    for row in scalars_in(wanted, Deadline.matter_id, lines, uow.session):
        question = slips.question_of(row)
        agreed = row.confirmed is not None and row.confirmed.due == row.aimed
        if question is not None and not agreed and row.vault_id == lines[row.matter_id].matter.vault_id:
            key = row.matter_id, row.decision_id, row.slips[-1] if row.slips else None, question
            together.setdefault(key, []).append(row)
    about = slips.about_each([rows[0] for rows in together.values()], uow=uow)
    found = [
        Unread(
            lines[matter_id].matter,
            lines[matter_id].label.codename,
            question,
            tuple(sorted(rows, key=lambda row: row.id)),
            next(iter(about[rows[0].id]), None),
            slips.agreement(rows[0], rows[0].aimed, about[rows[0].id]) != rows[0].confirmed,
        )
        for (matter_id, _decision, _slip, question), rows in together.items()
    ]
    return sorted(found, key=lambda one: (one.question.due, one.codename.casefold(), one.question.rule, one.key))


def ask(chosen: Iterable[Unread], *, reader: UUID, proofs: Mapping[str, str], uow: UnitOfWork) -> list[Slip]:
    """One slip for each question, all to one reader; ``proofs``: what proves its days, by key. Raises `Refusal`."""
    return [
        slips.make(
            one.rows[0], one.matter, reader=reader, proof=proofs.get(one.key, ""), others=one.rows[1:], uow=uow
        )
        for one in chosen
    ]  # fmt: skip


def take_in(answered: Iterable[Unread], *, uow: UnitOfWork) -> int:
    """Count every matter in which a reader agreed; answers how many. Each yes stands on its own two signatures."""
    matters = {one.matter.id: one.matter for one in answered if one.agreed}
    for matter in matters.values():
        service.refresh(matter, uow=uow)
    return len(matters)


def same(asked: Asked, among: Iterable[Asked], today: date) -> list[Asked]:
    """Of the slips ``among`` which the acting person was asked those not answered yet that say the same as ``asked``:
    matter, rule, dates, facts, proof and who asks. Reading one of them is reading all."""
    return [
        one
        for one in among
        if one.slip.id != asked.slip.id
        and one.verdict is None
        and one.maker == asked.maker is not None
        and not slips.expired(one.slip, today)
        and _said(one.slip) == _said(asked.slip)
    ]


def _said(slip: Slip) -> tuple[object, ...]:
    return (
        slip.codename, slip.rule, slip.respondent, slip.due, slip.cautious, slip.facts, slip.decision_kind,
        slip.choices, slip.override_reason, slip.proof, slip.page,
    )  # fmt: skip


def agree(asked: Sequence[Asked], *, note: str = "", uow: UnitOfWork) -> list[SlipAnswer]:
    """A yes to each of these slips, of `same`. Raises `Refusal`."""
    return [
        answer
        for one in asked
        for answer in slips.answer(one.slip, verdict=Verdict.AGREE, note=note, uow=uow)
    ]  # fmt: skip
