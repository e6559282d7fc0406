"""Counting the applicants of the matters one holds, and keeping what was made of it.

Only a report that was made is ever shown: looking twice at numbers that follow every change would show each change.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import visible
from caseintake.kernel.actor import Role
from caseintake.matters.kinds import DecisionKind, Forum, Instance, Status
from caseintake.matters.model import Applicant, Complaint, Decision, Matter, Proceeding
from caseintake.reports.guarded import guarded
from caseintake.reports.model import ReportMade
from caseintake.storage import scalars_in
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

#: Who makes reports: they hold the docket, where the last one lies.
MAY: Final = (Role.COORDINATOR,)
MONTH, STAGE, ARTICLE, STATE, OUTCOME = "month", "stage", "article", "state", "outcome"
#: Questions to which everybody has exactly one answer.
ONE_ANSWER: Final = (MONTH, STAGE, OUTCOME)
_COURT: Final = frozenset(
    {Instance.ECHR_SINGLE_JUDGE, Instance.ECHR_COMMITTEE, Instance.ECHR_CHAMBER, Instance.ECHR_GRAND_CHAMBER}
)
R = TypeVar("R", Applicant, Complaint, Proceeding, Decision)
_People = dict[UUID, set[str]]


def made(*, uow: UnitOfWork) -> list[ReportMade]:
    """The reports of this office, the newest first; none for whoever does not hold the docket."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if not uow.keystore.can_open(docket):
        return []
    rows = uow.session.scalars(select(ReportMade).where(ReportMade.vault_id == docket))
    return sorted(rows, key=lambda row: row.number, reverse=True)


def make(*, uow: UnitOfWork) -> ReportMade:
    """Count, guard, keep. Raises `Locked` for whoever does not hold the docket."""
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    uow.keystore.ready_to_write([docket])
    earlier = made(uow=uow)
    counts, total = counted(uow=uow)
    row = ReportMade(
        vault_id=docket,
        number=earlier[0].number + 1 if earlier else 1,
        made_on=uow.clock.today(),
        report=guarded(counts, total, earlier[0].report if earlier else None),
    )
    uow.add(row)
    uow.say("report made")
    uow.flush()
    return row


def counted(*, uow: UnitOfWork) -> tuple[dict[str, dict[str, int]], int]:
    """The true numbers, for `guarded` alone: answers by question, and how many applicants there are."""
    matters = {row.vault_id: row for row in visible(Matter, uow=uow)}
    people = _of(Applicant, matters, uow)
    answers: dict[str, _People] = {name: {} for name in (MONTH, STAGE, ARTICLE, STATE, OUTCOME)}
    for row in people:
        opened = matters[row.vault_id].opened_on
        answers[MONTH][row.id] = {opened.isoformat()[:7] if opened else "unknown"}
    for complaint in _of(Complaint, matters, uow):
        for id in complaint.applicants:
            answers[ARTICLE].setdefault(id, set()).add(complaint.article)
            answers[STATE].setdefault(id, set()).add(complaint.state)
    proceedings = {row.id: row for row in _of(Proceeding, matters, uow)}
    judged = _judged(proceedings, matters, uow)
    courses: dict[UUID, list[Proceeding]] = {}
    for proceeding in proceedings.values():
        for id in proceeding.applicants:
            courses.setdefault(id, []).append(proceeding)
            answers[STATE].setdefault(id, set()).add(proceeding.state)
    for row in people:
        own = courses.get(row.id, [])
        answers[STAGE][row.id] = {_stage(own)}
        answers[OUTCOME][row.id] = {_outcome(own, judged)}
    known = {row.id for row in people}
    return {name: _numbers(found, known) for name, found in answers.items()}, len(people)


def _numbers(found: Mapping[UUID, Iterable[str]], known: set[UUID]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for id, said in found.items():
        for word in said if id in known else ():
            numbers[word] = numbers.get(word, 0) + 1
    return {word: numbers[word] for word in sorted(numbers)}


def _stage(own: list[Proceeding]) -> str:
    """The furthest that anything of one applicant has come."""
    forums = {row.forum for row in own}
    if Forum.ECHR in forums:
        return "strasbourg"
    if Forum.UN in forums:
        return "un"
    running = [row for row in own if row.status is not Status.ENDED]
    return "none" if not own else "domestic" if running else "domestic_ended"


def _outcome(own: list[Proceeding], judged: Mapping[UUID, str]) -> str:
    """What the Court has said to one applicant: a judgment goes before another decision."""
    said = {judged[row.id] for row in own if row.id in judged}
    if said:
        return "judgment" if "judgment" in said else "decision"
    return "pending" if any(row.forum is Forum.ECHR for row in own) else "not_lodged"


def _judged(proceedings: Mapping[UUID, Proceeding], matters: Mapping[UUID, Matter], uow: UnitOfWork) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for row in _of(Decision, matters, uow):
        proceeding = proceedings.get(row.proceeding_id)
        if proceeding is not None and proceeding.forum is Forum.ECHR and row.instance in _COURT:
            word = "judgment" if row.kind is DecisionKind.JUDGMENT else "decision"
            found[row.proceeding_id] = "judgment" if found.get(row.proceeding_id) == "judgment" else word
    return found


def _of(model: type[R], matters: Mapping[UUID, Matter], uow: UnitOfWork) -> list[R]:
    return scalars_in(select(model), model.vault_id, matters, uow.session)
