"""Saying where a remedy stands, for one applicant or for a thousand at once; taking over what proceedings show."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import reading
from caseintake.deadlines.situations import Case
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Complaint, Decision, Filing, Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.remedies import catalogue
from caseintake.remedies.catalogue import OWN
from caseintake.remedies.grid import Cell, Grid, Said, filled
from caseintake.remedies.kinds import NEEDS_REASON, RemedyState
from caseintake.remedies.model import RemedyEntry
from caseintake.remedies.suggesting import Road, Suggestion, suggestions
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork


def entries(matter: Matter, *, uow: UnitOfWork) -> list[RemedyEntry]:
    """Everything that was said in this matter, the latest last."""
    ids = [row.id for row in queries.complaints(matter, uow=uow)]
    rows = scalars_in(select(RemedyEntry), RemedyEntry.complaint_id, ids, uow.session)
    return sorted((row for row in rows if row.vault_id == matter.vault_id), key=lambda row: (row.number, row.id.hex))


def grid(matter: Matter, *, uow: UnitOfWork) -> Grid:
    """What counts at each place."""
    return filled(
        Said(
            row.complaint_id,
            row.remedy,
            row.applicants,
            Cell(row.state, row.reason, row.decision_id, row.filing_id, row.id, row.number, row.proceeding_id),
        )
        for row in entries(matter, uow=uow)
    )


def say(
    matter: Matter,
    complaint: Complaint,
    remedy: str,
    state: RemedyState,
    applicants: Iterable[UUID],
    *,
    reason: str = "",
    decision_id: UUID | None = None,
    filing_id: UUID | None = None,
    proceeding_id: UUID | None = None,
    uow: UnitOfWork,
) -> RemedyEntry:
    """One remedy of one complaint stands so for these applicants. Raises `Refusal`.

    A missing decision or filing is no reason to wait; a missing reason is, because the reason is what is said.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(dict.fromkeys(applicants))
    remedy = remedy.strip()
    known = catalogue.find(remedy)
    if decision_id is not None:
        queries.within(Decision, decision_id, matter, uow=uow)
    if filing_id is not None:
        queries.within(Filing, filing_id, matter, uow=uow)
    if proceeding_id is not None:
        queries.within(Proceeding, proceeding_id, matter, uow=uow)
    named = bool(remedy.removeprefix(OWN).strip())
    refuse_if(
        *([] if named else [Fault("remedy", "needed")]),
        *([] if known is not None or remedy.startswith(OWN) else [Fault("remedy", "unknown_choice")]),
        *([] if whose else [Fault("applicants", "nobody")]),
        *([] if set(whose) <= set(complaint.applicants) else [Fault("applicants", "not_of_complaint")]),
        *([Fault("reason", "need_reason_why")] if state in NEEDS_REASON and not reason.strip() else []),
    )
    before = [row.number for row in entries(matter, uow=uow)]
    made = RemedyEntry(
        vault_id=matter.vault_id,
        complaint_id=complaint.id,
        remedy=remedy,
        applicants=whose,
        state=state,
        number=max(before, default=0) + 1,
        said_on=uow.clock.today(),
        reason=reason.strip(),
        decision_id=decision_id,
        filing_id=filing_id,
        proceeding_id=proceeding_id,
    )
    uow.add(made)
    uow.say("remedy said")
    uow.flush()
    return made


def suggested(matter: Matter, *, uow: UnitOfWork, case: Case | None = None) -> list[Suggestion]:
    """What the recorded proceedings show and nobody has said yet."""
    known = case if case is not None else reading.case(matter, uow=uow)
    roads = {
        state: tuple(Road(one.id, one.forum, one.instances[-1]) for one in remedies if not one.extraordinary)
        for state, remedies in catalogue.the_remedies().items()
    }
    return suggestions(known, roads, grid(matter, uow=uow))


def accept(matter: Matter, chosen: Iterable[Suggestion], *, uow: UnitOfWork) -> int:
    """Say, and sign, what the proceedings show; answers on how many applicants and complaints."""
    policy.require(uow.actor, Action.FACT_RECORD)
    complaints = {row.id: row for row in queries.complaints(matter, uow=uow)}
    number = 0
    for one in chosen:
        say(
            matter,
            complaints[one.complaint_id],
            one.remedy,
            one.state,
            one.applicants,
            decision_id=one.decision_id,
            proceeding_id=one.course_id,
            uow=uow,
        )
        number += len(one.applicants)
    return number
