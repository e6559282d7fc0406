"""Joining and severing: applicants go from one proceeding to another, and can be put back where they were.

Nobody is lost or doubled on the way: the turns of both proceedings say who was where until when.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.events import ProceedingChanged
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.joining_model import Joining, MoveKind
from caseintake.matters.kinds import Forum, Status
from caseintake.matters.model import Matter, Proceeding
from caseintake.matters.proceedings import put_people
from caseintake.matters.refusal import refuse_if
from caseintake.matters.turns import TurnKind
from caseintake.work import UnitOfWork


def join(
    source: Proceeding,
    target: Proceeding,
    *,
    ordered_on: DateFact | None = None,
    decision_id: UUID | None = None,
    note: str = "",
    uow: UnitOfWork,
) -> Joining:
    """Everybody of ``source`` goes into ``target``. The court's order may be missing still. Raises `Refusal`."""
    made = _move(source, target, MoveKind.JOINED, source.applicants, (ordered_on, decision_id, note), uow)
    source.status = Status.JOINED
    _tell(source, target, "proceedings joined", uow)
    return made


def sever(
    source: Proceeding,
    target: Proceeding,
    applicants: Iterable[UUID],
    *,
    ordered_on: DateFact | None = None,
    decision_id: UUID | None = None,
    note: str = "",
    uow: UnitOfWork,
) -> Joining:
    """Some of ``source`` go into ``target``, which may be new (`new_beside`) or run already. Raises `Refusal`."""
    chosen = set(applicants)
    whose = tuple(id for id in source.applicants if id in chosen)
    refuse_if(
        *([] if whose else [Fault("applicants", "nobody")]),
        *([] if chosen <= set(source.applicants) else [Fault("applicants", "stranger")]),
    )
    made = _move(source, target, MoveKind.SEVERED, whose, (ordered_on, decision_id, note), uow)
    _tell(source, target, "applicants severed", uow)
    return made


def new_beside(source: Proceeding, *, court: str, case_number: str, uow: UnitOfWork) -> Proceeding:
    """A new proceeding that grew from ``source``, of the same kind and about the same, still without people."""
    policy.require(uow.actor, Action.FACT_RECORD)
    made = Proceeding(
        vault_id=source.vault_id,
        matter_id=source.matter_id,
        state=source.state,
        forum=source.forum,
        court=court,
        case_number=case_number,
        complaints=source.complaints,
        parent_id=source.id,
    )
    uow.add(made)
    uow.flush()
    return made


def take_back(joining: Joining, *, matter: Matter, reason: str, uow: UnitOfWork) -> None:
    """It was not so, or recorded by mistake: everybody is where they were. Raises `Refusal`.

    Who has gone on from there since then is put back first by taking back the later act.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    source = queries.within(Proceeding, joining.proceeding_id, matter, uow=uow)
    target = queries.within(Proceeding, joining.into_id, matter, uow=uow)
    here, there = set(target.applicants), set(source.applicants)
    gone_on = not set(joining.applicants) <= here or bool(set(joining.applicants) & there)
    refuse_if(
        *([] if reason.strip() else [Fault("reason", "need_reason_why")]),
        *([Fault("reason", "taken_back_already")] if joining.taken_back else []),
        *([Fault("reason", "gone_on")] if gone_on and not joining.taken_back else []),
    )
    new = set(joining.new)
    put_people(target, [id for id in target.applicants if id not in new], TurnKind.TAKEN_BACK, other=source.id, uow=uow)
    back = (*source.applicants, *joining.applicants)
    put_people(source, back, TurnKind.TAKEN_BACK, other=target.id, uow=uow)
    target.complaints = tuple(id for id in target.complaints if id not in set(joining.complaints))
    if joining.kind is MoveKind.JOINED:
        source.status = joining.status_before
    joining.taken_back = reason.strip()
    _tell(source, target, "joining or severing taken back", uow)


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[Joining]:
    """Everything of the kind that was recorded in this matter, the earliest first; what has no day at the end."""
    ids = [row.id for row in queries.proceedings(matter, uow=uow)]
    rows = uow.session.scalars(select(Joining).where(Joining.proceeding_id.in_(ids)))
    return sorted((row for row in rows if row.vault_id == matter.vault_id), key=_day)


def _day(row: Joining) -> tuple[str, str]:
    day = row.ordered_on and (row.ordered_on.earliest or row.ordered_on.latest)
    return day.isoformat() if day else "9999", row.id.hex


def _move(
    source: Proceeding,
    target: Proceeding,
    kind: MoveKind,
    whose: tuple[UUID, ...],
    order: tuple[DateFact | None, UUID | None, str],
    uow: UnitOfWork,
) -> Joining:
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_faults(source, target))
    new = tuple(id for id in whose if id not in set(target.applicants))
    about = tuple(id for id in source.complaints if id not in set(target.complaints))
    made = Joining(
        vault_id=source.vault_id,
        proceeding_id=source.id,
        kind=kind,
        into_id=target.id,
        applicants=whose,
        new=new,
        complaints=about,
        ordered_on=order[0],
        decision_id=order[1],
        note=order[2],
        status_before=source.status,
    )
    gone, turn = set(whose), TurnKind(kind.value)
    left = [id for id in source.applicants if id not in gone]
    put_people(source, left, turn, day=order[0], other=target.id, uow=uow)
    put_people(target, (*target.applicants, *new), turn, day=order[0], other=source.id, uow=uow)
    target.complaints = (*target.complaints, *about)
    uow.add(made)
    return made


def _faults(source: Proceeding, target: Proceeding) -> list[Fault]:
    if source.id == target.id:
        return [Fault("into", "same_proceeding")]
    if source.state != target.state:
        return [Fault("into", "other_state")]
    if Forum.NO_REMEDY in (source.forum, target.forum):
        return [Fault("into", "no_court")]
    return []


def _tell(source: Proceeding, target: Proceeding, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    for each in (source, target):
        uow.emit(ProceedingChanged(each))
