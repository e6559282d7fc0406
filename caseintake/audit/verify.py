"""``caseintake verify``: is everything in this database what its authors wrote, for this very office?

Needs no private key. With the office fingerprint the answer is proof; without it only consistency.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from caseintake.audit import trail
from caseintake.audit.replay import Finding, Replay, check_units, replay
from caseintake.audit.writers import check_writers
from caseintake.storage import Base, in_parts
from caseintake.vault import directory
from caseintake.vault.chains import Chains
from caseintake.vault.epoch import receipt_keys
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder
from caseintake.vault.logged import INTAKE_CHAIN, OFFICE_CHAIN, LoggedRecord, bound_columns, row_digest
from caseintake.vault.roster import Roster, read
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.tables import EpochRow, Vault

#: How many damaged rows of one table are tried against each other to tell a swap from a change.
SWAP_LIMIT = 40
#: Rows read in one statement.

ExtraCheck = Callable[[Session], Iterable[Finding]]


@dataclass
class Report:
    """What `verify` found. ``proven`` is False when no office fingerprint was given to check against."""

    findings: list[Finding] = field(default_factory=list)
    proven: bool = True
    entries: int = 0
    rows: int = 0
    head: tuple[int, bytes] = (0, b"")

    @property
    def exit_code(self) -> int:
        """0 clean and proven, 1 damage, 3 consistent but not proven."""
        return 1 if self.findings else 0 if self.proven else 3


def verify(
    session: Session,
    *,
    fingerprint: bytes | None,
    host_key: bytes | None = None,
    host_keys: tuple[bytes, ...] = (),
    remembered_heads: dict[UUID, tuple[int, bytes]],
    remembered_roster: int,
    remembered_epochs: dict[UUID, tuple[int, bytes]] | None = None,
    extra: Iterable[ExtraCheck] = (),
    removals_by_one: frozenset[bytes] = frozenset(),
) -> Report:
    """Check roster, epochs, log, signatures and every row; compare with what this host remembers.

    ``host_keys`` are the public log keys of all hosts the office has or had (`Settings.host_log_keys`).
    """
    report = Report(proven=fingerprint is not None)
    state = replay(session)
    report.findings += state.findings
    report.entries = state.entries
    report.head = state.heads.get(OFFICE_CHAIN, (0, b""))
    roster = _check_roster(session, fingerprint, remembered_roster, removals_by_one, report)
    if roster is not None:
        chains = _check_epochs(session, roster, remembered_epochs or {}, report)
        hosts = [*host_keys, *([host_key] if host_key is not None else [])]
        keys = _Keys(roster, chains, hosts)
        report.findings += check_units(session, state, keys)
        report.findings += check_writers(session, state, roster, chains)
        if not hosts and any(kind == "host" for kind, _ in state.signers.values()):
            report.proven = False
    report.findings += _check_heads(session, state, remembered_heads)
    _check_rows(session, state, report)
    for check in extra:
        report.findings += check(session)
    return report


def logged_models() -> list[type[SealedRecord] | type[LoggedRecord]]:
    """Every model whose rows the log covers."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((m for m in models if issubclass(m, (SealedRecord, LoggedRecord))), key=lambda m: m.__tablename__)


def _check_roster(
    session: Session, fingerprint: bytes | None, at_least: int, by_one: frozenset[bytes], report: Report
) -> Roster | None:
    try:
        roster = read(directory.entries(session), fingerprint, by_one)
    except VaultError as error:
        report.findings.append(Finding("roster", "-", f"forged: {error}"))
        return None
    if roster.seq < at_least:
        words = f"rolled back: it ends at entry {roster.seq}, this host remembers entry {at_least}"
        report.findings.append(Finding("roster", str(roster.seq), words))
    return roster


def _check_epochs(
    session: Session, roster: Roster, remembered: dict[UUID, tuple[int, bytes]], report: Report
) -> Chains:
    verified = directory.VerifiedRows()
    for vault_id, (seq, digest) in remembered.items():
        verified.remember(vault_id, seq, digest)
    chains = Chains(session, roster, verified)
    ids = sorted({*session.scalars(select(EpochRow.vault_id).distinct()), *remembered})
    chains.load(ids)
    for vault_id in ids:
        try:
            chains.of(vault_id)
        except VaultError as error:
            report.findings.append(Finding("epoch", str(vault_id), f"forged: {error}"))
    return chains


class _Keys:
    """The public signing keys of those who may sign a unit of work."""

    def __init__(self, roster: Roster, chains: Chains, host_keys: list[bytes]) -> None:
        self._roster, self._chains, self._host_keys = roster, chains, host_keys

    def __call__(self, kind: str, signer: UUID, chains: list[UUID]) -> list[bytes] | None:
        if kind == "person":
            return [entry.sign_public for entry in self._roster.history(signer) if entry.active]
        if kind == "receipt":
            return list(self._receipt_keys(signer, chains))
        if kind != "host":
            return []
        return self._host_keys or None

    def _receipt_keys(self, signer: UUID, chains: list[UUID]) -> Iterator[bytes]:
        for chain in chains:
            if chain in (OFFICE_CHAIN, INTAKE_CHAIN):
                continue
            try:
                known = receipt_keys(self._chains.of(chain))
            except VaultError:
                continue
            if (key := known.get(Holder.receipt(signer))) is not None:
                yield key


def _check_heads(session: Session, state: Replay, remembered: dict[UUID, tuple[int, bytes]]) -> Iterator[Finding]:
    for chain, (seq, expected) in remembered.items():
        if not trail.contains(session, chain, seq, expected):
            have = state.heads.get(chain, (0, b""))[0]
            words = f"rolled back or rewritten: this host remembers entry {seq}, the chain ends at {have}"
            yield Finding("log_entry", f"{chain}/{seq}", words)


def _check_rows(session: Session, state: Replay, report: Report) -> None:
    kinds = {model.__kind__: model.__tablename__ for model in logged_models()}
    claims: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    for chain, kind, id in state.rows:
        claims[(kind, id)].append(chain)
    there: set[tuple[str, UUID]] = set()
    for model in logged_models():
        report.findings += _check_table(session, model, state, claims, there, report)
    for (chain, kind, id), expected in state.rows.items():
        table = kinds.get(kind, kind)
        if (kind, id) in there:
            report.findings.append(
                Finding(table, str(id), f"forged: chain {chain} speaks of a row that is not its own")
            )
        elif expected.digest is not None:
            report.findings.append(Finding(table, str(id), "deleted: the log knows this row, the table does not"))


def _own_chain(model: type[Any], values: dict[str, Any]) -> UUID:
    """The only chain that may speak of this row; the same as `work.chain_of`."""
    if model is Vault:
        return values["id"]  # type: ignore[no-any-return]
    return values.get("vault_id") or OFFICE_CHAIN


def _check_table(
    session: Session,
    model: type[Any],
    state: Replay,
    claims: dict[tuple[str, UUID], list[UUID]],
    there: set[tuple[str, UUID]],
    report: Report,
) -> Iterator[Finding]:
    table, kind = model.__tablename__, model.__kind__
    damaged: list[tuple[dict[str, Any], bytes]] = []
    for id, values in _rows(session, model):
        report.rows += 1
        if values is None:
            for chain in claims.get((kind, id), ()) if isinstance(id, UUID) else ():
                state.rows.pop((chain, kind, id), None)
            yield Finding(table, str(id), "changed: a value in it cannot be read")
            continue
        there.add((kind, values["id"]))
        digest = row_digest(kind, values)
        expected = state.rows.pop((_own_chain(model, values), kind, values["id"]), None)
        record = str(values["id"])
        if expected is None:
            others = [
                chain for chain in claims.get((kind, values["id"]), ()) if (chain, kind, values["id"]) in state.rows
            ]
            for chain in others:
                state.rows.pop((chain, kind, values["id"]))
            words = f"moved: it was written in vault {others[0]}" if others else "forged: no log entry knows this row"
            yield Finding(table, record, words)
        elif expected.digest is None:
            yield Finding(table, record, "put back: the log says it was deleted")
        elif digest == expected.digest:
            continue
        elif digest in expected.earlier:
            yield Finding(table, record, "rolled back: an older version was put back")
        else:
            damaged.append((values, expected.digest))
    yield from _name_damage(model, damaged)


def _rows(session: Session, model: type[Any]) -> Iterator[tuple[Any, dict[str, Any] | None]]:
    """Every row by its id; None for one with a value that cannot be read, so that it is named and not in the way."""
    names = bound_columns(model)
    columns = [inspect(model).column_attrs[name].columns[0] for name in names]
    try:
        ids = list(session.scalars(select(model.id)))
    except ValueError:
        yield "-", None
        return
    for some in in_parts(ids):
        try:
            found = session.execute(select(*columns).where(model.id.in_(some))).all()
        except ValueError:
            found = []
            for id in some:
                try:
                    found += session.execute(select(*columns).where(model.id == id)).all()
                except ValueError:
                    yield id, None
        for row in found:
            values = dict(zip(names, row, strict=True))
            yield values["id"], values


def _name_damage(model: type[Any], damaged: list[tuple[dict[str, Any], bytes]]) -> Iterator[Finding]:
    """Tell rows whose contents were exchanged from rows that were changed."""
    for values, expected in damaged:
        what = "changed: it is not what was written"
        if issubclass(model, SealedRecord) and len(damaged) <= SWAP_LIMIT:
            for other, _ in damaged:
                if row_digest(model.__kind__, {**values, "sealed": other["sealed"]}) == expected:
                    what = f"swapped: its content stands in row {other['id']}"
        yield Finding(model.__tablename__, str(values["id"]), what)
