"""A served office with its people, one for each module of journeys: they are quick, and the office is big enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from tests.engines import Engines
from tests.journeys.house import closing, house
from tests.live import Live, served
from tests.office import OfficeForTests, make_office, make_tables
from tests.signing_in import Account, account
from tests.staffing import employ, take_in

__all__ = ["closing", "house"]


@dataclass
class Staff:
    """The office of the journeys and who works in it."""

    live: Live
    coordinator: Account
    officer: Account
    lawyer: Account

    @property
    def office(self) -> OfficeForTests:
        return self.live.office


@pytest.fixture(scope="module")
def staff(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    """A coordinator, an intake officer and a lawyer, behind real servers of both surfaces."""
    url = engines["sqlite"].create(like=engines.prepared("sqlite", make_tables))
    office = make_office(tmp_path_factory.mktemp("house") / "office", url)
    coordinator = take_in(office, account(office, office.coordinator), "Fatimə Nəbiyeva")
    officer = employ(office, Role.INTAKE_OFFICER, "Nərmin Səfərova", VaultKind.INTAKE, VaultKind.DIRECTORY)
    lawyer = employ(office, Role.LAWYER, "Leyla Quliyeva", VaultKind.DIRECTORY)
    with served(office) as live:
        yield Staff(live, coordinator, officer, lawyer)
    office.office.close()
    engines["sqlite"].drop(url)
