"""A write and a revocation at the same moment: after the revocation's commit nothing is sealed to the old key."""

import threading
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, VaultKind
from tests.office import OfficeForTests
from tests.vault.note import Leaf


def notes_by_epoch(office: OfficeForTests, vault_id: UUID) -> list[int]:
    with office.office.unit() as uow:
        return sorted(uow.session.scalars(select(Leaf.epoch).where(Leaf.vault_id == vault_id)))


def test_no_record_of_the_old_epoch_after_the_revocation(office: OfficeForTests) -> None:
    one, two, three = (office.hire(Role.LAWYER) for _ in range(3))
    with office.unit(one) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(p) for p in (one, two, three)])
        # The remover does not hold this file, so nothing but the writer's own check can turn it in time.
        client_file = uow.keystore.create_vault(VaultKind.CLIENT_FILE, [Holder.vault(matter)])
        uow.commit()
    stop, wrote, wrong = threading.Event(), threading.Event(), []

    def keep_writing() -> None:
        while not stop.is_set():
            with office.unit(two) as uow:
                uow.add(Leaf(vault_id=client_file, word="söz"))
                uow.commit()
            wrote.set()

    threads = [threading.Thread(target=keep_writing) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        assert wrote.wait(120)
        for _ in range(3):
            with office.unit(one) as uow:
                uow.keystore.remove(matter, Holder.person(three))
                uow.commit()
            before = notes_by_epoch(office, client_file)
            wrote.clear()
            assert wrote.wait(120)
            assert wrote.wait(120)
            after = notes_by_epoch(office, client_file)
            with office.unit(two, write=False) as uow:
                current = uow.keystore.chains.current(client_file).number
            wrong += [epoch for epoch in after[len(before) :] if epoch < current]
            with office.unit(one) as uow:
                uow.keystore.grant(matter, Holder.person(three))
                uow.commit()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_page_that_began_before_a_colleague_was_added_is_no_alarm(office: OfficeForTests) -> None:
    """Its snapshot is older than what the process has seen since; nothing was rolled back."""
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    with office.unit(lawyer, write=False) as page:
        page.session.execute(select(Leaf.id)).all()  # the snapshot begins here
        other = office.hire(Role.LAWYER)
        with office.unit(lawyer) as uow:
            uow.keystore.grant(matter, Holder.person(other))
            uow.commit()
        with office.unit(lawyer, write=False) as later:
            assert later.keystore.can_open(matter)
        assert page.keystore.can_open(matter)
