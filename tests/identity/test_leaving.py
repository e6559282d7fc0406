"""Somebody is taken off the roster while a request of hers is still under way."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest

from caseintake.audit.verify import verify
from caseintake.identity import people, vouching
from caseintake.kernel.actor import Role
from caseintake.vault.errors import ForgedEpoch, NotVouched
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from tests.office import OfficeForTests
from tests.signing_in import account


def remove(office: OfficeForTests, person_id: UUID, done: threading.Event) -> None:
    with office.unit(office.coordinator) as uow:
        vouching.remove(people.find(person_id, uow=uow), uow=uow)
        uow.commit()
    done.set()


def test_what_she_was_writing_is_finished_first_and_stays_readable(office: OfficeForTests) -> None:
    lawyer, other = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    account(office, lawyer)
    done = threading.Event()
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer), Holder.person(other)])
        uow.flush()
        removing = threading.Thread(target=remove, args=(office, lawyer, done))
        removing.start()
        assert not done.wait(0.5), "the removal waits for her"
        uow.commit()
    removing.join(120)
    assert done.is_set()

    with office.unit(other) as uow:
        assert uow.keystore.can_open(matter)
        uow.keystore.refresh(matter)
        assert Holder.person(lawyer) not in uow.keystore.holders(matter)
        uow.commit()


def test_what_she_begins_afterwards_is_refused_and_breaks_nothing(office: OfficeForTests) -> None:
    lawyer, other = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    account(office, lawyer)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer), Holder.person(other)])
        uow.commit()
    remove(office, lawyer, threading.Event())

    with office.unit(lawyer) as uow, pytest.raises(ForgedEpoch):
        uow.keystore.refresh(matter)
    with office.unit(lawyer) as uow:
        uow.note(OFFICE_CHAIN, "checkpoint", lawyer)
        with pytest.raises(NotVouched):
            uow.commit()
    with office.unit(other) as uow:
        uow.keystore.refresh(matter)
        uow.commit()
    with office.office.unit() as uow:
        report = verify(
            uow.session,
            fingerprint=office.office.fingerprint,
            host_key=office.office.log_keys.sign_public,
            remembered_heads={},
            remembered_roster=0,
        )
    assert report.findings == []
