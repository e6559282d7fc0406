"""Reading matters. Everything starts from the vaults the acting person holds; nothing else exists for them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from caseintake.access.visibility import NotVisible, find, visible
from caseintake.matters import articles
from caseintake.matters.joining_model import Joining
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import (
    Applicant,
    ClientFile,
    Complaint,
    Decision,
    Filing,
    InMatter,
    Matter,
    MatterLabel,
    OtherPlace,
    ProceduralEvent,
    Proceeding,
    ServiceOnApplicant,
)
from caseintake.matters.person import MergedFile
from caseintake.storage import scalars_in
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

R = TypeVar("R", bound=SealedRecord)
P = TypeVar(
    "P", Applicant, OtherPlace, Complaint, Proceeding, Decision, Filing, ServiceOnApplicant, ProceduralEvent, Joining
)


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter in a list."""

    matter: Matter
    label: MatterLabel
    applicants: int
    proceedings: int


def my_matters(*, uow: UnitOfWork, state: MatterState | None = None) -> list[MatterLine]:
    """The matters whose key the acting person holds, by codename. Counts are of these alone."""
    matters = [row for row in visible(Matter, uow=uow) if state is None or row.state is state]
    labels = labels_of(matters, uow=uow)
    people = _count(Applicant, matters, uow)
    proceedings = _count(Proceeding, matters, uow)
    named = [row for row in matters if row.id in labels]  # a label that was changed is said by the page
    lines = [MatterLine(row, labels[row.id], people[row.id], proceedings[row.id]) for row in named]
    return sorted(lines, key=lambda line: line.label.codename.casefold())


def _count(model: type[Applicant] | type[Proceeding], matters: Sequence[Matter], uow: UnitOfWork) -> Counter[UUID]:
    statement = select(model.matter_id).where(model.matter_id.in_([row.id for row in matters]))
    return Counter(uow.session.scalars(statement))


def kept_by(matter: Matter, kind: Any) -> Select[Any]:
    """The rows of a kind that the matter's own team sealed.

    Whoever holds another key and can write the database could seal a row there and hang it on this matter: an
    applicant nobody took in, a decision that moves a date.
    """
    return select(kind).where(kind.matter_id == matter.id, kind.vault_id == matter.vault_id)


def labels_of(matters: Sequence[Matter], *, uow: UnitOfWork) -> dict[UUID, MatterLabel]:
    """Labels by matter id. Their vaults are opened together."""
    statement = select(MatterLabel).where(MatterLabel.matter_id.in_([row.id for row in matters]))
    labels = uow.session.scalars(statement).all()
    uow.keystore.open({row.vault_id for row in labels})
    return {row.matter_id: row for row in labels}


def label_of(matter: Matter, *, uow: UnitOfWork) -> MatterLabel:
    """The matter's label. Every matter has one from the start; raises `NotVisible` if it was taken away."""
    label = labels_of([matter], uow=uow).get(matter.id)
    if label is None:
        raise NotVisible
    return label


def docket(*, uow: UnitOfWork) -> list[MatterLabel]:
    """All labels this keyring opens: for a coordinator the whole board, without any key to a matter."""
    labels = uow.session.scalars(select(MatterLabel)).all()
    uow.keystore.open({row.vault_id for row in labels})
    return [row for row in labels if uow.keystore.can_open(row.vault_id)]


def matter(matter_id: UUID, *, uow: UnitOfWork) -> Matter:
    """Raises `NotVisible`."""
    return find(Matter, matter_id, uow=uow)


def applicants(matter: Matter, *, uow: UnitOfWork) -> list[Applicant]:
    """In the order of their numbers. A page reads them once, whatever it asks of them."""
    if uow.session.draws is None:
        return _applicants(matter, uow)
    known: dict[UUID, list[Applicant]] = uow.session.info.setdefault("applicants", {})
    if matter.id not in known:
        known[matter.id] = _applicants(matter, uow)
    return list(known[matter.id])


def _applicants(matter: Matter, uow: UnitOfWork) -> list[Applicant]:
    return list(uow.session.scalars(kept_by(matter, Applicant).order_by(Applicant.number)))


def places(matter: Matter, *, uow: UnitOfWork) -> list[OtherPlace]:
    """Who has a place in the matter beside the applicants, by role."""
    rows = uow.session.scalars(kept_by(matter, OtherPlace))
    return sorted(rows, key=lambda row: (row.role, row.since, row.id.hex))


def everybody(matter: Matter, *, uow: UnitOfWork) -> list[InMatter]:
    """Every place in a matter, the applicants first."""
    return [*applicants(matter, uow=uow), *places(matter, uow=uow)]


def places_of(matter: Matter, file_id: UUID, *, uow: UnitOfWork) -> list[InMatter]:
    """All places one person has in a matter."""
    return [row for row in everybody(matter, uow=uow) if row.client_file_id == file_id]


def complaints(matter: Matter, *, uow: UnitOfWork) -> list[Complaint]:
    """By respondent State, in the order of the Convention."""
    rows = uow.session.scalars(kept_by(matter, Complaint))
    return sorted(rows, key=lambda row: (row.state, articles.place(row.article), row.article))


def proceedings(matter: Matter, *, uow: UnitOfWork) -> list[Proceeding]:
    """By respondent State, then court."""
    rows = uow.session.scalars(kept_by(matter, Proceeding))
    return sorted(rows, key=lambda row: (row.state, row.court, row.case_number))


def decisions(of: Iterable[Proceeding], *, uow: UnitOfWork) -> dict[UUID, list[Decision]]:
    """Decisions by proceeding id, the earliest first; what has no day yet stands at the end."""
    places = {row.id: row.vault_id for row in of}
    found: dict[UUID, list[Decision]] = defaultdict(list)
    for row in uow.session.scalars(select(Decision).where(Decision.proceeding_id.in_(places))):
        if row.vault_id == places[row.proceeding_id]:
            found[row.proceeding_id].append(row)
    for rows in found.values():
        rows.sort(key=_first_day)
    return found


def _first_day(row: Decision) -> tuple[str, str]:
    days = [fact.earliest or fact.latest for fact in row.facts.values() if fact is not None and fact.dated]
    return min((day.isoformat() for day in days if day is not None), default="9999"), row.id.hex


def filings(of: Iterable[Proceeding], *, uow: UnitOfWork, mistaken: bool = False) -> dict[UUID, list[Filing]]:
    """Filings by proceeding id, the earliest first; those recorded by mistake only where they are shown as such."""
    places = {row.id: row.vault_id for row in of}
    found: dict[UUID, list[Filing]] = defaultdict(list)
    for row in uow.session.scalars(select(Filing).where(Filing.proceeding_id.in_(places))):
        if row.vault_id == places[row.proceeding_id] and (mistaken or not row.taken_back):
            found[row.proceeding_id].append(row)
    for rows in found.values():
        rows.sort(key=_lodged_day)
    return found


def _lodged_day(row: Filing) -> tuple[str, str]:
    day = row.lodged_on and (row.lodged_on.earliest or row.lodged_on.latest)
    return day.isoformat() if day else "9999", row.id.hex


def events(matter: Matter, *, uow: UnitOfWork) -> list[ProceduralEvent]:
    """What happened in the matter, the earliest first; what has no day yet stands at the end."""
    return sorted(uow.session.scalars(kept_by(matter, ProceduralEvent)), key=_happened)


def _happened(row: ProceduralEvent) -> tuple[str, str]:
    days = [fact.earliest or fact.latest for fact in row.facts.values() if fact is not None and fact.dated]
    return min((day.isoformat() for day in days if day is not None), default="9999"), row.id.hex


def services(of: Iterable[Decision], *, uow: UnitOfWork) -> dict[UUID, list[ServiceOnApplicant]]:
    """Days of single applicants by decision id."""
    places = {row.id: row.vault_id for row in of}
    found: dict[UUID, list[ServiceOnApplicant]] = defaultdict(list)
    for row in uow.session.scalars(select(ServiceOnApplicant).where(ServiceOnApplicant.decision_id.in_(places))):
        if row.vault_id == places[row.decision_id]:
            found[row.decision_id].append(row)
    return found


def client_files(of: Sequence[InMatter], *, uow: UnitOfWork) -> Mapping[UUID, ClientFile]:
    """The client files that open, by the id of applicant or place. One that is missing is closed to this person."""
    uow.keystore.open({row.client_file_vault_id for row in of})
    opened: dict[UUID, list[InMatter]] = defaultdict(list)
    for row in of:
        if uow.keystore.can_open(row.client_file_vault_id):
            opened[row.client_file_id].append(row)
    return {
        row.id: file
        for file in scalars_in(select(ClientFile), ClientFile.id, opened, uow.session)
        for row in opened[file.id]
        if file.vault_id == row.client_file_vault_id
    }


def client_file(applicant: InMatter, *, uow: UnitOfWork) -> ClientFile | None:
    """The applicant's client file, or None if it is closed to this person."""
    return client_files([applicant], uow=uow).get(applicant.id)


class Behind(NamedTuple):
    """The files that were made one with a person's file: those that open, and the links to those that do not."""

    opened: list[ClientFile]
    closed: list[MergedFile]


def merged_into(files: Iterable[ClientFile], *, uow: UnitOfWork) -> Mapping[UUID, Behind]:
    """What stands behind each of these files, by its id; also what had gone into those before. Few statements."""
    files = list(files)
    found = {file.id: Behind([], []) for file in files}
    links = {(file.id, link) for file in files for link in file.merged}
    seen = {(id, id) for id in found}
    while links := {(id, link) for id, link in links if (id, link.file_id) not in seen}:
        rows = {row.id: row for row in scalars_in(select(ClientFile), ClientFile.id, _named(links), uow.session)}
        uow.keystore.open({row.vault_id for row in rows.values()})
        deeper = set()
        for id, link in sorted(links, key=lambda one: (one[0], one[1].file_id)):
            seen.add((id, link.file_id))
            row = rows.get(link.file_id)
            if row is None or row.vault_id != link.vault_id or not uow.keystore.can_open(row.vault_id):
                found[id].closed.append(link)
            else:
                found[id].opened.append(row)
                deeper |= {(id, one) for one in row.merged}
        links = deeper
    return found


def owners(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, tuple[UUID, UUID]]:
    """Of each of these files and those behind them, by its id: which of these it belongs to, and its vault."""
    known = {file.id: file for file in files}
    found = {file.id: (file.id, file.vault_id) for file in known.values()}
    for id, one in merged_into(known.values(), uow=uow).items():
        found |= {each.id: (id, each.vault_id) for each in one.opened if each.id not in known}
    return found


def _named(links: Iterable[tuple[UUID, MergedFile]]) -> set[UUID]:
    return {link.file_id for _id, link in links}


def vaults_of(place: InMatter, *, uow: UnitOfWork) -> list[UUID]:
    """The vault of somebody's file, and those of the files behind it that open: who opens the one opens all."""
    file = client_file(place, uow=uow)
    behind = merged_into([file], uow=uow)[file.id].opened if file is not None else []
    return [place.client_file_vault_id, *(row.vault_id for row in behind)]


def within(model: type[P], id: UUID, matter: Matter, *, uow: UnitOfWork) -> P:
    """A record by id that lies in this very matter. Raises `NotVisible` for one of another matter."""
    row = uow.session.get(model, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row
