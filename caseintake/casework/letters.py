"""The register of letters, in and out, with a running number in each matter.

What we lodge with a court is a filing and what the Registry answers to an application hangs on that filing: both are
shown in the register in their order and are not written a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.casework import place
from caseintake.casework.kinds import Direction, Party, Road
from caseintake.casework.model import Letter
from caseintake.casework.tasks import cannot_do
from caseintake.matters import dispatches, queries
from caseintake.matters.dispatch_model import RegistryAnswer
from caseintake.matters.facts import DateFact, Fault, Source, exactly
from caseintake.matters.model import Filing, Matter, ProceduralEvent, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

_SOURCES: Final = {
    Road.ECOMMS: Source.ECOURT_ACCOUNT,
    Road.ECOURT: Source.ECOURT_ACCOUNT,
    Road.PRISON: Source.PRISON_RECEIPT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of one letter. ``moved_on``: the day it reached us, or left."""

    direction: Direction
    about: str
    party: Party = Party.OTHER
    whom: str = ""
    their_number: str = ""
    dated_on: date | None = None
    road: Road = Road.POST
    moved_on: date | None = None
    available_on: date | None = None
    downloaded_on: date | None = None
    downloaded_by: UUID | None = None
    proceeding_id: UUID | None = None
    document_id: UUID | None = None
    envelope_front_id: UUID | None = None
    envelope_back_id: UUID | None = None
    owner: UUID | None = None
    due_on: date | None = None
    answered_by: UUID | None = None


def record(matter: Matter, said: Said, *, applicants: Sequence[UUID] = (), uow: UnitOfWork) -> Letter:
    """A letter with the next number. What is not known yet can be added later. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    vault_id = place.vault_for(matter, applicants, uow=uow)
    refuse_if(*_faults(said, matter, vault_id, uow))
    made = Letter(
        vault_id=vault_id,
        matter_id=matter.id,
        number=_next_number(matter, uow),
        applicants=tuple(applicants),
        **_values(said),
    )
    made.settle()
    uow.add(made)
    uow.say("letter recorded")
    uow.flush()
    return made


def change(letter: Letter, matter: Matter, said: Said, *, uow: UnitOfWork) -> None:
    """Add what was learnt since, and sign anew. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_faults(said, matter, letter.vault_id, uow, letter))
    for name, value in _values(said).items():
        setattr(letter, name, value)
    letter.settle()
    uow.say("letter changed")
    uow.flush()


def take_back(letter: Letter, *, reason: str, uow: UnitOfWork) -> None:
    """Recorded by mistake: the number stays used. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("reason", "needed")]))
    letter.taken_back = reason.strip()
    letter.settle()
    uow.say("letter taken back")
    uow.flush()


def link_event(letter: Letter, event: ProceduralEvent, *, uow: UnitOfWork) -> None:
    """This was recorded as happened because of the letter; time may run from it."""
    policy.require(uow.actor, Action.FACT_RECORD)
    letter.event_id = event.id
    uow.flush()


def facts_of(letter: Letter) -> dict[str, DateFact]:
    """The days of a letter as a record of what happened takes them over, by the names of the rules."""
    source = _SOURCES.get(letter.road, Source.DOCUMENT)
    found = {}
    if letter.dated_on is not None:
        found["letter_on"] = exactly(letter.dated_on, source=Source.DOCUMENT)
    if letter.counts_from is not None:
        # The day it counts as delivered, from where somebody who doubts it can look.
        day = exactly(letter.counts_from, source=source)
        found |= dict.fromkeys(("received_on", "happened_on", "new_fact_on"), day)
    return found


def _values(said: Said) -> dict[str, Any]:
    values = {name: getattr(said, name) for name in Said.__slots__}
    if said.road is not Road.ECOMMS and said.road is not Road.ECOURT:
        values |= {"available_on": None, "downloaded_on": None, "downloaded_by": None}
    return values


def _faults(said: Said, matter: Matter, vault_id: UUID, uow: UnitOfWork, letter: Letter | None = None) -> list[Fault]:
    """What cannot be. A day ahead of today is a slip of the keyboard; only what is due lies ahead."""
    today = uow.clock.today()
    days = ("dated_on", "moved_on", "available_on", "downloaded_on")
    faults = [] if said.about.strip() else [Fault("about", "needed")]
    faults += [Fault(name, "future") for name in days if (getattr(said, name) or today) > today]
    if said.dated_on is not None and said.moved_on is not None and said.moved_on < said.dated_on:
        faults.append(Fault("moved_on", "before_letter"))
    if said.proceeding_id is not None:
        queries.within(Proceeding, said.proceeding_id, matter, uow=uow)
    if said.answered_by is not None:
        answer = place.within(Letter, said.answered_by, matter, uow=uow)
        if letter is not None and answer.id == letter.id:
            faults.append(Fault("answered_by", "answers_itself"))
    return [*faults, *(Fault("owner", fault.code) for fault in cannot_do(said.owner, vault_id, uow))]


def _next_number(matter: Matter, uow: UnitOfWork) -> int:
    """The next number, taken under the vault's lock so that two colleagues never get the same."""
    uow.keystore.ready_to_write([matter.vault_id])
    given = uow.session.scalar(select(func.max(Letter.number)).where(Letter.matter_id == matter.id))
    return (given or 0) + 1


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. ``letter`` None with ``number``: it lies in a file closed to this person."""

    day: date | None
    number: int | None
    letter: Letter | None = None
    filing: Filing | None = None
    answer: RegistryAnswer | None = None


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[Letter]:
    """The letters that open here, by number."""
    return sorted(place.found(Letter, [matter], uow=uow).rows, key=lambda row: row.number)


def register(matter: Matter, *, uow: UnitOfWork) -> list[Entry]:
    """Everything that came or went, the newest first; what has no day stands on top, for it must get one."""
    letters = place.found(Letter, [matter], uow=uow)
    entries = [Entry(row.counts_from or row.dated_on, row.number, letter=row) for row in letters.rows]
    entries += [Entry(None, row.number) for row in letters.closed]
    filings = [one for rows in queries.filings(queries.proceedings(matter, uow=uow), uow=uow).values() for one in rows]
    entries += [Entry(dispatches.first_day(row.lodged_on), None, filing=row) for row in filings]
    by_id = {row.id: row for row in filings}
    for rows in dispatches.answers_to(filings, uow=uow).values():
        entries += [
            Entry(dispatches.first_day(row.answered_on), None, filing=by_id[row.filing_id], answer=row) for row in rows
        ]
    return sorted(entries, key=lambda one: (one.day or date.max, one.number or 0), reverse=True)
