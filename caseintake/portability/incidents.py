"""Incidents from a table: what is here already is left alone, the rest is recorded, each in the place it belongs to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from caseintake.i18n import _
from caseintake.incidents import queries as incidents
from caseintake.incidents import service
from caseintake.incidents.kinds import INTIMATE
from caseintake.incidents.model import Told as Incident
from caseintake.matters import queries
from caseintake.matters.model import Applicant, Matter
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import say
from caseintake.portability.cells import Told
from caseintake.work import UnitOfWork

#: ``5`` or ``3–7``: applicants by number.
_SPAN: Final = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what would be recorded, and in whose file; None: with the matter."""

    row: int
    told: Incident
    only_for: Applicant | None


@dataclass(slots=True)
class Compared:
    """The whole table beside the matter."""

    new: list[Line] = field(default_factory=list)
    same: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def compare(matter: Matter, rows: Sequence[Told], *, uow: UnitOfWork) -> Compared:
    """Same kind, day, place and people: the same incident. What is intimate goes to the client's file."""
    here = queries.applicants(matter, uow=uow)
    files = queries.client_files(here, uow=uow)
    by_key = {str(row.number): row for row in here}
    by_key |= {file.external_key.casefold(): row for row in here if (file := files.get(row.id)) and file.external_key}
    by_key |= {file.name.casefold(): row for row in here if (file := files.get(row.id))}
    numbers = {row.number: row for row in here}
    known = {_mark(row.told) for row in incidents.of_matter(matter, uow=uow, people=here)}
    found = Compared()
    for told in rows:
        people = _people(told.said.get("applicants", ""), by_key, numbers)
        if isinstance(people, str):
            found.faults.append((told.row, people))
        elif "kind" not in told.said:
            found.faults.append((told.row, _("what happened is missing.")))
        else:
            for line in _lines(told, people):
                if _mark(line.told) in known:
                    found.same += 1
                    continue
                known.add(_mark(line.told))
                found.new.append(line)
    return found


def _people(text: str, by_key: Mapping[str, Applicant], numbers: Mapping[int, Applicant]) -> list[Applicant] | str:
    found: dict[int, Applicant] = {}
    for part in (one.strip() for one in text.split(";")):
        if not part:
            continue
        row = by_key.get(part.casefold())
        if row is not None:
            found[row.number] = row
            continue
        span = _SPAN.fullmatch(part)
        wanted = [number for number in numbers if span and int(span[1]) <= number <= int(span[2] or span[1])]
        if not wanted:
            return _("“%(text)s” is no number, key or name of an applicant here.", text=part[:40])
        found |= {number: numbers[number] for number in wanted}
    return list(found.values()) or _("the applicant is missing.")


def _lines(told: Told, people: Sequence[Applicant]) -> list[Line]:
    """One record for all, or one in each file where it is intimate or somebody's file is closed."""
    words = {name: value for name, value in told.said.items() if name != "applicants"}
    apart = told.said["kind"] in INTIMATE or any(row.restricted for row in people)
    if not apart:
        return [Line(told.row, Incident(**words, applicants=tuple(row.id for row in people)), None)]
    return [Line(told.row, Incident(**words, applicants=(row.id,)), row) for row in people]


def _mark(told: Incident) -> object:
    days = told.on and (told.on.earliest, told.on.latest)
    return told.kind, days, told.place.casefold(), frozenset(told.applicants)


def take_over(matter: Matter, compared: Compared, accepted: Collection[int], *, uow: UnitOfWork) -> int:
    """Record the accepted rows. What the house refuses is a fault of its row; then nothing may be committed."""
    taken: set[int] = set()
    known = service.Known.of(matter, uow=uow)
    for line in compared.new:
        if line.row not in accepted:
            continue
        try:
            made = service.record(matter, line.told, only_for=line.only_for, known=known, uow=uow)
        except Refusal as refusal:
            compared.faults += [(line.row, say(fault)) for fault in refusal.faults]
            continue
        uow.note(matter.vault_id, "row taken over", made.id)
        taken.add(line.row)
    uow.say("incidents taken over from a table")
    return len(taken)
