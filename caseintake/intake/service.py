"""What intake officers do with a conversation. Each act refuses, changes and records; the page commits."""

from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.intake.model import (
    OPEN,
    Conversation,
    Message,
    MessageKind,
    State,
    TriageNote,
)
from caseintake.intake.receipts import Code, new_code
from caseintake.intake.refusal import Refused
from caseintake.intake.returning import close_codes, keep_still, replace_code
from caseintake.intake.told_contact import told_contact
from caseintake.intake.withdrawal import carry_over
from caseintake.matters import service as matters
from caseintake.matters.model import Applicant, Matter
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.work import UnitOfWork

#: What an answer may take, in characters; as much as a person may write to us.
LONGEST: Final = 100_000


FIRST: Final = frozenset({MessageKind.STATEMENT, MessageKind.TAKEN_DOWN})


def find(conversation_id: UUID, *, uow: UnitOfWork) -> Conversation:
    """A conversation the acting officer can open, kept still by a unit that writes. Raises `Locked` for any other."""
    keep_still(select(Conversation.vault_id).where(Conversation.id == conversation_id), uow=uow)
    conversation = uow.session.get(Conversation, conversation_id)
    if conversation is None or not uow.keystore.can_open(conversation.vault_id):
        raise Locked("no such conversation")
    return conversation


def statement_of(conversation: Conversation, *, uow: UnitOfWork) -> Message | None:
    """The first statement, with the answers to the questions, whoever wrote it down."""
    return next((row for row in _messages(conversation, uow) if row.kind in FIRST), None)


def take(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """Somebody reads it now. The person sees that, not who."""
    if conversation.state in (State.NEW, State.WROTE_AGAIN):
        _set(conversation, State.IN_REVIEW)
    _note(conversation, "", "taken", uow)
    uow.say("taken")


def answer(conversation: Conversation, text: str, *, once: str, uow: UnitOfWork) -> None:
    """Answer without asking for anything."""
    if not _write(conversation, MessageKind.ANSWER, text, once, uow):
        return
    if conversation.state in (State.NEW, State.WROTE_AGAIN):
        _set(conversation, State.IN_REVIEW)
    uow.say("answered")


def ask(
    conversation: Conversation, text: str, needed: str, needed_by: date | None, *, once: str, uow: UnitOfWork
) -> None:
    """Ask the person for something. ``needed`` in a line stands on her first page, with the day."""
    _refuse_leaving(conversation)
    if needed_by is not None and needed_by < uow.clock.today():
        raise Refused("day_over")
    if not _write(conversation, MessageKind.REQUEST, text, once, uow):
        return
    conversation.needed, conversation.needed_by = needed, needed_by
    if conversation.state is not State.ACCEPTED:
        _set(conversation, State.AWAITING)
    uow.say("asked for more")


def ask_still_wanted(conversation: Conversation, text: str, *, once: str, uow: UnitOfWork) -> None:
    """Ask a client whether the case is still wanted. One press answers; the answer is proof of contact."""
    _refuse_leaving(conversation)
    if _write(conversation, MessageKind.STILL_WANT, text, once, uow):
        uow.say("asked whether the case is still wanted")


def withdraw_question(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """What was asked for is not needed any more: it goes from the person's first page; the message itself stays."""
    if not conversation.needed:
        raise Refused("nothing_asked")
    conversation.needed, conversation.needed_by = "", None
    if conversation.state is State.AWAITING:
        _set(conversation, State.IN_REVIEW)
    uow.say("question withdrawn")


def decline(conversation: Conversation, text: str, kept_until: date, *, once: str, uow: UnitOfWork) -> None:
    """We cannot take it. The text says what was not checked, the earliest last day, whom else to ask, kept until."""
    _refuse_accepted(conversation)
    _refuse_leaving(conversation)
    if kept_until <= uow.clock.today():
        raise Refused("day_over")
    if not _write(conversation, MessageKind.DECLINED, text, once, uow):
        return
    conversation.kept_until = kept_until
    conversation.needed, conversation.needed_by = "", None
    _set(conversation, State.DECLINED)
    _note(conversation, "", "declined", uow)
    uow.say("declined")


def refer(conversation: Conversation, text: str, *, once: str, uow: UnitOfWork) -> None:
    """Somebody else can help better; the text says who."""
    _refuse_accepted(conversation)
    _refuse_leaving(conversation)
    if not _write(conversation, MessageKind.REFERRED, text, once, uow):
        return
    conversation.needed, conversation.needed_by = "", None
    _set(conversation, State.REFERRED)
    _note(conversation, "", "referred", uow)
    uow.say("referred")


def note(conversation: Conversation, text: str, *, uow: UnitOfWork) -> None:
    """Something for the other officers alone."""
    _note(conversation, text, "", uow)
    uow.say("noted")


class Known(StrEnum):
    """How it is known that the person who wants a code is the person whose conversation it is."""

    QUESTION = "question"
    IN_PERSON = "person"


def issue_code(conversation: Conversation, known: Known, *, uow: UnitOfWork) -> Code:
    """A new code to the same conversation, after the safe question or in person. The old one is dead.

    The code exists in this answer only: whoever reads it must hand it over and keep nothing. Who gives it learns no
    key that was not theirs before.
    """
    code = new_code()
    replace_code(code, conversation, uow=uow)
    conversation.begin_draft()  # sealed again under the new key, and the log says under it who did this
    _note_act(conversation, "new code given", uow)
    uow.say("known by the safe question" if known is Known.QUESTION else "known in person")
    return code


def retire_code(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """The code was lost or taken: it opens nothing any more, also nothing that is written from now on."""
    if not has_code(conversation, uow=uow):
        raise Refused("no_code")
    close_codes(conversation, uow=uow)
    conversation.begin_draft()
    _note_act(conversation, "code retired", uow)
    uow.say("code retired by the office")


def has_code(conversation: Conversation, *, uow: UnitOfWork) -> bool:
    """False once the code was locked, retired, or closed by a wish to stop."""
    return any(holder.kind is HolderKind.RECEIPT for holder in uow.keystore.holders(conversation.vault_id))


def accept_into(
    conversation: Conversation,
    matter: Matter,
    *,
    name: str,
    text: str,
    once: str,
    restricted_to: tuple[UUID, ...] = (),
    came_through: str = "",
    uow: UnitOfWork,
) -> Applicant:
    """Take the case: an applicant with an own client file, which from now on holds the conversation.

    The conversation turns its epoch without the intake vault: officers who do not join the team read nothing of what
    is written from here on. Raises `matters.Refusal`, `Refused`.
    """
    _refuse_accepted(conversation)
    _refuse_leaving(conversation)
    told = told_contact(answer for message in _messages(conversation, uow) for answer in message.answers)
    applicant = matters.add_applicant(
        matter,
        name=name,
        language=told.language or conversation.language,
        contact=told.contact,
        never=told.never,
        safety=told.safety,
        came_through=came_through,
        restricted=bool(restricted_to),
        holders=restricted_to,
        conversation_id=conversation.id,
        uow=uow,
    )
    carry_over(conversation, applicant.client_file_vault_id, uow=uow)
    _note(conversation, "", "accepted", uow)
    uow.keystore.grant(conversation.vault_id, Holder.vault(applicant.client_file_vault_id))
    _write(conversation, MessageKind.ACCEPTED, text, once, uow)
    conversation.needed, conversation.needed_by, conversation.matter_id = "", None, matter.id
    _set(conversation, State.ACCEPTED)
    uow.flush()
    uow.keystore.remove(conversation.vault_id, Holder.vault(uow.roster.office_vaults[VaultKind.INTAKE]))
    uow.say("accepted")
    return applicant


def _messages(conversation: Conversation, uow: UnitOfWork) -> list[Message]:
    statement = select(Message).where(Message.vault_id == conversation.vault_id)
    return sorted(uow.session.scalars(statement), key=lambda message: message.written_at)


def _set(conversation: Conversation, state: State) -> None:
    conversation.state = state
    conversation.open = int(state in OPEN)


def _refuse_accepted(conversation: Conversation) -> None:
    if conversation.state is State.ACCEPTED:
        raise Refused("accepted")


def _refuse_leaving(conversation: Conversation) -> None:
    """A wish to stop ends by finding out whose it was: no other act may put it out of sight."""
    if conversation.state is State.WITHDRAWAL:
        raise Refused("withdrawal")


def _write(conversation: Conversation, kind: MessageKind, text: str, once: str, uow: UnitOfWork) -> bool:
    """False when the same form wrote it already."""
    if any(message.once == once for message in _messages(conversation, uow)):
        return False
    uow.add(
        Message(
            vault_id=conversation.vault_id,
            conversation_id=conversation.id,
            kind=kind,
            text=text,
            written_at=uow.clock.now(),
            once=once,
        )
    )
    return True


def _note_act(conversation: Conversation, act: str, uow: UnitOfWork) -> None:
    """A line for the officers, as long as the conversation is theirs; later the log of its vault says it alone."""
    if conversation.matter_id is None:
        _note(conversation, "", act, uow)


def _note(conversation: Conversation, text: str, act: str, uow: UnitOfWork) -> None:
    uow.add(
        TriageNote(
            vault_id=uow.roster.office_vaults[VaultKind.INTAKE],
            conversation_id=conversation.id,
            text=text,
            act=act,
            written_at=uow.clock.now(),
        )
    )
