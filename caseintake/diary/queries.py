"""Reading the diary: of one matter, and between two days over all that somebody may know of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import NotVisible, opened
from caseintake.deadlines import board
from caseintake.deadlines.board import Scope
from caseintake.deadlines.states import Severity, State
from caseintake.diary.clashes import Attended, Clash
from caseintake.diary.clashes import clashes as clashes_of
from caseintake.diary.kinds import ATTENDED, HEARD, Kind, Place
from caseintake.diary.model import DiaryEntry, DiaryLabel, HearingNote
from caseintake.matters.model import Matter
from caseintake.matters.queries import kept_by
from caseintake.storage import rows_in, scalars_in
from caseintake.work import UnitOfWork


class Dated(NamedTuple):
    """A date with its hour and people."""

    entry: DiaryEntry
    label: DiaryLabel


@dataclass(frozen=True, slots=True)
class Planned:
    """A date in a list over all matters. ``label``, ``codename`` and ``entry`` as far as keys reach."""

    id: UUID
    matter_id: UUID
    ref: str
    kind: Kind
    severity: Severity
    state: State
    day: date
    codename: str | None
    label: DiaryLabel | None
    entry: DiaryEntry | None

    @property
    def people(self) -> frozenset[UUID]:
        """Colleagues who should be there: those who appear, else the one responsible."""
        if self.label is None:
            return frozenset()
        return frozenset(self.label.appearing) or frozenset({self.label.responsible} - {None})  # type: ignore[arg-type]


def dates_of(matter: Matter, *, uow: UnitOfWork) -> list[Dated]:
    """Every date of a matter: what is to come first, by day and hour; what is over last, the latest on top."""
    entries = list(uow.session.scalars(kept_by(matter, DiaryEntry)))
    labels = labels_of({row.id for row in entries}, uow=uow)
    found = [Dated(row, labels[row.id]) for row in entries if row.id in labels]

    def order(one: Dated) -> tuple[bool, int, int, str]:
        day = one.entry.due.toordinal()
        minute = one.label.minute if one.label.minute is not None else -1
        return not one.entry.running, day if one.entry.running else -day, minute, one.entry.id.hex

    return sorted(found, key=order)


def date_of(matter: Matter, entry_id: UUID, *, uow: UnitOfWork) -> Dated:
    """One date of this very matter. Raises `NotVisible`."""
    entry = uow.session.get(DiaryEntry, entry_id)
    if entry is None or entry.vault_id != matter.vault_id or entry.matter_id != matter.id:
        raise NotVisible
    label = labels_of({entry_id}, uow=uow).get(entry_id)
    if label is None:
        raise NotVisible
    return Dated(entry, label)


def notes_of(entry: DiaryEntry, *, uow: UnitOfWork) -> list[HearingNote]:
    """The notes of a hearing in the order they were written."""
    rows = uow.session.scalars(select(HearingNote).where(HearingNote.entry_id == entry.id))
    return sorted((row for row in rows if row.vault_id == entry.vault_id), key=lambda row: (row.written_at, row.id))


def labels_of(entry_ids: Iterable[UUID], *, uow: UnitOfWork) -> dict[UUID, DiaryLabel]:
    """Hour and people by entry, as far as this keyring opens them."""
    rows = scalars_in(select(DiaryLabel), DiaryLabel.entry_id, entry_ids, uow.session)
    return {row.entry_id: row for row in opened(rows, uow=uow)}


def dates_between(
    start: date, end: date, *, kinds: Iterable[Kind] = tuple(Kind), within: Scope | None = None, uow: UnitOfWork
) -> list[Planned]:
    """Dates from ``start`` to ``end``, both included, that are not cancelled, by day and hour.

    A coordinator who holds the docket gets those of all matters without opening one; anybody else those of her own.
    """
    within = board.scope(uow=uow) if within is None else within
    statement = select(DiaryEntry).where(
        DiaryEntry.due >= start,
        DiaryEntry.due <= end,
        DiaryEntry.kind.in_(list(kinds)),
        DiaryEntry.state != State.CANCELLED,
    )
    if within.everything:
        rows = list(uow.session.scalars(statement))
    else:
        rows = scalars_in(statement, DiaryEntry.vault_id, within.vaults, uow.session)
    return planned(rows, within, uow=uow)


def planned(rows: Iterable[DiaryEntry], within: Scope, *, uow: UnitOfWork) -> list[Planned]:
    """These entries as lines of a list over all matters."""
    every = list(rows)
    ids = {row.matter_id for row in every}
    refs = {row.id: row.ref for row in rows_in(select(Matter.id, Matter.ref), Matter.id, ids, uow.session)}
    matter_labels = board.labels_of(ids, uow=uow)
    labels = labels_of({row.id for row in every}, uow=uow)
    found = [
        Planned(
            row.id,
            row.matter_id,
            refs[row.matter_id],
            row.kind,
            row.severity,
            row.state,
            row.due,
            matter_labels[row.matter_id].codename if row.matter_id in matter_labels else None,
            labels.get(row.id),
            row if row.vault_id in within.vaults else None,
        )
        for row in every
    ]
    return sorted(found, key=lambda one: (one.day, -1 if one.label is None else one.label.minute or -1, one.ref))


def hearings_between(start: date, end: date, uow: UnitOfWork) -> list[Planned]:
    """Hearings, before a court or the Bar, from ``start`` to ``end``, both included."""
    return dates_between(start, end, kinds=HEARD, uow=uow)


def clashes(start: date, end: date, uow: UnitOfWork) -> list[tuple[Clash, Planned, Planned]]:
    """What one person cannot both attend from ``start`` to ``end``, as far as the acting person's keys show it."""
    found = dates_between(start, end, kinds=ATTENDED, uow=uow)
    known = {one.id: one for one in found if one.state is not State.DONE}
    return [(each, known[each.first], known[each.second]) for each in clashes_of(map(attended, known.values()))]


def clashes_with(dated: Dated, uow: UnitOfWork) -> list[tuple[Clash, Planned]]:
    """What clashes with this one date: the clash and the other date."""
    entry, a_day = dated.entry, timedelta(days=1)
    if not entry.running or entry.kind not in ATTENDED:
        return []
    around = clashes(entry.due - a_day, entry.due + a_day, uow)
    return [
        (each, second if first.id == entry.id else first)
        for each, first, second in around
        if entry.id in (first.id, second.id)
    ]


def attended(one: Planned) -> Attended:
    """As `clashes` looks at it; without a label nobody is known to be there."""
    label = one.label
    return Attended(
        one.id,
        one.kind,
        one.day,
        label.minute if label else None,
        label.zone if label else "UTC",
        label.lasts if label else None,
        label.place_type if label else Place.NONE,
        one.people,
    )
