"""A small office for tests: made directly, without sign-in, with every secret in hand."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import func, make_url, select

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake import founding
from caseintake.audit.trail import LogEntry
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.clock import FixedClock
from caseintake.kernel.ids import new_id
from caseintake.settings import Limits, Settings
from caseintake.storage import Base, make_engine
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.roster import Introduction
from caseintake.work import Office, UnitOfWork
from tests.engines import Prepare

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class OfficeForTests:
    """An office with named people. ``office.coordinator`` etc. are ids; ``keyring(id)`` opens as that person."""

    office: Office
    clock: FixedClock
    coordinator: UUID
    recovery_secret: bytes
    secrets: dict[UUID, bytes] = field(default_factory=dict)
    roles: dict[UUID, Role] = field(default_factory=dict)
    #: How many entries the log had when it was founded.
    log_entries: int = 0

    def actor(self, person: UUID) -> Actor:
        return Actor("person", person, self.roles[person])

    def keyring(self, person: UUID) -> Keyring:
        return Keyring.person(person, self.secrets[person])

    def unit(self, person: UUID, *, write: bool = True) -> AbstractContextManager[UnitOfWork]:
        return self.office.unit(actor=self.actor(person), keyring=self.keyring(person), write=write)

    def hire(self, role: Role, *vaults: VaultKind) -> UUID:
        """A vouched person of this role, granted these office vaults by the first coordinator."""
        person, secret = new_id(), random_bytes(32)
        keys = HolderKeys(secret)
        self.secrets[person], self.roles[person] = secret, role
        introduction = Introduction("add", person, role, keys.hpke_public, keys.sign_public)
        with self.unit(self.coordinator) as uow:
            vouches = []
            for other, its_role in self.roles.items():
                if its_role is Role.COORDINATOR and other not in (self.coordinator, person):
                    message = introduction.message(uow.roster.fingerprint)
                    vouches.append((other, HolderKeys(self.secrets[other]).sign(message)))
            founding.append_to_roster(introduction, vouches, uow=uow)
            for kind in vaults:
                uow.keystore.grant(uow.roster.office_vaults[kind], Holder.person(person))
            uow.commit()
        return person


def make_office(directory_: Path, database_url: str) -> OfficeForTests:
    settings = Settings(
        directory=directory_,
        database_url=database_url,
        runtime=directory_ / "run",
        secure=False,
        form="rehearsal",
        limits=Limits(argon2_memory_kib=8 * 1024, seconds_to_write=0),
    )
    clock = FixedClock(START, settings.zone)
    secret, recovery = random_bytes(32), random_bytes(32)
    settings, coordinator = founding.found_office(settings, secret, HolderKeys(recovery).hpke_public, clock=clock)
    office = Office.open(settings, clock)
    return OfficeForTests(office, clock, coordinator, recovery, {coordinator: secret}, {coordinator: Role.COORDINATOR})


def make_tables(url: str) -> None:
    """The tables of the product and of the tests' own models, once a process."""
    engine = make_engine(url)
    with engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


#: The office founded once on each engine, closed, and the files of its folder: the others are copies of it.
_FOUNDED: dict[str, tuple[OfficeForTests, dict[str, bytes]]] = {}


def is_as_founded(office: OfficeForTests) -> bool:
    """Whether this is such a copy, in which nothing has happened yet."""
    first, _files = _FOUNDED.get(office.office.engine.dialect.name, (None, {}))
    if first is None or first.office.fingerprint != office.office.fingerprint or office.clock.now() != START:
        return False
    with office.office.engine.connect() as connection:
        entries = connection.execute(select(func.count()).select_from(LogEntry)).scalar_one()
    return office.roles == first.roles and entries == first.log_entries


def found_once(url: str) -> None:
    """An empty office with one coordinator, to be copied."""
    make_tables(url)
    with TemporaryDirectory() as folder:
        made = make_office(Path(folder), url)
        with made.office.engine.connect() as connection:
            made.log_entries = connection.execute(select(func.count()).select_from(LogEntry)).scalar_one()
        made.office.close()
        files = {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}
    _FOUNDED[make_url(url).get_backend_name()] = made, files


def copied_office(directory: Path, url: str) -> OfficeForTests:
    """The office of `found_once` whose database was copied to ``url``, in a folder and with keyrings of its own."""
    first, files = _FOUNDED[make_url(url).get_backend_name()]
    for name, content in files.items():
        (directory / name).write_bytes(content)
    settings = msgspec.structs.replace(
        first.office.settings, directory=directory, database_url=url, runtime=directory / "run"
    )
    clock = FixedClock(START, settings.zone)
    office = Office.open(settings, clock)
    return OfficeForTests(
        office, clock, first.coordinator, first.recovery_secret, dict(first.secrets), dict(first.roles)
    )


@pytest.fixture
def office(database_copy: Callable[[Prepare], str], tmp_path: Path) -> Iterator[OfficeForTests]:
    """An empty office with one coordinator, on each engine."""
    made = copied_office(tmp_path, database_copy(found_once))
    yield made
    made.office.close()
