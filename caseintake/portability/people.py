"""Applicants from a table: compared with those the matter has, shown as old and new, made or changed as accepted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.i18n import _, format_day
from caseintake.matters import queries, service
from caseintake.matters.kinds import NO_SPELLINGS
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.portability.cells import Told, label
from caseintake.portability.columns import What
from caseintake.representation import newcomers
from caseintake.representation.newcomers import UNASKED, Word
from caseintake.vault.primitives import sha256
from caseintake.work import UnitOfWork

#: Names in other alphabets, by the field of the table.
SPELLINGS: Final[Mapping[str, str]] = {f"name_{code}": code for code in ("az", "ru", "en", "fr")}
#: What stands with the applicant, for the whole team; everything else is in the client's file.
FOR_THE_TEAM: Final = ("label",)
KEYS: Final = ("number",)
_FILE: Final = (
    "name", "language", "contact", "never", "safety", "came_through", "spellings", "born_on", "note", "custody",
    "kind", "nationalities", "registered", "woman_lawyer", "household_risk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one row: what stands here, and what the table says."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table beside what is known: a new person, or one whose file would change."""

    told: Told
    applicant: Applicant | None
    differences: tuple[Difference, ...]
    #: A new person has the name of somebody who is here: perhaps the same.
    namesake: int = 0


@dataclass(slots=True)
class Compared:
    """The whole table beside the matter. ``same`` rows say nothing new."""

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    same: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Stands in the form: what is made must be what was shown."""
        lines = [(line.told.row, line.differences) for line in (*self.new, *self.changed)]
        shown = [(row, [(one.field, one.old, one.new) for one in found]) for row, found in lines]
        return sha256(msgspec.json.encode(shown)).hex()


def compare(matter: Matter, rows: Sequence[Told], *, uow: UnitOfWork) -> Compared:
    """Find everybody by number, then by key. A row that names nobody who is here is a new person, if it has a name."""
    here = queries.applicants(matter, uow=uow)
    files = queries.client_files(here, uow=uow)
    numbers = {row.number: row for row in here}
    keys = {files[row.id].external_key: row for row in here if row.id in files and files[row.id].external_key}
    names = {files[row.id].name.casefold(): row.number for row in here if row.id in files}
    found, seen = Compared(), dict[Any, int]()
    for told in rows:
        row = _found(told, numbers, keys)
        if isinstance(row, str):
            found.faults.append((told.row, row))
            continue
        mark = row.id if row is not None else told.said.get("external_key")
        if mark and mark in seen:
            found.faults.append((told.row, _("row %(number)s is about the same person.", number=seen[mark])))
            continue
        if mark:
            seen[mark] = told.row
        file = files.get(row.id) if row is not None else None
        if row is not None and file is None:
            found.faults.append((told.row, _("the file of applicant %(n)s is closed to you.", n=row.number)))
        elif row is None and not told.said.get("name"):
            found.faults.append((told.row, _("nobody here has this key, and a new person needs a name.")))
        else:
            _sort(found, told, row, file, names)
    return found


def _found(told: Told, numbers: Mapping[int, Applicant], keys: Mapping[str, Applicant]) -> Applicant | str | None:
    number, key = told.said.get("number"), told.said.get("external_key", "")
    by_key = keys.get(key)
    if number is None:
        return by_key
    if number not in numbers:
        return _("there is no applicant %(n)s here.", n=number)
    if by_key is not None and by_key.number != number:
        return _("number and key are of two people: %(n)s and %(other)s.", n=number, other=by_key.number)
    return numbers[number]


def _sort(
    found: Compared, told: Told, row: Applicant | None, file: ClientFile | None, names: Mapping[str, int]
) -> None:
    wanted = {name: value for name, value in told.said.items() if name not in KEYS}
    if row is None or file is None:
        lines = tuple(Difference(name, "", shown(value)) for name, value in wanted.items())
        found.new.append(Line(told, None, lines, names.get(told.said["name"].casefold(), 0)))
        return
    before = {name: _current(row, file, name) for name in wanted}
    lines = tuple(
        Difference(name, shown(before[name]), shown(value)) for name, value in wanted.items() if before[name] != value
    )
    if row.restricted and "label" in [line.field for line in lines]:
        found.faults.append((told.row, _("a closed file has no label for the team.")))
    elif lines:
        found.changed.append(Line(told, row, lines))
    else:
        found.same += 1


def _current(row: Applicant, file: ClientFile, name: str) -> Any:
    if name in SPELLINGS:
        return getattr(file.spellings, SPELLINGS[name])
    return getattr(row if name in FOR_THE_TEAM else file, name)


def shown(value: Any) -> str:
    """A value of a cell in words, for the page."""
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(value)
    return format_day(value) if hasattr(value, "isoformat") else str(value)


def named(difference: Difference) -> str:
    """What the page calls the field of a difference."""
    return label(What.PEOPLE, difference.field)


def take_over(
    matter: Matter, compared: Compared, accepted: Collection[int], *, word: Word = UNASKED, uow: UnitOfWork
) -> int:
    """Make the new people and the accepted changes, by the row of the table. One line of the log for each row.

    ``word``: which other firms on the team the new people agreed to; their files begin closed to the rest.

    How many rows were taken. Raises `Refusal`; the caller commits.
    """
    policy.require(uow.actor, Action.APPLICANT_ADD)
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    changed = [line.applicant for line in compared.changed if line.applicant and line.told.row in accepted]
    files = queries.client_files(changed, uow=uow)
    uow.keystore.ready_to_write(file.vault_id for file in files.values())  # all locked at once
    told = [line.told for line in compared.new if line.told.row in accepted]
    taken = _take_in(matter, told, word, uow) if told else []
    for line in compared.changed:
        if line.told.row in accepted and line.applicant is not None:
            taken.append(_change(line.applicant, files[line.applicant.id], line.told, uow))
    for row in taken:
        uow.note(matter.vault_id, "row taken over", row.id)
    uow.say("people taken over from a table")
    return len(taken)


def _take_in(matter: Matter, rows: Sequence[Told], word: Word, uow: UnitOfWork) -> list[Applicant]:
    opening = newcomers.opening(matter, word, uow=uow)
    new = [_words(told) for told in rows]
    if opening:  # a closed file has no label for the team
        new = [said | {"note": "\n".join(filter(None, (said.get("label"), said.get("note"))))} for said in new]
    made = service.add_applicants(matter, [said | opening for said in new], uow=uow)
    newcomers.begin(matter, made, word, uow=uow)
    return made


def _words(told: Told) -> dict[str, Any]:
    said = {name: value for name, value in told.said.items() if name not in (*KEYS, *SPELLINGS)}
    return said | {"spellings": _spellings(NO_SPELLINGS, told)}


def _change(row: Applicant, file: ClientFile, told: Told, uow: UnitOfWork) -> Applicant:
    values = {name: told.said.get(name, getattr(file, name)) for name in _FILE}
    key = told.said.get("external_key")
    if key and file.external_key != key:
        file.external_key = key
    service.change_client_file(file, **(values | {"spellings": _spellings(file.spellings, told)}), uow=uow)
    if "label" in told.said:
        service.change_applicant(row, label=told.said["label"], note=row.note, uow=uow)
    return row


def _spellings(before: Any, told: Told) -> Any:
    written = {code: told.said[name] for name, code in SPELLINGS.items() if name in told.said}
    return msgspec.structs.replace(before, **written)
