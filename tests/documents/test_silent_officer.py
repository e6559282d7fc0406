"""An officer who does not answer blocks nothing for ever, and nobody gets round her alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from caseintake.documents import setting_aside, silent_officer
from caseintake.documents.model import Document, Step
from caseintake.documents.setting_aside import Refused
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, VaultKind
from tests.documents.test_service import add
from tests.documents.test_setting_aside import name, press
from tests.office import OfficeForTests
from tests.signing_in import account


def replace(office: OfficeForTests, person: UUID, moved: UUID) -> None:
    with office.unit(person) as uow:
        silent_officer.replace(uow.session.get_one(Document, moved), uow=uow)
        uow.commit()


def refused(office: OfficeForTests, person: UUID, moved: UUID, why: str) -> None:
    with pytest.raises(Refused, match=why):
        replace(office, person, moved)
    with office.unit(person, write=False) as uow:
        document = uow.session.get_one(Document, moved)
        assert len(setting_aside.holders(document.vault_id, uow=uow)) == 2


def set_one_aside(office: OfficeForTests, *named: UUID) -> UUID:
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    name(office, *named)
    moved = press(office, lawyer, add(office, lawyer, matter, b"picture"), matter)
    assert moved is not None
    return moved


def decide(office: OfficeForTests, person: UUID, moved: UUID) -> None:
    with office.unit(person) as uow:
        setting_aside.decide(uow.session.get_one(Document, moved), Step.DESTROY, "Asked the Bar", "", uow=uow)
        uow.commit()


def test_whoever_is_named_in_her_place_takes_over_and_must_still_agree(office: OfficeForTests) -> None:
    first, silent, third = (account(office, office.hire(Role.LAWYER)).person_id for _ in range(3))
    moved = set_one_aside(office, first, silent)
    refused(office, first, moved, "not_waited")
    decide(office, first, moved)
    office.clock.advance(timedelta(days=2))
    refused(office, first, moved, "not_waited")
    office.clock.advance(timedelta(days=1))
    refused(office, first, moved, "still_named")
    name(office, first, third)
    refused(office, silent, moved, "not_named")

    replace(office, first, moved)
    with office.unit(silent, write=False) as uow:
        vault_id = uow.session.get_one(Document, moved).vault_id
        assert vault_id not in uow.keystore.mine()
        assert setting_aside.held(uow=uow) == []
    with office.unit(third) as uow:
        (document,) = setting_aside.held(uow=uow)
        (step,) = setting_aside.steps(document.vault_id, uow=uow)
        assert (step.by, step.agreed) == (first, False)
        setting_aside.agree(step, uow=uow)
        uow.commit()
        assert uow.session.get(Document, moved) is None
        (done,) = setting_aside.past(uow=uow)
        assert (done.by, done.second) == (first, third)


def test_an_officer_who_is_a_coordinator_does_not_name_her_own_second(office: OfficeForTests) -> None:
    """The first coordinator of an office may be its only one; as soon as there is another, that one names."""
    me, silent = office.coordinator, office.hire(Role.LAWYER)
    third = account(office, office.hire(Role.LAWYER)).person_id
    another = office.hire(Role.COORDINATOR)
    moved = set_one_aside(office, me, silent)
    decide(office, me, moved)
    office.clock.advance(timedelta(days=4))
    name(office, me, third)
    refused(office, me, moved, "own_naming")
    with office.unit(another) as uow:
        setting_aside.name_officers([me, third], uow=uow)
        uow.commit()
    replace(office, me, moved)
    with office.unit(third, write=False) as uow:
        assert [row.id for row in setting_aside.held(uow=uow)] == [moved]


def test_with_nobody_else_to_name_the_one_who_stays_asks_a_witness(office: OfficeForTests) -> None:
    first, silent = office.hire(Role.LAWYER), office.hire(Role.LAWYER)
    moved = set_one_aside(office, first, silent)
    decide(office, first, moved)
    office.clock.advance(timedelta(days=3))
    name(office, first)
    replace(office, first, moved)
    with office.unit(first) as uow:
        document = uow.session.get_one(Document, moved)
        assert [one.agreed for one in setting_aside.steps(document.vault_id, uow=uow)] == [False]
        with pytest.raises(Refused, match="witness_needed"):
            setting_aside.decide(document, Step.DESTROY, "Asked", "", uow=uow)
        setting_aside.decide(document, Step.DESTROY, "Asked", "Dr Ines Keller, Berlin", uow=uow)
        uow.commit()
        assert uow.session.get(Document, moved) is None
