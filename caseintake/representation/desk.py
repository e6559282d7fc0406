"""Who acts before the Court in a matter, who looks into the account there, and what would break tomorrow."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import opened, within_reach
from caseintake.identity import freezing
from caseintake.matters import queries, service, team
from caseintake.matters.facts import Fault, exactly
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter, MatterLabel, ProceduralEvent
from caseintake.matters.refusal import refuse_if
from caseintake.representation import standing
from caseintake.representation.kinds import Arena, LawyerState, may_act
from caseintake.representation.model import Representation, Representative
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

LOOKED: Final = "account_looked_into"
_LOOKED_ON: Final = "looked_on"
LONGEST_DAYS: Final = 31


class Told(NamedTuple):
    """What is said of who acts in a matter."""

    representatives: tuple[Representative, ...]
    account: str
    checks_account: UUID | None
    checks_account_too: UUID | None
    every_days: int
    facts_changed_on: date | None


def of_matter(matter: Matter, *, uow: UnitOfWork) -> Representation | None:
    """What was recorded; None: nothing yet."""
    found: Representation | None = uow.session.scalar(queries.kept_by(matter, Representation))
    return found


def change(matter: Matter, told: Told, *, uow: UnitOfWork) -> Representation:
    """Record who acts. Raises `Refusal`: the two who look into the account are two, and at least once a month."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    same = told.checks_account is not None and told.checks_account == told.checks_account_too
    future = told.facts_changed_on is not None and told.facts_changed_on > uow.clock.today()
    refuse_if(
        *([Fault("checks_account_too", "same_person")] if same else []),
        *([] if 1 <= told.every_days <= LONGEST_DAYS else [Fault("every_days", "days_range", LONGEST_DAYS)]),
        *([Fault("facts_changed_on", "future")] if future else []),
    )
    row = of_matter(matter, uow=uow)
    if row is None:
        row = Representation(vault_id=matter.vault_id, matter_id=matter.id)
        uow.add(row)
    for name, value in told._asdict().items():
        setattr(row, name, value)
    uow.say("who acts before the Court recorded")
    uow.flush()
    return row


def look(matter: Matter, *, note: str = "", uow: UnitOfWork) -> ProceduralEvent:
    """The acting person has looked into the account today: the weekly time-limit is counted from here anew."""
    today = uow.clock.today()
    return service.record_event(matter, kind=LOOKED, facts={_LOOKED_ON: exactly(today)}, note=note, uow=uow)


def last_look(matter: Matter, *, uow: UnitOfWork) -> date | None:
    """The last day somebody is known to have looked."""
    days = (
        event.facts[_LOOKED_ON]
        for event in queries.events(matter, uow=uow)
        if event.kind == LOOKED and not event.taken_back and _LOOKED_ON in event.facts
    )
    return max((fact.earliest for fact in days if fact is not None and fact.earliest is not None), default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that decides whether a matter would go on without one person."""

    holders: int
    deputy: bool
    representatives: tuple[Representative, ...]
    checks_account: UUID | None
    checks_account_too: UUID | None
    every_days: int
    last_look: date | None
    before_court: bool
    #: ISO codes of the respondent States.
    states: frozenset[str]
    cannot_act: frozenset[UUID]
    today: date


def warnings(seen: Seen) -> tuple[str, ...]:
    """What is missing, as codes, the worst first; `wording.WARNINGS` has the sentences. Pure."""
    found = []
    if seen.holders < 2:
        found.append("lone_holder")
    if not seen.deputy:
        found.append("no_deputy")
    acting = [one for one in seen.representatives if one.person_id not in seen.cannot_act]
    if len(acting) < len(seen.representatives):
        found.append("representative_cannot_act")
    if seen.before_court and len(acting) < 2:
        found.append("no_second_representative")
    if seen.before_court and not any(one.country and one.country not in seen.states for one in acting):
        found.append("none_abroad")
    if not seen.before_court:
        return tuple(found)
    if seen.checks_account is None or seen.checks_account in seen.cannot_act:
        found.append("nobody_checks_account")
    if seen.checks_account_too is None or seen.checks_account_too in seen.cannot_act:
        found.append("no_second_for_account")
    if seen.last_look is None:
        found.append("never_looked")
    elif seen.today - seen.last_look > timedelta(days=seen.every_days):
        found.append("look_late")
    return tuple(found)


def seen(matter: Matter, *, uow: UnitOfWork) -> Seen:
    """What is known of a matter today."""
    row = of_matter(matter, uow=uow)
    proceedings = queries.proceedings(matter, uow=uow)
    complaints = queries.complaints(matter, uow=uow)
    return Seen(
        holders=len(active(team.members(matter, uow=uow), uow=uow)),
        deputy=queries.label_of(matter, uow=uow).deputy is not None,
        representatives=row.representatives if row is not None else (),
        checks_account=row.checks_account if row is not None else None,
        checks_account_too=row.checks_account_too if row is not None else None,
        every_days=row.every_days if row is not None else 7,
        last_look=last_look(matter, uow=uow),
        before_court=any(one.forum.value == "echr" for one in proceedings) or row is not None,
        states=frozenset({one.state for one in proceedings} | {one.state for one in complaints}),
        cannot_act=cannot_act(standing.current(uow=uow)),
        today=uow.clock.today(),
    )


def active(people: Collection[UUID], *, uow: UnitOfWork) -> list[UUID]:
    """Those of these people who are still here."""
    found = ((id, uow.roster.find(id)) for id in people)
    return [id for id, person in found if person is not None and person.active]


def cannot_act(states: Mapping[UUID, Mapping[Arena, LawyerState]]) -> frozenset[UUID]:
    """Who cannot be counted on before the Court: by the state there, or detained anywhere."""
    return frozenset(
        id for id, by in states.items() if not may_act(by.get(Arena.STRASBOURG)) or LawyerState.DETAINED in by.values()
    )


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A matter somebody looks after, whose key the acting person does not hold. ``holders``: who can prepare there."""

    label: MatterLabel
    ref: str
    holders: tuple[UUID, ...]


def out_of_reach(person: UUID, *, uow: UnitOfWork) -> list[OutOfReach]:
    """Open matters whose label names this lawyer, for whoever reads labels and holds no key: whom to ask there."""
    labels = [
        row for row in opened(within_reach(MatterLabel, uow=uow), uow=uow) if person in (row.responsible, row.deputy)
    ]
    known = scalars_in(select(Matter), Matter.id, [row.matter_id for row in labels], uow.session)
    matters = {row.id: row for row in known if row.state is MatterState.OPEN}
    out = cannot_act(standing.current(uow=uow)) | freezing.frozen(uow=uow) | {person}
    able = {id for id in team.may_look_after(uow=uow) if id not in out}
    return [
        OutOfReach(row, here.ref, tuple(id for id in team.people(here.vault_id, uow=uow) if id in able))
        for row in sorted(labels, key=lambda row: row.codename.casefold())
        if (here := matters.get(row.matter_id)) is not None and here.vault_id not in uow.keystore.mine()
    ]
