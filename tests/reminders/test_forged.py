"""What a colleague without the key, somebody removed, or SQL alone makes of reminders: nothing but an alarm."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from caseintake.audit.chain import Item
from caseintake.casework import tasks as work
from caseintake.deadlines.model import Deadline
from caseintake.identity.model import Person
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.matters.model import Matter
from caseintake.reminders import gathering, running, service
from caseintake.reminders.model import Acknowledgement, DeliveryAddress
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.tables import EpochRow, Vault
from tests.deadlines.scene import DUE, Scene, set_limits
from tests.office import OfficeForTests
from tests.reminders.test_running import on
from tests.signing_in import account
from tests.vault.test_attacks import digest_now, log, sql


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def vault_of(scene: Scene) -> UUID:
    with scene.office.office.unit() as uow:
        return uow.session.scalars(select(Matter.vault_id).where(Matter.id == scene.cast.matter)).one()


def alarms(scene: Scene) -> list[bool]:
    with scene.office.office.unit() as uow:
        return [item.damaged for item in gathering.items(uow=uow)]


def test_nobody_turns_anothers_mails_to_herself(scene: Scene) -> None:
    """A lawyer with SQL writes a coordinator's address, and her own key covers it in the office's log."""
    office = scene.office
    for person in (scene.reader, scene.cast.lawyer, office.coordinator):
        with office.office.unit() as uow:
            known = uow.session.get(Person, person)
        if known is None:
            account(office, person)
    for person in (scene.reader, scene.cast.lawyer):
        with office.unit(person) as uow:
            service.set_address(f"{person.hex}@example.org", uow=uow)
            uow.commit()
    with office.unit(scene.cast.lawyer) as uow:
        rows = uow.session.scalars(select(DeliveryAddress).where(DeliveryAddress.person_id == scene.reader))
        rows.one().address = "mine@example.org"
        uow.add(DeliveryAddress(person_id=office.coordinator, address="mine@example.org", entered_on=uow.clock.today()))
        uow.commit()
    with office.office.unit() as uow:
        found, forged = gathering.addresses(uow=uow)
    assert (set(found), forged) == ({scene.cast.lawyer}, 2)


def test_nobody_has_seen_a_date_for_somebody_else(scene: Scene) -> None:
    office, stranger, vault = scene.office, scene.office.hire(Role.LAWYER), vault_of(scene)
    with office.office.unit() as uow:
        (item,) = gathering.items(uow=uow)
    for writer, person in ((scene.cast.lawyer, scene.cast.second), (stranger, stranger)):
        with office.unit(writer) as uow:
            assert item.due is not None
            uow.add(Acknowledgement(vault_id=vault, matter_id=item.matter_id, rule=item.rule, due=item.due,
                                    person_id=person, seen_on=uow.clock.today()))  # fmt: skip
            uow.commit()
    with office.office.unit() as uow:
        (item,) = gathering.items(uow=uow)
    assert item.seen_by == ()


@pytest.mark.parametrize("who", ["stranger", "removed"])
def test_a_colleague_without_the_key_moves_no_last_day(scene: Scene, who: str) -> None:
    office, vault = scene.office, vault_of(scene)
    forger = scene.office.hire(Role.LAWYER)
    if who == "removed":
        with office.unit(scene.cast.lawyer) as uow:
            uow.keystore.grant(vault, Holder.person(forger))
            uow.commit()
        with office.unit(scene.cast.lawyer) as uow:
            uow.keystore.remove(vault, Holder.person(forger))
            uow.commit()
    assert alarms(scene) == [False]
    with office.office.unit() as uow:
        ids = uow.session.scalars(select(Deadline.id)).all()
    sql(office, lambda c: c.execute(update(Deadline.__table__).values(running=False)))  # type: ignore[arg-type]
    covered = [Item("put", "deadline", id, digest_now(office, Deadline, id)) for id in ids]
    log(office, HolderKeys(office.secrets[forger]), "person", forger, {vault: covered})
    assert alarms(scene) == [True]


@pytest.mark.parametrize("said", ["drop", "put"])
def test_a_last_day_taken_away_is_missed_whatever_the_log_is_made_to_say(scene: Scene, said: str) -> None:
    """The links of the log can be computed by anybody; only the signature cannot."""
    office, vault = scene.office, vault_of(scene)
    assert alarms(scene) == [False]
    with office.office.unit() as uow:
        ids = uow.session.scalars(select(Deadline.id)).all()
    sql(office, lambda c: c.execute(text("DELETE FROM deadline")))
    items = [Item(said, "deadline", id, b"") for id in ids]
    log(office, HolderKeys(random_bytes(32)), "person", scene.cast.lawyer, {vault: items})
    assert alarms(scene) == [True]


def test_a_page_shows_what_nobody_touched_and_nothing_that_somebody_did(scene: Scene) -> None:
    """A date that was changed, or put where no log speaks of it, is on no page, and the run tells of its matter."""
    office = scene.office
    on(office, DUE - timedelta(days=10))
    with office.office.unit() as uow:
        elsewhere = uow.session.scalars(select(Vault.id).where(Vault.kind == VaultKind.INTAKE)).one()

    def set_to(column: str, value: object) -> None:
        sql(office, lambda c: c.execute(update(Deadline.__table__).values({column: value})))  # type: ignore[arg-type]

    def shown(person: UUID) -> list[date | None]:
        with office.unit(person) as uow:
            return [item.due for item, _seen in service.waiting(uow=uow)]

    assert (shown(scene.cast.lawyer), shown(scene.reader), shown(office.hire(Role.LAWYER))) == ([DUE], [DUE], [])
    for column, was, planted in (
        ("due", DUE, DUE - timedelta(days=1)),
        ("vault_id", vault_of(scene), elsewhere),
    ):
        set_to(column, planted)
        assert (shown(scene.cast.lawyer), shown(scene.reader)) == ([], [])
        assert alarms(scene) != [False]
        set_to(column, was)
        assert shown(scene.cast.lawyer) == [DUE]


def test_epochs_that_do_not_verify_are_an_alarm_for_their_matter_and_silence_no_other(scene: Scene) -> None:
    """And once they are mended it is as if nothing had been: a process keeps no verdict that it could not reach."""
    office, vault = scene.office, vault_of(scene)
    with office.unit(scene.cast.second) as uow:
        other = matters.create_matter(codename="Medlar 3", about="A phone in April", uow=uow)
        work.add(other, what="Ring Sabir", assignee=scene.cast.second, due_on=uow.clock.today(), uow=uow)
        uow.commit()
    first = (EpochRow.vault_id == vault, EpochRow.seq == 1)
    with office.office.unit() as uow:
        kept = uow.session.scalars(select(EpochRow.signature).where(*first)).one()

    def sign(signature: bytes) -> None:
        changed = update(EpochRow.__table__).where(*first).values(signature=signature)  # type: ignore[arg-type]
        sql(office, lambda c: c.execute(changed))

    sign(random_bytes(64))
    said: list[UUID] = []
    done = running.run(office.office, lambda person, *_words: said.append(person), to=lambda today: today.staff.people)
    assert (alarms(scene), done.alarms) == ([True], 1)
    assert {scene.reader, scene.cast.second} <= set(said), "a coordinator of the one, the lawyer of the other"
    with office.unit(scene.cast.lawyer) as uow:
        assert service.waiting(uow=uow) == []
    sign(kept)
    assert alarms(scene) == [False]
