"""Are these rows what their authors last wrote? The comparison `verify` makes of everything, fast enough for a page.

Needs no key: the log keeps a digest of every row. Believed is only what stands in a chain without a gap, in a unit of
work signed by a person of the roster who held the vault then: who can write the database but holds no key cannot write
that. What was cut off at a chain's end shows only against what was remembered outside the database: that is left to
`verify`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from caseintake.audit.chain import Entry, link, unit_message
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.storage import in_parts
from caseintake.vault.chains import Chains
from caseintake.vault.epoch import holds
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder
from caseintake.vault.logged import bound_columns, digest_in_order
from caseintake.vault.primitives import verify_signature
from caseintake.vault.roster import Roster
from caseintake.vault.sealed import SealedRecord

#: A colleague may save between the reading of a row and of its log: what differs is read so many times.
TRIES = 3


#: The digest of a row whose last entry cannot be believed: no row has it, so the row counts as changed or taken away.
UNBELIEVED = b""


class Put(NamedTuple):
    """The entry that last wrote or deleted a row, and the digest it gave; None for a row that was deleted."""

    digest: bytes | None
    unit: UUID
    chain: UUID
    link: bytes
    #: How many epoch rows of its vault the log had before this entry, and with it.
    epochs: tuple[int, int] = (0, 0)


class Signed(NamedTuple):
    """A unit of work that a person of the roster signed: its entries, who, and under which key."""

    links: frozenset[tuple[UUID, bytes]]
    signer: UUID
    key: bytes


@dataclass(slots=True)
class _Chain:
    """What one chain said so far; ``whole`` is False once an entry is missing, unreadable or out of place."""

    id: UUID
    seq: int = 0
    link: bytes = b""
    whole: bool = True
    epochs: int = 0
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
        before = self.epochs
        self.epochs += sum(item.op == "put" and item.kind == "epoch" for item in entry.items)
        for item in entry.items:
            if item.op in ("put", "drop"):
                digest = item.digest if item.op == "put" else None
                put = Put(digest, entry.unit, self.id, self.link, (before, self.epochs))
                self.rows[item.kind][item.id] = put


class LogSeen:
    """What a process has read of the log: digests and places, nothing else. Each look reads only what is new."""

    def __init__(self) -> None:
        self._chains: dict[UUID, _Chain] = {}
        self._signed: dict[UUID, Signed] = {}
        self._held: dict[bytes, bool] = {}
        self._lock = Lock()

    def signer(self, put: Put) -> UUID | None:
        """Who signed this entry; None for one that is not believed."""
        return None if put.digest == UNBELIEVED else self._signed[put.unit].signer

    def puts(self, session: Session, roster: Roster, chain: UUID, kind: str) -> dict[UUID, Put]:
        """What this chain last said of its rows of ``kind``, by id; `UNBELIEVED` where nobody we know said so."""
        return self.puts_of(session, roster, [chain], kind)[chain]

    def puts_of(
        self, session: Session, roster: Roster, chains: Sequence[UUID], kind: str, vaults: Chains | None = None
    ) -> dict[UUID, dict[UUID, Put]]:
        """`puts` of many chains: those that have not grown since the last look cost one statement together.

        With ``vaults`` an entry in a vault's chain counts only by somebody who held the vault when it was written:
        a colleague without the key, or one who was removed, has no business there.
        """
        with self._lock:
            known = self._read(session, chains)
            found = {id: one.rows.get(kind, {}) for id, one in known.items()}
            # One row of each entry: what is asked of an entry holds for all its rows.
            entries = [put for some in found.values() for put in {put.link: put for put in some.values()}.values()]
            self._check(session, roster, {put.unit for put in entries} - self._signed.keys())
            good = [put for put in entries if known[put.chain].whole and self._is_signed(put)]
            if vaults is not None:
                self._check_held(good, roster, vaults)
                good = [put for put in good if self._held.get(put.link)]
            links: dict[UUID, set[bytes]] = defaultdict(set)
            for put in good:
                links[put.chain].add(put.link)
            return {chain: dict(_believed(some, links[chain])) for chain, some in found.items()}

    def _is_signed(self, put: Put) -> bool:
        signed = self._signed.get(put.unit)
        return signed is not None and (put.chain, put.link) in signed.links

    def _check_held(self, puts: Iterable[Put], roster: Roster, vaults: Chains) -> None:
        """Note of each of these entries whether its signer held the vault then.

        Epochs that do not verify make nobody a holder, and nothing is noted: once they are mended they count again.
        """
        new = [put for put in puts if put.link not in self._held]
        vaults.load({put.chain for put in new})
        for put in new:
            with suppress(VaultError):
                self._held[put.link] = _held(put, self._signed[put.unit], roster, vaults)

    def _read(self, session: Session, chains: Sequence[UUID]) -> dict[UUID, _Chain]:
        """These chains as they stand now. One that ends where it ended is not read again."""
        ends: dict[UUID, tuple[int, bytes]] = {}
        for some in in_parts(chains):
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
        for some in in_parts(units):
            lines = select(LogEntry.unit, LogEntry.chain, LogEntry.body).where(LogEntry.unit.in_(some))
            for unit, chain, body in session.execute(lines):
                entries[unit].append((chain, link(body)))
            for row in session.scalars(select(LogUnit).where(LogUnit.id.in_(some))):
                if (key := _signing_key(row, entries[row.id], roster)) is not None:
                    self._signed[row.id] = Signed(frozenset(entries[row.id]), row.signer, key)


def _signing_key(row: LogUnit, links: list[tuple[UUID, bytes]], roster: Roster) -> bytes | None:
    if row.signer_kind != "person":
        return None  # a host opens nothing, so it seals nothing; a client writes in conversations only
    message = unit_message(row.id, row.signer_kind, row.signer, links)
    keys = (entry.sign_public for entry in roster.history(row.signer) if entry.active)
    return next((key for key in keys if verify_signature(key, row.signature, message)), None)


def _held(put: Put, signed: Signed, roster: Roster, vaults: Chains) -> bool:
    """Whether the signer of this entry held its vault at that place of the log, under the key she signed with."""
    rows, (before, now) = vaults.of(put.chain), put.epochs
    me = Holder.person(signed.signer)
    if not before and rows[0].maker == me:
        return True
    hashes = [one.key_hash for one in roster.history(me.id) if one.active and one.sign_public == signed.key]
    then = rows[max(before - 1, 0) : max(now, 1)]
    return any(holds(me, row, vaults.of, key) for row in then for key in hashes)


def altered(
    model: type[SealedRecord],
    chains: Iterable[UUID],
    *,
    session: Session,
    roster: Roster,
    seen: LogSeen,
    vaults: Chains,
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
        said = seen.puts_of(session, roster, list(stored), model.__kind__, vaults)
        for chain, rows in stored.items():
            puts = said[chain]
            wrong = {id for id, digest in rows.items() if digest is None or _put(puts, id) != digest}
            gone = puts.keys() - rows.keys() if among is None else set()
            if wrong | gone:
                found[chain] = wrong | gone
        if not found:
            return {}
        suspects = {chain: ids if not number else suspects[chain] & ids for chain, ids in found.items()}
    return {chain: ids for chain, ids in suspects.items() if ids}


def _believed(puts: dict[UUID, Put], links: set[bytes]) -> Iterator[tuple[UUID, Put]]:
    """The last word on each row that is still there; that of an entry nobody believes is no row's."""
    for id, put in puts.items():
        if put.link not in links:
            yield id, put._replace(digest=UNBELIEVED)
        elif put.digest is not None:
            yield id, put


def _put(puts: dict[UUID, Put], id: UUID) -> bytes | None:
    put = puts.get(id)
    return None if put is None else put.digest


def _digests(
    model: type[SealedRecord], chains: list[UUID], session: Session, among: Any
) -> Iterator[tuple[UUID, dict[UUID, bytes | None]]]:
    """The digest of every row, by chain; None for one with a value that cannot be read."""
    names = bound_columns(model)
    columns = [inspect(model).column_attrs[name].columns[0] for name in names]
    for some in in_parts(chains):
        statement = select(*columns).where(model.vault_id.in_(some))
        if among is not None:
            statement = statement.where(among)
        found: dict[UUID, dict[UUID, bytes | None]] = {chain: {} for chain in some}
        try:
            rows = session.execute(statement).all()
        except ValueError:
            rows = list(_one_by_one(model, statement, columns, found, session))
        for row in rows:
            found[row.vault_id][row.id] = digest_in_order(model.__kind__, zip(names, row, strict=True))
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
