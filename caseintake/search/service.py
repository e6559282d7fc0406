"""Finding words in everything whose key a person holds, and in nothing else.

Nobody writes an index when something is recorded. Whoever searches compares each vault's segment with the ids and
revisions of its records; where they differ, the records are read and the segment is made again (`keep`). So no
segment is ever believed that is older than its records, and a closed vault takes part in nothing: no count, no order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select

from caseintake.search import fold
from caseintake.search.model import IndexSegment
from caseintake.search.segment import Place, Segment, made_of, packed, state_of, unpacked
from caseintake.search.source import Source
from caseintake.storage import rows_in, scalars_in
from caseintake.vault import canonical
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import HolderKind
from caseintake.vault.primitives import DoesNotOpen
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.tables import Grant
from caseintake.work import UnitOfWork

#: So many records are shown, and so many more are looked through for filters.
SHOWN: Final = 200
LOOKED_THROUGH: Final = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """One record in which every word was found."""

    source: Source
    row: SealedRecord
    texts: Sequence[str]
    #: The vaults this person holds by name through which it opens: of a matter's record, the matter's.
    through: frozenset[UUID]


@dataclass(slots=True)
class Found:
    """What was found, and which segments have to be made again for the next search."""

    wanted: list[frozenset[str]] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    #: More than could be shown.
    more: bool = False
    #: New segments by vault: its epoch, the state of its records, the bytes to seal.
    fresh: dict[UUID, tuple[int, bytes, bytes]] = field(default_factory=dict)


def find(
    query: str,
    sources: Sequence[Source],
    *,
    uow: UnitOfWork,
    within: UUID | None = None,
    alone: bool = False,
    groups: Collection[str] = (),
    since: date | None = None,
) -> Found:
    """The records that hold every word of ``query``, the newest first.

    ``within`` is a vault the person holds by name: only what opens through it, or lies in it ``alone``. A record
    without a day is left out when ``since`` is given. Writes nothing; give what comes back to `keep` afterwards.
    """
    found = Found(fold.terms(query))
    if not found.wanted:
        return found
    through = reachable(uow=uow)
    if within is not None:
        through = {id: held for id, held in through.items() if (id == within if alone else within in held)}
    records = _records(sources, through.keys(), uow)
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for vault_id, segment in _segments(records, sources, found, uow):
        del vault_id
        for kind, id in segment.holding(found.wanted):
            by_kind[kind].append(id)
    _show(found, by_kind, [one for one in sources if not groups or one.group in groups], through, since, uow)
    return found


def reachable(*, uow: UnitOfWork) -> dict[UUID, frozenset[UUID]]:
    """Every vault that opens with these keys, and through which of those held by name."""
    through: dict[UUID, set[UUID]] = {id: {id} for id in uow.keystore.mine()}
    frontier = set(through)
    while frontier:
        statement = select(Grant.vault_id, Grant.holder_id).where(Grant.holder_kind == HolderKind.VAULT).distinct()
        below: set[UUID] = set()
        for vault_id, holder_id in rows_in(statement, Grant.holder_id, frontier, uow.session):
            known = through.setdefault(vault_id, set())
            if not through[holder_id] <= known:
                known |= through[holder_id]
                below.add(vault_id)
        frontier = below
    uow.keystore.open(through)
    return {id: frozenset(held) for id, held in through.items() if uow.keystore.can_open(id)}


def keep(found: Found, *, uow: UnitOfWork) -> None:
    """Seal the segments that had to be made again. A vault that has turned since is left for the next search.

    Whoever calls commits, and may ignore it when a colleague was quicker: a segment is only a shortcut.
    """
    kept = {
        row.vault_id: row for row in scalars_in(select(IndexSegment), IndexSegment.vault_id, found.fresh, uow.session)
    }
    uow.keystore.chains.load(found.fresh)
    uow.keystore.open(found.fresh)
    for vault_id, (epoch, state, data) in found.fresh.items():
        if uow.keystore.chains.current(vault_id).number != epoch or not uow.keystore.can_open(vault_id):
            continue
        sealed = uow.keystore.keys(vault_id, epoch).record_key.seal(data, _context(vault_id, epoch, state))
        row = kept.get(vault_id)
        if row is None:
            uow.add(IndexSegment(vault_id=vault_id, epoch=epoch, state=state, sealed=sealed))
        else:
            row.epoch, row.state, row.sealed = epoch, state, sealed


def forget(vaults: Iterable[UUID], *, uow: UnitOfWork) -> None:
    """Delete the segments of these vaults: something in them was destroyed, and its words must go with it."""
    for row in scalars_in(select(IndexSegment), IndexSegment.vault_id, vaults, uow.session):
        uow.delete(row)


def _records(
    sources: Sequence[Source], vaults: Collection[UUID], uow: UnitOfWork
) -> dict[UUID, list[tuple[Place, int]]]:
    """Every record of these kinds by vault with its revision: one statement a kind, whatever the person holds."""
    records: dict[UUID, list[tuple[Place, int]]] = defaultdict(list)
    for source in sources:
        model = source.model
        for id, vault_id, revision in uow.session.execute(select(model.id, model.vault_id, model.revision)):
            if vault_id in vaults:
                records[vault_id].append((Place(source.kind, id), revision))
    return records


def _segments(
    records: Mapping[UUID, list[tuple[Place, int]]], sources: Sequence[Source], found: Found, uow: UnitOfWork
) -> Iterable[tuple[UUID, Segment]]:
    """The segment of every vault: the kept one where it still fits, else one made now."""
    statement: Select[IndexSegment] = select(IndexSegment)
    kept = {row.vault_id: row for row in scalars_in(statement, IndexSegment.vault_id, records, uow.session)}
    states = {id: state_of((place.id, revision) for place, revision in rows) for id, rows in records.items()}
    stale = []
    for vault_id, state in states.items():
        segment = _opened(kept.get(vault_id), state, uow)
        if segment is None:
            stale.append(vault_id)
        else:
            yield vault_id, segment
    for vault_id, segment in _made(stale, sources, uow):
        number = uow.keystore.chains.current(vault_id).number
        found.fresh[vault_id] = (number, states[vault_id], packed(segment))
        yield vault_id, segment


def _opened(row: IndexSegment | None, state: bytes, uow: UnitOfWork) -> Segment | None:
    """What a segment holds; None if there is none, if it is of other records or an older key, or was changed."""
    if row is None or row.state != state or row.epoch != uow.keystore.chains.current(row.vault_id).number:
        return None
    key = uow.keystore.keys(row.vault_id, row.epoch).record_key
    try:
        return unpacked(key.open(row.sealed, _context(row.vault_id, row.epoch, state)))
    except (DoesNotOpen, ValueError):
        return None


def _made(vaults: Collection[UUID], sources: Sequence[Source], uow: UnitOfWork) -> Iterable[tuple[UUID, Segment]]:
    rows: dict[UUID, list[tuple[Place, list[str]]]] = {id: [] for id in vaults}
    for source in sources:
        statement: Select[SealedRecord] = select(source.model)
        for row in scalars_in(statement, source.model.vault_id, vaults, uow.session):
            told = _told(source, row)
            if told:
                rows[row.vault_id].append((Place(source.kind, row.id), told))
    for vault_id, records in rows.items():
        yield vault_id, made_of(records)


def _told(source: Source, row: SealedRecord) -> list[str]:
    """The texts of a row; nothing of one that does not open: the page says of it that it was changed."""
    try:
        return source.told(row)
    except VaultError:
        return []


def _show(
    found: Found,
    by_kind: Mapping[str, list[UUID]],
    sources: Iterable[Source],
    through: Mapping[UUID, frozenset[UUID]],
    since: date | None,
    uow: UnitOfWork,
) -> None:
    dated: list[tuple[date, Hit]] = []
    for source in sources:
        ids = by_kind.get(source.kind, [])
        found.more |= len(ids) > LOOKED_THROUGH
        statement: Select[SealedRecord] = select(source.model)
        for row in scalars_in(statement, source.model.id, ids[:LOOKED_THROUGH], uow.session):
            told = _told(source, row)
            if not told or row.vault_id not in through:
                continue
            day = source.day(row, uow.office.settings.zone)
            if since is None or (day is not None and day >= since):
                dated.append((day or date.min, Hit(source, row, told, through[row.vault_id])))
    dated.sort(key=lambda pair: (pair[0], pair[1].row.id), reverse=True)
    found.more |= len(dated) > SHOWN
    found.hits = [hit for _day, hit in dated[:SHOWN]]


def _context(vault_id: UUID, epoch: int, state: bytes) -> bytes:
    """The AAD of a segment: its vault, its epoch and which records it is of."""
    return canonical.encode_plain(["index segment", 1, canonical.column(vault_id), epoch, canonical.column(state)])
