"""kill -9 at every step towards the disk: what has its final name is whole, nothing is lost, nothing is half done."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from caseintake import settings as settings_file
from caseintake.backup.archive import Archive
from caseintake.backup.writing import back_up
from caseintake.cli.health import checked
from caseintake.identity import freezing, replacing, vouching, words
from caseintake.identity.credentials import NewKeys, wrap
from caseintake.identity.model import Compared, Person
from caseintake.kernel.actor import Role
from caseintake.reminders import running
from caseintake.settings import SettingsError
from caseintake.storage import Base
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import random_bytes
from caseintake.work import Office
from tests.backup.scene import set_up
from tests.deadlines.scene import DUE, Scene
from tests.office import OfficeForTests
from tests.product_alone import product_alone
from tests.reminders import test_running
from tests.reminders.sink import sink
from tests.reminders.test_running import COORDINATOR, DEPUTY, LAWYER, on, send
from tests.signing_in import QUICK, account

pytestmark = [pytest.mark.timeout(420), pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)]

#: The lawyer's matter, with deputy and coordinator who have addresses.
limits = test_running.scene


@pytest.fixture(autouse=True)
def _product_alone() -> Iterator[None]:
    with product_alone():
        yield


def _cut(act: Callable[[], object], at: int) -> bool:
    """Do it in a process of its own that is killed before its ``at``-th step towards the disk; True if it lived."""
    child = os.fork()
    if child == 0:
        left = iter(range(at - 1, -1, -1))

        def step(*_: Any) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(lambda event, given: step() if _towards_the_disk(event, given) else None)
            event.listen(Engine, "commit", step)
            event.listen(Engine, "before_cursor_execute", lambda _c, _k, sql, *_: sql[:6] == "SELECT" or step())
            act()
        except BaseException:  # noqa: BLE001 - whatever it was: this process must not go on as a second pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0, "it broke off by itself"
    return True


def _towards_the_disk(event: str, given: tuple[Any, ...]) -> bool:
    writes = event == "open" and isinstance(given[2], int) and bool(given[2] & (os.O_WRONLY | os.O_RDWR))
    return writes or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")


def _everywhere(act: Callable[[], object], looked: Callable[[], bool], moments: Iterable[int] = range(1, 200)) -> int:
    """Kill it later and later until ``looked`` says that it is done; at which of its steps that was."""
    for at in moments:
        lived = _cut(act, at)
        if looked():
            return at
        assert not lived, "it ended well and is not done"
    raise AssertionError("it never ends")


def _rows(office: OfficeForTests) -> dict[str, list[str]]:
    with office.office.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)))) for table in Base.metadata.sorted_tables
        }


def _all_or_nothing(office: OfficeForTests, act: Callable[[], object]) -> int:
    """After each kill everything is as it was before, to the last row, until all of it is done."""
    before = _rows(office)

    def done() -> bool:
        return _rows(office) != before

    office.office.engine.dispose()
    kills = _everywhere(act, done)
    found = checked(office.office, office.office.fingerprint)
    assert found.findings == []
    return kills


def test_killed_while_an_account_is_opened_again_it_is_frozen_or_open(office: OfficeForTests) -> None:
    second = office.hire(Role.COORDINATOR, VaultKind.DOCKET)
    lawyer = account(office, office.hire(Role.LAWYER)).person_id
    with office.unit(office.coordinator) as uow:
        freezing.freeze(lawyer, uow=uow)
        uow.commit()
    with office.unit(second) as uow:
        freezing.thaw(lawyer, uow=uow)
        uow.commit()

    def thaw() -> None:
        with office.unit(office.coordinator) as uow:
            assert freezing.thaw(lawyer, uow=uow)
            uow.commit()

    assert _all_or_nothing(office, thaw) > 3
    with office.unit(office.coordinator, write=False) as uow:
        assert freezing.frozen(uow=uow) == frozenset()


def test_killed_while_keys_are_replaced_and_given_again(office: OfficeForTests) -> None:
    """The roster and every vault the old key held go over together, or not at all; so does what is given again."""
    lawyer = account(office, office.hire(Role.LAWYER, VaultKind.DIRECTORY)).person_id
    fresh = NewKeys(random_bytes(32), random_bytes(20))
    words_now = words.draw_passphrase()
    wrapped = wrap(words_now, fresh.secret, fingerprint=office.office.fingerprint, person_id=lawyer, cost=QUICK)
    with office.unit(lawyer) as uow:
        remembered = replacing.memory(office.secrets[lawyer], uow=uow)
        signature = replacing.sign_new(fresh.pairs, uow=uow)
        replacing.begin(lawyer, fresh, wrapped, remembered, signature, uow=uow)
        uow.commit()

    def vouch() -> None:
        with office.unit(office.coordinator) as uow:
            assert vouching.vouch(uow.session.get_one(Person, lawyer), Compared.VOICE, "Murad A.", "", uow=uow)
            uow.commit()

    def give() -> None:
        with office.unit(office.coordinator) as uow:
            uow.keystore.grant(uow.roster.office_vaults[VaultKind.INTAKE], Holder.person(lawyer))
            uow.commit()

    assert _all_or_nothing(office, vouch) > 10
    office.secrets[lawyer] = fresh.secret
    assert _all_or_nothing(office, give) > 2
    with office.unit(lawyer, write=False) as uow:
        for kind in (VaultKind.DIRECTORY, VaultKind.INTAKE):
            assert uow.keystore.can_open(uow.roster.office_vaults[kind]), kind


def test_killed_while_a_backup_is_made_and_restored(office: OfficeForTests, tmp_path: Path) -> None:
    """A name of a backup stands for a whole file; a folder with settings is a whole office."""
    scene = set_up(office)
    away, new = tmp_path / "away", tmp_path / "new"
    away.mkdir()
    records, keys = away / "one.backup", away / "one.backup.keys"
    office.office.engine.dispose()

    def whole() -> bool:
        for path in (records, keys):
            if path.exists():
                with Archive.at(path) as archive:
                    assert list(archive.items(scene.key))[-1][0] == "end"
        done = records.exists() and keys.exists()
        if not done:
            keys.unlink(missing_ok=True)
        return done

    assert _everywhere(lambda: back_up(office.office, records), whole) > 3
    assert list(away.glob(".*.part")) == []

    def made() -> bool:
        if not (new / "office.toml").exists():
            with pytest.raises(SettingsError):
                settings_file.load(new)
            shutil.rmtree(new, ignore_errors=True)
            return False
        again = Office.open(settings_file.load(new), office.clock)
        try:
            return checked(again, again.fingerprint).findings == []
        finally:
            again.close()

    # The files come first, one by one; then the tables, of which every so many are enough.
    assert _everywhere(lambda: scene.restored(records, new), made, [*range(1, 16), *range(20, 2000, 25)]) > 45


def test_killed_while_it_reminds_nobody_is_left_out_and_a_second_mail_is_the_same_mail(
    limits: Scene, office: OfficeForTests
) -> None:
    on(office, DUE + timedelta(days=1))
    memory = office.office.settings.directory / running.FILE
    office.office.engine.dispose()
    with sink() as kept:

        def looked() -> bool:
            before = len(kept.mails)
            send(office, kept)
            assert send(office, kept).sent == 0, "said again without need"
            for who in (LAWYER, DEPUTY, COORDINATOR):
                numbers = [mail["Message-ID"] for to, mail in kept.mails if to == who]
                assert len(numbers) in (1, 2), who
                assert len(set(numbers)) == 1, "a reader's program would show two"
            assert len(kept.mails) <= 4, "at most the one mail that was on its way is sent a second time"
            all_sent_by_the_killed = before == 3 == len(kept.mails)
            kept.mails.clear()
            memory.unlink()
            office.office.engine.dispose()
            return all_sent_by_the_killed

        assert _everywhere(lambda: send(office, kept), looked) > 6
