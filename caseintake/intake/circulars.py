"""One message to many clients, written once and sealed singly into each conversation; and when each was last in touch.

Nobody learns of anybody else: each reads a message of their own, in their own language.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.intake import service
from caseintake.intake.model import FROM_CLIENT, TOLD, Conversation, Message, Reading, State
from caseintake.intake.returning import day_of
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in, to
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import HolderKind
from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from caseintake.work import UnitOfWork

R = TypeVar("R", Message, Reading)

#: Stands for the client's name in a text.
NAME: Final = "[name]"


class Way(StrEnum):
    """Whether a message reached a conversation."""

    SENT = "sent"
    #: The client writes without a code, or it was lost: somebody must ring or go.
    NO_CODE = "no_code"
    NO_CONVERSATION = "no_conversation"
    #: The client file is closed to who wrote.
    CLOSED = "closed"
    #: Somebody with the code asked to stop: first find out whose wish it was.
    LEAVING = "leaving"


class Copy(msgspec.Struct, frozen=True):
    """What became of the message for one applicant."""

    applicant_id: UUID
    way: Way
    message_id: UUID | None = None


class Circular(SealedRecord):
    """A message that was written once for many; in the vault of its matter, signed by who wrote it."""

    __tablename__ = "circular"
    __kind__ = "circular"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    #: By language; the first is what everybody gets for whose language there is none.
    texts: Sealed[tuple[tuple[str, str], ...]] = sealed()
    #: It asked whether the case is still wanted.
    asks: Sealed[bool] = sealed(default=False)
    made_on: Sealed[date] = sealed()
    copies: Sealed[tuple[Copy, ...]] = sealed(default=())
    #: The number of the form it was written in, so that pressing twice sends once.
    once: Sealed[str] = sealed(default="")


class InTouch(NamedTuple):
    """When an applicant was last heard of through the code, as far as keys reach. ``read``: the last answer opened."""

    applicant: Applicant
    file: ClientFile | None
    wrote: date | None
    read: date | None
    unread: int
    has_code: bool

    @property
    def last(self) -> date | None:
        """The last day that proves contact: something was written, or an answer was opened with the code."""
        return max((day for day in (self.wrote, self.read) if day is not None), default=None)


def send(
    matter: Matter,
    applicants: Iterable[UUID],
    texts: Mapping[str, str],
    *,
    asks: bool = False,
    once: str,
    uow: UnitOfWork,
) -> Circular:
    """Write the message into the conversation of each. Raises `Refusal` without a text or a person.

    ``texts`` by language, in the order of preference; `NAME` in a text becomes the client's own name. Whoever cannot
    be reached stands in the result with the reason.
    """
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    written = {code: text.strip() for code, text in texts.items() if text.strip()}
    wanted = set(applicants)
    rows = [row for row in queries.applicants(matter, uow=uow) if row.id in wanted]
    refuse_if(
        *([] if written else [Fault("text", "needed")]),
        *([] if rows else [Fault("applicants", "nobody")]),
    )
    for known in circulars(matter, uow=uow):
        if known.once == once:
            return known
    files = queries.client_files(rows, uow=uow)
    talks = _conversations(files.values(), uow)
    ways = {row.id: _write(files.get(row.id), talks, written, asks, once, uow) for row in rows}
    uow.flush()
    made_ids = _written(once, talks, uow)
    copies = [Copy(row.id, ways[row.id], made_ids.get(_talk_of(files.get(row.id)))) for row in rows]
    made = Circular(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        texts=tuple(written.items()),
        asks=asks,
        made_on=uow.clock.today(),
        copies=tuple(copies),
        once=once,
    )
    uow.add(made)
    uow.say("one message written to several clients")
    uow.flush()
    return made


def circulars(matter: Matter, *, uow: UnitOfWork) -> list[Circular]:
    """Every message written to several clients of this matter, the newest first."""
    own = uow.session.scalars(queries.kept_by(matter, Circular))
    return sorted(own, key=lambda row: (row.made_on, row.id), reverse=True)


def readings_of(circular: Circular, *, uow: UnitOfWork) -> dict[UUID, date]:
    """By applicant: the day the person opened it, of those who have, as far as keys reach."""
    messages = {copy.message_id: copy.applicant_id for copy in circular.copies if copy.message_id is not None}
    rows = scalars_in(select(Message), Message.id, messages, uow.session)
    vaults = {row.vault_id: row.id for row in rows if uow.keystore.can_open(row.vault_id)}
    read = scalars_in(select(Reading), Reading.vault_id, vaults, uow.session)
    return {messages[row.message_id]: row.read_on for row in read if row.message_id in messages}


def in_touch(matter: Matter, *, uow: UnitOfWork) -> list[InTouch]:
    """Every applicant with the last sign of life through the code."""
    rows = queries.applicants(matter, uow=uow)
    files = queries.client_files(rows, uow=uow)
    talks = _conversations(files.values(), uow)
    vaults = {talk.vault_id for talk in talks.values()}
    messages = _by_vault(scalars_in(select(Message), Message.vault_id, vaults, uow.session))
    readings = _by_vault(scalars_in(select(Reading), Reading.vault_id, vaults, uow.session))
    found = []
    for row in rows:
        file = files.get(row.id)
        talk = talks.get(file.conversation_id) if file is not None and file.conversation_id else None
        if talk is None:
            found.append(InTouch(row, file, None, None, 0, has_code=False))
            continue
        mine, read = messages.get(talk.vault_id, []), readings.get(talk.vault_id, [])
        opened = {one.message_id for one in read}
        found.append(
            InTouch(
                row,
                file,
                max((day_of(one, uow=uow) for one in mine if _by_client(one, uow)), default=None),
                max((one.read_on for one in read), default=None),
                sum(1 for one in mine if one.kind not in TOLD and one.id not in opened),
                service.has_code(talk, uow=uow),
            )
        )
    return found


def _write(
    file: ClientFile | None,
    talks: Mapping[UUID, Conversation],
    texts: Mapping[str, str],
    asks: bool,
    once: str,
    uow: UnitOfWork,
) -> Way:
    """Write to one client, or say why not."""
    if file is None:
        return Way.CLOSED
    talk = talks.get(file.conversation_id) if file.conversation_id is not None else None
    if talk is None:
        return Way.NO_CONVERSATION
    if talk.state is State.WITHDRAWAL:
        return Way.LEAVING
    if not service.has_code(talk, uow=uow):
        return Way.NO_CODE
    text = texts.get(file.language) or next(iter(texts.values()))
    act = service.ask_still_wanted if asks else service.answer
    act(talk, text.replace(NAME, file.name), once=once, uow=uow)
    return Way.SENT


def _written(once: str, talks: Mapping[UUID, Conversation], uow: UnitOfWork) -> dict[UUID | None, UUID]:
    """The message of this form in each conversation."""
    vaults = [talk.vault_id for talk in talks.values()]
    rows = scalars_in(select(Message), Message.vault_id, vaults, uow.session)
    return {row.conversation_id: row.id for row in rows if row.once == once}


def _talk_of(file: ClientFile | None) -> UUID | None:
    return file.conversation_id if file is not None else None


def _conversations(files: Iterable[ClientFile], uow: UnitOfWork) -> dict[UUID, Conversation]:
    """The conversations of these clients that open, by id."""
    ids = [file.conversation_id for file in files if file.conversation_id is not None]
    rows = scalars_in(select(Conversation), Conversation.id, ids, uow.session)
    return {row.id: row for row in rows if uow.keystore.can_open(row.vault_id)}


def _by_vault(rows: Sequence[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for row in rows:
        found.setdefault(row.vault_id, []).append(row)
    return found


def _by_client(message: Message, uow: UnitOfWork) -> bool:
    """Signed by the client's own code: proof of contact. What we wrote down for somebody is not."""
    if message.kind not in FROM_CLIENT:
        return False
    try:
        return uow.proof(message).author.kind is HolderKind.RECEIPT
    except ForgedRecord:
        return False
