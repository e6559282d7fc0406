"""What of the incidents may leave as a file: kinds, days, sorts of place, and no word anybody wrote.

Two readers. For the office itself an applicant is the number of the matter. For outside there is no person at all:
only months, nobody who did not agree to statistics, and nothing of body or private life. What lies in one client's
file alone leaves with neither.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseintake.incidents.kinds import INTIMATE
from caseintake.incidents.model import Incident
from caseintake.incidents.picture import Seen
from caseintake.matters.facts import DateFact
from caseintake.matters.model import Matter


class Reader(StrEnum):
    """For whom a file is made."""

    OFFICE = "office"
    OUTSIDE = "outside"


def leaving(rows: Iterable[Incident], matter: Matter, reader: Reader, agreed: Collection[UUID]) -> list[Incident]:
    """The records that may go. ``agreed`` are the applicants who agree to statistics."""
    found = []
    for row in rows:
        inside = row.vault_id == matter.vault_id and not row.taken_back
        if reader is Reader.OUTSIDE:
            inside = inside and row.told.kind not in INTIMATE and bool(whose(row, reader, agreed))
        if inside:
            found.append(row)
    return found


def whose(row: Incident, reader: Reader, agreed: Collection[UUID]) -> tuple[UUID, ...]:
    """Its applicants as far as this reader may count them."""
    told = row.told.applicants
    return told if reader is Reader.OFFICE else tuple(id for id in told if id in agreed)


def bounds(fact: DateFact | None, reader: Reader) -> tuple[date | None, date | None]:
    """First and last possible day; for outside the first days of their months."""
    if fact is None:
        return None, None
    days = fact.earliest, fact.latest
    if reader is Reader.OFFICE:
        return days
    first, last = (day.replace(day=1) if day is not None else None for day in days)
    return first, last


def seen(rows: Iterable[Incident], reader: Reader, agreed: Collection[UUID], lines: Mapping[UUID, str]) -> list[Seen]:
    """The marks of the picture: one for each applicant of a record, in the line of ``lines``."""
    found = []
    for row in rows:
        first, last = bounds(row.told.on, reader)
        found += [Seen(lines[id], row.told.kind, first, last) for id in whose(row, reader, agreed) if id in lines]
    return found
