"""What the host says it did, and what somebody who writes the database can make of it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind, Operation, Result
from caseintake.kernel.ids import new_id
from caseintake.vault.primitives import HolderKeys, random_bytes
from tests.office import OfficeForTests
from tests.vault.test_attacks import check, named, sql


def test_the_last_word_counts_and_a_success_is_found_behind_a_failure(office: OfficeForTests) -> None:
    assert heartbeat.last(office.office, Kind.BACKUP) is None
    heartbeat.record(office.office, "backup", digest=b"archive")
    office.clock.advance(timedelta(days=1))
    heartbeat.record(office.office, Kind.BACKUP, Result.FAILED)

    newest = heartbeat.last(office.office, Kind.BACKUP)
    good = heartbeat.last(office.office, Kind.BACKUP, Result.DONE)
    assert newest is not None
    assert (newest.result, newest.age(office.clock)) == (Result.FAILED, timedelta(0))
    assert good is not None
    assert (good.digest, good.age(office.clock)) == (b"archive", timedelta(days=1))
    heartbeat.record(office.office, Kind.BACKUP)
    after = heartbeat.last(office.office, Kind.BACKUP)
    assert after is not None
    assert after.result is Result.DONE
    assert heartbeat.last(office.office, Kind.REMIND) is None
    assert check(office).findings == []


def test_a_job_of_every_quarter_of_an_hour_leaves_one_row_a_day(office: OfficeForTests) -> None:
    for _ in range(5):
        heartbeat.record(office.office, Kind.REMIND)
    with office.office.unit() as uow:
        assert uow.session.query(Operation).count() == 1
    with pytest.raises(ValueError, match="tea"):
        heartbeat.record(office.office, "tea")


def test_sql_alone_invents_no_backup(office: OfficeForTests) -> None:
    heartbeat.record(office.office, Kind.BACKUP, Result.FAILED)
    today = office.clock.today()
    sql(office, lambda c: c.execute(update(Operation.__table__).values(result="done")))
    assert heartbeat.last(office.office, Kind.BACKUP) is None, "a failure made a success by SQL is not believed"
    assert {table for table, _ in named(check(office))} == {"operation"}

    forged = Operation(id=new_id(), kind=Kind.BACKUP, number=9, day=today, result=Result.DONE, digest=b"")
    forged.signature = HolderKeys(random_bytes(32)).sign(forged.message(office.office.fingerprint))
    values = {column.name: getattr(forged, column.name) for column in Operation.__table__.c}
    sql(office, lambda c: c.execute(Operation.__table__.insert().values(values)))
    assert heartbeat.last(office.office, Kind.BACKUP) is None, "another key is not the host's"


def test_an_old_word_cannot_be_dated_forward_and_one_taken_away_is_missed(office: OfficeForTests) -> None:
    heartbeat.record(office.office, Kind.BACKUP)
    office.clock.advance(timedelta(days=40))
    sql(office, lambda c: c.execute(update(Operation.__table__).values(day=office.clock.today())))
    assert heartbeat.last(office.office, Kind.BACKUP) is None
    heartbeat.record(office.office, Kind.BACKUP, began=office.clock.now())
    office.clock.advance(timedelta(hours=20))
    for hour in (None, int(office.clock.now().timestamp()) // 3600):
        sql(office, lambda c, hour=hour: c.execute(update(Operation.__table__).values(hour=hour)))
        assert heartbeat.last(office.office, Kind.BACKUP) is None
    sql(office, lambda c: c.execute(delete(Operation.__table__)))
    assert {table for table, _ in named(check(office))} == {"operation"}


def test_a_clock_that_ran_ahead_keeps_nothing_green(office: OfficeForTests) -> None:
    before = office.clock.now()
    office.clock.advance(timedelta(days=400))
    heartbeat.record(office.office, Kind.BACKUP)
    office.clock.set(before)
    heartbeat.record(office.office, Kind.BACKUP, began=before + timedelta(hours=3))
    assert heartbeat.last(office.office, Kind.BACKUP) is None
    office.clock.advance(timedelta(hours=3))
    assert heartbeat.last(office.office, Kind.BACKUP) is not None
    with office.office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM operation")).scalar_one() == 2
