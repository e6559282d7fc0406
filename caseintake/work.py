"""Units of work: the only place that commits.

A unit is born with one actor and one keyring for life. Its commit seals what changed, appends one signed log entry to
each chain it touched, and only then makes all of it true at once. What should happen in the world outside (a mail)
happens after that.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState

from caseintake.audit import trail
from caseintake.audit.chain import Item
from caseintake.audit.remembered import Remembered
from caseintake.audit.rows import LogSeen
from caseintake.damaged import VAULT, Damage, PageSession
from caseintake.kernel.actor import Actor
from caseintake.kernel.clock import Clock, SystemClock
from caseintake.settings import Settings
from caseintake.storage import make_engine, one_snapshot
from caseintake.vault import directory
from caseintake.vault.errors import ForgedRecord, Locked, NotVouched, VaultError
from caseintake.vault.keyring import Keyring
from caseintake.vault.keystore import Keystore
from caseintake.vault.locks import wait_for_colleagues
from caseintake.vault.logged import INTAKE_CHAIN, LoggedRecord, bound_columns, row_digest
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, SymmetricKey, random_bytes, sha256
from caseintake.vault.roster import Roster
from caseintake.vault.sealed import SealedRecord, Signature
from caseintake.vault.signed import Proof, check_signature, in_hand, sign_draft
from caseintake.vault.tables import EpochRow, RosterRow, Vault

#: The host signs what nobody signed in did. One id is enough: each host's key is pinned in its own settings.
HOST = UUID(int=0)

T = TypeVar("T")
Listener = Callable[[Any, "UnitOfWork"], None]


class NoOffice(VaultError):
    """There is no office here yet: ``caseintake init`` makes one."""


class OfficeSession(PageSession):
    """A session whose records open through one unit's keystore."""

    opener: "Keystore | None" = None

    def merge(self, *_: Any, **__: Any) -> Any:
        raise TypeError("merge would drop sealed drafts without a word: load the row and change it")

    def bulk_save_objects(self, *_: Any, **__: Any) -> None:
        raise TypeError("bulk saving passes by seal and log: use add_all in one unit")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


@event.listens_for(OfficeSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        name = getattr(getattr(state.statement, "table", None), "name", None)
        for mapper in SealedRecord.registry.mappers:
            mine = getattr(mapper.local_table, "name", None) == name
            if mine and issubclass(mapper.class_, (SealedRecord, LoggedRecord)):
                raise TypeError(f"{mapper.class_.__name__}: a bulk statement passes by seal and log; change the rows")


@dataclass
class Office:
    """What one process keeps of the office: settings, engine, the host's log key. No key that opens anything."""

    settings: Settings
    engine: Engine
    clock: Clock
    log_keys: HolderKeys
    remembered: Remembered
    verified: directory.VerifiedRows = field(init=False)
    log_seen: LogSeen = field(default_factory=LogSeen)
    listeners: dict[type, list[Listener]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.writing = self.engine.execution_options(writing=True)
        self.reading = one_snapshot(self.engine)
        self._kept: dict[str, Any] = {}
        self.forget()

    def forget(self) -> None:
        """Know what a process knows that has just been started: what stands in the host's own file."""
        self.verified = directory.VerifiedRows()
        for vault_id, (seq, digest) in self.remembered.epochs.items():
            self.verified.remember(vault_id, seq, digest)

    def listen(self, kind: type, listener: Listener) -> None:
        """Tell ``listener`` of every event of this kind from now on. Calling it again changes nothing."""
        heard = self.listeners.setdefault(kind, [])
        if listener not in heard:
            heard.append(listener)

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> "Office":
        return cls(
            settings=settings,
            engine=make_engine(settings.database_url),
            clock=clock or SystemClock(settings.zone),
            log_keys=HolderKeys(host_log_secret(settings.log_key_file)),
            remembered=Remembered(settings.heads_file),
        )

    @property
    def fingerprint(self) -> bytes:
        if self.settings.fingerprint is None:
            raise NoOffice("this office has no fingerprint: run caseintake init")
        return bytes.fromhex(self.settings.fingerprint)

    @property
    def removals_by_one(self) -> frozenset[bytes]:
        """Old roster entries this host was told to believe; see `Settings`."""
        return frozenset(bytes.fromhex(entry) for entry in self.settings.removals_by_one)

    @contextmanager
    def unit(
        self, *, actor: Actor | None = None, keyring: Keyring | None = None, write: bool = False
    ) -> Iterator["UnitOfWork"]:
        """A unit of work; without `UnitOfWork.commit` everything in it is rolled back. ``actor`` None is the host."""
        unit = UnitOfWork(self, actor or Actor("host", HOST), keyring or Keyring.empty(), write=write)
        try:
            yield unit
        finally:
            unit.close()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a floor above opens once in a process, and keeps here under its name."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def close(self) -> None:
        self.engine.dispose()


def host_log_secret(path: Path) -> bytes:
    """The host's log key, made once. It signs jobs and anonymous events and opens nothing."""
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        secret = random_bytes(SECRET_BYTES)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
    return secret


class UnitOfWork:
    """One transaction by one actor with one keyring."""

    def __init__(self, office: Office, actor: Actor, keyring: Keyring, *, write: bool) -> None:
        self.office = office
        self.actor = actor
        self.keyring = keyring
        self.clock = office.clock
        self.write = write
        self.session = OfficeSession(
            office.writing if write else office.reading, autoflush=False, expire_on_commit=False
        )
        if write and actor.kind == "person":
            event.listen(self.session, "after_begin", wait_for_colleagues)
        self._keystore: Keystore | None = None
        self._roster: Roster | None = None
        self._items: dict[UUID, dict[tuple[str, UUID], Item]] = {}
        self._events: list[tuple[UUID, Item]] = []
        self._touched: dict[tuple[str, UUID], SealedRecord | LoggedRecord] = {}
        self._record_keys: dict[UUID, SymmetricKey] = {}
        self._newborn: set[UUID] = set()
        self._after: list[Callable[[], None]] = []
        self._said = ""
        self._damages: dict[tuple[str, UUID], Damage] = {}
        self.session.opener = _LazyOpener(self)  # type: ignore[assignment]

    # --- what services use -------------------------------------------------------------------------------------

    @property
    def roster(self) -> Roster:
        """The checked roster; also called the directory of people."""
        if self._roster is None:
            host = self.office.remembered
            self._roster = directory.load_roster(
                self.session,
                self.office.fingerprint,
                self.office.verified,
                host.roster_seq,
                host.roster_head,
                self.office.removals_by_one,
            )
        return self._roster

    directory = roster

    @property
    def keystore(self) -> Keystore:
        if self._keystore is None:
            self._keystore = Keystore(self.session, self.keyring, self.roster, self.office.verified, self.clock.today())
        return self._keystore

    def use_roster(self, roster: Roster) -> None:
        """After an entry was appended in this unit: go on with the longer roster."""
        self._roster = roster
        self._keystore = None

    def add(self, *rows: Any) -> None:
        self.session.add_all(rows)

    def delete(self, row: Any) -> None:
        self.session.delete(row)

    def say(self, what: str) -> None:
        """A word for the log, once: what this unit did. Sealed with author and time; never names or texts."""
        if what not in self._said.split(", "):  # it stands in the entry of every chain, of which there may be thousands
            self._said = f"{self._said}, {what}" if self._said else what

    def note(self, chain: UUID, kind: str, subject: UUID, digest: bytes = b"") -> None:
        """An event without a row, such as a sign-in, for a chain."""
        self._events.append((chain, Item("event", kind, subject, digest)))

    def link_intake(self, vault_id: UUID) -> None:
        """Note this vault's entry in the intake chain, so that the loss of a whole conversation is noticed."""
        self._events.append((INTAKE_CHAIN, Item("link", "conversation", vault_id, b"")))

    def emit(self, happened: Any) -> None:
        """Tell the floors above at once, inside this transaction."""
        for listener in self.office.listeners.get(type(happened), ()):
            listener(happened, self)

    def after_commit(self, act: Callable[[], None]) -> None:
        self._after.append(act)

    def proof(self, row: SealedRecord) -> Proof:
        """Who signed this record. Raises `ForgedRecord` when nobody did or the signature does not fit."""
        try:
            return check_signature(row, self.roster, self.keystore.chains)
        except ForgedRecord:
            self.note_damage(row)
            raise

    def draw_a_page(self) -> None:
        """From now on lists leave out what was changed after it was written; `damages` names it."""
        if self.write:
            raise TypeError("whoever writes must know everything")
        self.session.draws = self

    def note_damage(self, row: SealedRecord) -> None:
        self._damages[(row.__kind__, row.id)] = Damage(row.__kind__, row.id, digest_of(row))

    def note_unreadable(self, kind: str, id: UUID) -> None:
        self._damages[(kind, id)] = Damage(kind, id, b"")

    @property
    def damages(self) -> list[Damage]:
        """Records and vaults this unit has found changed so far."""
        known = list(self._keystore.damaged.items()) if self._keystore is not None else []
        vaults = [
            Damage(VAULT, id, sha256(str(error).encode())) for id, error in known if not self.keystore.can_open(id)
        ]
        return [*self._damages.values(), *vaults]

    # --- the rhythm of writing ---------------------------------------------------------------------------------

    def flush(self) -> None:
        """Seal what changed and write it, so that later questions in this unit see it."""
        if not self.write:
            raise TypeError("this unit is for reading")
        self._newborn |= {row.id for row in self.session.new if isinstance(row, Vault)}
        changed = [row for row in (*self.session.new, *self.session.dirty) if isinstance(row, SealedRecord)]
        drafts = [row for row in changed if row.drafted]
        if drafts:
            ready = self.keystore.ready_to_write(row.vault_id for row in drafts)
            newest: dict[tuple[UUID, str], Signature] = {}  # of a thousand rows the log is asked for one
            here = in_hand(self.session) if any(row.__signed__ for row in drafts) else {}
            for row in drafts:
                epoch, key = ready[row.vault_id]
                signature, place = None, (row.vault_id, row.__kind__)
                if row.__signed__:
                    signature = newest[place] = self._signature(row, newest.get(place), here.get(place, ()))
                row.seal(key, epoch, signature)
                self._record_keys[row.vault_id] = key
        self._collect()
        self.session.flush()

    def _signature(self, row: SealedRecord, last: Signature | None, here: Iterable[SealedRecord]) -> Signature:
        before: Iterable[list[UUID]] = ()
        if last is None and row.vault_id not in self._newborn:
            before = trail.written(self.session, row.vault_id, self.actor.id, row.__kind__)
        return sign_draft(row, self.actor, self.keyring, self.session, here, before, last)

    def _collect(self) -> None:
        for row in (*self.session.new, *self.session.dirty):
            if isinstance(row, (SealedRecord, LoggedRecord)):
                self._touched[(row.__kind__, row.id)] = row
        for row in self.session.deleted:
            if isinstance(row, (SealedRecord, LoggedRecord)):
                self._touched.pop((row.__kind__, row.id), None)
                self._events.append((chain_of(row), Item("drop", row.__kind__, row.id, b"")))

    def commit(self) -> None:
        """Seal, log, sign, and make it true."""
        self.flush()
        items: list[tuple[UUID, Item]] = list(self._events)
        for (kind, id), row in self._touched.items():
            items.append((chain_of(row), Item("put", kind, id, digest_of(row))))
        if items:
            keys = self.office.log_keys if self.actor.kind == "host" else self.keyring.keys
            if keys is None:
                raise Locked("nobody is here to sign the log")
            # A request that waited while its author was removed or given new keys ends here.
            if self.actor.kind == "person" and self.roster.person(self.actor.id).sign_public != keys.sign_public:
                raise NotVouched(f"person {self.actor.id} has other keys now")
            trail.append(
                self.session,
                trail.grouped(items),
                actor=self.actor,
                keys=keys,
                now=self.clock.now(),
                day=self.clock.today(),
                said=self._said,
                record_keys=self._record_keys,
                newborn=self._newborn,
            )
        self.session.commit()
        self._finish()
        # The locks are gone: who goes on in this unit must see whom others let in or put out meanwhile.
        self._damages = {(one.kind, one.id): one for one in self.damages}
        self._keystore = self._roster = None

    def _finish(self) -> None:
        roster_grew = any(isinstance(row, RosterRow) for row in self._touched.values())
        turned = {row.vault_id for row in self._touched.values() if isinstance(row, EpochRow)}
        self._events, self._touched, self._record_keys, self._newborn, self._said = [], {}, {}, set(), ""
        if roster_grew:
            self.office.remembered.note_roster(self.roster.seq, self.roster.head)
        if turned and (own := turned & set(self.roster.office_vaults.values())):
            newest = {id: self.keystore.chains.current(id) for id in own}
            self.office.remembered.note_epochs({id: (row.seq, row.hash) for id, row in newest.items()})
        after, self._after = self._after, []
        for act in after:
            act()

    def close(self) -> None:
        self.session.close()


class _LazyOpener:
    """Opens records of a session; on the first miss it opens all vaults of the rows loaded so far, not one by one."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        #: Vaults asked for so far: of a thousand closed rows only the first one asks for all.
        self._asked: set[UUID] = set()

    def record_key(self, vault_id: UUID, epoch: int) -> SymmetricKey:
        unit = self._unit
        found = unit.keyring.find(vault_id, epoch)
        if found is None:
            if vault_id not in self._asked:
                rows = [row for row in unit.session.identity_map.values() if isinstance(row, SealedRecord)]
                self._asked |= {row.__dict__["vault_id"] for row in rows if "vault_id" in row.__dict__} | {vault_id}
                unit.keystore.open(self._asked)
            found = unit.keystore.keys(vault_id, epoch)
        return found.record_key

    def found_damaged(self, row: SealedRecord) -> None:
        self._unit.note_damage(row)


def chain_of(row: SealedRecord | LoggedRecord) -> UUID:
    return row.vault_id if isinstance(row, SealedRecord) else row.chain


def digest_of(row: SealedRecord | LoggedRecord) -> bytes:
    """The digest the log keeps of a row: all bound columns and, of a sealed one, the ciphertext."""
    return row_digest(row.__kind__, {name: getattr(row, name) for name in bound_columns(type(row))})


__all__ = [
    "HOST",
    "NoOffice",
    "Office",
    "OfficeSession",
    "UnitOfWork",
    "chain_of",
    "digest_of",
    "host_log_secret",
]
