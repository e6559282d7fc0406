"""What a session row gives away: nothing without its cookie, and nothing after it is gone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text, update

from caseintake.identity.desk import SESSION, Desk, Entrant, Visit
from caseintake.identity.model import Credential
from caseintake.kernel.actor import Role
from caseintake.vault.primitives import random_bytes, seal, sha256
from tests.office import OfficeForTests
from tests.signing_in import account

UNTIL = date(2026, 3, 3)
PERSON = UUID(int=5)


@pytest.fixture
def desk(office: OfficeForTests) -> Iterator[Desk]:
    opened = Desk.open(office.office)
    yield opened
    opened.close()


def begin(desk: Desk, office: OfficeForTests, person_id: UUID) -> str:
    return desk.begin(Entrant(person_id, office.roles[person_id], office.secrets[person_id], 0, None, False), 1)


def test_a_token_opens_its_row_and_only_for_its_purpose(desk: Desk) -> None:
    token = desk.sessions.keep("enrolment", PERSON, 4, b"content", UNTIL)

    kept = desk.sessions.find(token, "enrolment")
    assert kept is not None
    assert (kept.person_id, kept.version, kept.content) == (PERSON, 4, b"content")
    assert desk.sessions.find(token, SESSION) is None


def test_half_a_cookie_opens_nothing(desk: Desk) -> None:
    token = desk.sessions.keep(SESSION, PERSON, 1, b"content", UNTIL)
    halves = base64.urlsafe_b64decode(token + "==")
    lookup, key = halves[:32], halves[32:]
    for wrong in (lookup + random_bytes(32), random_bytes(32) + key, key + lookup, lookup):
        assert desk.sessions.find(base64.urlsafe_b64encode(wrong).decode(), SESSION) is None
    for nonsense in ("", "ü", "a", token[:-2], token + "AAAA", "=" * 86):
        assert desk.sessions.find(nonsense, SESSION) is None


def test_the_row_holds_neither_half_of_the_cookie_nor_the_secret(desk: Desk, office: OfficeForTests) -> None:
    account(office, office.coordinator)
    token = begin(desk, office, office.coordinator)
    halves = base64.urlsafe_b64decode(token + "==")
    with desk.sessions._engine.connect() as connection:
        row = connection.execute(select(desk.sessions._table)).one()
    stored = b"".join(value for value in (bytes(v) for v in row if isinstance(v, (bytes, memoryview))))
    for secret in (halves[:32], halves[32:], office.secrets[office.coordinator]):
        assert secret not in stored
    assert sha256(halves[:32]) in stored


@pytest.mark.parametrize("column", ["person_id", "version", "purpose", "id", "content"])
def test_a_changed_row_does_not_open(desk: Desk, column: str) -> None:
    token = desk.sessions.keep(SESSION, PERSON, 1, b"content", UNTIL)
    other = UUID(int=6)
    value = {
        "person_id": other,
        "version": 2,
        "purpose": "enrolment",
        "id": sha256(b"x"),
        "content": random_bytes(60),
    }[column]
    with desk.sessions._engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(desk.sessions._table).values({column: value}))

    assert desk.sessions.find(token, SESSION) is None
    assert desk.sessions.find(token, "enrolment") is None


def test_a_forged_row_of_another_person_is_not_that_person(desk: Desk, office: OfficeForTests) -> None:
    """Whoever can write rows can make a cookie of his own; he does not know her keys, so it is not her."""
    account(office, office.coordinator)
    visit = Visit(random_bytes(32), random_bytes(32), 0, 0)
    now = int(office.clock.now().timestamp())
    forged = msgspec.structs.replace(visit, began=now, seen=now)
    token = desk.sessions.keep(SESSION, office.coordinator, 1, msgspec.msgpack.encode(forged), UNTIL)

    assert desk.sessions.find(token, SESSION) is not None
    assert desk.present(token) is None
    real = msgspec.structs.replace(forged, secret=office.secrets[office.coordinator])
    token = desk.sessions.keep(SESSION, office.coordinator, 1, msgspec.msgpack.encode(real), UNTIL)
    assert desk.present(token) is not None, "the same row with her keys is hers"


def test_an_old_cookie_and_an_old_row_open_nothing_after_the_end(desk: Desk, office: OfficeForTests) -> None:
    account(office, office.coordinator)
    token = begin(desk, office, office.coordinator)
    kept = desk.sessions.find(token, SESSION)
    assert kept is not None
    desk.sessions.end(kept)

    assert desk.present(token) is None
    desk.sessions.rewrite(kept, b"again")
    assert desk.sessions.find(token, SESSION) is None, "a late write does not bring it back"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_nothing_of_an_ended_session_stays_in_sqlites_files(desk: Desk, office: OfficeForTests) -> None:
    account(office, office.coordinator)
    token = begin(desk, office, office.coordinator)
    kept = desk.sessions.find(token, SESSION)
    assert kept is not None
    files = list(Path(office.office.settings.runtime).glob("sessions.sqlite3*"))
    assert any(kept.id in path.read_bytes() for path in files), "while it lives its row is there"
    desk.sessions.end(kept)

    assert not any(kept.id in path.read_bytes() for path in files if path.exists())


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_on_postgresql_sessions_are_unlogged_and_outside_the_schema_of_the_office(
    desk: Desk, office: OfficeForTests
) -> None:
    with office.office.engine.connect() as connection:
        kind = connection.execute(
            text("SELECT relpersistence FROM pg_class WHERE oid = 'runtime.session'::regclass")
        ).scalar_one()
        inside = connection.execute(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'session'")
        ).scalar_one()
    assert kind in ("u", b"u")
    assert inside == 0
    Desk.open(office.office).close()  # a second worker finds it there


def test_rows_past_their_day_are_swept(desk: Desk, office: OfficeForTests) -> None:
    token = desk.sessions.keep(SESSION, PERSON, 1, b"content", UNTIL)
    desk.sessions.sweep(UNTIL)
    assert desk.sessions.find(token, SESSION) is not None
    desk.sessions.sweep(UNTIL + timedelta(days=1))
    assert desk.sessions.find(token, SESSION) is None


def test_times_in_a_session_are_rounded_to_five_minutes(desk: Desk, office: OfficeForTests) -> None:
    account(office, office.coordinator)
    office.clock.advance(timedelta(minutes=3, seconds=17))
    kept = desk.sessions.find(begin(desk, office, office.coordinator), SESSION)
    assert kept is not None
    visit = msgspec.msgpack.decode(kept.content, type=Visit)

    assert visit.began % 300 == 0
    assert visit.seen % 300 == 0


def test_a_credential_replaced_by_another_persons_does_not_open_her_account(desk: Desk, office: OfficeForTests) -> None:
    """A writer of rows enrols himself and puts his own credential in her place."""
    from caseintake.identity.refusals import SignInFailed

    her, his = account(office, office.coordinator), account(office, office.hire(Role.LAWYER))
    with office.unit(office.coordinator) as uow:
        rows = {row.person_id: row for row in uow.session.query(Credential)}
        hers, other = rows[her.person_id], rows[his.person_id]
        hers.wrap_anew(other.under_passphrase())
        hers.bundle, hers.revision = other.bundle, other.revision + 1
        uow.commit()

    with pytest.raises(SignInFailed):
        desk.check(her.handle, his.words, his.code(office), None)


def test_content_sealed_by_somebody_else_is_not_believed(desk: Desk) -> None:
    token = desk.sessions.keep(SESSION, PERSON, 1, b"content", UNTIL)
    kept = desk.sessions.find(token, SESSION)
    assert kept is not None
    forged = seal(random_bytes(32), b"content", b"")
    with desk.sessions._engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(desk.sessions._table).values(content=forged))
    assert desk.sessions.find(token, SESSION) is None
    assert replace(kept, content=b"") != kept
