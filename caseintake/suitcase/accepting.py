"""A side file in the office: a list of what was written down away from it, and each accepted entry made a record.

An entry's id becomes the record's, so that the same entry is never taken in twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from caseintake.access.visibility import NotVisible
from caseintake.casework import contacts, notes
from caseintake.casework.contacts import Contact
from caseintake.casework.kinds import About, Way
from caseintake.casework.model import CaseNote, ContactEntry
from caseintake.deadlines.states import Severity
from caseintake.diary import service as diary
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.diary.service import Typed
from caseintake.i18n import _, format_day
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.people import barriers
from caseintake.suitcase.side import Entry, What
from caseintake.work import UnitOfWork

_RECORDS: Final = (CaseNote, ContactEntry, DiaryEntry)


class Stands(StrEnum):
    """What can be done with an entry."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list. ``matter`` is None, and the words empty, where the matter is closed to this person."""

    entry: Entry
    matter: Matter | None
    codename: str
    number: int | None
    stands: Stands


def look(entries: Iterable[Entry], *, uow: UnitOfWork) -> list[Line]:
    """Nothing is changed by looking."""
    return [_line(entry, uow) for entry in entries]


def _line(entry: Entry, uow: UnitOfWork) -> Line:
    try:
        matter = queries.matter(entry.matter_id, uow=uow)
        codename = queries.label_of(matter, uow=uow).codename
    except NotVisible:
        return Line(entry, None, "", None, Stands.CLOSED)
    people = queries.applicants(matter, uow=uow) if entry.applicant_id is not None else []
    number = next((row.number for row in people if row.id == entry.applicant_id), None)
    known = any(uow.session.get(kind, entry.id) is not None for kind in _RECORDS)
    return Line(entry, matter, codename, number, Stands.TAKEN if known else Stands.OPEN)


def take(line: Line, *, uow: UnitOfWork) -> None:
    """One record of the matter, by the acting person, with every check of its kind. Raises `Refusal`."""
    entry, matter = line.entry, line.matter
    if matter is None or line.stands is not Stands.OPEN:
        return
    away = _("Written away from the office on %(day)s.", day=format_day(entry.written_on))
    whose = [entry.applicant_id] if entry.applicant_id is not None else []
    if entry.what is What.CONTACT:
        said = Contact(on=entry.day, way=Way.OTHER, summary=f"{entry.text}\n{away}")
        contacts.record(matter, whose, said, id=entry.id, uow=uow)
    elif entry.what is What.NOTE:
        about = About.APPLICANT if whose else About.MATTER
        text = f"{format_day(entry.day)}: {entry.text}\n{away}"
        notes.write(matter, text, about=about, subject_id=entry.applicant_id, id=entry.id, uow=uow)
    else:
        kind = Kind(entry.what.value)
        refuse_if(*_barred(matter, kind, whose, uow))
        severity = Severity.FATAL if entry.fatal else None
        what = f"{entry.text} ({away})"
        typed = Typed(kind=kind, due=entry.day, what=what, severity=severity, applicants=tuple(whose))
        diary.record(matter, typed, id=entry.id, uow=uow)


def _barred(matter: Matter, kind: Kind, whose: list[UUID], uow: UnitOfWork) -> list[Fault]:
    """Whoever stands in one list of a hearing learns of the others: such a date is typed where the warning is read."""
    if kind is not Kind.HEARING:
        return []
    people = queries.applicants(matter, uow=uow)
    files = {row.client_file_id for row in people if not whose or row.id in whose}
    return [Fault("what", "barred")] if barriers.cautions(matter, files, about=files, uow=uow) else []
