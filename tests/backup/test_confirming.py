"""A restored office opens when two coordinators have looked at its roster, and not before."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from caseintake.app import create_app
from caseintake.backup import confirming
from caseintake.backup.model import Restoration, RestorationConfirmed
from caseintake.backup.writing import back_up
from caseintake.kernel.actor import Role
from caseintake.vault import canonical
from caseintake.vault.primitives import HolderKeys
from tests.backup.scene import Scene, set_up
from tests.backup.test_backup import opened
from tests.office import OfficeForTests
from tests.signing_in import sign_in
from tests.web.asking import hidden

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def again(office: OfficeForTests, tmp_path: Path) -> OfficeForTests:
    scene: Scene = set_up(office)
    made = back_up(office.office, tmp_path / "one.backup")
    return opened(scene.restored(made.records, tmp_path / "new"), scene)


def coordinators(office: OfficeForTests) -> list[UUID]:
    return [person for person, role in office.roles.items() if role is Role.COORDINATOR]


def test_the_pages_are_closed_until_two_have_confirmed(again: OfficeForTests) -> None:
    app = create_app(again.office, "office")
    app.testing = True
    first, second = coordinators(again)
    lawyer = next(person for person, role in again.roles.items() if role is Role.LAWYER)
    for who, then in ((first, "1 of 2"), (second, None)):
        browser = sign_in(app.test_client(), again, who)
        assert browser.get("/board").location == "/restored"
        page = browser.get("/restored")
        assert "Leyla Quliyeva" in page.text
        unticked = browser.post("/restored", data={"csrf_token": hidden(page.text, "csrf_token")})
        assert unticked.status_code == 400
        sent = browser.post("/restored", data={"csrf_token": hidden(page.text, "csrf_token"), "known": "y"})
        assert sent.location == "/restored"
        seen = browser.get("/restored")
        assert (then in seen.text) if then else seen.location == "/"
        if then:
            other = sign_in(app.test_client(), again, lawyer)
            assert other.get("/matters").location == "/restored"
            assert other.post("/restored").status_code == 404
    assert sign_in(app.test_client(), again, lawyer).get("/matters").status_code == 200


@on_sqlite
def test_nobody_sends_anything_to_a_roster_nobody_has_looked_at(again: OfficeForTests) -> None:
    app = create_app(again.office, "public")
    app.testing = True
    browser = app.test_client()
    assert browser.get("/en/").status_code == 200
    for address in ("/en/code", "/en/return"):
        assert browser.post(address, data={"code": "x"}).status_code in (404, 405, 503)
    assert browser.post("/en/advice", data={}).status_code == 503


@on_sqlite
def test_what_was_confirmed_does_not_count_for_another_roster(again: OfficeForTests) -> None:
    first, second = coordinators(again)
    with again.unit(first) as uow:
        confirming.confirm(uow=uow)
        uow.commit()
    again.hire(Role.OBSERVER)
    with again.unit(second) as uow:
        found = confirming.waiting(uow=uow)
        assert found is not None
        assert found.by == ()
        confirming.confirm(uow=uow)
        uow.commit()
    with again.unit(second, write=False) as uow:
        found = confirming.waiting(uow=uow)
    assert found is not None
    assert found.by == (second,)


@on_sqlite
def test_a_confirmation_written_by_sql_counts_for_nothing(again: OfficeForTests) -> None:
    first, second = coordinators(again)
    with again.unit(first) as uow:
        confirming.confirm(uow=uow)
        uow.commit()
    with again.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(
            text(
                "INSERT INTO restoration_confirmed "
                "(id, restoration_id, person_id, roster_seq, signature, confirmed_on) "
                "SELECT :id, restoration_id, :person, roster_seq, signature, confirmed_on FROM restoration_confirmed"
            ),
            {"id": "a" * 32, "person": second.hex},
        )
        connection.commit()
    with again.unit(first, write=False) as uow:
        found = confirming.waiting(uow=uow)
    assert found is not None
    assert found.by == (first,)


@on_sqlite
def test_only_a_coordinator_confirms(again: OfficeForTests) -> None:
    lawyer = next(person for person, role in again.roles.items() if role is Role.LAWYER)
    with again.unit(lawyer) as uow, pytest.raises(PermissionError):
        confirming.confirm(uow=uow)


@on_sqlite
def test_the_roster_of_long_ago_when_one_was_enough_is_not_confirmed(again: OfficeForTests) -> None:
    """One coordinator with SQL signs for entry 0, when she was alone; or takes the note of the restore away."""
    first, second = coordinators(again)
    with again.unit(first) as uow:
        restoration = uow.session.scalars(select(Restoration)).one()
        message = canonical.encode("restored", uow.roster.fingerprint, restoration.id, uow.roster.hashes[0])
        signature = HolderKeys(again.secrets[first]).sign(message)
        uow.add(RestorationConfirmed(restoration_id=restoration.id, person_id=first, roster_seq=0,
                                     signature=signature, confirmed_on=uow.clock.today()))  # fmt: skip
        uow.commit()
    with again.unit(first, write=False) as uow:
        assert confirming.waiting(uow=uow) is not None
    with again.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("DELETE FROM restoration_confirmed"))
        connection.execute(text("DELETE FROM restoration"))
    for coordinator in (first, second):
        with again.unit(coordinator) as uow:
            assert confirming.waiting(uow=uow) is not None
            confirming.confirm(uow=uow)
            uow.commit()
    with again.unit(first, write=False) as uow:
        assert confirming.waiting(uow=uow) is None
