"""Filings: what was lodged, how, when, and what proves it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.kernel.ids import new_id
from caseintake.matters import history
from caseintake.matters.events import FilingRecorded
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.kinds import FilingKind, Lodged
from caseintake.matters.model import Filing, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork


def record_filing(
    proceeding: Proceeding,
    *,
    kind: FilingKind,
    how: Lodged,
    lodged_on: DateFact | None = None,
    what: str = "",
    lodged_by: str = "",
    applicants: Iterable[UUID] = (),
    proof_id: UUID | None = None,
    paper_id: UUID | None = None,
    act_id: UUID | None = None,
    uow: UnitOfWork,
) -> Filing:
    """Something lodged, signed by who records it. A missing day or proof is no reason to wait. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    refuse_if(*_stranger_faults(proceeding, whose))
    made = Filing(
        vault_id=proceeding.vault_id,
        proceeding_id=proceeding.id,
        kind=kind,
        what=what,
        how=how,
        lodged_on=lodged_on,
        lodged_by=lodged_by,
        applicants=whose,
        proof_id=proof_id,
        paper_id=paper_id,
        act_id=act_id,
    )
    uow.add(made)
    _tell(proceeding, made, "filing recorded", uow)
    return made


def record_together(
    proceedings: Sequence[Proceeding],
    *,
    kind: FilingKind,
    how: Lodged,
    lodged_on: DateFact | None = None,
    what: str = "",
    lodged_by: str = "",
    applicants: Iterable[UUID] = (),
    proof_id: UUID | None = None,
    paper_id: UUID | None = None,
    uow: UnitOfWork,
) -> list[Filing]:
    """One paper lodged in several proceedings at once: a filing in each, of one act. Raises `Refusal`.

    With ``applicants`` each filing is for those of them who are in its proceeding; without, for everybody in it.
    """
    whose = tuple(applicants)
    in_any = frozenset[UUID]().union(*(row.applicants for row in proceedings))
    nobody = [row for row in proceedings if whose and not set(whose) & set(row.applicants)]
    refuse_if(
        *([] if proceedings else [Fault("proceedings", "needed")]),
        *([Fault("applicants", "stranger")] if not set(whose) <= in_any else []),
        *([Fault("proceedings", "nobody")] if nobody else []),
    )
    act_id = new_id()
    return [
        record_filing(
            row, kind=kind, how=how, lodged_on=lodged_on, what=what, lodged_by=lodged_by,
            applicants=[id for id in whose if id in row.applicants], proof_id=proof_id, paper_id=paper_id,
            act_id=act_id, uow=uow,
        )
        for row in proceedings
    ]  # fmt: skip


def change_filing(
    filing: Filing,
    *,
    proceeding: Proceeding,
    kind: FilingKind,
    how: Lodged,
    what: str,
    lodged_by: str,
    applicants: Iterable[UUID],
    proof_id: UUID | None,
    lodged_on: DateFact | None = None,
    clear: str | None = None,
    reason: str = "",
    taken_back: str = "",
    uow: UnitOfWork,
) -> None:
    """Change a filing and sign it anew. ``lodged_on`` None keeps the day; ``clear`` is the reason why it goes.

    ``taken_back`` is why it was recorded by mistake: what it met runs again; without it the filing counts.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(applicants)
    cleared = {} if clear is None else {"lodged_on": clear}
    refuse_if(*_stranger_faults(proceeding, whose), *history.without_reason(cleared))
    given = {} if lodged_on is None else {"lodged_on": lodged_on}
    new = history.after(filing.facts, given, cleared)
    reasons = {"lodged_on": reason, **cleared}
    filing.history += history.changes(filing.facts, new, reasons, uow.actor.id, uow.clock.today())
    filing.lodged_on = new["lodged_on"]
    filing.kind, filing.how, filing.what = kind, how, what
    filing.lodged_by, filing.applicants, filing.proof_id = lodged_by, whose, proof_id
    filing.taken_back = taken_back
    _tell(proceeding, filing, "filing changed", uow)


def _stranger_faults(proceeding: Proceeding, applicants: tuple[UUID, ...]) -> list[Fault]:
    return [] if set(applicants) <= proceeding.ever else [Fault("applicants", "stranger")]


def _tell(proceeding: Proceeding, filing: Filing, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    uow.emit(FilingRecorded(proceeding, filing))
