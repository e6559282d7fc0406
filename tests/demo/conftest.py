"""One demo office for all tests here, built once, and copies of it for those that change something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from caseintake.demo import builder
from caseintake.demo.sign_ins import SignIn, SignIns
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.clock import FixedClock
from caseintake.kernel.words import read
from caseintake.settings import Settings, load, runtime_directory
from caseintake.vault.keyring import Keyring
from caseintake.work import Office, UnitOfWork
from tests.demo.persons import secret_of
from tests.product_alone import product_alone


@dataclass
class Built:
    """A demo in a directory."""

    directory: Path
    sign_ins: SignIns
    #: When its story ended. Midnight may have passed since.
    now: datetime

    @property
    def settings(self) -> Settings:
        return load(self.directory)

    def person(self, key: str) -> SignIn:
        return next(one for one in self.sign_ins.people if one.key == key)


@dataclass
class Opened:
    """The office of a demo, and everybody's keys."""

    office: Office
    built: Built

    def unit(self, key: str) -> AbstractContextManager[UnitOfWork]:
        one = self.built.person(key)
        person_id, secret = secret_of(self.office, one.handle, read(one.passphrase))
        return self.office.unit(
            actor=Actor("person", person_id, Role(one.role)), keyring=Keyring.person(person_id, secret)
        )


@pytest.fixture(autouse=True)
def _product_alone() -> Iterator[None]:
    with product_alone():
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo as it was made. Nobody writes into it."""
    directory = tmp_path_factory.mktemp("demo") / "office"
    now = datetime.now(UTC)
    with product_alone():
        made = builder.build(directory, now=now)
    return Built(directory, made, now)


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Iterator[Built]:
    """A demo of its own for a test that signs in or changes something."""
    directory = tmp_path / "copy"
    shutil.copytree(built.directory, directory)
    yield Built(directory, built.sign_ins, built.now)
    shutil.rmtree(runtime_directory(directory), ignore_errors=True)


@pytest.fixture
def opened(built: Built) -> Iterator[Opened]:
    office = Office.open(built.settings, FixedClock(built.now, built.settings.zone))
    yield Opened(office, built)
    office.close()
