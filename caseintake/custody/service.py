"""Keeping the custody record: where somebody is held, what happened there, what goes along to the next visit.

Of anybody with a file in the matter: an applicant, a relative, a witness.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.custody import visit
from caseintake.custody.kinds import HINDERED, Happened, Listened
from caseintake.custody.model import CustodyEntry, CustodyRecord
from caseintake.incidents import service as incidents
from caseintake.incidents.kinds import Doer, IncidentKind, Origin, PlaceKind
from caseintake.incidents.model import Told
from caseintake.matters import queries
from caseintake.matters.facts import Fault, exactly
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

#: The short line of the client file is as long as its box.
LINE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """What is known of somebody's custody; the place is enough."""

    place: str
    since: date | None = None
    basis: str = ""
    review_on: date | None = None
    lawyer: str = ""
    health: str = ""
    hunger_since: date | None = None
    questions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What happened, as somebody writes it down."""

    kind: Happened
    on: date
    hour: str = ""
    who: str = ""
    listened: Listened = Listened.UNSURE
    text: str = ""
    reason: str = ""
    document_id: UUID | None = None


def keep(matter: Matter, file: ClientFile, said: Custody, *, uow: UnitOfWork) -> CustodyRecord:
    """Begin the record of somebody, or change what runs; the short line of the file follows. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    today = uow.clock.today()
    refuse_if(
        *([] if said.place.strip() else [Fault("place", "needed")]),
        *([Fault("since", "future")] if said.since is not None and said.since > today else []),
        *([Fault("hunger_since", "future")] if said.hunger_since is not None and said.hunger_since > today else []),
        *_strays(matter, file, said.questions, uow),
    )
    row = current(file, uow=uow)
    if row is None:
        row = CustodyRecord(vault_id=file.vault_id, client_file_id=file.id, place=said.place.strip())
        uow.add(row)
    for name in Custody.__slots__:
        value = getattr(said, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _keep_line(row, file, uow)
    uow.say("custody record kept")
    uow.flush()
    return row


def tell(row: CustodyRecord, matter: Matter, file: ClientFile, told: Said, *, uow: UnitOfWork) -> CustodyEntry:
    """Write down what happened, signed, and let the record follow. Raises `Refusal`.

    A visit or a signature of an applicant that staff refused or delayed is kept as an incident as well: it is what a
    letter under Article 34 rests on.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    moved = told.kind is Happened.TRANSFER
    refuse_if(
        *([Fault("on", "future")] if told.on > uow.clock.today() else []),
        *([Fault("text", "where_to")] if moved and not told.text.strip() else []),
        *([Fault("on", "before_custody")] if row.since is not None and told.on < row.since else []),
    )
    made = CustodyEntry(
        vault_id=file.vault_id,
        client_file_id=file.id,
        record_id=row.id,
        written_at=uow.clock.now().replace(microsecond=0),
        **{name: getattr(told, name) for name in Said.__slots__},
    )
    uow.add(made)
    _follow(row, told)
    _keep_line(row, file, uow)
    uow.say("custody entry written")
    uow.flush()
    if told.kind in HINDERED:
        for place in queries.places_of(matter, file.id, uow=uow):
            if isinstance(place, Applicant):
                _incident(row, matter, place, told, uow)
    return made


def _follow(row: CustodyRecord, told: Said) -> None:
    match told.kind:
        case Happened.TRANSFER:
            row.place = told.text.strip().splitlines()[0][:LINE]
        case Happened.HEALTH:
            row.health = told.text.strip() or row.health
        case Happened.HUNGER_BEGAN:
            row.hunger_since = told.on
        case Happened.HUNGER_ENDED:
            row.hunger_since = None
        case Happened.RELEASED:
            row.ended_on, row.hunger_since = told.on, None


def _keep_line(row: CustodyRecord, file: ClientFile, uow: UnitOfWork) -> None:
    """The short line of the client file, which every list reads: where and since when, or nothing."""
    parts = [row.place, row.since.isoformat() if row.since else ""] if row.runs else []
    line = ", ".join(part for part in parts if part)[:LINE]
    if line != file.custody:
        file.custody, file.safety_changed_on = line, uow.clock.today()


def _incident(row: CustodyRecord, matter: Matter, applicant: Applicant, told: Said, uow: UnitOfWork) -> None:
    incidents.record(
        matter,
        Told(
            kind=IncidentKind.PRESSURE, on=exactly(told.on), place_kind=PlaceKind.CUSTODY, place=row.place,
            actor=Doer.PRISON, actor_name=told.who, origin=Origin.OTHER, applicants=(applicant.id,),
            note=told.reason or told.text,
        ),
        only_for=applicant,
        uow=uow,
    )  # fmt: skip


def _strays(matter: Matter, own: ClientFile, questions: str, uow: UnitOfWork) -> list[Fault]:
    """A name, a code or a number of the case on the sheet for the visit is refused before it is printed."""
    if not questions.strip():
        return []
    files: Iterable[ClientFile] = queries.client_files(queries.everybody(matter, uow=uow), uow=uow).values()
    others = [name for file in files if file.id != own.id for name in _names(file)]
    numbers = [row.case_number for row in queries.proceedings(matter, uow=uow)]
    secret = [queries.label_of(matter, uow=uow).codename, matter.ref, *numbers]
    return [Fault("questions", "stray")] if visit.stray(questions, _names(own), others, secret) is not None else []


def _names(file: ClientFile) -> list[str]:
    known = file.spellings
    return [file.name, known.az, known.ru, known.en, known.fr]


# --- reading ----------------------------------------------------------------------------------------------------------


def records_of(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, CustodyRecord]:
    """The record that runs, by client file, also one from a file that was made one with it; few statements."""
    owners = queries.owners(files, uow=uow)
    rows = scalars_in(select(CustodyRecord), CustodyRecord.client_file_id, owners, uow.session)
    return {
        owners[row.client_file_id][0]: row
        for row in sorted(rows, key=lambda row: (row.since or date.min, row.id))
        if row.vault_id == owners[row.client_file_id][1] and row.runs
    }


def current(file: ClientFile, *, uow: UnitOfWork) -> CustodyRecord | None:
    """The record of a client that runs; None: not in custody, as far as the record says."""
    return records_of([file], uow=uow).get(file.id)


def entries(file: ClientFile, *, uow: UnitOfWork) -> list[CustodyEntry]:
    """What happened, the newest first, of every time in custody."""
    owners = queries.owners([file], uow=uow)
    rows = scalars_in(select(CustodyEntry), CustodyEntry.client_file_id, owners, uow.session)
    own = [row for row in rows if row.vault_id == owners[row.client_file_id][1]]
    return sorted(own, key=lambda row: (row.on, row.hour, row.written_at, row.id), reverse=True)


def last_seen(rows: Sequence[CustodyEntry]) -> CustodyEntry | None:
    """The last time somebody saw the client; ``rows`` the newest first."""
    return next((row for row in rows if row.kind is Happened.VISIT), None)
