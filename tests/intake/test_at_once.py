"""Two act upon one conversation at the same moment: the second waits, finds what the first has made, and acts on that.

SQLite has one writer at a time; these are about PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, func, select, text

from caseintake.identity import holding
from caseintake.intake import drafts, returning, service, visits
from caseintake.intake.drafts import Content
from caseintake.intake.model import Conversation, Message, State, TriageNote
from caseintake.intake.receipts import Code, new_code
from caseintake.kernel.actor import Actor
from caseintake.kernel.ids import new_id
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork
from tests.intake.people import draft, officer, send, visit
from tests.office import OfficeForTests

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)

#: Seconds in which somebody who does not have to wait is done.
SOON = 0.3
Act = Callable[[UnitOfWork], object]


def first_then(first: Act, second: Act, units: list[Callable[[], object]]) -> None:
    """The second begins while the first has acted and not saved yet; it has to wait. Raises what either raises."""
    one, other = units
    with ThreadPoolExecutor(1) as pool, one() as uow:  # type: ignore[attr-defined]
        first(uow)
        uow.flush()

        def begin() -> None:
            with other() as late:  # type: ignore[attr-defined]
                second(late)
                late.commit()

        waiting: Future[None] = pool.submit(begin)
        assert not wait([waiting], SOON).done, "the second reads what is about to change"
        uow.commit()
        waiting.result(30)


def conversation_of(office: OfficeForTests, code: Code) -> UUID:
    with visit(office.office, code) as uow:
        return returning.own(uow=uow).id


def added(text: str, once: str) -> Act:
    return lambda uow: returning.write(Content("en", addition=text), once, returning.own(uow=uow), uow=uow)


def test_two_officers_and_the_client_herself(office: OfficeForTests) -> None:
    one, other = officer(office), officer(office)
    code = send(office.office)
    id = conversation_of(office, code)
    officers = [lambda: office.unit(one), lambda: office.unit(other)]
    client = lambda: visit(office.office, code, write=True)  # noqa: E731

    def take(uow: UnitOfWork) -> None:
        service.take(service.find(id, uow=uow), uow=uow)

    def answer(uow: UnitOfWork) -> None:
        service.answer(service.find(id, uow=uow), "We read it.", once="the same form", uow=uow)

    first_then(take, take, officers)  # two notes for the intake vault, one conversation, and nobody waits for ever
    first_then(answer, answer, [officers[0], officers[0]])  # pressed twice
    first_then(added("one", "a"), added("one", "a"), [client, client])
    first_then(take, added("two", "b"), [officers[0], client])
    first_then(added("three", "c"), answer, [client, officers[1]])
    with office.unit(one, write=False) as uow:
        assert uow.session.scalar(select(func.count()).select_from(Message)) == 1 + 1 + 3
        assert uow.session.scalar(select(func.count()).select_from(TriageNote)) == 3
        assert uow.session.get_one(Conversation, id).state is State.WROTE_AGAIN


def test_a_key_that_turned_since_it_was_tried_is_tried_again(office: OfficeForTests) -> None:
    """An officer's request has opened the conversation; then its person takes a new code, which turns the key."""
    reader = officer(office)
    code = send(office.office)
    id = conversation_of(office, code)
    with office.unit(reader) as uow:
        vault_id = uow.session.scalars(select(Conversation.vault_id)).one()
        assert uow.keystore.can_open(vault_id)
        with visit(office.office, code, write=True) as hers:
            returning.replace_code(new_code(), returning.own(uow=hers), uow=hers)
            hers.commit()
        service.answer(service.find(id, uow=uow), "We read it.", once="1", uow=uow)
        uow.commit()


def test_who_only_reads_sees_one_moment(office: OfficeForTests) -> None:
    """A list and its count, a row and the log that proves it: what is saved in between is in neither."""
    count = select(func.count()).select_from(Conversation)
    with office.office.unit() as uow:
        before = uow.session.scalar(count)
        send(office.office)
        assert uow.session.scalar(count) == before


def test_leaving_twice_at_once_is_leaving(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frightened person presses more than once: no page of ours may answer that something is wrong."""
    sitting, insert = visits.new_sitting(), visits.insert

    def left_just_now(table: object) -> object:
        monkeypatch.setattr(visits, "insert", insert)
        visits.leave(sitting, office=office.office)
        return insert(table)  # type: ignore[call-overload]

    monkeypatch.setattr(visits, "insert", left_just_now)
    visits.leave(sitting, office=office.office)
    with office.office.unit() as uow:
        assert visits.was_left(sitting, uow=uow)


def test_a_new_code_takes_along_what_is_being_written(office: OfficeForTests) -> None:
    old, new = draft(office.office), new_code()
    with office.office.unit(write=True) as uow, ThreadPoolExecutor(1) as pool:
        assert drafts.read(old, uow=uow) is not None  # another window is saving
        moving = pool.submit(drafts.move, old, new, office=office.office)
        assert not wait([moving], SOON).done
        uow.commit()
        moving.result(30)
    drafts.change(new, lambda held: held, office=office.office)
    with pytest.raises(drafts.DraftGone):
        drafts.change(old, lambda held: held, office=office.office)


def test_clients_write_side_by_side(office: OfficeForTests) -> None:
    """The one who waits for her line to come back holds up nobody, and no officer either."""
    reader = officer(office)
    slow, quick = send(office.office), send(office.office)
    keyring = returning.keyring_of(slow, office=office.office)
    assert keyring is not None
    with office.office.unit(actor=Actor("receipt", slow.id), keyring=keyring, write=True) as uow:
        added("slow", new_id().hex)(uow)
        uow.flush()
        with visit(office.office, quick, write=True) as other:
            added("quick", new_id().hex)(other)
            other.commit()
        send(office.office)
        with office.unit(reader) as theirs:
            conversations = theirs.session.scalars(select(Conversation.id).order_by(Conversation.id)).all()
            assert len(conversations) == 3
        uow.commit()


def test_who_gives_intake_back_locks_every_conversation_at_once(office: OfficeForTests) -> None:
    """A removal turns all that lies at intake while everybody waits: no statement for each that one can do for all."""
    leaver, _other = officer(office), officer(office)
    for _ in range(3):
        send(office.office)
    locked: list[str] = []
    held: list[int] = []

    def hear(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        locked.extend(word for word in ("FOR UPDATE", "pg_advisory_xact_lock") if word in statement)
        if "log_entry.body" in statement and not held:  # the log is read once all its chains are locked
            count = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            held.append(0)
            held[0] = connection.execute(count).scalar_one()

    engine = office.office.engine
    event.listen(engine, "before_cursor_execute", hear)
    with office.unit(leaver) as uow:
        holding.hand_back(VaultKind.INTAKE, uow=uow)
        uow.commit()
    event.remove(engine, "before_cursor_execute", hear)
    assert locked.count("FOR UPDATE") == 2, "the vault of intake, then what it holds"
    assert locked.count("pg_advisory_xact_lock") == 2, "the people of the office, then the chains of the log"
    assert held == [1 + 1 + 3], "the people, intake and three conversations"
