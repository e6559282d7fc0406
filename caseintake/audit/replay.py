"""Reading the whole log once: are the chains whole, who signed, and what should every row be now. Needs no key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.audit.chain import Entry, Item, link, unit_message
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.vault.primitives import sha256, verify_signature

#: Answers the public signing keys of (kind, signer) for these chains; None where they cannot be known.
KeysOf = Callable[[str, UUID, list[UUID]], list[bytes] | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One damage: the table, the record in it, and what is wrong, in words."""

    table: str
    record: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.record}: {self.what}"


@dataclass(slots=True)
class Expected:
    """What one chain last said of one row. ``digest`` None means deleted on purpose."""

    digest: bytes | None
    earlier: set[bytes] = field(default_factory=set)


class Written(NamedTuple):
    """One entry as far as it matters who wrote it: the kinds it put, and the epoch and roster rows among them."""

    unit: UUID
    kinds: frozenset[str]
    keys: tuple[UUID, ...]


@dataclass
class Replay:
    """The log as read: expectations for every row, and what was wrong with the log itself.

    A chain speaks only of its own rows: ``rows`` keeps what each chain says apart, so that nobody can cover a row of
    another vault with an entry in a chain of their own.
    """

    rows: dict[tuple[UUID, str, UUID], Expected] = field(default_factory=dict)
    heads: dict[UUID, tuple[int, bytes]] = field(default_factory=dict)
    units: dict[UUID, list[tuple[UUID, bytes]]] = field(default_factory=dict)
    written: dict[UUID, list[Written]] = field(default_factory=dict)
    signers: dict[UUID, tuple[str, UUID]] = field(default_factory=dict)
    #: The public key that each unit's signature fits.
    signed_with: dict[UUID, bytes] = field(default_factory=dict)
    links: list[tuple[UUID, int, UUID, bytes]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    entries: int = 0


def replay(session: Session) -> Replay:
    """Walk every chain from its first entry. Chains stand in the order of their id, so one pass is enough."""
    state = Replay()
    statement = select(LogEntry.chain, LogEntry.seq, LogEntry.unit, LogEntry.body, LogEntry.detail)
    for row in session.execute(statement.order_by(LogEntry.chain, LogEntry.seq).execution_options(yield_per=1000)):
        _take_entry(state, row.chain, row.seq, row.unit, row.body, row.detail)
    _check_links(state)
    return state


def _take_entry(state: Replay, chain: UUID, seq: int, unit: UUID, body: bytes, detail: bytes | None) -> None:
    name = f"{chain}/{seq}"
    state.entries += 1
    try:
        entry = Entry.parse(body)
    except ValueError:
        state.findings.append(Finding("log_entry", name, "changed: it cannot be read"))
        return
    last_seq, last_link = state.heads.get(chain, (0, b""))
    if (entry.chain, entry.seq, entry.unit) != (chain, seq, unit):
        state.findings.append(Finding("log_entry", name, "moved: it belongs elsewhere in the log"))
    if seq != last_seq + 1:
        state.findings.append(Finding("log_entry", name, f"deleted: entries {last_seq + 1} to {seq - 1} are missing"))
    elif entry.previous != last_link:
        state.findings.append(Finding("log_entry", name, "changed: it does not follow from the entry before"))
    if (sha256(detail) if detail else b"") != entry.detail:
        state.findings.append(Finding("log_entry", name, "changed: its sealed detail is another"))
    state.heads[chain] = (seq, link(body))
    state.units.setdefault(unit, []).append((chain, link(body)))
    put = [item for item in entry.items if item.op == "put"]
    keys = tuple(item.id for item in put if item.kind in ("epoch", "roster"))
    state.written.setdefault(chain, []).append(Written(unit, frozenset(item.kind for item in put), keys))
    for item in entry.items:
        _take_item(state, chain, seq, item)


def _take_item(state: Replay, chain: UUID, seq: int, item: Item) -> None:
    if item.op == "link":
        state.links.append((chain, seq, item.id, item.digest))
        return
    if item.op not in ("put", "drop"):
        return
    key = (chain, item.kind, item.id)
    digest = item.digest if item.op == "put" else None
    known = state.rows.get(key)
    if known is None:
        state.rows[key] = Expected(digest)
        return
    if known.digest is not None:
        known.earlier.add(known.digest)
    known.digest = digest


def _check_links(state: Replay) -> None:
    """An entry of the intake chain names the first entry of each conversation; without it a whole one was lost."""
    present = {value for links in state.units.values() for _, value in links}
    for chain, seq, vault_id, digest in state.links:
        if digest not in present:
            words = f"deleted: the log of this conversation is gone (intake entry {chain}/{seq} names it)"
            state.findings.append(Finding("vault", str(vault_id), words))


def check_units(session: Session, state: Replay, keys_of: KeysOf) -> Iterator[Finding]:
    """Every unit of work must carry its signer's signature over the links of all its entries."""
    seen = set()
    for unit in session.scalars(select(LogUnit).execution_options(yield_per=1000)):
        seen.add(unit.id)
        links = state.units.get(unit.id)
        if links is None:
            yield Finding("log_unit", str(unit.id), "deleted: it signed entries that are gone")
            continue
        message = unit_message(unit.id, unit.signer_kind, unit.signer, links)
        chains = [chain for chain, _ in links]
        keys = keys_of(unit.signer_kind, unit.signer, chains)
        if keys is not None:
            key = next((key for key in keys if verify_signature(key, unit.signature, message)), None)
            if key is None:
                known = "is not its signer's" if unit.signer_kind != "host" else "is of no host named in the settings"
                yield Finding("log_unit", str(unit.id), f"forged: the signature {known}")
            else:
                state.signed_with[unit.id] = key
        state.signers[unit.id] = (unit.signer_kind, unit.signer)
    for unit_id in state.units.keys() - seen:
        chain = state.units[unit_id][0][0]
        yield Finding("log_unit", str(unit_id), f"forged or deleted: entries of chain {chain} carry no signature")
