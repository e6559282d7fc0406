"""Are these rows what their authors last wrote? The comparison `verify` makes of everything, fast enough for a page.

Needs no key: the log keeps a digest of every row. Believed is only what stands in a chain without a gap, in a unit of
work signed by a person of the roster: who can write the database but holds no key cannot write that too. What was cut
off at a chain's end shows only against what was remembered outside the database: that is left to `verify`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from caseintake.audit.chain import Entry, link, unit_message
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.vault.logged import bound_columns, row_digest
from caseintake.vault.primitives import verify_signature
from caseintake.vault.roster import Roster
from caseintake.vault.sealed import SealedRecord

_AT_ONCE = 500
#: A colleague may save between the reading of a row and of its log: what differs is read so many times.
TRIES = 3


class Put(NamedTuple):
    """The entry that last wrote a row, and the digest it gave."""

    digest: bytes
    unit: UUID
    chain: UUID
    link: bytes


@dataclass(slots=True)
class _Chain:
    """What one chain said so far; ``whole`` is False once an entry is missing, unreadable or out of place."""

    id: UUID
    seq: int = 0
    link: bytes = b""
    whole: bool = True
    rows: dict[str, dict[UUID, Put]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, seq: int, body: bytes) -> None:
        previous, expected = self.link, self.seq + 1
        self.seq, self.link = seq, link(body)
        try:
            entry = Entry.parse(body)
        except ValueError:
            self.whole = False
            return
        self.whole = self.whole and (entry.chain, entry.seq, entry.previous) == (self.id, expected, previous)
        for item in entry.items:
            if item.op == "put":
                self.rows[item.kind][item.id] = Put(item.digest, entry.unit, self.id, self.link)
            elif item.op == "drop":
                self.rows[item.kind].pop(item.id, None)


class LogSeen:
    """What a process has read of the log: digests and places, nothing else. Each look reads only what is new."""

    def __init__(self) -> None:
        self._chains: dict[UUID, _Chain] = {}
        self._signed: dict[UUID, frozenset[tuple[UUID, bytes]]] = {}
        self._lock = Lock()

    def puts(self, session: Session, roster: Roster, chain: UUID, kind: str) -> dict[UUID, Put]:
        """What this chain last said of its rows of ``kind``, as far as it can be believed: by id."""
        return self.puts_of(session, roster, [chain], kind)[chain]

    def puts_of(
        self, session: Session, roster: Roster, chains: Sequence[UUID], kind: str
    ) -> dict[UUID, dict[UUID, Put]]:
        """`puts` of many chains: those that have not grown since the last look cost one statement together."""
        with self._lock:
            known = self._read(session, chains)
            found = {id: one.rows.get(kind, {}) if one.whole else {} for id, one in known.items()}
            units = {put.unit for some in found.values() for put in some.values()}
            self._check(session, roster, units - self._signed.keys())
            return {
                chain: {id: put for id, put in some.items() if (chain, put.link) in self._signed.get(put.unit, ())}
                for chain, some in found.items()
            }

    def _read(self, session: Session, chains: Sequence[UUID]) -> dict[UUID, _Chain]:
        """These chains as they stand now. One that ends where it ended is not read again."""
        ends: dict[UUID, tuple[int, bytes]] = {}
        for start in range(0, len(chains), _AT_ONCE):
            some = chains[start : start + _AT_ONCE]
            last = select(LogEntry.chain, func.max(LogEntry.seq).label("seq")).where(LogEntry.chain.in_(some))
            at = last.group_by(LogEntry.chain).subquery()
            here = (LogEntry.chain == at.c.chain) & (LogEntry.seq == at.c.seq)
            rows = session.execute(select(LogEntry.chain, LogEntry.seq, LogEntry.body).join(at, here))
            ends.update((chain, (seq, link(body))) for chain, seq, body in rows)
        found = {}
        for id in chains:
            known = self._chains.get(id)
            same = known is not None and (known.seq, known.link) == ends.get(id)
            found[id] = known if known is not None and same else self._upto_now(session, id)
        return found

    def _upto_now(self, session: Session, id: UUID) -> _Chain:
        known = self._chains.get(id) or _Chain(id)
        wanted = select(LogEntry.seq, LogEntry.body).where(LogEntry.chain == id).order_by(LogEntry.seq)
        # The last entry that was read is read again: with another one in its place everything is read anew.
        rows = session.execute(wanted.where(LogEntry.seq >= known.seq)).all()
        if known.seq and rows and (rows[0].seq, link(rows[0].body)) == (known.seq, known.link):
            rows = rows[1:]
        elif known.seq:
            known, rows = _Chain(id), session.execute(wanted).all()
        for seq, body in rows:
            known.take(seq, body)
        self._chains[id] = known
        return known

    def _check(self, session: Session, roster: Roster, units: set[UUID]) -> None:
        """Note which of these units a person of the roster signed, with all their entries."""
        entries: dict[UUID, list[tuple[UUID, bytes]]] = defaultdict(list)
        wanted = sorted(units)
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            lines = select(LogEntry.unit, LogEntry.chain, LogEntry.body).where(LogEntry.unit.in_(some))
            for unit, chain, body in session.execute(lines):
                entries[unit].append((chain, link(body)))
            for row in session.scalars(select(LogUnit).where(LogUnit.id.in_(some))):
                if _signed(row, entries[row.id], roster):
                    self._signed[row.id] = frozenset(entries[row.id])


def _signed(row: LogUnit, links: list[tuple[UUID, bytes]], roster: Roster) -> bool:
    message = unit_message(row.id, row.signer_kind, row.signer, links)
    keys = [entry.sign_public for entry in roster.history(row.signer) if entry.active]
    # A host opens nothing, so it seals nothing; a client writes in conversations only.
    return row.signer_kind == "person" and any(verify_signature(key, row.signature, message) for key in keys)


def altered(
    model: type[SealedRecord],
    chains: Iterable[UUID],
    *,
    session: Session,
    roster: Roster,
    seen: LogSeen,
    among: Any = None,
) -> dict[UUID, set[UUID]]:
    """Rows of ``model`` in these chains that are not what was written, or were taken away: ids by chain.

    ``among`` narrows which rows are read (an SQL condition); rows that were taken away are then not looked for.
    """
    suspects: dict[UUID, set[UUID]] = {id: set() for id in set(chains)}
    for number in range(TRIES):
        found: dict[UUID, set[UUID]] = {}
        # The rows first: a colleague who saves in between is found out by the second look.
        stored = dict(_digests(model, list(suspects), session, among))
        said = seen.puts_of(session, roster, list(stored), model.__kind__)
        for chain, rows in stored.items():
            puts = said[chain]
            wrong = {id for id, digest in rows.items() if digest is None or id not in puts or puts[id].digest != digest}
            gone = puts.keys() - rows.keys() if among is None else set()
            if wrong | gone:
                found[chain] = wrong | gone
        if not found:
            return {}
        suspects = {chain: ids if not number else suspects[chain] & ids for chain, ids in found.items()}
    return {chain: ids for chain, ids in suspects.items() if ids}


def _digests(
    model: type[SealedRecord], chains: list[UUID], session: Session, among: Any
) -> Iterator[tuple[UUID, dict[UUID, bytes | None]]]:
    """The digest of every row, by chain; None for one with a value that cannot be read."""
    names = bound_columns(model)
    columns = [inspect(model).column_attrs[name].columns[0] for name in names]
    for at in range(0, len(chains), _AT_ONCE):
        some = chains[at : at + _AT_ONCE]
        statement = select(*columns).where(model.vault_id.in_(some))
        if among is not None:
            statement = statement.where(among)
        found: dict[UUID, dict[UUID, bytes | None]] = {chain: {} for chain in some}
        try:
            rows = session.execute(statement).all()
        except ValueError:
            rows = list(_one_by_one(model, statement, columns, found, session))
        for row in rows:
            values = dict(zip(names, row, strict=True))
            found[values["vault_id"]][values["id"]] = row_digest(model.__kind__, values)
        yield from found.items()


def _one_by_one(
    model: type[SealedRecord], statement: Any, columns: list[Any], found: dict[UUID, dict[UUID, bytes | None]],
    session: Session,
) -> Iterator[Any]:  # fmt: skip
    """Each row that can be read at all; the others are noted in ``found``, so that one of them hides no other."""
    for id, chain in session.execute(statement.with_only_columns(model.id, model.vault_id)).all():
        try:
            yield session.execute(select(*columns).where(model.id == id)).one()
        except ValueError:
            found[chain][id] = None
