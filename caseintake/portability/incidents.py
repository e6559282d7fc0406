"""Incidents from a table: found by key, shown as old and new; the rest is recorded, each in the place it belongs to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from caseintake.i18n import _
from caseintake.incidents import queries as incidents
from caseintake.incidents import service
from caseintake.incidents.kinds import INTIMATE
from caseintake.incidents.model import Incident as Record
from caseintake.incidents.model import Told as Incident
from caseintake.matters import queries
from caseintake.matters.facts import DateFact
from caseintake.matters.model import Applicant, Matter
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import say, tell
from caseintake.portability.cells import Told, label, said
from caseintake.portability.columns import FIELDS, What
from caseintake.portability.people import Difference, shown
from caseintake.vault.primitives import sha256
from caseintake.work import UnitOfWork

#: ``5`` or ``3–7``: applicants by number.
_SPAN: Final = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.ASCII)


#: What a row says of whom, and what its list calls it: no part of the incident's own words.
WHOSE: Final = "applicants"
KEY: Final = "external_key"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what would be recorded, and in whose file; None: with the matter."""

    row: int
    told: Incident
    only_for: Applicant | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row about an incident that is here: its record, or those in several files, and what each would say."""

    told: Told
    records: tuple[tuple[Record, Incident], ...]
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Compared:
    """The whole table beside the matter."""

    new: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Stands in the form: what is made must be what was shown."""
        new = [(line.row, line.told) for line in self.new]
        changed = [
            (line.told.row, [(row.id, row.revision, told) for row, told in line.records]) for line in self.changed
        ]
        return sha256(msgspec.json.encode([new, changed])).hex()


def compare(matter: Matter, rows: Sequence[Told], *, uow: UnitOfWork) -> Compared:
    """Found by the key of the list, else by kind, day, place and people. What is intimate goes to the client's file."""
    here = _Here.of(matter, uow)
    found, seen = Compared(), dict[str, int]()
    for told in rows:
        key = told.said.get(KEY, "")
        if key and seen.setdefault(key, told.row) != told.row:
            found.faults.append((told.row, _("row %(number)s is about the same incident.", number=seen[key])))
            continue
        try:
            if not _change(told, here, found):
                _record(told, here, found)
        except ValueError as fault:
            found.faults.append((told.row, str(fault)))
    return found


@dataclass(frozen=True, slots=True)
class _Here:
    """What the matter has, as far as it opens."""

    applicants: Mapping[UUID, Applicant]
    numbers: Mapping[int, Applicant]
    by_key: Mapping[str, Applicant]
    records: Mapping[str, list[Record]]
    #: By the mark of each record that counts: by its key, empty where its list has named none; None: of this table.
    known: dict[object, dict[str, Record | None]]
    team: UUID

    @classmethod
    def of(cls, matter: Matter, uow: UnitOfWork) -> "_Here":
        here = queries.applicants(matter, uow=uow)
        files = queries.client_files(here, uow=uow)
        keys = {str(row.number): row for row in here}
        keys |= {file.external_key.casefold(): row for row in here if (file := files.get(row.id)) and file.external_key}
        keys |= {file.name.casefold(): row for row in here if (file := files.get(row.id))}
        every = incidents.of_matter(matter, taken_back=True, uow=uow, people=here)
        records: dict[str, list[Record]] = {}
        for row in every:
            records.setdefault(row.told.external_key, []).append(row)
        known: dict[object, dict[str, Record | None]] = {}
        for row in every:
            if not row.taken_back:
                known.setdefault(_mark(row.told), {})[row.told.external_key] = row
        return cls(
            {row.id: row for row in here}, {row.number: row for row in here}, keys, records, known, matter.vault_id
        )


def _record(told: Told, here: _Here, found: Compared) -> None:
    """A new incident, or one that is here in the same words. Raises `ValueError` with a sentence."""
    if KEY in told.said and not {WHOSE, "kind"} <= told.said.keys():
        raise ValueError(_("no incident here has this key, and a new one needs the applicants and what happened."))
    people = _people(told.said.get(WHOSE, ""), here.by_key, here.numbers)
    if "kind" not in told.said:
        raise ValueError(_("what happened is missing."))
    named_now: list[tuple[Record, Incident]] = []
    for line in _lines(told, people):
        key, there = line.told.external_key, here.known.setdefault(_mark(line.told), {})
        unnamed = there.get("")
        if key and unnamed is not None:
            named_now.append((unnamed, msgspec.structs.replace(unnamed.told, external_key=key)))
            there[key] = there.pop("")
        elif there and (not key or key in there):
            found.same += 1
        else:
            there[key] = None
            found.new.append(line)
    if named_now:
        _differ(told, named_now, here, found)


def _change(told: Told, here: _Here, found: Compared) -> bool:
    """Whether the row's key is known here; then what it says otherwise. Raises `ValueError` with a sentence."""
    key = told.said.get(KEY, "")
    rows = [row for row in here.records.get(key, ()) if not row.taken_back] if key else []
    if not rows:
        if key and key in here.records:
            raise ValueError(_("this incident was taken back here. If it happened all the same, give it another key."))
        return False
    words = {name: value for name, value in told.said.items() if name not in (WHOSE, KEY)}
    people = [row.id for row in _people(told.said[WHOSE], here.by_key, here.numbers)] if WHOSE in told.said else None
    if len(rows) == 1 and rows[0].vault_id == here.team and people is not None:
        words[WHOSE] = tuple(people) if set(people) != set(rows[0].told.applicants) else rows[0].told.applicants
    elif people is not None and set(people) != {id for row in rows for id in row.told.applicants}:
        raise ValueError(_("it lies in the files of its clients: record it for others by hand."))
    wanted = [(row, msgspec.structs.replace(row.told, **words)) for row in rows]
    for row, one in wanted:
        apart = one.kind in INTIMATE or any(here.applicants[id].restricted for id in one.applicants)
        if row.vault_id == here.team and apart:
            raise ValueError(_("it would have to lie in a client's file: take it back and record it anew."))
    _differ(told, wanted, here, found)
    return True


def _differ(told: Told, wanted: Sequence[tuple[Record, Incident]], here: _Here, found: Compared) -> None:
    names = [
        name for name in FIELDS[What.INCIDENTS] if any(getattr(r.told, name) != getattr(t, name) for r, t in wanted)
    ]
    first, then = wanted[0]
    lines = tuple(
        Difference(n, _shown(n, getattr(first.told, n), here), _shown(n, getattr(then, n), here)) for n in names
    )
    if lines:
        found.changed.append(Change(told, tuple(pair for pair in wanted if pair[0].told != pair[1]), lines))
    else:
        found.same += 1


def _shown(name: str, value: Any, here: _Here) -> str:
    if name == WHOSE:
        return ", ".join(str(number) for number in sorted(here.applicants[id].number for id in value))
    if isinstance(value, StrEnum):
        return said("incident kind" if name == "kind" else name, value)
    return tell(value) if isinstance(value, DateFact) else shown(value)


def named(difference: Difference) -> str:
    """What the page calls the field of a difference."""
    return label(What.INCIDENTS, difference.field)


def _people(text: str, by_key: Mapping[str, Applicant], numbers: Mapping[int, Applicant]) -> list[Applicant]:
    """Raises `ValueError` with a sentence."""
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
            raise ValueError(_("“%(text)s” is no number, key or name of an applicant here.", text=part[:40]))
        found |= {number: numbers[number] for number in wanted}
    if not found:
        raise ValueError(_("the applicant is missing."))
    return list(found.values())


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
    """Record and change the accepted rows, one line of the log for each record.

    What the house refuses is a fault of its row; then nothing may be committed.
    """
    taken: set[int] = set()
    known = service.Known.of(matter, uow=uow)
    for change in compared.changed:
        if change.told.row not in accepted:
            continue
        try:
            for row, told in change.records:
                service.correct(row, told, matter=matter, reason=_("from a table"), known=known, uow=uow)
                uow.note(matter.vault_id, "row taken over", row.id)
        except Refusal as refusal:
            compared.faults += [(change.told.row, say(fault)) for fault in refusal.faults]
            continue
        taken.add(change.told.row)
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
