"""A calendar feed: the day, a matter's five letters and the rule's name, and nothing else.

Runs without any key. What it reads is in docs/without-a-key.md. Whoever has the address has the feed, so the address is
256 random bits, kept only as a hash, and dead as soon as its person is.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy import select

from caseintake.deadlines.model import Deadline, FeedToken
from caseintake.deadlines.wording import title
from caseintake.identity.freezing import frozen
from caseintake.identity.model import Person, PersonState
from caseintake.kernel.actor import Role
from caseintake.matters.model import Matter
from caseintake.storage import rows_in
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.primitives import sha256
from caseintake.vault.tables import Grant
from caseintake.work import UnitOfWork

TOKEN_BYTES: Final = 32


def make(*, uow: UnitOfWork) -> str:
    """A new address for the acting person; the old one is dead. The token is shown once and kept nowhere."""
    end(uow=uow)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    uow.add(FeedToken(person_id=uow.actor.id, token_hash=_hash(token), made_on=uow.clock.today()))
    uow.say("calendar address made")
    uow.flush()
    return token


def end(*, uow: UnitOfWork) -> None:
    """The acting person's address is dead from now on."""
    row = own(uow=uow)
    if row is not None:
        uow.delete(row)
        uow.say("calendar address ended")
        uow.flush()


def own(*, uow: UnitOfWork) -> FeedToken | None:
    """The acting person's feed, if there is one."""
    return uow.session.scalar(select(FeedToken).where(FeedToken.person_id == uow.actor.id))


#: The rule's name, the day, the five letters, and a record that stands behind the line.
Entry = tuple[str, date, str, UUID]
#: Where lines come from: of these vaults (None: of the whole office).
Source = Callable[[frozenset[UUID] | None, UnitOfWork], Iterable[Entry]]


def calendar(token: str, *, more: Source | None = None, uow: UnitOfWork) -> bytes | None:
    """The feed of this token (RFC 5545), in the language now spoken: time-limits and what ``more`` adds.

    None for a token that is dead or never was.
    """
    row = uow.session.scalar(select(FeedToken).where(FeedToken.token_hash == _hash(token)))
    if row is None or not _alive(row.person_id, uow):
        return None
    vaults = _reach(row.person_id, uow)
    made = Calendar()
    made.add("prodid", "-//Caseintake//Calendar//EN")
    made.add("version", "2.0")
    stamp = datetime.combine(uow.clock.today(), time(), tzinfo=UTC)
    lines = [*lines_of(Deadline, Deadline.rule, vaults, uow), *(more(vaults, uow) if more is not None else ())]
    for rule, due, ref, behind in sorted(lines, key=lambda line: (line[1], line[2], line[0])):
        made.add_component(_event(token, rule, due, ref, behind, stamp))
    written: bytes = made.to_ical()
    return written


def _alive(person_id: UUID, uow: UnitOfWork) -> bool:
    """Whether account and roster both still know this person, and nobody froze the account."""
    person, known = uow.session.get(Person, person_id), uow.roster.find(person_id)
    alive = person is not None and person.state is PersonState.ACTIVE and known is not None and known.active
    return alive and person_id not in frozen(uow=uow)


def _reach(person_id: UUID, uow: UnitOfWork) -> frozenset[UUID] | None:
    """The vaults this person holds today by their signed epochs; None is the whole office."""
    me = Holder.person(person_id)
    docket = uow.roster.office_vaults[VaultKind.DOCKET]
    if uow.roster.person(person_id).role is Role.COORDINATOR and me in uow.keystore.holders(docket):
        return None
    granted = select(Grant.vault_id).where(Grant.holder_kind == HolderKind.PERSON, Grant.holder_id == person_id)
    ids = set(uow.session.scalars(granted.distinct()))
    uow.keystore.chains.load(ids)
    return frozenset(id for id in ids if uow.keystore.chains.current(id).holders.get(me))


def lines_of(model: Any, name: Any, vaults: frozenset[UUID] | None, uow: UnitOfWork) -> list[Entry]:
    """Name, day and letters of what runs, each once: forty applicants of one matter with one day are one line.

    The least of their ids stands behind it, so that a line whose records all move is the same line on another day.
    """
    statement = (
        select(name, model.due, Matter.ref, model.id)
        .join(Matter, Matter.id == model.matter_id)
        .where(model.running, model.due.is_not(None))
    )
    if vaults is None:
        rows = list(uow.session.execute(statement))
    else:
        rows = rows_in(statement, model.vault_id, vaults, uow.session)
    behind: dict[tuple[str, date, str], UUID] = {}
    for what, due, ref, id in rows:
        behind[what, due, ref] = min(id, behind.get((what, due, ref), id))
    return [(*line, id) for line, id in behind.items()]


def _event(token: str, rule: str, due: date, ref: str, behind: UUID, stamp: datetime) -> Event:
    event = Event()
    # Kept when the day moves: the calendar moves the entry, and what its owner noted there stays. With the token,
    # which only she has, in the digest, no id of ours leaves the office and two people's feeds share none.
    event.add("uid", sha256(f"{token} {behind}".encode()).hex()[:32])
    event.add("dtstamp", stamp)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", f"{ref}: {title(rule)}")
    event.add("transp", "TRANSPARENT")
    return event


def _hash(token: str) -> bytes:
    return sha256(b"caseintake/v1/feed\0" + token.encode())
