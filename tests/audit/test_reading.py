"""Who did what, read from the signed log of a vault."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, bindparam, text

from caseintake.audit.reading import deeds
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, VaultKind
from tests.office import START, OfficeForTests
from tests.vault.note import Note


@pytest.fixture
def lawyer(office: OfficeForTests):
    return office.hire(Role.LAWYER)


@pytest.fixture
def vault_id(office: OfficeForTests, lawyer):
    with office.unit(lawyer) as uow:
        vault = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.add(Note(vault_id=vault, state="new", text="one"))
        uow.say("wrote the first note")
        uow.commit()
    with office.unit(lawyer) as uow:
        uow.keystore.grant(vault, Holder.person(office.coordinator))
        uow.commit()
    with office.unit(office.coordinator) as uow:
        uow.add(Note(vault_id=vault, state="new", text="two"))
        uow.say("wrote the second note")
        uow.commit()
    return vault


def read(office: OfficeForTests, person, vault_id, **more):
    with office.unit(person, write=False) as uow:
        return deeds(vault_id, session=uow.session, keystore=uow.keystore, **more)


def test_the_newest_deed_stands_first_with_who_when_and_what(office, lawyer, vault_id):
    found = read(office, lawyer, vault_id)

    assert [(deed.seq, deed.by, deed.said) for deed in found] == [
        (3, office.coordinator, "wrote the second note"),
        (2, lawyer, None),
        (1, lawyer, "wrote the first note"),
    ]
    assert found[0].at == START
    assert not any(deed.damaged for deed in found)


def test_a_page_at_a_time(office, lawyer, vault_id):
    assert [deed.seq for deed in read(office, lawyer, vault_id, limit=2)] == [3, 2]
    assert [deed.seq for deed in read(office, lawyer, vault_id, before=2)] == [1]


def test_what_was_said_under_an_old_key_is_still_read(office, lawyer, vault_id):
    with office.unit(lawyer) as uow:
        uow.keystore.remove(vault_id, Holder.person(office.coordinator))
        uow.add(Note(vault_id=vault_id, state="new", text="three"))
        uow.say("wrote the third note")
        uow.commit()

    assert [deed.said for deed in read(office, lawyer, vault_id)][::3] == [
        "wrote the third note",
        "wrote the first note",
    ]


def test_without_a_key_nothing_is_told(office, vault_id):
    stranger = office.hire(Role.LAWYER)

    assert [(deed.said, deed.at) for deed in read(office, stranger, vault_id)] == [(None, None)] * 3


@pytest.mark.parametrize("change", ["UPDATE log_entry SET detail = :noise", "UPDATE log_entry SET detail = NULL"])
def test_a_detail_that_was_changed_is_damage(office, lawyer, vault_id, change):
    statement = text(f"{change} WHERE seq = 3 AND detail IS NOT NULL")
    if ":noise" in change:
        statement = statement.bindparams(bindparam("noise", b"\x00" * 80, type_=LargeBinary()))
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(statement)

    assert [deed.damaged for deed in read(office, lawyer, vault_id)] == [True, False, False]
