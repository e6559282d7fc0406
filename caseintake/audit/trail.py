"""The log in the database: appending at the end of a unit of work, and reading the heads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from caseintake.audit.chain import Entry, Item, link, unit_message
from caseintake.kernel.actor import Actor
from caseintake.kernel.ids import new_id
from caseintake.storage import Base
from caseintake.vault import canonical, record
from caseintake.vault.logged import INTAKE_CHAIN
from caseintake.vault.primitives import HolderKeys, SymmetricKey, sha256


class LogEntry(Base):
    """One link of one chain. ``body`` is canonical; ``detail`` is sealed under the vault's record key."""

    __tablename__ = "log_entry"
    __unlogged__ = "it is the log"

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[UUID] = mapped_column(index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)


class LogUnit(Base):
    """The signature over all entries of one unit of work."""

    __tablename__ = "log_unit"
    __unlogged__ = "it is the log"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    signer_kind: Mapped[str]
    signer: Mapped[UUID]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


_HEAD = (
    select(LogEntry.seq, LogEntry.body)
    .where(LogEntry.chain == bindparam("chain"))
    .order_by(LogEntry.seq.desc())
    .limit(1)
)


#: Entries read in one statement when one looks for somebody's last write.
_LOOK_BACK = 50
_WRITTEN = (
    select(LogEntry.seq, LogEntry.body)
    .join(LogUnit, LogUnit.id == LogEntry.unit)
    .where(LogEntry.chain == bindparam("chain"), LogUnit.signer == bindparam("signer"))
    .where(LogEntry.seq < bindparam("before"))
    .order_by(LogEntry.seq.desc())
    .limit(_LOOK_BACK)
)
#: More than any chain has entries.
_ENDLESS = 2**31 - 1


def detail_context(chain: UUID, seq: int) -> bytes:
    return canonical.encode("log detail", chain, seq)


def head(session: Session, chain: UUID) -> tuple[int, bytes]:
    """Number and link of a chain's last entry; ``(0, b"")`` for a chain that has none."""
    row = session.connection().execute(_HEAD, {"chain": chain}).first()
    return (0, b"") if row is None else (row.seq, link(row.body))


def _lock(session: Session, chains: Iterable[UUID]) -> None:
    """One appender a chain at a time. SQLite has one writer anyway; PostgreSQL gets advisory locks, in one order."""
    keys = [{"key": int.from_bytes(sha256(chain.bytes)[:8], "big", signed=True)} for chain in sorted(chains)]
    if keys and session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), keys)


def append(
    session: Session,
    items: dict[UUID, list[Item]],
    *,
    actor: Actor,
    keys: HolderKeys,
    now: datetime,
    day: date,
    said: str,
    record_keys: dict[UUID, SymmetricKey],
    newborn: set[UUID],
) -> None:
    """Append one entry to each chain and sign them together. The last act before COMMIT.

    ``said`` says in a word what was done; it is sealed with author and exact time under the chain's record key where
    there is one, and left out elsewhere. ``newborn`` chains have no head to read.
    """
    unit = new_id()
    old = set(items) - newborn
    _lock(session, old)
    links: dict[UUID, bytes] = {}
    entries: list[dict[str, object]] = []
    children = [chain for chain in items if chain != INTAKE_CHAIN]
    for chain in children + [chain for chain in items if chain == INTAKE_CHAIN]:
        seq, previous = head(session, chain) if chain in old else (0, b"")
        what = [
            Item(item.op, item.kind, item.id, links[item.id] if item.op == "link" else item.digest)
            for item in items[chain]
        ]
        detail = None
        if chain in record_keys:
            told = canonical.encode("said", said, actor.kind, actor.id, now.isoformat(timespec="seconds"))
            detail = record_keys[chain].seal(record.pad(told), detail_context(chain, seq + 1))
        entry = Entry(chain, seq + 1, previous, unit, day, tuple(what), sha256(detail) if detail else b"")
        body = entry.body()
        links[chain] = link(body)
        entries.append({"chain": chain, "seq": entry.seq, "unit": unit, "body": body, "detail": detail})
    signature = keys.sign(unit_message(unit, actor.kind, actor.id, links.items()))
    connection = session.connection()
    connection.execute(insert(LogEntry), entries)
    connection.execute(
        insert(LogUnit), {"id": unit, "signer_kind": actor.kind, "signer": actor.id, "signature": signature}
    )


def written(session: Session, chain: UUID, signer: UUID, kind: str) -> Iterator[list[UUID]]:
    """Rows of ``kind`` that ``signer`` put into a chain: one list an entry that has any, the newest entry first."""
    before = _ENDLESS
    while True:
        asked = {"chain": chain, "signer": signer, "before": before}
        entries = session.connection().execute(_WRITTEN, asked).all()
        for _seq, body in entries:
            ids = [item.id for item in Entry.parse(body).items if item.op == "put" and item.kind == kind]
            if ids:
                yield ids
        if len(entries) < _LOOK_BACK:
            return
        before = entries[-1].seq


def heads(session: Session, chains: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """The heads of several chains: what a checkpoint remembers."""
    found = {chain: head(session, chain) for chain in chains}
    return {chain: value for chain, value in found.items() if value[0]}


def contains(session: Session, chain: UUID, seq: int, expected: bytes) -> bool:
    """True if the chain still has, as its entry ``seq``, the one that was remembered."""
    body = session.scalar(select(LogEntry.body).where(LogEntry.chain == chain, LogEntry.seq == seq))
    return body is not None and link(body) == expected


def grouped(items: Iterable[tuple[UUID, Item]]) -> dict[UUID, list[Item]]:
    chains: dict[UUID, list[Item]] = defaultdict(list)
    for chain, item in items:
        chains[chain].append(item)
    return dict(chains)
