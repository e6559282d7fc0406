"""Decisions and acts with the days that may start a time-limit.

What happened can always be recorded at once, by one person, with what proof there is: what is missing makes it amber
(`missing`). Refused is only what cannot be.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import history, queries
from caseintake.matters.events import DecisionRecorded
from caseintake.matters.facts import FACTS, PERSONAL, DateFact, Fault, out_of_order
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance, Status
from caseintake.matters.model import Decision, Proceeding, ServiceOnApplicant
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

NOTHING: Final[Mapping[str, str]] = {}


def record_decision(
    proceeding: Proceeding,
    *,
    kind: DecisionKind,
    instance: Instance,
    facts: Mapping[str, DateFact] = {},
    outcome: str = "",
    is_final: Finality = Finality.UNCLEAR,
    documents: Iterable[UUID] = (),
    choices: Mapping[str, str] = NOTHING,
    uow: UnitOfWork,
) -> Decision:
    """A new decision or act; ``facts`` by the names of `facts.FACTS`. Raises `Refusal` for days that cannot be."""
    policy.require(uow.actor, Action.FACT_RECORD)
    _known(facts)
    refuse_if(*out_of_order(facts, facts))
    made = Decision(
        vault_id=proceeding.vault_id,
        proceeding_id=proceeding.id,
        kind=kind,
        instance=instance,
        outcome=outcome,
        is_final=is_final,
        documents=tuple(documents),
        choices=chosen(choices),
    )
    for name, fact in facts.items():
        setattr(made, name, fact)
    uow.add(made)
    tell(proceeding, made, "decision recorded", uow)
    return made


def change_decision(
    decision: Decision,
    *,
    proceeding: Proceeding,
    kind: DecisionKind,
    instance: Instance,
    outcome: str,
    is_final: Finality,
    documents: Iterable[UUID],
    facts: Mapping[str, DateFact] = {},
    clear: Mapping[str, str] = NOTHING,
    reasons: Mapping[str, str] = NOTHING,
    choices: Mapping[str, str] | None = None,
    uow: UnitOfWork,
) -> None:
    """Change what is given and keep the rest. ``clear``: date → reason why it goes. Raises `Refusal`.

    Every date that changes is kept in the history with who, when and why.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    _known({*facts, *clear})
    decided = {row.id: row for row in queries.services([decision], uow=uow)[decision.id]}
    new = history.after(decision.facts, facts, clear)
    refuse_if(
        *history.without_reason(clear),
        *out_of_order(new, facts),
        *_against_services(new, decided.values(), facts),
    )
    decision.kind, decision.instance, decision.is_final = kind, instance, is_final
    decision.outcome, decision.documents = outcome, tuple(documents)
    if choices is not None:
        decision.choices = chosen(choices)
    _put(decision, new, {**reasons, **clear}, uow)
    tell(proceeding, decision, "decision changed", uow)


def record_service(
    decision: Decision,
    *,
    proceeding: Proceeding,
    applicant_id: UUID,
    facts: Mapping[str, DateFact],
    clear: Mapping[str, str] = NOTHING,
    uow: UnitOfWork,
) -> ServiceOnApplicant:
    """The days on which this decision reached one applicant, where they differ. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    rows = {row.applicant_id: row for row in queries.services([decision], uow=uow)[decision.id]}
    row = serve(decision, proceeding, applicant_id, rows.get(applicant_id), facts, clear, uow)
    tell(proceeding, decision, "service on an applicant recorded", uow)
    return row


def record_services(
    decision: Decision,
    *,
    proceeding: Proceeding,
    groups: Iterable[tuple[Iterable[UUID], Mapping[str, DateFact]]],
    uow: UnitOfWork,
) -> int:
    """The same decision on many applicants on different days, at once; answers on how many. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    rows = {row.applicant_id: row for row in queries.services([decision], uow=uow)[decision.id]}
    served: set[UUID] = set()
    for whose, facts in groups:
        for applicant_id in whose:
            refuse_if(*([Fault("people", "served_twice")] if applicant_id in served else []))
            serve(decision, proceeding, applicant_id, rows.get(applicant_id), facts, NOTHING, uow)
            served.add(applicant_id)
    refuse_if(*([] if served else [Fault("people", "nobody")]))
    tell(proceeding, decision, "service on many applicants recorded", uow)
    return len(served)


def serve(
    decision: Decision,
    proceeding: Proceeding,
    applicant_id: UUID,
    row: ServiceOnApplicant | None,
    facts: Mapping[str, DateFact],
    clear: Mapping[str, str],
    uow: UnitOfWork,
) -> ServiceOnApplicant:
    """Put the days of one applicant, without telling anybody yet (`tell`). Raises `Refusal` before any change."""
    refuse_if(*([] if applicant_id in proceeding.ever else [Fault("applicant", "not_in_proceeding")]))
    refuse_if(*([] if {*facts, *clear} <= set(PERSONAL) else [Fault("applicant", "unknown_choice")]))
    refuse_if(*([Fault("served_on-year", "needed")] if row is None and not facts else []))
    old = row.facts if row is not None else dict.fromkeys(PERSONAL)
    new = history.after(old, facts, clear)
    common = {name: fact for name, fact in decision.facts.items() if name not in PERSONAL}
    refuse_if(*history.without_reason(clear), *out_of_order(common | new, facts))
    if row is None:
        row = ServiceOnApplicant(vault_id=decision.vault_id, decision_id=decision.id, applicant_id=applicant_id)
        uow.add(row)
    _put(row, new, clear, uow)
    return row


def chosen(choices: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Answers to what the rules ask beside days, as a record keeps them."""
    return tuple(sorted((name, value) for name, value in choices.items() if value))


def _put(
    row: Decision | ServiceOnApplicant,
    new: Mapping[str, DateFact | None],
    reasons: Mapping[str, str],
    uow: UnitOfWork,
) -> None:
    row.history += history.changes(row.facts, new, reasons, uow.actor.id, uow.clock.today())
    for name, fact in new.items():
        setattr(row, name, fact)


def _known(names: Iterable[str]) -> None:
    refuse_if(*(Fault(name, "unknown_choice") for name in names if name not in FACTS))


def _against_services(
    new: Mapping[str, DateFact | None], services: Iterable[ServiceOnApplicant], asked: Iterable[str]
) -> tuple[Fault, ...]:
    """The decision cannot be moved to after the day it was served on one of the applicants."""
    common = {name: fact for name, fact in new.items() if name not in PERSONAL}
    moved = [name for name in asked if name not in PERSONAL]
    return tuple(fault for row in services for fault in out_of_order(common | row.facts, moved))


def tell(proceeding: Proceeding, decision: Decision, said: str, uow: UnitOfWork) -> None:
    """Write what was put, and let the time-limits follow."""
    uow.say(said)
    uow.flush()
    uow.emit(DecisionRecorded(proceeding, decision))


def missing(decision: Decision, forum: Forum) -> tuple[str, ...]:
    """What makes a decision amber, as codes in the order of urgency; `wording.MISSING` has the sentences."""
    facts = decision.facts
    dated = {name for name, fact in facts.items() if fact is not None and fact.dated}
    found = []
    if decision.kind is DecisionKind.ACT:
        starts, first = {"act_on", "known_on"}, "act_on"
    elif forum is Forum.ECHR:
        starts, first = {"judgment_on"}, "judgment_on"
    else:
        starts, first = {"served_on", "served_on_lawyer", "reasons_on", "known_on"}, "decided_on"
    if not dated & starts:
        found.append("no_start")
    if first not in dated and first not in starts:
        found.append(f"no_{first}")
    chosen = [facts[name] for name in sorted(dated & (starts | {first}))]
    if any(fact is not None and not fact.exact for fact in chosen):
        found.append("not_exact")
    if any(fact is not None and not fact.proven for fact in chosen):
        found.append("no_proof")
    if decision.kind is not DecisionKind.ACT and decision.is_final is Finality.UNCLEAR:
        found.append("finality_unclear")
    return tuple(found)


def nothing_yet(proceeding: Proceeding, decided: Iterable[Decision]) -> tuple[str, ...]:
    """Where an act or decision must exist and none is recorded, time may run unseen."""
    awaited = proceeding.forum is Forum.NO_REMEDY or proceeding.status is Status.ENDED
    return ("no_start",) if awaited and not any(True for _ in decided) else ()
