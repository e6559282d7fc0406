"""What happened in a matter and is neither a decision nor a filing; `caseintake.law.events` has the words.

What happened can always be recorded at once, by one person. A date or a paper that is missing makes it amber.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.law.events import EVENTS, Told
from caseintake.matters import history, queries
from caseintake.matters.decisions import chosen
from caseintake.matters.events import EventRecorded
from caseintake.matters.facts import DateFact, Fault, Known, out_of_order
from caseintake.matters.model import Matter, ProceduralEvent, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.matters.wording import CHOICES, FACT_NAMES
from caseintake.work import UnitOfWork

NOTHING: Mapping[str, str] = {}


def record_event(
    matter: Matter,
    *,
    kind: str,
    proceeding_id: UUID | None = None,
    facts: Mapping[str, DateFact] = {},
    choices: Mapping[str, str] = NOTHING,
    applicants: Iterable[UUID] = (),
    complaints: Iterable[UUID] = (),
    documents: Iterable[UUID] = (),
    note: str = "",
    uow: UnitOfWork,
) -> ProceduralEvent:
    """Something that happened, signed by who records it. Raises `Refusal` for what cannot be."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose, about = tuple(applicants), tuple(complaints)
    refuse_if(*_unknown(kind, facts, choices), *_strangers(matter, proceeding_id, whose, about, uow=uow))
    refuse_if(*out_of_order(facts, facts))
    made = ProceduralEvent(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        kind=kind,
        proceeding_id=proceeding_id,
        known=_known(facts),
        choices=chosen(choices),
        applicants=whose,
        complaints=about,
        documents=tuple(documents),
        note=note,
    )
    uow.add(made)
    _tell(matter, made, "event recorded", uow)
    return made


def record_events(
    matter: Matter,
    *,
    kind: str,
    groups: Iterable[tuple[Iterable[UUID], Mapping[str, DateFact]]],
    proceeding_id: UUID | None = None,
    choices: Mapping[str, str] = NOTHING,
    uow: UnitOfWork,
) -> list[ProceduralEvent]:
    """The same on different days to different people: one record for each day. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    made: list[ProceduralEvent] = []
    for whose, facts in groups:
        people = tuple(whose)
        refuse_if(*_unknown(kind, facts, choices), *_strangers(matter, proceeding_id, people, (), uow=uow))
        made.append(
            ProceduralEvent(
                vault_id=matter.vault_id,
                matter_id=matter.id,
                kind=kind,
                proceeding_id=proceeding_id,
                known=_known(facts),
                choices=chosen(choices),
                applicants=people,
            )
        )
    refuse_if(*([] if made else [Fault("people", "nobody")]))
    uow.add(*made)
    _tell(matter, made[0], "event recorded", uow)
    return made


def change_event(
    event: ProceduralEvent,
    *,
    matter: Matter,
    proceeding_id: UUID | None,
    choices: Mapping[str, str],
    applicants: Iterable[UUID],
    complaints: Iterable[UUID],
    documents: Iterable[UUID],
    note: str,
    facts: Mapping[str, DateFact] = {},
    clear: Mapping[str, str] = NOTHING,
    reasons: Mapping[str, str] = NOTHING,
    uow: UnitOfWork,
) -> None:
    """Change what is given, keep the rest and sign it anew. ``clear``: date → reason why it goes. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose, about = tuple(applicants), tuple(complaints)
    refuse_if(*_unknown(event.kind, facts, choices), *_strangers(matter, proceeding_id, whose, about, uow=uow))
    new = history.after(event.facts, facts, clear)
    refuse_if(*history.without_reason(clear), *out_of_order(new, facts))
    event.history += history.changes(event.facts, new, {**reasons, **clear}, uow.actor.id, uow.clock.today())
    event.known, event.choices = _known(new), chosen(choices)
    event.proceeding_id, event.applicants, event.complaints = proceeding_id, whose, about
    event.documents, event.note = tuple(documents), note
    _tell(matter, event, "event changed", uow)


def take_back(event: ProceduralEvent, *, matter: Matter, reason: str, uow: UnitOfWork) -> None:
    """It did not happen, or stands there twice: it stays to be read and sets nothing running. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("reason", "need_reason")]))
    event.taken_back = reason.strip()
    _tell(matter, event, "event taken back", uow)


def _known(facts: Mapping[str, DateFact | None]) -> tuple[Known, ...]:
    return tuple(Known(name, fact) for name, fact in sorted(facts.items()) if fact is not None)


def _unknown(kind: str, facts: Iterable[str], choices: Mapping[str, str]) -> list[Fault]:
    faults = [] if kind in EVENTS and EVENTS[kind].told is Told.EVENT else [Fault("kind", "unknown_choice")]
    faults += [Fault(name, "unknown_choice") for name in facts if name not in FACT_NAMES]
    known = [name for name, value in choices.items() if name != "state" and value]
    return faults + [Fault(name, "unknown_choice") for name in known if f"{name}.{choices[name]}" not in CHOICES]


def _strangers(
    matter: Matter, proceeding_id: UUID | None, whose: tuple[UUID, ...], about: tuple[UUID, ...], *, uow: UnitOfWork
) -> list[Fault]:
    people = {row.id for row in queries.applicants(matter, uow=uow)}
    claims = {row.id for row in queries.complaints(matter, uow=uow)}
    faults = []
    if proceeding_id is not None:
        proceeding = queries.within(Proceeding, proceeding_id, matter, uow=uow)
        people, claims = set(proceeding.ever), set(proceeding.complaints) or claims
    if not set(whose) <= people:
        faults.append(Fault("applicants", "stranger"))
    if not set(about) <= claims:
        faults.append(Fault("complaints", "stranger"))
    return faults


def _tell(matter: Matter, event: ProceduralEvent, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    uow.emit(EventRecorded(matter, event))


def missing(event: ProceduralEvent) -> tuple[str, ...]:
    """What makes it amber, as codes; `wording.MISSING` has the sentences."""
    days = [one.fact for one in event.known if one.fact.dated]
    found = []
    if not days:
        found.append("no_day_of_event")
    elif not any(day.exact for day in days):
        found.append("not_exact")
    if not event.documents and not any(day.proven for day in days):
        found.append("no_proof")
    return tuple(found)
