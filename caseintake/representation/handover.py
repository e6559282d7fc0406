"""Preparing that somebody else goes on with a lawyer's work: keys, pages for ink, drafts, and what is done by whom.

Nothing here moves standing. A key opens papers; a court goes on writing to whom it knows until it is told on paper and
has the new authority.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.casework import tasks
from caseintake.diary import queries as diary
from caseintake.diary.queries import Dated
from caseintake.identity import freezing
from caseintake.intake import consenting
from caseintake.matters import opening, queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import DOMESTIC, FilingKind, Forum, Status
from caseintake.matters.model import Applicant, ClientFile, Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.representation import authorities, desk, firms, standing
from caseintake.representation.authorities import Line, Wanted
from caseintake.representation.kinds import (
    AUTHORITIES,
    READY,
    Errand,
    Footing,
    PageKind,
    Waits,
    taken_over,
    waits,
)
from caseintake.representation.model import DomesticPower, Handover, HandoverTick, InkPage
from caseintake.work import UnitOfWork

#: Time-limits and hearings so near need somebody else now.
DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Load:
    """What of a lawyer's work in one matter needs somebody else. ``speaks_for``: applicants whose page names them."""

    matter: Matter
    responsible: bool
    deputy: bool
    writes_to: bool
    account: bool
    applicants: int
    speaks_for: int
    powers: int
    in_custody: tuple[Applicant, ...]
    hearings: tuple[Dated, ...]
    tasks: tuple[tasks.Line, ...]


def loads(person: UUID, *, uow: UnitOfWork) -> list[Load]:
    """Every matter the acting person and this lawyer both had to do with, as far as the acting person's keys reach."""
    found = []
    for line in queries.my_matters(uow=uow):
        label = line.label
        load = _load(line.matter, person, label.responsible == person, label.deputy == person, uow)
        if load is not None:
            found.append(load)
    return found


def _load(matter: Matter, person: UUID, responsible: bool, deputy: bool, uow: UnitOfWork) -> Load | None:
    rows = queries.applicants(matter, uow=uow)
    files = queries.client_files(rows, uow=uow)
    pages = authorities.of_files(InkPage, files.values(), uow=uow)
    powers = authorities.of_files(DomesticPower, files.values(), uow=uow)
    acts = desk.of_matter(matter, uow=uow)
    first = acts.representatives[0].person_id if acts is not None and acts.representatives else None
    account = acts is not None and person in (acts.checks_account, acts.checks_account_too)
    today = uow.clock.today()
    speaks = sum(any(_names(page, person) for page in some) for some in pages.values())
    valid = sum(one.lawyer == person and authorities.valid_on(one, today) for some in powers.values() for one in some)
    member = person in team.members(matter, uow=uow)
    if not (member or responsible or deputy or speaks or valid or account or first == person):
        return None
    return Load(
        matter,
        responsible,
        deputy,
        first == person,
        account,
        len(rows),
        speaks,
        valid,
        tuple(row for row in rows if row.id in files and files[row.id].custody),
        tuple(one for one in diary.dates_of(matter, uow=uow) if one.entry.running and _near(one.entry.due, today)),
        tuple(one for one in tasks.of_matter(matter, uow=uow) if one.open and one.person == person),
    )


def _names(page: InkPage, person: UUID) -> bool:
    return page.representative == person and page.what in AUTHORITIES and waits(page) is not Waits.AGAIN


def _near(day: date, today: date) -> bool:
    return (day - today).days <= DAYS


# --- preparing --------------------------------------------------------------------------------------------------------


def could_follow(matter: Matter, person: UUID, *, uow: UnitOfWork) -> list[UUID]:
    """Who may be chosen: everybody of the office who may look after a matter, the team first."""
    members, able = team.members(matter, uow=uow), team.may_look_after(uow=uow)
    return [id for id in sorted(able, key=lambda id: id not in members) if id != person]


def prepare(matter: Matter, person: UUID, successor: UUID, *, why: str, firm: str = "", uow: UnitOfWork) -> Handover:
    """Give the successor every key the acting person holds here, name them, and make the pages that need ink.

    ``firm``: the other firm the successor is of, who is then let in as everybody of that firm. A closed file stays
    closed until its client has agreed to the firm. Who the Court writes to stays as it is until the Court has the new
    authority. Raises `Refusal`.
    """
    policy.require(uow.actor, Action.TEAM_CHANGE)
    refuse_if(
        *([Fault("successor", "same_person")] if successor == person else []),
        *([] if successor in could_follow(matter, person, uow=uow) else [Fault("successor", "stranger")]),
        *([] if why.strip() else [Fault("why", "needed")]),
    )
    if successor not in team.members(matter, uow=uow):
        firms.let_in(matter, successor, firm.strip() or firms.known_of(successor, uow=uow), uow=uow)
    _open_closed(matter, successor, uow)
    _name(matter, person, successor, uow)
    _pages(matter, person, successor, uow)
    made = Handover(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        leaves=person,
        successor=successor,
        why=why.strip(),
        prepared_on=uow.clock.today(),
    )
    uow.add(made)
    uow.say("handover prepared")
    uow.flush()
    return made


def _open_closed(matter: Matter, successor: UUID, uow: UnitOfWork) -> None:
    """The closed files the acting person opens, as far as their clients agree to the firm the successor is of."""
    rows = [row for row in queries.applicants(matter, uow=uow) if row.restricted]
    files = queries.client_files(rows, uow=uow)
    firm = team.firms(matter, uow=uow).get(successor, "")
    waits = {row.id for row in (consenting.closed_to(firm, rows, uow=uow) if firm else ())}
    for row in rows:
        holders = set(team.people(row.client_file_vault_id, uow=uow))
        if row.id in files and row.id not in waits and successor not in holders:
            if firm:
                consenting.share(firm, [row], uow=uow)
            team.restrict(row, holders | {successor}, matter=matter, uow=uow)


def _name(matter: Matter, person: UUID, successor: UUID, uow: UnitOfWork) -> None:
    label = queries.label_of(matter, uow=uow)
    # Somebody may stand in already. When that ends, the matter must not go back to who leaves.
    replaced = label.standing is not None and label.standing.instead_of == person
    if not replaced and person not in (label.responsible, label.deputy):
        return
    responsible = successor if replaced or label.responsible == person else label.responsible
    deputy = label.deputy if label.deputy not in (person, responsible) else None
    if label.deputy == person and responsible != successor:
        deputy = successor
    opening.change_matter(
        matter, codename=label.codename, about=matter.about, responsible=responsible, deputy=deputy, uow=uow
    )


def _pages(matter: Matter, person: UUID, successor: UUID, uow: UnitOfWork) -> None:
    """The Court's separate form where an application is lodged; the form's own page where one names who leaves."""
    lines = authorities.lines(matter, uow=uow)
    lodged = lodged_for(matter, uow=uow)
    after = [(one.applicant, one.file) for one in lines if one.file and one.applicant.id in lodged]
    before = [
        (one.applicant, one.file)
        for one in lines
        if one.file and one.applicant.id not in lodged and one.page is not None and _names(one.page, person)
    ]
    for some, what in ((after, PageKind.SEPARATE_AUTHORITY), (before, PageKind.AUTHORITY)):
        if some:
            authorities.prepare(some, Wanted(what=what, representative=successor), uow=uow)


def lodged_for(matter: Matter, *, uow: UnitOfWork) -> frozenset[UUID]:
    """Whose application to the Court is lodged, by what is recorded."""
    before_court = [row for row in queries.proceedings(matter, uow=uow) if row.forum is Forum.ECHR]
    filings = queries.filings(before_court, uow=uow)
    return frozenset(
        id
        for row in before_court
        if row.case_number or any(one.kind is FilingKind.APPLICATION for one in filings.get(row.id, ()))
        for id in row.applicants
    )


# --- how far it is ----------------------------------------------------------------------------------------------------


def handovers(matter: Matter, *, uow: UnitOfWork) -> list[Handover]:
    """Those of a matter, the newest first."""
    own = uow.session.scalars(queries.kept_by(matter, Handover))
    return sorted(own, key=lambda row: (row.prepared_on, row.id), reverse=True)


def handover(matter: Matter, id: UUID, *, uow: UnitOfWork) -> Handover:
    """One of this very matter. Raises `NotVisible`."""
    row = uow.session.get(Handover, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row


@dataclass(frozen=True, slots=True)
class Seat:
    """How far a handover is for one applicant. ``keys`` says nothing of standing."""

    applicant: Applicant
    file: ClientFile | None
    keys: bool
    #: The successor is of another firm, and the client has not agreed that it reads.
    firm_waits: bool
    page: InkPage | None
    #: Domestic proceedings that run and in which no valid power of the successor is recorded.
    powerless: tuple[Proceeding, ...]
    at_home: int
    ticks: dict[Errand, HandoverTick]
    #: What was taken back, signed by who did.
    taken_back: tuple[HandoverTick, ...] = ()
    #: Where the key is missing: who of the team has it and can act, so that somebody is asked.
    givers: tuple[UUID, ...] = ()

    @property
    def ink(self) -> bool:
        """The Court's page names the successor, and the original with both signatures is in hand."""
        return self.page is not None and waits(self.page) in READY


def seats(row: Handover, matter: Matter, *, uow: UnitOfWork) -> list[Seat]:
    """Every applicant, in as many statements for 4 as for 400."""
    rows = queries.applicants(matter, uow=uow)
    files = queries.client_files(rows, uow=uow)
    pages = authorities.of_files(InkPage, files.values(), uow=uow)
    powers = authorities.of_files(DomesticPower, files.values(), uow=uow)
    ticks = _ticks(row, files.values(), uow)
    home = [
        one for one in queries.proceedings(matter, uow=uow) if one.forum in DOMESTIC and one.status is Status.PENDING
    ]
    on_team = row.successor in team.members(matter, uow=uow)
    firm = team.firms(matter, uow=uow).get(row.successor, "")
    waits_for = {one.id for one in (consenting.closed_to(firm, rows, uow=uow) if firm else ())}
    out = freezing.frozen(uow=uow) | {row.leaves}
    able = [id for id in _able(matter, uow=uow) if id not in out]
    today = uow.clock.today()
    found = []
    for applicant in rows:
        file = files.get(applicant.id)
        keys = _opens(applicant, row.successor, on_team, uow)
        own = [page for page in pages.get(file.id, ()) if page.applicant_id == applicant.id] if file else []
        held = [one.forum for one in powers.get(file.id, ()) if _of(one, row.successor, today)] if file else []
        mine = [one for one in home if applicant.id in one.applicants]
        found.append(
            Seat(
                applicant,
                file,
                keys,
                file is not None and applicant.id in waits_for,
                next((page for page in reversed(own) if _names(page, row.successor)), None),
                tuple(one for one in mine if one.court not in held),
                len(mine),
                *(_in_force(ticks.get(file.id, ())) if file else ({}, ())),
                tuple(id for id in able if not keys and _opens(applicant, id, True, uow)),
            )
        )
    return found


def _of(power: DomesticPower, person: UUID, today: date) -> bool:
    return power.lawyer == person and authorities.valid_on(power, today)


def _opens(applicant: Applicant, person: UUID, on_team: bool, uow: UnitOfWork) -> bool:
    return person in team.people(applicant.client_file_vault_id, uow=uow) if applicant.restricted else on_team


def _able(matter: Matter, *, uow: UnitOfWork) -> list[UUID]:
    """Who of the team is still here and is not recorded as unable to act."""
    out = desk.cannot_act(standing.current(uow=uow))
    return [id for id in desk.active(team.members(matter, uow=uow), uow=uow) if id not in out]


def to_ask(some: Iterable[Seat], *, uow: UnitOfWork) -> dict[UUID, list[int]]:
    """The numbers of the applicants whose key is missing, by who can give it. Oneself is not asked."""
    found: dict[UUID, list[int]] = {}
    for seat in some:
        for id in seat.givers:
            if id != uow.actor.id:
                found.setdefault(id, []).append(seat.applicant.number)
    return found


def ask_for_keys(matter: Matter, wanted: Mapping[UUID, str], *, uow: UnitOfWork) -> None:
    """A task for each of these holders in these words, due today. Who has it already gets no second one."""
    known = {(line.person, line.what) for line in tasks.of_matter(matter, uow=uow) if line.open}
    for id, words in wanted.items():
        if (id, words) not in known:
            tasks.add(matter, what=words, assignee=id, due_on=uow.clock.today(), uow=uow)


def _ticks(row: Handover, files: Iterable[ClientFile], uow: UnitOfWork) -> dict[UUID, list[HandoverTick]]:
    found = authorities.of_files(HandoverTick, files, uow=uow)
    return {file_id: [one for one in some if one.handover_id == row.id] for file_id, some in found.items()}


def _in_force(ticks: Iterable[HandoverTick]) -> tuple[dict[Errand, HandoverTick], tuple[HandoverTick, ...]]:
    """The ticks nobody took back, and those that take one back."""
    backs = {one.takes_back: one for one in ticks if one.takes_back is not None}
    held = {one.errand: one for one in ticks if one.takes_back is None and one.id not in backs}
    return held, tuple(backs.values())


def tick(row: Handover, some: Sequence[Seat], errand: Errand, *, on: date, uow: UnitOfWork) -> None:
    """One errand is done for these clients, signed. Who has it already is left as it is. Raises `Refusal`."""
    _refuse_tick(some, on, uow)
    for seat in some:
        if seat.file is not None and errand not in seat.ticks:
            uow.add(_made(row, seat.file, errand, on))
    uow.say("errands of a handover ticked")
    uow.flush()


def take_back(row: Handover, some: Sequence[Seat], errand: Errand, *, on: date, why: str, uow: UnitOfWork) -> None:
    """It was not done for these clients after all, signed; tick and taking back are both kept. Raises `Refusal`."""
    _refuse_tick(some, on, uow)
    ticked = [(seat.file, seat.ticks[errand]) for seat in some if seat.file is not None and errand in seat.ticks]
    refuse_if(
        *([] if why.strip() else [Fault("why", "need_reason_why")]),
        *([] if ticked else [Fault("errand", "not_ticked")]),
    )
    for file, tick in ticked:
        made = _made(row, file, errand, on)
        made.takes_back, made.why = tick.id, why.strip()
        uow.add(made)
    uow.say("errands of a handover taken back")
    uow.flush()


def _refuse_tick(some: Sequence[Seat], on: date, uow: UnitOfWork) -> None:
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(
        *([] if some else [Fault("numbers", "nobody")]),
        *([Fault("on", "future")] if on > uow.clock.today() else []),
    )


def _made(row: Handover, file: ClientFile, errand: Errand, on: date) -> HandoverTick:
    return HandoverTick(vault_id=file.vault_id, client_file_id=file.id, handover_id=row.id, errand=errand, done_on=on)


# --- could it be taken over tomorrow? ---------------------------------------------------------------------------------


def tomorrow(matter: Matter, lines: Sequence[Line], *, uow: UnitOfWork) -> dict[UUID, tuple[str, ...]]:
    """Why nobody else could act for an applicant tomorrow, by applicant id; the codes of `kinds.taken_over`."""
    acts = desk.of_matter(matter, uow=uow)
    label = queries.label_of(matter, uow=uow)
    first = acts.representatives[0].person_id if acts is not None and acts.representatives else label.responsible
    out = desk.cannot_act(standing.current(uow=uow))
    able = set(_able(matter, uow=uow)) - {first}
    looks = {acts.checks_account, acts.checks_account_too} if acts is not None else set()
    account = any(id is not None and id != first and id not in out for id in looks)
    lodged = lodged_for(matter, uow=uow)
    found = {}
    for line in lines:
        row = line.applicant
        keys = able & set(team.people(row.client_file_vault_id, uow=uow)) if row.restricted else able
        others = any(
            page.what in AUTHORITIES and page.representative not in out | {first} and waits(page) in READY
            for page in line.pages
        )
        before = row.id in lodged or bool(line.pages)
        found[row.id] = taken_over(Footing(len(keys), others, account, before))
    return found
