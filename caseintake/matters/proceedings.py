"""Proceedings: before which court, against which State, for whom and about which complaints."""

from collections.abc import Iterable
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.complaints import state_faults, stranger_faults
from caseintake.matters.events import ProceedingChanged
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.kinds import Forum, Status
from caseintake.matters.model import Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.matters.turns import Turn, TurnKind, grown
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
    parent_id: UUID | None = None,
    uow: UnitOfWork,
) -> Proceeding:
    """A new set of proceedings. What is not known yet may be missing. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose, about = tuple(applicants), tuple(complaints)
    refuse_if(*_faults(matter, state, whose, about, uow=uow))
    if parent_id is not None:
        queries.within(Proceeding, parent_id, matter, uow=uow)
    made = Proceeding(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        state=state,
        forum=forum,
        status=status,
        court=court,
        case_number=case_number,
        complaints=about,
        note=note,
        parent_id=parent_id,
    )
    put_people(made, whose, TurnKind.BEGAN, uow=uow)
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
    proceeding.complaints = about
    put_people(proceeding, whose, TurnKind.CHANGED, uow=uow)
    _tell(proceeding, "proceeding changed", uow)


def grow_from(proceeding: Proceeding, parent_id: UUID | None, *, matter: Matter, uow: UnitOfWork) -> None:
    """Say which proceeding it grew from; None: from none. Raises `Refusal` for one that grew from it."""
    policy.require(uow.actor, Action.FACT_RECORD)
    parents = {row.id: row.parent_id for row in queries.proceedings(matter, uow=uow)}
    refuse_if(*([] if parent_id is None or parent_id in parents else [Fault("parent", "stranger")]))
    above, seen = parent_id, set[UUID]()
    while above is not None and above not in seen:
        refuse_if(*([Fault("parent", "grew_from_it")] if above == proceeding.id else []))
        seen.add(above)
        above = parents.get(above)
    proceeding.parent_id = parent_id
    uow.flush()


def put_people(
    proceeding: Proceeding,
    people: Iterable[UUID],
    why: TurnKind,
    *,
    day: DateFact | None = None,
    other: UUID | None = None,
    uow: UnitOfWork,
) -> None:
    """The one place where the people of a proceeding change: who came and who went is kept."""
    before, after = proceeding.applicants, tuple(dict.fromkeys(people))
    was, will_be = set(before), set(after)
    turn = Turn(
        on=uow.clock.today(),
        by=uow.actor.id,
        why=why,
        came=tuple(id for id in after if id not in was),
        went=tuple(id for id in before if id not in will_be),
        day=day,
        other=other,
    )
    proceeding.turns = grown(proceeding.turns, before, turn)
    proceeding.applicants = after


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
