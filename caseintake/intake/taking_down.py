"""Statements written down for somebody who never touches the form: who spoke, who wrote, where, and who confirmed it.

Until the person herself has confirmed it, such a statement is second-hand, and every page says so. Nobody gets a code
by it: an officer gives one later, to the person alone.
"""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import structs
from sqlalchemy import select

from caseintake.documents.model import Document
from caseintake.i18n import LANGUAGES, SOURCE_LANGUAGE
from caseintake.intake.answers import Checked
from caseintake.intake.drafts import Agreed
from caseintake.intake.events import ConversationOpened
from caseintake.intake.model import (
    Circumstances,
    Confirmation,
    Confirmed,
    Conversation,
    Message,
    MessageKind,
    Setting,
    Speaker,
    State,
)
from caseintake.intake.papers import Papers
from caseintake.intake.questionnaire import Field, Questionnaire
from caseintake.intake.refusal import Refused
from caseintake.intake.sending import READING, consent_record, new_conversation, statement
from caseintake.matters import service as matters
from caseintake.matters.model import ClientFile, Matter
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork


class Told(msgspec.Struct, frozen=True):
    """Everything about a statement but its words."""

    speaker: Speaker
    contact: str = ""
    setting: Setting = Setting.ELSEWHERE
    language: str = ""
    #: In which of the house's languages the office writes to her, if ``language`` is none of them.
    written_in: str = ""
    interpreter: str = ""
    read_back: bool = False
    paper: str = ""
    recording: UUID | None = None
    #: The client agreed that the office reads and keeps it.
    agreed: bool = False


def asked(questionnaire: Questionnaire) -> tuple[Field, ...]:
    """The questions of the form in its order; of the safety page only what may be urgent.

    Nothing is answered beforehand: "I come back with the code" is wrong for somebody who has none yet.
    """
    urgent = tuple(field for field in questionnaire.safety if any(option.urgent for option in field.options))
    fields = urgent + tuple(field for section in questionnaire.sections for field in section.fields)
    return tuple(structs.replace(field, default="") for field in fields)


def write_down(told: Told, answers: Checked, papers: Papers, *, once: UUID, uow: UnitOfWork) -> Conversation:
    """A new conversation at intake, without a code. Sent twice with the same ``once`` it is made once."""
    if (before := _made(once, uow=uow)) is not None:
        return before
    _refuse_twice(told, uow=uow)
    intake = uow.roster.office_vaults[VaultKind.INTAKE]
    vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.vault(intake)])
    made = new_conversation(vault_id, _house_language(told), answers, papers, uow=uow, id=once)
    made.foreign = made.foreign or _foreign(told)
    uow.add(made)
    _record(told, made, answers, papers, once, uow)
    uow.link_intake(vault_id)
    uow.emit(ConversationOpened(made.id, answers.urgent))
    return made


def write_down_for(
    file: ClientFile, matter: Matter, told: Told, answers: Checked, papers: Papers, *, once: UUID, uow: UnitOfWork
) -> Conversation:
    """The same for a client of the office who has no conversation yet: it opens from the client file from the start."""
    if (before := _made(once, uow=uow)) is not None:
        return before
    _refuse_twice(told, uow=uow)
    vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, [Holder.vault(file.vault_id)])
    made = new_conversation(vault_id, _house_language(told), answers, papers, uow=uow, id=once)
    made.state, made.open, made.matter_id = State.ACCEPTED, 0, matter.id
    made.foreign = made.foreign or _foreign(told)
    uow.add(made)
    _record(told, made, answers, papers, once, uow)
    matters.join_conversation(file, made.id, uow=uow)
    return made


def write_down_more(
    told: Told, conversation: Conversation, answers: Checked, papers: Papers, *, once: UUID, uow: UnitOfWork
) -> None:
    """One more statement in a conversation, or a recording in it that somebody has written down."""
    _refuse_twice(told, uow=uow)
    if told.recording is not None:
        heard = uow.session.get(Document, told.recording)
        if heard is None or heard.vault_id != conversation.vault_id:
            raise Locked("no such recording")
    rows = uow.session.scalars(select(Message).where(Message.vault_id == conversation.vault_id))
    if not any(row.once == once.hex for row in rows):
        _record(told, conversation, answers, papers, once, uow)


def confirm(
    message: Message, conversation: Conversation, *, how: Confirmed, on: date, remark: str, uow: UnitOfWork
) -> None:
    """The client has said that a statement is hers. Raises `Refused`."""
    if message.vault_id != conversation.vault_id or message.kind is not MessageKind.TAKEN_DOWN:
        raise Locked("no such statement")
    if on > uow.clock.today():
        raise Refused("day_ahead")
    uow.add(
        Confirmation(
            vault_id=conversation.vault_id,
            conversation_id=conversation.id,
            message_id=message.id,
            how=how,
            confirmed_on=on,
            remark=remark,
        )
    )
    uow.say("statement confirmed")


def _made(once: UUID, *, uow: UnitOfWork) -> Conversation | None:
    before: Conversation | None = uow.session.get(Conversation, once)
    if before is not None and not uow.keystore.can_open(before.vault_id):
        raise Locked("no such conversation")
    return before


def _refuse_twice(told: Told, *, uow: UnitOfWork) -> None:
    """A paper form goes into the computer once: two officers may have the same sheet in hand."""
    if not told.paper:
        return
    rows = uow.session.scalars(select(Circumstances)).all()
    uow.keystore.open({row.vault_id for row in rows})
    if any(uow.keystore.can_open(row.vault_id) and row.paper == told.paper for row in rows):
        raise Refused("paper_known")


def _house_language(told: Told) -> str:
    """The language the office writes to the person in: hers, or the one that was chosen for her."""
    if not _foreign(told):
        return told.language or SOURCE_LANGUAGE
    return told.written_in if told.written_in in LANGUAGES else SOURCE_LANGUAGE


def _foreign(told: Told) -> bool:
    return bool(told.language) and told.language not in LANGUAGES


def _record(
    told: Told, conversation: Conversation, answers: Checked, papers: Papers, once: UUID, uow: UnitOfWork
) -> None:
    message = statement(conversation, answers, papers, uow=uow, kind=MessageKind.TAKEN_DOWN, once=once.hex)
    circumstances = Circumstances(
        vault_id=conversation.vault_id,
        conversation_id=conversation.id,
        message_id=message.id,
        speaker=told.speaker,
        contact=told.contact,
        setting=told.setting,
        language=told.language,
        interpreter=told.interpreter,
        read_back=told.read_back,
        paper=told.paper,
        recording=told.recording,
    )
    uow.add(message, circumstances)
    if told.agreed:
        text = papers.questionnaire.consent(READING, _house_language(told))
        given = Agreed(READING, True, text.version, text.language, text.digest)
        uow.add(consent_record(conversation, given, "spoken", uow))
    uow.say("statement written down")
