"""Complaints: what is complained of, under which article, against which State, by whom."""

from collections.abc import Iterable
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.events import ComplaintChanged
from caseintake.matters.facts import Fault
from caseintake.matters.model import Complaint, Matter
from caseintake.matters.outcome import Outcome
from caseintake.matters.refusal import refuse_if
from caseintake.matters.states import STATES
from caseintake.work import UnitOfWork


def record_complaint(
    matter: Matter,
    *,
    state: str,
    article: str,
    applicants: Iterable[UUID],
    what: str = "",
    uow: UnitOfWork,
) -> Complaint:
    """A new complaint against one respondent State. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    refuse_if(
        *state_faults(state),
        *([] if article.strip() else [Fault("article", "needed")]),
        *stranger_faults(matter, whose, uow=uow),
    )
    made = Complaint(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        state=state,
        article=article.strip(),
        what=what,
        applicants=whose,
    )
    uow.add(made)
    _tell(made, "complaint recorded", uow)
    return made


def change_complaint(
    complaint: Complaint,
    *,
    matter: Matter,
    state: str,
    article: str,
    applicants: Iterable[UUID],
    what: str,
    uow: UnitOfWork,
) -> None:
    """Raises `Refusal`, also when a proceeding against another State counts on this complaint."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    against = {row.state for row in queries.proceedings(matter, uow=uow) if complaint.id in row.complaints}
    refuse_if(
        *state_faults(state),
        *([] if against <= {state} else [Fault("state", "other_state")]),
        *([] if article.strip() else [Fault("article", "needed")]),
        *stranger_faults(matter, whose, uow=uow),
    )
    complaint.state, complaint.article, complaint.what = state, article.strip(), what
    complaint.applicants = whose
    _tell(complaint, "complaint changed", uow)


def place_applicants(
    complaint: Complaint, applicants: Iterable[UUID], *, stands: bool, matter: Matter, uow: UnitOfWork
) -> Outcome:
    """Put these people under a complaint, or take them out of it; the others stay.

    Who stands there already, or does not, is named and left alone. Raises `Refusal` for a stranger.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    refuse_if(*stranger_faults(matter, whose, uow=uow), *([] if whose else [Fault("applicants", "nobody")]))
    before = set(complaint.applicants)
    changed = [id for id in dict.fromkeys(whose) if (id in before) is not stands]
    if changed:
        kept = [id for id in complaint.applicants if id not in set(changed)]
        complaint.applicants = (*kept, *changed) if stands else tuple(kept)
        _tell(complaint, "complaint: applicants changed", uow)
    why = Fault("applicant", "under_it_already" if stands else "not_under_it")
    return Outcome(changed, {id: why for id in whose if (id in before) is stands})


def _tell(complaint: Complaint, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    uow.emit(ComplaintChanged(complaint))


def state_faults(state: str) -> list[Fault]:
    """A State the Court has no word over cannot be a respondent."""
    return [] if state in STATES else [Fault("state", "unknown_choice")]


def stranger_faults(matter: Matter, applicants: tuple[UUID, ...], *, uow: UnitOfWork) -> list[Fault]:
    """Somebody who is no applicant of this matter: the form was altered, or the matter changed meanwhile."""
    known = {row.id for row in queries.applicants(matter, uow=uow)}
    return [] if set(applicants) <= known else [Fault("applicants", "stranger")]
