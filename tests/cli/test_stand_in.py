"""The only coordinator forgot her passphrase, or the other one is in a cell: the shares lead back. Real SLIP-0039."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from caseintake.cli.refused import Refusal
from caseintake.health import heartbeat, keys
from caseintake.health.findings import Light
from caseintake.health.heartbeat import Operation
from caseintake.identity import people, vouching, words
from caseintake.identity.credentials import NewKeys, wrap
from caseintake.identity.model import Compared
from caseintake.kernel.actor import Role
from caseintake.vault.errors import WrongShares
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import HolderKeys
from tests.cli.test_keys import OTHERS, Founded, Template, founded, template
from tests.office import OfficeForTests
from tests.signing_in import QUICK, account, sign_in
from tests.surfaces import lent_app
from tests.vault.test_attacks import check, sql

__all__ = ["Template", "founded", "template"]


def handle_of(office: OfficeForTests, person: UUID) -> str:
    with office.office.unit() as uow:
        return people.find(person, uow=uow).handle


def begun(founded: Founded, handle: str) -> tuple[str, ...]:
    said = founded.run("stand-in", "--for", handle, "--begin", typed=("y",))
    line = next(line for line in said.splitlines() if line.startswith("Code for new keys"))
    return tuple(line.split(":")[1].split())


def enrolled(office: OfficeForTests, code: tuple[str, ...]) -> bytes:
    """Whoever has the code sets the account up; answers the new secret."""
    fresh = NewKeys.draw()
    with office.office.unit(write=True) as uow:
        person = people.invited(code, uow=uow)
        place = {"fingerprint": office.office.fingerprint, "person_id": person.id}
        people.enrol(person.id, fresh, wrap(words.draw_passphrase(), fresh.secret, **place, cost=QUICK), 0, uow=uow)
        uow.commit()
    return fresh.secret


def told(founded: Founded) -> Light:
    with founded.office.office.unit() as uow:
        return keys.stand_in(uow).light


def test_the_only_coordinator_forgot_and_comes_back_as_herself(founded: Founded, tmp_path: Path) -> None:
    """Off the network: the file out, the shares, the file back; then what she held."""
    office, me = founded.office, founded.office.coordinator
    handle = handle_of(office, me)
    with pytest.raises(Refusal, match="nothing was changed"):
        founded.run("stand-in", "--for", handle, "--begin", typed=("n",))
    with pytest.raises(Refusal, match="no new keys that wait"):
        founded.run("stand-in", "--for", handle, typed=founded.shares[:2])
    fresh = enrolled(office, begun(founded, handle))
    with pytest.raises(Refusal, match="nothing this person held"):
        founded.run("recover", "--for", handle, typed=founded.shares[:2])  # nobody has vouched for these keys

    request, answer = tmp_path / "request", tmp_path / "answer"
    founded.run("stand-in", "--for", handle, "--export", str(request))
    off = ("stand-in", "--from", str(request), "--to", str(answer))
    with pytest.raises(Refusal, match="not of your office"):
        founded.run(*off, typed=("n",), bare=True)
    with pytest.raises(Refusal, match="could be anybody"):
        founded.run(*off, typed=("y", "n"), bare=True)
    with pytest.raises(WrongShares):
        founded.run(*off, typed=("y", "y", *OTHERS[:2]), bare=True)
    founded.run(*off, typed=("y", "y", *founded.shares[1:]), bare=True)
    assert told(founded) is Light.GREEN
    said = founded.run("import", str(answer))
    assert handle in said
    with pytest.raises(Refusal, match="not the next entry"):
        founded.run("import", str(answer))

    assert "4 vaults open" in founded.run("recover", "--for", handle, typed=founded.shares[:2])
    office.secrets[me] = fresh
    with office.unit(me) as uow:
        assert HolderKeys(fresh).sign_public == uow.roster.person(me).sign_public
        assert all(uow.keystore.can_open(id) for id in uow.roster.office_vaults.values())
        assert people.display_names(uow=uow)[me] == "Leyla M.", "the same person under the same name"
    office.hire(Role.LAWYER)
    assert check(office).findings == []


def test_everybody_is_told_for_thirty_days_and_taking_the_note_away_makes_it_longer(founded: Founded) -> None:
    office, me = founded.office, founded.office.coordinator
    handle = handle_of(office, me)
    enrolled(office, begun(founded, handle))
    founded.run("stand-in", "--for", handle, typed=("y", *founded.shares[:2]))
    assert heartbeat.last(office.office, "recovery_rehearsal", "done") is not None, "the shares fitted together"
    with lent_app(office.office) as app:
        page = sign_in(app.test_client(), office, founded.murad.person_id)
        assert "The recovery shares signed in place of a coordinator." in shown(page)
    assert told(founded) is Light.AMBER
    office.clock.advance(timedelta(days=keys.STAND_IN_DAYS))
    assert told(founded) is Light.GREEN
    sql(office, lambda connection: connection.execute(delete(Operation)))
    assert told(founded) is Light.AMBER, "no proven day: it is said until there is one"


def shown(client: FlaskClient) -> str:
    return client.get("/account").text


def test_one_of_three_goes_on_with_the_shares_while_two_are_out_of_reach(founded: Founded) -> None:
    """A fourth coordinator: the third compares words on the page, and the shares are the second signature."""
    office, me = founded.office, founded.office.coordinator
    for _ in range(2):
        office.hire(Role.COORDINATOR)
    with office.office.unit(write=True) as uow:
        invited, code = people.invite(Role.COORDINATOR, uow=uow)
        uow.commit()
    enrolled(office, code)
    asked = ("stand-in", "--for", invited.handle)
    with pytest.raises(Refusal, match="another coordinator compares words first"):
        founded.run(*asked, typed=founded.shares[:2])
    with office.unit(me) as uow:
        assert not vouching.vouch(people.find(invited.id, uow=uow), Compared.FACE_TO_FACE, "Rena Q.", "", uow=uow)
        uow.commit()
    founded.run(*asked, typed=("y", *founded.shares[:2]))
    with office.office.unit() as uow:
        assert uow.roster.person(invited.id).role is Role.COORDINATOR
    assert check(office).findings == []


def test_the_shares_make_no_lawyer_and_begin_for_nobody_but_a_coordinator(founded: Founded) -> None:
    office = founded.office
    with office.office.unit(write=True) as uow:
        invited, code = people.invite(Role.LAWYER, uow=uow)
        uow.commit()
    enrolled(office, code)
    with pytest.raises(Refusal, match="the shares make coordinators"):
        founded.run("stand-in", "--for", invited.handle, typed=founded.shares[:2])
    with pytest.raises(Refusal, match="no coordinator"):
        begun(founded, founded.murad.handle)
    other = account(office, office.hire(Role.COORDINATOR, VaultKind.DOCKET))
    with office.unit(other.person_id, write=False) as uow:
        assert uow.roster.stood_in() == {}
    assert heartbeat.last(office.office, "stand_in") is None
