"""Proceedings: before which court, against which State, for whom and about which complaints."""

from collections.abc import Iterable
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.complaints import state_faults, stranger_faults
from caseintake.matters.events import ProceedingChanged
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Forum, Status
from caseintake.matters.model import Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


def record_proceeding(
    matter: Matter,
    *,
    state: str,
    forum: Forum,
    applicants: Iterable[UUID],
    complaints: Iterable[UUID] = (),
    court: str = "",
    case_number: str = "",
    status: Status = Status.PENDING,
    note: str = "",
    uow: UnitOfWork,
) -> Proceeding:
    """A new set of proceedings. What is not known yet may be missing. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose, about = tuple(applicants), tuple(complaints)
    refuse_if(*_faults(matter, state, whose, about, uow=uow))
    made = Proceeding(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        state=state,
        forum=forum,
        status=status,
        court=court,
        case_number=case_number,
        applicants=whose,
        complaints=about,
        note=note,
    )
    uow.add(made)
    _tell(made, "proceeding recorded", uow)
    return made


def change_proceeding(
    proceeding: Proceeding,
    *,
    matter: Matter,
    state: str,
    forum: Forum,
    applicants: Iterable[UUID],
    complaints: Iterable[UUID],
    court: str,
    case_number: str,
    status: Status,
    note: str,
    uow: UnitOfWork,
) -> None:
    """Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose, about = tuple(applicants), tuple(complaints)
    refuse_if(*_faults(matter, state, whose, about, uow=uow))
    proceeding.state, proceeding.forum, proceeding.status = state, forum, status
    proceeding.court, proceeding.case_number, proceeding.note = court, case_number, note
    proceeding.applicants, proceeding.complaints = whose, about
    _tell(proceeding, "proceeding changed", uow)


def _tell(proceeding: Proceeding, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    uow.emit(ProceedingChanged(proceeding))


def _faults(
    matter: Matter, state: str, applicants: tuple[UUID, ...], complaints: tuple[UUID, ...], *, uow: UnitOfWork
) -> list[Fault]:
    known = {row.id: row for row in queries.complaints(matter, uow=uow)}
    faults = [*state_faults(state), *stranger_faults(matter, applicants, uow=uow)]
    if not set(complaints) <= set(known):
        faults.append(Fault("complaints", "stranger"))
    elif any(known[id].state != state for id in complaints):
        # One clock for each respondent State: *Mukhtarli v. Azerbaijan and Georgia*, 39503/17.
        faults.append(Fault("complaints", "other_state"))
    return faults
