"""The product with nothing sealed: the same rows in clear, the same queries, the same pages drawn by the same code.

What it leaves out, and nothing else: cipher, padding and bound columns of every record; the keys (grants and epochs are
neither read nor checked: which vaults open to whom is known beforehand); signatures of authors; the log. What remains
is what any office program does: queries, rows to objects, rules, templates, the form's checks, the commit.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import bindparam, delete, event, inspect, select, update

from caseintake import work
from caseintake.audit import rows, trail
from caseintake.kernel.ids import new_id
from caseintake.search.model import IndexSegment
from caseintake.vault import record
from caseintake.vault.chains import Chains
from caseintake.vault.errors import Locked, VaultError
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keystore import Keystore
from caseintake.vault.sealed import SealedRecord
from caseintake.vault.signed import Proof
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork
from tests.office import OfficeForTests

#: Rows turned in one statement.
AT_ONCE = 5_000


class _NoKey:
    """Stands where a key stands, and leaves bytes as they are."""

    @property
    def record_key(self) -> "_NoKey":
        return self

    def seal(self, data: bytes, _context: bytes) -> bytes:
        return data

    def open(self, data: bytes, _context: bytes) -> bytes:
        return data


class InClear:
    """An office whose rows have been put in clear, as far as these people read them."""

    def __init__(self, office: OfficeForTests, readers: Iterable[UUID]) -> None:
        self.office = office
        #: By reader: the vaults that open, and those held by name.
        self.opens: dict[UUID, set[UUID]] = {}
        self._mine: dict[UUID, frozenset[UUID]] = {}
        self._current: dict[UUID, Any] = {}
        turned: set[UUID] = set()
        for reader in readers:
            turned |= self._turn(reader, turned)
        with office.office.writing.begin() as connection:
            connection.execute(delete(IndexSegment))

    def _turn(self, reader: UUID, before: set[UUID]) -> set[UUID]:
        """Put in clear what this reader opens and nobody has turned before her."""
        with self.office.unit(reader, write=False) as uow:
            every = list(uow.session.scalars(select(Vault.id)))
            uow.keystore.open(every)
            opens = {id for id in every if uow.keystore.can_open(id)}
            self.opens[reader], self._mine[reader] = opens, uow.keystore.mine()
            self._current |= {id: uow.keystore.chains.current(id) for id in every}
            tables = set(inspect(self.office.office.engine).get_table_names())
            bodies = [
                (model, _bodies(model, opens - before, uow)) for model in _models() if model.__tablename__ in tables
            ]
        for model, found in bodies:
            statement = update(model.__table__).where(model.__table__.c.id == bindparam("at"))  # type: ignore[arg-type]
            for at in range(0, len(found), AT_ONCE):
                with self.office.office.writing.begin() as connection:
                    connection.execute(statement.values(sealed=bindparam("body")), found[at : at + AT_ONCE])
        return opens

    @contextmanager
    def used(self) -> Iterator[None]:
        """Until the end of this, nothing is sealed or opened in this process, in whichever office."""
        with ExitStack() as stack:
            for where, name, instead in self._seams():
                stack.enter_context(patch.object(where, name, instead))
            yield

    def _seams(self) -> list[tuple[Any, str, Any]]:
        """Where the product meets sealing, and what stands there instead."""
        return [
            (record, "seal_payload", lambda _key, payload, _aad: payload),
            (record, "open_payload", lambda _key, stored, _aad, _kind, _id: stored),
            (SealedRecord, "_context", lambda _row: b""),
            (work._LazyOpener, "record_key", lambda opener, vault_id, _epoch: self._key(opener._unit, vault_id)),
            (work, "digest_of", lambda _row: b""),
            (trail, "append", lambda *_args, **_more: None),
            (rows, "altered", lambda *_args, **_more: {}),
            (UnitOfWork, "_signature", lambda _unit, _row, _last, _here: None),
            (UnitOfWork, "proof", lambda unit, _row: Proof(Holder.person(unit.actor.id), 1, b"", b"")),
            (Chains, "load", lambda _chains, _ids: None),
            (Chains, "current", lambda _chains, vault_id: self._vault(vault_id)),
            (Keystore, "open", lambda _keys, _ids: None),
            (Keystore, "mine", lambda keys: self._mine[_reader(keys)]),
            (Keystore, "can_open", lambda keys, vault_id: vault_id in self.opens[_reader(keys)]),
            (Keystore, "keys", lambda _keys, _vault_id, _number: _NoKey()),
            (Keystore, "keep_still", lambda _keys, _holders: None),
            (Keystore, "ready_to_write", lambda _keys, ids: {id: (1, _NoKey()) for id in set(ids)}),
            (Keystore, "create_vault", lambda keys, kind, holders, id=None: self._new_vault(keys, kind, holders, id)),
        ]

    def _key(self, unit: UnitOfWork, vault_id: UUID) -> _NoKey:
        if vault_id not in self.opens[_reader(unit)]:
            raise Locked(f"no key for vault {vault_id}")
        return _NoKey()

    def _vault(self, vault_id: UUID) -> Any:
        if vault_id not in self._current:
            raise VaultError(f"vault {vault_id} is not known")
        return self._current[vault_id]

    def _new_vault(self, keystore: Keystore, kind: VaultKind, holders: Iterable[Holder], id: UUID | None) -> UUID:
        made = id or new_id()
        keystore.session.add(Vault(id=made, kind=kind))
        self._current[made] = SimpleNamespace(
            vault_id=made, number=1, seq=1, kind=kind, holders=dict.fromkeys(holders, b"")
        )
        self.opens[_reader(keystore)].add(made)
        return made


def _reader(of: Keystore | UnitOfWork) -> UUID:
    holder = of.keyring.holder
    if holder is None:
        raise Locked("nobody is here")
    return holder.id


def _models() -> list[type[SealedRecord]]:
    found = [mapper.class_ for mapper in SealedRecord.registry.mappers if issubclass(mapper.class_, SealedRecord)]
    return sorted(found, key=lambda model: model.__name__)


def _bodies(model: type[SealedRecord], vaults: set[UUID], uow: UnitOfWork) -> list[dict[str, Any]]:
    """What each record of a kind holds, with its signature, as it was before it was sealed. Every one must open."""
    found = []
    opener: Any = uow.session.opener
    for row in uow.session.scalars(select(model)).all():
        if row.vault_id in vaults:
            key = opener.record_key(row.vault_id, row.epoch)
            body = record.open_payload(key, row.sealed, row._context(), row.__kind__, row.id)
            found.append({"at": row.id, "body": body})
    uow.session.expunge_all()
    return found


@contextmanager
def heard(office: OfficeForTests) -> Iterator[list[tuple[str, Any]]]:
    """Every question the database of this office is asked meanwhile, as the driver gets it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many and statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(office.office.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(office.office.engine, "before_cursor_execute", note)


def ask_again(office: OfficeForTests, asked: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Put the same questions and read every row of the answers, without objects, rules or a page."""
    found = 0
    with office.office.engine.connect() as connection:
        for statement, parameters in asked:
            found += len(connection.exec_driver_sql(statement, parameters).fetchall())
    return found
