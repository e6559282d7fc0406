"""The rehearsal of the night in which somebody is taken: what the signed rows say, what people did, and a result."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from caseintake.cli import night
from caseintake.health import heartbeat
from caseintake.health.duties import DUTIES
from caseintake.health.findings import Bar, Question
from caseintake.health.heartbeat import Kind
from caseintake.health.night import tonight
from caseintake.identity import freezing
from caseintake.kernel.actor import Role
from caseintake.vault.holders import Holder, VaultKind
from tests.live import prepare
from tests.office import OfficeForTests
from tests.signing_in import Account, account

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def rehearse(office: OfficeForTests, by: Account, yes: str) -> Result:
    where = ["--dir", str(office.office.settings.directory), "--by", by.handle]
    return CliRunner().invoke(night.night, where, input="".join(f"{one}\n" for one in yes))


def test_it_says_who_could_freeze_whom_and_what_is_opened_by_one_alone(office: OfficeForTests) -> None:
    prepare(office)
    leyla = account(office, office.coordinator)
    first, second = (account(office, office.hire(Role.LAWYER)) for _ in range(2))
    office.hire(Role.LAWYER)
    with office.unit(first.person_id) as uow:
        for others in ([second.person_id], []):
            uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(id) for id in (first.person_id, *others)])
        uow.commit()
    with office.office.unit() as uow:
        found = {one.person: one for one in tonight(uow)}
    assert found.keys() == {office.coordinator, first.person_id, second.person_id}
    mine = found[first.person_id]
    assert (set(mine.freezers), mine.matters, mine.alone) == ({office.coordinator, second.person_id}, 2, 1)
    assert found[second.person_id].good
    assert found[office.coordinator].freezers == (), "nobody freezes the only coordinator"

    done = rehearse(office, leyla, "yyyyy")
    assert done.exit_code == 1
    assert "NOBODY" in done.output
    assert "of them opened by nobody else 1" in done.output
    assert heartbeat.last(office.office, Kind.NIGHT_REHEARSAL, "done") is None

    other = account(office, office.hire(Role.COORDINATOR, VaultKind.DOCKET))
    with office.unit(first.person_id) as uow:
        lone = next(id for id in uow.keystore.mine() if len(uow.keystore.holders(id)) < 3)
        uow.keystore.grant(lone, Holder.person(second.person_id))
        uow.commit()
    assert "[ ]" in rehearse(office, other, "yynyy").output
    done = rehearse(office, other, "yyyyy")
    assert (done.exit_code, "result: good" in done.output) == (0, True)
    kept = heartbeat.last(office.office, Kind.NIGHT_REHEARSAL, "done")
    assert kept is not None
    assert kept.digest == other.person_id.bytes
    with office.unit(office.coordinator) as uow:
        freezing.freeze(second.person_id, uow=uow)
        uow.commit()
    with office.office.unit() as uow:
        assert all(second.person_id not in one.freezers for one in tonight(uow)), "who is frozen freezes nobody"


def test_whoever_is_no_coordinator_holds_no_rehearsal_and_late_it_closes_nothing(office: OfficeForTests) -> None:
    prepare(office)
    lawyer = account(office, office.hire(Role.LAWYER))
    assert "no coordinator" in str(rehearse(office, lawyer, "yyyyy").exception)
    assert [duty.bar for duty in DUTIES if duty.question is Question.NIGHT] == [Bar.NONE]
