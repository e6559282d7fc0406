"""Coming back with the code: reading answers, adding, changing consents, and leaving for good."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select, select

from caseintake.intake.consents import Given, standing
from caseintake.intake.drafts import Agreed, Content
from caseintake.intake.events import ClientWrote, ConsentChanged, WithdrawalAsked
from caseintake.intake.model import (
    FROM_CLIENT,
    TOLD,
    Consent,
    ConsentTaken,
    Conversation,
    Message,
    MessageKind,
    Reading,
    State,
    Wish,
    WithdrawalRequest,
)
from caseintake.intake.receipts import Code, new_salt
from caseintake.intake.sending import consent_record, keep_files
from caseintake.kernel.actor import Actor
from caseintake.kernel.ids import new_id
from caseintake.vault.errors import ForgedRecord, Locked
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import SECRET_BYTES, DoesNotOpen, HolderKeys, random_bytes
from caseintake.vault.tables import Receipt
from caseintake.work import Office, UnitOfWork

#: Days for which an answer can be opened again after it was first read.
READABLE_DAYS: Final = 7

_DUMMY_SALT: Final = random_bytes(32)
_DUMMY_GRANT: Final = random_bytes(1120 + 32 + 48)


class AnswerGone(LookupError):
    """An answer that was read more than seven days ago, or never was one."""


def keyring_of(code: Code, *, office: Office) -> Keyring | None:
    """The keys of a code that opens a conversation. Wrong, unknown and locked codes cost the same and answer None."""
    with office.unit() as uow:
        row = uow.session.execute(select(Receipt.salt, Receipt.vault_id).where(Receipt.id == code.id)).first()
    salt, vault_id = (_DUMMY_SALT, new_id()) if row is None else row
    keyring = Keyring.receipt(code.id, code.secret(salt))
    with office.unit(actor=Actor("receipt", code.id), keyring=keyring) as uow:
        opens = uow.keystore.can_open(vault_id)
    if opens:
        return keyring
    with suppress(DoesNotOpen):
        # What a known code would have cost: opening one grant.
        HolderKeys(random_bytes(SECRET_BYTES)).open_grant(_DUMMY_GRANT, b"")
    return None


def actor_of(code: Code) -> Actor:
    """The client of a code as the acting party of a unit."""
    return Actor("receipt", code.id)


def keep_still(vault: Select[UUID], *, uow: UnitOfWork) -> None:
    """Before a unit that writes reads a conversation: nobody else writes to it, or turns its key, until that unit ends.

    So whoever presses twice finds what the first press made, and an officer answers what stands there.
    """
    if uow.write:
        uow.keystore.locks.turn(uow.session.scalars(vault))


def own(*, uow: UnitOfWork) -> Conversation:
    """The one conversation of the acting receipt, kept still by a unit that writes. Raises `Locked`."""
    mine = select(Receipt.vault_id).where(Receipt.id == uow.actor.id)
    keep_still(mine, uow=uow)
    conversation = uow.session.scalars(select(Conversation).where(Conversation.vault_id.in_(mine))).one_or_none()
    if conversation is None:
        raise Locked("this code has no conversation")
    return conversation


class AnswerRow(msgspec.Struct, frozen=True):
    """An answer as the person's list shows it: day and whether it can be opened, never its text."""

    id: UUID
    kind: MessageKind
    written_on: date
    read_on: date | None
    readable: bool


def answers_of(conversation: Conversation, *, uow: UnitOfWork) -> list[AnswerRow]:
    """All answers of the office, the newest first. Earlier statements of the person are never among them."""
    read = {reading.message_id: reading.read_on for reading in _readings(conversation, uow)}
    rows = [
        AnswerRow(
            message.id,
            message.kind,
            day_of(message, uow=uow),
            read.get(message.id),
            _readable(read.get(message.id), uow),
        )
        for message in _messages(conversation, uow)
        if message.kind not in TOLD
    ]
    return sorted(rows, key=lambda row: row.written_on, reverse=True)


def read_answer(message_id: UUID, conversation: Conversation, *, uow: UnitOfWork) -> Message:
    """Open an answer and note the day it was first read. Raises `AnswerGone`, `ForgedRecord`."""
    message = uow.session.get(Message, message_id)
    if message is None or message.vault_id != conversation.vault_id or message.kind in TOLD:
        raise AnswerGone
    read_on = {r.message_id: r.read_on for r in _readings(conversation, uow)}.get(message_id)
    if not _readable(read_on, uow):
        raise AnswerGone
    uow.proof(message)
    if read_on is None:
        uow.add(
            Reading(
                vault_id=conversation.vault_id,
                conversation_id=conversation.id,
                message_id=message_id,
                read_on=uow.clock.today(),
            )
        )
        uow.say("answer read")
    return message


def write(content: Content, once: str, conversation: Conversation, *, uow: UnitOfWork) -> Message:
    """Send an addition: what a draft holds, text and files. Sent twice with the same ``once`` it is written once."""
    for message in _messages(conversation, uow):
        if once and message.once == once:
            return message
    sent = keep_files(content.files, conversation, uow=uow)
    message = Message(
        vault_id=conversation.vault_id,
        conversation_id=conversation.id,
        kind=MessageKind.ADDITION,
        text=content.addition,
        written_at=uow.clock.now(),
        files=sent,
        once=once,
    )
    uow.add(message)
    if conversation.state is State.AWAITING:
        conversation.needed, conversation.needed_by = "", None
    if conversation.state not in (State.NEW, State.ACCEPTED, State.WITHDRAWAL):
        conversation.state, conversation.open = State.WROTE_AGAIN, 1
    uow.say("addition")
    uow.emit(ClientWrote(conversation.id))
    return message


def say_wanted(message: Message, text: str, conversation: Conversation, *, uow: UnitOfWork) -> None:
    """The one-press answer to "Do you still want the case?", in the person's own words and signed by the code.

    Raises `AnswerGone` for a message that asks nothing of the kind. Pressed twice it is written once; whoever wrote
    something else since, on another day or under somebody's eyes, can say it again.
    """
    if message.vault_id != conversation.vault_id or message.kind is not MessageKind.STILL_WANT:
        raise AnswerGone
    said = [one for one in _messages(conversation, uow) if one.kind in FROM_CLIENT]
    last = max(said, key=lambda one: (one.written_at, _number(one)), default=None)
    if last is None or last.text != text or not last.once.startswith(message.id.hex):
        write(Content(conversation.language, addition=text), f"{message.id.hex} {len(said)}", conversation, uow=uow)


def _number(message: Message) -> int:
    signed = message.signature()
    return signed.sequence if signed is not None else 0


def was_written(once: str, conversation: Conversation, *, uow: UnitOfWork) -> bool:
    """Whether the form of this number was sent already."""
    return any(message.once == once for message in _messages(conversation, uow))


def foreign_messages(conversation: Conversation, *, uow: UnitOfWork) -> int:
    """How many of the person's own messages do not carry her signature, or are missing from their row of numbers."""
    sequences: dict[UUID, set[int]] = {}
    wrong = 0
    for message in _messages(conversation, uow):
        if message.kind in FROM_CLIENT:
            try:
                proof = uow.proof(message)
            except ForgedRecord:
                wrong += 1
                continue
            sequences.setdefault(proof.author.id, set()).add(proof.sequence)
    return wrong + sum(max(numbers) - len(numbers) for numbers in sequences.values())


def consents_of(conversation: Conversation, *, uow: UnitOfWork) -> dict[str, Consent]:
    """The answer that counts for each use, of those in the conversation that carry a valid signature.

    None at all when one of them was changed since: the one that is missing may have taken back another.
    """
    rows = {
        row.id: row for row in uow.session.scalars(select(Consent).where(Consent.vault_id == conversation.vault_id))
    }
    try:
        given = [given_of(row, uow=uow) for row in rows.values()]
    except ForgedRecord:
        return {}
    if any(one.kind == Consent.__kind__ for one in uow.damages):
        return {}
    return {use: rows[one.id] for use, one in standing(given).items()}


#: What a client says with a code is signed by that code; what she says to somebody, by that person.
WITH_A_CODE: Final = frozenset({"form", "code"})


def given_of(row: Consent | ConsentTaken, *, uow: UnitOfWork) -> Given:
    """One record as an answer. Raises `ForgedRecord`, also when a colleague signed what the client is said to have."""
    proof = uow.proof(row)
    if (proof.author.kind is HolderKind.RECEIPT) != (row.how in WITH_A_CODE):
        uow.note_damage(row)
        raise ForgedRecord(f"{row.__kind__} {row.id}: not signed by who is said to have given it")
    replaces = row.replaces if isinstance(row, ConsentTaken) else ()
    return Given(row.id, row.use, row.agreed, row.scope, row.given_on, proof.author.id, proof.sequence, replaces)


def change_consent(given: Agreed, conversation: Conversation, *, uow: UnitOfWork) -> None:
    """Record a changed answer, also one that is a yes for something else. The same answer again changes nothing."""
    before = consents_of(conversation, uow=uow).get(given.use)
    if (before is not None and before.agreed) == given.agreed and (
        before is None or not given.agreed or before.scope.strip() == given.scope.strip()
    ):
        return
    uow.add(consent_record(conversation, given, "code", uow))
    uow.say("consent changed")
    uow.emit(ConsentChanged(conversation.id, given.use, given.agreed))


def withdraw(wish: Wish, keep_days: int, conversation: Conversation, *, uow: UnitOfWork) -> None:
    """Stop or Delete: the code opens nothing from now on, and an officer finds out whose wish it was."""
    today = uow.clock.today()
    uow.add(
        WithdrawalRequest(
            vault_id=conversation.vault_id,
            conversation_id=conversation.id,
            wish=wish,
            asked_on=today,
            kept_until=today + timedelta(days=keep_days),
        )
    )
    conversation.state, conversation.open = State.WITHDRAWAL, 1
    uow.say("withdrawal asked")
    uow.emit(WithdrawalAsked(conversation.id))
    uow.flush()
    close_codes(conversation, uow=uow)


def lock(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """This code opens nothing any more. What was sent stays with the office."""
    uow.say("code locked by its holder")
    close_codes(conversation, uow=uow)


def close_codes(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """Turn the epoch without the receipt, so that the code opens nothing that is written from now on."""
    for holder in uow.keystore.holders(conversation.vault_id):
        if holder.kind is HolderKind.RECEIPT:
            uow.keystore.remove(conversation.vault_id, holder)
            uow.delete(uow.session.get_one(Receipt, holder.id))


def replace_code(new: Code, conversation: Conversation, *, uow: UnitOfWork) -> None:
    """A new code for the same conversation; the old one dies in the same commit.

    By the client with the old code in hand, or by somebody of the office who can open the conversation; that person
    learns no key that was not theirs before.
    """
    salt = new_salt()
    keys = HolderKeys(new.secret(salt))
    old = [holder.id for holder in uow.keystore.holders(conversation.vault_id) if holder.kind is HolderKind.RECEIPT]
    uow.keystore.replace_receipt(conversation.vault_id, Holder.receipt(new.id), keys)
    uow.keystore.keep_receipt(new.id, conversation.vault_id, salt, keys.hpke_public)
    for receipt_id in old:
        uow.delete(uow.session.get_one(Receipt, receipt_id))
    uow.say("code replaced")


def day_of(message: Message, *, uow: UnitOfWork) -> date:
    """The day a message was written, where the office is."""
    return message.written_at.astimezone(ZoneInfo(uow.office.settings.zone)).date()


def _messages(conversation: Conversation, uow: UnitOfWork) -> list[Message]:
    return list(uow.session.scalars(select(Message).where(Message.vault_id == conversation.vault_id)))


def _readings(conversation: Conversation, uow: UnitOfWork) -> list[Reading]:
    return list(uow.session.scalars(select(Reading).where(Reading.vault_id == conversation.vault_id)))


def _readable(read_on: date | None, uow: UnitOfWork) -> bool:
    return read_on is None or uow.clock.today() <= read_on + timedelta(days=READABLE_DAYS)
