"""Who holds the key of a matter, and who of a restricted client file. Roles are not given here: that is another act."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.identity import holding
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters.events import FileAccessChanged, TeamChanged
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, InMatter, Matter, OtherFirm
from caseintake.matters.refusal import Refusal, refuse_if
from caseintake.vault.ends import GrantEnd
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keystore import LastHolder
from caseintake.work import UnitOfWork

#: Whoever is responsible for a matter acts in it: intake hands it on, an assistant helps.
LOOKS_AFTER: Final = (Role.COORDINATOR, Role.LAWYER)


def members(matter: Matter, *, uow: UnitOfWork) -> list[UUID]:
    """The people who hold the matter's key today, by its signed epoch."""
    return people(matter.vault_id, uow=uow)


def people(vault_id: UUID, *, uow: UnitOfWork) -> list[UUID]:
    """The people among a vault's holders."""
    return [holder.id for holder in uow.keystore.holders(vault_id) if holder.kind is HolderKind.PERSON]


def may_look_after(*, uow: UnitOfWork) -> list[UUID]:
    """Who may be named responsible for a matter: the lawyers and coordinators of the office."""
    return [one.id for one in uow.roster.people() if one.active and one.role in LOOKS_AFTER]


def firms(matter: Matter, *, uow: UnitOfWork) -> dict[UUID, str]:
    """The other firm of each person who is not of this office."""
    rows = uow.session.scalars(queries.kept_by(matter, OtherFirm))
    return {row.person_id: row.firm for row in rows}


def add_member(matter: Matter, person_id: UUID, *, firm: str = "", until: date | None = None, uow: UnitOfWork) -> None:
    """Give the key of the matter, past and to come. Restricted client files stay closed.

    ``firm`` names the other firm somebody works for; whoever calls has asked the clients' consent. ``until`` is the
    last day of a grant for a time: after it nothing opens, and the key is turned when a holder next writes or signs in.

    Raises `Refusal`; `NotVouched` if no coordinator has vouched for the person.
    """
    policy.require(uow.actor, Action.TEAM_CHANGE)
    person = uow.roster.person(person_id)
    refuse_if(*([] if policy.allows(person.role, Action.MATTER_READ) else [Fault("person", "role_holds_nothing")]))
    over = uow.keystore.ends.over(matter.vault_id, person_id)
    refuse_if(*([Fault("person", "on_team_already")] if person_id in members(matter, uow=uow) and not over else []))
    refuse_if(*([Fault("until", "until_passed")] if until is not None and until < uow.clock.today() else []))
    if over:
        uow.keystore.refresh(matter.vault_id)  # whoever comes back gets the new key, not the old one prolonged
    end_grant(matter.vault_id, person_id, until, uow=uow)
    uow.keystore.grant(matter.vault_id, Holder.person(person_id))
    holding.announce(matter.vault_id, person_id, uow=uow)
    if firm and firm != firms(matter, uow=uow).get(person_id):
        uow.add(OtherFirm(vault_id=matter.vault_id, matter_id=matter.id, person_id=person_id, firm=firm))
    uow.say("joined the team")
    uow.flush()
    uow.emit(TeamChanged(matter, person_id, joined=True))


def end_grant(vault_id: UUID, person_id: UUID, until: date | None, *, uow: UnitOfWork) -> None:
    """Set the last day of somebody's grant to a vault, or with None take it away."""
    uow.keystore.ends.put(vault_id, person_id, until, by=uow.actor.id)
    uow.flush()
    uow.keystore.ends.forget()


def end_with(matter: Matter, vault_id: UUID, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Let a grant to another vault end with the person's grant to the matter, so that a guest keeps nothing longer."""
    end_grant(vault_id, person_id, last_days(matter, uow=uow).get(person_id), uow=uow)


def last_days(matter: Matter, *, uow: UnitOfWork) -> dict[UUID, date]:
    """The last day of each grant for a time to this matter, by person."""
    rows = uow.session.scalars(select(GrantEnd).where(GrantEnd.vault_id == matter.vault_id))
    return {row.person_id: row.until for row in rows if row.payload() is not None}


def remove_member(matter: Matter, person_id: UUID, *, uow: UnitOfWork) -> list[InMatter]:
    """Turn the key without this person, also of everything nested in the matter and of the restricted files.

    Returns the places whose restricted file this person still holds because it is closed to who removes:
    another holder of that file must take them out. Raises `Refusal` for the last one.
    """
    policy.require(uow.actor, Action.TEAM_CHANGE)
    refuse_if(*([] if person_id in members(matter, uow=uow) else [Fault("person", "not_on_team")]))
    kept = [
        applicant
        for applicant in queries.everybody(matter, uow=uow)
        if applicant.restricted and not _drop_from_file(applicant, person_id, uow=uow)
    ]
    try:
        uow.keystore.remove(matter.vault_id, Holder.person(person_id))
    except LastHolder:
        raise Refusal(Fault("person", "last_member")) from None
    _unname(matter, person_id, uow=uow)
    end_grant(matter.vault_id, person_id, None, uow=uow)
    matter.begin_draft()  # sealed again under the new key, and the log says under it who did this
    uow.say("left the team")
    uow.flush()
    uow.emit(TeamChanged(matter, person_id, joined=False))
    return kept


def _drop_from_file(applicant: InMatter, person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Take the person out of one restricted file. False if it is closed to who acts and the person stays in."""
    held = [id for id in queries.vaults_of(applicant, uow=uow) if person_id in people(id, uow=uow)]
    if not all(uow.keystore.can_open(vault_id) for vault_id in held):
        return False
    try:
        for vault_id in held:
            uow.keystore.remove(vault_id, Holder.person(person_id))
    except LastHolder:
        raise Refusal(_last_in(applicant)) from None
    if held:
        _seal_again(applicant, uow=uow)
    return True


def _last_in(row: InMatter) -> Fault:
    if isinstance(row, Applicant):
        return Fault("person", "last_in_file", row.number)
    return Fault("person", "last_in_place")


def _unname(matter: Matter, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Nobody without the key can be responsible: the board shows the matter as unowned instead."""
    label = queries.label_of(matter, uow=uow)
    if label.responsible == person_id:
        label.responsible = None
    if label.deputy == person_id:
        label.deputy = None


def restrict(applicant: InMatter, holders: set[UUID], *, matter: Matter, uow: UnitOfWork) -> None:
    """Close the client file to the team: from now on it opens to ``holders`` alone, each by name.

    Called again, it changes who they are. What the team could read of the person goes from the matter's records.
    Files that were made one with it are closed as well: their papers are the same person's.
    A file with places in other matters stays open to who opens it there: that is for those teams to say.
    Raises `Refusal` if nobody is named or somebody is not on the team.
    """
    policy.require(uow.actor, Action.FILE_RESTRICT)
    team = set(members(matter, uow=uow))
    refuse_if(*([] if holders else [Fault("holders", "nobody")]))
    refuse_if(*([] if holders <= team else [Fault("holders", "not_on_team")]))
    among = _leaves_among(applicant, team, uow=uow)
    for vault_id in queries.vaults_of(applicant, uow=uow):
        before = set(people(vault_id, uow=uow))
        leaving = before - holders if among is None else (before - holders) & among
        for person_id in sorted(holders - before):
            end_with(matter, vault_id, person_id, uow=uow)
            uow.keystore.grant(vault_id, Holder.person(person_id))
            holding.announce(vault_id, person_id, uow=uow)
        if Holder.vault(matter.vault_id) in uow.keystore.holders(vault_id):
            uow.keystore.remove(vault_id, Holder.vault(matter.vault_id))
        for person_id in sorted(leaving):
            uow.keystore.remove(vault_id, Holder.person(person_id))
    for row in queries.places_of(matter, applicant.client_file_id, uow=uow):
        row.restricted, row.label, row.note = True, "", ""
    _seal_again(applicant, uow=uow)
    uow.say("client file closed to the team")
    uow.flush()
    uow.emit(FileAccessChanged(matter, applicant))


def lift_restriction(applicant: InMatter, *, matter: Matter, uow: UnitOfWork) -> None:
    """Open the client file to the whole team again, through the matter's key."""
    policy.require(uow.actor, Action.FILE_RESTRICT)
    among = _leaves_among(applicant, set(members(matter, uow=uow)), uow=uow)
    for vault_id in queries.vaults_of(applicant, uow=uow):
        before = set(people(vault_id, uow=uow))
        leaving = before if among is None else before & among
        uow.keystore.grant(vault_id, Holder.vault(matter.vault_id))
        for person_id in sorted(leaving):
            uow.keystore.remove(vault_id, Holder.person(person_id))
    for row in queries.places_of(matter, applicant.client_file_id, uow=uow):
        row.restricted = False
    uow.say("client file opened to the team")
    uow.flush()
    uow.emit(FileAccessChanged(matter, applicant))


def _leaves_among(row: InMatter, team: set[UUID], *, uow: UnitOfWork) -> set[UUID] | None:
    """Who may be taken out of the file: of one that other matters share, only who is on this team; None: anybody."""
    file = queries.client_file(row, uow=uow)
    return team if file is not None and file.shared else None


def _seal_again(applicant: InMatter, *, uow: UnitOfWork) -> None:
    """Seal the file under its newest key, and those behind it, so that nobody removed reads them by an old one."""
    file = queries.client_file(applicant, uow=uow)
    if file is not None:
        for one in (file, *queries.merged_into([file], uow=uow)[file.id].opened):
            one.begin_draft()
