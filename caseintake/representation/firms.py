"""Firms that act together in a matter: who leads, who writes to the Court, who pays, and how one leaves.

A firm declares before anything is opened to it that no conflict keeps it from acting. One that leaves takes its
clients' files and nothing else.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, visible
from caseintake.identity import holding
from caseintake.intake import consenting
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, InMatter, Matter, OtherFirm
from caseintake.matters.refusal import refuse_if
from caseintake.representation.model import FirmInCase
from caseintake.vault.holders import Holder
from caseintake.work import UnitOfWork


class Told(NamedTuple):
    """What is said of a firm."""

    name: str
    leads: bool
    corresponds: bool
    costs: str
    declared_on: date | None
    declared: str


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[FirmInCase]:
    """Every firm of a matter: who leads first, who has left last."""
    own = uow.session.scalars(queries.kept_by(matter, FirmInCase))
    return sorted(own, key=lambda row: (row.left_on is not None, not row.leads, row.name.casefold()))


def firm(matter: Matter, id: UUID, *, uow: UnitOfWork) -> FirmInCase:
    """One of this very matter. Raises `NotVisible`."""
    row = uow.session.get(FirmInCase, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row


def same(one: str, other: str) -> bool:
    """Whether two names are of one firm."""
    return one.strip().casefold() == other.strip().casefold()


def has_declared(matter: Matter, name: str, *, uow: UnitOfWork) -> bool:
    """Whether this firm has declared that no conflict keeps it from acting here. Asked before it is given a key."""
    return any(
        same(row.name, name) and row.declared_on is not None and row.left_on is None
        for row in of_matter(matter, uow=uow)
    )


def known_of(person_id: UUID, *, uow: UnitOfWork) -> str:
    """The other firm somebody is known to be of by a matter the acting person holds; empty: none is known."""
    rows = sorted((row for row in visible(OtherFirm, uow=uow) if row.person_id == person_id), key=lambda row: row.id)
    return rows[0].firm if rows else ""


def not_agreed(matter: Matter, name: str, *, uow: UnitOfWork) -> list[InMatter]:
    """Everybody whose file the team opens and who has not agreed that this firm reads it."""
    return consenting.closed_to(name, _open_to_team(matter, uow), uow=uow)


def let_in(matter: Matter, person_id: UUID, name: str, *, until: date | None = None, uow: UnitOfWork) -> None:
    """Give the key of a matter to somebody, of another firm if ``name`` says so; each client's file then says so.

    Raises `Refusal` before the firm has declared, or while a client whose file the team opens has not agreed.
    """
    missing = not_agreed(matter, name, uow=uow) if name else []
    refuse_if(
        *([] if not name or has_declared(matter, name, uow=uow) else [Fault("firm", "firm_not_declared")]),
        *([Fault("firm", "firm_not_agreed", len(missing))] if missing else []),
    )
    if name:
        consenting.share(name, _open_to_team(matter, uow), uow=uow)
    team.add_member(matter, person_id, firm=name, until=until, uow=uow)


def _open_to_team(matter: Matter, uow: UnitOfWork) -> list[InMatter]:
    return [row for row in queries.everybody(matter, uow=uow) if not row.restricted]


def record(matter: Matter, told: Told, *, row: FirmInCase | None = None, uow: UnitOfWork) -> FirmInCase:
    """A firm acts here, or something about it changed. Raises `Refusal`."""
    policy.require(uow.actor, Action.TEAM_CHANGE)
    others = [one for one in of_matter(matter, uow=uow) if one is not row and one.left_on is None]
    unsaid = told.declared_on is not None and not told.declared.strip()
    refuse_if(
        *([] if told.name.strip() else [Fault("name", "needed")]),
        *([Fault("name", "firm_known")] if any(same(one.name, told.name) for one in others) else []),
        *([Fault("leads", "lead_taken")] if told.leads and any(one.leads for one in others) else []),
        *([Fault("declared", "needed")] if unsaid else []),
        *([Fault("declared_on", "future")] if told.declared_on and told.declared_on > uow.clock.today() else []),
    )
    if row is None:
        row = FirmInCase(vault_id=matter.vault_id, matter_id=matter.id, name=told.name.strip())
        uow.add(row)
    for name, value in told._asdict().items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    uow.say("firm in a case recorded")
    uow.flush()
    return row


def people_of(matter: Matter, row: FirmInCase, *, uow: UnitOfWork) -> list[UUID]:
    """Who of this firm holds the key of the matter."""
    of = team.firms(matter, uow=uow)
    return [id for id in team.members(matter, uow=uow) if same(of.get(id, ""), row.name)]


def leave(
    matter: Matter, row: FirmInCase, clients: Sequence[Applicant], *, on: date, why: str, uow: UnitOfWork
) -> list[Applicant]:
    """The firm leaves: its people lose the key of the matter, and each gets the files of these clients, nothing else.

    Answers the clients whose file is closed to the acting person: nobody but a holder can hand it on, and whoever of
    the firm held it before still does. Raises `Refusal`.
    """
    policy.require(uow.actor, Action.TEAM_CHANGE)
    people = people_of(matter, row, uow=uow)
    stays = set(team.members(matter, uow=uow)) - set(people)
    refuse_if(
        *([] if why.strip() else [Fault("left_why", "needed")]),
        *([Fault("left_on", "future")] if on > uow.clock.today() else []),
        *([] if stays and uow.actor.id in stays else [Fault("left_why", "last_firm")]),
    )
    closed: dict[UUID, InMatter] = {}
    for person in people:
        for kept in team.remove_member(matter, person, uow=uow):
            closed[kept.id] = kept
    for client in clients:
        vault_id = client.client_file_vault_id
        if not uow.keystore.can_open(vault_id):
            closed[client.id] = client
            continue
        for one in queries.vaults_of(client, uow=uow):
            for person in people:
                if person not in team.people(one, uow=uow):
                    uow.keystore.grant(one, Holder.person(person))
                    holding.announce(one, person, uow=uow)
    row.left_on, row.left_why, row.leads, row.corresponds = on, why.strip(), False, False
    uow.say("a firm left the case")
    uow.flush()
    return [one for one in closed.values() if isinstance(one, Applicant)]
